"""One cell of a value as a scalar formula of other cells: the answer to "why this number?"."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given

from tests.budget import examples
from tests.interpreter import Array
from tests.recipes import RECIPES
from tests.strategies import Sample, formulas, programs
from tests.terms import scalar_value, size_of_terms
from tutor.formula.cells import cell
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Shape
from tutor.formula.parse import parse_expression
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, walk
from tutor.formula.write import write

CLOSE = 1e-12


def expansions(expr: Expr, values: Mapping[str, Array]) -> list[Expr]:
    """The expansion of each cell of ``expr``, after checking that it says what the engine computed."""
    shapes = {name: np.shape(array) for name, array in values.items()}
    computed = evaluate(expr, values)
    found = []
    for at in np.ndindex(computed.shape):
        expansion = cell(expr, at, shapes)
        assert shape_of(expansion, shapes) == ()
        bound = CLOSE * size_of_terms(expansion, values)
        assert abs(scalar_value(expansion, values) - computed[at]) <= bound, (write(expr), at, write(expansion))
        found.append(expansion)
    return found


def operations(expr: Expr) -> set[str]:
    return {node.op for node in walk(expr) if isinstance(node, Apply)}


def is_drawn(expr: Expr) -> bool:
    return any(OPERATIONS[op].random for op in operations(expr))


@given(formulas(depth=2))
@examples(500)
def test_every_cell_of_random_formulas(formula: tuple[Expr, dict[str, Array]]) -> None:
    expr, values = formula
    if not is_drawn(expr):
        expansions(expr, values)


@given(programs())
@examples(100)
def test_every_cell_of_every_line_of_random_programs(sample: Sample) -> None:
    values = dict(sample.given)
    for line in sample.forward:
        if not is_drawn(line.expr):
            expansions(line.expr, values)
        values[line.name] = evaluate(line.expr, values)


@pytest.mark.parametrize("op", [op for op in RECIPES if not OPERATIONS[op].random])
def test_the_expansion_of_every_operation(op: str) -> None:
    reached: list[Expr] = []

    @given(formulas(depth=1, op=op))
    @examples(10)
    def check(formula: tuple[Expr, dict[str, Array]]) -> None:
        expr, values = formula
        if op in operations(expr):
            reached.extend(expansions(expr, values))

    check()
    assert reached


@pytest.mark.parametrize(("text", "op"), [("sum(x)", "total"), ("argmax(x)", "argmax_of"), ("bce(x, x)", "weighted")])
def test_operations_that_only_an_expansion_needs(text: str, op: str) -> None:
    (expansion,) = expansions(parse_expression(text), {"x": np.array([0.5, 0.75, 0.125])})
    assert op in operations(expansion)


SHAPES: dict[str, Shape] = {
    "X": (4, 2), "W": (2, 3), "b": (3,), "h": (4, 2), "dz": (4, 1), "v": (3,), "s": (), "A": (1, 3),
}  # fmt: skip

WRITTEN = [
    ("X @ W + b", (0, 1), "X[0, 0] * W[0, 1] + X[0, 1] * W[1, 1] + b[1]"),
    ("h.T @ dz", (1, 0), "h[0, 1] * dz[0, 0] + h[1, 1] * dz[1, 0] + h[2, 1] * dz[2, 0] + h[3, 1] * dz[3, 0]"),
    ("W @ v", (1,), "W[1, 0] * v[0] + W[1, 1] * v[1] + W[1, 2] * v[2]"),
    ("sum(dz, axis=0)", (0,), "dz[0, 0] + dz[1, 0] + dz[2, 0] + dz[3, 0]"),
    ("sum(W, axis=-1, keepdims=True)", (1, 0), "W[1, 0] + W[1, 1] + W[1, 2]"),
    ("mean(v)", (), "(v[0] + v[1] + v[2]) / 3"),
    ("h * (1 - h)", (2, 1), "h[2, 1] * (1 - h[2, 1])"),
    ("W + b", (1, 2), "W[1, 2] + b[2]"),
    ("W * A", (1, 2), "W[1, 2] * A[0, 2]"),
    ("s * v", (2,), "s * v[2]"),
    ("X.T", (1, 3), "X[3, 1]"),
    ("X[1:, -1]", (0,), "X[1, 1]"),
    ("X[1:][0]", (1,), "X[1, 1]"),
    ("reshape(W, 3, 2)", (1, 0), "W[0, 2]"),
    ("concat(W, A)", (2, 1), "A[0, 1]"),
    ("concat(X, h, axis=1)", (3, 2), "h[3, 0]"),
    ("place(s, W[:, 1])", (0, 1), "s"),
    ("place(s, W[:, 1])", (0, 0), "0"),
    ("spread(v, W, axis=0)", (1, 2), "v[2]"),
    ("ones_like(W)", (1, 2), "1"),
    ("outer(v, b)", (1, 2), "v[1] * b[2]"),
    ("max(v)", (), "maximum(maximum(v[0], v[1]), v[2])"),
    ("softmax(v)", (1,), "exp(v[1]) / (exp(v[0]) + exp(v[1]) + exp(v[2]))"),
    ("argmax(W, axis=1)", (1,), "argmax(W[1, 0], W[1, 1], W[1, 2])"),
    ("conv2d(X, h[:2, :1])", (1, 0), "X[1, 0] * h[0, 0] + X[2, 0] * h[1, 0]"),
]


@pytest.mark.parametrize(("text", "at", "expected"), WRITTEN, ids=[text for text, _, _ in WRITTEN])
def test_how_an_expansion_reads(text: str, at: tuple[int, ...], expected: str) -> None:
    assert write(cell(parse_expression(text), at, SHAPES)) == expected


def test_a_thousand_terms_are_one_sum_not_a_thousand_nested_ones() -> None:
    values = {"x": np.linspace(-1, 1, 2000), "w": np.linspace(2, 3, 2000)}
    (expansion,) = expansions(parse_expression("x @ w"), values)
    assert isinstance(expansion, Apply)
    assert len(expansion.args) == 2000


CERTAIN = [
    ("bce(y, t)", {"y": [0.0, 1.0, 0.25], "t": [0.0, 1.0, 1.0]}),
    ("cross_entropy(y, t)", {"y": [0.1, 0.0, 0.9], "t": [1.0, 0.0, 0.0]}),
    ("cross_entropy(y, t)", {"y": [[0.0, 1.0], [0.5, 0.5]], "t": [[0.0, 1.0], [0.5, 0.5]]}),
]


@pytest.mark.parametrize(("text", "given_values"), CERTAIN)
def test_zero_times_ln_zero_is_zero_in_the_expansion_too(text: str, given_values: dict[str, object]) -> None:
    values = {name: np.array(given) for name, given in given_values.items()}
    expr = parse_expression(text)
    expansion = cell(expr, (), {name: array.shape for name, array in values.items()})
    assert float(evaluate(expansion, values)) == pytest.approx(float(evaluate(expr, values)), rel=1e-15)
