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


class Block(NamedTuple):
    """Drawn rows of one width; ``axis`` is the row on which an operator beside it stands."""

    rows: tuple[Row, ...]
    width: int
    axis: int
    whole: bool = True
    """Whether every column is shown."""


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
    return tuple(matrix[np.ix_(rows, columns)].ravel().tolist())


@lru_cache(maxsize=512)
def _matrix(frame: Frame, values: tuple[float, ...] | None, codes: Codes | None) -> Block:
    """The block; remembered, since of a dozen matrices on the screen a step changes one or two."""
    return _Matrix(frame, values, codes).block()


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


class _Cell(NamedTuple):
    """A cell as it is drawn: a number, or dots in the place of numbers."""

    text: str
    role: Role
    tag: Spot | None = None
    sign: str = " "


class _Matrix:
    """Draws one matrix: writes the numbers that are visible and sets them between brackets."""

    def __init__(self, frame: Frame, values: Sequence[float] | None, codes: Codes | None) -> None:
        self.frame = frame
        self.rows, self.columns = frame.rows, frame.columns
        self.cells = self._cells(values, codes)

    def _cells(self, values: Sequence[float] | None, codes: Codes | None) -> dict[tuple[int, int], _Cell]:
        """The cells that are shown, by row and column."""
        frame = self.frame
        places = [(r, c) for r in self.rows if isinstance(r, int) for c in self.columns if isinstance(c, int)]
        if values is None:
            texts = [MISSING] * len(places)
            roles: list[Role] = ["missing"] * len(places)
        else:
            largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
            texts = number_texts(values, *frame.precision)
            roles = [cell_role(value, largest) for value in values]
        cells: dict[tuple[int, int], _Cell] = {}
        for number, (place, text, own) in enumerate(zip(places, texts, roles, strict=True)):
            aside = frame.followed is not None and place[frame.followed[0]] != frame.followed[1]
            role: Role = "dim" if aside else own
            tag = None if frame.subject is None else Spot(frame.subject, frame.place(*place))
            if codes is not None:
                mark = mark_of(codes[number])
                cells[place] = _Cell(text, mark.role or role, tag, mark.sign)
            else:
                cells[place] = _Cell(text, "selected" if place == frame.asked else role, tag)
        return cells

    def block(self) -> Block:
        head = self._head()
        columns = [self._column(column, label) for column, label in zip(self.columns, head, strict=True)]
        labels = self._row_labels()
        lines: list[Row] = []
        for y, line in enumerate(self.rows):
            left, right = self._brackets(y)
            role = self._bracket_role
            if self.frame.followed == (0, line):
                (left, right), role = FOLLOWED, "strong"
            if self._is_selected(line, self.columns[-1]):
                right = SHUT
            sign = " " if self.frame.room else self._sign(line, self.columns[0])
            opening = Span(left, role) if sign == " " else Span(sign, "strong")
            cells = [span for column in columns for span in column[y]]
            lines.append((*labels[y], opening, *cells, Span(right, role)))
        axis = (len(lines) - 1) // 2
        if any(head):
            before = Span(" " * (row_width(labels[0]) + 1))
            over = [span for column in columns for span in column[-1]]
            lines.insert(0, (before, *over, Span(" ")))
            axis += 1
        whole = not any(isinstance(column, Gap) for column in self.columns)
        return Block(tuple(lines), row_width(lines[-1]), axis, whole)

    def _is_selected(self, line: int | Gap, column: int | Gap) -> bool:
        return self._sign(line, column) == OPEN

    def _sign(self, line: int | Gap, column: int | Gap) -> str:
        return self.cells[line, column].sign if isinstance(line, int) and isinstance(column, int) else " "

    def _column(self, column: int | Gap, label: str) -> list[Row]:
        """The cells of one column from top to bottom and its label, all of one width, the gap before it included.

        Cells are padded as text, since numbers and dots are one column wide each; spans of their own would be slower.
        """
        cells = self._gap_cells(column) if isinstance(column, Gap) else self._value_cells(column)
        width = max(*(len(cell.text) for cell in cells), cell_len(label))
        at = self.columns.index(column)
        between = " " * (self.frame.gap if at else int(self.frame.room))
        centred = isinstance(column, Gap)
        lines: list[Row] = []
        for cell, line in zip(cells, self.rows, strict=True):
            if centred or isinstance(line, Gap):
                text = between + _centre(cell.text, width)
                lines.append((Span(self._shut(text, line, at), cell.role),))
            else:
                before = self._shut(between + " " * (width - len(cell.text)), line, at)
                lines.append(_cell_row(before, cell))
        lines.append((Span(between + " " * (width - cell_len(label)) + label, "label"),))
        return lines

    def _shut(self, text: str, line: int | Gap, at: int) -> str:
        """``text`` after the cell before it, with the bracket that ends that one if it is selected."""
        return SHUT + text[1:] if at and self._is_selected(line, self.columns[at - 1]) else text

    def _value_cells(self, column: int) -> list[_Cell]:
        first = column == next(c for c in self.columns if isinstance(c, int))
        return [
            _Cell(f"{_DOTS}{line.count}" if first else _DOTS, "missing")
            if isinstance(line, Gap)
            else self.cells[line, column]
            for line in self.rows
        ]

    def _gap_cells(self, column: Gap) -> list[_Cell]:
        """Dots for columns that are not shown, their number on the middle row."""
        shown = [y for y, line in enumerate(self.rows) if isinstance(line, int)]
        middle = min(shown, key=lambda y: abs(y - (len(self.rows) - 1) // 2))
        texts = (
            f"{CUT}{column.count}{CUT}" if y == middle else CUT if y in shown else "" for y in range(len(self.rows))
        )
        return [_Cell(text, "missing") for text in texts]

    @property
    def _bracket_role(self) -> Role:
        return "new" if self.frame.new else "bracket"

    def _brackets(self, y: int) -> tuple[str, str]:
        last = len(self.rows) - 1
        if last == 0:
            return _ROUND
        return _TOP if y == 0 else _BOTTOM if y == last else _MIDDLE

    def _head(self) -> list[str]:
        """A label for every column that is shown; empty ones where there are none."""
        names = self.frame.column_labels
        return [names[column] if isinstance(column, int) and column < len(names) else "" for column in self.columns]

    def _row_labels(self) -> list[Row]:
        """What stands before each row's bracket."""
        names = self.frame.row_labels
        if not names:
            return [EMPTY] * len(self.rows)
        texts = [names[line] if isinstance(line, int) and line < len(names) else "" for line in self.rows]
        width = max(map(cell_len, texts))
        return [(*pad(row(Span(text, "label")), width, "right"), Span(" ")) for text in texts]


def _cell_row(before: str, cell: _Cell) -> Row:
    """A cell behind its sign, which takes the last column before it; a click on either hits it."""
    if cell.sign != " " and before:
        text, lead = cell.sign + cell.text, before[:-1]
    elif cell.role == "selected":
        text, lead = cell.text, before
    else:
        text, lead = before + cell.text, ""
    span = Span(text, cell.role) if cell.tag is None else Tagged(text, cell.role, cell.tag)
    return (Span(lead), span) if lead else (span,)
