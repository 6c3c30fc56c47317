"""Sentences: exact, in both languages, whatever the lesson."""

from __future__ import annotations

import re

import pytest

from tests.explain.helpers import at
from tests.models import model, xor
from tutor.engine.run import Run
from tutor.explain.words import words_of


def said(run: Run, address: str, language: str = "en") -> str:
    return words_of(at(run, address)).say("ko" if language == "ko" else "en")


XOR = """
0/z1[3,0]   A sum of 3 terms; the largest in size is x₄₁ · w⁽¹⁾₁₁ = 1.2.
0/h[1,0]    sigmoid turns −2.2 into 0.09975.
0/dz2[1,0]  y₂₁ is 0.4994 and should be 1. The slope of sigmoid cancels against that of bce;
            their difference, divided by 4, is left.
0/dW2[0,0]  4 products are added up, of h and what comes back to z₂;
            the largest in size is h₃₁ · ∂L/∂z⁽²⁾₃₁ = −0.05968.
0/db2[0]    b⁽²⁾₁ goes into 4 cells of z₂, so what comes back to them is added up.
0/dh[1,0]   w⁽²⁾₁₁ is −0.8, so −0.8 times what comes back to z₂ reaches h₂₁.
0/dz1[1,0]  The slope of sigmoid at −2.2 is 0.08980:
            0.08980 times what comes back to h goes on to z⁽¹⁾₂₁.
1/W2[0,0]   w⁽²⁾₁₁ moves by 0.01092, from −0.8 to −0.7891. Its gradient is −0.005458; the step goes the other way.
0/dX[3,0]   2 products are added up, of W₁ and what comes back to z₁;
            the largest in size is ∂L/∂z⁽¹⁾₄₂ · w⁽¹⁾₁₂ = 0.03135.
"""


@pytest.mark.parametrize("entry", re.split(r"\n(?=\d)", XOR.strip()))
def test_xor(entry: str) -> None:
    address, *sentence = entry.split()
    assert said(Run(xor()), address) == " ".join(sentence)


FORWARD = {
    "passes": ("y = x + w\nL = sum(y)", "What comes back to y is handed on to w₁ unchanged."),
    "turns": ("y = x - w\nL = sum(y)", "What comes back to y is handed on to w₁ with its sign changed."),
    "exchanges": ("y = x * w\nL = sum(y)", "A multiplication hands on what comes back times the other factor: x = 2."),
    "exchanges a constant": (
        "y = 3 * w\nL = sum(y)", "A multiplication hands on what comes back times the other factor: 3."
    ),
    "divides": (
        "y = w / x\nL = sum(y)", "A division hands on what comes back, divided by the same divisor: x."
    ),
    "an open gate": (
        "y = relu(w)\nL = sum(y * x)", "w₁ is 0.5, above 0: ReLU hands on what comes back unchanged."
    ),
    "a share": ("L = mean(w)", "A mean gives each of its 2 cells the same share: 1/2 of what comes back."),
    "a choice": ("L = max(w)", "What comes back goes where the choice fell; elsewhere it is 0."),
    "several lines": (
        "y = w * x\nz = w + x\nL = sum(y + z)",
        "2 lines read w₁: y, z. What each of them sends back is added up.",
    ),
    "a slope": (
        "y = exp(w)\nL = sum(y * x)",
        "The slope of exp at 0.5 is 1.649: 1.649 times what comes back to y goes on to w₁.",
    ),
    "a slope at which hardly anything passes": (
        "z = 20 * w\ny = tanh(z)\nL = sum(y * x)",
        "A multiplication hands on what comes back times the other factor: 20.",
    ),
    "more than one operation": (
        "y = tanh(w * x)\nL = sum(y)", "With everything else held still, L changes 0.8399 times as fast as w₁."
    ),
    "the same value twice": (
        "y = w * w\nL = sum(y)", "With everything else held still, L changes 1 times as fast as w₁."
    ),
    "a factor of 0": (
        "y = (w + 1) * m * x\nL = sum(y)", "m₁ is 0, and so is the product."
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), FORWARD.values(), ids=FORWARD)
def test_what_an_operation_does_with_a_gradient(text: str, sentence: str) -> None:
    run = Run(model(text, {"w": [0.5, -0.25]}, {"x": [2.0, 3.0], "m": [0.0, 1.0]}))
    assert said(run, "0/dw[0]") == sentence


def test_a_closed_gate_and_its_corner() -> None:
    run = Run(model("y = relu(w)\nL = sum(y)", {"w": [-0.5, 0.0]}))
    assert said(run, "0/dw[0]") == "w₁ is −0.5, below 0: ReLU hands nothing on."
    assert said(run, "0/dw[1]").startswith("w₂ is exactly 0, at ReLU's corner")
    assert said(run, "0/y[0]") == "ReLU turns −0.5 into 0: it is not above 0."


def test_a_saturated_unit() -> None:
    run = Run(model("y = sigmoid(w)\nL = sum(y)", {"w": [9.0]}))
    assert said(run, "0/dw[0]") == (
        "The slope of sigmoid at 9 is only 0.0001234: hardly anything of what comes back to y goes on to w₁."
    )


def test_a_bias_whose_sum_was_simplified_away_is_not_handed_on_unchanged() -> None:
    run = Run(model("L = sum(X + b)", {"b": [1.0]}, {"X": [[1.0], [2.0], [3.0]]}))
    explanation = at(run, "0/db[0]")
    assert explanation.value == 3
    assert said(run, "0/db[0]") == "With everything else held still, L changes 3 times as fast as b₁."


def test_a_mistaken_line_is_not_explained_away() -> None:
    run = Run(xor(wrong={"dz1": xor().forward[0].expr}))
    assert "slope" not in said(run, "0/dz1[0,0]")


def test_an_update_that_goes_along_with_the_gradient_says_so() -> None:
    run = Run(model("L = w**2", {"w": 2.0}, update="w = w + 0.1 * dw"))
    assert said(run, "1/w") == "w moves by 0.4000, from 2 to 2.4. Its gradient is 4; the step has the same sign."


def test_korean() -> None:
    run = Run(xor())
    assert said(run, "0/dh[1,0]", "ko") == "w⁽²⁾₁₁ = −0.8. 그래서 z₂에 되돌아온 기울기의 −0.8배가 h₂₁에 전해져요."
    assert said(run, "0/X[0,0]", "ko") == "x₁₁: 강의에 주어진 데이터예요."
