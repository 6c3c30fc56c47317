"""Hypothesis strategies: random well-shaped formulas and whole programs that use every operation of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.grower import Grower, Node
from tests.recipes import GENERAL, RECIPES, ROOTS
from tutor.engine.model import Model
from tutor.formula.operations.operation import Array, Shape
from tutor.formula.parse import Assignment, parse_program
from tutor.formula.tree import Apply, Expr, Name, walk
from tutor.formula.write import write


@dataclass(frozen=True, repr=False)
class Sample:
    """A random program with values for what it reads; its last line is one number, called L.

    Attributes:
        text: the program.
        forward: the same, read.
        parameters, data: what it reads; the loss is smooth around the parameters.
    """

    text: str
    forward: tuple[Assignment, ...]
    parameters: dict[str, Array]
    data: dict[str, Array]

    def __repr__(self) -> str:
        given = [f"{name} = {value.tolist()}" for name, value in {**self.parameters, **self.data}.items()]
        return "\n".join(["", self.text, *given, ""])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))  # hypothesis would print the trees

    @property
    def given(self) -> dict[str, Array]:
        return {**self.parameters, **self.data}

    @property
    def shapes(self) -> dict[str, Shape]:
        return {name: value.shape for name, value in self.given.items()}

    @property
    def operations(self) -> set[str]:
        return {node.op for line in self.forward for node in walk(line.expr) if isinstance(node, Apply)}

    def model(self) -> Model:
        return Model(self.forward, self.data, self.parameters)


def sample_of(text: str, parameters: Mapping[str, object], data: Mapping[str, object] | None = None) -> Sample:
    """A program written by hand, with values as NumPy reads them."""
    forward, problems = parse_program(text)
    assert not problems, (text, problems)
    arrays = [
        {name: np.array(value, dtype=np.float64) for name, value in given.items()} for given in (parameters, data or {})
    ]
    return Sample(text, forward, *arrays)


@st.composite
def programs(
    draw: Callable[[st.SearchStrategy[int]], int], *, lines: int = 4, depth: int = 2, first: str = ""
) -> Sample:
    """A program of a few lines and a loss that reads all of them; ``first``: the outermost operation of the first."""
    grower = Grower(draw, RECIPES)
    grower.fresh(grower.one_of(GENERAL), parameter=True)
    written = _lines(grower, 1 + grower.below(lines), depth, first)
    return _sample(grower, [*written, ("L", _loss(grower, written))])


@st.composite
def fused_programs(draw: Callable[[st.SearchStrategy[int]], int]) -> Sample:
    """A program that ends in one of the two pairs of activation and loss that cancel."""
    grower = Grower(draw, RECIPES)
    shape = grower.one_of([(3,), (4, 1), (2, 3), (2, 2)])
    grower.fresh(shape, parameter=True)
    written = _lines(grower, grower.below(3), depth=1)
    score = grower.apply("add", grower.small(grower.node(shape, 2)), grower.fresh(shape, parameter=True))
    classes = grower.chance(50)
    output = grower.apply("softmax" if classes else "sigmoid", score)
    if grower.chance(70):  # the activation on a line of its own
        written.append(("y", output))
        output = Node(Name("y"), output.value, smooth=True)
    target = grower.fresh(shape, parameter=False)
    target = grower.apply("softmax", target) if classes else grower.apply("step", target)
    loss = grower.apply("cross_entropy" if classes else "bce", output, target)
    if grower.chance(50):
        penalty = grower.apply("sum", grower.apply("power", grower.names["w1"], grower.constant("2")))
        loss = grower.apply("add", loss, grower.apply("multiply", grower.number(), penalty))
    elif grower.chance(30):
        loss = grower.apply("multiply", grower.number(), loss)
    return _sample(grower, [*written, ("L", loss)])


def _sample(grower: Grower, lines: list[tuple[str, Node]]) -> Sample:
    text = "\n".join(f"{name} = {write(node.expr)}" for name, node in lines)
    return sample_of(text, grower.parameters, grower.data)


def _lines(grower: Grower, count: int, depth: int, first: str = "") -> list[tuple[str, Node]]:
    written: list[tuple[str, Node]] = []
    for number in range(1, count + 1):
        op = first if first and number == 1 else grower.one_of(tuple(RECIPES))
        grown = grower.root(op, ROOTS.get(op, GENERAL), depth)
        if grown is not None:
            name = f"h{number}"
            grower.names[name] = Node(Name(name), grown.value, grown.smooth)
            written.append((name, grown))
    return written


def _loss(grower: Grower, written: list[tuple[str, Node]]) -> Node:
    """One number that depends on every line."""
    names = [name for name, _ in written] or [*grower.names][:1]
    result: Node | None = None
    for name in names:
        term = _term(grower, grower.names[name])
        result = term if result is None else grower.apply(grower.one_of(["add", "subtract"]), result, term)
    assert result is not None
    return result


def _term(grower: Grower, node: Node) -> Node:
    """A number that depends on all cells of ``node``."""
    way = grower.below(6)
    if way == 0:
        return grower.apply("mean", grower.apply("power", grower.small(node), grower.constant("2")))
    if way == 1:
        return grower.apply("sum", grower.apply("multiply", node, grower.fresh(node.shape, parameter=False)))
    if way == 2:
        difference = grower.apply("subtract", grower.small(node), grower.fresh(node.shape, parameter=False))
        squares = grower.apply("power", difference, grower.constant("2"))
        return grower.apply("multiply", grower.constant("0.5"), grower.apply("sum", squares))
    if way == 3 and node.shape:
        target = grower.apply("softmax", grower.fresh(node.shape, parameter=False))
        return grower.apply("cross_entropy", grower.apply("softmax", node), target)
    if way == 4:
        target = grower.probability(grower.fresh(node.shape, parameter=False))
        return grower.apply("bce", grower.apply("sigmoid", grower.small(node)), target)
    return grower.apply("sum", node) if node.shape else node


@st.composite
def formulas(
    draw: Callable[[st.SearchStrategy[int]], int], *, depth: int = 3, op: str = ""
) -> tuple[Expr, dict[str, Array]]:
    """One formula, ``op`` (or any operation) outermost, and values for its names."""
    grower = Grower(draw, RECIPES)
    op = op or grower.one_of(tuple(RECIPES))
    grown = grower.root(op, ROOTS.get(op, GENERAL), depth) or grower.leaf(())
    return grown.expr, {**grower.parameters, **grower.data}
