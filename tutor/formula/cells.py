"""One cell of a formula's value as a scalar formula of other cells.

``(h.T @ dz2)[0, 0]`` is ``h[0, 0] * dz2[0, 0] + h[1, 0] * dz2[1, 0] + …``.
"""

from __future__ import annotations

from collections.abc import Mapping

from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Cells, Index, Shape
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, Number


def cell(expr: Expr, at: Index, shapes: Mapping[str, Shape]) -> Expr:
    """The cell of ``expr`` at the 0-based index ``at``, as a formula whose only matrices are single picked cells.

    The terms of a long sum are made when they are looked at. A draw stays what it is, with its cell picked.

    >>> from tutor.formula.parse import parse_expression
    >>> from tutor.formula.write import write
    >>> write(cell(parse_expression("X @ W + b"), (0, 1), {"X": (4, 2), "W": (2, 3), "b": (3,)}))
    'X[0, 0] * W[0, 1] + X[0, 1] * W[1, 1] + b[1]'
    """
    if isinstance(expr, Number):
        return expr
    if isinstance(expr, Name):
        return Apply("pick", (expr,), (("at", at),)) if at else expr
    expand = OPERATIONS[expr.op].cell
    if expand is None:  # a draw is no formula of other cells
        return Apply("pick", (expr,), (("at", at),)) if at else expr
    return expand(at, *(_cells(arg, shapes) for arg in expr.args), **dict(expr.options))


def _cells(expr: Expr, shapes: Mapping[str, Shape]) -> Cells:
    return Cells(shape_of(expr, shapes), lambda at: cell(expr, at, shapes))
