"""How expressions are written: names, numbers, brackets, folds."""

from __future__ import annotations

import numpy as np
import pytest

from tests.explain.helpers import at
from tests.models import model, valley, xor
from tutor.engine.run import Run
from tutor.explain.expression import Cell
from tutor.explain.naming import Naming
from tutor.explain.rounding import is_rounded, precise, rounded
from tutor.explain.writing import Fold, folds
from tutor.lesson.parts import Label
from tutor.messages import Words


@pytest.mark.parametrize(
    ("address", "formula", "unicode", "numbers"),
    [
        ("0/z1[3,1]", "X[3,0] * W1[0,1] + X[3,1] * W1[1,1] + b1[1]",
         "x₄₁ · w⁽¹⁾₁₂ + x₄₂ · w⁽¹⁾₂₂ + b⁽¹⁾₂", "1 · 1.4 + 1 · (−0.7) + 0.8"),
        ("0/h[1,0]", "sigmoid(z1[1,0])", "σ(z⁽¹⁾₂₁)", "σ(−2.2)"),
        ("0/dz2[1,0]", "(y[1,0] - Y[1,0]) / 4", "(y₂₁ − Y₂₁) / 4", "(0.4994 − 1) / 4"),
        ("0/dz1[0,1]", "dh[0,1] * h[0,1] * (1 - h[0,1])",
         "∂L/∂h₁₂ · h₁₂ · (1 − h₁₂)", "0.1426 · 0.6900 · (1 − 0.6900)"),
        ("0/db2[0]", "dz2[0,0] + dz2[1,0] + dz2[2,0] + dz2[3,0]",
         "∂L/∂z⁽²⁾₁₁ + ∂L/∂z⁽²⁾₂₁ + ∂L/∂z⁽²⁾₃₁ + ∂L/∂z⁽²⁾₄₁", "0.1296 + (−0.1251) + (−0.1194) + 0.1365"),
        ("1/b2[0]", "b2[0] - eta * db2[0]", "b⁽²⁾₁ − η · ∂L/∂b⁽²⁾₁", "−0.5 − 2 · 0.02158"),
        ("0/X[1,1]", "X[1,1]", "x₂₂", "1"),
    ],
)  # fmt: skip
def test_a_cell(address: str, formula: str, unicode: str, numbers: str) -> None:
    explanation = at(Run(xor()), address)
    assert str(explanation.symbolic("formula")) == formula
    assert str(explanation.symbolic()) == unicode
    assert str(explanation.substituted()) == numbers


def test_numbers_in_formulas_are_whole() -> None:
    explanation = at(Run(xor()), "0/dz2[1,0]")
    assert str(explanation.substituted("formula")) == f"({float(explanation.snapshot.before['y'][1, 0])} - 1.0) / 4"
    assert not explanation.substituted("formula").rounded
    assert explanation.substituted().rounded
    assert str(explanation.substituted(digits=2)) == "(0.50 − 1) / 4"
    assert not at(Run(xor()), "0/h[1,0]").substituted().rounded


def test_powers_of_names_and_of_negative_numbers() -> None:
    run = Run(valley("adam", eta=0.3))
    assert str(at(run, "1/y").symbolic()).endswith("(y.m / (1 − β₁^t)) / (√(y.v / (1 − β₂^t)) + ε)")
    assert str(at(run, "0/f").substituted()) == "(−7)² / 20 + 2²"
    assert "(∂f/∂x)²" in str(at(run, "1/x.v").symbolic())


def long_sum(count: int = 20) -> Run:
    return Run(model("y = x @ w\nL = 0.5 * (y - 1)**2", {"w": np.arange(1.0, count + 1)}, {"x": np.ones(count)}))


def test_a_long_sum_is_folded_in_the_middle_and_unfolds() -> None:
    explanation = at(long_sum(), "0/y")
    text = explanation.symbolic()
    assert str(text) == "x₁ · w₁ + x₂ · w₂ + x₃ · w₃ + x₄ · w₄ + …14… + x₁₉ · w₁₉ + x₂₀ · w₂₀"
    (fold,) = folds(text)
    assert fold == Fold(key=(), hidden=14, shown=6)
    more = explanation.symbolic(shown={fold.key: 12})
    assert folds(more)[0].hidden == 8
    assert folds(explanation.symbolic(shown={fold.key: 20})) == []
    assert "…" not in str(explanation.symbolic("formula"))


def test_one_term_is_never_hidden_alone() -> None:
    assert "…" not in str(at(long_sum(7), "0/y").symbolic())


