"""A matrix in brackets, of which no more is looked at than there is room for.

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
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tutor.formula.operations.operation import Array, Index, Shape
from tutor.tui.picture.marks import OPEN, SELECTED, SHUT, Codes, codes_of, mark_of, of_plane
from tutor.tui.picture.numbers import MISSING, Precision, number_text, number_texts
from tutor.tui.picture.quantity import Quantity, Spot, Subject, Tagged
from tutor.tui.picture.text import CUT, EMPTY, Role, Row, Span, cell_len, pad, row, row_width
from tutor.tui.picture.visible import Gap, visible

MORE = 1 << 30
"""A cap that caps nothing."""

_ROUND = "[", "]"
FOLLOWED = "»", "«"
"""The brackets of the row that is followed."""

_TOP, _MIDDLE, _BOTTOM = ("⎡", "⎤"), ("⎢", "⎥"), ("⎣", "⎦")
_DOTS = "⋮"

_UNMARKED = mark_of(0)

_SAMPLE = 10
"""Cells by which the width of a matrix is judged before it is drawn."""


class Caps(NamedTuple):
    """What there is room for.

    Attributes:
        rows: lines that the cells may take, a line of dots included.
        columns: columns of cells that are shown.
        gap: spaces between columns.
        labels: whether rows and columns may be labelled.
    """

    rows: int = MORE
    columns: int = MORE
    gap: int = 2
    labels: bool = True


class Block:
    """Rows of one width. They are drawn when they are first looked at: fitting asks for many more widths than rows.

    Attributes:
        width: columns.
        height: rows.
        axis: the row on which an operator beside it stands.
        whole: whether every column is shown.
    """

    def __init__(self, rows: Sequence[Row], width: int, axis: int, whole: bool = True) -> None:
        self._rows: Sequence[Row] | None = rows
        self.width, self.height, self.axis, self.whole = width, len(rows), axis, whole

    @property
    def rows(self) -> Sequence[Row]:
        """The rows from top to bottom."""
        if self._rows is None:
            self._rows = self._drawn()
        return self._rows

    def _drawn(self) -> Sequence[Row]:
        """The rows of a block that was made without them."""
        return ()


def least_width(quantity: Quantity, caps: Caps) -> int:
    """About the columns that ``quantity`` takes at the least, found from its first cells, without drawing it."""
    signs = 0 if quantity.marks is None or quantity.marks.tight else 1
    if quantity.is_number:
        return 1 if quantity.marks is None else 3
    columns = min(math.prod(quantity.shape[:-2]) * quantity.shape[-1], caps.columns)
    return columns * (_cell_width(quantity) + caps.gap) - caps.gap + 2 + signs


def _cell_width(quantity: Quantity) -> int:
    if not isinstance(quantity.source, np.ndarray):
        return 1
    return _widest(tuple(quantity.source.flat[:_SAMPLE].tolist()), quantity.precision)


@lru_cache(maxsize=512)
def _widest(values: tuple[float, ...], precision: Precision) -> int:
    return max(len(text.strip()) for text in number_texts(values, *precision))


def height_of(quantity: Quantity) -> int:
    """The rows of a matrix; 1 for a vector or a number."""
    return quantity.shape[-2] if len(quantity.shape) > 1 else 1


def draw(quantity: Quantity, caps: Caps | None = None) -> Block:
    """``quantity`` as a block: a number as itself, a vector in one row, anything of more axes plane by plane."""
    caps = caps or Caps()
    if quantity.is_number:
        return _number(quantity)
    if len(quantity.shape) > 2:
        return _planes(quantity, caps)
    return _two_axes(quantity, caps, ())


class Frame(NamedTuple):
    """All that the picture of a matrix depends on besides its numbers and marks.

    Attributes:
        rows, columns: those that are shown, and gaps.
        caps: no larger than the matrix, so that a room that is not needed makes no other frame.
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


def _two_axes(quantity: Quantity, caps: Caps, plane: Index) -> Block:
    """A vector or a matrix; ``plane`` says which of a larger array."""
    marks = quantity.marks
    rows, columns = quantity.shape if len(quantity.shape) == 2 else (1, *quantity.shape)
    followed = _followed(quantity)
    kept = _place(quantity.selected if marks is None else marks.selected, quantity.shape) or _kept(followed)
    shown = visible(rows, caps.rows if rows <= caps.rows else max(caps.rows - 1, 1), quantity.window[0], kept[0])
    across = visible(columns, caps.columns, quantity.window[1], kept[1])
    labelled = caps.labels
    frame = Frame(
        shown, across, quantity.rows if labelled else (), quantity.columns if labelled else (), quantity.new, caps.gap,
        quantity.precision, quantity.subject, plane, len(quantity.shape) == 1,
        _place(quantity.selected, quantity.shape) if marks is None else None,
        marks is not None and not marks.tight, followed,
    )  # fmt: skip
    places = [place for place in shown if isinstance(place, int)], [place for place in across if isinstance(place, int)]
    codes = None if marks is None else codes_of(marks, quantity.shape, *places)
    return _matrix(frame, _visible_cells(quantity.array, *places), codes)


