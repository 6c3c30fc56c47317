"""Watches and conditions: numbers looked at while a run goes on, computed beside its passes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from tutor.engine.draws import Clockwork
from tutor.engine.gradients import bind_gradient
from tutor.engine.machine import Given, Learned, Machine
from tutor.engine.model import TRAINING, Model
from tutor.formula.evaluate import Binder, evaluate, run_all
from tutor.formula.operations.operation import Array, Instruction, describe
from tutor.formula.problems import FormulaError, Problem
from tutor.formula.tree import Expr, names_in, substitute
from tutor.formula.write import write
from tutor.messages import Message


class Observation(NamedTuple):
    """A bound expression: ``instructions`` compute ``value`` once ``ready`` lines of the pass have run."""

    instructions: tuple[Instruction, ...]
    value: Array
    ready: int

    def read(self) -> float:
        """Compute the number now."""
        run_all(self.instructions)
        return float(self.value)


class Observer:
    """Binds watches and conditions to the arrays of one machine."""

    def __init__(self, model: Model, machine: Machine, learned: Learned, given: Given) -> None:
        self._model = model
        self._machine = machine
        self._learned = learned
        self._given = given
        self._numbers: dict[Expr, Observation] = {}
        self.watches: Mapping[str, Observation] = {name: self._watch(name) for name in model.watches}

    def condition(self, expr: Expr) -> Observation:
        """``expr``, which may read the pass, what is learned, and the watches.

        Raises:
            FormulaError: if it reads what does not exist, or is not one number.
        """
        values, instructions, ready = self._pass_values(expr)
        for name in names_in(expr):
            if name in self.watches and name not in values:
                watch = self.watches[name]
                values[name] = watch.value
                instructions.extend(watch.instructions)
                ready = max(ready, watch.ready)
        binder = Binder(values, Clockwork(self._model.seed, self._given.clock))
        instructions.extend(binder.line("condition ", expr))
        if values["condition "].shape != ():
            gaps = {"name": write(expr), "shape": describe(values["condition "].shape)}
            raise FormulaError([Problem(Message("engine.condition-one-number", gaps))])
        return Observation(tuple(instructions), values["condition "], ready)

    def number(self, expr: Expr) -> Observation:
        """The same, bound once and kept: for numbers that are read in many passes.

        Raises:
            FormulaError: as ``condition`` does.
        """
        if expr not in self._numbers:
            self._numbers[expr] = self.condition(expr)
        return self._numbers[expr]

    def _watch(self, name: str) -> Observation:
        watch = self._model.watches[name]
        if watch.on == "pass":
            values, instructions, ready = self._pass_values(watch.expr)
            binder = Binder(values, Clockwork(self._model.seed, self._given.clock))
            instructions.extend(binder.line("watch ", watch.expr))
            return Observation(tuple(instructions), values["watch "], ready)
        return self._on_part(watch.expr, watch.on)

    def _pass_values(self, expr: Expr) -> tuple[dict[str, Array], list[Instruction], int]:
        """The arrays of the pass, with gradients that ``expr`` reads and the backward program has no line for.

        Also the instructions that compute those, and how many lines have to run before.
        """
        programs, values = self._machine.programs, dict(self._machine.values)
        instructions: list[Instruction] = []
        ready = programs.ready(expr)
        for name in names_in(expr):
            if name not in values and name.startswith("d"):
                bound = bind_gradient(self._model, programs, self._machine.values, self._given.clock, name[1:])
                if bound is not None:
                    instructions.extend(bound.instructions)
                    values[name] = bound.value
                    ready = max(ready, bound.ready)
        return values, instructions, ready

    def _on_part(self, expr: Expr, part: str) -> Observation:
        """The forward program over a part of the data as a whole, as in use: ``training`` is 0."""
        values: dict[str, Array] = {**self._given.scalars, TRAINING: np.array(0.0), **self._given.data}
        values.update({name: np.asarray(array) for name, array in self._model.parts.get(part, {}).items()})
        values.update(self._learned.values)
        binder = Binder(values, Clockwork(self._model.seed, self._given.clock))
        instructions: list[Instruction] = []
        needed = needed_lines(self._model, expr)
        for line in self._model.forward:
            if line.name in needed:
                instructions.extend(binder.line(line.name, line.expr))
        instructions.extend(binder.line("watch ", expr))
        return Observation(tuple(instructions), values["watch "], 0)


def needed_lines(model: Model, expr: Expr) -> set[str]:
    """The forward lines that ``expr`` depends on."""
    needed = set(names_in(expr))
    for line in reversed(model.forward):
        if line.name in needed:
            needed.update(names_in(line.expr))
    return needed


def expand(expr: Expr, model: Model) -> Expr:
    """``expr`` with the forward lines it reads put in for their names, down to data and parameters."""
    for line in reversed(model.forward):
        expr = substitute(expr, {line.name: line.expr})
    return expr


def rows_sum_to_one(target: Expr, model: Model, given: Given) -> bool:
    """Whether the rows of ``target``, a formula of the data alone, sum to 1."""
    formula = expand(target, model)
    values = {**given.scalars, **given.data}
    if not set(names_in(formula)) <= values.keys():
        return False
    with np.errstate(all="ignore"):
        sums = evaluate(formula, values).sum(axis=-1)
    return bool(np.all(np.abs(sums - 1) <= 1e-9))
