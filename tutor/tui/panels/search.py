"""A search on its way: where each round looks, how far it is, the trials as a picture and as a list."""

from __future__ import annotations

from typing import NamedTuple

from tutor.engine.search import Round, Study, Trial
from tutor.formula.display import display_name
from tutor.formula.tree import Name
from tutor.messages import Language, say
from tutor.tui.panels.progress import bar
from tutor.tui.panels.search_picture import BEST, Levels, Shown, draw_trials, levels_of, pictures_of
from tutor.tui.picture.numbers import number_text
from tutor.tui.picture.text import EMPTY, Picture, Role, Row, Span, beside, cell_len, clip, pad, row, row_width
from tutor.tui.session import Session
from tutor.tui.settings import Glyphs
from tutor.tui.trials import Trials, place_of, setting_text
from tutor.tui.views.curve import title_of

_LEAST_PICTURE = 24
"""Columns that are left to the picture at least; in narrower windows there is the list alone."""

_GAP = 2
_DIGITS = 3
"""Significant digits of the list; the chosen trial is shown with four."""

_LEAST_SETTING, _LEAST_WATCH = 8, 6
"""Columns that a number of the list has at least, so that the picture stands still while the trials come."""

_PART = 4
"""Rounds take a row of so many at most."""


class Look(NamedTuple):
    """How a search is drawn.

    Attributes:
        at: which of its pictures is looked at, counted from 0, round and round.
    """

    at: int = 0
    glyphs: Glyphs = "braille"


