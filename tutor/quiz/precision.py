"""How far a faultless answer may be off: the tolerance that comes from the computation itself.

With u(n) the unit of the fourth significant digit of n, over all intermediate values nᵢ of the value v:

    tol(v) = 1.05 · max(u_typed, u(v)) + Σᵢ |∂v/∂nᵢ| · u(nᵢ)

The derivatives are those that the engine derives: the work is written as a program of single operations, its backward
program is derived, and every cell of v is sent back through it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from tutor.engine.derive import derive
from tutor.formula.evaluate import Binder, run_all
from tutor.formula.operations.operation import Array, Instruction
from tutor.formula.parse import Assignment
from tutor.formula.problems import Place
from tutor.formula.tree import Apply, Expr, Name, names_in
from tutor.quiz.arithmetic import Work, exact_names, products_of
from tutor.quiz.numbers import units
from tutor.quiz.sheet import Sheet, Step

SLACK = 1.05
"""On the unit of the result itself, for what second-order terms add."""

_NOWHERE = Place(1, 1, 1)
_SUM = (("axis", None), ("keepdims", False))


class _Errors:
    """Work with the unit of every intermediate value, and the derivatives of chosen values."""

    def __init__(self, work: Work, values: Mapping[str, Array], given: Mapping[str, Array], targets: set[str]) -> None:
        """``values``: of the given names; ``given``: how far each of those may itself be off."""
        self._work = work
        binder = Binder(dict(values))
        run_all([step for one in work.operations for step in binder.line(one.name, one.expr)])
        self.values = binder.values
        exact = exact_names(work.operations, self.values, (name for name, error in given.items() if not error.any()))
        self.units: dict[str, Array] = {}
        self.products: dict[str, Array] = {}
        for operation in work.operations:
            value = self.values[operation.name]
            self.units[operation.name] = np.zeros(value.shape) if operation.name in exact else units(value)
            products = None if operation.name in exact else products_of(operation.expr, self.values)
            if products is not None:
                self.products[operation.name] = products
        self._errors = {name: error for name, error in given.items() if error.any()}
        for name in self.units:
            self._errors[name] = self.units[name] + self.products.get(name, 0.0)
        self._seeds = {name: f"s{name}" for name in targets}
        self._backward = self._derived(binder)

    def _derived(self, binder: Binder) -> list[Instruction]:
        """Instructions that send the seeds back to every name that may be off."""
        shapes = dict(self._work.shapes)
        terms: list[Expr] = []
        for name, seed in self._seeds.items():
            shapes[seed] = shapes[name]
            binder.values[seed] = np.zeros(shapes[name])
            term = Apply("multiply", (Name(name), Name(seed)))
            terms.append(Apply("sum", (term,), _SUM) if shapes[name] else term)
        forward = [Assignment(one.name, one.expr, _NOWHERE) for one in self._work.operations]
        forward.append(Assignment("all", terms[0] if len(terms) == 1 else Apply("total", tuple(terms)), _NOWHERE))
        lines = derive(forward, {**shapes, "all": ()}, list(self._errors), fuse=False).lines
        self._reached = [(name, name[1:]) for name, _ in lines if name[1:] in self._errors]
        return [step for name, expr in lines for step in binder.line(name, expr)]

    def spread(self, name: str) -> Array:
        """Σ |∂v/∂nᵢ| · u(nᵢ) for each cell of the value ``name``, its own unit left out."""
        if name not in self._seeds:
            return self._errors.get(name, np.zeros(self.values[name].shape))
        seed = self.values[self._seeds[name]]
        result = np.zeros(seed.shape)
        for index in np.ndindex(seed.shape):
            seed[index] = 1.0
            run_all(self._backward)
            seed[index] = 0.0
            total = self.products[name][index] if name in self.products else 0.0
            for gradient, source in self._reached:
                if source != name:
                    with np.errstate(all="ignore"):
                        part = np.abs(self.values[gradient]) * self._errors[source]
                    total += float(part[np.isfinite(part)].sum())
            result[index] = total
        return result


class Precision:
    """The tolerances of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._spreads: dict[str, Array] = {}

    @cached_property
    def _given(self) -> dict[str, Array]:
        """How far the given values are off as they stand on paper: nothing, unless they have more than four digits."""
        from tutor.quiz.arithmetic import short

        values = self.sheet.values
        return {
            key: np.zeros(values[key].shape) if short(values[key]) else units(values[key]) for key in self.sheet.given
        }

    @cached_property
    def _whole(self) -> tuple[Work, _Errors]:
        sheet = self.sheet
        work = Work({key: sheet.shapes[key] for key in sheet.given})
        given = {work.names[key]: error for key, error in self._given.items()}
        values = {work.names[key]: sheet.values[key] for key in sheet.given}
        ends = {work.add(step.key, step.expr) for step in sheet.steps}
        return work, _Errors(work, values, given, ends)

    def spread(self, key: str) -> Array:
        """What the rounding of everything before it does to the value ``key``, cell by cell."""
        if key not in self._spreads:
            if key in self.sheet.given:
                self._spreads[key] = self._given[key]
            else:
                work, errors = self._whole
                self._spreads[key] = errors.spread(work.names[key])
        return self._spreads[key]

    def unit(self, step: Step) -> Array:
        """The unit of the last digit that is asked for, cell by cell.

        An updated parameter is judged by its step: its four digits are those of what it moves by.
        """
        value = self.sheet.values[step.key]
        before = self.sheet.before(step)
        return units(value if before is None or not self._moves(step) else value - before)

    def measure(self, step: Step) -> Array:
        """The sizes that a tolerance is small or large against: of the value, or of the step that it makes."""
        value = self.sheet.values[step.key]
        before = self.sheet.before(step)
        return np.abs(value if before is None or not self._moves(step) else value - before)

    def by_step(self, step: Step) -> bool:
        """Whether the value is judged by how far it moves."""
        return self.sheet.before(step) is not None and self._moves(step)

    def _moves(self, step: Step) -> bool:
        """Whether the line adds a step to what was there, as an updated parameter's does."""
        if step.name in self.sheet.model.parameters:
            return True
        old = Name(step.key.removesuffix("'"))
        return isinstance(step.expr, Apply) and step.expr.op in ("add", "subtract") and step.expr.args[0] == old

    def tolerance(self, step: Step, typed_units: Array | float = 0.0) -> Array:
        """How far a typed cell may be from the right value; ``typed_units``: of the last typed digits."""
        return np.asarray(SLACK * np.maximum(typed_units, self.unit(step)) + self.spread(step.key))

    def error(self, key: str) -> Array:
        """How far ``key`` may be off where it is read: what comes before it, and its own last digit."""
        if key in self.sheet.given:
            return self.spread(key)
        work, errors = self._whole
        return np.asarray(self.spread(key) + errors.units[work.names[key]])

    def spread_of(self, expr: Expr) -> tuple[Array, Array]:
        """The value of any formula over keys, and what rounding does to it, its own last digit left out."""
        keys = names_in(expr)
        values = self.sheet.values
        work = Work({key: values[key].shape for key in keys})
        given = {work.names[key]: self.error(key) for key in keys}
        end = work.add("", expr)
        errors = _Errors(work, {work.names[key]: values[key] for key in keys}, given, {end})
        return errors.values[end], errors.spread(end)
