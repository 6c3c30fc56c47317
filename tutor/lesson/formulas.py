"""Formulas in a lesson file, parsed with the places that they have there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from tutor.engine.address import Address, AddressError, parse_address
from tutor.engine.rules import RULES, Rule, names_a_rule, parse_rule
from tutor.formula.parse import Assignment, parse_expression, parse_program
from tutor.formula.problems import FormulaError, Problem
from tutor.formula.tree import Expr
from tutor.lesson.complaint import Complaints
from tutor.lesson.kinds import unknown
from tutor.lesson.nodes import Node

_Parsed = TypeVar("_Parsed")
_ASSIGNED = re.compile(r"\s*([A-Za-z_]\w*)\s*=", re.ASCII)
_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def read_program(node: Node, complaints: Complaints) -> tuple[tuple[Assignment, ...], tuple[str, ...]]:
    """The lines of a program that can be read; the names that the others, which are complained about, may define."""

    def parse(text: str, line: int, column: int) -> tuple[tuple[Assignment, ...], tuple[str, ...]]:
        assignments, problems = parse_program(text, line=line, column=column)
        for problem in problems:
            complaints.add(problem)
        if not assignments and not problems:
            complaints.error("empty-text", node.place, field="model")
        rows = {problem.place.line - line for problem in problems if problem.place is not None}
        broken = (row for number, row in enumerate(text.split("\n")) if number in rows)
        return assignments, tuple(name for row in broken for name in _meant(row))

    return _parsed(node, complaints, parse) or ((), ())


def _meant(row: str) -> Sequence[str]:
    """The name that a line which cannot be read would define; where that is not clear, each name in it."""
    match = _ASSIGNED.match(row)
    return _WORD.findall(row) if match is None else [match[1]]


def read_expression(node: Node, complaints: Complaints) -> Expr | None:
    """A formula, or None after a complaint."""

    def parse(text: str, line: int, column: int) -> Expr:
        # A formula in """ … """ may stand on a line of its own.
        blank = text[: len(text) - len(text.lstrip())]
        rows = blank.count("\n")
        column = len(blank) - blank.rfind("\n") if rows else column + len(blank)
        return parse_expression(text.strip(), line=line + rows, column=column)

    return _parsed(node, complaints, parse)


def read_rule(node: Node, complaints: Complaints) -> Rule | None:
    """An update rule: one of those that ship, by name, or one from its formula text."""
    if names_a_rule(node.text):
        name = node.text.strip()
        if name not in RULES:
            unknown(complaints, "unknown-rule", node.place, name, RULES)
        return RULES.get(name)
    return _parsed(node, complaints, lambda text, line, column: parse_rule(text, line=line, column=column))


def read_address(node: Node, complaints: Complaints) -> Address | None:
    """An address, or None after a complaint."""
    try:
        return parse_address(node.text)
    except AddressError as found:
        complaints.add(Problem(found.message, node.place))
        return None


def _parsed(node: Node, complaints: Complaints, parse: Callable[[str, int, int], _Parsed]) -> _Parsed | None:
    """What ``parse`` makes of the text of ``node`` and of where it begins."""
    if not node.plain or node.start is None:
        # A backslash would put columns out of step with the file, and no formula has one.
        complaints.error("backslash-in-formula", node.place)
        return None
    try:
        return parse(node.text, node.start.line, node.start.column)
    except FormulaError as found:
        for problem in found.problems:
            complaints.add(problem if problem.place is not None else Problem(problem.message, node.place))
        return None
