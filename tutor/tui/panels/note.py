"""The note: what the lesson says here, what the line does, and what to press next."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.formula.write import write
from tutor.messages import Language, say
from tutor.quiz.record.crossing import enough
from tutor.tui.actions import actions_on, key_text
from tutor.tui.moment import Moment
from tutor.tui.picture.text import EMPTY, Picture, Row, Span, row, row_width, wrap

_SCROLLBAR = 2
"""Columns for a scroll bar and a space before it."""


def note(moment: Moment, width: int, height: int) -> Picture:
    """What is to be said, in as many rows as it takes: where it is longer than its room, the panel scrolls."""
    rows = _rows(moment, width)
    if len(rows) > height:
        rows = _rows(moment, width - _SCROLLBAR)
    return Picture(tuple(rows))


def _rows(moment: Moment, width: int) -> list[Row]:
    paragraphs = [wrap(sentence.say(moment.language), width, "warning") for sentence in moment.alarms]
    if moment.reached:
        paragraphs.append(wrap(_reached(moment), width, "new"))
    if moment.practises:
        paragraphs.append(_practise(moment, width))
    texts = moment.notes
    paragraphs.extend(wrap(text, width, "plain") for text in texts)
    if not texts and (does := moment.does):
        paragraphs.append(wrap(does.say(moment.language), width))
    paragraphs.extend(_printed(moment, width))
    paragraphs.append(_next(moment, width))
    rows: list[Row] = []
    for paragraph in paragraphs:
        rows.extend(([EMPTY] if rows else []) + paragraph)
    return rows


def _printed(moment: Moment, width: int) -> Iterator[list[Row]]:
    """What is printed elsewhere of this value, and whether it comes out here."""
    for figure, comes_out in moment.figures:
        gaps = {"source": figure.source, "figures": " ".join(figure.printed).replace("-", "−")}
        if comes_out:
            yield wrap(say("tui.figure-comes-out", moment.language, **gaps), width, "dim")
        else:
            yield wrap(say("tui.figure-differs", moment.language, **gaps), width, "warning")


def _practise(moment: Moment, width: int) -> list[Row]:
    """What to press in a lesson that is there to practise others."""
    pressed = {action.name: key_text(action.keys[0]) for action in actions_on("step")}
    counts = {"count": moment.practises, "wanted": enough(moment.practises + 1)}
    keys = {name: pressed[name] for name in ("practice", "questions")}
    return wrap(say("tui.practise-here", moment.language, **keys, **counts), width, "strong")


def _reached(moment: Moment) -> str:
    """That the goal is reached, with what it is."""
    session = moment.session
    words = "" if session.lesson is None or session.lesson.goal is None else session.lesson.goal.say(moment.language)
    goal = session.model.goal
    return say("tui.goal-holds", moment.language, goal=words or ("" if goal is None else write(goal, "unicode")))


def _next(moment: Moment, width: int) -> list[Row]:
    """What → does here."""
    language = moment.language
    formula = moment.next_formula
    if formula is None:
        return wrap(_at_end(moment, language), width, "dim")
    lead = row(Span("→ ", "key"), Span(f"{say('tui.next', language)}  ", "dim"))
    whole = (*lead, Span(formula, "name"))
    return [whole] if row_width(whole) <= width else [lead, *wrap(formula, width, "name")]


def _at_end(moment: Moment, language: Language) -> str:
    if moment.session.run.learns:
        return "→ " + say("tui.next-update", language, update=f"{moment.update + 1:,}")
    return say("tui.next-none", language)
