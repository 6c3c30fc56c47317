"""Two branches side by side at the same update."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

import numpy as np

from tutor.engine.history import Branch
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array

Found = TypeVar("Found")


class Compared(NamedTuple):
    """One value on both branches, and what it is more on the second."""

    name: str
    first: Array
    second: Array
    difference: Array


def compare(run: Run, first: Branch, second: Branch, update: int) -> tuple[Compared, ...]:
    """Every value of the pass after ``update`` updates, on both branches; the run stays where it is."""
    return _beside(*on_both(run, first, second, update, _values))


def compare_watches(run: Run, first: Branch, second: Branch, update: int) -> tuple[Compared, ...]:
    """Every watch of the pass after ``update`` updates, on both branches; the run stays where it is."""
    return _beside(*on_both(run, first, second, update, _watches))


def on_both(run: Run, first: Branch, second: Branch, update: int, look: Callable[[Run], Found]) -> tuple[Found, Found]:
    """What ``look`` finds where all of a pass but its update has run, on both branches; the run stays where it is."""
    position, branch = run.position, run.branch
    sides: list[Found] = []
    for side in (first, second):
        run.switch(side)
        run.go(update)
        run.go(update, len(run.lines) - len(run.programs.update))
        sides.append(look(run))
    run.switch(branch)
    run.go(*position)
    return sides[0], sides[1]


def _values(run: Run) -> dict[str, Array]:
    names = [*run.learned, *(line.name for line in run.lines if line.phase != "update")]
    return {name: np.array(run.value(name)) for name in names}


def _watches(run: Run) -> dict[str, Array]:
    return {name: np.array(value) for name, value in run.watches().items() if value is not None}


def _beside(one: dict[str, Array], other: dict[str, Array]) -> tuple[Compared, ...]:
    with np.errstate(all="ignore"):  # ∞ − ∞, where both branches have lost their numbers
        return tuple(Compared(name, one[name], other[name], other[name] - one[name]) for name in one if name in other)
