"""Straight strokes between units, thick or thin, whole or broken.

By hand: the plotting libraries draw a line in one thickness, and none can break it. Here both say something: a thick
stroke is a large weight, a broken one a negative weight, so that the picture says the same without colour.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tutor.tui.picture.text import Role
from tutor.tui.settings import Glyphs
from tutor.tui.views.grid import Grid

_BRAILLE = 0x2800
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bits of a braille cell by column and row."""

_QUADRANTS = " ▘▖▌▝▀▞▛▗▚▄▙▐▜▟█"
"""Block characters by the bits of their quarters: upper left 1, lower left 2, upper right 4, lower right 8."""

_DASH, _PERIOD = 2, 3
"""Cells of a broken stroke that are drawn, of so many."""


class Stroke(NamedTuple):
    """From the left end to the right end, both in cells; a stroke runs through the middle of its cells."""

    left: tuple[int, int]
    right: tuple[int, int]
    role: Role
    thick: bool
    broken: bool

    def row_at(self, x: int) -> int:
        """The row in which the stroke stands at column ``x``."""
        return round(self._height(x + 0.5) - 0.5)

    def _height(self, x: float) -> float:
        """How far below the top of the grid the stroke is, ``x`` cells from its left side."""
        (x0, y0), (x1, y1) = self.left, self.right
        along = min(max((x - x0) / max(x1 + 1 - x0, 1), 0.0), 1.0)
        return y0 + 0.5 + (y1 - y0) * along

    def draw_on(self, grid: Grid, glyphs: Glyphs) -> None:
        """Draw it, over what stands there."""
        if glyphs == "ascii":
            self._draw_ascii(grid)
        else:
            self._draw_dots(grid, glyphs)

    def _is_drawn(self, x: float) -> bool:
        return not self.broken or (x - self.left[0]) % _PERIOD < _DASH

    def _draw_dots(self, grid: Grid, glyphs: Glyphs) -> None:
        rows = 4 if glyphs == "braille" else 2
        for (x_cell, y_cell), bits in _dots(self, rows).items():
            there = grid.at(x_cell, y_cell) or " "
            if rows == 4:
                old = ord(there) - _BRAILLE if _BRAILLE <= ord(there[0]) < _BRAILLE + 256 else 0
                grid.put(x_cell, y_cell, chr(_BRAILLE | old | bits), self.role)
            else:
                old = max(_QUADRANTS.find(there), 0)
                grid.put(x_cell, y_cell, _QUADRANTS[old | bits], self.role)

    def dots(self, rows: int) -> dict[tuple[int, int], int]:
        """The bits of each cell, with two columns and so many ``rows`` of dots in a cell."""
        dots: dict[tuple[int, int], int] = {}
        before: int | None = None
        for column in range(self.left[0] * 2, (self.right[0] + 1) * 2):
            x = column / 2 + 0.25
            if not self._is_drawn(x):
                before = None
                continue
            row = int(self._height(x) * rows - (0.5 if self.thick else 0.0))
            first, last = (row, row) if before is None or abs(row - before) < 2 else sorted((row, before))
            before = row
            for dot in range(first, last + 1 + self.thick):
                bit = _DOTS[column % 2][dot % 4] if rows == 4 else 1 << (2 * (column % 2) + dot % 2)
                cell = column // 2, dot // rows
                dots[cell] = dots.get(cell, 0) | bit
        return dots

    def _draw_ascii(self, grid: Grid) -> None:
        flat = "=" if self.thick else "-"
        for x in range(self.left[0], self.right[0] + 1):
            if not self._is_drawn(x):
                continue
            top, bottom = int(self._height(x)), int(self._height(x + 1 - 1e-9))
            slant = "\\" if bottom > top else "/"
            for y in range(min(top, bottom), max(top, bottom) + 1):
                grid.put(x, y, flat if top == bottom else slant, self.role)


@lru_cache(maxsize=1024)
def _dots(stroke: Stroke, rows: int) -> dict[tuple[int, int], int]:
    """The same, remembered: from one line to the next most strokes stay as they are."""
    return stroke.dots(rows)
