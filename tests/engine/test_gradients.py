"""Gradients beside the backward program: those that no line holds, and those that are measured."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from tests.budget import examples
from tests.differentiated import autograd_gradients
from tests.models import condition, model, value, xor
from tests.strategies import Sample, programs
from tutor.engine.compare import compare
from tutor.engine.run import Run
from tutor.formula.operations import OPERATIONS


def test_the_gradient_that_fusing_leaves_out_is_computed_on_demand() -> None:
    run, long = Run(xor()), Run(xor(fuse=False))
    run.go(3, 5)
    long.go(3, 6)
    assert "dy" not in run.programs.gradients
    gradient = run.gradient("y")
    assert gradient is not None
    np.testing.assert_allclose(gradient, value(long, "dy"), rtol=1e-13)
    assert run.position == (3, 5)


def test_the_gradient_of_data() -> None:
    run = Run(xor())
    run.go(0, 12)
    gradient = run.gradient("X")
    assert gradient is not None
    np.testing.assert_allclose(gradient, value(run, "dz1") @ value(run, "W1").T, rtol=1e-12)


def test_a_gradient_is_not_known_before_the_loss_is() -> None:
    run = Run(xor())
    run.go(0, 4)
    assert run.gradient("y") is None
    assert run.gradient("W1") is None
    run.go(0, 11)
    assert run.gradient("W1") is not None


def test_where_no_gradient_arrives_there_is_none() -> None:
    run = Run(model("s = step(X @ w)\nL = sum(s * v)", {"w": [1.0], "v": [2.0, 3.0]}, {"X": [[1.0], [-1.0]]}))
    run.go(0, 99)
    assert run.gradient("w") is None
    assert run.gradient("X") is None
    assert run.gradient("v") is not None


@pytest.mark.filterwarnings("ignore:Output seems independent of input")
@given(programs())
@examples(150)
def test_every_gradient_of_a_running_program_against_the_library(sample: Sample) -> None:
    """As a run computes them: bound once, in arrays that are shared."""
    run = Run(sample.model())
    run.go(0, len(run.lines))
    if any(OPERATIONS[op].random for op in sample.operations):
        return  # a run draws numbers of its own
    for name, expected in autograd_gradients(sample).items():
        ours = run.gradient(name)
        if ours is None:
            assert not expected.any()
        else:
            np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-12)


def test_the_check_finds_derived_and_measured_gradients_alike() -> None:
    run = Run(xor())
    run.go(17, 3)
    before = value(run, "W1").tobytes()
    checked = run.check_gradients()
    assert run.position == (17, 3)
    assert value(run, "W1").tobytes() == before
    assert len(checked) == 4 + 2 + 2 + 1
    assert {cell.name for cell in checked} == {"W1", "b1", "W2", "b2"}
    assert max(cell.error for cell in checked) < 1e-7
    assert not any(cell.kink for cell in checked)


def test_the_check_finds_a_mistaken_line() -> None:
    run = Run(xor(wrong={"dz1": condition("dh * h")}))
    errors = {cell.name: cell.error for cell in run.check_gradients()}
    assert errors["W1"] > 0.01
    assert errors["b1"] > 0.01
    assert errors["W2"] < 1e-7
    assert errors["b2"] < 1e-7


def test_a_kink_is_told_from_a_mistake() -> None:
    text = "L = sum(relu(w)) + sum(abs(w + 1)) + max(w) + 1000 * sum(w**2)"
    run = Run(model(text, {"w": [0.0, 1.0, -1.0, 1.0, 0.5]}))
    assert [cell.kink for cell in run.check_gradients()] == [True, True, True, True, False]


def test_bending_however_strong_is_no_kink() -> None:
    """Near a minimum slopes are small and the sides differ, on smooth ground."""
    for forward in ("L = 1000 * w**2", "L = exp(20 * w) - 20 * w", "L = (w - 1)**4 + 3", "L = w**2 + 1e6"):
        for start in (0.0, 1e-7, 1e-3, 1.0):
            (cell,) = Run(model(forward, {"w": start})).check_gradients()
            assert not cell.kink, (forward, start)


def test_a_mistaken_line_replaces_the_derived_one_and_all_that_follows_uses_it() -> None:
    run, right = Run(xor(wrong={"dz1": condition("dh * h")})), Run(xor())
    run.go(0, 12)
    right.go(0, 12)
    np.testing.assert_allclose(value(run, "dz1"), value(right, "dh") * value(right, "h"))
    assert value(run, "dW2").tobytes() == value(right, "dW2").tobytes()
    np.testing.assert_allclose(value(run, "db1"), value(run, "dz1").sum(axis=0))


def test_branches_are_compared_value_by_value_and_the_run_stays_where_it_is() -> None:
    run = Run(xor())
    run.go(5, 3)
    own = run.branch
    other = run.edit("eta", np.array(1.0))
    found = {each.name: each for each in compare(run, own, other, 8)}
    assert run.position == (5, 3)
    assert run.branch is other
    for branch, side in ((own, "first"), (other, "second")):
        run.switch(branch)
        run.go(8, 5)
        assert getattr(found["L"], side) == value(run, "L")
        assert getattr(found["W1"], side).tolist() == value(run, "W1").tolist()
    np.testing.assert_array_equal(found["W1"].difference, found["W1"].second - found["W1"].first)
    assert (compare(run, own, other, 5)[0].difference == 0).all()
