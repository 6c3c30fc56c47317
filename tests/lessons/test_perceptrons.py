"""The figures of the chapter "Perceptrons": the numbers that a learner reads in its lessons come out of them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons.figures import assert_prints, assert_same, lesson, value, watch
from tutor.engine.run import Run

ROWS = [[0, 0], [1, 0], [0, 1], [1, 1]]
"""The order of deck 001."""


@pytest.mark.parametrize("name", ["gates", "xor-no-line", "xor-from-gates"])
def test_rows_stand_as_in_deck_001(name: str) -> None:
    assert lesson(name).model().data["X"].tolist() == ROWS


@pytest.mark.parametrize(
    ("gate", "weights", "table", "sums"),
    [
        ("and", ".5 .5 -.7", "0 0 0 1", "-.7 -.2 -.2 .3"),
        ("nand", "-.5 -.5 .7", "1 1 1 0", ".7 .2 .2 -.3"),
        ("or", ".5 .5 -.2", "0 1 1 1", "-.2 .3 .3 .8"),
    ],
)
def test_gates(gate: str, weights: str, table: str, sums: str) -> None:
    model = lesson("gates").model(gate)
    assert_prints([*model.parameters["w"].ravel(), *model.parameters["b"]], weights)
    assert_prints(model.data["Y"], table)
    assert_prints(value("gates", "0/s", gate), sums)
    assert_prints(value("gates", "0/y", gate), table)


def test_a_threshold_is_a_bias_with_the_other_sign() -> None:
    assert lesson("gates").model("threshold").data["theta"] == 0.7
    assert value("gates", "0/y", "threshold").tolist() == value("gates", "0/y", "and").tolist()


@pytest.mark.parametrize("variant", [None, "your-nand", "your-or"])
def test_the_learner_has_something_to_set(variant: str | None) -> None:
    run = Run(lesson("gates").model(variant))
    assert run.model.goal is not None
    run.go(0, len(run.lines))
    assert run.condition(run.model.goal) is False


def test_the_perceptron_rule_finds_and() -> None:
    model = lesson("gates").model("learn")
    outcome = Run(model).run_until(model.until, 50)
    assert (outcome.reason, outcome.update) == ("condition", 6)
    assert_prints(value("gates", "6/w", "learn"), ".5 .4")
    assert_prints(value("gates", "6/b", "learn"), "-.55")
    assert_prints(value("gates", "1/w", "learn"), ".1 .2")
    assert_prints(value("gates", "1/s", "learn"), "-.55 -.45 -.35 -.25")
    assert_prints(value("gates", "50/w", "learn"), ".5 .4")


def test_the_best_line_through_xor_is_flat() -> None:
    assert_prints(value("xor-no-line", "0/s"), ".2 1.1 -.2 .7")
    assert_prints(value("xor-no-line", "200/y", "least-squares"), ".5 .5 .5 .5")
    assert_prints(value("xor-no-line", "200/w", "least-squares"), ".000 .000")
    assert_prints(value("xor-no-line", "200/b", "least-squares"), ".500")
    assert_prints(value("xor-no-line", "200/L", "least-squares"), ".125")


def test_logistic_regression_is_no_better() -> None:
    assert_prints(value("xor-no-line", "500/y", "logistic"), ".5 .5 .5 .5")
    assert_prints(value("xor-no-line", "500/L", "logistic"), ".6931")


def test_a_neuron_gets_three_rows_of_xor_right_and_never_four() -> None:
    run = Run(lesson("xor-no-line").model())
    most = 0.0
    for w1, w2, b in np.random.default_rng(0).uniform(-1, 1, (300, 3)):
        run.edit("w", np.array([[w1], [w2]]))
        run.edit("b", np.array([b]))
        run.go(0, len(run.lines))
        most = max(most, run.watches()["right"] or 0)
    assert most == 3


def test_the_perceptron_rule_swings_on_xor() -> None:
    assert_prints(value("xor-no-line", "0/y", "perceptron"), "1 1 1 1")
    assert_prints(value("xor-no-line", "1/y", "perceptron"), "0 0 0 0")
    for update in (2, 4, 50):
        assert_same(value("xor-no-line", f"{update}/w", "perceptron"), [[0.3], [0.4]])
        assert watch("xor-no-line", f"{update}/right", "perceptron") == 2


def test_xor_from_three_gates() -> None:
    table = np.column_stack([value("xor-from-gates", "0/S", "gates"), value("xor-from-gates", "0/y", "gates")])
    assert_prints(table, "1 0 0  1 1 1  1 1 1  0 1 0")
    assert_prints(value("xor-from-gates", "0/c", "gates"), "-.2 .3 .3 -.2")
    assert_prints(value("xor-from-gates", "0/c", "no-step"), "-.45 -.45 -.45 -.45")
    model = lesson("xor-from-gates").model("no-step")
    assert_prints(model.parameters["W1"] @ model.parameters["W2"], "0 0")
    assert value("xor-from-gates", "0/y").tolist() != lesson("xor-from-gates").model().data["Y"].tolist()


def test_two_linear_layers_are_one_matrix() -> None:
    assert_prints(value("linear-collapses", "0/W"), "1.41 -.40")
    assert_prints(value("linear-collapses", "0/b"), ".57")
    assert_same(value("linear-collapses", "0/once"), value("linear-collapses", "0/y"))


def test_with_an_activation_they_are_not() -> None:
    apart = value("linear-collapses", "0/once", "activated") - value("linear-collapses", "0/y", "activated")
    assert abs(apart).min() > 0.2


def test_a_bias_makes_it_affine() -> None:
    together, apart = (value("linear-collapses", f"0/{name}", "affine") for name in ("together", "apart"))
    assert_prints(apart - together, ".57")


def test_three_times_a_of_z() -> None:
    z, last = (value("linear-collapses", f"0/{name}", "deck-002") for name in ("z", "A3"))
    assert_same(last, 8 * z)


def test_linear_layers_do_not_learn_xor() -> None:
    assert_prints(value("linear-collapses", "500/y", "xor-linear"), ".5 .5 .5 .5")
    assert_prints(value("linear-collapses", "500/y", "xor-tanh"), ".00 1.00 1.00 .00")


def test_the_storeroom_is_mended_by_one_number() -> None:
    name = "practice-perceptrons"
    assert value(name, "0/S").tolist() == [[0, 0], [1, 0], [1, 0], [1, 1], [1, 1]]
    assert_prints(value(name, "0/y"), "0 1 1 1 1")
    run = Run(lesson(name).model())
    assert run.model.goal is not None
    run.edit("W2", np.array([[0.5], [-0.6]]))
    run.go(0, len(run.lines))
    assert run.condition(run.model.goal) is True
    found = run.value("c")
    assert found is not None
    assert_prints(found, "-.2 .3 .3 -.3 -.3")


def test_the_rule_learns_what_one_line_divides() -> None:
    model = lesson("practice-perceptrons").model("warm")
    assert watch("practice-perceptrons", "0/right", "warm") == 0
    outcome = Run(model).run_until(model.until, 100)
    assert (outcome.reason, outcome.update) == ("condition", 9)


def test_the_rule_never_rests_on_the_strip() -> None:
    assert_prints(value("practice-perceptrons", "100/y", "one-neuron"), "1 1 1 1 1")
    assert_prints(value("practice-perceptrons", "499/y", "one-neuron"), "0 0 0 0 0")


def test_one_neuron_gets_four_storerooms_right_and_never_five() -> None:
    model = lesson("practice-perceptrons").model("one-neuron")
    w, b = np.random.default_rng(0).uniform(-1, 1, (2, 20_000)), np.random.default_rng(1).uniform(-3, 3, 20_000)
    right = ((model.data["X"] @ w + b > 0) == (model.data["Y"] > 0)).sum(axis=0)
    assert right.max() == 4


def test_the_storeroom_without_a_step_is_one_layer() -> None:
    name = "practice-perceptrons"
    assert_prints(value(name, "0/W", "no-step"), ".06 -.21")
    assert_prints(value(name, "0/b", "no-step"), ".45")
    assert_same(value(name, "0/once", "no-step"), value(name, "0/d", "no-step"))
    assert_prints(value(name, "0/y", "no-step"), "1 1 1 1 1")
