"""What can befall any quantity, whatever its formula: rounding too early, the point, the sign, the order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tutor.formula.operations.operation import Array
from tutor.quiz.mistakes.mistake import ANY, Line, Mistake, Rewrite, Slip

_POWERS = (1, -1, 2, -2, 3, -3)
_MOST_SHUFFLED = 64
"""Cells of a value that may stand in another order."""


def _decimal_shift(typed: Array, right: Array) -> Iterator[Slip]:
    for power in _POWERS:
        shifted = right * 10.0**power
        moved = np.abs(typed - shifted) < np.abs(typed - right)
        if moved.any() and (shifted != right)[moved].all():
            places = -power if power < 0 else power
            yield Slip(np.where(moved, shifted, right), {"power": f"10{_raised(power)}", "places": places})


def _raised(power: int) -> str:
    from tutor.formula.display import superscript

    return superscript(power)


def _sign(typed: Array, right: Array) -> Iterator[Slip]:
    turned = np.abs(typed + right) < np.abs(typed - right)
    if turned.any():
        yield Slip(np.where(turned, -right, right))


def _order(typed: Array, right: Array) -> Iterator[Slip]:
    """The right cells put where the typed ones of the same rank stand."""
    if not 2 <= right.size <= _MOST_SHUFFLED or not np.isfinite(typed).all():
        return
    ranks = np.argsort(np.argsort(typed, axis=None, kind="stable"), kind="stable")
    sources = np.argsort(right, axis=None, kind="stable")[ranks]
    value = right.reshape(-1)[sources].reshape(right.shape)
    if not np.array_equal(value, right):
        yield Slip(value, {}, tuple(int(source) for source in sources))


def _rounded_early(line: Line) -> Iterator[Rewrite]:
    """Marked by the rounding itself (``tutor.quiz.diagnosis``): a formula cannot say it."""
    yield from ()


ENTRIES = (
    Mistake("rounded-early", _rounded_early, rank=ANY),
    Mistake("decimal-shift", fit=_decimal_shift, rank=ANY),
    Mistake("sign", fit=_sign, rank=ANY),
    Mistake("order", fit=_order, rank=ANY),
)
