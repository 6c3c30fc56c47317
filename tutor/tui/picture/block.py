"""A value as a block: rows of one width, of which no more is looked at than there is room for.

    ⎡0  1⎤ …28… ⎡116  117⎤
    ⎣2  3⎦      ⎣118  119⎦

A number stands alone, a matrix in brackets, and an array of more axes is one matrix beside the other. The width of a
block is known before its rows are drawn, and about known before there is a block.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tutor.formula.operations.operation import Array, Index, Shape
from tutor.tui.picture.marks import SELECTED, SHUT, Codes, codes_of, mark_of, of_plane
from tutor.tui.picture.matrix import Frame, Matrix, cell_role
from tutor.tui.picture.numbers import MISSING, Precision, number_text, number_texts
from tutor.tui.picture.quantity import Quantity
from tutor.tui.picture.tags import Spot, Tagged
from tutor.tui.picture.text import CUT, EMPTY, Role, Row, Span, cell_len, pad, row, row_width
from tutor.tui.picture.visible import Gap, visible

MORE = 1 << 30
"""A cap that caps nothing."""

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


class _Bracketed(Block):
    """A matrix as a block."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix
        self._rows = None
        self.width, self.height, self.axis, self.whole = matrix.width, matrix.height, matrix.axis, matrix.whole

    def _drawn(self) -> Sequence[Row]:
        return self._matrix.draw()


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
    return _Bracketed(Matrix(frame, values, codes))


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
