"""How large a difference the order of summation may make: Σ|terms|, carried through a scalar formula."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tests.interpreter import Array, compute
from tutor.formula.tree import Apply, Expr, Name, Number, names_in


def scalar_value(expr: Expr, values: Mapping[str, Array]) -> float:
    """The value of a formula whose only matrices are single picked cells."""
    if isinstance(expr, Number):
        return float(expr.value)
    if isinstance(expr, Name):
        return float(values[expr.id])
    if expr.op == "pick":
        (matrix,) = expr.args
        assert isinstance(matrix, Name)
        at = expr.option("at")
        assert isinstance(at, tuple)
        index = tuple(part for part in at if isinstance(part, int))
        assert len(index) == len(at) == values[matrix.id].ndim
        assert min(index) >= 0
        return float(values[matrix.id][index])
    return float(compute(expr.op, [np.array(scalar_value(arg, values)) for arg in expr.args], dict(expr.options)))


def size_of_terms(expr: Expr, values: Mapping[str, Array]) -> float:
    """Σ|terms| of a scalar formula.

    For a sum of products that is the sum of the products' sizes. A function of such a sum passes on what the sum may
    differ by, times its own steepness; a choice (maximum, where) the larger of its operands.
    """
    here = abs(scalar_value(expr, values))
    if not isinstance(expr, Apply) or expr.op == "pick":
        return here
    sizes = [size_of_terms(arg, values) for arg in expr.args]
    if expr.op in ("add", "subtract", "total"):
        return sum(sizes)
    if expr.op in ("multiply", "weighted", "negative"):
        return float(np.prod(sizes))
    if expr.op in ("maximum", "minimum", "max_of", "min_of", "where"):
        return max(sizes)
    return here + sum(steep * size for steep, size in zip(_steepness(expr, values), sizes, strict=True))


def _steepness(expr: Apply, values: Mapping[str, Array]) -> list[float]:
    """How much each operand moves the result, by a small difference."""
    operands = [scalar_value(arg, values) for arg in expr.args]
    options = dict(expr.options)
    slopes = []
    for position, operand in enumerate(operands):
        if not names_in(expr.args[position]):  # a constant is exact
            slopes.append(0.0)
            continue
        step = 1e-6 * max(abs(operand), 1e-3)
        moved = [list(operands), list(operands)]
        moved[0][position], moved[1][position] = operand - step, operand + step
        low, high = (float(compute(expr.op, [np.array(value) for value in side], options)) for side in moved)
        slopes.append(abs(high - low) / (2 * step))
    return slopes
