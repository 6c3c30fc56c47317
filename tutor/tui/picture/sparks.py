"""A curve drawn with blocks: a column for each value, as high as the value is large."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.tui.picture.text import Role, Row, Span, row

BLOCKS = " ▁▂▃▄▅▆▇█"
ASCII = " .:-=+*#@"
"""The same where there are no blocks: the darker, the fuller."""

LOST = "×"
LOST_ASCII = "x"


def sparks(values: Sequence[float], rows: int, *, ascii_only: bool = False, role: Role = "curve1") -> list[Row]:
    """``values`` from left to right in so many rows; the lowest stands at the foot, a number that is lost as a cross.

    >>> [line[0].text for line in sparks([4, 3, 2, 1, 0], 1)]
    ['█▆▅▃▁']
    """
    glyphs = ASCII if ascii_only else BLOCKS
    finite = [value for value in values if math.isfinite(value)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    full = len(glyphs) - 1
    levels = [_level(value, low, high, rows * full) for value in values]
    return [row(Span(_row(levels, line, full, glyphs, ascii_only=ascii_only), role)) for line in reversed(range(rows))]


def _level(value: float, low: float, high: float, most: int) -> int:
    """How high ``value`` stands, from 1 to ``most``; -1: it is lost."""
    if not math.isfinite(value):
        return -1
    return 1 + round((value - low) / (high - low) * (most - 1)) if high > low else 1


def _row(levels: Sequence[int], line: int, full: int, glyphs: str, *, ascii_only: bool) -> str:
    cross = LOST_ASCII if ascii_only else LOST
    return "".join(
        (cross if line == 0 else " ") if level < 0 else glyphs[min(max(level - line * full, 0), full)]
        for level in levels
    )
