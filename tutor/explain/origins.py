"""Finds where the value at an address comes from, in any pass of a run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tutor.engine.gradients import gradient_lines
from tutor.engine.model import TRAINING, Model
from tutor.engine.program import CLOCK, Programs
from tutor.engine.run import RunError
from tutor.engine.snapshot import Snapshot, Snapshots
from tutor.explain.draws import with_draws
from tutor.explain.origin import Computed, End, EndKind, Origin, Reading
from tutor.explain.problem import ExplainError
from tutor.explain.update_program import UpdateProgram, Version
from tutor.formula.evaluate import evaluate
from tutor.formula.operations.operation import Array
from tutor.formula.problems import nearest
from tutor.formula.tree import Expr, Name, names_in

_KNOWN = 30
"""Names that a complaint lists at most."""


class Origins:
    """The origins of the values of one run."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._run = snapshots.run
        self._model: Model = snapshots.run.model

    def of(self, name: str, update: int) -> Origin:
        """Where ``update/name`` comes from.

        Raises:
            ExplainError: if there is no such value.
        """
        try:
            return self._of(name, update)
        except RunError:
            raise ExplainError("no-such-pass", update=update) from None

    def _of(self, name: str, update: int) -> Origin:
        if update and not self._run.learns:
            raise ExplainError("no-such-pass", update=update)
        programs = self._run.programs
        if name in self._run.learned or any(line.name == name for line in programs.update):
            return self._learned(name, update)
        snapshot = self._snapshots.take(update)
        programs = snapshot.programs
        for line in (*programs.forward, *programs.backward):
            if line.name == name:
                return _computed(snapshot, line.name, line.expr, line.phase)
        if name in snapshot.before:
            return End(name, update, snapshot.before[name], self._kind(name, snapshot))
        return self._on_demand(name, snapshot)

    # What updates change

    def _learned(self, name: str, update: int) -> Origin:
        if any(edit.name == name and edit.update == update for edit in self._run.branch.edits):
            return End(name, update, self._snapshots.take(update).before[name], "edited")
        if update > 0:
            return self._updated(name, self._snapshots.take(update - 1, updated=True))
        if name not in self._run.learned:
            raise ExplainError("not-updated-yet", name=name)
        kind: EndKind = "parameter" if name in self._model.parameters else "state"
        return End(name, update, self._snapshots.take(0).before[name], kind)

    def _updated(self, name: str, snapshot: Snapshot) -> Computed:
        """What the update at the end of a pass gave to ``name``."""
        last = UpdateProgram(snapshot.programs).last(name)
        if last is None:
            reading = Reading(name, snapshot.update, snapshot.before[name])
            return Computed(
                name, snapshot.update + 1, reading.array, None, Name(name), Name(name), {name: reading}
            )  # fmt: skip
        expr, reads = _update_line(snapshot, last)
        line, array = snapshot.programs.update[last], snapshot.updated[last]
        return Computed(name, snapshot.update + 1, array, "update", line.expr, expr, reads, line.parameter)

    # Parts of lines

    def part(self, update: int, position: int, expr: Expr, text: str) -> Computed:
        """``expr``, a part of the line at ``position`` of a pass, as if a line of its own had given it to ``text``."""
        snapshot = self._snapshots.take(update)
        before = snapshot.before
        in_update = position - (len(snapshot.programs.lines) - len(snapshot.programs.update))
        if in_update < 0:
            computed, draws = with_draws(snapshot.programs.lines[position].name, expr, before, snapshot)
            reads = {name: Reading(name, update, before[name]) for name in names_in(expr)} | dict(draws)
        else:
            snapshot = self._snapshots.take(update, updated=True)
            computed, found = _update_line(snapshot, in_update, expr)
            reads = dict(found)
        array = evaluate(computed, {key: reads[key].array for key in names_in(computed)})
        return Computed(text, update, array, "forward", expr, computed, reads)

    # Everything else

    def _kind(self, name: str, snapshot: Snapshot) -> EndKind:
        if any(edit.name == name and edit.update <= snapshot.update for edit in snapshot.edits):
            return "edited"
        if name in self._model.data:
            return "data"
        if name == TRAINING:
            return "training"
        return "clock" if name.rpartition(".")[2] == CLOCK else "hyper"

    def _on_demand(self, name: str, snapshot: Snapshot) -> Origin:
        """A gradient that no line holds."""
        programs, of = snapshot.programs, name[1:]
        differentiable = {*self._model.parameters, *self._model.data, *(line.name for line in programs.forward)}
        if not name.startswith("d") or of not in differentiable:
            raise _unknown(name, programs)
        if programs.shapes[self._model.loss] != ():
            raise ExplainError("nothing-differentiated", name=name, last=self._model.loss)
        if of == self._model.loss:
            return End(name, snapshot.update, np.ones(()), "loss")
        lines = gradient_lines(self._model, programs, of)
        if not lines:
            raise self._no_gradient(of, programs)
        values = dict(snapshot.before)
        for line, expr in lines:
            values[line] = evaluate(expr, {read: values[read] for read in names_in(expr)})
        formula = lines[-1][1]
        reads = {read: Reading(read, snapshot.update, values[read]) for read in names_in(formula)}
        return Computed(name, snapshot.update, values[name], "backward", formula, formula, reads)

    def _no_gradient(self, name: str, programs: Programs) -> ExplainError:
        blocked = programs.blocked.get(name)
        if blocked is None or blocked.op is None:
            return ExplainError("no-gradient", name=name, loss=self._model.loss)
        return ExplainError("gradient-blocked", name=name, op=blocked.op, line=blocked.line)


def _computed(snapshot: Snapshot, name: str, formula: Expr, phase: str) -> Computed:
    """The value of a forward or backward line."""
    before, update = snapshot.before, snapshot.update
    reads = {read: Reading(read, update, before[read]) for read in names_in(formula)}
    expr, draws = with_draws(name, formula, before, snapshot)
    return Computed(
        name, update, before[name], "forward" if phase == "forward" else "backward", formula, expr, {**reads, **draws}
    )  # fmt: skip


def _update_line(snapshot: Snapshot, position: int, formula: Expr | None = None) -> tuple[Expr, Mapping[str, Reading]]:
    """The formula of an update line (or a part of it) over the keys of what it reads, and what that was."""
    program = UpdateProgram(snapshot.programs)
    line = program.lines[position]
    own = line.expr if formula is None else formula

    def array(version: Version) -> Array:
        return snapshot.before[version.name] if version.made is None else snapshot.updated[version.made]

    values = {name: array(program.version(name, position)) for name in names_in(own)}
    bare, draws = with_draws(line.name, own, values, snapshot)
    read = program.read(position, bare)
    reads = {
        key: Reading(version.name, snapshot.update + (version.made is not None), array(version))
        for key, version in read.reads.items()
        if key not in draws
    }
    return read.expr, {**reads, **draws}


def _unknown(name: str, programs: Programs) -> ExplainError:
    known = [key for key in programs.shapes if "." not in key or key in programs.state]
    suggestion = nearest(name[:80], known)
    if suggestion is None:
        return ExplainError("unknown-name", name=name[:80], known=", ".join(known[:_KNOWN]))
    return ExplainError("unknown-name-near", name=name[:80], suggestion=suggestion)
