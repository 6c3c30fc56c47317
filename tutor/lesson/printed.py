"""Numbers as they are printed, in a book or on a slide, and whether a computed number is the one that is printed."""

from __future__ import annotations

import math
from decimal import Context, Decimal

NUMBER = r"[-+−]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][-+−]?[0-9]{1,3})?"
"""The pattern of a printed number: ``.02``, ``-1.50``, ``715``, ``2.6e13``."""

_EXACT = Context(prec=1_200)
"""Digits enough for any double beside any printed number."""


def prints_as(value: float, printed: str) -> bool:
    """Whether ``value``, rounded to the digits that are printed, is the number that is printed.

    Every printed digit counts, zeros at the end too; a last digit that was cut off, not rounded, is another one.

    >>> prints_as(0.0217, ".02"), prints_as(0.0217, ".020"), prints_as(0.510826, ".51082")
    (True, False, False)
    """
    number = Decimal(printed.replace("−", "-"))
    return math.isfinite(value) and Decimal(value).quantize(number, context=_EXACT) == number
