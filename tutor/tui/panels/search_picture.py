"""The trials of a search as a picture: over two hyper-parameters, or what came of them over one.

How good a trial is, is said by a mark and by a colour: by how far its watch is from the best one, measured by how far
that of the trial at the third quarter is. So the few that lost everything do not make all others look alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

import numpy as np

from tutor.engine.ranges import Range
from tutor.engine.search import Round, Study, Trial
from tutor.formula.display import display_name
from tutor.messages import Language, say
from tutor.tui.picture.numbers import number_text
from tutor.tui.picture.text import Role, Row, Span, row
from tutor.tui.settings import Glyphs
from tutor.tui.views.axis import Axis, span_of
from tutor.tui.views.canvas import Chart, Curve, Mark, Rule, draw_chart, flow

Over: TypeAlias = "tuple[Range, ...]"
"""The one or two hyper-parameters that a picture is drawn over."""

LEVELS: Mapping[Glyphs, str] = {"braille": "●◐○·", "block": "●◐○·", "ascii": "@Oo."}
"""Marks of trials, from those near the best to those far from it."""

LEVEL_ROLES: tuple[Role, ...] = ("plus3", "plus1", "minus1", "minus3")
BEST: Mapping[Glyphs, str] = {"braille": "★", "block": "★", "ascii": "*"}
LOST: Mapping[Glyphs, str] = {"braille": "✗", "block": "✗", "ascii": "x"}

_GAPS = 1 / 16, 1 / 4, 1.0
"""How far from the best the trials of each level but the last may be, as parts of how far the third quarter is."""

_QUARTER = 0.75

_STROKE = 5
"""Of ASCII characters, frames are made of =, which is no mark of a trial."""

_LEAST = 8
"""Rows below which there is no picture."""


class Levels(NamedTuple):
    """Where one mark ends and the next begins.

    Attributes:
        bounds: the last watch of each level but the last, from the best on; empty while no trial kept its numbers.
    """

    best: Trial | None
    bounds: tuple[float, ...]
    highest: bool

    def level(self, trial: Trial) -> int | None:
        """Which level a trial has, 0 being the best; None: its numbers were lost."""
        if trial.lost is not None:
            return None
        near = (trial.watch >= bound if self.highest else trial.watch <= bound for bound in self.bounds)
        return next((level for level, is_near in enumerate(near) if is_near), len(self.bounds))

    def mark(self, trial: Trial, glyphs: Glyphs) -> Span:
        """The mark of a trial."""
        level = self.level(trial)
        if level is None:
            return Span(LOST[glyphs], "wrong")
        return Span(BEST[glyphs], "new") if trial is self.best else Span(LEVELS[glyphs][level], LEVEL_ROLES[level])


class Shown(NamedTuple):
    """What is to be seen.

    Attributes:
        over: what the trials are drawn over.
        chosen: the trial that is looked at.
        watch: what the watch is called.
    """

    over: Over
    chosen: Trial | None
    watch: str
    language: Language


def levels_of(study: Study) -> Levels:
    """The levels, as the trials that have been made give them."""
    best, highest = study.best, study.search.highest
    if best is None:
        return Levels(None, (), highest)
    apart = sorted(abs(trial.watch - best.watch) for trial in study.trials if trial.lost is None)
    usual = apart[int(_QUARTER * (len(apart) - 1))]
    bounds = (best.watch - gap * usual if highest else best.watch + gap * usual for gap in _GAPS)
    return Levels(best, tuple(bounds), highest)


def pictures_of(study: Study) -> list[Over]:
    """What the trials can be drawn over: each two hyper-parameters, then each one."""
    ranges = study.search.ranges
    return [*combinations(ranges, 2), *((found,) for found in ranges)]


def draw_trials(study: Study, shown: Shown, width: int, height: int, glyphs: Glyphs) -> list[Row]:
    """The trials in so many columns and rows; no rows where these are too few."""
    if height < _LEAST:
        return []
    levels, over = levels_of(study), shown.over
    chart = Chart(
        _axis(over[0]),
        _axis(over[1]) if len(over) > 1 else _watch_axis(study),
        curves=list(_frames(study.rounds, over)),
        marks=list(_marks(study, levels, over, glyphs)),
        rules=_rules(study, over, shown.chosen),
        legend=flow(list(_legend(levels, shown, glyphs)), width),
    )
    return list(draw_chart(chart, width, height, glyphs))


def _axis(over: Range) -> Axis:
    """The axis of a hyper-parameter, on its own scale."""
    log = over.scale == "log"
    return Axis(*span_of(np.array([over.low, over.high]), log=log), display_name(over.name), log)


def _watch_axis(study: Study) -> Axis:
    return Axis(*span_of(np.array([trial.watch for trial in study.trials if trial.lost is None])))


def _frames(rounds: Sequence[Round], over: Over) -> Iterator[Curve]:
    """Where each round looks, the last one's frame drawn through; none where it is the window's own."""
    if len(over) < 2:
        return
    for made in rounds:
        across, up = (next(found for found in made.ranges if found.name == wanted.name) for wanted in over)
        if all(found[1:3] == _axis(found)[:2] for found in (across, up)):
            continue
        xs = np.array([across.low, across.high, across.high, across.low, across.low])
        ys = np.array([up.low, up.low, up.high, up.high, up.low])
        yield Curve(xs, ys, "axis", "solid" if made is rounds[-1] else "dotted", _STROKE)


def _marks(study: Study, levels: Levels, over: Over, glyphs: Glyphs) -> Iterator[Mark]:
    """A mark for each trial, the better over the worse and the best over all."""
    floor = min((trial.watch for trial in study.trials if trial.lost is None), default=0.0)
    worst = len(_GAPS) + 1
    order = sorted(study.trials, key=lambda trial: -worst if (at := levels.level(trial)) is None else -at)
    for trial in (*order, *([levels.best] if levels.best is not None else [])):
        y = trial.values[over[1].name] if len(over) > 1 else floor if trial.lost is not None else trial.watch
        yield Mark(trial.values[over[0].name], y, *levels.mark(trial, glyphs))


def _rules(study: Study, over: Over, chosen: Trial | None) -> list[Rule]:
    """Through the chosen trial, to both axes; over one hyper-parameter, the ends of the last round too."""
    rules: list[Rule] = []
    if chosen is not None:
        rules.append(Rule(x=chosen.values[over[0].name]))
        y = chosen.values[over[1].name] if len(over) > 1 else None if chosen.lost is not None else chosen.watch
        rules.append(Rule(y=y))
    if len(over) < 2:
        last = next(found for found in study.rounds[-1].ranges if found.name == over[0].name)
        rules += [Rule(x=last.low), Rule(x=last.high)]
    return rules


def _legend(levels: Levels, shown: Shown, glyphs: Glyphs) -> Iterator[Row]:
    """What is judged, and what each mark means."""
    yield row(Span(shown.watch, "title"))
    if levels.best is None:
        return
    yield row(Span(BEST[glyphs], "new"), f" {number_text(levels.best.watch)}")
    sign = ("≥" if levels.highest else "≤") if glyphs != "ascii" else ">=" if levels.highest else "<="
    for level, bound in enumerate(levels.bounds):
        yield row(Span(LEVELS[glyphs][level], LEVEL_ROLES[level]), f" {sign} {number_text(bound, 3)}")
    yield row(Span(LEVELS[glyphs][-1], LEVEL_ROLES[-1]), f" {say('tui.search-worse', shown.language)}")
    yield row(Span(LOST[glyphs], "wrong"), f" {say('tui.search-lost', shown.language)}")
