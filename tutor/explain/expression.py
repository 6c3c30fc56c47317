"""The scalar expression of one cell, as a tree whose long sums are made as far as they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias, overload

from tutor.engine.address import Address
from tutor.explain.scalar import compute
from tutor.formula.operations.operation import Index
from tutor.formula.tree import Apply, Expr, Option


@dataclass(frozen=True, slots=True)
class Constant:
    """A number of the formula."""

    number: Fraction

    @property
    def value(self) -> float:
        """The number."""
        return float(self.number)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that has an address: one can go there and ask again."""

    address: Address
    value: float

    @property
    def name(self) -> str:
        """Of the value that the cell is in."""
        return self.address.name or ""

    @property
    def index(self) -> Index:
        """Of the cell, from 0; empty for a single number."""
        return self.address.index or ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A number that was drawn.

    Attributes:
        draw: the operation, as its line has it.
        index: of the cell.
        reads: what the draw depends on: the probability, or the standard deviation.
    """

    draw: Apply
    index: Index
    value: float
    reads: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """A part of a line that has no name of its own, and the cell of its value that is looked at."""

    expr: Expr
    index: Index


@dataclass(frozen=True)
class Operated:
    """An operation applied to the expressions ``parts``.

    Attributes:
        whole: the part of the line whose cell this is; None for what the expansion of an operation adds itself.
        known: gives the value, where it need not be computed from the parts.
    """

    op: str
    parts: Sequence[Node]
    options: Mapping[str, Option] = field(default_factory=dict)
    whole: Whole | None = None
    known: Callable[[], float] | None = field(default=None, repr=False)

    @cached_property
    def value(self) -> float:
        """The number that the operation gives here."""
        if self.known is not None:
            return self.known()
        return compute(self.op, [part.value for part in self.parts], self.options)


Node: TypeAlias = Constant | Cell | Drawn | Operated
"""A part of a cell's expression. Every one has a ``value``."""


class Parts(Sequence[Node]):
    """The parts of an operation, each made when it is first looked at."""

    def __init__(self, items: Sequence[Expr], make: Callable[[Expr], Node]) -> None:
        self._items = items
        self._make = make
        self._made: dict[int, Node] = {}

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, position: int) -> Node: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[Node]: ...

    def __getitem__(self, position: int | slice) -> Node | Sequence[Node]:
        found = range(len(self._items))[position]
        return self._part(found) if isinstance(found, int) else [self._part(k) for k in found]

    def __iter__(self) -> Iterator[Node]:
        return map(self._part, range(len(self._items)))

    def _part(self, position: int) -> Node:
        if position not in self._made:
            self._made[position] = self._make(self._items[position])
        return self._made[position]


def leaves(node: Node) -> Iterator[Cell | Drawn | Constant]:
    """The leaves of an expression from left to right; a long sum is gone through term by term."""
    if isinstance(node, Operated):
        for part in node.parts:
            yield from leaves(part)
    else:
        yield node
