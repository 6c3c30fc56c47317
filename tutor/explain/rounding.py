"""Numbers as they are shown in a formula: rounded for a reader, whole for a program."""

from __future__ import annotations

import math

DIGITS = 4
"""Significant digits that are shown unless asked otherwise."""

MINUS = "−"

_WHOLE = 6
"""Numbers of at most so many digits before the point are written without an exponent."""


def rounded(value: float, digits: int = DIGITS) -> str:
    """``value`` to ``digits`` significant digits; one that has no more than that is written as it is.

    >>> rounded(0.231475), rounded(-0.5), rounded(0.5000001), rounded(715.0), rounded(-0.0000123456)
    ('0.2315', '−0.5', '0.5000', '715', '−1.235e−5')
    """
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if size < _WHOLE and (value.is_integer() or size >= digits):
        return f"{value:.0f}".replace("-", MINUS)
    text = f"{value:.{digits}g}"
    if float(text) != value:
        text = f"{value:#.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    return (mantissa.rstrip(".") + (f"e{int(exponent)}" if exponent else "")).replace("-", MINUS)


def is_rounded(value: float, digits: int = DIGITS) -> bool:
    """Whether ``rounded`` shows another number than ``value``."""
    if not math.isfinite(value):
        return False
    return float(rounded(value, digits).replace(MINUS, "-")) != value


def precise(value: float) -> str:
    """``value`` in full double precision, as a formula writes it.

    >>> precise(0.1), precise(2.0), precise(-1e-7)
    ('0.1', '2.0', '-1e-07')
    """
    return repr(float(value))
