"""Marking a file of typed answers again, from lessons and seeds."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tutor.engine.address import AddressError, parse_address
from tutor.formula.operations.operation import Index, Shape
from tutor.lesson.lesson import Lesson, UnknownVariantError
from tutor.messages import Message
from tutor.quiz.book import Book, LessonQuiz
from tutor.quiz.marking import Mark, Verdict
from tutor.quiz.matrices import Paste, grid_of, indices
from tutor.quiz.sessions.bug import BUG_ADDRESS, FindBug
from tutor.quiz.sheet import SheetError

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
MOST_LINE = 200_000

FindLesson = Callable[[str], Lesson | None]


class VerifyError(ValueError):
    """A file, or a line of it, that cannot be marked; ``message`` says why, with the line's number."""

    def __init__(self, key: str, **parameters: object) -> None:
        self.message = Message(f"quiz.{key}", parameters)
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class Verified:
    """One row, marked again.

    Attributes:
        row: as it was handed in.
        verdict: of the whole.
        cells: verdicts in the shape of the line; of a choice, or a found bug, one.
        mistakes: ids; one: named, several: fits either, none: nothing that has a name.
        tolerance: in the shape of the line; None for a choice.
        differs: whether the row says otherwise.
    """

    row: Mapping[str, object]
    verdict: Verdict
    cells: object
    mistakes: tuple[str, ...] = ()
    tolerance: object = None
    differs: bool = False

    def as_json(self) -> dict[str, object]:
        """The row given back, with its marks."""
        return {
            **self.row,
            "verdict": self.verdict,
            "cells": self.cells,
            "mistakes": list(self.mistakes),
            "tolerance": self.tolerance,
        }


@dataclass
class _Group:
    """The rows of one lesson, variant and seed, in one sitting: earlier values are followed through in it."""

    quiz: LessonQuiz
    seed: int | None
    book: Book
    bugs: dict[int, FindBug] = field(default_factory=dict)


