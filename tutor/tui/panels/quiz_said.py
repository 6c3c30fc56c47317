"""What is said about an answer: the verdict in a sentence, what was asked for, the hints that were read."""

from __future__ import annotations

from tutor.messages import Language, Message, say
from tutor.quiz.hints import RUNGS, Hint
from tutor.quiz.matrices import grid_of
from tutor.tui.panels.quiz_grid import ROLES, SIGNS, expressions, text_matrix
from tutor.tui.picture.text import EMPTY, Picture, Role, Row, Span, row_width, wrap
from tutor.tui.quiz.papers import HandPaper


def said(paper: HandPaper, language: Language, width: int, height: int) -> Picture:
    """Everything that was said so far; closer together where there is little room. How to answer, before that."""
    parts = [part for part in (_verdict(paper, language, width), _reply(paper, language, width)) if part]
    parts += [_hint(paper, hint, number, language, width) for number, hint in enumerate(paper.attempt.rungs, start=1)]
    if not parts:
        key = "tui.quiz-how-one" if len(paper.attempt.question.cells) == 1 else "tui.quiz-how"
        parts = [wrap(say(key, language), width, "dim")]
    airy = sum(map(len, parts)) + len(parts) - 1 <= height
    rows: list[Row] = []
    for part in parts:
        rows.extend(([EMPTY] if rows and airy else []) + part)
    return Picture(tuple(rows))


def _verdict(paper: HandPaper, language: Language, width: int) -> list[Row]:
    """How the last answer was judged; nothing once something else stands in the cells."""
    mark, message = paper.attempt.mark, paper.attempt.message
    if paper.attempt.given_up and (mark is None or not mark.accepted):
        return _signed("·", "dim", Message("tui.quiz-shown"), language, width)
    if mark is None or message is None or not paper.grid.marked:
        return []
    rows = _signed(SIGNS[mark.verdict].strip() or "·", ROLES[mark.verdict], message, language, width)
    if mark.verdict == "consistent" and paper.attempt.question.step.key in paper.attempt.marker.own:
        rows += _signed(" ", "plain", Message("tui.quiz-two-ways"), language, width)
    return rows


def _reply(paper: HandPaper, language: Language, width: int) -> list[Row]:
    said_already = paper.grid.marked and paper.reply == paper.attempt.message
    if paper.reply is None or said_already:
        return []
    return _signed("»", "key", paper.reply, language, width)


def _signed(sign: str, role: Role, message: Message, language: Language, width: int) -> list[Row]:
    """A sentence behind a sign, its further lines under its first word."""
    lines = wrap(message.say(language), width - 2, "plain" if role in ("plain", "dim") else "strong")
    return [(Span(f"{sign} " if number == 0 else "  ", role), *line) for number, line in enumerate(lines)]


def _hint(paper: HandPaper, hint: Hint, number: int, language: Language, width: int) -> list[Row]:
    """A rung of the ladder: its number, its sentence, what may be typed."""
    lead = f"{number}/{len(RUNGS)} "
    room = width - len(lead)
    lines = list(wrap(hint.message.say(language), room, "name" if hint.rung == "formula" else "plain"))
    if hint.cells:
        question = paper.attempt.question
        columns = grid_of(() if question.cell is not None else question.step.shape)[1]
        matrix = text_matrix(hint.cells, columns, "name")
        fits = max(map(row_width, matrix)) <= room and (hint.rung == "result" or len(hint.cells) == 1)
        lines += matrix if fits else expressions(hint.cells, room)
    return [
        (Span(lead if count == 0 else " " * len(lead), "dim"), *line) for count, line in enumerate(lines)
    ]  # fmt: skip
