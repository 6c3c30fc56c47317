"""A pass of a run, copied out of it: to be looked at and tried with while the run goes on elsewhere."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from tutor.engine.draws import Clockwork
from tutor.engine.history import Edit
from tutor.engine.model import Model
from tutor.engine.program import Programs
from tutor.engine.run import Run
from tutor.formula.evaluate import Binder, run_all
from tutor.formula.operations.operation import Array

_ROOM = 6
"""Snapshots that are kept: walking from cell to cell goes back and forth between few passes."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One pass.

    Attributes:
        update: the number of updates before it.
        programs: its lines.
        before: every value as it stands before the update program, read-only.
        updated: what each line of the update program gave, read-only; empty if that was not asked for.
        edits: those of the branch.
    """

    model: Model
    update: int
    programs: Programs
    before: Mapping[str, Array]
    updated: tuple[Array, ...] = ()
    edits: tuple[Edit, ...] = ()


class Snapshots:
    """Takes snapshots of a run, and keeps the last few."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._kept: OrderedDict[tuple[int, bool, tuple[Edit, ...]], Snapshot] = OrderedDict()

    def take(self, update: int, *, updated: bool = False) -> Snapshot:
        """The pass after ``update`` updates on the branch where the run stands; the run stays where it is.

        Args:
            updated: whether the update program has to be run, too.

        Raises:
            RunError: if there is no such pass.
        """
        key = (update, self.run.long_way, self.run.branch.edits)
        kept = self._kept.get(key)
        if kept is None or (updated and len(kept.updated) != len(kept.programs.update)):
            kept = self._kept[key] = _take(self.run, update, updated=updated)
        self._kept.move_to_end(key)
        while len(self._kept) > _ROOM:
            self._kept.popitem(last=False)
        return kept


def _take(run: Run, update: int, *, updated: bool) -> Snapshot:
    position = run.position
    if update != position.update:
        run.go(update)
    try:
        programs = run.programs
        run.go(update, len(programs.lines) - len(programs.update))
        values = {name: run.value(name) for name in programs.shapes}
        before = {name: _copy(value) for name, value in values.items() if value is not None}
        after = tuple(_after(run, line.name) for line in programs.update) if updated else ()
        return Snapshot(run.model, update, programs, before, after, run.branch.edits)
    finally:
        run.go(*position)


def _after(run: Run, name: str) -> Array:
    """Run the next line, which is that of ``name``, and copy what it gave."""
    run.step()
    value = run.value(name)
    return _copy(np.zeros(()) if value is None else value)


def _copy(array: Array) -> Array:
    copy = np.array(array)
    copy.flags.writeable = False
    return copy


class Rehearsal:
    """The forward program of a snapshot on arrays of its own, to be run again after a value was changed.

    Attributes:
        programs: the lines.
        values: the array of every name; may be written to.
        loss: reads the loss of what ran last.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.programs: Programs = snapshot.programs
        self.values: Mapping[str, Array] = {name: np.array(array) for name, array in snapshot.before.items()}
        clock = np.array(snapshot.update + 1.0)
        binder = Binder(dict(self.values), Clockwork(snapshot.model.seed, clock))
        self._code = [binder.line(line.name, line.expr) for line in snapshot.programs.forward]
        loss = self.values[snapshot.model.loss]
        self.loss: Callable[[], float] = loss.item if loss.shape == () else float

    def run(self, start: int, stop: int) -> None:
        """Run the forward lines from ``start`` up to ``stop``."""
        for instructions in self._code[start:stop]:
            run_all(instructions)
