"""Whatever way leads to a position, it shows the same bits: those of computing every pass from the beginning."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.budget import examples
from tests.models import XOR_DATA, XOR_FORWARD, XOR_PARAMETERS, condition, model, value, xor
from tests.replay import assert_as_straight
from tutor.engine import history
from tutor.engine.model import Batches, Model
from tutor.engine.run import Run

NOISY = """
z = X @ W1 + b1
m = bernoulli(0.5, z)
e = normal(s, z)
h = tanh(z) * m + e
y = sigmoid(h @ W2 + b2)
L = bce(y, Y)
"""
SOFTMAX = "z = X @ W + b\np = softmax(z)\nL = cross_entropy(p, T) + lam * sum(W**2)"
CLASSES = {"X": [[0.5, 1.0], [-1.0, 0.25], [2.0, -0.5]], "T": [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}
WEIGHTS = {"W": [[0.1, -0.2, 0.3], [0.0, 0.5, -0.5]], "b": [0.0, 0.1, -0.1]}
ROWS = {"X": [[0.1 * k, 1.0 - 0.3 * k] for k in range(5)], "Y": [[k % 2] for k in range(5)]}
BATCHES = Batches(("X", "Y"), size=2, seed=3)

MODELS: dict[str, Model] = {
    "xor": xor(),
    "adam": xor(rule="adam", eta=0.1),
    "batches": model(XOR_FORWARD, XOR_PARAMETERS, ROWS, rule="momentum", hyper={"eta": 0.1}, batches=BATCHES),
    "noise": model(NOISY, XOR_PARAMETERS, {**XOR_DATA, "s": 0.1}, rule="sgd", hyper={"eta": 0.5}, seed=5),
    "noisy batches": model(
        NOISY, XOR_PARAMETERS, {**ROWS, "s": 0.1}, rule="adam", hyper={"eta": 0.1}, batches=BATCHES, seed=6
    ),
    "targets": model(SOFTMAX, WEIGHTS, CLASSES, rule="rmsprop", hyper={"eta": 0.05, "lam": 0.01}),
    "own program": model(
        SOFTMAX, WEIGHTS, CLASSES, update="s = sum(dW**2)\nW = W - eta / t * dW / (1 + s)\nb = b - eta * W[0]",
        hyper={"eta": 0.05, "lam": 0.01},
    ),
    "graph": model("u = b * c\nv = a + u\nJ = 3 * v", {"a": 5.0, "b": 3.0, "c": 2.0}),
}  # fmt: skip

UPDATES = st.integers(0, 90)
MOVES = st.one_of(
    st.tuples(st.just("step"), st.integers(1, 30)),
    st.tuples(st.just("back"), st.integers(1, 30)),
    st.tuples(st.just("advance"), st.integers(-40, 40)),
    st.tuples(st.just("go"), UPDATES, st.integers(-1, 30)),
    st.tuples(st.just("edit"), st.integers(0, 9), st.integers(0, 5)),
    st.tuples(st.just("switch"), st.integers(0, 5)),
    st.tuples(st.just("drop"), st.integers(0, 5)),
    st.tuples(st.just("until"), st.integers(0, 60)),
    st.tuples(st.just("look"), st.integers(0, 3)),
    st.tuples(st.just("mark"), st.just(0)),
    st.tuples(st.just("return"), st.integers(0, 3)),
)


@pytest.fixture(autouse=True)
def _short_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """So little is remembered that ninety updates thin the keyframes out and push recent passes away."""
    monkeypatch.setattr(history, "MOST_KEYFRAMES", 4)
    monkeypatch.setattr(history, "MOST_RECENT", 5)
    usual = history.Keyframes.__init__

    def short(self: history.Keyframes, size: int) -> None:
        usual(self, size)
        self.interval = 4

    monkeypatch.setattr(history.Keyframes, "__init__", short)


def move(run: Run, name: str, *numbers: int) -> None:
    """One thing that a learner does; what is impossible in this model is left out."""
    if name in ("step", "back", "advance"):
        getattr(run, name)(*numbers)
    elif name == "go":
        run.go(numbers[0] if run.learns else 0, numbers[1])
    elif name == "edit":
        names = [*run.model.parameters, *run.model.data, *run.hyper]
        chosen = names[numbers[0] % len(names)]
        edit(run, chosen, numbers[1])
    elif name == "switch":
        run.switch(run.branches[numbers[0] % len(run.branches)])
    elif name == "drop" and numbers[0] % len(run.branches):
        run.drop(run.branches[numbers[0] % len(run.branches)])
    elif name == "until" and run.learns:
        run.run_until(condition("L < 0.6"), numbers[0])
    elif name == "look":
        look(run, numbers[0])


def edit(run: Run, name: str, kind: int) -> None:
    """A value that depends on nothing but where it is set, so that an example can be repeated."""
    old = np.array(run.hyper[name]) if name in run.hyper else np.array(value_of(run, name))
    new = old * (1 + 0.25 * kind) + (0.0 if name in run.hyper else 0.125 * (kind % 2))
    run.edit(name, new)


def value_of(run: Run, name: str) -> Any:
    return run.data(name) if name in run.model.data else run.value(name)


def look(run: Run, what: int) -> None:
    """Things that only look must not change anything either."""
    position = run.position
    if what == 0:
        run.check_gradients()
    elif what == 1:
        run.long_way = True
        run.long_way = False
        run.go(*position)
    elif what == 2:
        run.lost_at()
        run.watches()
    else:
        for name in run.programs.shapes:
            run.gradient(name)
    assert run.position == position


@pytest.mark.parametrize("name", MODELS)
def test_any_walk_finds_the_bits_of_the_straight_way(name: str) -> None:
    @given(st.lists(MOVES, max_size=14))
    @examples(60)
    def check(moves: list[tuple[Any, ...]]) -> None:
        run = Run(MODELS[name])
        marks = [run.bookmark()]
        for what, *numbers in moves:
            if what == "mark":
                marks.append(run.bookmark())
            elif what == "return":
                run.return_to(marks[numbers[0] % len(marks)])
            else:
                move(run, what, *numbers)
            assert_as_straight(run)

    check()


@pytest.mark.parametrize("name", MODELS)
def test_every_line_forth_and_back(name: str) -> None:
    run = Run(MODELS[name])
    total = 3 * len(run.lines) if run.learns else len(run.lines)
    there = []
    for _ in range(total):
        run.step()
        there.append(run.position)
        assert_as_straight(run)
    for position in reversed(there):
        assert run.position == position
        assert_as_straight(run)
        run.back()
    assert run.position == (0, 0)
    run.back()
    assert run.position == (0, 0)


def test_going_back_one_by_one_from_far_away() -> None:
    run = Run(MODELS["noisy batches"])
    run.go(90)
    for update in range(89, 60, -1):
        run.advance(-1)
        assert run.position == (update, 0)
        assert_as_straight(run)


def test_a_branch_begins_with_an_edit_and_leaves_the_lesson_s_run_alone() -> None:
    run = Run(MODELS["adam"])
    run.go(40, 5)
    own = value(run, "L")
    branch = run.edit("W1", np.zeros((2, 2)))
    assert run.position == (40, 5)
    assert run.branch is branch
    assert branch.parent is run.branches[0]
    assert branch.fork == 40
    assert value(run, "L") != own
    run.go(70, 5)
    far = value(run, "L")
    run.switch(run.branches[0])
    assert run.position == (40, 5)  # the lesson's own run has been no further
    assert value(run, "L") == own
    run.switch(branch)
    run.go(70, 5)
    assert value(run, "L") == far
    run.go(10, 5)  # before the fork the branch is its parent
    assert_as_straight(run)


def test_a_second_edit_at_the_same_moment_belongs_to_the_same_branch() -> None:
    run = Run(xor())
    run.go(10)
    first = run.edit("eta", np.array(1.0))
    assert run.edit("W2", np.ones((2, 1))) is first
    assert run.edit("eta", np.array(3.0)) is first
    assert run.hyper == {"eta": 3.0}
    assert len(first.own_edits) == 2
    run.step(len(run.lines) + 1)
    second = run.edit("eta", np.array(0.5))
    assert second.parent is first
    run.go(20)
    assert_as_straight(run)


def test_an_edit_of_a_branch_that_others_come_from_does_not_change_those() -> None:
    run = Run(xor())
    run.go(4)
    parent = run.edit("eta", np.array(1.0))
    run.go(4, len(run.lines))
    child = run.edit("W1", np.ones((2, 2)))  # this pass has moved W1 already: set for the next one
    assert (child.parent, child.fork) == (parent, 5)
    run.go(40)
    before = value(run, "W1").tobytes()
    run.switch(parent)
    run.go(4)
    run.edit("eta", np.array(7.0))
    assert run.branch is not parent
    run.switch(child)
    run.go(40)
    assert value(run, "W1").tobytes() == before
    assert_as_straight(run)


def test_a_parameter_that_this_pass_has_moved_already_is_set_for_the_next() -> None:
    run = Run(xor())
    run.go(3, len(run.lines))
    run.edit("W1", np.ones((2, 2)))
    assert run.position == (4, 0)
    assert value(run, "W1").tolist() == [[1, 1], [1, 1]]
    run.go(3, len(run.lines))
    assert value(run, "W1").tolist() != [[1, 1], [1, 1]]
    assert_as_straight(run)


def fused(run: Run) -> list[str]:
    return list(run.programs.fused)


def test_an_edit_of_targets_that_no_longer_sum_to_one_goes_the_long_way() -> None:
    run = Run(MODELS["targets"])
    run.go(5)
    assert fused(run) == ["p"]
    run.edit("T", np.array([[1, 0, 0], [0, 1, 0], [0, 0.5, 1]], dtype=float))
    assert fused(run) == []
    assert "dp" in run.programs.gradients
    run.go(9, 3)
    assert_as_straight(run)
    run.go(4)
    assert fused(run) == ["p"]
    run.switch(run.branches[0])
    run.go(9)
    assert fused(run) == ["p"]


def test_looking_at_the_long_way_does_not_change_the_updates() -> None:
    run, other = Run(xor()), Run(xor())
    run.long_way = True
    assert "dy" in run.programs.gradients
    run.step(200)
    run.go(50)
    run.long_way = False
    other.go(50)
    assert value(run, "W1").tobytes() == value(other, "W1").tobytes()


def test_dropped_branches_take_those_that_come_from_them_along() -> None:
    run = Run(xor())
    run.go(5)
    first = run.edit("eta", np.array(1.0))
    run.go(8)
    second = run.edit("eta", np.array(0.5))
    run.go(12)
    run.drop(first)
    assert run.branches == [run.branch]
    assert run.branch.parent is None
    assert second not in run.branches
    assert_as_straight(run)
    run.go(6)
    third = run.edit("eta", np.array(0.25))
    run.go(12)
    assert third.number in (1, 3)
    assert_as_straight(run)


def test_a_bookmark_brings_back_edits_that_were_made_anew() -> None:
    run = Run(xor())
    run.go(10)
    branch = run.edit("W2", np.ones((2, 1)))
    run.rename(branch, "ones")
    mark = run.bookmark()
    run.edit("W2", np.zeros((2, 1)))
    run.rename(branch, "zeros")
    run.go(30)
    run.edit("eta", np.array(0.5))
    run.return_to(mark)
    assert run.position == (10, 0)
    assert run.branches == [run.branches[0], branch]
    assert (run.branch, branch.name) == (branch, "ones")
    assert value(run, "W2").tolist() == [[1], [1]]
    run.go(30)
    assert_as_straight(run)


def test_draws_differ_from_update_to_update_and_from_line_to_line_and_come_again() -> None:
    run = Run(MODELS["noise"])
    masks, noises = [], []
    for update in range(6):
        run.go(update, len(run.lines))
        masks.append(value(run, "m").tolist())
        noises.append(value(run, "e").tolist())
    assert len({str(mask) for mask in masks}) > 2
    assert len({str(noise) for noise in noises}) == 6
    run.go(2, len(run.lines))
    assert value(run, "m").tolist() == masks[2]
    assert value(run, "e").tolist() == noises[2]
    assert {0.0, 1.0} == {cell for mask in masks for row in mask for cell in row}
