"""How formulas are written: Unicode mathematics, LaTeX, NumPy, PyTorch. (That the language reads back: test_parse.)"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.budget import examples
from tests.interpreter import interpret
from tests.strategies import formulas
from tutor.formula.display import display_name, latex_name
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array, Style
from tutor.formula.parse import parse_expression
from tutor.formula.tree import Apply, Expr, Number, walk
from tutor.formula.write import write, write_number

HELPED = {"place", "conv2d", "conv2d_input", "conv2d_kernel", "max_pool", "max_unpool", "bernoulli", "normal"}
"""Operations that a script needs a function of its own, or a generator, for."""


def operations(expr: Expr) -> set[str]:
    return {node.op for node in walk(expr) if isinstance(node, Apply)}


def labels_fit(expr: Expr, values: dict[str, Array]) -> bool:
    """Whether every label is one of the classes: NumPy's and PyTorch's ways of writing one_hot want that."""
    one_hots = [node for node in walk(expr) if isinstance(node, Apply) and node.op == "one_hot"]
    return all(np.all(interpret(node.args[0], values) < node.option("classes")) for node in one_hots)


@given(formulas(depth=3))
@examples(600)
def test_numpy_text_computes_the_same(formula: tuple[Expr, dict[str, Array]]) -> None:
    expr, values = formula
    if operations(expr) & HELPED or not labels_fit(expr, values):
        return
    text = write(expr, "numpy", {name: array.shape for name, array in values.items()})
    computed = np.asarray(eval(text, {"np": np, **values}), dtype=np.float64)  # our own text
    expected = interpret(expr, values)
    assert computed.shape == expected.shape
    np.testing.assert_allclose(computed, expected, rtol=1e-12, atol=1e-12, err_msg=text)


@given(formulas(depth=3), st.sampled_from(get_args(Style)), st.booleans())
@examples(400)
def test_every_style_writes_everything_with_its_brackets_closed(
    formula: tuple[Expr, dict[str, Array]], style: Style, shapes_known: bool
) -> None:
    expr, values = formula
    shapes = {name: array.shape for name, array in values.items()}
    if not shapes_known and style in ("numpy", "pytorch"):
        return  # where code goes, shapes are known
    text = write(expr, style, shapes if shapes_known else None)
    assert text
    for opening, closing in ("()", "[]", "{}"):
        assert text.count(opening) == text.count(closing), text
    if style != "latex":
        assert "{" not in text
        assert "\\" not in text
    if style in ("formula", "numpy", "pytorch"):
        assert text.isascii()


UNICODE = [
    ("X @ W1 + b1", "X · W₁ + b₁"),
    ("dh * h * (1 - h)", "dh ⊙ h ⊙ (1 − h)"),
    ("h.T @ dz2", "hᵀ · dz₂"),
    ("sum(dz2, axis=0)", "Σ↓(dz₂)"),
    ("sum(x, axis=1)", "Σ→(x)"),
    ("sum(x, axis=2)", "Σ[2](x)"),
    ("sum(x)", "Σ(x)"),
    ("sigmoid(z)", "σ(z)"),
    ("x**2", "x²"),
    ("x**-1", "x**(−1)"),
    ("(a + b)**2", "(a + b)²"),
    ("(-a)**2", "(−a)²"),
    ("a <= b", "a ≤ b"),
    ("W - eta * g", "W − η ⊙ g"),
    ("(a * b) @ c", "(a ⊙ b) · c"),
    ("outer(x, dy)", "x ⊗ dy"),
    ("not a == b", "¬(a = b)"),
]


@pytest.mark.parametrize(("text", "expected"), UNICODE, ids=[text for text, _ in UNICODE])
def test_unicode_mathematics(text: str, expected: str) -> None:
    if text == "x**-1":
        assert re.sub(r"\s", "", write(parse_expression(text), "unicode")) in ("x**−1", "x⁻¹", "x**(−1)")
    else:
        assert write(parse_expression(text), "unicode") == expected


def test_a_number_times_a_matrix_has_a_dot() -> None:
    shapes = {"W": (2, 2), "g": (2, 2), "eta": ()}
    assert write(parse_expression("W - eta * g"), "unicode", shapes) == "W − η · g"
    assert write(parse_expression("2 * W * g"), "unicode", shapes) == "2 · W ⊙ g"


def test_names_are_written_as_asked() -> None:
    def naming(name: str) -> str:
        return display_name(name, {"dh", "dz1"})

    assert write(parse_expression("dh * h * (1 - h)"), "unicode", naming=naming) == "∂L/∂h ⊙ h ⊙ (1 − h)"


LATEX = [
    ("X @ W1 + b1", r"X \, W_{1} + b_{1}"),
    ("a / b", r"\frac{a}{b}"),
    ("x**2", "x^{2}"),
    ("(a + b)**2", r"\left(a + b\right)^{2}"),
    ("h.T", r"h^{\top}"),
    ("sqrt(x)", r"\sqrt{x}"),
    ("exp(-x)", "e^{-x}"),
    ("eta * g", r"\eta \odot g"),
    ("sum(dz2, axis=0)", r"\sum_{i}\left(\mathit{dz}_{2}\right)"),
]


@pytest.mark.parametrize(("text", "expected"), LATEX, ids=[text for text, _ in LATEX])
def test_latex(text: str, expected: str) -> None:
    assert write(parse_expression(text), "latex") == expected


NUMPY = [
    ("(a > b) - (c > d)", "1.0 * (a > b) - 1.0 * (c > d)"),
    ("g * (x > 0)", "g * (x > 0)"),
    ("mean((y > 0.5) == Y)", "np.mean((y > 0.5) == Y)"),
    ("where(x > 0, 1, 0.1)", "np.where(x > 0, 1, 0.1)"),
    ("-(x > 0)", "-(1.0 * (x > 0))"),
    ("leaky_relu(a + b)", "np.where((a + b) > 0, (a + b), 0.1 * (a + b))"),
    ("concat(x)", "np.concatenate([x], axis=0)"),
    ("sum(x, axis=0)", "np.sum(x, axis=0)"),
    ("h.T @ dz2", "h.T @ dz2"),
    ("reshape(x, ())", "np.reshape(x, ())"),
    ("(a > b).T", "(1.0 * (a > b)).T"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NUMPY, ids=[text for text, _ in NUMPY])
def test_numpy(text: str, expected: str) -> None:
    shapes = dict.fromkeys(["a", "b", "c", "d", "g", "x", "y", "Y", "h", "dz2"], (2, 2))
    assert write(parse_expression(text), "numpy", shapes) == expected


def test_pytorch_makes_numbers_of_truths() -> None:
    shapes = dict.fromkeys("ab", (2, 2))
    assert write(parse_expression("(a > b) - 1"), "pytorch", shapes) == "(a > b).double() - 1"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(3), "3"), (Fraction(1, 4), "0.25"), (Fraction(1, 10), "0.1"), (Fraction(1, 100_000), "1e-5"),
        (Fraction(10) ** 20, "1e20"), (Fraction(2, 3), "2 / 3"), (Fraction(12345678901234567), "12345678901234567"),
        (Fraction(-1, 2), "-0.5"), (Fraction(0), "0"), (Fraction(10**15), "1000000000000000"),
        (Fraction(10**16), "1e16"),
    ],
)  # fmt: skip
def test_numbers_as_they_would_be_typed(value: Fraction, text: str) -> None:
    assert write_number(value)[0] == text


@given(st.floats(0, 1e308, allow_nan=False))
@examples(300)
def test_every_number_reads_back_as_itself(value: float) -> None:
    read = parse_expression(repr(value))
    assert isinstance(read, Number)
    assert parse_expression(write(read)) == read
    assert float(read.value) == value


@pytest.mark.parametrize(
    ("name", "shown", "latex"),
    [
        ("W1", "W₁", "W_{1}"), ("yhat", "ŷ", r"\hat{y}"), ("eta", "η", r"\eta"), ("sigma2", "σ²", r"\sigma^{2}"),
        ("beta1", "β₁", r"\beta_{1}"), ("lam", "λ", r"\lambda"), ("W1.v", "W₁.v", "v_{W_{1}}"), ("mu", "μ", r"\mu"),
        ("out_h", "out_h", None), ("x12", "x₁₂", "x_{12}"),
    ],
)  # fmt: skip
def test_display_names(name: str, shown: str, latex: str | None) -> None:
    assert display_name(name) == shown
    assert latex is None or latex_name(name) == latex


def test_only_gradients_are_written_as_gradients() -> None:
    assert display_name("dW1", {"dW1"}) == "∂L/∂W₁"
    assert display_name("dW1") == "dW₁"
    assert display_name("du", {"du"}, of="J") == "∂J/∂u"
    assert latex_name("dW1", {"dW1"}) == r"\frac{\partial L}{\partial W_{1}}"


@pytest.mark.parametrize("op", OPERATIONS)
def test_every_entry_of_the_table_is_whole(op: str) -> None:
    entry = OPERATIONS[op]
    shapes: Any = [(2, 2)] * len(entry.operands)
    assert entry.about.en
    assert re.search("[가-힣]", entry.about.ko)
    assert entry.about.en[-1] != "."
    for style in get_args(Style):
        writer = entry.writer(style)
        if not callable(writer):
            assert writer.text
        elif not entry.options:
            assert writer(shapes, {}).text
    assert entry.name in entry.signature
