"""Grows random formulas together with their values, so that every operation can be kept where it is smooth and tame.

What is grown is a tree of the formula language; the value of each part is computed with the tests' own interpreter, and
a part whose value lies where an operation is not defined, too steep, or has a kink, is wrapped before it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

import numpy as np
from hypothesis import strategies as st

from tests.interpreter import compute
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array, Shape
from tutor.formula.tree import Apply, Expr, Name, Number, Option

T = TypeVar("T")

MARGIN = 0.02
"""How far from a kink every value is kept that a small change of a parameter moves."""

LARGEST = 20.0
CONSTANTS = ("0.5", "2", "3", "0.1", "1.5", "0.25", "4", "0.3", "10")


class Node(NamedTuple):
    """A formula, its value, and whether a small change of a parameter changes it a little (rather than not at all)."""

    expr: Expr
    value: Array
    smooth: bool

    @property
    def shape(self) -> Shape:
        return self.value.shape


Recipe = Callable[["Grower", Shape, int], "Node | None"]
"""An application of one operation that gives a value of this shape, its operands this deep; None if it cannot."""


class Grower:
    """Draws formulas; keeps the names that it has made up with their values."""

    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int], recipes: Mapping[str, Recipe]) -> None:
        self._draw = draw
        self._recipes = recipes
        self._inner = tuple(op for op in recipes if not OPERATIONS[op].random)  # a draw stands alone on its line
        self.names: dict[str, Node] = {}
        self.parameters: dict[str, Array] = {}
        self.data: dict[str, Array] = {}

    def below(self, count: int) -> int:
        return self._draw(st.integers(0, count - 1))

    def one_of(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    # Leaves

    def number(self) -> Node:
        text = self.one_of(CONSTANTS)
        return Node(Number(Fraction(text)), np.array(float(text)), smooth=False)

    def fresh(self, shape: Shape, *, parameter: bool) -> Node:
        """A new name; its cells lie between 0.2 and 1.7 on either side of 0, three decimals each."""
        rng = np.random.default_rng(self.below(2**32))
        value = np.asarray((rng.integers(200, 1700, shape) * rng.choice([-1, 1], shape)) / 1000)
        group, stem = (self.parameters, "w") if parameter else (self.data, "x")
        name = f"{stem}{len(group) + 1}"
        group[name] = value
        self.names[name] = Node(Name(name), value, parameter)
        return self.names[name]

    def leaf(self, shape: Shape) -> Node:
        """A name of this shape: mostly one that is there already, so that names are used several times."""
        known = [node for node in self.names.values() if node.shape == shape]
        if known and self.chance(75):
            return self.one_of(known)
        return self.fresh(shape, parameter=len(self.parameters) < 4 and self.chance(70))

    # Applications

    def apply(self, op: str, *args: Node, **options: Option) -> Node:
        """``op`` applied to nodes, whatever its value."""
        given = {spec.name: options.get(spec.name, spec.default) for spec in OPERATIONS[op].options}
        value = np.asarray(compute(op, [arg.value for arg in args], given), dtype=np.float64)
        smooth = any(arg.smooth for arg in args) and not OPERATIONS[op].flat
        return Node(Apply(op, tuple(arg.expr for arg in args), tuple(given.items())), value, smooth)

    def tame(self, node: Node | None) -> Node | None:
        """``node``, made smaller if it is large; None if it is not finite."""
        if node is None or not np.isfinite(node.value).all():
            return None
        return node if np.abs(node.value).max() <= LARGEST else self.apply("tanh", node)

    def constant(self, text: str) -> Node:
        return Node(Number(Fraction(text)), np.array(float(text)), smooth=False)

    def small(self, node: Node) -> Node:
        """Something between -2 and 2."""
        return node if np.abs(node.value).max() <= 2 else self.apply("tanh", node)

    def positive(self, node: Node) -> Node:
        """Something not much below 0.2."""
        if node.value.min() >= 0.2 and node.value.max() <= LARGEST:
            return node
        way = self.below(3)
        if way == 0:
            return self.apply("add", self.apply("power", self.small(node), self.constant("2")), self.constant("0.5"))
        if way == 1:
            return self.apply("exp", self.small(node))
        return self.apply("add", self.apply("sigmoid", node), self.constant("0.2"))

    def nonzero(self, node: Node) -> Node:
        """Something at least 0.3 away from 0."""
        if np.abs(node.value).min() >= 0.3:
            return node
        return self.apply("add", self.constant("1.5"), self.apply("tanh", node))

    def clear(self, node: Node) -> Node:
        """Something that no small change of a parameter moves across 0."""
        ways = [(op, by) for by in ("0.3", "0.7") for op in ("add", "subtract")]
        for candidate in (node, *(self.apply(op, node, self.constant(by)) for op, by in ways)):
            if not candidate.smooth or np.abs(candidate.value).min() >= MARGIN:
                return candidate
        return self.apply("exp", self.small(node))

    def probability(self, node: Node) -> Node:
        """Something well inside 0 and 1."""
        if node.value.min() >= 0.1 and node.value.max() <= 0.9:
            return node
        return self.apply("sigmoid", self.small(node))

    def apart(self, node: Node, groups: Callable[[Array], Array]) -> Node | None:
        """``node`` if in each row of ``groups(value)`` the two largest and the two smallest cells differ clearly."""
        if not node.smooth:
            return node
        rows = np.sort(groups(node.value), axis=-1)
        gaps = np.diff(rows, axis=-1)[..., [0, -1]] if rows.shape[-1] > 1 else np.array(1.0)
        return node if gaps.min() >= MARGIN else None

    # Trees

    def node(self, shape: Shape, depth: int) -> Node:
        """A formula of this shape, at most about ``depth`` operations deep."""
        if depth > 0 and not self.chance(25):
            recipe = self._recipes[self.one_of(self._inner)]
            grown = self.tame(recipe(self, shape, depth - 1))
            if grown is not None and grown.shape == shape:
                return grown
        return self.number() if shape == () and self.chance(15) else self.leaf(shape)

    def root(self, op: str, shapes: Sequence[Shape], depth: int) -> Node | None:
        """An application of ``op`` of some shape; None if none came out."""
        shape = self.one_of(shapes)
        grown = self.tame(self._recipes[op](self, shape, depth))
        return grown if grown is not None and grown.shape == shape else None

    def part(self, shape: Shape) -> Shape:
        """A shape that broadcasts to ``shape``."""
        cut = shape[self.below(len(shape) + 1) :]
        return tuple(1 if self.chance(20) else size for size in cut)

    def pair(self, shape: Shape, depth: int) -> tuple[Node, Node]:
        """Two formulas whose shapes broadcast to ``shape``, either of them the smaller one."""
        if len(shape) == 2 and self.chance(15):
            first, second = self.node((shape[0], 1), depth), self.node(self.one_of([shape[1:], (1, shape[1])]), depth)
        else:
            first, second = self.node(shape, depth), self.node(self.part(shape), depth)
        return (first, second) if self.chance(60) else (second, first)
