"""The cover of a lesson: what its file says before anything is computed."""

from __future__ import annotations

from tutor.lesson.complaint import printable
from tutor.lesson.heads import Head
from tutor.messages import Language
from tutor.tui.picture.text import CUT, EMPTY, Picture, Row, Span, clip, row, spread, wrap

_LONGEST = 400
"""Characters of a line of formulas that are looked at."""


def cover_head(lesson: Head, language: Language, width: int) -> Row:
    """The title, as it will stand over the lesson."""
    return spread(row(Span(f" {printable(lesson.title.say(language), width)}", "title")), EMPTY, width)


def cover_page(lesson: Head, formulas: str, language: Language, width: int, height: int) -> Picture:
    """The formulas as their author wrote them, with the remarks, and the introduction; what is too much is cut."""
    rows: list[Row] = [EMPTY, *(clip(_formula(line), width) for line in formulas.splitlines()), EMPTY]
    for paragraph in lesson.about.say(language).split("\n"):
        rows += ((Span(" "), *line) for line in wrap(printable(paragraph, len(paragraph)), width - 2))
    if len(rows) > height:
        rows[height - 1 :] = [row(Span(f" {CUT}", "dim"))]
    return Picture(tuple(rows))


def _formula(line: str) -> Row:
    formula, mark, remark = printable(line, _LONGEST).partition("#")
    return row(Span(f"   {formula}", "name"), Span(mark + remark, "dim"))
