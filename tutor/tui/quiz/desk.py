"""The scratch line under a question: a calculator in the formula language."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.formula import limits
from tutor.formula.operations.operation import Array, Index
from tutor.messages import Message
from tutor.quiz.matrices import grid_of, indices
from tutor.quiz.numbers import SHOWN_DIGITS, written
from tutor.quiz.questions import ByHand
from tutor.quiz.scratch import Result, Scratch
from tutor.quiz.sheet import NEXT
from tutor.tui.jamo import as_typed
from tutor.tui.quiz.field import Field


class Desk:
    """A line that is typed, what it comes to, and the lines before it.

    Attributes:
        open: whether it is seen.
        field: the line.
        names: what may be read in it.
        example: a cell of one of them, or a number.
        result: what the line came to; a sentence where it came to nothing; None before that.
    """

    def __init__(self, values: Mapping[str, Array]) -> None:
        """``values``: what may be read, by keys of a sheet."""
        values = {_name(key): value for key, value in values.items()}
        self._scratch = Scratch(values)
        self.open = False
        self.names = tuple(values)
        self.example = _example(values)
        self.field = Field(most=limits.LINE_LENGTH)
        self.result: Result | Message | None = None
        self._worked_out = ""
        self._before: list[str] = []
        self._back = 0

    @property
    def kept(self) -> Mapping[str, Array]:
        """The values that were given names."""
        return self._scratch.kept

    def type(self, text: str) -> Message | None:
        """Type at the caret; letters in Hangul are those on the same keys. A sentence if it is too long."""
        line = " ".join(text.splitlines()) if len(text) <= self.field.most else ""
        if len(text) > self.field.most or not self.field.insert(as_typed(line)):
            return Message("quiz.read-too-long", {"count": f"{len(text):,}", "most": f"{self.field.most:,}"})
        return None

    def calculate(self) -> None:
        """Work the line out."""
        text = self.field.text
        if not text.strip():
            self.result = None
            return
        self.result = self._scratch.calculate(text)
        self._worked_out = text
        if not self._before or self._before[-1] != text:
            self._before.append(text)
        self._back = len(self._before) - 1

    @property
    def ready(self) -> bool:
        """Whether the result shown is that of the line as it stands."""
        return isinstance(self.result, Result) and self.field.text == self._worked_out

    def recall(self, by: int) -> None:
        """Write an earlier line again, or a later one; after the last an empty one."""
        self._back = min(max(self._back + by, 0), len(self._before))
        self.field.put(self._before[self._back] if self._back < len(self._before) else "")

    def close(self) -> None:
        """Put the line away once its result was taken."""
        self.open = False
        self.field.put("")
        self.result = None

    def taken(self, question: ByHand) -> dict[Index, str] | str | None:
        """The result as it may be put into the cells.

        One text for the current cell, texts for all of them, or None where the result has neither shape.
        """
        if not isinstance(self.result, Result):
            return None
        value = self.result.value
        if value.size == 1:
            return _precise(float(value.reshape(-1)[0]))
        if question.cell is None and value.shape == question.step.shape:
            return {index: _precise(float(value[index])) for index in indices(value.shape)}
        return None


def result_text(value: Array) -> str:
    """A value in one line, rows parted by semicolons.

    >>> import numpy as np
    >>> result_text(np.array([[0.25, -1.0], [2.0, 3.0]]))
    '[0.25 −1; 2 3]'
    """
    if value.ndim == 0:
        return written(float(value), SHOWN_DIGITS)
    height, width = grid_of(value.shape)
    rows = [" ".join(written(float(cell), SHOWN_DIGITS) for cell in row) for row in value.reshape(height, width)]
    return f"[{'; '.join(rows)}]"


def _precise(value: float) -> str:
    """A number as it is typed, with more digits than are ever asked for."""
    return f"{value:.10g}"


def _name(key: str) -> str:
    """A key of a sheet as the formula language can write it."""
    return key.removeprefix("rule.").replace(NEXT, "_new").replace(".", "_")


def _example(values: Mapping[str, Array]) -> str:
    """A cell of the first value that has cells."""
    for name, value in values.items():
        if value.ndim:
            return f"{name}[{','.join('0' * value.ndim)}] * 2"
    return f"{next(iter(values), '0.5')} * 2"
