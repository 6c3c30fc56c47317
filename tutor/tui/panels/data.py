"""The data: what goes in, what is wanted, what is predicted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tutor.messages import say
from tutor.tui.moment import DataColumn, Moment
from tutor.tui.picture.equation import MARK
from tutor.tui.picture.matrix import Caps, draw, least_width
from tutor.tui.picture.text import Picture, Role, Row, Span, beside, row, row_width, wrap

_GAP = 3

_MOST = 8
"""Columns that are shown of an array that is cut."""

_CELL, _AROUND = 5, 6
"""Columns that a number of such an array takes at the least, and its brackets and dots."""


def data(moment: Moment, width: int, height: int) -> Picture:
    """Every array of the data side by side, the prediction next to what it is compared with."""
    columns = _labelled_once(moment.data)
    if not columns:
        return Picture(tuple(wrap(say("tui.no-data", moment.language), width)))
    tried: list[Row] = []
    for caps, abouts in _attempts(columns, width, height - 1):
        tried = _flow([_block(column, caps, with_about=abouts) for column in columns], width)
        if len(tried) <= height and max(map(row_width, tried)) <= width:
            break
    return Picture(tuple(tried))


def _attempts(columns: Sequence[DataColumn], width: int, height: int) -> Iterator[tuple[Caps, bool]]:
    """What is drawn of each array and whether its meaning is said, the best first."""
    height = max(height, 2)
    plain = Caps(height, labels=False, gap=1)
    if max(least_width(column.quantity, plain) for column in columns) <= width:
        yield from ((Caps(height - 1), True), (Caps(height - 1), False), (plain, False))
    matrices = sum(len(column.quantity.shape) > 0 for column in columns)
    share = (width // max(matrices, 1) - _AROUND) // _CELL
    for most in range(max(min(share, _MOST), 1), 0, -1):
        yield Caps(height, most, 1, labels=False), False
    yield Caps(max((height - 1) // 2, 1), 1, 1, labels=False), False  # in two rows of arrays


def _labelled_once(columns: Sequence[DataColumn]) -> list[DataColumn]:
    """The columns; where neighbours have the same rows, only the first of them names the rows."""
    kept: list[DataColumn] = []
    for column in columns:
        same = kept and column.quantity.rows and columns[len(kept) - 1].quantity.rows == column.quantity.rows
        kept.append(replace(column, quantity=replace(column.quantity, rows=())) if same else column)
    return kept


def _block(column: DataColumn, caps: Caps, *, with_about: bool) -> list[Row]:
    quantity = column.quantity
    role: Role = "new" if quantity.new else "name"
    heading = [Span((MARK if quantity.new else " ") + quantity.label, role)]
    if with_about and column.about and column.about != quantity.label:
        heading.append(Span(f" {column.about}", "dim"))
    return [tuple(heading), *((Span(" "), *line) for line in draw(quantity, caps).rows)]


def _flow(blocks: Sequence[list[Row]], width: int) -> list[Row]:
    """Blocks beside each other, as many in a row as there is room for."""
    lines: list[list[list[Row]]] = [[]]
    used = 0
    for block in blocks:
        size = max(map(row_width, block)) + _GAP
        if lines[-1] and used + size - _GAP > width:
            lines.append([])
            used = 0
        lines[-1].append(block)
        used += size
    return [line for group in lines for line in beside(_bottoms_level(group), _GAP)]


def _bottoms_level(blocks: Sequence[list[Row]]) -> list[list[Row]]:
    """Blocks whose last rows are level, though only some have labels over their columns."""
    height = max(map(len, blocks))
    return [[block[0], *[row()] * (height - len(block)), *block[1:]] for block in blocks]
