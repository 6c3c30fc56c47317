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

MINUS = "\N{MINUS SIGN}"


def units_of(values: Array, digits: int = DIGITS) -> Array:
    """The unit of the last of ``digits`` significant digits of each number; 0 of a 0 and of what is not finite."""
    sizes = np.abs(values)
    usable = (sizes > 0) & np.isfinite(sizes)
    safe = np.where(usable, sizes, 1.0)
    exponents = np.floor(np.log10(safe))
    exponents += 10.0 ** (exponents + 1) <= safe  # log10 may fall short of a power of ten
    exponents -= 10.0**exponents > safe
    return np.where(usable, 10.0 ** (exponents - (digits - 1)), 0.0)


def units(values: Array, digits: int = DIGITS) -> Array:
    """The unit of the last of ``digits`` significant digits of each number; that of 0 is the largest of them all.

    >>> units(np.array([0.2315, -12.0, 0.0]))
    array([0.0001, 0.01  , 0.01  ])
    """
    result = units_of(values, digits)
    return np.where(values == 0, result.max(initial=0.0), result)


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
