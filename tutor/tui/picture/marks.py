"""The marks that cells bear while one selects: by a sign before the number, and by a role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from tutor.formula.operations.operation import Index, Mask, Shape
from tutor.tui.picture.quantity import Marks
from tutor.tui.picture.text import Role

OPEN, SHUT = "‹", "›"
"""Around the cell that is selected."""

READ, READER, ASKED = "•", "∘", "="
"""Before a cell that the one asked about was computed from; before one that is computed from it; before itself."""


class Mark(NamedTuple):
    """A sign, and the role that the cell then has; None: its own."""

    sign: str = " "
    role: Role | None = None


SELECTED = Mark(OPEN, "selected")
_MARKS = (Mark(), Mark(READER, "reader"), Mark(READ, "read"), Mark(ASKED, "asked"), SELECTED)

Codes: TypeAlias = tuple[int, ...]
"""Numbers of marks, one for each cell that is shown."""


def mark_of(code: int) -> Mark:
    """The mark with this number."""
    return _MARKS[code]


def codes_of(marks: Marks, shape: Shape, rows: Sequence[int], columns: Sequence[int]) -> Codes:
    """The marks of the cells that are shown, row by row; of the masks no more is looked at than those cells."""
    codes = np.zeros((len(rows), len(columns)), dtype=np.int8)
    for number, mask in ((1, marks.readers), (2, marks.reads)):
        if mask is not None:
            codes[_seen(mask, shape, rows, columns)] = number
    for number, index in ((3, marks.asked), (4, marks.selected)):
        if index is not None and len(index) == len(shape):
            row, column = (0, 0, *index)[-2:]
            if row in rows and column in columns:
                codes[rows.index(row), columns.index(column)] = number
    return tuple(codes.ravel().tolist())


def _seen(mask: Mask, shape: Shape, rows: Sequence[int], columns: Sequence[int]) -> Mask:
    matrix = mask.reshape((1,) * (2 - len(shape)) + shape)
    return np.asarray(matrix[np.ix_(rows, columns)])


def of_plane(marks: Marks, plane: Index) -> Marks:
    """The marks of one matrix of an array of more axes."""
    return Marks(
        _within(marks.selected, plane),
        _within(marks.asked, plane),
        None if marks.reads is None else marks.reads[plane],
        None if marks.readers is None else marks.readers[plane],
        marks.tight,
    )


def _within(index: Index | None, plane: Index) -> Index | None:
    return index[-2:] if index is not None and index[:-2] == plane else None
