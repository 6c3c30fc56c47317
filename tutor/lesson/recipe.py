"""The formulas of a lesson, or of a variant of it, parsed: everything of a model except its arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from tutor.engine.model import Part, Watch
from tutor.engine.rules import Rule
from tutor.formula.parse import Assignment
from tutor.formula.tree import Expr, names_in
from tutor.lesson.complaint import Complaints
from tutor.lesson.formulas import read_expression, read_program, read_rule
from tutor.lesson.nodes import Node
from tutor.lesson.schema import TRAINING_FIELDS


@dataclass(frozen=True)
class Recipe:
    """What formulas say.

    Attributes:
        forward: the lines of the model that can be read.
        broken: the names of the lines that cannot.
        update: a rule or a whole program; None: there is no training.
        watches: by name.
        until, goal: conditions.
        wrong: mistaken backward lines by name.
        hyper: the hyper-parameters that are set, with where.
        readable: whether all of the formulas could be read.
    """

    forward: tuple[Assignment, ...]
    broken: tuple[str, ...]
    update: Rule | tuple[Assignment, ...] | None
    watches: Mapping[str, Watch]
    until: Expr | None
    goal: Expr | None
    wrong: Mapping[str, Expr]
    hyper: Mapping[str, Node]
    readable: bool

    @cached_property
    def reads(self) -> frozenset[str]:
        """Every name that some formula reads (a state ``W1.v`` counts as ``W1``)."""
        own = self.update.reads if isinstance(self.update, Rule) else frozenset()
        return own | {name.partition(".")[0] for expr in self._formulas() for name in names_in(expr)}

    def _formulas(self) -> Iterator[Expr]:
        yield from (line.expr for line in self.forward)
        if isinstance(self.update, tuple):
            yield from (line.expr for line in self.update)
        yield from (watch.expr for watch in self.watches.values())
        yield from self.wrong.values()
        yield from (condition for condition in (self.until, self.goal) if condition is not None)


def read_recipe(fields: Mapping[str, Node], complaints: Complaints) -> Recipe:
    """The formulas in ``fields``; those that cannot be read are complained about and left out."""
    before = complaints.errors
    training = fields.get("training")
    goal = fields.get("goal")
    forward, broken = read_program(fields["model"], complaints) if "model" in fields else ((), ())
    watches = {name: read_expression(node.get("of") or node, complaints) for name, node in _entries(fields, "watch")}
    parts = {name: cast(Part, node.text_of("on", "pass")) for name, node in _entries(fields, "watch")}
    wrong = {name: read_expression(node, complaints) for name, node in _entries(fields, "wrong")}
    return Recipe(
        forward,
        broken,
        update=_update(training, complaints),
        watches={name: Watch(expr, parts[name]) for name, expr in watches.items() if expr is not None},
        until=_condition(training.get("until") if training is not None else None, complaints),
        goal=_condition(goal.get("reach") or goal if goal is not None else None, complaints),
        wrong={name: expr for name, expr in wrong.items() if expr is not None},
        hyper={name: node for name, node in _entries(fields, "training") if name not in TRAINING_FIELDS},
        readable=complaints.errors == before,
    )


def _entries(fields: Mapping[str, Node], name: str) -> Iterable[tuple[str, Node]]:
    return fields[name].table.items() if name in fields else ()


def _condition(node: Node | None, complaints: Complaints) -> Expr | None:
    return None if node is None else read_expression(node, complaints)


def _update(training: Node | None, complaints: Complaints) -> Rule | tuple[Assignment, ...] | None:
    if training is None:
        return None
    program, rule = training.get("update"), training.get("rule")
    if program is not None:
        return read_program(program, complaints)[0]
    if rule is not None:
        return read_rule(rule, complaints)
    complaints.error("no-rule", training.key)
    return None
