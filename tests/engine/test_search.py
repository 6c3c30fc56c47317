"""Hyper-parameters by trial: draws, ranges, narrowing, and that every trial is what a run of its own gives."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.support import array, graph_model, model, xor_model
from tutor.engine.model import Model, Watch
from tutor.engine.ranges import Range, Search
from tutor.engine.rules import RULES
from tutor.engine.run import Run, RunError
from tutor.engine.search import Study, Trial
from tutor.formula.parse import parse_expression, parse_program

ETA = Range("eta", 0.01, 10.0, "log")
LAM = Range("lam", 0.0, 1.0)


def watched(**options: Any) -> Model:
    """XOR with a watch on its loss, and one that counts the right answers."""
    watches = {"loss": Watch(parse_expression("L")), "right": Watch(parse_expression("sum((y > 0.5) == Y)"))}
    return replace(xor_model(), watches=watches, **options)


def line_model(**options: Any) -> Model:
    """y = w x with momentum: too long a step diverges."""
    return model(
        "y = X @ w\nL = 0.5 * sum((y - Y)**2)",
        {"w": array([0.5])},
        {"X": array([1.0], [2.0]), "Y": array([3.0], [6.0])},
        **{
            "hyper": {"eta": 0.1, "alpha": 0.5},
            "update": RULES["momentum"],
            "watches": {"loss": Watch(parse_expression("L"))},
            **options,
        },
    )


def searched(made: Model, search: Search) -> Study:
    study = Study(made, search)
    assert list(study) == study.trials
    return study


LOSS = Search((ETA,), trials=6, updates=40, watch="loss", highest=False, rounds=3, seed=4)
BOTH = Search(
    (Range("eta", 1e-3, 10.0, "log"), Range("alpha", 0.0, 0.95)), trials=8, updates=200, watch="loss", highest=False,
    rounds=3, seed=2,
)  # fmt: skip


# Ranges

SCALES = st.sampled_from(["linear", "log"])
ENDS = st.floats(1e-6, 1e6)
PARTS = st.floats(0, 1)


@given(low=ENDS, more=st.floats(1e-3, 1e6), scale=SCALES, part=PARTS)
def test_what_is_drawn_lies_in_the_range(low: float, more: float, scale: str, part: float) -> None:
    found = Range("eta", low, low + more, scale)  # type: ignore[arg-type]
    assert found.low <= found.at(part) <= found.high


@given(seed=st.integers(0, 10_000), number=st.integers(1, 20), trial=st.integers(1, 10_000))
def test_a_draw_belongs_to_its_place(seed: int, number: int, trial: int) -> None:
    assert ETA.draw(seed, number, trial) == ETA.draw(seed, number, trial)
    others = {ETA.draw(seed + 1, number, trial), ETA.draw(seed, number + 1, trial), ETA.draw(seed, number, trial + 1)}
    others.add(ETA._replace(name="lam").draw(seed, number, trial))
    assert ETA.draw(seed, number, trial) not in others
    assert len(others) == 4


def test_each_power_of_ten_gets_its_share_on_a_log_scale_and_each_length_on_a_linear_one() -> None:
    draws = np.array([ETA.draw(0, 1, trial) for trial in range(1, 6001)])
    shares = np.histogram(np.log10(draws), bins=[-2, -1, 0, 1])[0] / 6000
    assert shares == pytest.approx([1 / 3] * 3, abs=0.02)
    even = ETA._replace(scale="linear")
    draws = np.array([even.draw(0, 1, trial) for trial in range(1, 6001)])
    assert draws.mean() == pytest.approx(5.005, abs=0.1)
    assert (draws < 1).mean() == pytest.approx(0.0991, abs=0.015)


def length(found: Range) -> float:
    return math.log(found.high / found.low) if found.scale == "log" else found.high - found.low


@given(low=ENDS, factor=st.floats(1.5, 1e6), scale=SCALES, parts=st.lists(PARTS, min_size=1, max_size=8))
def test_a_narrowed_range_is_half_as_long_holds_the_best_and_stays_in_the_first(
    low: float, factor: float, scale: str, parts: list[float]
) -> None:
    first = found = Range("eta", low, low * factor, scale)  # type: ignore[arg-type]
    for part in parts:
        best = found.at(part)
        narrower = found.around(best, first)
        assert first.low <= narrower.low <= best <= narrower.high <= first.high
        assert length(narrower) == pytest.approx(length(found) / 2, rel=1e-6, abs=1e-9)
        found = narrower


def test_the_best_is_in_the_middle_where_there_is_room() -> None:
    first = Range("eta", 1e-3, 10.0, "log")
    assert first.around(0.1, first)[1:3] == pytest.approx((0.01, 1.0))
    assert first.around(0.002, first)[1:3] == pytest.approx((0.001, 0.1))
    even = Range("alpha", 0.0, 1.0)
    assert even.around(0.5, even)[1:3] == pytest.approx((0.25, 0.75))
    narrow = Range("alpha", 0.5, 1.0)
    assert narrow.around(0.5, even)[1:3] == pytest.approx((0.375, 0.625))  # beyond what was just searched


# The search


def test_the_same_search_finds_the_same_and_another_seed_something_else() -> None:
    first, again = searched(watched(), LOSS), searched(watched(), LOSS)
    assert first.trials == again.trials
    assert first.rounds == again.rounds
    assert searched(watched(), LOSS._replace(seed=5)).trials[0].values != first.trials[0].values


def test_it_makes_as_many_trials_as_it_says_each_in_the_ranges_of_its_round() -> None:
    study = searched(line_model(), BOTH)
    assert study.planned == len(study.trials) == 24
    assert [(trial.round, trial.number) for trial in study.trials] == [(r, n) for r in (1, 2, 3) for n in range(1, 9)]
    for made in study.rounds:
        for trial in made.trials:
            assert list(trial.values) == ["eta", "alpha"]
            assert all(found.low <= trial.values[found.name] <= found.high for found in made.ranges)


def test_each_round_looks_around_the_best_so_far() -> None:
    study = searched(line_model(), BOTH)
    for number in (1, 2):
        so_far = [trial for made in study.rounds[:number] for trial in made.trials if trial.lost is None]
        best = min(so_far, key=lambda trial: trial.watch)
        for before, found, first in zip(
            study.rounds[number - 1].ranges, study.rounds[number].ranges, BOTH.ranges, strict=True
        ):
            assert first.low <= found.low <= best.values[found.name] <= found.high <= first.high
            assert length(found) == pytest.approx(length(before) / 2)


def by_itself(made: Model, search: Search, trial: Trial) -> float:
    """What comes of a trial, as a run of its own whose model has these hyper-parameters from the beginning."""
    run = Run(replace(made, hyper={**made.hyper, **trial.values}))
    if run.run_until(None, search.updates).reason == "diverged":
        return math.nan
    run.go(search.updates, len(run.programs.forward) + len(run.programs.backward))
    found = run.watches()[search.watch]
    assert found is not None
    return found if run.lost_at() is None else math.nan


@pytest.mark.parametrize(("made", "search", "loses"), [(watched(), LOSS, False), (line_model(), BOTH, True)])
def test_the_best_is_that_of_all_trials_run_one_by_one(made: Model, search: Search, *, loses: bool) -> None:
    study = searched(made, search)
    alone = [by_itself(made, search, trial) for trial in study.trials]
    assert [trial.watch for trial in study.trials] == pytest.approx(alone, rel=0, abs=0, nan_ok=True)
    assert study.best is study.trials[int(np.nanargmin(alone))]
    assert any(map(math.isnan, alone)) == loses


def test_of_equal_trials_the_first_wins() -> None:
    study = searched(watched(), Search((ETA,), trials=8, updates=1, watch="right", rounds=2))
    most = max(trial.watch for trial in study.trials)
    assert [trial.watch for trial in study.trials].count(most) > 1
    assert study.best is next(trial for trial in study.trials if trial.watch == most)


def test_lost_numbers_are_worse_than_any_other_and_the_update_is_known() -> None:
    steep = Search((Range("eta", 0.01, 1e3, "log"),), trials=12, updates=60, watch="loss", highest=True, seed=1)
    study = searched(line_model(), steep)
    lost = [trial for trial in study.trials if trial.lost is not None]
    assert 0 < len(lost) < 12
    assert study.best is not None
    assert study.best.lost is None
    for trial in lost:
        made = line_model()
        run = Run(replace(made, hyper={**made.hyper, **trial.values}))
        assert math.isnan(trial.watch)
        assert run.run_until(None, 60).update == trial.lost


def test_a_watch_that_forgives_lost_numbers_does_not_save_a_trial() -> None:
    """In the last pass the loss overflows, but a comparison with NaN or ∞ is still 0 or 1."""
    made = line_model(watches={"right": Watch(parse_expression("sum(y > 0)"))})
    study = searched(made, Search((Range("eta", 1e155, 1e160, "log"),), trials=3, updates=1, watch="right"))
    assert [trial.lost for trial in study.trials] == [1, 1, 1]


def test_while_every_trial_is_lost_there_is_no_best_and_the_ranges_stay() -> None:
    study = searched(line_model(), Search((Range("eta", 1e6, 1e9),), trials=3, updates=90, watch="loss", rounds=2))
    assert study.best is None
    assert study.ended
    assert study.rounds[0].ranges == study.rounds[1].ranges
    assert study.rounds[0].trials[0].values != study.rounds[1].trials[0].values


def test_stopped_after_any_stretch_it_goes_on_and_finds_the_same() -> None:
    many = LOSS._replace(updates=4000, trials=2, rounds=2)
    whole, study = searched(watched(), many), Study(watched(), many)
    stops, updates = 0, []
    while not study.ended:
        if study.go_on(lambda _: False) is None:
            stops += 1
            updates.append(study.update)
    assert stops > 0
    assert any(0 < update < 4000 for update in updates)
    assert study.trials == whole.trials
    assert study.best == whole.best
    assert study.go_on() is None


def test_iterating_goes_on_where_it_was_left() -> None:
    study = Study(watched(), LOSS)
    first = [trial for _, trial in zip(range(4), study, strict=False)]
    assert [*first, *study] == study.trials
    assert len(study.trials) == 18


def test_a_search_of_what_the_update_program_alone_reads() -> None:
    update, problems = parse_program("W2 = W2 - rate * dW2")
    assert not problems
    made = watched(update=update, hyper={"rate": 1.0})
    study = searched(made, Search((Range("rate", 0.1, 1.0),), 3, 10, "loss", highest=False))
    assert len({trial.watch for trial in study.trials}) == 3


@pytest.mark.parametrize(
    ("made", "search", "key"),
    [
        (graph_model(), LOSS, "engine.nothing-to-learn"),
        (watched(), LOSS._replace(watch="accuracy"), "engine.search-without-watch"),
        (watched(), LOSS._replace(ranges=(ETA, LAM)), "engine.search-unread"),
        (watched(hyper={"eta": 1.0, "lam": 0.1}), LOSS._replace(ranges=(LAM,)), "engine.search-unread"),
        (watched(), LOSS._replace(ranges=(Range("W", 0.0, 1.0),)), "engine.search-unread"),
    ],
)
def test_a_search_that_could_find_nothing_is_refused(made: Model, search: Search, key: str) -> None:
    with pytest.raises(RunError) as found:
        Study(made, search)
    assert found.value.message.key == key
    assert all(found.value.message.say(language) for language in ("en", "ko"))
