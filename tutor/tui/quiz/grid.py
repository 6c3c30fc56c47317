"""The cells of a question by hand, as a grid that is moved about in and typed into."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.formula.operations.operation import Index
from tutor.messages import Message
from tutor.quiz.marking import CellMark, Mark
from tutor.quiz.matrices import MOST_PASTED, grid_of
from tutor.quiz.reading import MOST_CHARACTERS, Answer, read_cell
from tutor.quiz.sessions.attempt import Attempt
from tutor.tui.jamo import as_typed
from tutor.tui.quiz.field import Field

TURNED = "quiz.paste-turned"
"""The sentence about a pasted matrix that was taken although its rows and columns are exchanged."""


class Grid:
    """Cells in rows and columns, one of which is typed into.

    Attributes:
        attempt: keeps the texts.
        rows, columns: of cells that are asked.
        at: the number of the current cell, row by row.
        field: the current cell's text, with a caret.
        turned: whether a pasted matrix with its rows and columns exchanged stands in place of the texts.
    """

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        question = attempt.question
        self.rows, self.columns = grid_of(() if question.cell is not None else question.step.shape)
        self.at = 0
        self.turned = False
        self._marked: dict[Index, str] = dict(attempt.texts) if attempt.mark is not None else {}
        self.field = Field()
        self._load()

    @property
    def index(self) -> Index:
        """Of the current cell."""
        return self.attempt.question.cells[self.at]

    @property
    def typed(self) -> Answer:
        """What is understood of the current cell."""
        return read_cell(self.field.text)

    def text(self, index: Index) -> str:
        """What stands in a cell."""
        return self.attempt.texts.get(index, "")

    def mark(self, index: Index) -> CellMark | None:
        """How a cell was judged; None before that, and once something else stands in it."""
        mark = self.attempt.mark
        if mark is None or self._marked.get(index, "") != self.text(index):
            return None
        return mark.cells.get(index)

    @property
    def marked(self) -> bool:
        """Whether what stands in the cells is what was judged last."""
        return self.attempt.mark is not None and all(
            self._marked.get(index, "") == self.text(index) for index in self.attempt.question.cells
        )

    @property
    def blanks(self) -> int:
        """How many cells nothing was typed into."""
        return 0 if self.turned else sum(not self.text(index).strip() for index in self.attempt.question.cells)

    # Moving about

    def step(self, by: int) -> None:
        """Go on to the next cell, or back; from the last to the first."""
        self._go((self.at + by) % (self.rows * self.columns))

    def row(self, by: int) -> bool:
        """Go to the row below, or above; False if there is none."""
        target = self.at + by * self.columns
        if not 0 <= target < self.rows * self.columns:
            return False
        self._go(target)
        return True

    def along(self, by: int) -> None:
        """Move the caret; past the end of the text go on to the cell beside."""
        if self.field.move(by):
            return
        target = self.at + by
        if 0 <= target < self.rows * self.columns and target // self.columns == self.at // self.columns:
            self._go(target)
            if by > 0:
                self.field.to_start()

    def to(self, index: Index) -> None:
        """Go to a cell."""
        self._go(self.attempt.question.cells.index(index))

    def to_blank(self) -> None:
        """Go to the next cell that nothing was typed into."""
        count = self.rows * self.columns
        for by in range(1, count + 1):
            if not self.text(self.attempt.question.cells[(self.at + by) % count]).strip():
                self._go((self.at + by) % count)
                return

    def _go(self, at: int) -> None:
        self.at = at
        self._load()

    def _load(self) -> None:
        self.field.put(self.text(self.index))

    # Typing

    def type(self, text: str) -> Message | None:
        """Type at the caret; letters in Hangul are those on the same keys. A sentence if it is too long."""
        if len(text) > MOST_CHARACTERS or not self.field.insert(as_typed(text)):
            count = len(self.field.text) + len(text)
            return Message("quiz.read-too-long", {"count": f"{count:,}", "most": f"{MOST_CHARACTERS:,}"})
        self._keep()
        return None

    def backspace(self) -> None:
        """Take away the character before the caret."""
        self.field.backspace()
        self._keep()

    def delete(self) -> None:
        """Take away the character after the caret."""
        self.field.delete()
        self._keep()

    def put(self, text: str) -> None:
        """Write another text into the current cell."""
        self.field.put(text)
        self._keep()

    def paste(self, text: str) -> Message | None:
        """Type a pasted number, or fill the cells with a pasted matrix; a sentence where that cannot be done."""
        if len(text) > MOST_PASTED:
            return Message("quiz.paste-too-long", {"count": f"{len(text):,}", "most": f"{MOST_PASTED:,}"})
        inside = text.strip()
        if self.rows * self.columns == 1 or not any(mark in inside for mark in "\n\r\t;[ "):
            return self.type(inside)
        said = self.attempt.paste(as_typed(text))
        self.turned = said is not None and said.key == TURNED
        self._load()
        return said

    def _keep(self) -> None:
        self.turned = False
        self.attempt.type(self.index, self.field.text)

    # Answering

    def check(self) -> Mark:
        """Have it marked, and go to the first cell that is to be looked at again."""
        mark = self.attempt.check()
        self._marked = {index: self.text(index) for index in self.attempt.question.cells}
        if not self.turned:
            again = mark.where("unread") or mark.where("empty") or mark.where("digits") or mark.where("wrong")
            if again:
                self.to(again[0])
        return mark

    def fill(self, texts: Mapping[Index, str]) -> None:
        """Write a text into every cell."""
        for index, text in texts.items():
            self.attempt.type(index, text)
        self.turned = False
        self._load()
