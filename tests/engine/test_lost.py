"""With which value numbers began to be lost: the same answer from wherever it is asked."""

from __future__ import annotations

import numpy as np
import pytest

from tests.models import model, xor
from tests.replay import assert_as_straight
from tests.tui.support import session
from tutor.engine import history
from tutor.engine.history import Losses
from tutor.engine.model import Model
from tutor.engine.run import Outcome, Run

MODELS = {
    "the loss first, parameters later": lambda: model("f = x**2", {"x": 1.0}, rule="sgd", hyper={"eta": 3.0}),
    "a gradient first": lambda: model("h = sqrt(x)\nf = h + x", {"x": 0.0}, rule="sgd", hyper={"eta": 0.1}),
    "the first pass": lambda: model("f = 1 / x", {"x": 0.0}, rule="sgd", hyper={"eta": 0.1}),
    "an update": lambda: model("f = x", {"x": 1e300}, update="x = x * 10"),
    "never in the loss": lambda: model("f = sigmoid(x)", {"x": 1.0}, update="x = x * 1e9"),
    "a matrix": lambda: xor(eta=1e306),
    "a rule that remembers": lambda: model(
        "f = x**2", {"x": 1.0}, rule="momentum", hyper={"eta": 3.0, "alpha": 0.9}
    ),
}  # fmt: skip


@pytest.fixture(params=MODELS)
def diverging(request: pytest.FixtureRequest) -> Model:
    made: Model = MODELS[request.param]()
    return made


def test_from_wherever_a_run_starts_the_first_place_is_named_and_nothing_jumps_back(diverging: Model) -> None:
    first = Run(diverging).run_until(None, 10_000)
    assert first.began is not None
    for start in (first.update + 1, first.update + 2, first.update + 40, 2 * first.update + 300):
        for line in range(len(Run(diverging).lines) + 1):
            run = Run(diverging)
            run.go(start, line)
            assert run.lost_since() == first.began, (start, line)
            assert run.run_until(None, start + 1000) == Outcome("diverged", start, first.began)
            assert run.position == (start, line)
    for start in range(max(first.update - 3, 0), first.update + 1):
        run = Run(diverging)
        run.go(start)
        assert run.lost_since() is None
        assert run.run_until(None, 10_000) == first


def test_it_is_the_same_whatever_is_remembered_and_looking_leaves_no_trace(diverging: Model) -> None:
    first = Run(diverging).run_until(None, 10_000)
    run = Run(diverging)
    for update in (first.update + 5, first.update + 300, first.update + 1, first.update + 120):
        run.go(update, 1)
        reached = run.branch.reached
        assert run.lost_since() == first.began
        assert (run.position, run.branch.reached) == ((update, 1), reached)
        assert_as_straight(run)
    run.go(0)
    assert run.lost_since() is None


def test_losses_that_are_recorded_now_and_then_lead_to_the_same_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_LOSSES", 16)
    made = MODELS["the loss first, parameters later"]()
    first = Run(made).run_until(None, 10_000)
    run = Run(made)
    run.go(first.update + 500)
    assert run.branch.losses.stride > 1
    assert run.lost_since() == first.began


def test_what_was_set_by_hand_is_a_new_beginning_if_it_mends_everything() -> None:
    run = Run(model("f = x**2", {"x": 1.0}, rule="sgd", hyper={"eta": 3.0}))
    began = run.run_until(None, 10_000).began
    run.go(1000)
    run.edit("x", np.array(1.0))
    assert run.lost_since() is None
    run.step()
    assert run.lost_since() is None
    again = run.run_until(None, 10_000)
    assert again.began != began
    assert again.update > 1000
    run.go(again.update + 100)
    assert run.lost_since() == again.began


def test_what_was_set_by_hand_and_mends_nothing_is_none() -> None:
    run = Run(model("f = x**2 + y**2", {"x": 1.0, "y": 1.0}, rule="sgd", hyper={"eta": 3.0}))
    began = run.run_until(None, 10_000).began
    run.go(1000)
    run.edit("x", np.array(1.0))
    assert run.lost_since() == began


def test_a_run_that_finds_back_to_finite_numbers_goes_on() -> None:
    run = Run(model("f = x**2", {"x": 1e200}, rule="sgd", hyper={"eta": 0.4}))
    assert run.run_until(None, 500).began == "0/f"
    run.go(100)
    assert run.lost_since() is None
    assert run.run_until(None, 500) == Outcome("limit", 500)


def test_a_lesson_where_the_loss_is_lost_long_before_the_parameters() -> None:
    made = session("house-price", "unscaled").model
    run = Run(made)
    run.go(100)
    first = Run(made).run_until(None, 1000)
    assert first.update < 53
    assert run.run_until(None, 1000).began == first.began


@pytest.mark.parametrize("stride", [1, 3])
@pytest.mark.parametrize("start", [0, 5])
def test_the_last_loss_before_a_pass(start: int, stride: int) -> None:
    losses = Losses(start)
    losses.stride = stride
    for loss in (1.0, np.inf, 2.0, 3.0, np.nan, np.nan):
        losses.record(loss)
    for update in range(start + 8 * stride):
        recorded = [place for place, _ in losses.points() if place < update]
        finite = [place for place, loss in losses.points() if place < update and np.isfinite(loss)]
        assert losses.last(update) == max(recorded, default=None)
        assert losses.last(update, finite=True) == max(finite, default=None)
