"""Measuring on a noisy machine: contenders take turns, and what counts is the median of the ratios of neighbours."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Work = Callable[[int], object]
"""Does something the given number of times."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the results.

    Attributes:
        what: is measured, against what.
        value: what came out, with its unit.
        reach: the bound.
        holds: whether it is kept.
    """

    what: str
    value: str
    reach: str
    holds: bool

    def __str__(self) -> str:
        kept = "–" if self.reach == "–" else "yes" if self.holds else "**no**"
        return f"| {self.what} | {self.value} | {self.reach} | {kept} |"


def seconds_each(contenders: Mapping[str, Work], *, turn: float = 0.02, turns: int = 61) -> dict[str, list[float]]:
    """Seconds for one time of each contender's work, ``turns`` times over, taking turns of about ``turn`` seconds."""
    counts = {name: _count_for(work, turn) for name, work in contenders.items()}
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    gc.disable()
    try:
        for _ in range(turns):
            for name, work in contenders.items():
                start = time.perf_counter()
                work(counts[name])
                taken[name].append((time.perf_counter() - start) / counts[name])
    finally:
        gc.enable()
    return taken


def ratio(taken: Mapping[str, list[float]], one: str, other: str) -> float:
    """How many times as long ``one`` takes as ``other``: the median over the turns that stood beside each other."""
    return statistics.median(a / b for a, b in zip(taken[one], taken[other], strict=True))


def _count_for(work: Work, turn: float) -> int:
    count = 1
    while True:
        start = time.perf_counter()
        work(count)
        taken = time.perf_counter() - start
        if taken >= turn / 2:
            return max(1, round(count * turn / taken))
        count *= 2
