"""The figures of the chapter "Slopes": the numbers that a learner reads in its lessons come out of them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons.figures import assert_prints, run_to, value, watch
from tutor.engine.run import Run


@pytest.mark.parametrize(
    ("variant", "slope"),
    [(None, ".2"), ("at-ten", ".3"), ("square", "6"), ("straight", "3"), ("cube", "12"), ("two-variables", "6 8")],
)
def test_slopes_by_rule_and_by_measurement(variant: str | None, slope: str) -> None:
    assert_prints(value("numeric-derivative", "0/dx", variant), slope)
    assert_prints(value("numeric-derivative", "5/central", variant), slope)
    assert_prints(value("numeric-derivative", "7/one_sided", variant), slope)


@pytest.mark.parametrize(
    ("address", "variant", "figures"),
    [
        ("0/here", None, ".75"),
        ("0/ahead", None, ".96"),
        ("0/one_sided", None, ".21"),
        ("0/one_sided", "square", "7"),
        ("3/one_sided", "square", "6.001"),
        ("1/one_sided", "cube", "12.61"),
        ("1/central", "cube", "12.01"),
        ("2/one_sided", "cube", "12.0601"),
        ("2/central", "cube", "12.0001"),
        ("0/one_sided", "two-variables", "7 9"),
        ("16/one_sided", None, "0"),
    ],
)
def test_measured_slopes(address: str, variant: str | None, figures: str) -> None:
    assert_prints(value("numeric-derivative", address, variant), figures)


@pytest.mark.parametrize("variant", [None, "at-ten", "square", "cube", "two-variables"])
def test_a_smaller_step_is_better_until_rounding_wins(variant: str | None) -> None:
    one_sided = [watch("numeric-derivative", f"{update}/digits_one_sided", variant) for update in range(17)]
    assert 6 <= one_sided[7] < 10
    assert one_sided[1:8] == sorted(one_sided[1:8])
    assert one_sided[12] < 4.5
    assert max(one_sided[13:]) < 4


def test_to_both_sides_is_best_near_ten_to_the_minus_five() -> None:
    central = [watch("numeric-derivative", f"{update}/digits_central", "cube") for update in range(17)]
    assert int(np.argmax(central)) == 5
    assert max(central) > 9


@pytest.mark.parametrize("update", [16, 17])
def test_in_the_end_the_step_is_lost(update: int) -> None:
    run = run_to("numeric-derivative", update)
    ahead, here = run.value("ahead"), run.value("here")
    assert ahead is not None
    assert here is not None
    assert ahead == here


def test_twenty_steps_down_the_bowl() -> None:
    assert_prints(value("gradient-descent", "0/dx0"), "-6")
    assert_prints(value("gradient-descent", "0/dx1"), "8")
    assert_prints(value("gradient-descent", "20/x0"), "-.0345876451")
    assert_prints(value("gradient-descent", "20/x1"), ".0461168602")
    assert_prints(value("gradient-descent", "20/x0"), "-0.0346")
    assert_prints(value("gradient-descent", "20/x1"), "0.0461")


def test_too_large_a_step_blows_up_and_too_small_a_one_stays() -> None:
    assert_prints(value("gradient-descent", "1/x0", "too-large"), "57")
    assert_prints(value("gradient-descent", "1/x1", "too-large"), "-76")
    assert abs(value("gradient-descent", "20/x0", "too-large")) > 1e26
    assert_prints(value("gradient-descent", "20/x0", "too-small") + 3, ".000000012")
    assert_prints(value("gradient-descent", "20/x1", "too-small"), "4.0000000")


def test_the_book_stops_where_its_measured_slope_rounds_to_zero() -> None:
    point, h = np.array([-3.0, 4.0]), 1e-4
    for _ in range(100):
        slopes = np.zeros(2)
        for axis in (0, 1):
            ahead, behind = point.copy(), point.copy()
            ahead[axis] += h
            behind[axis] -= h
            slopes[axis] = (np.sum(ahead**2) - np.sum(behind**2)) / (2 * h)
        point -= 10 * slopes
    assert f"{point[0]:.2e}" == "-2.59e+13"


def test_ascent_is_the_other_sign() -> None:
    up = value("gradient-descent", "1/x0", "ascent") + 3
    assert up == pytest.approx(-(value("gradient-descent", "1/x0") + 3))
    assert value("gradient-descent", "20/f", "ascent") > 1000


@pytest.mark.parametrize(("variant", "figures"), [("coupled", "-2.8 3.5"), ("in-turn", "-2.8 3.48")])
def test_both_slopes_first(variant: str, figures: str) -> None:
    assert_prints([value("gradient-descent", f"1/{name}", variant) for name in ("x0", "x1")], figures)


def test_the_nearest_valley_is_not_the_deepest() -> None:
    assert_prints(value("gradient-descent", "200/x0", "two-valleys"), "1.3322")
    assert_prints(value("gradient-descent", "20/x0", "two-valleys"), "1.3323")
    assert_prints(value("gradient-descent", "200/f", "two-valleys"), "-0.5877")
    run: Run = run_to("gradient-descent", 0, "two-valleys")
    run.edit("x0", np.array(-2.0))
    run.go(200, 1)
    left, height = run.entering("x0"), run.value("f")
    assert height is not None
    assert_prints(left, "-1.4840")
    assert_prints(height, "-1.4350")


@pytest.mark.parametrize(
    ("variant", "address", "figures"),
    [
        (None, "0/one_sided", "-2.47"),
        (None, "0/central", "-2.71"),
        (None, "0/dx0", "-2.71"),
        (None, "0/dx1", "3.09"),
        (None, "40/x0", "1.841"),
        (None, "40/x1", "-.418"),
        (None, "40/f", "1.159"),
        ("too-long", "0/noise", "8.69"),
        ("too-long", "1/noise", "2.17"),
        ("too-long", "20/noise", "325"),
        ("one-sided", "40/x0", "1.712"),
        ("one-sided", "40/x1", "-.589"),
        ("one-sided", "40/noise", "1.212"),
        ("forgotten-two", "40/x0", "1.841"),
        ("forgotten-two", "40/x1", "-.418"),
        ("valleys", "40/x", "1.548"),
        ("valleys", "40/noise", "1.663"),
    ],
)
def test_the_two_knobs(variant: str | None, address: str, figures: str) -> None:
    assert_prints(value("practice-slopes", address, variant), figures)


def test_a_forgotten_two_is_a_doubled_learning_rate() -> None:
    for name in ("x0", "x1"):
        doubled, found = (
            value("practice-slopes", f"3/{name}", eta=0.6),
            value("practice-slopes", f"3/{name}", "forgotten-two"),
        )
        assert found == pytest.approx(doubled, rel=1e-9)


def test_the_quieter_valley_lies_on_the_other_side() -> None:
    run: Run = run_to("practice-slopes", 0, "valleys")
    run.edit("x", np.array(-0.5))
    run.go(40, len(run.programs.forward))
    height = run.value("noise")
    assert height is not None
    assert height < value("practice-slopes", "40/noise", "valleys") - 1
    assert run.entering("x") < 0


def test_a_smaller_h_leads_nearer_to_the_minimum() -> None:
    run: Run = run_to("practice-slopes", 0, "one-sided")
    run.edit("h", np.array(0.01))
    run.go(40, len(run.programs.forward))
    assert_prints(run.entering("x0"), "1.84")
