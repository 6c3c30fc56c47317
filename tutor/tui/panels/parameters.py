"""The parameters: value, gradient, last change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import set_cell_size

from tutor.messages import Language, say
from tutor.tui.moment import Moment, ParameterRow
from tutor.tui.picture.block import Block, Caps, draw, height_of, least_width
from tutor.tui.picture.equation import MARK
from tutor.tui.picture.quantity import Quantity
from tutor.tui.picture.text import EMPTY, Picture, Role, Row, Span, cell_len, pad, row, row_width, wrap

_GAP = 2

_CELL = 8
"""Columns that a number takes at the least, in a matrix that is cut."""

_AROUND = 6
"""Columns for the brackets and the dots of such a matrix, and for the mark before it."""

_LEAD = Span(" " * (_GAP + 1))

_SCROLLED = 4
"""Rows of a matrix where there are more parameters than rows, so that the panel scrolls in any case."""


class _Column(NamedTuple):
    heading: str
    cells: tuple[Quantity | str | None, ...]
    """A value, words in its place, or nothing."""


def parameters(moment: Moment, width: int, height: int) -> Picture:
    """A row for each parameter and each state of the rule; matrices are cut to what there is room for."""
    rows = moment.parameters
    if not rows:
        return Picture(tuple(wrap(say("tui.no-parameters", moment.language), width)))
    columns = _columns(rows, moment.language)
    grids = (_Grid(rows, columns, caps) for caps in _attempts(rows, len(columns), width, height - 1))
    grid = next(grids)
    while not (grid.width <= width and grid.height <= height):
        smaller = next(grids, None)
        if smaller is None:  # where nothing fits, the panel scrolls
            break
        grid = smaller
    return Picture(tuple(grid.drawn()))


def _attempts(rows: Sequence[ParameterRow], kinds: int, width: int, height: int) -> Iterator[Caps]:
    """From whole matrices with labels to corners of matrices; nothing that cannot fit is drawn to find that out."""
    heights = [height_of(line.value) for line in rows]
    most = min(max(heights), height)
    tall = next((rows for rows in range(most, 1, -1) if sum(min(own, rows) for own in heights) <= height), 1)
    if len(rows) > height:
        tall = min(max(heights), _SCROLLED)
    whole = Caps(tall, labels=False, gap=1)
    if kinds * max(least_width(line.value, whole) for line in rows) <= width:
        yield from (Caps(tall), Caps(tall, labels=False), whole)
    names = max(cell_len(line.value.label) for line in rows) + 1
    most = ((width - names) // kinds - _GAP - _AROUND) // _CELL
    for columns in range(max(most, 1), 0, -1):
        yield Caps(tall, columns, 1, labels=False)


def _columns(rows: Sequence[ParameterRow], language: Language) -> list[_Column]:
    columns = [_Column(say("tui.column-value", language), tuple(line.value for line in rows))]
    flat = say("tui.no-gradient", language)
    gradients = tuple(flat if line.flat else line.gradient for line in rows)
    if any(gradients):
        columns.append(_Column(say("tui.column-gradient", language), gradients))
    changes = tuple(line.change for line in rows)
    if any(change is not None for change in changes):
        columns.append(_Column(say("tui.column-change", language), changes))
    return columns


class _Grid:
    """The headings over the rows of each parameter; its size is known before anything is drawn."""

    def __init__(self, rows: Sequence[ParameterRow], columns: Sequence[_Column], caps: Caps) -> None:
        self._columns = columns
        self._blocks = [[_cell(cell, caps) for cell in column.cells] for column in columns]
        self._widths = [
            max(cell_len(column.heading), *(block.width for block in blocks))
            for column, blocks in zip(columns, self._blocks, strict=True)
        ]
        self._names = [_name(line.value) for line in rows]
        self._beside = max(map(row_width, self._names))
        self._heights = [max(block.height for block in blocks) for blocks in zip(*self._blocks, strict=True)]
        self.width = self._beside + sum(self._widths) + (_GAP + 1) * len(columns)
        self.height = 1 + sum(self._heights)

    def drawn(self) -> Iterator[Row]:
        """The rows, put together from widths that the blocks know already."""
        headings = (
            Span(f"{' ' * (_GAP + 1)}{set_cell_size(column.heading, width)}", "dim")
            for column, width in zip(self._columns, self._widths, strict=True)
        )
        yield (Span(" " * self._beside), *headings)
        for number, (name, height) in enumerate(zip(self._names, self._heights, strict=True)):
            top = self._blocks[0][number].axis
            for y in range(height):
                line = list(pad(name, self._beside)) if y == top else [Span(" " * self._beside)]
                for column, blocks, width in zip(self._columns, self._blocks, self._widths, strict=True):
                    line.extend(_marked(blocks[number], column.cells[number], y, width))
                yield tuple(line)


def _cell(cell: Quantity | str | None, caps: Caps) -> Block:
    if isinstance(cell, Quantity):
        return draw(cell, caps)
    line = EMPTY if cell is None else row(Span(cell, "dim"))
    return Block((line,), row_width(line), 0)


def _name(quantity: Quantity) -> Row:
    role: Role = "new" if quantity.new else "name"
    return row(Span((MARK if quantity.new else " ") + quantity.label, role))


def _marked(block: Block, cell: Quantity | str | None, y: int, width: int) -> Row:
    """A row of a block in its column, behind the mark of what the step computed."""
    if y >= block.height:
        return (Span(" " * (_GAP + 1 + width)),)
    is_new = isinstance(cell, Quantity) and cell.new and y == block.axis
    lead = (Span(" " * _GAP), Span(MARK, "new")) if is_new else (_LEAD,)
    return (*lead, *block.rows[y], Span(" " * (width - block.width)))
