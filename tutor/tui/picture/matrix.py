"""A matrix in brackets, of which no more is looked at than there is room for.

    ⎡ 1.2 …3…  1.4⎤
    ⎢ ⋮60       ⋮ ⎥
    ⎣−1.0  …  −0.7⎦

Here three columns and sixty rows are not shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tutor.formula.operations.operation import Array, Index, Shape
from tutor.tui.picture.numbers import DIGITS, MISSING, number_texts
from tutor.tui.picture.quantity import Quantity
from tutor.tui.picture.text import CUT, EMPTY, Role, Row, Span, cell_len, pad, row, row_width

MORE = 1 << 30
"""A cap that caps nothing."""

_ROUND = "[", "]"
_TOP, _MIDDLE, _BOTTOM = ("⎡", "⎤"), ("⎢", "⎥"), ("⎣", "⎦")
_DOTS = "⋮"

_SAMPLE = 10
"""Cells by which the width of a matrix is judged before it is drawn."""


@dataclass(frozen=True, slots=True)
class Caps:
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


@dataclass(frozen=True, slots=True)
class Block:
    """Drawn rows of one width; ``axis`` is the row on which an operator beside it stands."""

    rows: tuple[Row, ...]
    width: int
    axis: int
    whole: bool = True
    """Whether every column is shown."""


@dataclass(frozen=True, slots=True)
class Gap:
    """So many rows or columns that are not shown."""

    count: int


def visible(count: int, cap: int, keep: int | None = None) -> list[int | Gap]:
    """Which of ``count`` rows or columns are shown when there is room for ``cap``: the first ones and the last.

    >>> visible(784, 3), visible(4, 4), visible(9, 3, keep=5)
    ([0, 1, Gap(count=781), 783], [0, 1, 2, 3], [0, Gap(count=4), 5, Gap(count=2), 8])
    """
    if count <= cap:
        return list(range(count))
    cap = max(cap, 1)
    shown = [*range(cap - 1), count - 1] if cap > 1 else [0]
    if keep is not None and keep not in shown:
        shown[max(len(shown) - 2, 0)] = keep
    result: list[int | Gap] = []
    before = -1
    for position in shown:
        if position > before + 1:
            result.append(Gap(position - before - 1))
        result.append(position)
        before = position
    if before < count - 1:
        result.append(Gap(count - 1 - before))
    return result


def least_width(quantity: Quantity, caps: Caps) -> int:
    """About the columns that ``quantity`` takes at the least, found from its first cells, without drawing it."""
    if quantity.is_number:
        return 1
    columns = min(math.prod(quantity.shape[:-2]) * quantity.shape[-1], caps.columns)
    return columns * (_cell_width(quantity) + caps.gap) - caps.gap + 2


def _cell_width(quantity: Quantity) -> int:
    if not isinstance(quantity.source, np.ndarray):
        return 1
    return _widest(tuple(quantity.source.flat[:_SAMPLE].tolist()))


@lru_cache(maxsize=512)
def _widest(values: tuple[float, ...]) -> int:
    return max(len(text.strip()) for text in number_texts(values))


def height_of(quantity: Quantity) -> int:
    """The rows of a matrix; 1 for a vector or a number."""
    return quantity.shape[-2] if len(quantity.shape) > 1 else 1


def draw(quantity: Quantity, caps: Caps | None = None, digits: int = DIGITS) -> Block:
    """``quantity`` as a block: a number as itself, a vector in one row, anything of more axes plane by plane."""
    caps = caps or Caps()
    if quantity.is_number:
        return _number(quantity, digits)
    if len(quantity.shape) > 2:
        return _planes(quantity, caps, digits)
    frame = Frame(quantity.shape, quantity.rows, quantity.columns, quantity.new, quantity.selected, caps, digits)
    return _matrix(frame, _visible_cells(quantity.array, frame))


class Frame(NamedTuple):
    """All that the picture of a matrix depends on besides its numbers."""

    shape: Shape
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    new: bool
    selected: Index | None
    caps: Caps
    digits: int

    @property
    def cell(self) -> tuple[int | None, int | None]:
        """Row and column of the selected cell."""
        if self.selected is None or len(self.selected) != len(self.shape):
            return None, None
        return (0, self.selected[0]) if len(self.selected) == 1 else (self.selected[0], self.selected[1])


@lru_cache(maxsize=512)
def _layout(frame: Frame) -> tuple[list[int | Gap], list[int | Gap]]:
    """The rows and the columns that are shown."""
    rows, columns = frame.shape if len(frame.shape) == 2 else (1, *frame.shape)
    keep_row, keep_column = frame.cell
    most = frame.caps.rows
    row_cap = most if rows <= most else max(most - 1, 1)  # the dots take a line
    shown = visible(rows, row_cap, keep_row)
    if row_cap > 2 and len(shown) > most:  # a kept row in the middle makes a second line of dots
        shown = visible(rows, row_cap - 1, keep_row)
    return shown, visible(columns, frame.caps.columns, keep_column)


def _visible_cells(array: Array | None, frame: Frame) -> tuple[float, ...] | None:
    """The numbers that are shown, row by row: the cost is theirs, however large the matrix is."""
    if array is None:
        return None
    rows, columns = ([place for place in places if isinstance(place, int)] for places in _layout(frame))
    matrix = array.reshape((1, *array.shape)) if array.ndim == 1 else array
    if (len(rows), len(columns)) == matrix.shape:
        return tuple(matrix.ravel().tolist())
    return tuple(matrix[np.ix_(rows, columns)].ravel().tolist())


@lru_cache(maxsize=512)
def _matrix(frame: Frame, values: tuple[float, ...] | None) -> Block:
    """The block; remembered, since of a dozen matrices on the screen a step changes one or two."""
    return _Matrix(frame, values).block()


def _number(quantity: Quantity, digits: int) -> Block:
    if quantity.array is None:
        line = row(Span(MISSING, "missing"))
    else:
        value = float(quantity.array)
        role: Role = "selected" if quantity.selected == () else cell_role(value, abs(value))
        line = row(Span(number_texts([value], digits)[0], role))
    return Block((line,), row_width(line), 0)


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


def _planes(quantity: Quantity, caps: Caps, digits: int) -> Block:
    """The last two axes as matrices side by side: as many as the cap on columns allows, the others counted."""
    planes, rows, columns = math.prod(quantity.shape[:-2]), *quantity.shape[-2:]
    most = max(caps.columns // max(columns, 1), 1) if caps.columns < MORE else planes
    array = None if quantity.array is None else quantity.array.reshape(planes, rows, columns)
    blocks: list[Block] = []
    hidden = 0
    for plane in visible(planes, most):
        if isinstance(plane, Gap):
            hidden = plane.count
            text = row(Span(f"{CUT}{plane.count}{CUT}", "missing"))
            blocks.append(Block((text,), row_width(text), 0))
            continue
        part = Quantity("", (rows, columns), None if array is None else array[plane], quantity.new)
        blocks.append(draw(part, caps, digits))
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


def _at(block: Block, y: int) -> Row:
    line = block.rows[y] if 0 <= y < len(block.rows) else EMPTY
    return pad(line, block.width)


def _centre(text: str, width: int) -> str:
    """``text`` in the middle, right of it where there is no middle: numbers stand to the right too."""
    return text.rjust(width - (width - len(text)) // 2).ljust(width)


class _Matrix:
    """Draws one matrix: picks what is visible, writes those numbers, and sets them between brackets."""

    def __init__(self, frame: Frame, values: Sequence[float] | None) -> None:
        self.frame = frame
        self.caps = frame.caps
        self.rows, self.columns = _layout(frame)
        self.cells = self._texts(values)

    def _texts(self, values: Sequence[float] | None) -> dict[tuple[int, int], Span]:
        rows = [r for r in self.rows if isinstance(r, int)]
        columns = [c for c in self.columns if isinstance(c, int)]
        places = [(r, c) for r in rows for c in columns]
        if values is None:
            return dict.fromkeys(places, Span(MISSING, "missing"))
        largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
        texts = number_texts(values, self.frame.digits)
        return {
            place: Span(text, "selected" if place == self.frame.cell else cell_role(value, largest))
            for place, text, value in zip(places, texts, values, strict=True)
        }

    def block(self) -> Block:
        head = self._head()
        columns = [self._column(column, label) for column, label in zip(self.columns, head, strict=True)]
        labels = self._row_labels()
        lines: list[Row] = []
        for y in range(len(self.rows)):
            left, right = self._brackets(y)
            cells = [span for column in columns for span in column[y]]
            lines.append((*labels[y], Span(left, self._bracket_role), *cells, Span(right, self._bracket_role)))
        axis = (len(lines) - 1) // 2
        if any(head):
            before = Span(" " * (row_width(labels[0]) + 1))
            over = [span for column in columns for span in column[-1]]
            lines.insert(0, (before, *over, Span(" ")))
            axis += 1
        whole = not any(isinstance(column, Gap) for column in self.columns)
        return Block(tuple(lines), row_width(lines[-1]), axis, whole)

    def _column(self, column: int | Gap, label: str) -> list[Row]:
        """The cells of one column from top to bottom and its label, all of one width, the gap before it included.

        Cells are padded as text, since numbers and dots are one column wide each; spans of their own would be slower.
        """
        cells = self._gap_cells(column) if isinstance(column, Gap) else self._value_cells(column)
        width = max(*(len(cell.text) for cell in cells), cell_len(label))
        between = "" if column is self.columns[0] else " " * self.caps.gap
        centred = isinstance(column, Gap)
        lines: list[Row] = []
        for cell, line in zip(cells, self.rows, strict=True):
            text = _centre(cell.text, width) if centred or isinstance(line, Gap) else cell.text.rjust(width)
            if cell.role == "selected":
                lines.append((Span(between + " " * (width - len(cell.text))), cell))
            else:
                lines.append((Span(between + text, cell.role),))
        lines.append((Span(between + " " * (width - cell_len(label)) + label, "label"),))
        return lines

    def _value_cells(self, column: int) -> list[Span]:
        first = column == next(c for c in self.columns if isinstance(c, int))
        return [
            Span(f"{_DOTS}{line.count}" if first else _DOTS, "missing")
            if isinstance(line, Gap)
            else self.cells[line, column]
            for line in self.rows
        ]

    def _gap_cells(self, column: Gap) -> list[Span]:
        """Dots for columns that are not shown, their number on the middle row."""
        shown = [y for y, line in enumerate(self.rows) if isinstance(line, int)]
        middle = min(shown, key=lambda y: abs(y - (len(self.rows) - 1) // 2))
        texts = (
            f"{CUT}{column.count}{CUT}" if y == middle else CUT if y in shown else "" for y in range(len(self.rows))
        )
        return [Span(text, "missing") for text in texts]

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
        names = self.frame.column_labels if self.caps.labels else ()
        return [names[column] if isinstance(column, int) and column < len(names) else "" for column in self.columns]

    def _row_labels(self) -> list[Row]:
        """What stands before each row's bracket."""
        names = self.frame.row_labels
        if not self.caps.labels or not names:
            return [EMPTY] * len(self.rows)
        texts = [names[line] if isinstance(line, int) and line < len(names) else "" for line in self.rows]
        width = max(map(cell_len, texts))
        return [(*pad(row(Span(text, "label")), width, "right"), Span(" ")) for text in texts]
