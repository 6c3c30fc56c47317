"""From a line to the expression of one of its cells, by the expansions in the operations table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np

from tutor.engine.address import Address
from tutor.explain.expression import Cell, Constant, Drawn, Node, Operated, Parts, Whole
from tutor.explain.origin import Reading
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array, Cells, Index, Mask, Shape
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, Number


class Expansion:
    """The cells of one line."""

    def __init__(self, reads: Mapping[str, Reading]) -> None:
        """``reads`` is everything that the line reads, by the names in its formula."""
        self._reads = reads
        self._shapes = {key: reading.array.shape for key, reading in reads.items()}
        self._arrays: dict[int, tuple[Expr, Array]] = {}  # the formula is kept so that its id stays its own

    def cell(self, expr: Expr, at: Index) -> Node:
        """The cell of ``expr`` at the index ``at``, as an expression of cells that have addresses."""
        if isinstance(expr, Number):
            return Constant(expr.value)
        if isinstance(expr, Name):
            return self._leaf(self._reads[expr.id], at)
        skeleton = one_step(expr, at, [self._shape(arg) for arg in expr.args])
        return self._node(skeleton, expr.args, Whole(expr, at))

    def _leaf(self, reading: Reading, at: Index) -> Cell | Drawn:
        value = float(reading.array[at])
        if reading.draw is None:
            return Cell(address_of(reading, at), value)
        scale = reading.draw.args[0]  # the probability or the standard deviation, one number
        return Drawn(reading.draw, at, value, (self.cell(scale, ()),))

    def _node(self, skeleton: Expr, operands: Sequence[Expr], whole: Whole | None = None) -> Node:
        """``skeleton``, whose leaves are cells of the ``operands``, as a tree whose leaves are cells of values."""
        if isinstance(skeleton, Number):
            return Constant(skeleton.value)
        operand = operand_cell(skeleton)
        if operand is not None:
            position, at = operand
            return self.cell(operands[position], at)
        inner = cast(Apply, skeleton)
        parts = Parts(inner.args, lambda part: self._node(part, operands))
        known = None if whole is None else lambda: float(self.array(whole.expr)[whole.index])
        return Operated(inner.op, parts, dict(inner.options), whole, known)

    def _shape(self, expr: Expr) -> Shape:
        return shape_of(expr, self._shapes)

    def array(self, expr: Expr) -> Array:
        """The value of a part of the line, whole."""
        if isinstance(expr, Name):
            return self._reads[expr.id].array
        if id(expr) not in self._arrays:
            args = () if isinstance(expr, Number) else expr.args
            operands = {str(position): self.array(arg) for position, arg in enumerate(args)}
            alone = expr if isinstance(expr, Number) else Apply(expr.op, tuple(map(Name, operands)), expr.options)
            self._arrays[id(expr)] = expr, evaluate(alone, operands)
        return self._arrays[id(expr)][1]

    def regions(self, expr: Expr, at: Index) -> dict[tuple[str, int], Mask]:
        """The cells that the cell of ``expr`` at ``at`` is computed from, by the name and update of their value."""
        found: dict[tuple[str, int], Mask] = {}
        needed = np.zeros(self._shape(expr), dtype=bool)
        needed[at] = True
        self._mark(expr, needed, found)
        return found

    def _mark(self, expr: Expr, needed: Mask, found: dict[tuple[str, int], Mask]) -> None:
        if isinstance(expr, Number) or not needed.any():
            return
        if isinstance(expr, Name):
            reading = self._reads[expr.id]
            if reading.draw is not None:
                self._mark(reading.draw.args[0], np.array(True), found)
                return
            key = (reading.name, reading.update)
            found[key] = np.asarray(needed | found[key]) if key in found else needed
            return
        shapes = [self._shape(arg) for arg in expr.args]
        sources = OPERATIONS[expr.op].sources
        options = dict(expr.options)
        masks = _one_by_one(expr, needed, shapes) if sources is None else sources(needed, *shapes, **options)
        for arg, mask in zip(expr.args, masks, strict=True):
            self._mark(arg, mask, found)

    def reads(self, expr: Expr, at: Index) -> dict[Address, None]:
        """The addresses of all cells that the cell of ``expr`` at ``at`` is computed from, in their order.

        Every cell of every part of the line is gone through once, however many cells read it.
        """
        found: dict[Address, None] = {}
        seen: set[tuple[int, Index]] = set()
        stack: list[tuple[Expr, Index]] = [(expr, at)]
        while stack:
            part, index = stack.pop()
            if isinstance(part, Number) or (id(part), index) in seen:
                continue
            seen.add((id(part), index))
            if isinstance(part, Name):
                reading = self._reads[part.id]
                if reading.draw is None:
                    found[address_of(reading, index)] = None
                else:
                    stack.append((reading.draw.args[0], ()))
                continue
            skeleton = one_step(part, index, [self._shape(arg) for arg in part.args])
            stack.extend([(part.args[position], inner) for position, inner in operand_cells(skeleton)][::-1])
        return found


def address_of(reading: Reading, at: Index) -> Address:
    """The address of a cell of a value that was read."""
    return Address(reading.update, reading.name, at or None)


def _one_by_one(expr: Apply, needed: Mask, shapes: Sequence[Shape]) -> tuple[Mask, ...]:
    """The cells of the operands that the marked cells of ``expr`` are computed from, by expanding each of those."""
    masks = tuple(np.zeros(shape, dtype=bool) for shape in shapes)
    for index in np.argwhere(needed):
        for position, inner in operand_cells(one_step(expr, tuple(map(int, index)), shapes)):
            masks[position][inner] = True
    return masks


_OPERANDS = [Name(str(position)) for position in range(64)]


def one_step(expr: Apply, at: Index, shapes: Sequence[Shape]) -> Expr:
    """The cell of ``expr`` at ``at`` as a scalar formula of its operands' cells: ``0[1, 2]`` is one of the first's."""
    cells = [Cells(shape, _operand(position)) for position, shape in enumerate(shapes)]
    expand = OPERATIONS[expr.op].cell
    assert expand is not None, "draws are taken out of a line before it is expanded"  # noqa: S101
    return expand(at, *cells, **dict(expr.options))


class _operand:  # noqa: N801 - a function with a memory
    """Writes down which cell of an operand was asked for."""

    def __init__(self, position: int) -> None:
        self._name = _OPERANDS[position] if position < len(_OPERANDS) else Name(str(position))

    def __call__(self, at: Index) -> Expr:
        return Apply("pick", (self._name,), (("at", at),))


def operand_cell(skeleton: Expr) -> tuple[int, Index] | None:
    """(operand, index) if ``skeleton`` is nothing but a cell of an operand."""
    if isinstance(skeleton, Apply) and skeleton.op == "pick":
        return int(cast(Name, skeleton.args[0]).id), cast(Index, skeleton.options[0][1])
    return None


def operand_cells(skeleton: Expr) -> list[tuple[int, Index]]:
    """The cells of operands in ``skeleton``, from left to right."""
    operand = operand_cell(skeleton)
    if operand is not None:
        return [operand]
    if not isinstance(skeleton, Apply):
        return []
    return [cell for part in skeleton.args for cell in operand_cells(part)]
