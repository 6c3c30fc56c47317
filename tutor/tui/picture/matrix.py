"""A matrix in brackets: the numbers of a frame, and how many are left out.

    ⎡ 1.2 …3…  1.4⎤
    ⎢ ⋮60       ⋮ ⎥
    ⎣−1.0  …  −0.7⎦

Here three columns and sixty rows are not shown. While one selects, cells bear signs: the one that is selected stands in
‹ ›, a cell that it was computed from behind •, one that is computed from it behind ∘. Where there is no room for a sign
before the first column, it takes the place of the bracket.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tutor.formula.operations.operation import Index
from tutor.tui.picture.marks import OPEN, SHUT, Codes, mark_of
from tutor.tui.picture.numbers import MISSING, Precision, number_texts
from tutor.tui.picture.tags import Spot, Subject, Tagged
from tutor.tui.picture.text import CUT, EMPTY, Role, Row, Span, cell_len, pad, row
from tutor.tui.picture.visible import Gap

_ROUND = "[", "]"
FOLLOWED = "»", "«"
"""The brackets of the row that is followed."""

_TOP, _MIDDLE, _BOTTOM = ("⎡", "⎤"), ("⎢", "⎥"), ("⎣", "⎦")
_DOTS = "⋮"

_UNMARKED = mark_of(0)


class Frame(NamedTuple):
    """All that the picture of a matrix depends on besides its numbers and marks.

    Attributes:
        rows, columns: those that are shown, and gaps.
        subject, plane: what its cells belong to; ``plane`` are the first axes of an array of more than two.
        vector: whether a cell has one index.
        asked: the cell that was asked for by its address.
        room: whether there is room for a sign before the first column.
        followed: the axis of the examples, 0 or 1, and the example that is followed: all others are dim.
    """

    rows: tuple[int | Gap, ...]
    columns: tuple[int | Gap, ...]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    new: bool
    gap: int
    precision: Precision
    subject: Subject | None
    plane: Index
    vector: bool
    asked: tuple[int, int] | None
    room: bool
    followed: tuple[int, int] | None = None

    def place(self, row: int, column: int) -> Index:
        """The index of a cell in the whole array."""
        return (column,) if self.vector else (*self.plane, row, column)


def cell_role(value: float, largest: float) -> Role:
    """The role of a cell: its sign, and its size beside the largest cell shown."""
    if not math.isfinite(value):
        return "lost"
    if value == 0:
        return "zero"
    size = abs(value) / largest if largest else 1.0
    if value > 0:
        return "plus3" if size >= 0.5 else "plus2" if size >= 0.1 else "plus1"
    return "minus3" if size >= 0.5 else "minus2" if size >= 0.1 else "minus1"


def _centre(text: str, width: int) -> str:
    """``text`` in the middle, right of it where there is no middle: numbers stand to the right too."""
    return text.rjust(width - (width - len(text)) // 2).ljust(width)


class Matrix:
    """One matrix: the numbers that are visible, between brackets.

    Attributes:
        width, height: columns and rows, found without drawing.
        axis: the row on which an operator beside it stands.
        whole: whether every column is shown.
    """

    def __init__(self, frame: Frame, values: tuple[float, ...] | None, codes: Codes | None) -> None:
        self._frame, self._values, self._codes = frame, values, codes
        self._shown = [line for line in frame.rows if isinstance(line, int)]
        self._across = [column for column in frame.columns if isinstance(column, int)]
        self._columns = self._column_texts()
        self._head = self._labels(frame.column_labels, frame.columns)
        self._beside = self._labels(frame.row_labels, frame.rows)
        self._widths = [
            max(*map(len, texts), cell_len(label))
            for texts, label in zip(self._columns, self._head, strict=True)
        ]  # fmt: skip
        self._names = max(map(cell_len, self._beside)) + 1 if frame.row_labels else 0
        self._headed = any(self._head)
        self.width = (
            self._names + 2 + sum(self._widths) + frame.gap * (len(self._widths) - 1) + int(frame.room)
        )  # fmt: skip
        self.height = len(frame.rows) + self._headed
        self.axis = (len(frame.rows) - 1) // 2 + self._headed
        self.whole = len(self._across) == len(frame.columns)

    # Texts, from which the width follows

    def _column_texts(self) -> list[list[str]]:
        """What stands in each column from top to bottom: numbers, and dots in the place of numbers."""
        texts = self._number_texts()
        count, rows = len(self._across), self._frame.rows
        columns: list[list[str]] = []
        at = 0
        for column in self._frame.columns:
            if isinstance(column, Gap):
                columns.append(self._gap_texts(column))
                continue
            own = iter(texts[at::count])
            first = at == 0
            columns.append([
                (f"{_DOTS}{line.count}" if first else _DOTS) if isinstance(line, Gap) else next(own) for line in rows
            ])  # fmt: skip
            at += 1
        return columns

    def _number_texts(self) -> Sequence[str]:
        if self._values is None:
            return [MISSING] * (len(self._shown) * len(self._across))
        return _texts(self._values, self._frame.precision)

    def _gap_texts(self, column: Gap) -> list[str]:
        """Dots for columns that are not shown, their number on the middle row."""
        rows = self._frame.rows
        shown = [y for y, line in enumerate(rows) if isinstance(line, int)]
        middle = min(shown, key=lambda y: abs(y - (len(rows) - 1) // 2))
        return [
            f"{CUT}{column.count}{CUT}" if y == middle else CUT if y in shown else "" for y in range(len(rows))
        ]  # fmt: skip

    @staticmethod
    def _labels(names: tuple[str, ...], places: Sequence[int | Gap]) -> list[str]:
        """A label for every row or column that is shown; empty ones where there are none."""
        return [names[place] if isinstance(place, int) and place < len(names) else "" for place in places]

    # Rows

    def draw(self) -> tuple[Row, ...]:
        """The rows from top to bottom."""
        roles = self._roles()
        lines: list[Row] = []
        if self._headed:
            lines.append(self._heading())
        at = 0
        for y, line in enumerate(self._frame.rows):
            isolated = isinstance(line, Gap)
            cells = self._dots(y) if isolated else self._cells(y, at, roles)
            lines.append((*self._label(y), self._opening(y, line, at), *cells, self._closing(y, line, at)))
            at += not isolated
        return tuple(lines)

    def _heading(self) -> Row:
        over = [
            Span(self._between(at) + " " * (width - cell_len(label)) + label, "label")
            for at, (label, width) in enumerate(zip(self._head, self._widths, strict=True))
        ]
        return (Span(" " * (self._names + 1)), *over, Span(" "))

    def _label(self, y: int) -> Row:
        """What stands before a row's bracket."""
        if not self._names:
            return EMPTY
        return (*pad(row(Span(self._beside[y], "label")), self._names - 1, "right"), Span(" "))

    def _between(self, at: int) -> str:
        return " " * (self._frame.gap if at else int(self._frame.room))

    def _roles(self) -> list[Role]:
        """The roles of the numbers that are shown, row by row, before anything is marked in them."""
        values, frame = self._values, self._frame
        if values is None:
            roles: list[Role] = ["missing"] * (len(self._shown) * len(self._across))
        else:
            largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
            roles = [cell_role(value, largest) for value in values]
        if frame.followed is not None:
            axis, kept = frame.followed
            places = [(line, column) for line in self._shown for column in self._across]
            roles = [role if place[axis] == kept else "dim" for role, place in zip(roles, places, strict=True)]
        return roles

    def _cells(self, y: int, at: int, roles: Sequence[Role]) -> list[Span]:
        """The cells of row ``y``, the one numbered ``at`` of those that are shown.

        Cells are padded as text, since numbers and dots are one column wide each; spans of their own would be slower.
        """
        frame, count, line = self._frame, len(self._across), self._shown[at]
        spans: list[Span] = []
        number = at * count
        shut = False  # whether the cell before ends in a bracket of its own
        for place, (column, width) in enumerate(zip(frame.columns, self._widths, strict=True)):
            text, between = self._columns[place][y], self._between(place)
            if isinstance(column, Gap):
                text = between + _centre(text, width)
                spans.append(Span(SHUT + text[1:] if shut else text, "missing"))
                shut = False
                continue
            lead = between + " " * (width - len(text))
            lead = SHUT + lead[1:] if shut else lead
            mark = _UNMARKED if self._codes is None else mark_of(self._codes[number])
            role = mark.role or roles[number]
            if self._codes is None and frame.asked == (line, column):
                role = "selected"
            tag = None if frame.subject is None else Spot(frame.subject, frame.place(line, column))
            spans.extend(_cell(lead, text, role, mark.sign, tag))
            shut = mark.sign == OPEN
            number += 1
        return spans

    def _dots(self, y: int) -> list[Span]:
        """A row of dots, for rows that are not shown."""
        return [
            Span(self._between(at) + _centre(texts[y], width), "missing")
            for at, (texts, width) in enumerate(zip(self._columns, self._widths, strict=True))
        ]

    def _sign(self, line: int | Gap, column: int | Gap, at: int) -> str:
        """The sign of the first or the last cell of a row, which may take the place of a bracket."""
        if self._codes is None or isinstance(line, Gap) or isinstance(column, Gap):
            return " "
        return mark_of(self._codes[at * len(self._across) + self._across.index(column)]).sign

    def _opening(self, y: int, line: int | Gap, at: int) -> Span:
        tight = not self._frame.room and len(self._columns[0][y]) == self._widths[0]  # no place for a sign but here
        sign = self._sign(line, self._frame.columns[0], at) if tight else " "
        return Span(sign, "strong") if sign != " " else Span(self._brackets(y, line)[0], self._bracket_role(line))

    def _closing(self, y: int, line: int | Gap, at: int) -> Span:
        selected = self._sign(line, self._frame.columns[-1], at) == OPEN
        return Span(SHUT if selected else self._brackets(y, line)[1], self._bracket_role(line))

    def _bracket_role(self, line: int | Gap) -> Role:
        if self._frame.followed == (0, line):
            return "strong"
        return "new" if self._frame.new else "bracket"

    def _brackets(self, y: int, line: int | Gap) -> tuple[str, str]:
        if self._frame.followed == (0, line):
            return FOLLOWED
        last = len(self._frame.rows) - 1
        if last == 0:
            return _ROUND
        return _TOP if y == 0 else _BOTTOM if y == last else _MIDDLE


@lru_cache(maxsize=1024)
def _texts(values: tuple[float, ...], precision: Precision) -> tuple[str, ...]:
    """Numbers as text; remembered, since a matrix is fitted with labels and without, with wide gaps and narrow ones."""
    return tuple(number_texts(values, *precision))


def _cell(before: str, text: str, role: Role, sign: str, tag: Spot | None) -> Row:
    """A cell behind its sign, which takes the last column before it; a click on either hits it."""
    if sign != " " and before:
        before, text = before[:-1], sign + text
    elif role != "selected":
        before, text = "", before + text
    span = Span(text, role) if tag is None else Tagged(text, role, tag)
    return (Span(before), span) if before else (span,)
