"""Fresh numbers: the same from a seed everywhere, and such that mistakes stay apart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.quiz.nets import NETS
from tests.quiz.problems import problems
from tutor.quiz.diagnosis import APART, Suspects, equal, ratio, same_formula
from tutor.quiz.fresh import fresh_numbers, shadow_of, targets
from tutor.quiz.precision import Precision
from tutor.quiz.questions import practicable
from tutor.quiz.variants import LARGEST_TOLERANCE, Ask, Variants, clashes, is_clear, largest_share

ROOT = Path(__file__).parents[2]


def test_numbers_come_from_the_seed_alone() -> None:
    """A change here changes what every learner's seed means: it must be a deliberate one."""
    numbers = fresh_numbers(NETS["squares"].model, 7)
    assert {name: value.tolist() for name, value in numbers.parameters.items()} == SEVEN


SEVEN: dict[str, object] = {
    "W1": [[-1.4, -0.2], [0.7, 1.2]], "b1": [-0.49, -0.12], "W2": [[-0.4], [-1.6]], "b2": [0.36],
}  # fmt: skip


def test_another_process_draws_the_same() -> None:
    script = (
        "from tests.quiz.nets import NETS; from tutor.quiz.fresh import fresh_numbers;"
        "print([value.tolist() for value in fresh_numbers(NETS['squares'].model, 11, 5).parameters.values()])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    here = [value.tolist() for value in fresh_numbers(NETS["squares"].model, 11, 5).parameters.values()]
    assert done.stdout.strip() == str(here)


def test_no_trap_is_drawn() -> None:
    for seed in range(30):
        for name, net in NETS.items():
            for value in fresh_numbers(net.model, seed).parameters.values():
                sizes = np.abs(value)
                assert not np.isin(sizes, (0.0, 0.5, 1.0)).any(), name
                assert value.size > 12 or np.unique(sizes).size == value.size


def test_targets_stay_what_they_are() -> None:
    assert targets(NETS["cross-entropy"].model) == {"Y"}
    assert targets(NETS["classes"].model) == {"T"}
    for attempt in (0, 20):
        numbers = fresh_numbers(NETS["classes"].model, 3, attempt)
        assert "T" not in numbers.data
        assert set(numbers.data) <= {"X"}


@pytest.mark.parametrize("name", ["squares", "one row", "cross-entropy", "classes", "momentum", "graph", "batch"])
def test_chosen_numbers_keep_mistakes_apart(name: str) -> None:
    own = NETS[name].sheet()
    clear = 0
    for line in practicable(own):
        drawn = Variants(NETS[name].model, [(own, [Ask(line.key)])]).draw(5)
        if not drawn.clear:
            continue
        clear += 1
        sheet = drawn.sheets[0]
        step, precision = sheet.by_key[line.key], Precision(sheet)
        assert largest_share(precision, step) <= LARGEST_TOLERANCE
        suspects = Suspects(sheet, step, precision)
        for suspect in suspects.all:
            if not suspect.inputs and suspect.value.shape == step.shape:
                assert ratio(np.abs(suspect.value - suspects.right), suspects.tolerance) >= APART, suspect.id
    assert clear > 0


def test_a_seed_gives_the_same_lesson_every_time() -> None:
    own = NETS["squares"].sheet()
    asks = [Ask("dz2"), Ask("dz1"), Ask("W2'")]
    first, second = (Variants(NETS["squares"].model, [(own, asks)]).draw(42) for _ in range(2))
    assert first.clear
    for name, value in first.model.parameters.items():
        assert np.array_equal(value, second.model.parameters[name])


def test_the_shadow_tells_what_is_always_equal() -> None:
    sheet = NETS["square net"].sheet()
    step = sheet.by_key["dy"]
    shadow = shadow_of(sheet)
    found = list(clashes(Suspects(sheet, step), Suspects(shadow, shadow.by_key["dy"])))
    pairs = [{suspect.id for suspect in clash.suspects} for clash in found if clash.always]
    assert {"halve", "mean-for-sum"} in pairs or {"double", "sum-for-mean"} in pairs


def test_no_two_names_for_one_formula() -> None:
    for problem in problems(6, seed=21):
        sheet = problem.sheet()
        shadows = [shadow_of(sheet, which) for which in range(2)]
        for step in practicable(sheet):
            others = [Suspects(shadow, shadow.by_key[step.key]) for shadow in shadows]
            found = Suspects(sheet, step).formulas
            for position, one in enumerate(found):
                for other in found[position + 1 :]:
                    if equal(one.value, other.value) and all(same_formula(one, other, numbers) for numbers in others):
                        assert one.mistake.rank == other.mistake.rank
                        assert one.id != other.id


def test_numbers_whose_digits_are_lost_on_paper_are_not_chosen() -> None:
    net = NETS["squares"]
    sheet = net.sheet()
    saturated = sheet.renewed({"W2": np.array([[19.0], [17.0]])})
    assert not is_clear(saturated, Ask("dz2"))