def test_the_largest_of_many_and_all_of_many() -> None:
    run = Run(model("m = max(x)\na = all(x > 0)\nL = m * a", {"x": [1.0, 3.0, 2.0]}))
    assert str(at(run, "0/m").symbolic()) == "max(x₁, x₂, x₃)"
    assert str(at(run, "0/m").symbolic("formula")) == "maximum(maximum(x[0], x[1]), x[2])"
    assert str(at(run, "0/a").symbolic()) == "(x₁ > 0) ≠ 0 ∧ (x₂ > 0) ≠ 0 ∧ (x₃ > 0) ≠ 0"


def test_pieces_know_their_cells() -> None:
    text = at(Run(xor()), "0/dz2[1,0]").substituted()
    cells = [(piece.text, str(piece.of.address)) for piece in text.pieces if isinstance(piece.of, Cell)]
    assert cells == [("0.4994", "0/y[1,0]"), ("1", "0/Y[1,0]")]
    assert "".join(piece.text for piece in text.pieces) == str(text)


def test_784_terms_are_cheap_and_do_not_recurse() -> None:
    run = Run(model("y = x @ w\nL = sum(y**2) + sum(w**2)", {"w": np.ones((5000, 3))}, {"x": np.ones((2, 5000))}))
    explanation = at(run, "0/y[1,2]")
    assert len(explanation.terms) == 5000
    assert len(explanation.reads) == 10_000
    assert sum(term.value for term in explanation.terms) == explanation.value == 5000
    assert str(explanation.symbolic("formula")).count("+") > 1000  # as far as there is room
    assert len(at(run, "0/L").reads) == 15_006


# Names


def naming(**given: object) -> Naming:
    return Naming(**{"names": {"W1", "x", "h"}, "gradients": {"dW1"}, "loss": "L", **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "index", "shown"),
    [
        ("W1", (1, 0), "w⁽¹⁾₂₁"), ("dW1", (1, 0), "∂L/∂w⁽¹⁾₂₁"), ("dx", (2,), "∂L/∂x₃"), ("h", (0, 11), "h₁,₁₂"),
        ("X", (0, 0), "X₁₁"), ("T", (0, 0), "t₁₁"), ("L", (), "L"), ("W1.v", (0, 1), "W₁.v₁₂"), ("eta", (), "η"),
        ("yhat", (0,), "ŷ₁"), ("mu2", (0,), "μ⁽²⁾₁"), ("K", (0, 1, 2), "k₁₂₃"), ("apple_cost", (), "apple_cost"),
    ],
)  # fmt: skip
def test_cells_in_mathematics(name: str, index: tuple[int, ...], shown: str) -> None:
    """A capital becomes small unless the small letter is another name."""
    assert naming().cell(name, index) == shown


def words(*texts: str) -> tuple[Words, ...]:
    return tuple(Words(text, f"{text}!") for text in texts)


LABELS = {"W1": Label(rows=words("x1", "x2"), columns=words("h1", "h2")), "h": Label(rows=words("00", "01"))}


def test_units_are_named_where_they_are_labelled() -> None:
    labelled = naming(labels=LABELS, parameters={"W1"})
    for name in ("W1", "dW1", "W1.v"):
        units = labelled.units(name, (1, 0))
        assert units is not None
        assert (units.en, units.ko) == ("x2→h1", "x2!→h1!")
    assert labelled.spoken("h", (1, 0)).en == "h₂₁ (01)"
    assert labelled.spoken("x", (1,)).en == "x₂"
    assert labelled.units("W1", (5, 5)) is None


def test_rows_of_a_batch_are_others_every_time() -> None:
    labelled = naming(labels=LABELS, parameters={"W1"}, shuffled=True)
    assert labelled.units("h", (1, 0)) is None
    assert labelled.units("W1", (1, 0)) is not None


# Numbers


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (0.25, "0.25"), (1 / 3, "0.3333"), (123456.7, "123457"), (2.5e9, "2.5e9"),
        (1e-12, "1e−12"), (0.99999999, "1.000"), (float("nan"), "NaN"), (float("-inf"), "−∞"), (12345.0, "12345"),
    ],
)  # fmt: skip
def test_rounding(value: float, shown: str) -> None:
    assert rounded(value) == shown


def test_rounding_is_known() -> None:
    assert not is_rounded(0.25)
    assert is_rounded(1 / 3)
    assert is_rounded(0.1 + 0.2)
    assert not is_rounded(float("inf"))
    assert float(precise(1 / 3)) == 1 / 3
