"""A pass with all its arrays: the three programs bound once, run as often as there are updates."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from tutor.engine.draws import Clockwork, permutation
from tutor.engine.model import TRAINING, Batches, Model
from tutor.engine.program import CLOCK, Line, Programs
from tutor.engine.rules import rule_name
from tutor.formula.evaluate import Binder
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array, Instruction, Shape
from tutor.formula.tree import Apply, names_in, walk


class Learned:
    """Everything that an update changes, parameters and rule state, in one vector: a snapshot is one copy.

    Attributes:
        vector: all numbers, float64.
        values: the parameters (``W1``) and states (``W1.v``) as views of the vector.
    """

    def __init__(self, parameters: Mapping[str, Array], state: Mapping[str, Shape]) -> None:
        shapes = {name: array.shape for name, array in parameters.items()} | dict(state)
        sizes = {name: math.prod(shape) for name, shape in shapes.items()}
        self.vector = np.zeros(sum(sizes.values()))
        self.values: dict[str, Array] = {}
        start = 0
        for name, shape in shapes.items():
            self.values[name] = self.vector[start : start + sizes[name]].reshape(shape)
            start += sizes[name]
        for name, array in parameters.items():
            self.values[name][...] = array

    def view(self, snapshot: Array) -> dict[str, Array]:
        """The values in a copy of the vector, by name."""
        parts: dict[str, Array] = {}
        start = 0
        for name, array in self.values.items():
            parts[name] = snapshot[start : start + array.size].reshape(array.shape)
            start += array.size
        return parts


class Given:
    """What a pass reads and no update changes: data, hyper-parameters, the clock.

    Attributes:
        data: whole, as edits leave them; a pass over a batch reads rows of them.
        clock: the number of the running update, from 1.
        scalars: hyper-parameters, the clock and ``training`` under the names that lines read them by.
    """

    def __init__(self, model: Model) -> None:
        taken = {*model.data, *model.parameters, *(line.name for line in model.forward)}
        self.data: dict[str, Array] = {name: np.array(array, dtype=np.float64) for name, array in model.data.items()}
        self.clock = np.array(1.0)
        hyper = {name: np.array(float(value)) for name, value in model.hyper_parameters.items()}
        self.scalars: dict[str, Array] = {TRAINING: np.array(1.0), **hyper}
        for name, array in {**hyper, CLOCK: self.clock}.items():
            self.scalars[rule_name(name, taken)] = array
        for name in taken.intersection(self.scalars):
            del self.scalars[name]
        self.hyper = hyper


class Machine:
    """One pass over a given number of rows.

    Attributes:
        programs: the lines.
        values: the array of every name that a pass knows.
        code: the instructions of each line.
        whole: the instructions of a whole pass, the clock's included.
        loss: reads the loss of the pass that ran last; 0.0 where the last line is not one number.
    """

    def __init__(self, model: Model, programs: Programs, learned: Learned, given: Given, rows: int | None) -> None:
        self.programs = programs
        self._model = model
        self._given = given
        self._rows = rows
        self.values: dict[str, Array] = {**given.scalars, **given.data, **learned.values}
        self._batched = model.batches.names if model.batches is not None and rows is not None else ()
        for name in self._batched:
            self.values[name] = np.zeros((rows or 0, *given.data[name].shape[1:]))
        binder = Binder(self.values, Clockwork(model.seed, given.clock))
        self.code: tuple[tuple[Instruction, ...], ...] = tuple(
            binder.line(line.name, line.expr) for line in programs.lines
        )
        self._tick: tuple[Instruction, ...] = ()
        if reads_clock(programs):
            self._tick = (partial(np.add, given.clock, np.array(1.0), given.clock),)
        self.whole: tuple[Instruction, ...] = self.split(0)[1]
        loss = self.values[model.loss]
        self.loss: Callable[[], float] = loss.item if loss.shape == () else float

    def split(self, ready: int, ran: int = 0) -> tuple[tuple[Instruction, ...], tuple[Instruction, ...]]:
        """The instructions of the first ``ready`` lines, and those of the rest of the pass; ``ran`` lines have run."""
        before = tuple(chain.from_iterable(self.code[ran:ready]))
        return before, (*chain.from_iterable(self.code[max(ready, ran) :]), *self._tick)

    def load_batch(self, update: int) -> None:
        """Put the rows that the pass after ``update`` updates sees in their place."""
        batches = self._model.batches
        if not self._batched or batches is None:
            return
        order = batch_order(self._model, batches, update)
        for name in self._batched:
            self.values[name][...] = self._given.data[name][order]

    def run(self, start: int, stop: int) -> None:
        """Run the lines from ``start`` up to ``stop``."""
        with np.errstate(all="ignore"):
            for instructions in self.code[start:stop]:
                for instruction in instructions:
                    instruction()


def batch_order(model: Model, batches: Batches, update: int) -> NDArray[np.intp] | slice:
    """Which rows of the batched data the pass after ``update`` updates sees, in their order."""
    epoch, position = divmod(update, model.updates_per_epoch)
    size = model.rows or 0
    rows = slice(position * batches.size, min((position + 1) * batches.size, size))
    return permutation(batches.seed, "batches", epoch, size)[rows] if batches.shuffle else rows


def rows_seen(model: Model, update: int) -> tuple[int, ...] | None:
    """Which rows of the batched data a pass sees, in their order; None where it sees all of them as they are."""
    if model.batches is None:
        return None
    rows = np.arange(model.rows or 0)
    return tuple(int(row) for row in rows[batch_order(model, model.batches, update)])


def reads_clock(programs: Programs) -> bool:
    """Whether a line depends on the number of the update: a rule that reads ``t``, or a random draw."""
    return any(_is_timed(line) for line in programs.lines)


def _is_timed(line: Line) -> bool:
    reads_t = line.phase == "update" and {CLOCK, rule_name(CLOCK, {CLOCK})}.intersection(names_in(line.expr))
    return bool(reads_t) or any(isinstance(node, Apply) and OPERATIONS[node.op].random for node in walk(line.expr))
