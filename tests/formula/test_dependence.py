"""Which cells a cell is computed from, and which from it, told without expanding: just what the expansion says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given

from tests.budget import examples
from tests.interpreter import Array
from tests.recipes import RECIPES
from tests.strategies import formulas
from tutor.formula.cells import cell
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Index, Mask, Shape
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, walk
from tutor.formula.write import write

DRAWN = {name for name, entry in OPERATIONS.items() if entry.random}


@dataclass(frozen=True)
class Case:
    """A formula and the shapes of its names."""

    expr: Expr
    shapes: Mapping[str, Shape]

    @property
    def shape(self) -> Shape:
        return shape_of(self.expr, self.shapes)

    def named(self, at: Index) -> dict[str, Mask]:
        """The cells that the expansion of the cell ``at`` names."""
        masks = {name: np.zeros(shape, dtype=bool) for name, shape in self.shapes.items()}
        for node in walk(cell(self.expr, at, self.shapes)):
            if isinstance(node, Apply) and node.op == "pick":
                (matrix,) = node.args
                assert isinstance(matrix, Name)
                masks[matrix.id][node.option("at")] = True  # type: ignore[index]
            elif isinstance(node, Name) and not self.shapes[node.id]:
                masks[node.id][()] = True
        return masks


def reached(expr: Expr, name: str, mask: Mask, shapes: Mapping[str, Shape]) -> Mask:
    """The cells of ``expr`` that are computed from the marked cells of ``name``, as the table says."""
    if isinstance(expr, Name) and expr.id == name:
        return mask
    if not isinstance(expr, Apply):
        return np.zeros(shape_of(expr, shapes), dtype=bool)
    masks = [reached(arg, name, mask, shapes) for arg in expr.args]
    return np.asarray(OPERATIONS[expr.op].reach(*masks, **dict(expr.options)))


def read(expr: Expr, needed: Mask, shapes: Mapping[str, Shape], into: dict[str, Mask]) -> bool:
    """Mark in ``into`` what the ``needed`` cells of ``expr`` are computed from; False if the table does not say."""
    if isinstance(expr, Name):
        into[expr.id] |= needed
    if not isinstance(expr, Apply):
        return True
    entry = OPERATIONS[expr.op]
    if entry.sources is None:
        return False
    masks = entry.sources(needed, *(shape_of(arg, shapes) for arg in expr.args), **dict(expr.options))
    told = [read(arg, mask, shapes, into) for arg, mask in zip(expr.args, masks, strict=True)]
    return all(told)


def check(case: Case) -> None:
    named = {at: case.named(at) for at in np.ndindex(case.shape)}
    for name, shape in case.shapes.items():
        for index in np.ndindex(shape):
            mask = np.zeros(shape, dtype=bool)
            mask[index] = True
            expected = np.zeros(case.shape, dtype=bool)
            for at, masks in named.items():
                expected[at] = masks[name][index]
            np.testing.assert_array_equal(
                reached(case.expr, name, mask, case.shapes), expected, err_msg=f"{write(case.expr)}: {name}{index}"
            )
    for at, masks in named.items():
        needed = np.zeros(case.shape, dtype=bool)
        needed[at] = True
        into = {name: np.zeros(shape, dtype=bool) for name, shape in case.shapes.items()}
        if read(case.expr, needed, case.shapes, into):
            for name, mask in masks.items():
                np.testing.assert_array_equal(into[name], mask, err_msg=f"{write(case.expr)}{at}: {name}")


@pytest.mark.parametrize("op", [op for op in RECIPES if op not in DRAWN])
def test_each_operation(op: str) -> None:
    reached_op = 0

    @given(formulas(depth=0, op=op))
    @examples(15)
    def look(formula: tuple[Expr, dict[str, Array]]) -> None:
        nonlocal reached_op
        expr, values = formula
        operations = {node.op for node in walk(expr) if isinstance(node, Apply)}
        reached_op += op in operations
        if not operations & DRAWN:
            check(Case(expr, {name: array.shape for name, array in values.items()}))

    look()
    assert reached_op


@given(formulas(depth=2))
@examples(100)
def test_formulas_of_several(formula: tuple[Expr, dict[str, Array]]) -> None:
    expr, values = formula
    if not {node.op for node in walk(expr) if isinstance(node, Apply)} & DRAWN:
        check(Case(expr, {name: array.shape for name, array in values.items()}))
