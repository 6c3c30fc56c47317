"""Random numbers that belong to a place and a moment, not to a history."""

from __future__ import annotations

import numpy as np
import pytest

from tutor.engine.draws import Clockwork, generator, normal, permutation, uniform


def test_the_same_place_and_moment_give_the_same_numbers() -> None:
    first = generator(7, "mask#1", 3).random(5).tolist()
    assert generator(7, "mask#1", 3).random(5).tolist() == first


@pytest.mark.parametrize(
    "other", [(8, "mask#1", 3), (7, "mask#2", 3), (7, "mask#1", 4), (7, "mask#13", 0), (71, "mask", 3)]
)
def test_another_place_or_moment_gives_others(other: tuple[int, str, int]) -> None:
    assert generator(*other).random(5).tolist() != generator(7, "mask#1", 3).random(5).tolist()


def test_neighbouring_updates_do_not_share_draws() -> None:
    """A counter that stepped by one block would give update 2 the tail of update 1."""
    draws = [generator(1, "m", update).random(1000) for update in range(20)]
    everything = np.concatenate(draws)
    assert len(set(everything.tolist())) == len(everything)


def test_these_numbers_are_the_same_on_every_machine_and_in_every_version() -> None:
    """Bit for bit: a lesson's printed figures depend on them."""
    assert uniform(3, "W1", (3,)).tolist() == [float.fromhex(text) for text in UNIFORM]
    assert permutation(3, "batches", 1, 8).tolist() == PERMUTATION


UNIFORM = ["0x1.54e172006ecabp-1", "0x1.7b4479219b762p-2", "0x1.92f1d53372573p-1"]
PERMUTATION = [2, 0, 1, 3, 4, 7, 5, 6]


def test_distributions() -> None:
    flat, bell = uniform(1, "u", (100_000,), -2.0, 4.0), normal(1, "n", (100_000,), 3.0, 0.5)
    assert flat.min() >= -2
    assert flat.max() < 4
    assert flat.mean() == pytest.approx(1, abs=0.02)
    assert bell.mean() == pytest.approx(3, abs=0.01)
    assert bell.std() == pytest.approx(0.5, abs=0.01)
    assert flat.dtype == bell.dtype == np.float64


def test_a_permutation_is_one() -> None:
    orders = [permutation(5, "batches", epoch, 10).tolist() for epoch in range(30)]
    assert all(sorted(order) == list(range(10)) for order in orders)
    assert len({tuple(order) for order in orders}) > 25


def test_a_clockwork_draws_by_its_clock() -> None:
    clock = np.array(1.0)
    works = Clockwork(4, clock)
    first, again, later = np.empty(6), np.empty(6), np.empty(6)
    works.uniform("h#1", first)
    clock[...] = 2
    works.uniform("h#1", later)
    clock[...] = 1
    works.uniform("h#1", again)
    assert first.tolist() == again.tolist() != later.tolist()
    works.normal("h#1", later)
    assert later.min() < 0
