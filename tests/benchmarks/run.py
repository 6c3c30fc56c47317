"""Measure what the design promises, as ratios taken side by side in one run.

    python tests/benchmarks/run.py            # print the table
    python tests/benchmarks/run.py --write    # and put it into RESULTS.md with a description of the machine

PyTorch is measured against when it is installed; micrograd always (``pip install -e ".[bench]"``).
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # so that it runs as a script, from anywhere

from tests.benchmarks.engine_rows import history_rows, update_rows
from tests.benchmarks.measure import Row
from tests.benchmarks.screen_rows import key_rows, start_rows

RESULTS = Path(__file__).with_name("RESULTS.md")
GROUPS: tuple[Callable[[], Iterator[Row]], ...] = (update_rows, history_rows, start_rows, key_rows)


def machine() -> str:
    """What the figures were taken on."""
    packages = []
    for name in ("numpy", "textual", "micrograd", "torch"):
        try:
            packages.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            packages.append(f"no {name}")
    return f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, {', '.join(packages)}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def main() -> int:
    """Print every row as it is measured; exit code 1 if a bound is not kept."""
    head = ["| what | measured | reach | kept |", "|---|---|---|---|"]
    print("\n".join(head), flush=True)
    rows: list[Row] = []
    for group in GROUPS:
        for row in group():
            rows.append(row)
            print(row, flush=True)
    if "--write" in sys.argv:
        when = datetime.now(UTC).date().isoformat()
        note = "Made by `python tests/benchmarks/run.py --write`. Ratios are medians of turns taken beside each other."
        table = "\n".join([*head, *map(str, rows)])
        RESULTS.write_text(f"# Measured\n\n{note}\n\n{when}: {machine()}\n\n{table}\n", encoding="utf-8")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
