"""Whole passes: standing at the beginning of any of them, and running many.

What a pass begins with depends on the lesson, the branch's edits and the number of updates alone; keyframes and recent
copies only shorten the way there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from tutor.engine.history import Branch, Edit, Keyframes, Losses, Recent, Samples
from tutor.engine.machine import Given, Learned, Machine
from tutor.engine.model import Model
from tutor.engine.observe import Observation, Observer, rows_sum_to_one
from tutor.engine.program import Programs, build_programs
from tutor.formula.operations.operation import Array, Instruction
from tutor.formula.tree import Expr

Reason = Literal["condition", "limit", "diverged", "stopped"]
Progress = Callable[[int], bool]
"""Called now and then with the update reached; False stops the run."""

_SLICE = 0.05
"""Seconds between two calls of a ``Progress``."""


class Halt(NamedTuple):
    """Why running passes ended, and in which pass."""

    reason: Reason
    update: int


class Passes:
    """The passes of one model on one branch at a time.

    Attributes:
        update: the pass that is stood in: the number of updates before it.
        branch: whose edits hold.
        entering: what the pass began with (parameters and states), edits applied.
        machine, observer: the pass's arrays, and what looks at them.
        long_way: whether the pass that is stood in shows loss and activation differentiated one after the other.
            At first the lesson's own way, which whole passes always run, so that looking does not change a bit.
        recorded: numbers that are kept of every pass, or of every few, for curves.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.long_way = not model.fuse
        self.recorded: tuple[Expr, ...] = ()
        self.given = Given(model)
        self._targets: list[Expr] = []
        self._sums: tuple[bool, ...] = ()
        self.learned = Learned(model.parameters, self._build(model.batch_rows(0), long_way=self.long_way).state)
        self._initial = self.learned.vector.copy()
        self._machines: dict[tuple[int | None, bool, tuple[bool, ...]], tuple[Machine, Observer]] = {}
        self._recent = Recent(self._initial.nbytes)
        self.branch = self.new_branch(0, None, 0)
        self.load(0, self._initial)

    def new_branch(self, number: int, parent: Branch | None, fork: int) -> Branch:
        """A branch that leaves ``parent`` before pass ``fork``."""
        return Branch(number, parent, fork, Keyframes(self._initial.nbytes), Losses(fork), reached=fork)

    def forget(self, branch: Branch) -> None:
        """Drop what was remembered of a branch that has changed or is gone."""
        self._recent.forget(branch)

    def begin_anew(self, branch: Branch) -> None:
        """Forget what was computed on a branch whose edits are not those it was computed with."""
        self.forget(branch)
        branch.keyframes = Keyframes(self._initial.nbytes)
        branch.losses = Losses(branch.fork)
        branch.samples = Samples(branch.fork)
        branch.reached = branch.fork

    # Standing in a pass

    def load(self, update: int, vector: Array) -> None:
        """Stand at the beginning of a pass, given what the pass before left."""
        self.learned.vector[...] = vector
        for name, array in self.model.data.items():
            self.given.data[name][...] = array
        for name, value in self.model.hyper_parameters.items():
            self.given.hyper[name][...] = value
        for edit in self.branch.edits:
            if edit.update < update and edit.name not in self.model.parameters:
                self._apply(edit)
        self._enter(update)

    def reload(self, update: int) -> None:
        """Stand at the beginning of a pass after the branch, or what is remembered of it, has changed."""
        self.load(*(self.branch.keyframe(update) or (0, self._initial)))
        self.seek(update)

    def restart(self) -> None:
        """Back to the beginning of the pass that is stood in."""
        self.learned.vector[...] = self.entering
        self.given.clock[...] = self.update + 1

    def seek(self, update: int) -> None:
        """Stand at the beginning of a pass, from the nearest place that is remembered."""
        kept = self._recent.get(self.branch, update)
        if kept is not None:
            self.load(update, kept)
            return
        backwards = update < self.update
        keyframe = self.branch.keyframe(update) or (0, self._initial)
        if keyframe[0] <= self.update <= update:
            self.restart()
        else:
            self.load(*keyframe)
        if self.update < update:
            self.advance(update, dense_from=update - self._recent.room if backwards else None)

    def _enter(self, update: int) -> None:
        """Begin a pass: what is learned stands as the pass before left it; edits made here are applied."""
        if update >= self.branch.fork:
            self.branch.keyframes.keep(update, self.learned.vector)
            self.branch.reached = max(self.branch.reached, update)
        self.update = update
        edits = self.branch.edits
        for edit in edits:
            if edit.update == update:
                self._apply(edit)
        if edits:
            self._sums = self._check_sums()
        self.given.clock[...] = update + 1
        self.entering = self.learned.vector.copy()
        self.machine, self.observer = self._machine_at(update, long_way=self.long_way)
        self.machine.load_batch(update)

    def editable(self, name: str) -> Array | None:
        """The array of a parameter, a datum or a hyper-parameter; None if ``name`` is none of these."""
        if name in self.model.parameters:
            return self.learned.values[name]
        return self.given.data.get(name, self.given.hyper.get(name))

    def _apply(self, edit: Edit) -> None:
        array = self.editable(edit.name)
        if array is not None:
            array[...] = edit.value

    # The programs

    def _build(self, rows: int | None, *, long_way: bool) -> Programs:
        def known(target: Expr) -> bool:
            if target not in self._targets:
                self._targets.append(target)
            return rows_sum_to_one(target, self.model, self.given)

        programs = build_programs(self.model, rows, fuse=not long_way, sums_to_one=known)
        self._sums = self._check_sums()
        return programs

    def _check_sums(self) -> tuple[bool, ...]:
        """For each target of a softmax whether its rows sum to 1, as the data stand: the short form needs it."""
        return tuple(rows_sum_to_one(target, self.model, self.given) for target in self._targets)

    def _machine_at(self, update: int, *, long_way: bool) -> tuple[Machine, Observer]:
        rows = self.model.batch_rows(update)
        key = (rows, long_way, self._sums)
        if key not in self._machines:
            programs = self._build(rows, long_way=long_way)
            machine = Machine(self.model, programs, self.learned, self.given, rows)
            self._machines[key] = machine, Observer(self.model, machine, self.learned, self.given)
        return self._machines[key]

    # Running whole passes

    def advance(
        self,
        target: int,
        condition: Expr | None = None,
        progress: Progress | None = None,
        *,
        stop_if_lost: bool = False,
        dense_from: int | None = None,
    ) -> Halt:
        """Run passes from the beginning of this one up to the beginning of pass ``target`` or a reason to stop.

        Args:
            condition: is asked in every pass, as soon as all that it reads is computed.
            stop_if_lost: whether a number that is not finite ends the run.
            dense_from: from this update on, keep what every pass begins with, for going back step by step.
        """
        called, quota = time.monotonic(), 64
        while self.update < target:
            machine, observer = self._machine_at(self.update, long_way=not self.model.fuse)
            check = None if condition is None else observer.condition(condition)
            ran = 0
            if self.recorded and self.update == self.branch.owner(self.update).samples.due:
                ran = self._sample(machine, observer)
            stop = self.update + 1 if ran else self._next_stop(min(target, self.update + quota), dense_from)
            if dense_from is not None and self.update >= dense_from:
                self._recent.keep(self.branch, self.update, self.learned.vector)
            reached, reason = self._spin(machine, self.update, stop, check, ran, stop_if_lost=stop_if_lost)
            if reason == "diverged" or (stop_if_lost and not np.isfinite(self.learned.vector).all()):
                self.restart()
                return Halt("diverged", reached)
            self._enter(reached)
            if reason == "condition":
                return Halt("condition", reached)
            now = time.monotonic()
            if now - called >= _SLICE:
                called = now
                if progress is not None and not progress(reached):
                    return Halt("stopped", reached)
            elif now - called < _SLICE / 2:
                quota *= 2
        return Halt("limit", self.update)

    def _next_stop(self, target: int, dense_from: int | None) -> int:
        """The next update at which something other than running passes has to be done."""
        here = self.update
        stops = [target, self.branch.keyframes.due(here)]
        stops += [edit.update for edit in self.branch.edits if edit.update > here]
        stops += [fork for fork in self.branch.forks if fork > here]  # the passes before it are another branch's
        sample = self.branch.owner(here).samples.due
        if self.recorded and sample > here:
            stops.append(sample)
        if dense_from is not None:
            stops.append(dense_from if here < dense_from else here + 1)
        if self.model.batches is not None:  # the last batch of an epoch may be short: another machine
            epoch = self.model.updates_per_epoch
            last = (here // epoch + 1) * epoch - 1
            stops.append(last if here < last else here + 1)
        return min(stops)

    def _sample(self, machine: Machine, observer: Observer) -> int:
        """Record the numbers of this pass; how many of its lines ran for them."""
        readings = [observer.number(expr) for expr in self.recorded]
        ran = max(reading.ready for reading in readings)
        machine.load_batch(self.update)  # it may be another than the one that is stood in, which shows the other way
        machine.run(0, ran)
        self.branch.owner(self.update).samples.record(tuple(reading.read() for reading in readings))
        return ran

    def _spin(
        self, machine: Machine, start: int, stop: int, check: Observation | None, ran: int, *, stop_if_lost: bool
    ) -> tuple[int, Reason | None]:
        """Run the passes from ``start`` up to ``stop``: the innermost loop, nothing in it but the instructions.

        Of a single pass ``ran`` lines may have run already. A pass whose condition is met is left with its parameters
        as it began.
        """
        if check is not None:
            before, after = machine.split(check.ready, ran)
        else:
            before, after = machine.split(0, ran)[1] if ran else machine.whole, ()
        ask: tuple[Instruction, ...] = check.instructions if check is not None else ()
        read = machine.loss
        losses = self.branch.owner(start).losses
        due = losses.due
        batched = self.model.batches is not None
        with np.errstate(all="ignore"):
            for update in range(start, stop):
                if batched:
                    machine.load_batch(update)
                for instruction in before:
                    instruction()
                if check is not None:
                    for instruction in ask:
                        instruction()
                    if check.value:
                        return update, "condition"
                    for instruction in after:
                        instruction()
                loss = read()
                if update == due:
                    due = losses.record(loss)
                if stop_if_lost and loss - loss != 0.0:  # inf - inf and nan - nan are nan
                    return update, "diverged"
        return stop, None
