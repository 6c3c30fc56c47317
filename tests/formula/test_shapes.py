"""Shapes known before a number is computed, against the shapes that NumPy's own results have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.budget import examples
from tests.interpreter import Array, run
from tests.strategies import Sample, formulas, programs
from tutor.formula import limits
from tutor.formula.evaluate import evaluate
from tutor.formula.operations.operation import Shape
from tutor.formula.parse import parse_expression
from tutor.formula.problems import FormulaError, Place, Problem
from tutor.formula.shapes import advice_on, shape_of
from tutor.formula.tree import Expr

SHAPES: dict[str, Shape] = {"s": (), "v": (4,), "u": (3,), "X": (4, 2), "W": (2, 3), "c": (4, 1), "I": (2, 4, 6)}


def shape(text: str) -> Shape:
    return shape_of(parse_expression(text), SHAPES)


def refused(text: str) -> Problem:
    with pytest.raises(FormulaError) as caught:
        shape(text)
    return caught.value.problems[0]


@given(programs())
@examples(300)
def test_every_line_of_a_random_program(sample: Sample) -> None:
    computed = run(sample.forward, sample.given)
    shapes = sample.shapes
    for line in sample.forward:
        shapes[line.name] = shape_of(line.expr, shapes)
        assert shapes[line.name] == computed[line.name].shape


@given(formulas(), st.randoms(use_true_random=False))
@examples(300)
def test_what_has_no_shape_cannot_be_computed_either(formula: tuple[Expr, dict[str, Array]], random: object) -> None:
    """Names are given the shapes of others: either both refuse, or both agree."""
    expr, values = formula
    arrays = list(values.values())
    random.shuffle(arrays)  # type: ignore[attr-defined]
    values = dict(zip(values, arrays, strict=True))
    try:
        expected = shape_of(expr, {name: array.shape for name, array in values.items()})
    except FormulaError:
        with pytest.raises(FormulaError):
            evaluate(expr, values)
    else:
        assert evaluate(expr, values).shape == expected


KNOWN = {
    "X @ W": (4, 3),
    "v @ X": (2,),
    "W @ u": (2,),
    "v @ v": (),
    "X + v[:2]": (4, 2),
    "c * u": (4, 3),
    "X.T": (2, 4),
    "v.T": (4,),
    "sum(X)": (),
    "sum(X, axis=0)": (2,),
    "sum(X, axis=-1)": (4,),
    "sum(X, axis=0, keepdims=True)": (1, 2),
    "mean(I, axis=1)": (2, 6),
    "max(s)": (),
    "argmax(X, axis=1)": (4,),
    "one_hot(v, 5)": (4, 5),
    "softmax(X)": (4, 2),
    "bce(v, v)": (),
    "outer(v, u)": (4, 3),
    "concat(X, c, axis=1)": (4, 3),
    "concat(v, u)": (7,),
    "reshape(X, 2, 4)": (2, 4),
    "reshape(sum(X), 1, 1)": (1, 1),
    "X[0]": (2,),
    "X[0, 1]": (),
    "X[-4:-1]": (3, 2),
    "X[1:, 0]": (3,),
    "I[:, 1:3, ]": (2, 2, 6),
    "place(s, X[0])": (4, 2),
    "spread(u, W, axis=0)": (2, 3),
    "ones_like(X)": (4, 2),
    "where(c > 0, X, s)": (4, 2),
    "conv2d(X, X[:2, :1])": (3, 2),
    "conv2d(I, I[:, :2, :3])": (3, 4),
    "conv2d(I[0], I[:, :2, :3])": (2, 3, 4),
    "max_pool(I)": (2, 2, 3),
    "max_pool(X, 1)": (4, 2),
    "3": (),
    "bernoulli(0.5, X)": (4, 2),
}


@pytest.mark.parametrize("text", KNOWN)
def test_known_shapes(text: str) -> None:
    assert shape(text) == KNOWN[text]


UNFIT = [
    ("X @ X", "matmul-sizes"),
    ("v @ W", "matmul-sizes"),
    ("s @ X", "matmul-rank"),
    ("I @ X", "matmul-rank"),
    ("X + u", "shapes-differ"),
    ("X * W", "shapes-differ"),
    ("bce(v, c)", "shapes-must-equal"),
    ("cross_entropy(X, X[0])", "shapes-must-equal"),
    ("softmax(s)", "needs-vector"),
    ("cross_entropy(s, s)", "needs-vector"),
    ("sum(X, axis=2)", "no-axis"),
    ("sum(s, axis=0)", "no-axis"),
    ("mean(X, axis=-3)", "no-axis"),
    ("X[4]", "index-outside"),
    ("X[0, -3]", "index-outside"),
    ("X[0, 0, 0]", "too-many-indices"),
    ("s[0]", "too-many-indices"),
    ("v[2:2]", "slice-outside"),
    ("v[3:1]", "slice-outside"),
    ("v[4:]", "slice-outside"),
    ("v[:9]", "slice-outside"),
    ("v[-9:]", "slice-outside"),
    ("outer(X, v)", "outer-vectors"),
    ("concat(X, v)", "concat-shapes"),
    ("concat(s, s)", "no-axis"),
    ("concat(X, W)", "concat-shapes"),
    ("reshape(X, 3, 3)", "reshape"),
    ("reshape(X, -1)", "reshape"),
    ("reshape(X, 0)", "reshape"),
    ("reshape(X, 8, 1, 1, 1, 1)", "reshape"),
    ("conv2d(X, W)", "conv2d-shapes"),
    ("conv2d(v, v)", "conv2d-shapes"),
    ("conv2d(I, I[:1])", "conv2d-shapes"),
    ("conv2d_input(X, X, X)", "shapes-must-equal"),
    ("max_pool(X, 3)", "max-pool-shape"),
    ("max_unpool(X, X)", "shapes-must-equal"),
    ("place(W, X[0])", "shapes-differ"),
    ("spread(X, W)", "shapes-differ"),
    ("bernoulli(v, X)", "needs-scalar"),
    ("normal(X, X)", "needs-scalar"),
    ("one_hot(I, 2) + one_hot(one_hot(I, 2), 2)", "too-many-axes"),
    ("ones_like(Z)", "unknown-name"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key"), UNFIT, ids=[text for text, _ in UNFIT])
def test_operands_that_do_not_fit(text: str, key: str) -> None:
    problem = refused(text)
    assert problem.message.key == f"formula.{key}"
    assert problem.message.say("en") != problem.message.say("ko")


def test_the_place_is_that_of_the_operation_that_does_not_fit() -> None:
    assert refused("1 + (X @ W) * sum(X @ X)").place == Place(1, 19, 24)


def test_a_thousand_million_elements_are_refused_before_they_are_made() -> None:
    big = {"a": (100_000,), "b": (10_000,)}
    for text in ("outer(a, b)", "outer(a, b) * 0", "one_hot(a, 10000)", "reshape(a, 100000, 1) * b"):
        with pytest.raises(FormulaError) as caught:
            shape_of(parse_expression(text), big)
        assert caught.value.problems[0].message.key == "formula.too-many-elements"
    assert shape_of(parse_expression("one_hot(a, 100)"), big) == (100_000, 100)
    assert limits.ELEMENTS == 10_000_000


def advice(text: str) -> list[Problem]:
    return list(advice_on(parse_expression(text), SHAPES))


@pytest.mark.parametrize("text", ["v - c", "c - v", "sum((c - v)**2)", "v > c", "X + relu(c * v)[:, 0:2]"])
def test_a_vector_that_meets_a_column_earns_advice(text: str) -> None:
    (found,) = advice(text)
    assert found.message.key == "formula.vector-meets-column"
    assert found.severity == "advice"
    assert found.place is not None
    english = found.message.say("en")
    assert "4×1" in english
    assert "4×4" in english


@pytest.mark.parametrize(
    "text", ["X + u[:2]", "c + c", "v + v", "X * c", "v[:1] + c", "c[:1] + v", "s * c", "outer(v, v) + c"]
)
def test_broadcasting_that_is_meant_earns_none(text: str) -> None:
    assert advice(text) == []
