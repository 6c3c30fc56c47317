"""Numbers as text: four significant digits, or as many as one likes, aligned at the decimal point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

DIGITS = 4
"""Significant digits that are shown unless asked otherwise."""


class Precision(NamedTuple):
    """How exactly numbers are shown: so many significant digits, or so many decimals everywhere."""

    digits: int = DIGITS
    fixed: bool = False


MINUS = "−"
MISSING = "·"
"""What stands where a number has not been computed yet. Never 0: that would be a value."""

_WHOLE = 1e6
"""Whole numbers below it are written out."""

_LARGEST, _SMALLEST = 6, -4
"""Exponents of ten between which the largest number of a matrix needs no exponent."""

_EXTRA = 2
"""Decimals that small cells may add to those of the largest one before they are written with an exponent instead."""


_NOISE = 1e-13
"""What the last bits of a sum may be off: 715.0000000000001 is shown as 715."""


def number_text(value: float, digits: int = DIGITS, fixed: bool = False) -> str:
    """One number.

    >>> number_text(0.71084), number_text(2.0), number_text(-0.00001234), number_text(math.nan)
    ('0.7108', '2', '−1.234e−5', 'NaN')
    """
    return number_texts([value], digits, fixed)[0].strip()


def whole_text(value: float) -> str:
    """One number with all the digits that it has.

    >>> whole_text(-0.1), whole_text(2.0), whole_text(math.inf)
    ('−0.1', '2.0', '∞')
    """
    return _special(value) or _signed(repr(value))


def number_texts(values: Sequence[float], digits: int = DIGITS, fixed: bool = False) -> list[str]:
    """Numbers that stand together, with one number of decimals; aligned once they are right-justified.

    Numbers that end within ``digits`` digits are not given more than they have. An exact zero is written ``0``, so
    that it can be told from a number that rounds to it. A number too small for the common decimals has an exponent.
    With ``fixed`` all have ``digits`` decimals, unless all are whole.

    >>> number_texts([1.2, -0.7, 0.0])
    ['1.2', '−0.7', '0  ']
    >>> number_texts([1.2, -0.00001234], *Precision(3, fixed=True))
    ['1.200', '−0.000']
    """
    sizes = [abs(value) for value in values if value and value - value == 0]  # neither 0, nor infinite, nor NaN
    largest = max(sizes, default=0.0)
    if largest < _WHOLE and all(size.is_integer() for size in sizes):
        return [_special(value) or _signed(f"{value:.0f}") for value in values]
    top = _exponent(largest)
    if not (top >= _SMALLEST or fixed) or top > _LARGEST:
        return [_special(value) or _scientific(value, digits) for value in values]
    if fixed:
        needs, decimals = dict.fromkeys(sizes, digits), digits
    else:
        needs = {size: _decimals(size, digits) for size in sizes}
        most = max(digits - 1 - top, 0) + _EXTRA
        decimals = max((need for need in needs.values() if need <= most), default=0)
    texts = []
    for value in values:
        need = needs.get(abs(value))
        if need is None:
            special = _special(value) or ""
            texts.append(special + " " * (decimals + 1) if value == 0 and decimals else special)
        elif need > decimals:
            texts.append(_scientific(value, digits))
        else:
            texts.append(f"{value:.{decimals}f}" if value > 0 else f"{MINUS}{-value:.{decimals}f}")
    return texts


def _special(value: float) -> str | None:
    """Zero, and what is no finite number."""
    if value == 0:
        return "0"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    return None


def _signed(text: str) -> str:
    return text.replace("-", MINUS)


def _scientific(value: float, digits: int) -> str:
    text = f"{value:.{digits - 1}e}"
    mantissa, _, exponent = text.partition("e")
    if abs(float(text) - value) <= _NOISE * abs(value) and "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return _signed(f"{mantissa}e{int(exponent)}")


def _exponent(size: float) -> int:
    return math.floor(math.log10(size)) if size else 0


def _decimals(size: float, digits: int) -> int:
    """The decimals that show ``size`` exactly, or else to ``digits`` significant digits."""
    text = f"{size:.{digits}g}"
    if abs(float(text) - size) > _NOISE * size:
        return max(digits - 1 - _exponent(size), 0)
    mantissa, _, exponent = text.partition("e")
    after_point = len(mantissa.partition(".")[2])
    return max(after_point - int(exponent or 0), 0)
