"""A question by choice: the answers, and why each is right or wrong once it was chosen."""

from __future__ import annotations

from tutor.messages import Language, say
from tutor.tui.panels.quiz_pick import pick_row
from tutor.tui.picture.text import EMPTY, Picture, Role, Row, Span, wrap
from tutor.tui.quiz.papers import ChoicePaper


def choice(paper: ChoicePaper, language: Language, width: int, height: int) -> Picture:
    """The question and its answers; closer together where there is little room."""
    rows = _rows(paper, language, width, [EMPTY])
    if len(rows) > height:
        rows = _rows(paper, language, width - 2, [])
    return Picture(tuple(rows))


def _rows(paper: ChoicePaper, language: Language, width: int, between: list[Row]) -> list[Row]:
    choosing = paper.choosing
    rows = [*wrap(choosing.asking.say(language), width, "strong"), EMPTY]
    for number, (position, answer) in enumerate(zip(choosing.order, choosing.choices, strict=True)):
        chosen = position in choosing.chosen
        told = chosen or paper.done
        sign, role = _sign(right=answer.right, told=told)
        at = number == paper.at
        lead = (Span("▸ " if at else "  ", "key"), Span(f"{sign} ", role), Span(f"{number + 1}  ", "key"))
        indent = Span(" " * 7)
        lines = wrap(answer.text.say(language), width - 7, role if chosen or (told and answer.right) else "plain")
        parts = ((*lead, *line) if count == 0 else (indent, *line) for count, line in enumerate(lines))
        rows.extend(pick_row(part, number) for part in parts)
        if told:
            rows.extend((indent, *line) for line in wrap(answer.because.say(language), width - 7, "label"))
        rows.extend(between)
    if choosing.chosen and not paper.done:
        rows.extend(wrap(say("tui.quiz-not-this", language), width, "strong"))
    return rows


def _sign(*, right: bool, told: bool) -> tuple[str, Role]:
    if not told:
        return " ", "plain"
    return ("✓", "right") if right else ("✗", "wrong")
