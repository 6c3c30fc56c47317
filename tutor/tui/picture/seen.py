"""What stands where in a picture: for a click, and for arrows that lead from one matrix to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from tutor.tui.picture.tags import Spot, Subject, Tag, Tagged
from tutor.tui.picture.text import Picture, Row, cell_len

Direction = Literal["left", "right", "up", "down"]

_ROW = 3
"""Columns that a row on the way up or down counts."""

_ASIDE = 2
"""What a row aside counts on the way to the left or right."""

_BESIDE = 4
"""What a column aside counts on the way up or down where matrices stand side by side: left and right lead there."""


class Seen(NamedTuple):
    """A cell, and the columns of the row where it stands."""

    spot: Spot
    x: int
    y: int
    width: int

    @property
    def middle(self) -> int:
        """The column in its middle."""
        return self.x + self.width // 2


def tags(row: Row) -> Iterator[tuple[int, int, Tag]]:
    """Column, width and tag of everything in ``row`` that has one."""
    x = 0
    for span in row:
        width = cell_len(span.text)
        if isinstance(span, Tagged):
            yield x, width, span.tag
        x += width


def tag_at(picture: Picture, x: int, y: int) -> Tag | None:
    """What stands in column ``x`` of row ``y``."""
    return tag_in(picture.rows[y], x) if 0 <= y < picture.height else None


def tag_in(row: Row, x: int) -> Tag | None:
    """What stands in column ``x`` of a row."""
    return next((tag for left, width, tag in tags(row) if left <= x < left + width), None)


def cells_in(picture: Picture, x: int = 0, y: int = 0) -> Iterator[Seen]:
    """The cells of ``picture``, which stands at (x, y)."""
    for down, row in enumerate(picture.rows):
        for left, width, tag in tags(row):
            if isinstance(tag, Spot):
                yield Seen(tag, x + left, y + down, width)


def shown_of(cells: Iterable[Seen], subject: Subject) -> tuple[list[int], list[int]]:
    """The rows and the columns of a value that are shown."""
    rows: set[int] = set()
    columns: set[int] = set()
    for cell in cells:
        if cell.spot.subject == subject:
            row, column = (0, 0, *cell.spot.cell)[-2:]
            rows.add(row)
            columns.add(column)
    return sorted(rows), sorted(columns)


def run_around(positions: Sequence[int], position: int) -> int:
    """The first of the neighbours without a gap that ``position`` stands among.

    >>> run_around([0, 5, 6, 7, 9], 7), run_around([0, 1, 2, 9], 1)
    (5, 0)
    """
    while position - 1 in positions:
        position -= 1
    return position


def neighbour(cells: Iterable[Seen], here: Seen, direction: Direction) -> Seen | None:
    """The nearest cell of another value in a direction; None if there is none."""
    others = [
        (distance, cell)
        for cell in cells
        if cell.spot.subject != here.spot.subject and (distance := _distance(cell, here, direction)) is not None
    ]
    return min(others, key=lambda found: found[0], default=(0, None))[1]


def _distance(cell: Seen, here: Seen, direction: Direction) -> int | None:
    """How far a cell is; None if it does not lie in the direction."""
    across = cell.x - (here.x + here.width) if direction == "right" else here.x - (cell.x + cell.width)
    down = cell.y - here.y
    if direction in ("left", "right"):
        return None if across < 0 else across + _ASIDE * abs(down)
    along = down if direction == "down" else -down
    aside = _BESIDE if cell.spot.subject.where == here.spot.subject.where else 1
    return None if along <= 0 else _ROW * along + aside * abs(cell.middle - here.middle)
