"""Trouble is said in words, and only where there is some."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.benchmarks.contenders import FORWARD, xor_model
from tutor.engine.run import Run
from tutor.engine.signs import signs
from tutor.formula.parse import parse_program
from tutor.messages import LANGUAGES


def test_a_run_that_learns_shows_nothing() -> None:
    run = Run(xor_model())
    run.go(300, 5)
    assert signs(run) == ()


def test_xor_that_is_stuck_stands_on_a_plateau() -> None:
    start = {"W1": [[1.4, 1.4], [-0.8, -1.3]], "b1": [0.9, -0.7], "W2": [[1.1], [-0.6]], "b2": [-0.5]}
    run = Run(replace(xor_model(), parameters={name: np.array(value) for name, value in start.items()}))
    run.go(20_000, 5)
    assert [sign.kind for sign in signs(run)] == ["plateau"]


def test_at_a_minimum_the_loss_has_settled_and_nobody_is_told_to_change_the_learning_rate() -> None:
    forward, _ = parse_program("y = X @ w\nL = 0.5 * mean((y - Y)**2)")
    data = {"X": np.array([[1.0], [2.0], [3.0]]), "Y": np.array([[1.0], [3.0], [2.0]])}
    line = replace(xor_model(), forward=forward, data=data, parameters={"w": np.array([[5.0]])}, hyper={"eta": 0.1})
    run = Run(line)
    run.go(150, 2)
    position = run.position
    assert [sign.kind for sign in signs(run)] == ["settled"]
    assert run.position == position


def test_numbers_that_are_lost_come_first() -> None:
    run = Run(replace(xor_model(), hyper={"eta": 1e6}))
    outcome = run.run_until(None, 100)
    found = signs(run)
    assert [sign.kind for sign in found] == ["diverged"]
    assert found[0].address == outcome.began


@pytest.mark.parametrize(
    ("activation", "bias", "kind"),
    [("relu", -9.0, "dead"), ("sigmoid", -9.0, "saturated"), ("tanh", 9.0, "saturated"), ("leaky_relu", -9.0, None)],
)
def test_units_that_no_gradient_passes(activation: str, bias: float, kind: str | None) -> None:
    forward, _ = parse_program(FORWARD.replace("h = sigmoid", f"h = {activation}"))
    model = xor_model()
    run = Run(replace(model, forward=forward, parameters={**model.parameters, "b1": np.array([bias, 0.1])}))
    run.go(0, 5)
    found = [(sign.kind, sign.units) for sign in signs(run)]
    assert found == ([] if kind is None else [(kind, (0,))])


def test_a_unit_that_is_stuck_at_1_is_saturated_not_dead() -> None:
    model = xor_model()
    run = Run(replace(model, parameters={**model.parameters, "b1": np.array([900.0, 0.1])}))
    run.go(0, 5)
    assert [(sign.kind, sign.units) for sign in signs(run)] == [("saturated", (0,))]


def test_an_output_whose_slope_the_loss_cancels_may_be_flat() -> None:
    model = xor_model()
    run = Run(replace(model, parameters={**model.parameters, "b2": np.array([20.0])}))
    run.go(0, 5)
    assert signs(run) == ()


def test_saturation_is_no_trouble_once_the_loss_is_small() -> None:
    model = xor_model()
    run = Run(replace(model, parameters={**model.parameters, "b1": np.array([-9.0, 0.1])}))
    run.go(1)
    assert [sign.kind for sign in signs(run)] == []  # nothing is computed yet
    run.branch.losses = type(run.branch.losses)(0)
    run.branch.losses.record(1e6)  # as if it had begun so
    run.go(1, 5)
    assert signs(run) == ()


def test_without_gradients_no_unit_is_hindered_from_learning() -> None:
    forward, _ = parse_program("h = relu(X @ W)")
    run = Run(replace(xor_model(), forward=forward, parameters={"W": -np.ones((2, 3))}, update=None))
    run.go(0, 1)
    assert signs(run) == ()


@pytest.mark.parametrize(("count", "listed"), [(2, "1, 2"), (6, "1, 2, 3, 4, 5, 6"), (9, "1, 2, 3, 4, 5 …4…")])
def test_many_units_are_counted(count: int, listed: str) -> None:
    model = xor_model()
    zeros = {"W1": np.zeros((2, count)), "b1": np.full(count, -1.0), "W2": np.ones((count, 1))}
    forward, _ = parse_program(FORWARD.replace("h = sigmoid", "h = relu"))
    run = Run(replace(model, forward=forward, parameters={**model.parameters, **zeros}))
    run.go(0, 5)
    assert signs(run)[0].message.parameters["units"] == listed


def test_every_sign_has_a_sentence_in_both_languages() -> None:
    run = Run(replace(xor_model(), hyper={"eta": 1e6}))
    run.run_until(None, 100)
    for sign in signs(run):
        assert all("engine." not in sign.message.say(language) for language in LANGUAGES)
