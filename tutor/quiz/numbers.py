"""Numbers as they are written for a learner, and the units of their digits."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tutor.formula.operations.operation import Array

DIGITS = 4
"""Significant digits that are asked for."""

SHOWN_DIGITS = 6
"""Significant digits that a value in view is written with: two more than are asked for."""

MASK = 1e6
"""A number of this size among small ones switches something off, like the −10⁹ before a softmax."""

MINUS = "\N{MINUS SIGN}"

_TENS = np.array([float(f"1e{exponent}") for exponent in range(-350, 310)])
"""Powers of ten, the same bits on every machine, which no logarithm promises."""


def units_of(values: Array, digits: int = DIGITS) -> Array:
    """The unit of the last of ``digits`` significant digits of each number; 0 of a 0 and of what is not finite."""
    sizes = np.abs(values)
    last = _TENS[_TENS.searchsorted(sizes, side="right") - digits]
    return np.where((sizes > 0) & (sizes < np.inf), last, 0.0)


def units(values: Array, digits: int = DIGITS) -> Array:
    """The unit of the last of ``digits`` significant digits of each number; that of 0 is the largest of the others.

    >>> units(np.array([0.2315, -12.0, 0.0]))
    array([0.0001, 0.01  , 0.01  ])
    """
    result = units_of(values, digits)
    return np.where(values == 0, result.max(initial=0.0, where=np.abs(values) < MASK), result)


def short_cells(values: Array) -> NDArray[np.bool_]:
    """Which numbers are what four significant digits write."""
    unit = np.where(values == 0, 1.0, units_of(values))
    with np.errstate(all="ignore"):
        return np.asarray(np.abs(values - np.round(values / unit) * unit) <= 1e-13 * np.abs(values))


def rounded(values: Array, digits: int = DIGITS) -> Array:
    """Each number at ``digits`` significant digits.

    >>> rounded(np.array([0.23148, 0.0]), 2)
    array([0.23, 0.  ])
    """
    unit = np.where(values == 0, 1.0, units_of(values, digits))
    return np.asarray(np.round(values / unit) * unit)


def cut_off(values: Array, digits: int = DIGITS) -> Array:
    """Each number with what comes after ``digits`` significant digits left away.

    >>> cut_off(np.array([0.23148, -0.23148]), 4)
    array([ 0.2314, -0.2314])
    """
    unit = np.where(values == 0, 1.0, units_of(values, digits))
    scaled = values / unit
    return np.asarray(np.trunc(scaled + np.sign(scaled) * 1e-6) * unit)


def written(value: float, digits: int = SHOWN_DIGITS) -> str:
    """``value`` at ``digits`` significant digits, without zeros that say nothing.

    >>> written(0.23147522), written(-650.0), written(0.0000123)
    ('0.231475', '−650', '1.23e−5')
    """
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else ("∞" if value > 0 else f"{MINUS}∞")
    text = f"{value:.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    if exponent and -5 < int(exponent) < 12:
        mantissa, exponent = f"{value:.0f}", ""
    text = f"{mantissa}e{int(exponent)}" if exponent else mantissa
    return text.replace("-", MINUS)


def written_to(value: float, unit: float) -> str:
    """``value`` with all digits down to ``unit``, a power of ten; zeros at the end are kept.

    >>> written_to(1.19519184, 1e-6), written_to(650.0, 0.1), written_to(1.5e-9, 1e-13), written_to(0.0, 0.1)
    ('1.195192', '650.0', '1.5000e−9', '0')
    """
    if value == 0 or not math.isfinite(value):
        return written(value)
    size = math.floor(math.log10(abs(value)))
    last = round(math.log10(unit)) if unit > 0 else size - SHOWN_DIGITS
    if -5 <= size < 12 or last > size:
        return f"{value:.{max(0, -last)}f}".replace("-", MINUS)
    mantissa, _, exponent = f"{value:.{size - last}e}".partition("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)


def decimals(unit: float) -> int:
    """How many digits after the point a number has whose last digit stands for ``unit``.

    >>> decimals(1e-6), decimals(10.0)
    (6, 0)
    """
    return max(0, -round(math.log10(unit))) if unit > 0 else 0


_MOST_CLOSE = 40


def miswritten(number: float, right: float, unit: float, allowed: float) -> bool:
    """Whether ``number`` is ``right``, as far as that is ``allowed`` to be off, but for how it was written down.

    One digit is another one, or two neighbouring digits have changed places; ``unit`` is that of the last digit.

    >>> miswritten(0.2351, 0.23148, 1e-4, 1e-4), miswritten(0.2413, 0.2143, 1e-4, 0), miswritten(0.463, 0.2315, 1e-4, 0)
    (True, True, False)
    >>> miswritten(650.0, 250.0, 0.1, 0.1)
    False
    """
    if unit <= 0 or number * right <= 0:
        return False
    first, last = (abs(right) - allowed) / unit, (abs(right) + allowed) / unit
    if not last - first < _MOST_CLOSE:
        return False
    digits = str(round(abs(number) / unit))
    if len(digits.rstrip("0")) < DIGITS:  # short numbers are next to each other however they came about
        return False
    return any(_slipped(digits, str(close)) for close in range(math.floor(first), math.ceil(last) + 1))


def _slipped(one: str, other: str) -> bool:
    places = [k for k in range(len(one)) if one[k] != other[k]] if len(one) == len(other) else []
    if len(places) != 2:
        return len(places) == 1
    first, second = places
    return second == first + 1 and one[first] + one[second] == other[second] + other[first]