def _followed(quantity: Quantity) -> tuple[int, int] | None:
    """The axis of the examples in the matrix that is drawn, and the example; a vector is a row of it."""
    if quantity.followed is None:
        return None
    axis, at = quantity.followed
    return axis + 2 - len(quantity.shape), at


def _kept(followed: tuple[int, int] | None) -> tuple[int | None, int | None]:
    """The row and the column that have to be shown for the sake of the example."""
    if followed is None or followed[1] < 0:
        return None, None
    return (followed[1], None) if followed[0] == 0 else (None, followed[1])


def _place(index: Index | None, shape: Shape) -> tuple[int, int] | None:
    """Row and column of a cell."""
    if index is None or len(index) != len(shape) or not index:
        return None
    return (0, index[0]) if len(index) == 1 else (index[-2], index[-1])


def _visible_cells(array: Array | None, rows: list[int], columns: list[int]) -> tuple[float, ...] | None:
    """The numbers that are shown, row by row: the cost is theirs, however large the matrix is."""
    if array is None:
        return None
    matrix = array.reshape((1, *array.shape)) if array.ndim == 1 else array
    if (len(rows), len(columns)) == matrix.shape:
        return tuple(matrix.ravel().tolist())
    cell = matrix.item
    return tuple([cell(line, column) for line in rows for column in columns])


@lru_cache(maxsize=512)
def _matrix(frame: Frame, values: tuple[float, ...] | None, codes: Codes | None) -> Block:
    """The block; remembered, since of a dozen matrices on the screen a step changes one or two."""
    return _Matrix(frame, values, codes)


def _number(quantity: Quantity) -> Block:
    """One number, and while one selects room for a sign on either side."""
    text = MISSING
    role: Role = "missing"
    if quantity.array is not None:
        value = float(quantity.array)
        text, role = number_text(value, *quantity.precision), cell_role(value, abs(value))
    marks = quantity.marks
    before, after = "", ""
    if marks is not None:
        mark = mark_of(codes_of(marks, (), [0], [0])[0])
        before, after = mark.sign, SHUT if mark is SELECTED else " "
        role = mark.role or role
    elif quantity.selected == ():
        role = "selected"
    text = before + text + after
    subject = quantity.subject
    span = Span(text, role) if subject is None else Tagged(text, role, Spot(subject, ()))
    return Block((row(span),), cell_len(text), 0)


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


def _planes(quantity: Quantity, caps: Caps) -> Block:
    """The last two axes as matrices side by side: as many as the cap on columns allows, the others counted."""
    first, (rows, columns) = quantity.shape[:-2], quantity.shape[-2:]
    planes = math.prod(first)
    most = max(caps.columns // max(columns, 1), 1) if caps.columns < MORE else planes
    array = None if quantity.array is None else quantity.array.reshape(planes, rows, columns)
    chosen = None if quantity.marks is None else quantity.marks.selected
    kept = None if chosen is None else int(np.ravel_multi_index(chosen[:-2], first))
    if kept is None and quantity.followed is not None and quantity.followed[0] < len(first):
        axis, at = quantity.followed
        kept = at * math.prod(first[axis + 1 :])
    blocks: list[Block] = []
    hidden = 0
    for plane in visible(planes, most, keep=kept):
        if isinstance(plane, Gap):
            hidden += plane.count
            text = row(Span(f"{CUT}{plane.count}{CUT}", "missing"))
            blocks.append(Block((text,), row_width(text), 0))
            continue
        index = tuple(int(axis) for axis in np.unravel_index(plane, first))
        marks = None if quantity.marks is None else of_plane(quantity.marks, index)
        part = replace(
            quantity, shape=(rows, columns), source=None if array is None else array[plane], rows=(), columns=(),
            selected=None, marks=marks, followed=_in_plane(quantity.followed, index),
        )  # fmt: skip
        blocks.append(_two_axes(part, caps, index))
    height = max(len(block.rows) for block in blocks)
    lines = [
        tuple(
            span
            for number, block in enumerate(blocks)
            for span in ((Span(" "),) if number else ())
            + _at(block, y - (height - len(block.rows)) // 2)
        )
        for y in range(height)
    ]  # fmt: skip
    whole = not hidden and all(block.whole for block in blocks)
    return Block(tuple(lines), row_width(lines[0]), (height - 1) // 2, whole)


def _in_plane(followed: tuple[int, int] | None, plane: Index) -> tuple[int, int] | None:
    """The example in one plane: a row or a column of it; all of the plane, or nothing (-1) of it, if planes are."""
    if followed is None or followed[0] >= len(plane):
        return None if followed is None else (followed[0] - len(plane), followed[1])
    return None if plane[followed[0]] == followed[1] else (0, -1)


def _at(block: Block, y: int) -> Row:
    line = block.rows[y] if 0 <= y < len(block.rows) else EMPTY
    return pad(line, block.width)


def _centre(text: str, width: int) -> str:
    """``text`` in the middle, right of it where there is no middle: numbers stand to the right too."""
    return text.rjust(width - (width - len(text)) // 2).ljust(width)


class _Matrix(Block):
    """One matrix: the numbers that are visible, between brackets."""

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
        self._rows = None
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

    def _drawn(self) -> tuple[Row, ...]:
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
