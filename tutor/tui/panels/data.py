"""The data: what goes in, what is wanted, what is predicted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from tutor.messages import say
from tutor.tui.moment import DataColumn, Moment
from tutor.tui.picture.block import Block, Caps, draw, least_width
from tutor.tui.picture.equation import MARK
from tutor.tui.picture.text import Picture, Role, Row, Span, pad, row, row_width, wrap

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
    lines: list[list[_Part]] = []
    for caps, abouts in _attempts(columns, width, height - 1):
        lines = _flow([_part(column, caps, with_about=abouts) for column in columns], width)
        if sum(map(_height, lines)) <= height and max(map(_width, lines)) <= width:
            break
    return Picture(tuple(row for parts in lines for row in _rows(parts)))


class _Part(NamedTuple):
    """One array: its name, the drawn matrix, the columns that the two take."""

    heading: Row
    block: Block
    width: int


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
        kept.append(column._replace(quantity=replace(column.quantity, rows=())) if same else column)
    return kept


def _part(column: DataColumn, caps: Caps, *, with_about: bool) -> _Part:
    quantity = column.quantity
    role: Role = "new" if quantity.new else "name"
    heading = row(Span((MARK if quantity.new else " ") + quantity.label, role))
    if with_about and column.about and column.about != quantity.label:
        heading = (*heading, Span(f" {column.about}", "dim"))
    block = draw(quantity, caps)
    return _Part(heading, block, max(row_width(heading), block.width + 1))


def _flow(parts: Sequence[_Part], width: int) -> list[list[_Part]]:
    """Parts beside each other, as many in a row as there is room for."""
    lines: list[list[_Part]] = [[]]
    for part in parts:
        if lines[-1] and _width([*lines[-1], part]) > width:
            lines.append([])
        lines[-1].append(part)
    return lines


def _width(parts: Sequence[_Part]) -> int:
    return sum(part.width for part in parts) + _GAP * (len(parts) - 1)


def _height(parts: Sequence[_Part]) -> int:
    return 1 + max(part.block.height for part in parts)


def _rows(parts: Sequence[_Part]) -> list[Row]:
    """The parts side by side: names level at the top, last rows level, though only some have labels over columns."""
    tall = _height(parts) - 1
    between = Span(" " * _GAP)
    rows: list[Row] = []
    for y in range(-1, tall):
        line: list[Span] = []
        for number, part in enumerate(parts):
            line.extend([between] if number else [])
            at = y - tall + part.block.height
            if y < 0:
                line.extend(pad(part.heading, part.width))
            elif at < 0:
                line.append(Span(" " * part.width))
            else:
                line.extend((Span(" "), *part.block.rows[at], Span(" " * (part.width - part.block.width - 1))))
        rows.append(tuple(line))
    return rows
