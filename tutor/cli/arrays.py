"""Arrays as JSON, in full precision, and as text that can be read in order."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tutor.cli.console import Json

Array: TypeAlias = NDArray[np.float64]

DIGITS = 6
"""Digits after the point in text: what a learner compares with a calculator."""

_PLAIN = (1e-4, 1e7)
"""The sizes that read well without an exponent; a matrix with a number outside is written with exponents."""


def as_json(value: Array) -> Json:
    """``value`` as nested lists, rows first; a single number as itself.

    Numbers that are not finite, which JSON has no word for, become strings.

    >>> as_json(np.array([[1.0, np.inf], [np.nan, 0.1]]))
    [[1.0, 'inf'], ['nan', 0.1]]
    """
    numbers: Json = value.tolist()
    return numbers if bool(np.isfinite(value).all()) else _spelled(numbers)


def _spelled(numbers: Json) -> Json:
    if isinstance(numbers, list):
        return [_spelled(number) for number in numbers]
    if isinstance(numbers, float) and not math.isfinite(numbers):
        return "nan" if math.isnan(numbers) else "inf" if numbers > 0 else "-inf"
    return numbers


def as_text(value: Array, *, indent: str = "") -> str:
    """``value`` for reading: up to six digits after the point, one row a line, long ones with their middle left out.

    >>> print(as_text(np.array([[1.5, -2.0], [0.25, 10.0]]), indent="  "))
      [[ 1.50 -2.00]
       [ 0.25 10.00]]
    """
    sizes = np.abs(value[np.isfinite(value) & (value != 0)])
    plain = sizes.size == 0 or bool(sizes.min() >= _PLAIN[0] and sizes.max() < _PLAIN[1])
    text = np.array2string(
        value,
        precision=DIGITS,
        threshold=200,
        edgeitems=4,
        max_line_width=100,
        suppress_small=plain,
        floatmode="maxprec_equal",
    )
    return "\n".join(indent + line for line in text.split("\n"))


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as mathematics writes it; nothing for a single number.

    >>> shape_text((4, 2)), shape_text((3,)), shape_text(())
    ('4×2', '3', '')
    """
    return "×".join(map(str, shape))
