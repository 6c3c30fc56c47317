"""Which rows and columns of a value larger than its room are shown, and how many are not, on each side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Gap:
    """So many rows or columns that are not shown."""

    count: int


@lru_cache(maxsize=1024)
def visible(count: int, cap: int, start: int = 0, keep: int | None = None) -> tuple[int | Gap, ...]:
    """Which of ``count`` rows or columns are shown when there is room for ``cap``, and how many are not, on each side.

    At the beginning those are the first ones and the last; further on those from ``start``, one fewer where both sides
    are cut. ``keep`` is among them, wherever the window stood.

    >>> visible(784, 3), visible(4, 4), visible(9, 3, 2), visible(9, 3, keep=5)
    ((0, 1, Gap(count=781), 783), (0, 1, 2, 3), (Gap(count=2), 2, 3, Gap(count=5)), (Gap(count=4), 4, 5, Gap(count=3)))
    """
    if count <= cap:
        return tuple(range(count))
    cap = max(cap, 1)
    middle = max(cap - 1, 1)
    start = min(max(start, 0), count - cap)
    if keep is not None and not _shows(count, cap, start, keep):
        start = min(keep, count - cap) if keep < start else keep - middle + 1
    if start <= 0:
        return (*range(cap - 1), Gap(count - cap), count - 1) if cap > 1 else (0, Gap(count - 1))
    if start >= count - cap:
        return (Gap(count - cap), *range(count - cap, count))
    if cap == 1:  # no room to count on either side
        return (start, Gap(count - 1))
    return (Gap(start), *range(start, start + middle), Gap(count - start - middle))


def _shows(count: int, cap: int, start: int, position: int) -> bool:
    """Whether ``position`` is among those shown from ``start``."""
    if start == 0:
        return position < cap - 1 or position == (count - 1 if cap > 1 else 0)
    if start >= count - cap:
        return position >= start
    return start <= position < start + max(cap - 1, 1)
