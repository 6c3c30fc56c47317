"""Published worked examples come out at every printed digit (the lessons' own tests compare more of them)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons.figures import assert_prints
from tests.models import XOR_DATA, XOR_FORWARD, condition, model, number, value, xor
from tutor.engine.model import Model
from tutor.engine.run import Run
from tutor.formula.evaluate import evaluate
from tutor.formula.operations.operation import Array
from tutor.formula.parse import parse_expression


def printed(array: Array | float, *digits: str) -> None:
    """Every number, rounded to as many digits as are printed, is what is printed."""
    assert_prints(array, " ".join(digits))


def after(run: Run, update: int, name: str) -> Array:
    """A forward value in the pass after ``update`` updates."""
    run.go(update, len(run.programs.forward))
    return value(run, name)


class TestXor:
    def test_the_deck_s_tables(self) -> None:
        run = Run(xor())
        printed(after(run, 0, "y"), ".52", ".50", ".52", ".55")
        printed(after(run, 1, "y"), ".50", ".48", ".50", ".52")
        printed(after(run, 480, "y"), ".02", ".98", ".98", ".02")

    def test_other_weights_print_the_same_two_tables_and_never_learn(self) -> None:
        weights = {"W1": [[1.4, 1.4], [-0.8, -1.3]], "b1": [0.9, -0.7], "W2": [[1.1], [-0.6]], "b2": [-0.5]}
        run = Run(model(XOR_FORWARD, weights, XOR_DATA, rule="sgd", hyper={"eta": 2.0}))
        printed(after(run, 0, "y"), ".52", ".50", ".52", ".55")
        printed(after(run, 1, "y"), ".50", ".48", ".50", ".52")
        printed(after(run, 20_000, "y"), ".00", "1.00", ".50", ".50")

    def test_the_gradients_without_the_mean_would_print_another_table(self) -> None:
        run = Run(xor(eta=8.0))
        printed(after(run, 1, "y"), ".44", ".43", ".43", ".45")


TWO_OUTPUTS = """
net_h = i @ W + bh
out_h = sigmoid(net_h)
net_o = out_h @ V + bo
out_o = sigmoid(net_o)
E = 0.5 * sum((out_o - target)**2)
"""


def two_outputs(update: str = "", rule: str = "") -> Model:
    return model(
        TWO_OUTPUTS,
        {"W": [[0.15, 0.25], [0.20, 0.30]], "V": [[0.40, 0.50], [0.45, 0.55]]},
        {"i": [0.05, 0.10], "target": [0.01, 0.99], "bh": 0.35, "bo": 0.60},
        rule=rule,
        update=update,
        hyper={"eta": 0.5},
    )


class TestTwoOutputs:
    def test_the_first_pass_and_the_first_update(self) -> None:
        run = Run(two_outputs(rule="sgd"))
        printed(after(run, 0, "out_h"), "0.593269992", "0.596884378")
        printed(value(run, "out_o"), "0.75136507", "0.772928465")
        printed(number(run, "E"), "0.298371109")
        run.go(1)
        printed(value(run, "V").T, "0.35891648", "0.408666186", "0.511301270", "0.561370121")
        printed(value(run, "W").T, "0.149780716", "0.19956143", "0.24975114", "0.29950229")

    def test_the_right_error_after_one_update_is_not_the_printed_one(self) -> None:
        run = Run(two_outputs(rule="sgd"))
        printed(after(run, 1, "E"), "0.291027774")
        printed(after(run, 10_000, "out_o"), "0.015913620", "0.984064274")

    def test_the_printed_one_sends_the_errors_back_through_weights_that_have_moved(self) -> None:
        moved_too_soon = """
        V = V - eta * dV
        back = dnet_o @ V.T
        W = W - eta * outer(i, back * out_h * (1 - out_h))
        """
        run = Run(two_outputs(update=moved_too_soon))
        printed(after(run, 1, "E"), "0.291027924")
        printed(after(run, 10_000, "out_o"), "0.015912196", "0.984065734")


def test_three_layers() -> None:
    forward = "a1 = x @ W1 + b1\nz1 = sigmoid(a1)\na2 = z1 @ W2 + b2\nz2 = sigmoid(a2)\ny = z2 @ W3 + b3"
    weights = {
        "W1": [[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]], "b1": [0.1, 0.2, 0.3],
        "W2": [[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]], "b2": [0.1, 0.2],
        "W3": [[0.1, 0.3], [0.2, 0.4]], "b3": [0.1, 0.2],
    }  # fmt: skip
    run = Run(model(forward, weights, {"x": [1.0, 0.5]}))
    run.go(0, 5)
    printed(value(run, "a1"), "0.3", "0.7", "1.1")
    printed(value(run, "z1"), "0.57444252", "0.66818777", "0.75026011")
    printed(value(run, "a2"), "0.51615984", "1.21402696")
    printed(value(run, "z2"), "0.62624937", "0.7710107")
    printed(value(run, "y"), "0.31682708", "0.69627909")


def test_softmax_regression() -> None:
    weights = [[0.47355232, 0.9977393, 0.84668094], [0.85557411, 0.03563661, 0.69422093]]
    forward = "z = x @ W\np = softmax(z)\nL = cross_entropy(p, t)"
    run = Run(model(forward, {"W": weights}, {"x": [0.6, 0.9], "t": [0, 0, 1]}))
    run.go(0, 99)
    printed(number(run, "L"), "0.928068539")
    printed(value(run, "dW"), "0.2192476", "0.1435625", "-0.3628101", "0.3288714", "0.2153437", "-0.5442151")


def test_batch_normalisation() -> None:
    forward = "mu = mean(x)\nc = x - mu\nvar = mean(c**2)\nn = c / sqrt(var + eps)"
    run = Run(model(forward, {}, {"x": [1.0, 2.0, 3.0, 4.0], "eps": 1e-5}))
    run.go(0, 4)
    printed(value(run, "n"), "-1.34164", "-0.44721", "0.44721", "1.34164")


@pytest.mark.parametrize(
    ("forward", "parameters", "out", "gradients"),
    [
        (
            "apple = p * n\norange = q * m\nprice = (apple + orange) * tax",
            {"p": 100, "n": 2, "q": 150, "m": 3, "tax": 1.1},
            715,
            {"p": 2.2, "n": 110, "q": 3.3, "m": 165, "tax": 650},
        ),
        ("price = p * n * tax", {"p": 100, "n": 2, "tax": 1.1}, 220, {"p": 2.2, "n": 110, "tax": 200}),
        ("u = b * c\nv = a + u\nJ = 3 * v", {"a": 5, "b": 3, "c": 2}, 33, {"a": 3, "b": 6, "c": 9}),
    ],
)
def test_graphs(forward: str, parameters: dict[str, float], out: float, gradients: dict[str, float]) -> None:
    run = Run(model(forward, parameters))
    run.go(0, 99)
    assert number(run, run.model.loss) == pytest.approx(out, rel=1e-14)
    for name, expected in gradients.items():
        assert number(run, f"d{name}") == pytest.approx(expected, rel=1e-14)


VALUES = [
    ("sigmoid(x)", [-1, 1, 2], (".26894142", ".73105858", ".88079708")),
    ("softmax(x)", [0.3, 2.9, 4.0], (".01821127", ".24519181", ".73659691")),
    ("argmax(x, axis=1)", [[0.7, 0.2, 0.1], [0.2, 0.7, 0.1], [0.2, 0.1, 0.7]], ("0", "1", "2")),
    ("0.5 * sum((x - t)**2)", [0.1, 0.05, 0.6, 0, 0.05, 0.1, 0, 0.1, 0, 0], (".0975",)),
    (
        "cross_entropy(x, t)",
        [0.1, 0.05, 0.6, 0, 0.05, 0.1, 0, 0.1, 0, 0],
        (".510826",),
    ),  # printed .510825: cut, not rounded
    ("0.5 * sum((x - t)**2)", [0.1, 0.05, 0.1, 0, 0.05, 0.1, 0, 0.6, 0, 0], (".5975",)),
    ("cross_entropy(x, t)", [0.1, 0.05, 0.1, 0, 0.05, 0.1, 0, 0.6, 0, 0], ("2.302585",)),
]


@pytest.mark.parametrize(("text", "x", "digits"), VALUES)
def test_values_of_the_book(text: str, x: object, digits: tuple[str, ...]) -> None:
    target = np.eye(10)[2]
    printed(evaluate(parse_expression(text), {"x": np.array(x, dtype=float), "t": target}), *digits)


def test_gradient_descent_on_a_bowl() -> None:
    forward = "f = x0**2 + x1**2"
    run = Run(model(forward, {"x0": -3.0, "x1": 4.0}, rule="sgd", hyper={"eta": 0.1}))
    run.go(20)
    printed(number(run, "x0"), "-.0345876451")
    printed(number(run, "x1"), ".0461168602")
    assert Run(model(forward, {"x0": -3.0, "x1": 4.0}, rule="sgd", hyper={"eta": 10.0})).run_until(
        condition("f < 1"), 1000
    ).reason == "diverged"  # fmt: skip


def test_both_slopes_are_taken_before_either_variable_moves() -> None:
    forward = "f = x0**2 + x0 * x1 + x1**2"
    run = Run(model(forward, {"x0": -3.0, "x1": 4.0}, rule="sgd", hyper={"eta": 0.1}))
    run.go(1)
    assert (number(run, "x0"), number(run, "x1")) == pytest.approx((-2.8, 3.5))


@pytest.mark.parametrize(("loss", "last"), [("L = 0.5 * (y - t)**2", ".203"), ("L = bce(y, t)", ".012")])
def test_squared_error_on_a_sigmoid_is_flat_far_from_the_target(loss: str, last: str) -> None:
    """One neuron, x = 1, t = 0, from (w, b) = (2, 2), η 0.15, 300 updates; the figures are the outputs."""
    forward = f"y = sigmoid(w * x + b)\n{loss}"
    run = Run(model(forward, {"w": 2.0, "b": 2.0}, {"x": 1.0, "t": 0.0}, rule="sgd", hyper={"eta": 0.15}))
    printed(after(run, 0, "y"), ".982")
    printed(after(run, 300, "y"), last)
