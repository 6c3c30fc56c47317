"""Mini-batches: which rows each update sees, in which order, and what a short last batch is derived with."""

from __future__ import annotations

import numpy as np
import pytest

from tests.models import model, number, value
from tutor.engine.model import Batches, Model
from tutor.engine.run import Run
from tutor.formula.write import write

ROWS = {"X": [[0.5, 1.0], [-1.0, 0.25], [2.0, -0.5], [0.1, 0.2], [-0.3, 0.9]], "Y": [[1.0], [0.0], [1.0], [0.0], [1.0]]}


def batched(size: int, *, shuffle: bool = True, seed: int = 0) -> Model:
    return model(
        "y = X @ w\nL = mean((y - Y)**2)", {"w": [[0.5], [-0.5]]}, ROWS, rule="sgd", hyper={"eta": 0.1},
        batches=Batches(("X", "Y"), size, seed, shuffle),
    )  # fmt: skip


def rows_seen(run: Run, updates: int) -> list[list[int]]:
    """Which rows each pass shows."""
    whole = np.array(ROWS["X"]).tolist()
    seen = []
    for update in range(updates):
        run.go(update)
        seen.append([whole.index(row) for row in value(run, "X").tolist()])
    return seen


def test_unshuffled_batches_follow_the_data() -> None:
    assert rows_seen(Run(batched(2, shuffle=False)), 5) == [[0, 1], [2, 3], [4], [0, 1], [2, 3]]


def test_every_epoch_sees_every_row_once_in_an_order_of_its_own() -> None:
    seen = rows_seen(Run(batched(2)), 12)
    epochs = [[row for batch in seen[start : start + 3] for row in batch] for start in range(0, 12, 3)]
    assert all(sorted(epoch) == [0, 1, 2, 3, 4] for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) > 1
    assert rows_seen(Run(batched(2)), 12) == seen
    assert rows_seen(Run(batched(2, seed=1)), 12) != seen


def test_targets_travel_with_their_inputs() -> None:
    run = Run(batched(2))
    pairs = {tuple(x): y for x, y in zip(ROWS["X"], ROWS["Y"], strict=True)}
    for update in range(6):
        run.go(update)
        for x, y in zip(value(run, "X").tolist(), value(run, "Y").tolist(), strict=True):
            assert pairs[tuple(x)] == y


def test_a_short_last_batch_is_derived_for_its_own_size() -> None:
    run = Run(batched(2, shuffle=False))
    formulas = {}
    for update in range(3):
        run.go(update)
        formulas[update] = [f"{line.name} = {write(line.expr)}" for line in run.programs.backward]
    assert formulas[0] == formulas[1] == ["dy = y - Y", "dw = X.T @ dy"]
    assert formulas[2] == ["dy = 2 * (y - Y)", "dw = X.T @ dy"]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 9])
def test_updates_are_those_of_a_loop_over_the_batches(size: int) -> None:
    run = Run(batched(size, seed=4))
    w = np.array([[0.5], [-0.5]])
    for update in range(11):
        run.go(update)
        x, y = value(run, "X"), value(run, "Y")
        assert len(x) == min(size, 5) or len(x) == 5 % size
        np.testing.assert_allclose(value(run, "w"), w, rtol=1e-13)
        run.go(update, 2)
        assert number(run, "L") == pytest.approx(np.mean((x @ w - y) ** 2), rel=1e-13)
        w = w - 0.1 * x.T @ (2 * (x @ w - y) / len(x))


def test_a_batch_of_all_rows_is_as_good_as_none() -> None:
    whole = Run(model("y = X @ w\nL = mean((y - Y)**2)", {"w": [[0.5], [-0.5]]}, ROWS, rule="sgd", hyper={"eta": 0.1}))
    batch = Run(batched(5, shuffle=False))
    for update in (0, 1, 7):
        whole.go(update)
        batch.go(update)
        assert value(whole, "w").tobytes() == value(batch, "w").tobytes()
    assert batch.model.updates_per_epoch == 1


def test_the_whole_of_the_data_stays_at_hand() -> None:
    run = Run(batched(2))
    run.go(4)
    assert run.data("X").tolist() == ROWS["X"]
    assert value(run, "X").shape == (2, 2)
    assert run.model.updates_per_epoch == 3
    changed = np.array(ROWS["Y"]) * 2
    run.edit("Y", changed)
    assert run.data("Y").tolist() == changed.tolist()
    assert set(value(run, "Y").ravel().tolist()) <= {0.0, 2.0}
