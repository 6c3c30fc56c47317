"""Axes: what they span, where a number lies on them, and which round numbers are written beside them."""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tutor.tui.picture.numbers import MINUS
from tutor.tui.settings import Glyphs

Floats: TypeAlias = NDArray[np.float64]

_LARGEST = 1e100
"""What is larger is not looked for on an axis: as a rule it is on its way to infinity."""

_MOST_TICKS = 8
"""Numbers up to which more are tried where an axis shows fewer than two."""

_LONGEST_NUMBER = 6
"""Characters that a number of an axis may take before a power of ten is written beside the axis instead."""

_SUPERSCRIPT = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·")


class Axis(NamedTuple):
    """What an axis spans.

    Attributes:
        low, high: the ends, ``low < high``; both above 0 where it is logarithmic.
        label: what it measures.
        whole: whether only whole numbers have a meaning there.
    """

    low: float
    high: float
    label: str = ""
    log: bool = False
    whole: bool = False


def span_of(values: Floats, *, log: bool = False) -> tuple[float, float]:
    """Round ends for an axis that shows ``values``, those that are finite (and above 0, if it is logarithmic).

    >>> span_of(np.array([0.02, 0.71])), span_of(np.array([0.02, 0.71]), log=True)
    ((0.0, 0.8), (0.01, 1.0))
    """
    usable = values[(np.abs(values) < _LARGEST) & ((values > 1 / _LARGEST) if log else True)]
    if not usable.size:
        return (0.1, 1.0) if log else (0.0, 1.0)
    low, high = float(usable.min()), float(usable.max())
    if log:
        first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
        return 10.0**first, 10.0 ** max(last, first + 1)
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-290):
        around = abs(low) * 0.1 or 0.5
        return low - around, high + around
    step = round_step(high - low, 6)
    ends = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return float(f"{ends[0]:.10g}"), float(f"{ends[1]:.10g}")


def scaled(values: Floats | float, axis: Axis) -> Floats:
    """Where ``values`` lie on an axis, from 0 to 1; NaN for what is not finite, or not on it at all."""
    with np.errstate(all="ignore"):
        if axis.log:
            at = np.log(np.asarray(values) / axis.low) / math.log(axis.high / axis.low)
        else:
            at = (np.asarray(values) - axis.low) / (axis.high - axis.low)
    return np.where(np.isfinite(at), at, np.nan)


def place(value: float, axis: Axis, count: int) -> int | None:
    """The column of an x, or the row from below of a y; None outside."""
    at = float(scaled(value, axis))
    if not -1e-9 <= at <= 1 + 1e-9:
        return None
    return min(int(max(at, 0.0) * count), count - 1)


def middles(axis: Axis, count: int) -> Floats:
    """What lies in the middle of each of ``count`` cells."""
    at = (np.arange(count) + 0.5) / count
    if axis.log:
        return np.asarray(axis.low * (axis.high / axis.low) ** at)
    return np.asarray(axis.low + (axis.high - axis.low) * at)


class Ticks(NamedTuple):
    """Round numbers on an axis, as texts, and the power of ten that these leave out."""

    values: tuple[float, ...]
    texts: tuple[str, ...]
    power: int = 0


def ticks(axis: Axis, most: int, glyphs: Glyphs = "braille") -> Ticks:
    """Some ``most`` round numbers on an axis, or two where it is short.

    >>> ticks(Axis(0.0, 10.0), 4).texts, ticks(Axis(0.01, 1.0, log=True), 4).texts
    (('0', '2.5', '5.0', '7.5', '10.0'), ('0.01', '0.1', '1'))
    """
    if axis.log:
        first, last = round(math.log10(axis.low)), round(math.log10(axis.high))
        powers = range(first, last + 1, max(-(-(last - first) // most), 1))
        return Ticks(tuple(10.0**power for power in powers), tuple(_power_text(power, glyphs) for power in powers))
    step, values = _round_places(axis, most)
    largest = max(abs(axis.low), abs(axis.high))
    decimals = _decimals(step)
    power = 0
    if len(f"{largest:.{decimals}f}") > _LONGEST_NUMBER:
        power = math.floor(math.log10(largest))
        decimals = _decimals(step / 10.0**power)
    minus = "-" if glyphs == "ascii" else MINUS
    texts = (f"{value / 10.0**power:.{decimals}f}" if value else "0" for value in values)
    return Ticks(tuple(values), tuple(text.replace("-", minus) for text in texts), power)


def _round_places(axis: Axis, most: int) -> tuple[float, list[float]]:
    """A round step, and its multiples on the axis: two at least, where there are so many."""
    step = round_step(axis.high - axis.low, most)
    if axis.whole:
        step = 1.0 if step < 1 else 5.0 if step == 2.5 else step
    first, last = math.ceil(axis.low / step - 1e-9), math.floor(axis.high / step + 1e-9)
    if last > first or most >= _MOST_TICKS:
        return step, [number * step for number in range(first, last + 1)]
    return _round_places(axis, most + 1)


def round_step(length: float, most: int) -> float:
    """The least round step of which at most ``most`` lie along ``length``."""
    step = 10.0 ** math.floor(math.log10(length / most))
    return next(step * many for many in (1.0, 2.0, 2.5, 5.0, 10.0, 20.0) if length / (step * many) <= most * (1 + 1e-9))


def _decimals(step: float) -> int:
    """The decimals that multiples of a round step have."""
    exponent = math.floor(math.log10(step) + 1e-9)
    halves = round(step / 10.0**exponent, 6) == 2.5
    return max(halves - exponent, 0)


def _power_text(power: int, glyphs: Glyphs) -> str:
    if -2 <= power <= 3:
        return f"{10.0**power:g}"
    return f"1e{power}" if glyphs == "ascii" else f"10{str(power).translate(_SUPERSCRIPT)}"


def said_on(axis: Axis, power: int, glyphs: Glyphs) -> str:
    """What an axis measures, and in which power of ten."""
    return axis.label if not power else f"{axis.label}{'*' if glyphs == 'ascii' else '×'}{_power_text(power, glyphs)}"