def read_rows(file: Path) -> list[Mapping[str, object]]:
    """The rows of a file of JSON lines; empty lines are passed over.

    Raises:
        VerifyError: if the file or a line cannot be read.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise VerifyError("verify-too-large", file=str(file), most=f"{MOST_BYTES:,}")
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise VerifyError("verify-not-text", file=str(file)) from None
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or "?"
        raise VerifyError("verify-unreadable", file=str(file), reason=reason) from None
    rows = [_row(line, number) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if len(rows) > MOST_ROWS:
        raise VerifyError("verify-too-many", most=f"{MOST_ROWS:,}")
    return rows


def _row(line: str, number: int) -> Mapping[str, object]:
    try:
        row = json.loads(line) if len(line) <= MOST_LINE else None
    except (ValueError, RecursionError):
        raise VerifyError("verify-not-json", line=number) from None
    if not isinstance(row, dict):
        raise VerifyError("verify-not-json", line=number)
    missing = [name for name in ("lesson", "variant", "seed", "address", "typed") if name not in row]
    if missing:
        raise VerifyError("verify-missing", line=number, field=", ".join(missing))
    return row


def verify(rows: list[Mapping[str, object]], find: FindLesson) -> Iterator[Verified]:
    """Mark the rows again, in their order.

    Args:
        rows: as ``read_rows`` gives them.
        find: a lesson by its id or path; None if there is none.

    Raises:
        VerifyError: a row that names no lesson, variant or line.
    """
    marking = _Marking(find)
    for number, row in enumerate(rows, start=1):
        yield marking.verified(row, number)


class _Marking:
    def __init__(self, find: FindLesson) -> None:
        self._find = find
        self._quizzes: dict[tuple[str, str | None], LessonQuiz] = {}
        self._groups: dict[tuple[object, ...], _Group] = {}

    def verified(self, row: Mapping[str, object], number: int) -> Verified:
        lesson, variant, seed, address = (row[name] for name in ("lesson", "variant", "seed", "address"))
        if not isinstance(lesson, str) or not isinstance(variant, (str, type(None))):
            raise VerifyError("verify-bad-field", line=number, field="lesson, variant")
        if isinstance(seed, bool) or not isinstance(seed, (int, type(None))) or not isinstance(address, str):
            raise VerifyError("verify-bad-field", line=number, field="seed, address")
        if isinstance(seed, int) and not 0 <= seed < 2**63:
            raise VerifyError("verify-bad-field", line=number, field="seed")
        group = self._group(lesson, variant, seed, row.get("session"), number)
        if address.startswith("question/"):
            found = _choice(row, address, group, number)
        elif address == BUG_ADDRESS:
            found = _bug(row, group, number)
        else:
            found = _by_hand(row, address, group, number)
        return found

    def _group(self, lesson: str, variant: str | None, seed: int | None, session: object, number: int) -> _Group:
        key = (lesson, variant, seed, session if isinstance(session, str) else None)
        if key not in self._groups:
            quiz = self._quiz(lesson, variant, number)
            try:
                self._groups[key] = _Group(quiz, seed, quiz.book(seed))
            except SheetError as trouble:
                raise VerifyError("verify-line", line=number, reason=trouble.message) from None
        return self._groups[key]

    def _quiz(self, lesson: str, variant: str | None, number: int) -> LessonQuiz:
        if (lesson, variant) not in self._quizzes:
            found = self._find(lesson)
            if found is None:
                raise VerifyError("verify-no-lesson", line=number, lesson=lesson[:80])
            try:
                self._quizzes[lesson, variant] = LessonQuiz(found, variant)
            except UnknownVariantError as trouble:
                raise VerifyError("verify-line", line=number, reason=trouble.message) from None
        return self._quizzes[lesson, variant]


def _by_hand(row: Mapping[str, object], text: str, group: _Group, number: int) -> Verified:
    try:
        address = parse_address(text)
        question = group.book.question(address)
    except (AddressError, SheetError) as trouble:
        raise VerifyError("verify-line", line=number, reason=trouble.message) from None
    shape = question.step.shape if address.index is None else ()
    typed = typed_cells(row["typed"], shape, address.index)
    mark = group.book.marker(address).mark(question.step, typed, address.index)
    cells = _shaped({index: cell.verdict for index, cell in mark.cells.items()}, shape, address.index)
    tolerance = mark.tolerance if address.index is None else mark.tolerance[address.index]
    return Verified(
        row, mark.verdict, cells, mark.diagnosis.ids, np.asarray(tolerance).tolist(), _differs(row, mark)
    )  # fmt: skip


def typed_cells(typed: object, shape: Shape, cell: Index | None) -> Mapping[Index, str] | Paste:
    """Texts in rows as the cells of a value of ``shape``; of another shape they cannot be read.

    >>> typed_cells([["1", "2"]], (1, 2), None)
    {(0, 0): '1', (0, 1): '2'}
    """
    where = indices(shape) if cell is None else [cell]
    rows = _rows_of(typed)
    height, width = grid_of(shape)
    texts = [text for row in rows for text in row]
    sizes = {len(row) for row in rows}
    if len(rows) == height and sizes == {width}:
        return dict(zip(where, texts, strict=True))
    if 1 in (height, width) and len(texts) == height * width and (len(rows) == 1 or sizes == {1}):
        return dict(zip(where, texts, strict=True))
    if len(shape) == 2 and len(rows) == width and sizes == {height}:
        return Paste(tuple(tuple(row) for row in rows), turned=True)
    return dict.fromkeys(where, "?")  # a shape that was not asked for


def _rows_of(typed: object) -> list[list[str]]:
    """``typed`` as rows of texts; deeper nesting is taken row by row."""
    if not isinstance(typed, list):
        return [[_text(typed)]]
    if any(isinstance(part, list) for part in typed):
        return [row for part in typed for row in _rows_of(part)]
    return [[_text(part) for part in typed]]


def _text(typed: object) -> str:
    """A cell as it was typed; numbers may stand for their texts."""
    if isinstance(typed, str):
        return typed
    if isinstance(typed, (int, float)) and not isinstance(typed, bool) and math.isfinite(typed):
        return repr(typed)
    return "" if typed is None else "?"


def _shaped(cells: Mapping[Index, Verdict], shape: Shape, cell: Index | None) -> object:
    if cell is not None or not shape:
        return next(iter(cells.values()))
    return np.array([cells[index] for index in indices(shape)], dtype=object).reshape(shape).tolist()


def _choice(row: Mapping[str, object], address: str, group: _Group, number: int) -> Verified:
    questions = group.quiz.lesson.questions
    which = address.removeprefix("question/")
    position = int(which) - 1 if which.isascii() and which.isdecimal() and len(which) < 6 else -1
    if not 0 <= position < len(questions) or not questions[position].choices:
        raise VerifyError("verify-line", line=number, reason=Message("quiz.nothing-to-ask", {"address": address[:60]}))
    choices, typed = questions[position].choices, _text(row["typed"])
    chosen = int(typed) - 1 if typed.isascii() and typed.isdecimal() and len(typed) < 6 else -1
    verdict: Verdict = "unread"
    if 0 <= chosen < len(choices):
        verdict = "right" if choices[chosen].right else "wrong"
    return Verified(row, verdict, verdict, differs=row.get("verdict", verdict) != verdict)


def _bug(row: Mapping[str, object], group: _Group, number: int) -> Verified:
    seed = group.seed
    try:
        if seed is None:
            raise VerifyError("verify-bad-field", line=number, field="seed")
        if seed not in group.bugs:
            group.bugs[seed] = FindBug(group.quiz, seed)
    except LookupError:
        raise VerifyError("verify-line", line=number, reason=Message("quiz.no-bug")) from None
    right = str(group.bugs[seed].bug.step.address)
    try:
        pointed = str(parse_address(_text(row["typed"])))
    except AddressError:
        pointed = ""
    verdict: Verdict = "unread" if not pointed else "right" if pointed == right else "wrong"
    return Verified(row, verdict, verdict, differs=row.get("verdict", verdict) != verdict)


def _differs(row: Mapping[str, object], mark: Mark) -> bool:
    """Whether the row has marks, and they are others."""
    if row.get("verdict", mark.verdict) != mark.verdict:
        return True
    from tutor import __version__

    said = row.get("mistake")
    return isinstance(said, str) and row.get("version") == __version__ and said != " ".join(mark.diagnosis.ids)
