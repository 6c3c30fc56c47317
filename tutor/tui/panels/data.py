"""The data: what goes in, what is wanted, what is predicted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tutor.messages import say
from tutor.tui.moment import DataColumn, Moment
from tutor.tui.picture.equation import MARK
from tutor.tui.picture.matrix import MORE, Caps, draw
from tutor.tui.picture.text import Picture, Role, Row, Span, beside, row, row_width, wrap

_GAP = 3


def data(moment: Moment, width: int, height: int) -> Picture:
    """Every array of the data side by side, the prediction next to what it is compared with."""
    columns = _labelled_once(moment.data)
    if not columns:
        return Picture(tuple(wrap(say("tui.no-data", moment.language), width)))
    tried: list[Row] = []
    for caps, abouts in _attempts(height - 1):
        tried = _flow([_block(column, caps, with_about=abouts) for column in columns], width)
        if len(tried) <= height and max(map(row_width, tried)) <= width:
            break
    return Picture(tuple(tried))


def _attempts(height: int) -> list[tuple[Caps, bool]]:
    """What is drawn of each array and whether its meaning is said, the best first."""
    height = max(height, 2)
    wide = [(Caps(height), True), (Caps(height), False), (Caps(height - 1), True), (Caps(height - 1), False)]
    plain = [(Caps(height, MORE, 1, labels=False), False)]
    return wide + plain + [(Caps(height, columns, 1, labels=False), False) for columns in (8, 5, 3, 2, 1)]


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
