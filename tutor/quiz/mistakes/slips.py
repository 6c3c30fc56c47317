"""What can befall any quantity, whatever its formula: rounding too early, the point, the sign, the order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tutor.formula.display import superscript
from tutor.formula.operations.operation import Array
from tutor.quiz.mistakes.mistake import SLIP, Line, Mistake, Rewrite, Slip
from tutor.quiz.numbers import rounded

_POWERS = (1, -1, 2, -2, 3, -3)
_MOST_SHUFFLED = 64
"""Cells of a value that may stand in another order."""


def _decimal_shift(typed: Array, right: Array) -> Iterator[Slip]:
    for power in _POWERS:
        shifted = right * 10.0**power
        moved = np.abs(typed - shifted) < np.abs(typed - right)
        if moved.any() and (shifted != right)[moved].all():
            places = -power if power < 0 else power
            yield Slip(np.where(moved, shifted, right), {"power": f"10{superscript(power)}", "places": places})


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
    """The line worked out from values that were rounded to one or two digits, or decimals."""
    values = line.sheet.values
    computed = [name for name in line.names if name not in line.sheet.given]
    for form, rounds in (("", rounded), ("decimals", np.round)):
        for digits in (2, 1):
            inputs = {name: np.asarray(rounds(values[name], digits), dtype=np.float64) for name in computed}
            if any(not np.array_equal(inputs[name], values[name]) for name in computed):
                yield Rewrite(line.expr, {"digits": digits}, form, inputs)


ENTRIES = (
    Mistake("rounded-early", rank=SLIP, forms=("", "decimals"), numeric=_rounded_early),
    Mistake("decimal-shift", fit=_decimal_shift, rank=SLIP),
    Mistake("sign", fit=_sign, rank=SLIP),
    Mistake("order", fit=_order, rank=SLIP),
)
