"""The tree of a formula: numbers, names, and operations applied to trees. Nothing else.

Operators are operations too: ``a + b`` is ``Apply("add", (a, b))``, ``W.T`` is ``Apply("transpose", (W,))`` and
``x[0, :]`` is ``Apply("pick", (x,), at=(0, (None, None)))``, so that one table (``operations``) describes everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from tutor.formula.problems import Place

Slice: TypeAlias = "int | tuple[int | None, int | None]"
"""One axis of a pick: an index, or a range (start, stop)."""

Option: TypeAlias = "int | float | bool | tuple[int | tuple[int | None, int | None], ...] | None"
"""A constant that an operation is given by name: an axis, a slope, a shape, the indices of a pick."""


@dataclass(frozen=True, slots=True)
class Number:
    """A constant, kept exactly so that derivation can fold ``0.5 * 2`` away."""

    value: Fraction
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A value looked up by its name (``W1``, ``dW1``, ``W1.v``)."""

    id: str
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation of the table applied to formulas, with its options in the order of the table.

    ``args`` is a tuple, except in the expansion of a cell: there a long sum makes each term when it is looked at.
    """

    op: str
    args: Sequence[Expr]
    options: tuple[tuple[str, Option], ...] = ()
    place: Place | None = field(default=None, compare=False, repr=False)

    def option(self, name: str) -> Option:
        """The option called ``name``; KeyError if this operation has none."""
        return dict(self.options)[name]


Expr: TypeAlias = Number | Name | Apply


def number(value: int | float | Fraction) -> Number:
    """``value`` as a node; a float is taken as the decimal number it is written as.

    >>> number(0.1).value
    Fraction(1, 10)
    """
    return Number(Fraction(repr(value)) if isinstance(value, float) else Fraction(value))


def walk(expr: Expr) -> Iterator[Expr]:
    """Every node of ``expr``, itself first, then left to right."""
    yield expr
    if isinstance(expr, Apply):
        for arg in expr.args:
            yield from walk(arg)


def names_in(expr: Expr) -> tuple[str, ...]:
    """The names that ``expr`` reads, each once, in the order in which they appear."""
    return tuple(dict.fromkeys(node.id for node in walk(expr) if isinstance(node, Name)))


def rebuild(expr: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    """``expr`` with every topmost node for which ``change`` gives a tree replaced by that tree."""
    changed = change(expr)
    if changed is not None:
        return changed
    if isinstance(expr, Apply):
        args = tuple(rebuild(arg, change) for arg in expr.args)
        if any(new is not old for new, old in zip(args, expr.args, strict=True)):
            return Apply(expr.op, args, expr.options, expr.place)
    return expr


def substitute(expr: Expr, values: Mapping[str, Expr]) -> Expr:
    """``expr`` with the names in ``values`` replaced."""
    return rebuild(expr, lambda node: values.get(node.id) if isinstance(node, Name) else None)
