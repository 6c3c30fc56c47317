"""What a run remembers stays bounded, however long it goes on; and going anywhere stays cheap."""

from __future__ import annotations

import random
import time
import tracemalloc
from itertools import pairwise

import numpy as np
import pytest

from tests.models import model, number, valley, value, xor
from tutor.engine import history
from tutor.engine.history import Branch, Keyframes, Losses, Recent
from tutor.engine.run import Run


def vector(update: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.full(3, float(update))


def test_keyframes_widen_and_stay_few() -> None:
    keyframes = Keyframes(24)
    for update in range(1_000_000):
        if update % 8 == 0:
            keyframes.keep(update, vector(update))
    assert len(keyframes) <= history.MOST_KEYFRAMES
    assert len(keyframes) > history.MOST_KEYFRAMES // 4
    updates = list(keyframes)
    assert updates == sorted(updates)
    assert updates[0] == 0
    assert {after - before for before, after in pairwise(updates)} == {keyframes.interval}


def test_the_keyframe_before_any_update_is_near_and_right() -> None:
    keyframes = Keyframes(24)
    update = 0
    while update < 500_000:
        keyframes.keep(update, vector(update))
        update = keyframes.due(update)
    for wanted in random.Random(1).sample(range(500_000), 500):
        found = keyframes.before(wanted)
        assert found is not None
        assert wanted - keyframes.interval < found[0] <= wanted
        assert found[1].tolist() == vector(found[0]).tolist()


def test_keyframes_of_large_models_are_fewer() -> None:
    keyframes = Keyframes(8 * 2**20)
    for update in range(0, 10_000, 32):
        keyframes.keep(update, vector(update))
    assert len(keyframes) <= 4


def test_keyframes_kept_out_of_order_are_found() -> None:
    keyframes = Keyframes(24)
    for update in (320, 0, 96, 640, 96):
        keyframes.keep(update, vector(update))
    assert list(keyframes) == [0, 96, 320, 640]
    found = keyframes.before(319)
    assert found is not None
    assert found[0] == 96
    assert Keyframes(24).before(5) is None


def test_recent_passes_are_few_and_belong_to_their_branch() -> None:
    recent = Recent(24)
    one, other = (Branch(number, None, 0, Keyframes(24), Losses(0)) for number in range(2))
    for update in range(10 * history.MOST_RECENT):
        recent.keep(one, update, vector(update))
    recent.keep(other, 7, vector(-1))
    kept = [update for update in range(10 * history.MOST_RECENT) if recent.get(one, update) is not None]
    assert len(kept) == history.MOST_RECENT - 1
    assert kept[-1] == 10 * history.MOST_RECENT - 1
    recent.forget(one)
    assert recent.get(one, kept[-1]) is None
    assert recent.get(other, 7) is not None


def test_losses_are_thinned_and_stand_at_their_updates() -> None:
    losses = Losses(10)
    update = 10
    for _ in range(3 * history.MOST_LOSSES):
        if update == losses.due:
            losses.record(float(update))
        update += 1
    points = losses.points()
    assert len(points) <= history.MOST_LOSSES
    assert all(update == loss for update, loss in points[:: len(points) // 1000])
    assert points[0] == (10, 10.0)
    assert points[-1][0] > 2.9 * history.MOST_LOSSES


@pytest.fixture(scope="module")
def long_run() -> Run:
    """A hundred thousand updates of a small model with state."""
    run = Run(valley("adam", eta=1e-4))
    run.go(100_000)
    return run


def test_a_long_run_keeps_little(long_run: Run) -> None:
    assert len(long_run.branch.keyframes) <= history.MOST_KEYFRAMES
    tracemalloc.start()
    run = Run(valley("momentum", eta=1e-4))
    run.go(50_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 2**20
    assert len(run.branch.keyframes) <= history.MOST_KEYFRAMES


def test_a_jump_anywhere_is_quick_and_finds_the_same_bits(long_run: Run) -> None:
    targets = random.Random(2).sample(range(100_000), 12)
    first = {}
    for target in targets:
        started = time.perf_counter()
        long_run.go(target)
        assert time.perf_counter() - started < 1.0  # a replay from the beginning would take longer
        first[target] = value(long_run, "x").tobytes()
    for target in sorted(targets):
        long_run.go(target)
        assert value(long_run, "x").tobytes() == first[target]
    again = Run(valley("adam", eta=1e-4))
    nearest = min(targets)
    again.go(nearest)
    assert value(again, "x").tobytes() == first[nearest]


def test_the_losses_of_a_run_are_those_of_its_passes() -> None:
    run = Run(xor())
    run.go(50)
    points = dict(run.branch.loss_points())
    assert sorted(points) == list(range(50))
    for update in (0, 7, 49):
        run.go(update, 5)
        assert points[update] == number(run, "L")
    run.go(20)
    branch = run.edit("eta", np.array(1.0))
    run.go(40)
    forked = dict(branch.loss_points())
    assert sorted(forked) == list(range(40))
    assert all(forked[update] == points[update] for update in range(21))
    assert forked[30] != points[30]


def test_a_branch_that_got_lost_and_was_edited_again_has_the_losses_of_its_last_edit() -> None:
    run = Run(model("L = ln(x)", {"x": 1.0}, rule="sgd", hyper={"eta": 0.1}))
    run.go(3)
    branch = run.edit("x", np.array(-1.0))
    assert run.run_until(None, 10).reason == "diverged"
    assert run.edit("x", np.array(4.0)) is branch
    run.go(6)
    assert dict(branch.loss_points())[3] == pytest.approx(np.log(4.0))
