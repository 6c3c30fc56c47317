"""Run until a condition is met, the limit is reached, a number is lost, or someone says stop."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.models import arrays, condition, lines, model, number, value, xor
from tests.replay import assert_as_straight, straight
from tutor.engine.model import Batches, Watch
from tutor.engine.rules import RULES
from tutor.engine.run import Outcome, Position, Run, RunError
from tutor.formula.problems import FormulaError


def test_it_stops_in_the_first_pass_where_the_condition_holds() -> None:
    run = Run(xor())
    outcome = run.run_until(condition("L < 0.6"), 10_000)
    assert outcome.reason == "condition"
    assert run.position == (outcome.update, 5)  # after the line that decided it
    assert number(run, "L") < 0.6
    assert run.condition(condition("L < 0.6")) is True
    before = straight(run.model, ()).at(outcome.update - 1, 5)["L"]
    assert before >= 0.6
    assert_as_straight(run)


def test_a_condition_that_holds_already_stops_at_once() -> None:
    run = Run(xor())
    run.go(7, 3)
    assert run.run_until(condition("L > 0"), 100) == Outcome("condition", 7)
    assert run.position == (7, 5)


def test_a_condition_on_parameters_is_asked_before_anything_is_computed() -> None:
    run = Run(xor())
    outcome = run.run_until(condition("W2[0, 0] < -0.85"), 1000)
    assert outcome.reason == "condition"
    assert run.position == (outcome.update, 0)
    assert value(run, "W2")[0, 0] < -0.85


def test_a_condition_on_a_gradient_is_asked_after_its_line() -> None:
    run = Run(xor())
    outcome = run.run_until(condition("sum(dW1**2) > 0.0005"), 1000)
    assert outcome.reason == "condition"
    assert run.lines[run.position.line - 1].name == "dW1"
    assert_as_straight(run)


def test_a_condition_on_a_gradient_that_fusing_leaves_out() -> None:
    run = Run(xor())
    outcome = run.run_until(condition("max(abs(dy)) < 0.4"), 1000)
    assert outcome.reason == "condition"
    assert_as_straight(run)


def test_the_limit_counts_updates_from_the_beginning() -> None:
    run = Run(xor())
    assert run.run_until(condition("L < 0"), 30) == Outcome("limit", 30)
    assert run.position == (30, 0)
    assert run.run_until(None, 30) == Outcome("limit", 30)
    assert run.run_until(None, 10) == Outcome("limit", 30)  # never back
    assert run.position == (30, 0)
    assert_as_straight(run)


def test_the_condition_is_asked_at_the_limit_too() -> None:
    run = Run(xor())
    met = run.run_until(condition("L < 0.6"), 10_000).update
    assert Run(xor()).run_until(condition("L < 0.6"), met) == Outcome("condition", met)
    assert Run(xor()).run_until(condition("L < 0.6"), met - 1) == Outcome("limit", met - 1)


def test_someone_may_say_stop() -> None:
    run = Run(xor())
    seen: list[int] = []

    def progress(update: int) -> bool:
        seen.append(update)
        return len(seen) < 3

    outcome = run.run_until(condition("L < 0"), 10**9, progress)
    assert outcome == Outcome("stopped", seen[-1])
    assert seen == sorted(seen)
    assert run.position == (seen[-1], 0)


DIVERGING = [
    # the first inf or nan, and the pass it arises in
    ("f = x**2", {"x": 1.0}, "sgd", 1e200, "1/f"),
    ("f = ln(x)", {"x": 0.5}, "sgd", 1.0, "1/f"),
    ("h = sqrt(x)\nf = h * x", {"x": 1.0}, "sgd", 10.0, "1/h"),
    ("f = 1 / x", {"x": 0.0}, "sgd", 0.1, "0/f"),
    ("h = sqrt(x)\nf = h + x", {"x": 0.0}, "sgd", 0.1, "0/dx"),
]


@pytest.mark.parametrize(("forward", "parameters", "rule", "eta", "began"), DIVERGING)
def test_divergence_is_noticed_where_it_began(
    forward: str, parameters: dict[str, float], rule: str, eta: float, began: str
) -> None:
    run = Run(model(forward, parameters, rule=rule, hyper={"eta": eta}))
    outcome = run.run_until(None, 1000)
    assert outcome.reason == "diverged"
    assert outcome.began == began
    address_update, _, name = began.partition("/")
    assert outcome.update == int(address_update)
    line = run.current
    assert line is not None
    assert line.name == name
    assert not np.isfinite(value(run, name)).all()
    run.back()
    assert run.lost_at() is None
    assert_as_straight(run)


def test_numbers_that_only_vanish_are_not_lost() -> None:
    run = Run(model("f = exp(x)", {"x": 3.0}, rule="sgd", hyper={"eta": 100.0}))
    assert run.run_until(None, 50) == Outcome("limit", 50)


def test_a_parameter_that_is_lost_in_the_update_while_the_loss_is_still_a_number() -> None:
    """The update itself overflows: what pass 0 computed is finite, 1/x is not."""
    run = Run(model("f = x", {"x": 1e308}, update="x = x * 10"))
    outcome = run.run_until(None, 200)
    assert outcome == Outcome("diverged", 0, "1/x")
    assert run.position == (0, len(run.lines))


def test_a_net_that_diverges_slowly_is_found_at_the_first_lost_number() -> None:
    run = Run(model("f = x**2", {"x": 1.0}, rule="sgd", hyper={"eta": 1.5}))
    outcome = run.run_until(condition("f < 0.5"), 100_000)
    assert outcome.reason == "diverged"
    straightly = straight(run.model, ())
    assert np.isfinite(straightly.at(outcome.update, 0)["x"])
    assert not np.isfinite(straightly.at(outcome.update, 1)["f"])
    assert outcome.began == f"{outcome.update}/f"


def test_going_past_divergence_by_hand_is_possible() -> None:
    run = Run(model("f = x**2", {"x": 1.0}, rule="sgd", hyper={"eta": 1e200}))
    run.go(5, 1)
    assert not np.isfinite(number(run, "f"))
    run.go(0, 1)
    assert number(run, "f") == 1.0


def split_model(**given: object) -> Run:
    """One neuron, with data to validate it on."""
    made = model("y = sigmoid(X @ w)\nL = bce(y, Y)", {"w": [0.0]}, {"X": [[1.0], [-2.0]], "Y": [1.0, 0.0]}, rule="sgd")
    watches = {
        "loss": Watch(condition("L"), "validation"),
        "accuracy": Watch(condition("mean((y > 0.5) == Y)"), "test"),
        "all of it": Watch(condition("L"), "train"),
        "here": Watch(condition("L")),
    }
    parts = {
        "validation": arrays({"X": [[0.5], [-1.0], [2.0]], "Y": [1.0, 0.0, 1.0]}),
        "test": arrays({"X": [[3.0]], "Y": [0.0]}),
    }
    return Run(
        type(made)(
            made.forward,
            made.data,
            made.parameters,
            parts,
            {"eta": 0.5},
            RULES["sgd"],
            watches=watches,
            **given,  # type: ignore[arg-type]
        )
    )


def validation_loss(w: float) -> float:
    y = 1 / (1 + np.exp(-w * np.array([0.5, -1.0, 2.0])))
    return float(-np.mean([np.log(y[0]), np.log(1 - y[1]), np.log(y[2])]))


def test_a_condition_on_a_watch_of_validation_data() -> None:
    run = split_model()
    outcome = run.run_until(condition("loss < 0.3"), 1000)
    assert outcome.reason == "condition"
    w = straight(run.model, ())
    assert validation_loss(float(w.at(outcome.update, 0)["w"][0])) < 0.3
    assert validation_loss(float(w.at(outcome.update - 1, 0)["w"][0])) >= 0.3


def test_watches_look_at_their_part_of_the_data() -> None:
    run = split_model()
    run.go(10)
    w = float(value(run, "w")[0])
    watches = run.watches()
    assert watches["loss"] == pytest.approx(validation_loss(w), rel=1e-14)
    assert watches["accuracy"] == 0.0
    assert watches["here"] is None
    run.go(10, 2)
    assert run.watches()["here"] == pytest.approx(number(run, "L"))
    assert run.watches()["all of it"] == pytest.approx(number(run, "L"), rel=1e-14)


def test_training_is_one_while_learning_and_zero_where_a_watch_looks() -> None:
    made = model("y = w * (1 + training)\nL = (y - 1)**2", {"w": 0.25}, {"x": 0.0}, rule="sgd", hyper={"eta": 0.1})
    made = type(made)(
        made.forward, made.data, made.parameters, hyper=made.hyper, update=made.update,
        watches={"pass": Watch(condition("y")), "use": Watch(condition("y"), "train")},
    )  # fmt: skip
    run = Run(made)
    run.go(0, 2)
    assert run.watches() == {"pass": 0.5, "use": 0.25}


def test_a_watch_over_all_rows_while_learning_from_a_few() -> None:
    rows = {"X": [[0.0], [1.0], [2.0], [3.0], [4.0]], "Y": [0.0, 1.0, 2.0, 3.0, 4.0]}
    made = model(
        "L = mean((X @ w - Y)**2)", {"w": [0.5]}, rows, rule="sgd", hyper={"eta": 0.01}, watch={"batch": "sum(Y)"},
        batches=Batches(("X", "Y"), 2, shuffle=False),
    )  # fmt: skip
    made = replace(made, watches={**made.watches, "all": Watch(condition("sum(Y)"), "train")})
    run = Run(made)
    seen = []
    for update in range(4):
        run.go(update)
        seen.append((run.watches()["batch"], run.watches()["all"]))
    assert seen == [(1.0, 10.0), (5.0, 10.0), (4.0, 10.0), (1.0, 10.0)]


@pytest.mark.parametrize("text", ["Q < 1", "L < loss", "X < 1"])
def test_a_condition_that_cannot_be_asked_is_a_formula_error_and_nothing_moves(text: str) -> None:
    run = Run(xor())
    run.go(3, 4)
    with pytest.raises(FormulaError):
        run.run_until(condition(text), 100)
    run.go(3, 4)
    assert_as_straight(run)


def test_where_nothing_is_learned_there_is_nothing_to_run() -> None:
    run = Run(model("J = 3 * a", {"a": 2.0}))
    with pytest.raises(RunError) as caught:
        run.run_until(None, 10)
    assert caught.value.message.say("en")
    with pytest.raises(RunError):
        run.go(1)
    run.advance(5)
    assert run.position == Position(0, 2)
    run.step()
    assert run.position == Position(0, 2)
    assert lines("J = 3 * a")[0].name == "J"
