"""Formulas on other inputs, and along a cell, against the same computed in another way."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import array, lesson, model, xor_model
from tutor.engine.model import Batches
from tutor.engine.probe import Field, Sweep
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array
from tutor.formula.parse import parse_expression
from tutor.formula.problems import FormulaError

Y, Z1, LOSS = (parse_expression(text) for text in ("y", "z1", "L"))


def sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def test_the_prediction_on_other_inputs() -> None:
    run = Run(xor_model())
    run.go(7, 3)
    field = Field(run.model, [Y, Z1], "X", 50)
    field.points[...] = np.random.default_rng(1).uniform(-1, 2, (50, 2))
    field.load(run)
    field.run()
    W1, b1, W2, b2 = (run.entering(name) for name in ("W1", "b1", "W2", "b2"))
    before = field.points @ W1 + b1
    np.testing.assert_allclose(field.results[1], before, rtol=1e-12)
    np.testing.assert_allclose(field.results[0], sigmoid(sigmoid(before) @ W2 + b2), rtol=1e-12)
    assert run.position == (7, 3)


def test_what_mixes_the_rows_keeps_its_value_on_the_data() -> None:
    chosen = lesson("batch-normalisation").model("relu-normalised")
    run = Run(chosen)
    run.go(3, len(run.programs.forward))
    rows = chosen.data["X"][5:25]
    field = Field(chosen, [parse_expression("p")], "X", len(rows))
    field.points[...] = rows
    field.load(run)
    field.run()
    value = run.value("p")
    assert value is not None
    np.testing.assert_allclose(field.results[0], value[5:25], rtol=1e-12)


def test_a_mean_inside_a_formula_is_that_of_the_data_too() -> None:
    X = array([0, 1], [2, 3], [4, 8])
    given = model("c = (X - mean(X, axis=0)) * w\nL = sum(c)", {"w": array(2.0).reshape(())}, {"X": X})
    field = Field(given, [parse_expression("c")], "X", 2)
    field.points[...] = [[0, 0], [1, 1]]
    field.load(Run(given))
    field.run()
    np.testing.assert_allclose(field.results[0], 2 * (field.points - X.mean(axis=0)))


def test_dropout_is_off_on_other_inputs() -> None:
    chosen = lesson("dropout").base
    field = Field(chosen, [parse_expression("y")], "X", 3)
    field.points[...] = chosen.data["X"][0]
    field.load(Run(chosen))
    field.run()
    assert len(np.unique(field.results[0])) == 1


@pytest.mark.parametrize("text", ["h * masks", "X @ X.T", "sum(X @ X.T, axis=1)", "y - Y"])
def test_what_needs_more_than_the_inputs_is_refused(text: str) -> None:
    given = xor_model()
    given = model("z1 = X @ W1 + b1\nh = sigmoid(z1)\ny = h @ W2\nL = mean((y - Y)**2)",
                  {name: given.parameters[name] for name in ("W1", "b1", "W2")},
                  {**given.data, "masks": np.ones((4, 2))})  # fmt: skip
    with pytest.raises(FormulaError):
        Field(given, [parse_expression(text)], "X", 9)


def test_the_loss_along_a_weight_is_that_of_runs_with_this_weight() -> None:
    run = Run(xor_model())
    run.go(5, 9)
    sweep = Sweep(run.model, [LOSS, parse_expression("2 * mean(h)")], ["W1"])
    sweep.load(run)
    places = np.array([-3.0, 0.5, 2.25])
    found = sweep.along(sweep.values["W1"], (1, 0), places)
    assert run.position == (5, 9)
    for place, loss, double in zip(places, *found, strict=True):
        other = Run(xor_model())
        other.go(5)
        weights = other.entering("W1").copy()
        weights[1, 0] = place
        other.edit("W1", weights)
        other.go(5, len(other.programs.forward))
        assert other.number(LOSS) == loss
        assert other.number(parse_expression("2 * mean(h)")) == double


def test_a_batch_is_seen_where_it_is_asked_for() -> None:
    given = xor_model(batches=Batches(("X", "Y"), 2, seed=3))
    run = Run(given)
    run.go(1, 5)
    batch = Sweep(given, [LOSS], ["b2"], rows=2)
    batch.load(run)
    here = run.entering("b2").copy()
    assert batch.along(batch.values["b2"], (0,), here)[0][0] == run.number(LOSS)
    whole = Sweep(given, [LOSS], ["b2"])
    whole.load(run)
    assert whole.along(whole.values["b2"], (0,), here)[0][0] != run.number(LOSS)


def test_a_line_may_be_given_by_hand() -> None:
    run = Run(xor_model())
    sweep = Sweep(run.model, [LOSS], ["y"])
    sweep.load(run)
    first, second = sweep.along(sweep.values["y"], (0, 0), np.array([0.5, 0.25]))[0]
    assert first - second == pytest.approx((-np.log(0.5) + np.log(0.75)) / 4)


def test_what_is_read_stays_the_same_until_it_changes() -> None:
    run = Run(xor_model())
    sweep = Sweep(run.model, [LOSS], ["b2"])
    sweep.load(run)
    read = sweep.read()
    sweep.load(run)
    assert sweep.read() == read
    run.go(1)
    sweep.load(run)
    assert sweep.read() != read


def test_more_than_one_number_is_refused() -> None:
    with pytest.raises(FormulaError):
        Sweep(xor_model(), [parse_expression("h")], ["W1"])
