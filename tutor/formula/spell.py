"""A formula written out: its losses, means and activations in the simpler operations that they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Shape
from tutor.formula.parse import parse_expression
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, substitute


def spelt_out(expr: Expr, shapes: Mapping[str, Shape]) -> Expr:
    """``expr`` with every operation that stands for simpler ones replaced by them; ``expr`` itself if there is none.

    >>> from tutor.formula.parse import parse_expression
    >>> from tutor.formula.write import write
    >>> write(spelt_out(parse_expression("mean((y - t)**2)"), {"y": (4, 1), "t": (4, 1)}))
    'sum((y - t)**2) / 4'

    Raises:
        FormulaError: if the shapes do not fit.
    """
    if not isinstance(expr, Apply):
        return expr
    args = tuple(spelt_out(arg, shapes) for arg in expr.args)
    operation = OPERATIONS[expr.op]
    if operation.spelt is not None:
        text = operation.spelt([shape_of(arg, shapes) for arg in expr.args], dict(expr.options))
        return substitute(_parsed(text), dict(zip(operation.operands, args, strict=True)))
    if all(new is old for new, old in zip(args, expr.args, strict=True)):
        return expr
    return Apply(expr.op, args, expr.options, expr.place)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Expr:
    return parse_expression(text)
