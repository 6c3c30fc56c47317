"""Two branches side by side at the same update."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tutor.engine.history import Branch
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array


@dataclass(frozen=True, slots=True)
class Compared:
    """One value on both branches, and what it is more on the second."""

    name: str
    first: Array
    second: Array
    difference: Array


def compare(run: Run, first: Branch, second: Branch, update: int) -> tuple[Compared, ...]:
    """Every value of the pass after ``update`` updates, on both branches; the run stays where it is."""
    position, branch = run.position, run.branch
    sides: list[dict[str, Array]] = []
    for side in (first, second):
        run.switch(side)
        run.go(update, len(run.lines) - len(run.programs.update))
        names = [*run.learned, *(line.name for line in run.lines if line.phase != "update")]
        sides.append({name: np.array(run.value(name)) for name in names})
    run.switch(branch)
    run.go(*position)
    one, other = sides
    return tuple(Compared(name, one[name], other[name], other[name] - one[name]) for name in one if name in other)
