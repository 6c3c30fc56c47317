"""A lesson's whole update program: lines that run in order and may read any value of the pass."""

from __future__ import annotations

import numpy as np
import pytest

from tests.models import XOR_DATA, XOR_FORWARD, XOR_PARAMETERS, model, number, value, xor
from tutor.engine.checks import check_model
from tutor.engine.model import Model
from tutor.engine.run import Run


def perceptron(inputs: object, targets: object, **given: float) -> Model:
    """The perceptron rule: fires if w·x + b > 0, and is moved where it is wrong."""
    return model(
        "y = step(X @ w + b)",
        {"w": [0.0, 0.0], "b": 0.0},
        {"X": inputs, "Y": targets},
        update="w = w + eta * X.T @ (Y - y)\nb = b + eta * sum(Y - y)",
        hyper={"eta": 0.1, **given},
    )


def test_the_perceptron_rule_needs_no_gradient() -> None:
    made = perceptron([[0, 0], [1, 0], [0, 1], [1, 1]], [0, 0, 0, 1])
    assert check_model(made) == []
    run = Run(made)
    assert run.programs.backward == ()
    run.go(20)
    run.go(20, 1)
    assert value(run, "y").tolist() == [0, 0, 0, 1]


def test_a_parameter_s_name_means_its_newest_value() -> None:
    run = Run(model("L = a * b", {"a": 2.0, "b": 3.0}, update="a = a + 1\nb = b * a\na = a + b"))
    run.go(1)
    assert (number(run, "a"), number(run, "b")) == (12.0, 9.0)
    assert (float(run.entering("a")), float(run.entering("b"))) == (12.0, 9.0)
    run.go(0)
    assert (number(run, "a"), number(run, "b")) == (2.0, 3.0)


def test_gradients_are_those_of_the_pass_whatever_has_moved_since() -> None:
    run = Run(model("L = a**2 * b", {"a": 2.0, "b": 3.0}, update="a = a - 0.1 * da\nb = b - 0.1 * db"))
    run.go(1)
    assert number(run, "a") == pytest.approx(2 - 0.1 * 12)
    assert number(run, "b") == pytest.approx(3 - 0.1 * 4)


def test_temporaries_and_parameters_left_alone() -> None:
    run = Run(
        model("L = sum((w - v)**2)", {"w": [1.0, 2.0], "v": 0.5}, update="s = sum(dw)\nn = s / 2\nw = w - 0.1 * n")
    )
    assert check_model(run.model) == []
    run.go(1)
    np.testing.assert_allclose(value(run, "w"), np.array([1.0, 2.0]) - 0.1 * (2 * 0.5 + 2 * 1.5) / 2)
    assert number(run, "v") == 0.5
    assert run.learned == ("w", "v")
    assert run.value("s") is None  # of this pass not yet


def test_the_clock_counts_updates_from_one() -> None:
    run = Run(model("L = x", {"x": 0.0}, update="x = x + t"))
    for update, expected in ((1, 1.0), (2, 3.0), (3, 6.0), (100, 5050.0), (2, 3.0)):
        run.go(update)
        assert number(run, "x") == expected


def test_the_clock_gives_way_to_a_lesson_s_own_t() -> None:
    run = Run(model("L = x * t", {"x": 0.0}, {"t": 7.0}, update="x = x + t"))
    run.go(3)
    assert number(run, "x") == 21.0


def test_an_update_program_that_is_sgd_gives_sgd_s_bits() -> None:
    text = "W1 = W1 - eta * dW1\nb1 = b1 - eta * db1\nW2 = W2 - eta * dW2\nb2 = b2 - eta * db2"
    program = Run(model(XOR_FORWARD, XOR_PARAMETERS, XOR_DATA, update=text, hyper={"eta": 2.0}))
    rule = Run(xor())
    for update in (1, 2, 100):
        program.go(update)
        rule.go(update)
        for name in XOR_PARAMETERS:
            assert value(program, name).tobytes() == value(rule, name).tobytes()


def test_it_may_read_a_gradient_that_fusing_left_out() -> None:
    text = "b2 = b2 - sum(dy * y * (1 - y))"
    run = Run(model(XOR_FORWARD, XOR_PARAMETERS, XOR_DATA, update=text))
    fused = Run(xor(eta=1.0))
    run.go(1)
    fused.go(1)
    np.testing.assert_allclose(value(run, "b2"), value(fused, "b2"), rtol=1e-13)


PROBLEMS = [
    ("w = w - eta * dW", "unknown-name"),
    ("h = h + 1\nw = w - h", "update-assigns"),
    ("X = X + 1\nw = w", "update-assigns"),
    ("eta = eta * 0.9\nw = w", "update-assigns"),
    ("w = sum(w)", "update-shape"),
    ("s = sum(dw)", "update-moves-nothing"),
    ("s = sum(dw)\ns = dw\nw = w - s", "update-shape"),
    ("w = w - n\nn = dw", "unknown-name"),
    ("training = 0\nw = w", "update-assigns"),
    ("dw = 2 * dw\nw = w - dw", "update-assigns"),
    ("dh = 2 * dh\nw = w - dh @ X", "update-assigns"),
    ("t = 0\nw = w - t", "update-assigns"),
]


@pytest.mark.parametrize(("text", "key"), PROBLEMS, ids=[text for text, _ in PROBLEMS])
def test_update_programs_that_cannot_run(text: str, key: str) -> None:
    made = model("h = X @ w\nL = sum(h**2)", {"w": [1.0, 2.0]}, {"X": [[1.0, 2.0]]}, update=text, hyper={"eta": 0.1})
    problems = check_model(made)
    assert [problem.message.key.partition(".")[2].removesuffix("-near") for problem in problems] == [key]
    assert problems[0].place is not None
