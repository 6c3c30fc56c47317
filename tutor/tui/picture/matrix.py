"""A matrix in brackets, of which no more is looked at than there is room for.

    ⎡ 1.2 …3…  1.4⎤
    ⎢  ⋮        ⋮ ⎥     … 3 … : three columns are not shown; ⋮ 60 : sixty rows are not
    ⎣−1.0 …3… −0.7⎦
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tutor.formula.operations.operation import Array
from tutor.tui.picture.numbers import DIGITS, MISSING, number_texts
from tutor.tui.picture.quantity import Quantity
from tutor.tui.picture.text import CUT, EMPTY, Role, Row, Span, cell_len, pad, row, row_width

MORE = 1 << 30
"""A cap that caps nothing."""

_ROUND = "[", "]"
_TOP, _MIDDLE, _BOTTOM = ("⎡", "⎤"), ("⎢", "⎥"), ("⎣", "⎦")
_DOTS = "⋮"


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


def draw(quantity: Quantity, caps: Caps | None = None, digits: int = DIGITS) -> Block:
    """``quantity`` as a block: a number as itself, a vector in one row, anything of three axes or more plane by plane."""
    caps = caps or Caps()
    if quantity.is_number:
        return _number(quantity, digits)
    if len(quantity.shape) > 2:
        return _planes(quantity, caps, digits)
    return _Matrix(quantity, caps, digits).block()


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
        blocks.append(_Matrix(part, caps, digits).block())
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


class _Matrix:
    """Draws one matrix: picks what is visible, writes those numbers, and sets them between brackets."""

    def __init__(self, quantity: Quantity, caps: Caps, digits: int) -> None:
        self.quantity = quantity
        self.caps = caps
        shape = quantity.shape if len(quantity.shape) == 2 else (1, *quantity.shape)
        array = None if quantity.array is None else quantity.array.reshape(shape)
        self.selected = quantity.selected
        if self.selected is not None and len(self.selected) == 1:
            self.selected = (0, *self.selected)
        keep_row, keep_column = self.selected if self.selected is not None and len(self.selected) == 2 else (None, None)
        row_cap = caps.rows if shape[0] <= caps.rows else max(caps.rows - 1, 1)  # the dots take a line
        self.rows = visible(shape[0], row_cap, keep_row)
        if row_cap > 2 and len(self.rows) > caps.rows:  # a kept row in the middle makes a second line of dots
            self.rows = visible(shape[0], row_cap - 1, keep_row)
        self.columns = visible(shape[1], caps.columns, keep_column)
        self.cells = self._texts(array, digits)

    def _texts(self, array: Array | None, digits: int) -> dict[tuple[int, int], Span]:
        places = [(r, c) for r in self.rows for c in self.columns if isinstance(r, int) and isinstance(c, int)]
        if array is None:
            return dict.fromkeys(places, Span(MISSING, "missing"))
        rows = [r for r in self.rows if isinstance(r, int)]
        columns = [c for c in self.columns if isinstance(c, int)]
        values: list[float] = array[np.ix_(rows, columns)].ravel().tolist()
        largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
        texts = number_texts(values, digits)
        return {
            place: Span(text, "selected" if place == self.selected else cell_role(value, largest))
            for place, text, value in zip(places, texts, values, strict=True)
        }

    def block(self) -> Block:
        columns = [self._column(column) for column in self.columns]
        head = self._head()
        labels = self._row_labels()
        gap = Span(" " * self.caps.gap)
        # Column labels may be wider than the cells under them.
        for number, label in enumerate(head):
            width = max(cell_len(label.text), row_width(columns[number][0]) if columns[number] else 0)
            columns[number] = [pad(cell, width, "right") for cell in columns[number]]
        lines: list[Row] = []
        for y in range(len(self.rows)):
            cells: list[Span] = []
            for number, column in enumerate(columns):
                if number:
                    cells.append(gap)
                cells.extend(column[y])
            left, right = self._brackets(y)
            lines.append((*labels[y], Span(left, self._bracket_role), *cells, Span(right, self._bracket_role)))
        axis = (len(lines) - 1) // 2
        if head:
            before = Span(" " * (row_width(labels[0]) + 1))
            cells = []
            for number, label in enumerate(head):
                width = row_width(columns[number][0])
                cells.extend(([gap] if number else []) + list(pad(row(label), width, "right")))
            lines.insert(0, (before, *cells, Span(" ")))
            axis += 1
        whole = not any(isinstance(column, Gap) for column in self.columns)
        return Block(tuple(lines), max(map(row_width, lines)), axis, whole)

    def _column(self, column: int | Gap) -> list[Row]:
        """The cells of one column from top to bottom, all of one width."""
        middle = next((y for y in range((len(self.rows) - 1) // 2, len(self.rows)) if isinstance(self.rows[y], int)), 0)
        cells: list[Row] = []
        for y, line in enumerate(self.rows):
            if isinstance(column, Gap):
                text = f"{CUT}{column.count}{CUT}" if y == middle else CUT if isinstance(line, int) else ""
                cells.append(row(Span(text, "missing")))
            elif isinstance(line, Gap):
                first = column == next(c for c in self.columns if isinstance(c, int))
                cells.append(row(Span(f"{_DOTS}{line.count}" if first else _DOTS, "missing")))
            else:
                cells.append(row(self.cells[line, column]))
        width = max(map(row_width, cells))
        centred = isinstance(column, Gap)
        return [pad(cell, width, "center" if centred or isinstance(line, Gap) else "right")
                for cell, line in zip(cells, self.rows, strict=True)]  # fmt: skip

    @property
    def _bracket_role(self) -> Role:
        return "new" if self.quantity.new else "bracket"

    def _brackets(self, y: int) -> tuple[str, str]:
        last = len(self.rows) - 1
        if last == 0:
            return _ROUND
        return _TOP if y == 0 else _BOTTOM if y == last else _MIDDLE

    def _head(self) -> Sequence[Span]:
        """A label for every shown column, or nothing."""
        names = self.quantity.columns
        if not self.caps.labels or not names:
            return ()
        return [
            Span(names[column] if isinstance(column, int) and column < len(names) else "", "label")
            for column in self.columns
        ]

    def _row_labels(self) -> list[Row]:
        """What stands before each row's bracket."""
        names = self.quantity.rows
        if not self.caps.labels or not names:
            return [EMPTY] * len(self.rows)
        texts = [names[line] if isinstance(line, int) and line < len(names) else "" for line in self.rows]
        width = max(map(cell_len, texts))
        return [pad(row(Span(text, "label")), width, "right") + (Span(" "),) for text in texts]
