"""The figures of the chapter "Lines and neurons": the numbers that a learner reads in its lessons come out of them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons.figures import assert_prints, assert_same, lesson, value, watch
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array


def sigmoid(z: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-z)))


@pytest.mark.parametrize(
    ("address", "figures"),
    [
        ("0/y", "1.55 2.65 4.10 5.10"),
        ("0/dw", "-.6375 .2250"),
        ("500/w", "1.957 -.768"),
        ("500/b", ".856"),
    ],
)
def test_linear_regression(address: str, figures: str) -> None:
    assert_prints(value("linear-regression", address), figures)


@pytest.mark.parametrize("update", [0, 1, 500])
def test_a_bias_is_a_column_of_ones(update: int) -> None:
    name = "linear-regression"
    apart = [value(name, f"{update}/{part}") for part in ("w", "b", "dw", "db")]
    w, b, dw, db = (part.ravel() for part in apart)
    last, first = value(name, f"{update}/theta", "bias-column"), value(name, f"{update}/theta", "theta")
    assert_same(last.ravel(), [*w, *b])
    assert_same(first.ravel(), [*b, *w])
    assert_same(value(name, f"{update}/dtheta", "bias-column").ravel(), [*dw, *db])
    for variant in ("bias-column", "theta"):
        assert_same(value(name, f"{update}/y", variant), value(name, f"{update}/y"))


def test_a_line_is_no_answer_to_yes_or_no() -> None:
    found = value("linear-regression", "200/y", "yes-no")
    assert_prints(found, ".24 .30 .36 .43 .49 1.18")
    assert (found > 0.5).ravel().tolist() == [False] * 5 + [True]


@pytest.mark.parametrize(
    ("address", "figures"),
    [("0/z", "-.12 -.94 -.13 -.71"), ("0/dw", "-.3019 -.2079"), ("1/b", "-.0305"), ("200/J", ".068")],
)
def test_logistic_regression(address: str, figures: str) -> None:
    assert_prints(value("logistic-regression", address), figures)


def test_the_gradients_are_the_deck_s_loop() -> None:
    model = lesson("logistic-regression").model()
    features, labels = model.data["X"], model.data["Y"].ravel()
    errors = value("logistic-regression", "0/a").ravel() - labels
    gathered = np.zeros(3)
    for example in range(4):
        gathered += [*(features[example] * errors[example]), errors[example]]
    gathered /= 4
    assert_same(value("logistic-regression", "0/dw").ravel(), gathered[:2])
    assert_same(value("logistic-regression", "0/db"), gathered[2:])
    assert_same(value("logistic-regression", "0/dz", "long-way"), value("logistic-regression", "0/dz"))


def test_the_limits_of_the_sigmoid() -> None:
    assert_prints(sigmoid(np.array([10.0, -10.0])), ".99995 .00005")
    assert_prints(sigmoid(np.array([0.0, 1.0])), ".5 .731")


def test_where_logistic_regression_stops() -> None:
    model = lesson("logistic-regression").model()
    outcome = Run(model).run_until(model.until, 2000)
    assert (outcome.reason, outcome.update) == ("condition", 136)
    assert watch("logistic-regression", "136/accuracy") == 1


def test_the_misprinted_cost_teaches_yes_to_everything() -> None:
    assert value("logistic-regression", "200/p", "misprinted-cost").min() > 0.98
    assert_prints(value("logistic-regression", "200/J", "misprinted-cost"), ".0008")
    assert watch("logistic-regression", "200/accuracy", "misprinted-cost") == 0.5
    assert value("logistic-regression", "0/ds", "misprinted-cost")[2:].ravel().tolist() == [0, 0]


def test_the_misprinted_update_stays_where_it_should_not() -> None:
    variant = "misprinted-update"
    assert_prints(value("logistic-regression", "200/J", variant), ".797")
    assert_prints(value("logistic-regression", "200/w", variant), "-.5 .3")
    assert abs(value("logistic-regression", "200/dw", variant)[0, 0]) < 1e-6
    assert abs(value("logistic-regression", "200/db", variant)[0]) > 0.01


@pytest.mark.parametrize("update", [0, 1, 100])
def test_loop_and_product_agree_to_twelve_digits(update: int) -> None:
    for name in ("w", "b", "dw", "db", "J"):
        right = value("loops-and-matrices", f"{update}/{name}")
        for variant in ("loop", "columns"):
            found = value("loops-and-matrices", f"{update}/{name}", variant)
            assert_same(found.ravel(), right.ravel())


def test_a_lost_division_is_a_longer_step() -> None:
    assert_prints(value("loops-and-matrices", "0/z"), "-.07 1.82 -.91")
    assert_prints(value("loops-and-matrices", "0/dw"), ".539 -.483")
    found, right = (value("loops-and-matrices", "0/dw", variant) for variant in ("no-division", None))
    assert_same(found, 3 * right)
    model = lesson("loops-and-matrices").model("no-division")
    assert_same(value("loops-and-matrices", "1/w", "no-division"), value("loops-and-matrices", "1/w", eta=2.4))
    assert model.hyper == {"eta": 0.8}


@pytest.mark.parametrize(
    ("variant", "address", "figures"),
    [
        (None, "0/a", ".982"),
        (None, "0/da", ".982"),
        (None, "0/dz", ".0173"),
        (None, "300/a", ".203"),
        ("cross-entropy", "0/a", ".982"),
        ("cross-entropy", "0/dz", ".982"),
        ("cross-entropy", "300/a", ".012"),
        ("milder", "0/a", ".182"),
        ("two-minima", "3000/w", "1.950"),
        ("two-minima", "3000/L", ".658"),
        ("one-minimum", "300/w", "-.184"),
    ],
)
def test_why_not_the_squared_error(variant: str | None, address: str, figures: str) -> None:
    model = lesson("why-not-squared-error").model(variant)
    assert variant in ("two-minima", "one-minimum") or model.hyper == {"eta": 0.15}
    assert_prints(value("why-not-squared-error", address, variant), figures)


def test_a_less_certain_neuron_is_pulled_seven_times_as_hard() -> None:
    sure, less = (value("why-not-squared-error", "0/dz", variant) for variant in (None, "milder"))
    assert_prints(less / sure, "-7")


def test_three_examples_have_two_minima() -> None:
    run = Run(lesson("why-not-squared-error").model("two-minima"))
    run.edit("w", np.array(-1.0))
    run.go(3000)
    run.go(3000, len(run.programs.forward))
    w, loss = run.value("w"), run.value("L")
    assert w is not None
    assert loss is not None
    assert_prints(w, "-.122")
    assert_prints(loss, ".267")


def test_cross_entropy_has_one() -> None:
    run = Run(lesson("why-not-squared-error").model("one-minimum"))
    run.edit("w", np.array(-1.0))
    run.go(3000)
    w = run.value("w")
    assert w is not None
    assert_prints(w, "-.184")


def test_the_curvature_of_half_the_square() -> None:
    a = sigmoid(np.linspace(-10, 10, 200_001))
    second = a**2 * (1 - a) * (2 - 3 * a)  # of σ²/2 along z
    assert_prints([second.min(), second.max()], "-.0601 .0770")


@pytest.mark.parametrize(
    ("variant", "address", "figures"),
    [
        (None, "0/a", ".906 .385 .977 .746 .925"),
        (None, "0/dw", ".902 .226"),
        (None, "300/a", ".80 .93 .07 .98 .12"),
        (None, "300/J", ".102"),
        ("ones", "0/dtheta", ".188 .902 .226"),
        ("charge", "0/y", "2.82 4.51 2.83 2.96 3.61"),
        ("squared", "0/dp", "-.0189 -.1231 .1955 -.0507 .1850"),
        ("squared", "300/p", ".506 .705 .302 .653 .391"),
        ("charge-sum", "0/J", "9.75"),
        ("charge-sum", "1/J", "9.91"),
        ("charge-sum", "2/J", "37"),
        ("charge-sum", "3/J", "459"),
    ],
)
def test_batteries(variant: str | None, address: str, figures: str) -> None:
    assert_prints(value("practice-lines-and-neurons", address, variant), figures)


def test_the_most_mistaken_battery_pulls_least() -> None:
    name = "practice-lines-and-neurons"
    wrong = (value(name, "0/a") > 0.5) != (lesson(name).model().data["Y"] > 0.5)
    assert wrong.ravel().tolist() == [False, True, True, False, True]
    pull = np.abs(value(name, "0/ds", "squared").ravel())
    assert_prints([pull[2], pull[1] / pull[2]], ".0043 6.8")
    assert_prints(1 - value(name, "0/a")[1], ".615")


def test_a_sum_in_the_place_of_the_mean_runs_away() -> None:
    name = "practice-lines-and-neurons"
    assert len(f"{float(value(name, '20/J', 'charge-sum')):.0f}") == 23
    assert_same(value(name, "20/w", "charge-sum", eta=0.15 / 5), value(name, "20/w", "charge"))
