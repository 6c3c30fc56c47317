"""The three programs of a pass: forward, backward, update. A step of the tutor is one of their lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple, cast

from tutor.engine.derive import Backward, Blocked, SumsToOne, derive, unknown
from tutor.engine.model import Model
from tutor.engine.rules import Rule, rule_name
from tutor.formula.operations.operation import Shape
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Expr, names_in

Phase = Literal["forward", "backward", "update"]
CLOCK = "t"
"""The number of the update from 1, as a rule reads it."""


class Line(NamedTuple):
    """One line: ``name = expr``.

    Attributes:
        shape: of the value.
        parameter: in the update program, the parameter whose rule this is a line of.
    """

    name: str
    expr: Expr
    phase: Phase
    shape: Shape
    parameter: str | None = None


@dataclass(frozen=True)
class Programs:
    """All lines of a pass with a given number of rows.

    Attributes:
        shapes: of every name that a pass knows: data, parameters, hyper-parameters, state, and all lines.
        state: the rule's state as names (``W1.v``) with shapes.
        fused, fusable, blocked: as the derivation reports them.
    """

    forward: tuple[Line, ...]
    backward: tuple[Line, ...] = ()
    update: tuple[Line, ...] = ()
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    state: Mapping[str, Shape] = field(default_factory=dict)
    fused: tuple[str, ...] = ()
    fusable: tuple[str, ...] = ()
    blocked: Mapping[str, Blocked] = field(default_factory=dict)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the whole pass in the order in which they run."""
        return self.forward + self.backward + self.update

    @cached_property
    def gradients(self) -> frozenset[str]:
        """The names of the backward lines: those that are shown as ∂L/∂…."""
        return frozenset(line.name for line in self.backward)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {line.name: position for position, line in enumerate(self.lines) if line.phase != "update"}

    def computed_after(self, name: str) -> int | None:
        """How many lines have run once ``name`` has its value; None if it is no forward or backward line."""
        position = self._positions.get(name)
        return None if position is None else position + 1

    def ready(self, expr: Expr) -> int:
        """How many lines have to run before everything that ``expr`` reads is there."""
        return max((self.computed_after(name) or 0 for name in names_in(expr)), default=0)


def build_programs(
    model: Model, rows: int | None = None, *, fuse: bool = True, sums_to_one: SumsToOne = unknown
) -> Programs:
    """The programs of a pass over ``rows`` rows of the batched data (None: no batches).

    They are derived once for each answer that ``sums_to_one`` gives: a run, its lesson and its checks share them.

    Raises:
        FormulaError: if a line cannot be used; ``check_model`` finds all such lines with their places.
    """
    known = cast("list[_Derived]", model.worked_out.setdefault(("programs", rows, fuse), []))
    for found in known:
        if all(sums_to_one(target) == answer for target, answer in found.answers.items()):
            return found.programs
    answers: dict[Expr, bool] = {}

    def asked(target: Expr) -> bool:
        answers[target] = sums_to_one(target)
        return answers[target]

    programs = _build(model, rows, fuse, asked)
    known.append(_Derived(answers, programs))
    return programs


class _Derived(NamedTuple):
    """Programs, and what was known of the targets when they were derived."""

    answers: Mapping[Expr, bool]
    programs: Programs


def _build(model: Model, rows: int | None, fuse: bool, sums_to_one: SumsToOne) -> Programs:
    shapes = model.known_shapes(rows)
    forward: list[Line] = []
    for assignment in model.forward:
        shape = shape_of(assignment.expr, shapes)
        shapes[assignment.name] = shape
        forward.append(Line(assignment.name, assignment.expr, "forward", shape))
    derived = _derived(model, shapes, fuse, sums_to_one)
    backward: list[Line] = []
    for name, expr in derived.lines:
        formula = model.wrong.get(name, expr)
        shapes[name] = shape_of(formula, shapes)
        backward.append(Line(name, formula, "backward", shapes[name]))
    state: dict[str, Shape] = {}
    update = _update_lines(model, shapes, state, frozenset(derived.blocked)) if _learns(model, derived.lines) else []
    return Programs(
        tuple(forward), tuple(backward), tuple(update), shapes, state, derived.fused, derived.fusable, derived.blocked
    )


def _derived(model: Model, shapes: Mapping[str, Shape], fuse: bool, sums_to_one: SumsToOne) -> Backward:
    """The backward program, with every gradient that an update program or a mistaken line reads among its lines."""
    parameters = list(model.parameters)
    derived = derive(model.forward, shapes, parameters, fuse=fuse, sums_to_one=sums_to_one)
    lines = model.update if isinstance(model.update, tuple) else ()
    read = {name for expr in (*(line.expr for line in lines), *model.wrong.values()) for name in names_in(expr)}
    there = {name for name, _ in derived.lines}
    left_out = [name for name in shapes if f"d{name}" in read - there - shapes.keys() and name not in parameters]
    if not left_out:
        return derived
    fuse = fuse and not set(left_out).intersection(derived.fused)
    again = derive(model.forward, shapes, [*parameters, *left_out], fuse=fuse, sums_to_one=sums_to_one)
    return replace(again, blocked=derived.blocked)


def _learns(model: Model, gradients: tuple[tuple[str, Expr], ...]) -> bool:
    """A rule needs gradients to apply; a whole update program stands by itself."""
    return isinstance(model.update, tuple) or bool(gradients)


def _update_lines(
    model: Model, shapes: dict[str, Shape], state: dict[str, Shape], blocked: frozenset[str]
) -> list[Line]:
    """The lines of the update; ``shapes`` and ``state`` get what they add."""
    taken = {*model.data, *model.parameters, *(assignment.name for assignment in model.forward)}
    clock = rule_name(CLOCK, taken) if isinstance(model.update, Rule) else CLOCK
    shapes.setdefault(clock, ())
    lines: list[Line] = []
    if isinstance(model.update, Rule):
        hyper = model.hyper_parameters
        for name in hyper:
            shapes.setdefault(rule_name(name, taken), ())
        for parameter in model.parameters:
            if parameter in blocked:
                continue
            own = {f"{parameter}.{name}": shapes[parameter] for name in model.update.state}
            state.update(own)
            shapes.update(own)
            for target, expr in model.update.applied(parameter, hyper, taken):
                lines.append(_update_line(target, expr, shapes, parameter))
    else:
        for assignment in model.update or ():
            owner = assignment.name if assignment.name in model.parameters else None
            lines.append(_update_line(assignment.name, assignment.expr, shapes, owner))
    return lines


def _update_line(target: str, expr: Expr, shapes: dict[str, Shape], parameter: str | None) -> Line:
    shape = shape_of(expr, shapes)
    shapes.setdefault(target, shape)
    return Line(target, expr, "update", shapes[target], parameter)
