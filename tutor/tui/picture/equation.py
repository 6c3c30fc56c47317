"""A line as an equation of matrices: operands, the signs between them, the result; fitted into its room.

    ⎡ 0.0213  −0.0402⎤   ⎡0.2315  0.6900⎤   ⎡0.7685  0.3100⎤   ⎡ 0.0038  …⎤
    ⎣ …              ⎦ ⊙ ⎣ …            ⎦ ⊙ ⎣ …            ⎦ = ⎣ …        ⎦
          ∂L/∂h                 h                1 − h             ▸∂L/∂z₁
           4×2                 4×2                4×2                4×2

Under each value stand its name and its shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from tutor.tui.picture.block import MORE, Block, Caps, draw, height_of, least_width
from tutor.tui.picture.formula import DETAILS, Detail
from tutor.tui.picture.quantity import Quantity, shape_text
from tutor.tui.picture.text import EMPTY, Picture, Row, Span, cell_len, clip, pad, row, row_width

MARK = "▸"
"""Stands before what the step just made has computed."""

Term: TypeAlias = "Quantity | str"
"""A value, or signs between values."""

_TALL = {"(": "⎛⎜⎝", ")": "⎞⎟⎠", "|": "⎢⎢⎢"}
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_INFIX = tuple("+−·⊙⊗/⋆<>=≤≥≠∧∨")
_INDENT = 2

_AROUND = 6
"""Columns around the cells of a matrix that is cut: its dots, and the sign before it."""

_BELOW = 2
"""Rows under the values: their names, and their shapes."""

_ELIDED: tuple[tuple[Detail, int, int], ...] = (
    ("whole", 2, MORE), ("brief", 2, MORE), ("whole", 1, 1), ("brief", 1, 1), ("terse", 1, MORE),
)  # fmt: skip
"""How far a line of large matrices is taken apart, and how many columns of each are then shown at least and at most."""


class Equation(NamedTuple):
    """What is drawn.

    Attributes:
        terms: the right-hand side, taken apart as far as it is asked.
        result: the left-hand side's value.
    """

    terms: Callable[[Detail], Sequence[Term]]
    result: Quantity


def draw_equation(equation: Equation, width: int, height: int) -> Picture:
    """``equation`` in at most ``width`` columns and, if that is possible at all, ``height`` rows.

    What is given up first stands last: the labels of rows and columns, the room between things, then how far the
    formula is taken apart; then the equation goes on in another row; then columns of the matrices are left out, and
    counted.
    """
    for roomy in (True, False) if equation.result.marks is not None else (False,):
        for lines in _Drawing(equation, width, roomy=roomy).attempts(height):
            return Picture(tuple(lines))
    return Picture()


class _Style(NamedTuple):
    """One way of drawing: how far taken apart, how much air, how much of each matrix."""

    detail: Detail
    caps: Caps
    air: int = 1
    shapes_below: bool = True
    """Whether shapes have a row of their own, under the names."""

    name: int = 30
    """Columns that a name may take under a value that takes less."""


class _Item(NamedTuple):
    """A term with its place in the equation: drawn rows, and what is written under them."""

    block: Block | None
    text: str
    width: int
    name: Row = EMPTY
    shape: Row = EMPTY
    opens: bool = False
    """Whether a new row of the equation may begin here."""


class _Drawing:
    def __init__(self, equation: Equation, width: int, *, roomy: bool = False) -> None:
        """``roomy``: in one row with room for signs before every matrix, or not at all: nothing is given up for it."""
        self._roomy = roomy
        self._equation = _roomy(equation) if roomy else equation
        self._width = width
        self._terms: dict[Detail, Sequence[Term]] = {}
        self._blocks: dict[tuple[int, Caps], Block] = {}

    def attempts(self, height: int) -> Iterator[list[Row]]:
        """Ways of drawing that fit, the best first; the last one may be too tall and then scrolls."""
        labelled = any(quantity.columns for quantity in self._quantities("whole"))
        yield from self._one_row(_Style("whole", Caps(max(height - _BELOW - labelled, 1))))
        plain = Caps(max(height - _BELOW, 1), labels=False)
        close = plain._replace(gap=1)
        yield from self._one_row(_Style("whole", plain))
        if any(self._fits(_Style(detail, close, air=0)) for detail in ("whole", "brief")):
            yield from self._one_row(_Style("brief", plain))
            yield from self._one_row(_Style("whole", close))
            yield from self._one_row(_Style("brief", close))
            yield from self._one_row(_Style("whole", close, air=0))
            yield from self._one_row(_Style("brief", close, air=0))
        if self._roomy:
            return
        yield from self._several_rows(height)
        for detail, least, most in _ELIDED:
            if detail == "whole" or self._differs(detail):
                yield from self._elided(detail, close, least, most)
        rows: list[Row] = []
        for cells in (max(height // 2 - 1, 3), 2, 1):
            style = _Style("terse", Caps(cells, 1, gap=1, labels=False), shapes_below=False, name=16)
            rows = self._rows(style, self._wrapped(self._items(style), style))
            if len(rows) <= height:
                break
        yield rows

    def _one_row(self, style: _Style) -> Iterator[list[Row]]:
        if self._fits(style):
            yield self._rows(style, [self._items(style)])

    def _fits(self, style: _Style) -> bool:
        """Whether the equation fits into one row; found without drawing where it cannot."""
        quantities = self._quantities(style.detail)
        if sum(least_width(quantity, style.caps) for quantity in quantities) > self._width:
            return False
        return self._line_width(self._items(style), style) <= self._width

    def _differs(self, detail: Detail) -> bool:
        """Whether the line is drawn otherwise when it is taken apart less far than as a whole."""
        whole, other = self._taken_apart("whole"), self._taken_apart(detail)
        return [_written(term) for term in whole] != [_written(term) for term in other]

    def _elided(self, detail: Detail, caps: Caps, least: int, most: int) -> Iterator[list[Row]]:
        """One row with as many columns of each matrix as there is room for, ``least`` to ``most``."""
        quantities = self._quantities(detail)
        one = caps._replace(columns=1)
        fixed = sum(least_width(quantity, one) + _AROUND for quantity in quantities)
        column = sum(least_width(quantity, one) for quantity in quantities if quantity.shape)
        count = min(max((self._width - fixed) // max(column, 1) + 1, least), most)
        while count >= least:
            style = _Style(detail, caps._replace(columns=count))
            yield from self._one_row(style)
            over = self._line_width(self._items(style), style) - self._width
            count -= max(over * count // (over + self._width), 1)  # as many columns as that would take, on the average

    def _several_rows(self, height: int) -> Iterator[list[Row]]:
        """The equation in two rows or more, no column left out, that together are not too high."""
        for detail in DETAILS:
            for parts, below in ((2, 2), (2, 1), (3, 2), (3, 1), (4, 1)):
                caps = Caps(max(height // parts - below, 1), gap=1, labels=False)
                quantities = self._quantities(detail)
                if max(least_width(quantity, caps) for quantity in quantities) + _INDENT > self._width:
                    break
                if caps.rows < min(4, max(height_of(quantity) for quantity in quantities)):
                    continue
                if self._least_lines(quantities, caps) > parts:
                    continue
                style = _Style(detail, caps, shapes_below=below == 2)
                lines = self._wrapped(self._items(style), style)
                if all(self._line_width(line, style) + _INDENT <= self._width for line in lines):
                    rows = self._rows(style, lines)
                    if len(rows) <= height:
                        yield rows

    def _least_lines(self, quantities: Sequence[Quantity], caps: Caps) -> int:
        """The rows that the equation takes at the very least, found without drawing it."""
        lines, used = 1, 0
        for quantity in quantities:
            width = least_width(quantity, caps)
            if used and used + width > self._width:
                lines, used = lines + 1, 0
            used += width
        return lines

    def _quantities(self, detail: Detail) -> list[Quantity]:
        return [term for term in (*self._taken_apart(detail), self._equation.result) if isinstance(term, Quantity)]

    def _taken_apart(self, detail: Detail) -> Sequence[Term]:
        if detail not in self._terms:
            self._terms[detail] = self._equation.terms(detail)
        return self._terms[detail]

    def _items(self, style: _Style) -> list[_Item]:
        terms = self._taken_apart(style.detail)
        items = [self._item(term, style, terms[number - 1] if number else None) for number, term in enumerate(terms)]
        return [*items, _Item(None, "=", 1, opens=True), self._item(self._equation.result, style)]

    def _item(self, term: Term, style: _Style, before: Term | None = "=") -> _Item:
        after_comma = isinstance(before, str) and before.endswith(",")
        if isinstance(term, str):
            return _Item(
                None, term, cell_len(term), opens=after_comma or (before is not None and term.startswith(_INFIX))
            )
        key = (id(term), style.caps)
        if key not in self._blocks:
            self._blocks[key] = draw(term, style.caps)
        block = self._blocks[key]
        name = row(Span(MARK + term.label, "new")) if term.new else row(Span(term.label, "label"))
        name = clip(name, max(block.width, style.name))
        shape = row(Span(shape_text(term.shape), "dim")) if term.shape else EMPTY
        if not style.shapes_below and shape:
            name, shape = (*name, Span(" "), *shape), EMPTY
        width = max(block.width, row_width(name), row_width(shape))
        return _Item(block, "", width, name, shape, after_comma)

    def _line_width(self, items: Sequence[_Item], style: _Style) -> int:
        return sum(item.width for item in items) + sum(_air(*pair, style.air) for pair in _pairs(items))

    def _wrapped(self, items: Sequence[_Item], style: _Style) -> list[list[_Item]]:
        """Rows of items, each begun where one may begin: before a sign between values, before ``=``."""
        chunks: list[list[_Item]] = []
        for item in items:
            if item.opens or not chunks:
                chunks.append([])
            chunks[-1].append(item)
        lines: list[list[_Item]] = []
        for chunk in chunks:
            if lines and self._line_width([*lines[-1], *chunk], style) + _INDENT <= self._width:
                lines[-1].extend(chunk)
            else:
                lines.append(list(chunk))
        return lines

    def _rows(self, style: _Style, lines: Sequence[Sequence[_Item]]) -> list[Row]:
        drawn: list[Row] = []
        for number, items in enumerate(lines):
            indent = row(" " * _INDENT) if number else EMPTY
            drawn.extend((*indent, *line) for line in _line(items, style))
        return drawn


def _written(term: Term) -> str:
    return term if isinstance(term, str) else term.label


def _roomy(equation: Equation) -> Equation:
    """The equation with room for signs before the first column of each matrix."""

    def terms(detail: Detail) -> Sequence[Term]:
        return [term if isinstance(term, str) else _with_room(term) for term in equation.terms(detail)]

    return Equation(terms, _with_room(equation.result))


def _with_room(quantity: Quantity) -> Quantity:
    return quantity if quantity.marks is None else replace(quantity, marks=replace(quantity.marks, tight=False))


def _pairs(items: Sequence[_Item]) -> Iterator[tuple[_Item, _Item]]:
    return pairwise(items)


def _air(left: _Item, right: _Item, air: int) -> int:
    """The columns between two neighbours: none inside brackets, before a comma or a raised number."""
    if left.text in ("(", "|") or right.text in (")", "|") or right.text[:1] in (",", ";"):
        return 0
    if _is_raised(right):
        return 0
    if right.text == "(":
        return 0 if left.block is None and not left.text.endswith(_INFIX) else air
    if left.text and right.text:
        return 1
    if left.text and not left.text.endswith((*_INFIX, ",", ")")) and right.block is not None:
        return 1  # a function and its matrix, also where there is no air
    return air


def _is_raised(item: _Item) -> bool:
    return item.block is None and bool(item.text) and set(item.text) <= _RAISED


def _line(items: Sequence[_Item], style: _Style) -> list[Row]:
    """One row of the equation: blocks and signs on one axis, names and shapes under the blocks."""
    blocks = [item.block for item in items if item.block is not None]
    height = max((block.height for block in blocks), default=1)
    above = max((block.axis for block in blocks), default=0)
    height = max(height, max((above - block.axis + block.height for block in blocks), default=1))
    below = 2 if any(item.shape for item in items) else 1 if any(item.name for item in items) else 0
    lines: list[list[Span]] = [[] for _ in range(height + below)]
    before: _Item | None = None
    for item in items:
        gap = 0 if before is None else _air(before, item, style.air)
        for y, line in enumerate(_column(item, height, above, below)):
            lines[y].extend((Span(" " * gap), *line) if gap else line)
        before = item
    return [tuple(line) for line in lines]


def _column(item: _Item, height: int, axis: int, below: int) -> list[Row]:
    """An item as rows of its own width, as high as the row of the equation."""
    width = item.width
    if item.block is None:
        return [pad(_sign(item.text, y, height, axis, raised=_is_raised(item)), width) for y in range(height + below)]
    rows, top = item.block.rows, axis - item.block.axis
    blank = row(" " * width)
    if item.block.width < width:  # as ``pad`` would do it, from the width that the block knows
        left = (width - item.block.width) // 2
        before, after = Span(" " * left), Span(" " * (width - item.block.width - left))
        rows = tuple((before, *line, after) for line in rows)
    drawn = [rows[y - top] if 0 <= y - top < len(rows) else blank for y in range(height)]
    return [*drawn, *(pad(line, width, "center") for line in (item.name, item.shape)[:below])]


def _sign(text: str, y: int, height: int, axis: int, *, raised: bool) -> Row:
    """Row ``y`` of signs: on the axis; brackets as high as the row; a raised number at its top."""
    if text in _TALL and height > 1:
        if y >= height:
            return EMPTY
        part = 0 if y == 0 else 2 if y == height - 1 else 1
        return row(Span(_TALL[text][part], "sign"))
    return row(Span(text, "sign")) if y == (0 if raised else axis) else EMPTY
