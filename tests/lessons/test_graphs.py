"""The figures of the chapter "Computation graphs": the numbers that a learner reads in its lessons come out of them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons.figures import assert_prints, lesson, run_to, value
from tutor.engine.run import Run


@pytest.mark.parametrize(
    ("name", "variant", "names", "figures"),
    [
        ("apples", None, "apple_cost price dapple_price dapple_count dtax", "200 220 2.2 110 200"),
        ("apples", "measured", "slope_price slope_count slope_tax more_price", "2.2 110 200 222.2"),
        ("add-and-multiply", None, "z w dz dw dx dy du dv", "15 50 1.3 1.3 1.3 1.3 6.5 13"),
        ("add-and-multiply", "fork", "dp dq", "7.8 14.3"),
        ("add-and-multiply", "minus-and-divide", "dp dq dr ds", "1.3 -1.3 0.26 -0.52"),
        ("chain-rule", None, "t z dt dx dy", "3 9 6 6 6"),
        ("chain-rule", "inner", "t dt dx dy", "7 14 42 14"),
        ("chain-rule", "forgotten", "dx dy", "14 14"),
        ("j-3a-bc", None, "u v J dv du da db dc", "6 11 33 3 3 3 6 9"),
        ("j-3a-bc", "b-plus", "u v J", "6.002 11.002 33.006"),
    ],
)
def test_graphs(name: str, variant: str | None, names: str, figures: str) -> None:
    found = [float(value(name, f"0/{what}", variant)) for what in names.split()]
    assert_prints(found, figures)
    assert found == pytest.approx([float(figure) for figure in figures.split()], rel=1e-12)


def test_with_other_numbers_no_two_are_alike() -> None:
    names = ("a", "b", "c", "u", "v", "J", "dv", "db", "dc")
    found = [float(value("j-3a-bc", f"0/{name}", "other-numbers")) for name in names]
    assert min(abs(one - other) for number, one in enumerate(found) for other in found[:number]) > 0.1
    for name in ("dv", "du", "da"):
        assert float(value("j-3a-bc", f"0/{name}", "other-numbers")) == 3


def test_three_factors() -> None:
    assert float(value("chain-rule", "0/du", "three-links")) == pytest.approx(1 / 9)
    assert float(value("chain-rule", "0/dx", "three-links")) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("name", "edited", "by", "rise"),
    [
        ("apples", "apple_price", 1, 2.2),
        ("apples", "apple_price", -10, -22),
        ("apples", "apple_count", 1, 110),
        ("apples", "tax", 1, 200),
        ("add-and-multiply", "y", 1, 1.3),
        ("add-and-multiply", "v", 1, 13),
        ("j-3a-bc", "a", 0.001, 0.003),
        ("j-3a-bc", "b", 0.001, 0.006),
        ("j-3a-bc", "c", 0.001, 0.009),
    ],
)
def test_a_derivative_says_by_how_much_the_end_rises(name: str, edited: str, by: float, rise: float) -> None:
    run = Run(lesson(name).model())
    last = run.programs.forward[-1].name
    run.go(0, len(run.programs.forward))
    before = np.array(run.value(last))
    run.edit(edited, run.entering(edited) + by)
    run.go(0, len(run.programs.forward))
    after = run.value(last)
    assert after is not None
    assert float(after - before) == pytest.approx(rise, abs=1e-9)


def test_an_input_of_zero_keeps_the_other_from_moving() -> None:
    run = Run(lesson("add-and-multiply").model())
    run.edit("u", np.array(0.0))
    run.go(0, len(run.lines))
    found = [run.value("du"), run.value("dv")]
    assert_prints(np.array(found, dtype=float), "6.5 0")


def test_the_forgotten_factor_is_found_by_measuring() -> None:
    cells = {check.name: check for check in run_to("chain-rule", 0, "forgotten").check_gradients()}
    assert_prints([cells["x"].analytic, cells["x"].numeric], "14 42.000")
    assert cells["y"].error < 1e-7


@pytest.mark.parametrize("name", ["apples", "add-and-multiply", "chain-rule", "j-3a-bc"])
def test_nothing_is_learned_here(name: str) -> None:
    assert not any(Run(lesson(name).model(variant)).learns for variant in (None, *lesson(name).variants))
