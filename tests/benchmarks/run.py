"""Measure what the design promises, as ratios taken side by side in one run.

    python tests/benchmarks/run.py                    # print the tables
    python tests/benchmarks/run.py --write            # and put them into RESULTS.md with a description of the machine
    python tests/benchmarks/run.py --only marking     # one section alone: speed, marking (which takes minutes)

PyTorch is measured against when it is installed; micrograd always (``pip install -e ".[bench]"``).
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # so that it runs as a script, from anywhere

from tests.benchmarks.engine_rows import history_rows, update_rows
from tests.benchmarks.marking import rows as marking_rows
from tests.benchmarks.measure import Row
from tests.benchmarks.screen_rows import key_rows, start_rows

RESULTS = Path(__file__).with_name("RESULTS.md")
Group = Callable[[], Iterator[Row]]
SECTIONS: dict[str, tuple[str, tuple[Group, ...]]] = {
    "speed": (
        "Ratios are medians of turns taken beside each other.",
        (update_rows, history_rows, start_rows, key_rows),
    ),
    "marking": (
        "Simulated learners work on 2,000 generated problems of several architectures, activations, losses and rules.",
        (marking_rows,),
    ),
}
HEAD = "| what | measured | reach | kept |\n|---|---|---|---|"
TITLE = "# Measured\n\nMade by `python tests/benchmarks/run.py --write`."


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


def section(name: str, rows: list[Row]) -> str:
    """A section of the results as it stands in the file."""
    when = datetime.now(UTC).date().isoformat()
    table = "\n".join([HEAD, *map(str, rows)])
    return f"## {name.capitalize()}\n\n{SECTIONS[name][0]}\n\n{when}: {machine()}\n\n{table}"


def write(measured: dict[str, list[Row]]) -> None:
    """Put what was measured into the file; the other sections stay as they are."""
    old = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    sections = re.split(r"^## ", old, flags=re.MULTILINE)[1:]
    kept = {part.split("\n", 1)[0].lower(): f"## {part.strip()}" for part in sections}
    kept |= {name: section(name, rows) for name, rows in measured.items()}
    parts = [TITLE, *(kept[name] for name in SECTIONS if name in kept)]
    RESULTS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def main() -> int:
    """Print every row as it is measured; exit code 1 if a bound is not kept."""
    parser = argparse.ArgumentParser(description="Measure what the design promises.")
    parser.add_argument("--only", choices=SECTIONS, action="append", help="a section alone; may be repeated")
    parser.add_argument("--write", action="store_true", help="put the results into RESULTS.md")
    chosen = parser.parse_args()
    measured: dict[str, list[Row]] = {}
    for name in chosen.only or SECTIONS:
        print(HEAD, flush=True)
        measured[name] = []
        for group in SECTIONS[name][1]:
            for row in group():
                measured[name].append(row)
                print(row, flush=True)
    if chosen.write:
        write(measured)
    return 0 if all(row.holds for rows in measured.values() for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