def search_page(trials: Trials, session: Session, language: Language, width: int, height: int, look: Look) -> Picture:
    """The rounds, the way, the chosen trial; under them the picture, and the list beside it."""
    study = trials.study
    watch, levels = title_of(session, Name(study.search.watch), language), levels_of(study)
    rows = [
        _plan(study, watch, language),
        *_rounds(study, language, max(height // _PART, 1), look.glyphs),
        _way(trials, language, width, look.glyphs),
        _chosen(trials, levels, language, look.glyphs),
    ]
    left = height - len(rows)
    listed = _list(trials, levels, language, left, look.glyphs)
    wide = max(map(row_width, listed), default=0)
    room = width - wide - _GAP
    if room < _LEAST_PICTURE:
        return Picture(tuple(clip(line, width) for line in (*rows, *listed)))
    pictures = pictures_of(study)
    shown = Shown(pictures[look.at % len(pictures)], trials.chosen, watch, language)
    drawn = draw_trials(study, shown, room, left, look.glyphs)
    body = beside([[pad(line, room) for line in drawn or [EMPTY]], listed], gap=_GAP)
    return Picture(tuple(clip(line, width) for line in (*rows, *body)))


# Over the picture


def _plan(study: Study, watch: str, language: Language) -> Row:
    """What a trial is, and which of them wins."""
    key = "tui.search-plan-highest" if study.search.highest else "tui.search-plan-lowest"
    return row(Span(f" {say(key, language, updates=f'{study.search.updates:,}', watch=watch)}", "dim"))


def _rounds(study: Study, language: Language, most: int, glyphs: Glyphs) -> list[Row]:
    """The ranges of each round, in columns, and its best; of many rounds the last ones."""
    begun = list(enumerate(study.rounds, 1))[-most:]
    texts = [[say("tui.search-round", language, round=number), *_ranges(made)] for number, made in begun]
    sizes = [max(map(cell_len, column)) for column in zip(*texts, strict=True)]
    lines: list[Row] = []
    for (number, made), cells in zip(begun, texts, strict=True):
        now = number == len(study.rounds) and not study.ended
        spans = [Span(" ▸ " if now and glyphs != "ascii" else " > " if now else "   ", "new")]
        for cell, size in zip(cells, sizes, strict=True):
            spans += [*pad(row(Span(cell, "plain" if now else "dim")), size), Span("   ")]
        best = _best_of(study, made)
        if best is not None:
            role: Role = "strong" if best is study.best else "dim"
            star = f" {BEST[glyphs]}" if best is study.best else ""
            spans.append(Span(number_text(best.watch) + star, role))
        lines.append(tuple(spans))
    return lines


def _ranges(made: Round) -> list[str]:
    return [
        f"{display_name(found.name)} {number_text(found.low, _DIGITS)} … {number_text(found.high, _DIGITS)}"
        for found in made.ranges
    ]


def _best_of(study: Study, made: Round) -> Trial | None:
    """The best trial of one round, the first of equal ones."""
    kept = [trial for trial in made.trials if trial.lost is None]
    sign = 1 if study.search.highest else -1
    return max(kept, key=lambda trial: sign * trial.watch, default=None)


def _way(trials: Trials, language: Language, width: int, glyphs: Glyphs) -> Row:
    """How far it is."""
    study = trials.study
    done = len(study.trials)
    key = "ended" if study.ended else "runs" if trials.runs else "stands"
    gaps = {"done": done, "all": study.planned, "update": f"{study.update:,}", "updates": f"{study.search.updates:,}"}
    said = say(f"tui.search-{key}", language, **gaps)
    if study.ended:
        return row(Span(f" {said}", "done"))
    right = row(Span(f"  {said} ", "strong"))
    part = (done + study.update / max(study.search.updates, 1)) / study.planned
    room = max(width - row_width(right) - 1, 0)
    return (Span(" "), *bar(part, room, ascii_only=glyphs == "ascii"), *right)


def _chosen(trials: Trials, levels: Levels, language: Language, glyphs: Glyphs) -> Row:
    """The chosen trial with all that is known of it."""
    trial = trials.chosen
    if trial is None:
        key = "tui.search-all-lost" if trials.study.ended else "tui.search-no-best"
        return row(Span(f" {say(key, language)}", "dim"))
    lost = trial.lost is not None
    came = say("tui.search-lost-at", language, update=f"{trial.lost:,}") if lost else number_text(trial.watch)
    key = "tui.search-best" if trial is trials.study.best else "tui.search-trial"
    named = say(key, language, trial=place_of(trial))
    mark, setting = levels.mark(trial, glyphs), setting_text(trial)
    return row(" ", mark, Span(f" {named}  ", "strong"), Span(setting, "name"), "  →  ", Span(came, "strong"))


# Beside it


def _list(trials: Trials, levels: Levels, language: Language, rows: int, glyphs: Glyphs) -> list[Row]:
    """The trials in their order, under a heading: the last ones while it runs, else those around the chosen one."""
    study = trials.study
    texts = [_cells(trial, language) for trial in study.trials]
    heads = ["", *(display_name(found.name) for found in study.search.ranges), ""]
    least = [len(f"{study.search.rounds}.{study.search.trials}"), *([_LEAST_SETTING] * (len(heads) - 2)), _LEAST_WATCH]
    sizes = [max(size, *map(cell_len, column)) for size, *column in zip(least, heads, *texts, strict=True)]
    lines: list[Row] = [_line(Span("  "), [Span(head, "dim") for head in heads], sizes)]
    first = _first(trials, rows - 1)
    for trial, cells in list(zip(study.trials, texts, strict=True))[first : first + max(rows - 1, 0)]:
        here = trial is trials.chosen
        role: Role = "strong" if here else "dim" if trial.lost is not None else "plain"
        sign = "▸" if here and glyphs != "ascii" else ">" if here else " "
        line = _line(Span(f"{sign} ", "strong"), [Span(cell, role) for cell in cells], sizes)
        lines.append((*line[:1], levels.mark(trial, glyphs), *line[1:]))
    return lines


def _first(trials: Trials, rows: int) -> int:
    """The trial that the list begins with."""
    made = trials.study.trials
    last = max(len(made) - rows, 0)
    if trials.chosen is None or (trials.runs and not trials.selected):
        return last
    return min(max(made.index(trials.chosen) - rows // 2, 0), last)


def _cells(trial: Trial, language: Language) -> list[str]:
    came = say("tui.search-lost", language) if trial.lost is not None else number_text(trial.watch)
    return [place_of(trial), *(number_text(value, _DIGITS) for value in trial.values.values()), came]


def _line(before: Span, cells: list[Span], sizes: list[int]) -> Row:
    spans: list[Span] = [before]
    for cell, size in zip(cells, sizes, strict=True):
        spans += [Span(" " * _GAP), *pad(row(cell), size)]
    return tuple(spans)
