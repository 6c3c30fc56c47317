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


def test_every_sign_has_a_sentence_in_both_languages() -> None:
    run = Run(replace(xor_model(), hyper={"eta": 1e6}))
    run.run_until(None, 100)
    for sign in signs(run):
        assert all("engine." not in sign.message.say(language) for language in LANGUAGES)
