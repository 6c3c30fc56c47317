"""A value while it is being set by hand: its cells, the one that is being typed, the old beside the new.

Knows no Textual.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from tutor.formula.operations.operation import Array, Index
from tutor.tui.picture.block import Block, Caps, draw
from tutor.tui.picture.numbers import MINUS
from tutor.tui.picture.quantity import Quantity, shape_text
from tutor.tui.picture.tags import Spot, Subject
from tutor.tui.picture.text import CUT, EMPTY, Picture, Row, Span, beside, row, row_width

_ARROW = " → "
_MOST_COLUMNS = 16


class Draft:
    """A value that is being changed cell by cell.

    It is shown as a matrix: a vector as one row, more axes plane under plane.

    Attributes:
        name: as an address has it.
        old: the value as it stands.
        new: the same with what was set since; its own copy.
        row, column: the cell that is being typed.
    """

    def __init__(self, name: str, quantity: Quantity, old: Array, at: Index | None = None) -> None:
        """``quantity`` says what the value and its rows and columns are called; ``at`` is the first cell to type."""
        self._drawn_from = 0, 0
        self.name = name
        self.old = np.array(old)
        self.new = np.array(old)
        self._quantity = quantity
        columns = old.shape[-1] if old.ndim else 1
        self._size = math.prod(old.shape[:-1]) if old.ndim else 1, columns
        flat = 0 if not at else int(np.ravel_multi_index(at, old.shape))
        self.row, self.column = divmod(flat, columns)

    @property
    def at(self) -> Index:
        """The index of the cell that is being typed."""
        flat = self.row * self._size[1] + self.column
        return tuple(map(int, np.unravel_index(flat, self.old.shape))) if self.old.ndim else ()

    @property
    def address(self) -> str:
        """The cell as an address names it: ``W1[0,1]``."""
        return self.name + (f"[{','.join(map(str, self.at))}]" if self.at else "")

    @property
    def changed(self) -> int:
        """How many cells are no longer what they were."""
        return int(np.count_nonzero(self.old != self.new))

    def put(self, value: float | None) -> None:
        """Give the cell a value; None gives it back the one that it had."""
        self.new[self.at] = self.old[self.at] if value is None else value

    def move(self, rows: int, columns: int) -> None:
        """Type another cell, as far as there are any in that direction."""
        self.row = min(max(self.row + rows, 0), self._size[0] - 1)
        self.column = min(max(self.column + columns, 0), self._size[1] - 1)

    def follow(self, by: int) -> None:
        """Type the next cell in the order of reading, or the one before; from the last one on to the first."""
        flat = (self.row * self._size[1] + self.column + by) % self.old.size
        self.row, self.column = divmod(flat, self._size[1])

    def go_to(self, spot: Spot) -> None:
        """Type a cell of the picture that was drawn last."""
        self.row, self.column = (first + at for first, at in zip(self._drawn_from, spot.cell, strict=True))

    # The picture

    def picture(self, width: int, height: int) -> Picture:
        """The old value and the new one beside each other: all of them, or the part around the cell being typed."""
        fewest = min(self._size[1], _MOST_COLUMNS)
        rows: list[Row] = []
        for columns in range(fewest, 0, -1):
            rows = self._beside(columns, max(height - 2, 1))
            if max(map(row_width, rows)) <= width:
                break
        return Picture((*rows, self._part(columns, max(height - 2, 1))))

    def cell(self) -> Row:
        """The cell being typed, what it was, and what it is to be."""
        old, new = float(self.old[self.at]), float(self.new[self.at])
        line = row(Span(f"{self.address}  ", "name"), _exact(old))
        return line if old == new else (*line, Span(_ARROW, "sign"), Span(_exact(new), "new"))

    def _beside(self, columns: int, rows: int) -> list[Row]:
        before, after = (self._block(array, columns, rows) for array in (self.old, self.new))
        arrow = [row(" " * len(_ARROW))] * after.axis + [row(Span(_ARROW, "sign"))]
        return beside([before.rows, arrow, after.rows])

    def _block(self, array: Array, columns: int, rows: int) -> Block:
        """The part of ``array`` around the cell, rows and columns under their labels or numbers."""
        top, left = self._drawn_from = self._corner(columns, rows)
        matrix = array.reshape(self._size)[top : top + rows, left : left + columns]
        across = self._quantity.columns[left : left + columns] or self._numbers(1, left, matrix.shape[1])
        down = self._quantity.rows[top : top + rows] or self._numbers(0, top, matrix.shape[0])
        shown = replace(
            self._quantity, shape=matrix.shape, source=matrix, new=False, rows=down, columns=across,
            selected=(self.row - top, self.column - left), subject=Subject("line", "draft", "value", self.name),
        )  # fmt: skip
        return draw(shown, Caps(gap=2))

    def _corner(self, columns: int, rows: int) -> tuple[int, int]:
        """The first row and column that are shown: the cell stands in the middle, but at the edges."""
        wanted = self.row - rows // 2, self.column - columns // 2
        most = self._size[0] - rows, self._size[1] - columns
        return max(min(wanted[0], most[0]), 0), max(min(wanted[1], most[1]), 0)

    def _numbers(self, axis: int, first: int, count: int) -> tuple[str, ...]:
        """Positions as addresses count them, where rows or columns have no labels; nothing where there is only one."""
        if self._size[axis] == 1:
            return ()
        lead = self.old.shape[:-1] if axis == 0 else self.old.shape[-1:]
        places = (np.unravel_index(first + k, lead) for k in range(count))
        return tuple(",".join(str(int(part)) for part in place) for place in places)

    def _part(self, columns: int, rows: int) -> Row:
        """How much of the value is not shown; empty if all of it is."""
        if columns >= self._size[1] and rows >= self._size[0]:
            return EMPTY
        shown = f"{min(rows, self._size[0])}×{min(columns, self._size[1])}"
        return row(Span(f"{CUT} {shown} / {shape_text(self.old.shape)}", "dim"))


def _exact(value: float) -> str:
    """All digits of a number, as few as tell it from its neighbours.

    >>> _exact(5.0), _exact(-0.1)
    ('5', '−0.1')
    """
    return repr(value).removesuffix(".0").replace("-", MINUS)
