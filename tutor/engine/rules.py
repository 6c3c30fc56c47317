"""Update rules as formula text, applied to each parameter ``W`` with its gradient ``g``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tutor.formula.parse import Assignment, parse_program
from tutor.formula.problems import FormulaError, Place, Problem, error
from tutor.formula.tree import Expr, Name, names_in, substitute
from tutor.messages import Message

DEFAULTS: Mapping[str, float] = {"alpha": 0.9, "rho": 0.9, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
"""Hyper-parameters that a lesson need not set. The learning rate ``eta`` it must."""

_OWN = ("W", "g", "t")
"""What a rule calls the parameter, its gradient, and the number of the update from 1."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An update rule.

    A name that is read before it is assigned is state: zeros of the parameter's shape to begin with. Every other
    assigned name is an intermediate value.
    """

    name: str
    lines: tuple[Assignment, ...]

    @property
    def state(self) -> tuple[str, ...]:
        """The names of its state, in the order in which they are assigned.

        >>> RULES["adam"].state
        ('m', 'v')
        """
        assigned: set[str] = set()
        early: set[str] = set()
        for line in self.lines:
            early.update(name for name in names_in(line.expr) if name not in assigned)
            assigned.add(line.name)
        return tuple(dict.fromkeys(line.name for line in self.lines if line.name in early and line.name != "W"))

    @property
    def reads(self) -> frozenset[str]:
        """The names that the rule reads without making them: hyper-parameters, or values of the lesson."""
        made = {*_OWN, *(line.name for line in self.lines)}
        return frozenset(name for line in self.lines for name in names_in(line.expr)) - made

    def applied(self, parameter: str, hyper: Collection[str], taken: Collection[str]) -> list[tuple[str, Expr]]:
        """The rule's lines for one parameter, as (name, formula) over the names of a pass.

        State and intermediate values belong to the parameter (``W1.v``). A hyper-parameter, or ``t``, whose spelling
        the lesson uses for something else (``taken``) is called ``rule.t`` there.
        """
        names = {"W": parameter, "g": f"d{parameter}"}
        names.update({line.name: f"{parameter}.{line.name}" for line in self.lines if line.name != "W"})
        for name in ("t", *hyper):
            names.setdefault(name, rule_name(name, taken))
        renamed: Mapping[str, Expr] = {name: Name(to) for name, to in names.items()}
        return [(names[line.name], substitute(line.expr, renamed)) for line in self.lines]


def rule_name(name: str, taken: Collection[str]) -> str:
    """What a rule's own ``name`` is called among a lesson's names."""
    return f"rule.{name}" if name in taken else name


def parse_rule(text: str, *, name: str = "rule", line: int = 1, column: int = 1) -> Rule:
    """A rule from formula text: one assignment a line, or several parted by ``;``.

    Raises:
        FormulaError: all that is wrong with it; among that, a rule that never assigns ``W``, or that assigns the
            gradient or the clock.
    """
    lines: list[Assignment] = []
    problems: list[Problem] = []
    for piece, row, offset in _pieces(text):
        start = offset + (column if row == 0 else 1)
        read, found = parse_program(piece, line=line + row, column=start)
        lines.extend(read)
        problems.extend(found)
    problems += [
        Problem(Message("engine.update-assigns", {"name": assignment.name}), assignment.place)
        for assignment in lines
        if assignment.name in _OWN and assignment.name != "W"
    ]
    if problems:
        raise FormulaError(problems)
    if not any(assignment.name == "W" for assignment in lines):
        raise error("rule-without-parameter", Place(line, column, column + 1))
    return Rule(name, tuple(lines))


def _pieces(text: str) -> list[tuple[str, int, int]]:
    """Every piece of ``text`` with the row it stands in and the column, from 0, where it begins."""
    found: list[tuple[str, int, int]] = []
    for number, row in enumerate(text.split("\n")):
        offset = 0
        for piece in row.partition("#")[0].split(";"):
            found.append((piece, number, offset))
            offset += len(piece) + 1
    return found


def names_a_rule(text: str) -> bool:
    """Whether ``text`` is (meant as) the name of a rule rather than a rule's formulas."""
    return "=" not in text


_TEXTS = {
    "sgd": "W = W - eta * g",
    "momentum": "v = alpha * v - eta * g; W = W + v",
    "nesterov": "v = alpha * v - eta * g; W = W + alpha * v - eta * g",
    "adagrad": "h = h + g**2; W = W - eta * g / (sqrt(h) + eps)",
    "rmsprop": "h = rho * h + (1 - rho) * g**2; W = W - eta * g / (sqrt(h) + eps)",
    "adam": """
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        W = W - eta * (m / (1 - beta1**t)) / (sqrt(v / (1 - beta2**t)) + eps)
    """,
}

RULES: Mapping[str, Rule] = {name: parse_rule(text, name=name) for name, text in _TEXTS.items()}
"""The rules that ship. Another one is another line above."""
