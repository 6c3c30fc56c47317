"""Two branches beside each other, the losses of a stretch of updates, and the rows that a pass sees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.benchmarks.contenders import xor_model
from tutor.engine.compare import compare_watches, on_both
from tutor.engine.history import Losses
from tutor.engine.machine import rows_seen
from tutor.engine.model import Batches, Watch
from tutor.engine.run import Run
from tutor.formula.parse import parse_expression


def test_watches_of_both_branches() -> None:
    run = Run(replace(xor_model(), watches={"spread": Watch(parse_expression("sum(W1**2)"))}))
    run.go(3, 4)
    other = run.edit("W1", np.zeros((2, 2)))
    position = run.position
    (found,) = compare_watches(run, run.branches[0], other, 3)
    assert found.second == 0
    assert found.difference == -found.first
    assert (run.branch, run.position) == (other, position)


def test_looking_at_both_leaves_the_run_where_it_is() -> None:
    run = Run(xor_model())
    run.go(2)
    other = run.edit("eta", np.array(9.0))
    run.go(7, 3)
    before = np.array(run.value("W1"))
    found = on_both(run, run.branches[0], other, 5, lambda it: (it.branch, it.position.update, it.hyper["eta"]))
    assert found == ((run.branches[0], 5, 2.0), (other, 5, 9.0))
    assert (run.branch, run.position) == (other, (7, 3))
    assert np.array_equal(np.array(run.value("W1")), before)


@pytest.mark.parametrize("stride", [1, 3])
@pytest.mark.parametrize("start", [0, 5])
def test_losses_of_a_stretch(start: int, stride: int) -> None:
    losses = Losses(start)
    losses.stride = stride
    for loss in range(10):
        losses.record(float(loss))
    whole = losses.points()
    assert len(whole) == 10
    for first in range(40):
        for last in (None, *range(40)):
            wanted = [point for point in whole if point[0] >= first and (last is None or point[0] <= last)]
            assert losses.points(first, last) == wanted


def test_losses_of_a_stretch_across_a_fork() -> None:
    run = Run(xor_model())
    run.go(6)
    branch = run.edit("eta", np.array(9.0))
    run.go(12)
    whole = branch.loss_points()
    assert [update for update, _ in whole] == list(range(12))
    assert branch.loss_points(4, 8) == whole[4:9]
    assert branch.loss_points(2, 3) == whole[2:4]
    assert branch.loss_points(9) == whole[9:]


@pytest.mark.parametrize("shuffle", [True, False])
def test_the_rows_that_a_pass_sees(shuffle: bool) -> None:
    run = Run(replace(xor_model(), batches=Batches(("X", "Y"), 3, seed=4, shuffle=shuffle)))
    for update in range(6):
        run.go(update)
        rows = rows_seen(run.model, update)
        assert rows is not None
        assert len(rows) == (3, 1)[update % 2]
        assert np.array_equal(np.array(run.value("X")), run.data("X")[list(rows)])
    assert rows_seen(xor_model(), 0) is None
