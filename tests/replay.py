"""Time without a memory: every pass from the first on, one after the other, to compare a run's travels with.

It knows nothing of keyframes, branches or recent passes: it starts from the lesson's numbers, sets what was edited
when its pass begins, and computes line after line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from tutor.engine.draws import Clockwork, permutation
from tutor.engine.history import Edit
from tutor.engine.model import TRAINING, Model
from tutor.engine.program import Programs, build_programs
from tutor.engine.rules import rule_name
from tutor.engine.run import Run
from tutor.formula.evaluate import Binder, evaluate, run_all
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Expr


class Straight:
    """All passes of a model with some edits, in their order."""

    def __init__(self, model: Model, edits: Iterable[Edit]) -> None:
        self._model = model
        self._edits = tuple(edits)
        start = {name: np.array(array, dtype=np.float64) for name, array in model.parameters.items()}
        for name, shape in build_programs(model, model.batch_rows(0)).state.items():
            start[name] = np.zeros(shape)
        self._left: list[dict[str, Array]] = [start]
        """What each pass begins with, edits of its own not yet made: as the pass before has left it."""

    def at(self, update: int, line: int) -> dict[str, Array]:
        """All values known at a position; what is not computed yet is left out."""
        while len(self._left) <= update:
            end = self._pass(len(self._left) - 1)
            self._left.append({name: np.array(end[name]) for name in self._left[0]})
        return self._pass(update, line)

    def _pass(self, update: int, stop: int | None = None) -> dict[str, Array]:
        model = self._model
        learned = dict(self._left[update])
        data = {name: np.array(array, dtype=np.float64) for name, array in model.data.items()}
        hyper = {name: np.array(float(value)) for name, value in model.hyper_parameters.items()}
        for edit in self._edits:
            if edit.update == update or (edit.update < update and edit.name not in learned):
                group = next(group for group in (learned, data, hyper) if edit.name in group)
                group[edit.name] = np.array(edit.value)
        values = {**_given(model, update, data, hyper), **{name: np.array(array) for name, array in learned.items()}}
        binder = Binder(values, Clockwork(model.seed, np.array(update + 1.0)))
        for line in _programs(model, update, data, hyper).lines[:stop]:
            run_all(binder.line(line.name, line.expr))
        return values


def _programs(model: Model, update: int, data: Mapping[str, Array], hyper: Mapping[str, Array]) -> Programs:
    def sums_to_one(target: Expr) -> bool:
        return bool(np.all(np.abs(evaluate(target, {**hyper, **data}).sum(axis=-1) - 1) <= 1e-9))

    return build_programs(model, model.batch_rows(update), fuse=model.fuse, sums_to_one=sums_to_one)


def _given(model: Model, update: int, data: Mapping[str, Array], hyper: Mapping[str, Array]) -> dict[str, Array]:
    """What a pass reads and no update changes, under the names that its lines use."""
    taken = {*model.data, *model.parameters, *(line.name for line in model.forward)}
    given = {TRAINING: np.array(1.0), rule_name("t", taken): np.array(update + 1.0)}
    given.update({rule_name(name, taken): np.array(array) for name, array in hyper.items()})
    given.update({name: np.array(array) for name, array in data.items()})
    if model.batches is not None:
        size = model.data[model.batches.names[0]].shape[0]
        epoch, position = divmod(update, -(-size // model.batches.size))
        order = permutation(model.batches.seed, "batches", epoch, size) if model.batches.shuffle else np.arange(size)
        rows = order[position * model.batches.size : (position + 1) * model.batches.size]
        given.update({name: data[name][rows] for name in model.batches.names})
    return given


_KNOWN: dict[tuple[object, ...], Straight] = {}


def straight(model: Model, edits: Iterable[Edit]) -> Straight:
    """The passes of ``model`` with these edits, each computed once in a test run."""
    edits = tuple(edits)
    key = (id(model), *((edit.update, edit.name, edit.value.tobytes()) for edit in edits))
    if len(_KNOWN) > 200:
        _KNOWN.clear()
    return _KNOWN.setdefault(key, Straight(model, edits))


def assert_as_straight(run: Run) -> None:
    """Every value where ``run`` stands has the bits of the straight way there; what is ahead is not known."""
    update, line = run.position
    expected = straight(run.model, run.branch.edits).at(update, line)
    for name in (*run.learned, *run.model.data, *(each.name for each in run.lines)):
        shown = run.value(name)
        if name not in expected:
            assert shown is None, f"{update}/{name} is shown before line {line} has computed it"
        else:
            assert shown is not None, f"{update}/{name} is missing after {line} lines"
            assert shown.tobytes() == expected[name].tobytes(), f"{update}/{name} after {line} lines"
    for name, number in run.hyper.items():
        edited = [edit.value for edit in run.branch.edits if edit.name == name and edit.update <= update]
        assert number == float(edited[-1] if edited else run.model.hyper_parameters[name])
