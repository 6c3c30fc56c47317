"""The engine's rows: an update against other ways to compute it, and jumps in a long run."""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Iterator

import numpy as np

from tests.benchmarks.contenders import engine, handwritten, micrograd, pytorch, xor_model
from tests.benchmarks.measure import Row, Work, ratio, seconds_each
from tutor.engine.run import Run

LONG = 1_000_000
JUMPS = 41


def update_rows() -> Iterator[Row]:
    """One update of XOR 2-2-1, headless."""
    contenders: dict[str, Work] = {"engine": engine(), "NumPy": handwritten(), "micrograd": micrograd()}
    torch = pytorch()
    if torch is not None:
        contenders["PyTorch"] = torch
    taken = seconds_each(contenders)
    by_hand = ratio(taken, "engine", "NumPy")
    yield Row("an update of XOR 2-2-1, against NumPy written by hand", f"{by_hand:.2f} ×", "≤ 1.15 ×", by_hand <= 1.15)
    for name, bound in (("PyTorch", 10.0), ("micrograd", 7.0)):
        if name in taken:
            faster = ratio(taken, name, "engine")
            what = f"an update of XOR 2-2-1, against {name}"
            yield Row(what, f"{faster:.1f} × faster", f"≥ {bound:.0f} × faster", faster >= bound)


def history_rows() -> Iterator[Row]:
    """Jumps to random updates of a long run, and what its history weighs."""
    run = Run(xor_model())
    run.go(LONG)
    weight = _history_bytes(LONG)
    targets = np.random.default_rng(0).integers(0, LONG, JUMPS)
    taken: list[float] = []
    for target in targets:
        start = time.perf_counter()
        run.go(int(target), len(run.lines))
        taken.append(1000 * (time.perf_counter() - start))
    median = statistics.median(taken)
    yield Row(f"jump to a random update of {LONG:,}, median", f"{median:.1f} ms", "≤ 100 ms", median <= 100)
    megabytes = weight / 2**20
    yield Row(f"memory of the history of {LONG:,} updates", f"{megabytes:.1f} MB", "≤ 64 MB", megabytes <= 64)


def _history_bytes(updates: int) -> int:
    """What a run of ``updates`` updates holds more than one that has not moved."""
    tracemalloc.start()
    run = Run(xor_model())
    start = tracemalloc.get_traced_memory()[0]
    run.go(updates)
    grown = tracemalloc.get_traced_memory()[0] - start
    tracemalloc.stop()
    return grown
