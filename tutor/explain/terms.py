"""An expression as a sum of products: its terms, each with its factors."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import overload

from tutor.engine.address import Address
from tutor.explain.expression import Cell, Constant, Node, Operated

_NO_FACTORS: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a term.

    Attributes:
        node: what it is.
        below: whether the term is divided by it.
    """

    node: Node
    below: bool = False

    @property
    def value(self) -> float:
        """The number that the term is multiplied by."""
        value = self.node.value
        if not self.below:
            return value
        return 1 / value if value else math.copysign(math.inf, value)

    @property
    def address(self) -> Address | None:
        """Where the number stands; None for a constant, a part of a formula, and what the term is divided by."""
        return self.node.address if isinstance(self.node, Cell) and not self.below else None


@dataclass(frozen=True, slots=True)
class Term:
    """One summand: the product of its factors."""

    factors: tuple[Factor, ...]

    @property
    def value(self) -> float:
        """The product."""
        return math.prod(factor.value for factor in self.factors)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Summands that stand together, all with the same constant factors in front."""

    parts: Sequence[Node]
    factors: tuple[Factor, ...]


class Terms(Sequence[Term]):
    """The terms of an expression from left to right, each made when it is looked at.

    A sum of sums is one sum. A constant in front of a long sum (the 1/N of a mean) is a factor of each of its terms; a
    sum in brackets that is multiplied by anything else is one factor.
    """

    def __init__(self, node: Node) -> None:
        self._stretches = list(_stretches(node, _NO_FACTORS))
        self._ends = list(accumulate(len(stretch.parts) for stretch in self._stretches))

    def __len__(self) -> int:
        return self._ends[-1]

    @overload
    def __getitem__(self, position: int) -> Term: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[Term]: ...

    def __getitem__(self, position: int | slice) -> Term | Sequence[Term]:
        found = range(len(self))[position]
        return self._term(found) if isinstance(found, int) else [self._term(k) for k in found]

    def __iter__(self) -> Iterator[Term]:
        return map(self._term, range(len(self)))

    def _term(self, position: int) -> Term:
        number = bisect_right(self._ends, position)
        stretch = self._stretches[number]
        part = stretch.parts[position - (self._ends[number] - len(stretch.parts))]
        return Term((*stretch.factors, *factors_of(part)))


def _stretches(node: Node, factors: tuple[Factor, ...]) -> Iterator[_Stretch]:
    match node:
        case Operated(op="add", parts=parts):
            for part in parts:
                yield from _stretches(part, factors)
        case Operated(op="subtract", parts=(first, second)):
            yield from _stretches(first, factors)
            yield from _stretches(second, _turned(factors))
        case Operated(op="negative", parts=(part,)):
            yield from _stretches(part, _turned(factors))
        case Operated(op="total", parts=parts):
            yield _Stretch(parts, factors)
        case Operated(op="multiply", parts=(Constant() as constant, other)) if _is_long_sum(other):
            yield from _stretches(other, (*factors, Factor(constant)))
        case Operated(op="multiply", parts=(other, Constant() as constant)) if _is_long_sum(other):
            yield from _stretches(other, (*factors, Factor(constant)))
        case Operated(op="divide", parts=(other, Constant() as constant)) if _is_long_sum(other):
            yield from _stretches(other, (*factors, Factor(constant, below=True)))
        case _:
            yield _Stretch((node,), factors)


def _turned(factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
    """The factors with the sign changed."""
    minus = Factor(Constant(Fraction(-1)))
    return factors[1:] if factors and factors[0] == minus else (minus, *factors)


def _is_long_sum(node: Node) -> bool:
    """Whether ``node`` is a sum over cells, perhaps with constants in front."""
    match node:
        case Operated(op="total"):
            return True
        case Operated(op="negative", parts=(part,)):
            return _is_long_sum(part)
        case Operated(op="multiply" | "divide", parts=(first, second)):
            return (isinstance(second, Constant) and _is_long_sum(first)) or (
                node.op == "multiply" and isinstance(first, Constant) and _is_long_sum(second)
            )
        case _:
            return False


def factors_of(node: Node, *, below: bool = False) -> tuple[Factor, ...]:
    """``node`` taken apart into factors."""
    match node:
        case Operated(op="multiply", parts=(first, second)):
            return factors_of(first, below=below) + factors_of(second, below=below)
        case Operated(op="divide", parts=(first, second)):
            return factors_of(first, below=below) + factors_of(second, below=not below)
        case Operated(op="negative", parts=(part,)):
            return (Factor(Constant(Fraction(-1))), *factors_of(part, below=below))
        case Operated(op="weighted", parts=(first, second)) if math.isfinite(second.value):
            return factors_of(first, below=below) + factors_of(second, below=below)
        case _:
            return (Factor(node, below),)
