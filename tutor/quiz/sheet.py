"""One pass as a sheet of paper has it: every line once, under a name of its own, with its value.

A line of the update gives a parameter its next value, and later lines may read that one. Here it gets a key of its own
(``W2'``), so that a formula over keys means the same wherever it stands.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from tutor.engine.address import Address
from tutor.engine.gradients import gradient_lines
from tutor.engine.model import Model
from tutor.engine.program import Phase, Programs
from tutor.engine.run import Run, RunError
from tutor.formula.display import display_name
from tutor.formula.evaluate import Binder, evaluate, run_all
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array, Instruction, Shape
from tutor.formula.tree import Apply, Expr, Name, names_in, substitute, walk
from tutor.formula.write import write
from tutor.messages import Message

MOST_NUMBERS = 200_000
"""Numbers in one pass; arithmetic by hand is far from it, and marking stays quick."""

NEXT = "'"
"""At the end of the key of a value after its update."""


class SheetError(ValueError):
    """A value that cannot be asked for; ``message`` says why."""

    def __init__(self, key: str, **parameters: object) -> None:
        self.message = Message(f"quiz.{key}", parameters)
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class Step:
    """One line.

    Attributes:
        key: the name of its value on this sheet (``dW2``, ``W2'``).
        name: what the line itself calls it.
        expr: over keys.
        parameter: in the update, the parameter that it belongs to.
        update: after how many updates its value stands: the number in its address.
    """

    key: str
    name: str
    expr: Expr
    phase: Phase
    shape: Shape
    parameter: str | None
    update: int

    @property
    def address(self) -> Address:
        """Of the whole value."""
        return Address(self.update, self.name)


@dataclass(frozen=True, eq=False)
class Structure:
    """What sheets with different numbers have in common; what is worked out for one is kept for all.

    Attributes:
        steps: the lines that are computed, in order.
        given: the keys of what no line computes: data, parameters and states as the pass finds them,
            hyper-parameters, draws.
        gradients: the keys that are shown as ∂L/∂….
        programs: the programs that the lines were taken from.
    """

    steps: tuple[Step, ...]
    given: frozenset[str]
    gradients: frozenset[str]
    programs: Programs = field(repr=False)
    _parts: dict[frozenset[str], Structure] = field(default_factory=dict, repr=False)

    def without(self, keys: frozenset[str]) -> Structure:
        """The lines but for those of ``keys``, whose values are given then; the same object every time."""
        if keys not in self._parts:
            steps = tuple(step for step in self.steps if step.key not in keys)
            self._parts[keys] = replace(self, steps=steps, given=self.given | keys, _parts={})
        return self._parts[keys]

    @property
    def draws(self) -> bool:
        """Whether a line of the pass draws at random."""
        return any(_drawn(line.expr) for line in self.programs.lines)


@dataclass(frozen=True, eq=False)
class Sheet:
    """The lines of a pass and all values.

    Attributes:
        model: what is computed.
        update: after how many updates the pass begins.
        structure: the lines.
        values: of everything by key, read-only.
    """

    model: Model
    update: int
    structure: Structure
    values: Mapping[str, Array]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The lines that are computed, in order."""
        return self.structure.steps

    @property
    def given(self) -> frozenset[str]:
        """The keys of what no line computes."""
        return self.structure.given

    @property
    def gradients(self) -> frozenset[str]:
        """The keys that are shown as ∂L/∂…."""
        return self.structure.gradients

    @property
    def programs(self) -> Programs:
        """The programs that the lines were taken from."""
        return self.structure.programs

    @cached_property
    def by_key(self) -> Mapping[str, Step]:
        """The lines by the keys of their values."""
        return {step.key: step for step in self.steps}

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """Of everything by key."""
        return {key: value.shape for key, value in self.values.items()}

    @property
    def fused(self) -> tuple[str, ...]:
        """The outputs whose gradient cancelled against the loss."""
        return self.programs.fused

    @property
    def loss(self) -> str:
        """The key of what is differentiated."""
        return self.model.loss

    def at(self, address: Address) -> Step:
        """The line whose value stands at ``address``.

        Raises:
            SheetError: if no line of this pass computes it.
        """
        for step in reversed(self.steps):
            if (step.name, step.update) == (address.name, address.update):
                return step
        raise SheetError("nothing-to-ask", address=str(address))

    def before(self, step: Step) -> Array | None:
        """The value that ``step`` replaces: of a parameter or a state, what it was before its update."""
        if step.phase != "update" or not step.key.endswith(NEXT):
            return None
        return self.values.get(step.key.removesuffix(NEXT))

    def show(self, key: str) -> str:
        """The name of a value as a reader knows it; after its update it carries a raised plus.

        >>> # W₂⁺ is W₂ after the update
        """
        bare = key.rstrip(NEXT)
        return display_name(bare, self.gradients, of=self.loss) + "⁺" * (len(key) - len(bare))

    def text(self, expr: Expr) -> str:
        """A formula over keys as a reader knows it."""
        return write(expr, "unicode", self.shapes, self.show)

    def compute(self, expr: Expr) -> Array:
        """The value of a formula over keys.

        Raises:
            FormulaError: if its operands do not fit.
        """
        return _bench(self).compute(self, expr)

    def overlaid(self, own: Mapping[str, Array]) -> Sheet:
        """The sheet as it would be with the values ``own`` of some lines taken as they are."""
        values = {key: self.values[key] for key in self.given} | dict(own)
        for step in self.steps:
            if step.key not in own:
                values[step.key] = _frozen(evaluate(step.expr, {key: values[key] for key in names_in(step.expr)}))
        return replace(self, structure=self.structure.without(frozenset(own)), values=values)

    def renewed(self, given: Mapping[str, Array]) -> Sheet:
        """The sheet with other values of what is given, and everything worked out anew."""
        return replace(self, values=_bench(self).renewed({key: given.get(key, self.values[key]) for key in self.given}))

    def including(self, name: str) -> Sheet:
        """The sheet with the gradient ``name`` among its lines, reached the long way where no line of the pass has it.

        Raises:
            SheetError: if there is no such gradient.
        """
        if name in self.values:
            return self
        lines = gradient_lines(self.model, self.programs, name.removeprefix("d")) if name.startswith("d") else ()
        if not lines:
            raise SheetError("nothing-to-ask", address=f"{self.update}/{name}")
        values, added = dict(self.values), []
        for line, expr in lines:
            if line not in values:
                values[line] = _frozen(evaluate(expr, {key: values[key] for key in names_in(expr)}))
                added.append(Step(line, line, expr, "backward", values[line].shape, None, self.update))
        begin = next((k for k, step in enumerate(self.steps) if step.phase == "update"), len(self.steps))
        structure = replace(
            self.structure,
            steps=(*self.steps[:begin], *added, *self.steps[begin:]),
            gradients=self.gradients | {step.key for step in added},
        )
        return replace(self, structure=structure, values=values)


def sheet_of(run: Run, update: int | None = None) -> Sheet:
    """The sheet of the pass after ``update`` updates (None: of the pass where ``run`` stands); the run stays there.

    Raises:
        SheetError: if the pass is too large for arithmetic by hand, or there is no such pass.
    """
    position = run.position
    try:
        run.go(position.update if update is None else update, 0)
    except RunError:
        raise SheetError("no-such-pass", update=update) from None
    try:
        return _Copying(run).sheet()
    finally:
        run.go(*position)


def sheet_for(model: Model, address: Address) -> Sheet:
    """The sheet on which the value at ``address`` is computed.

    Raises:
        SheetError: if no line computes it, or the pass is too large.
    """
    run = Run(model)
    after = _updated_names(run)
    update = address.update or 0
    if address.name is None or (address.name in after and update == 0):
        raise SheetError("nothing-to-ask", address=str(address))
    sheet = sheet_of(run, update - 1 if address.name in after else update)
    return sheet.including(address.name) if address.name not in after else sheet


def _updated_names(run: Run) -> set[str]:
    """The names of the update's lines, whose values stand one update later."""
    return {line.name for line in run.programs.update}


class _Copying:
    """Copies a pass while it runs."""

    def __init__(self, run: Run) -> None:
        self._run = run
        total = sum(math.prod(shape) for shape in run.programs.shapes.values())
        if total > MOST_NUMBERS:
            raise SheetError("too-large", total=f"{total:,}", most=f"{MOST_NUMBERS:,}")
        self._values: dict[str, Array] = {}
        self._current: dict[str, str] = {}
        self._given: set[str] = set()
        self._steps: list[Step] = []

    def sheet(self) -> Sheet:
        run = self._run
        for name in run.programs.shapes:
            value = run.value(name)
            if value is not None:
                self._values[name] = _frozen(value.copy())
                self._given.add(name)
        self._current = {name: name for name in self._values}
        for _ in run.lines:
            run.step()
            self._take()
        structure = Structure(
            tuple(self._steps), frozenset(self._given), run.programs.gradients, run.programs
        )  # fmt: skip
        return Sheet(run.model, run.position.update, structure, self._values)

    def _take(self) -> None:
        """The line that ran last."""
        line, value = self._run.current, None
        if line is not None:
            value = self._run.value(line.name)
        if line is None or value is None:
            return
        expr = substitute(line.expr, {name: Name(self._current[name]) for name in names_in(line.expr)})
        key = line.name
        while key in self._values:
            key += NEXT
        self._current[line.name] = key
        self._values[key] = _frozen(value.copy())
        if _drawn(expr):
            self._given.add(key)
            return
        update = self._run.position.update + (line.phase == "update")
        self._steps.append(Step(key, line.name, expr, line.phase, line.shape, line.parameter, update))


def _drawn(expr: Expr) -> bool:
    return any(isinstance(node, Apply) and OPERATIONS[node.op].random for node in walk(expr))


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array


class _Bench:
    """The lines of a structure, and every formula over its keys that was ever asked for, bound once."""

    def __init__(self, sheet: Sheet) -> None:
        self._arrays = {key: np.array(value) for key, value in sheet.values.items()}
        self._own = tuple(self._arrays)
        self._binder = Binder(self._arrays)
        self._lines = [call for step in sheet.steps for call in self._binder.line(step.key, step.expr)]
        self._formulas: dict[Expr, tuple[tuple[Instruction, ...], Array]] = {}
        self._holds: Mapping[str, Array] | None = None

    def renewed(self, given: Mapping[str, Array]) -> dict[str, Array]:
        """All values that come of other given ones."""
        for key, value in given.items():
            self._arrays[key][...] = value
        run_all(self._lines)
        values = {key: _frozen(self._arrays[key].copy()) for key in self._own}
        self._holds = values
        return values

    def compute(self, sheet: Sheet, expr: Expr) -> Array:
        """The value of a formula with the values of ``sheet``."""
        if expr not in self._formulas:
            name = f"formula {len(self._formulas)}"
            self._formulas[expr] = self._binder.line(name, expr), self._arrays[name]
        if self._holds is not sheet.values:
            for key in self._own:
                self._arrays[key][...] = sheet.values[key]
            self._holds = sheet.values
        instructions, result = self._formulas[expr]
        run_all(instructions)
        return result.copy()


_BENCHES: WeakKeyDictionary[Structure, _Bench] = WeakKeyDictionary()


def _bench(sheet: Sheet) -> _Bench:
    if sheet.structure not in _BENCHES:
        _BENCHES[sheet.structure] = _Bench(sheet)
    return _BENCHES[sheet.structure]


def finite(value: Array) -> bool:
    """Whether every number is finite."""
    return bool(np.isfinite(value).all())
