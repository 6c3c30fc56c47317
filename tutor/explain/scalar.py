"""Operations applied to single numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from tutor.formula.evaluate import evaluate
from tutor.formula.tree import Apply, Name, Option

_PLAIN: Mapping[str, Callable[..., np.float64]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "negative": operator.neg,
    "total": lambda *terms: sum(terms, start=np.float64(0)),
}
"""What needs no array: a sum of 784 products must not make 784 of them."""


def compute(op: str, values: Sequence[float], options: Mapping[str, Option] | None = None) -> float:
    """The operation ``op`` of single numbers.

    >>> compute("multiply", [0.5, 4.0]), compute("relu", [-1.0])
    (2.0, 0.0)
    """
    if op in _PLAIN:
        with np.errstate(all="ignore"):
            return float(_PLAIN[op](*map(np.float64, values)))
    names = [str(position) for position in range(len(values))]
    expr = Apply(op, tuple(map(Name, names)), tuple((options or {}).items()))
    return float(evaluate(expr, {name: np.array(value) for name, value in zip(names, values, strict=True)}))
