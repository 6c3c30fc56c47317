"""Numbers that are kept of a run's passes, for curves and paths."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.models import xor
from tutor.engine.history import MOST_SAMPLES
from tutor.engine.record import from_record, to_record
from tutor.engine.run import Run
from tutor.formula.parse import parse_expression

LOSS, CELL = parse_expression("L"), parse_expression("W1[0,1]")


def recorded(updates: int) -> Run:
    run = Run(xor())
    assert run.record([LOSS, CELL]) == (LOSS, CELL)
    run.go(updates)
    return run


def passes(updates: int) -> list[tuple[int, float, float]]:
    """(update, loss, cell) of each pass, gone through one by one by a run that records nothing."""
    run, found = Run(xor()), []
    for update in range(updates):
        run.go(update, len(run.programs.forward))
        loss = run.value("L")
        assert loss is not None
        found.append((update, float(loss), float(run.entering("W1")[0, 1])))
    return found


def test_every_pass_is_recorded_at_first() -> None:
    run = recorded(40)
    losses, cells = run.branch.sampled(0), run.branch.sampled(1)
    assert [(at, loss, cell) for (at, loss), (_, cell) in zip(losses, cells, strict=True)] == passes(40)


def test_recording_changes_no_bit() -> None:
    run, plain = recorded(300), Run(xor())
    plain.go(300)
    for name in run.learned:
        assert run.entering(name).tobytes() == plain.entering(name).tobytes()


def test_many_passes_are_thinned_evenly_and_exactly() -> None:
    run = recorded(3 * MOST_SAMPLES)
    points = run.branch.sampled(0)
    assert len(points) <= MOST_SAMPLES
    gaps = {after[0] - before[0] for before, after in pairwise(points)}
    assert len(gaps) == 1
    plain = Run(xor())
    for update, loss in (points[1], points[-1]):
        plain.go(update, len(plain.programs.forward))
        assert plain.number(LOSS) == loss


def test_a_branch_has_its_parents_numbers_up_to_the_fork() -> None:
    run = recorded(20)
    run.go(10)
    branch = run.edit("W2", run.entering("W2") + 1.0)
    run.go(15)
    own = run.branches[0].sampled(0)
    points = branch.sampled(0)
    assert [at for at, _ in points] == list(range(15))
    assert points[:10] == own[:10]
    assert points[10][1] != own[10][1]


def test_what_cannot_be_read_is_left_out() -> None:
    run = Run(xor())
    assert run.record([parse_expression("nothing"), LOSS, parse_expression("h"), LOSS]) == (LOSS,)
    assert run.recorded == (LOSS,)


def test_a_number_is_known_once_what_it_reads_is_computed() -> None:
    run = Run(xor())
    assert run.number(LOSS) is None
    assert not run.knows(LOSS)
    run.go(0, 5)
    assert run.knows(LOSS)
    assert run.number(LOSS) == pytest.approx(0.7159, abs=1e-4)
    gradient = parse_expression("dW2[0,0]")
    assert run.number(gradient) is None
    run.go(0, len(run.lines))
    value = run.value("dW2")
    assert value is not None
    assert run.number(gradient) == value[0, 0]


def test_a_run_that_is_stopped_and_goes_on_records_the_same() -> None:
    run = Run(xor())
    run.record([LOSS])
    for update in (3, 4, 17, 18, 40):
        run.go(update)
        run.back()
    run.go(40)
    assert np.array_equal(run.branch.sampled(0), recorded(40).branch.sampled(0))


def test_a_run_that_is_made_again_has_the_numbers_from_before_the_fork_too() -> None:
    run = recorded(6)
    run.edit("W2", run.entering("W2") + 1.0)
    run.go(8)
    branch = run.edit("b2", run.entering("b2") - 1.0)
    run.go(12)
    again = from_record(run.model, to_record(run))[0]
    again.record([LOSS, CELL])
    again.go(12)
    assert again.branch.sampled(0) == branch.sampled(0)
    assert [update for update, _ in again.branch.loss_points()] == list(range(12))
    assert again.branch.loss_points() == branch.loss_points()
