"""The practice lessons of the later chapters: what their texts promise comes out, and what they say goes wrong does."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from tests.lessons.figures import assert_prints, lesson, run_to, value, watch
from tutor.engine.run import Run
from tutor.formula.parse import parse_expression
from tutor.lesson.lesson import Lesson

CHAPTERS = {
    "practice-graphs": "graphs",
    "practice-backpropagation": "backpropagation",
    "practice-training-well": "training-well",
    "practice-beyond": "beyond",
}


@pytest.mark.parametrize("name", CHAPTERS)
def test_practice_asks_much_by_hand_and_by_choice(name: str) -> None:
    practice: Lesson = lesson(name)
    by_hand = [question for question in practice.questions if not question.choices]
    assert len(by_hand) >= 6
    assert len(practice.questions) - len(by_hand) >= 3
    assert {question.variant for question in by_hand} & set(practice.variants), "no variant is asked about"


# What should a roll of gimbap cost?


@pytest.mark.parametrize(
    ("variant", "names", "figures"),
    [
        (None, "margin sold kept dgain dmargin", "1.8 53 85.86 .9 47.7"),
        (None, "dsold dlost dk dprice dcost", "1.62 -1.62 -5.184 27.45 -47.7"),
        ("per-hour", "pay dkept dhours dprice", "11.448 .13333 -1.5264 3.66"),
        ("target", "miss dmiss dprice", "-9.14 -18.28 -501.786"),
        ("one-way", "dprice", "47.7"),
    ],
)  # fmt: skip
def test_a_roll_of_gimbap(variant: str | None, names: str, figures: str) -> None:
    assert_prints([float(value("practice-graphs", f"0/{name}", variant)) for name in names.split()], figures)


def with_price(price: float, variant: str | None = None) -> Run:
    """The lesson's first pass at another price, all computed."""
    run = Run(lesson("practice-graphs").model(variant))
    run.edit("price", np.array(price))
    run.go(0, len(run.lines))
    return run


def test_a_little_more_for_a_roll_brings_less_than_the_slope_promises() -> None:
    more = with_price(3.3).value("kept")
    assert more is not None
    assert_prints(float(more - value("practice-graphs", "0/kept")), "2.6325")


def test_the_goal_is_reached_where_the_slope_is_nearly_nothing() -> None:
    goal = lesson("practice-graphs").model().goal
    assert goal is not None
    assert [price for price in (3.2, 4.0, 4.3, 4.4, 4.5, 4.6, 5.0) if with_price(price).condition(goal)] == [4.4, 4.5]


def test_one_way_alone_says_up_where_down_is_right() -> None:
    forgotten, right = with_price(5.0, "one-way").value("dprice"), with_price(5.0).value("dprice")
    assert forgotten is not None
    assert right is not None
    assert_prints([float(forgotten), float(right)], "27.45 -13.05")
    cells = {check.name: check for check in run_to("practice-graphs", 0, "one-way").check_gradients()}
    assert_prints(cells["price"].numeric, "27.45")
    assert max(check.error for name, check in cells.items() if name != "price") < 1e-7


# Cat, dog or rabbit?


@pytest.mark.parametrize(
    ("address", "variant", "figures"),
    [
        ("0/p", None, ".202 .176 .622 .330 .148 .522 .117 .132 .750"),
        ("0/db1", None, ".02949 .1085"),
        ("0/db1", "find-it", ".00983 .0362"),
        ("0/h", "dead", "0 0 0 0 0 2.05"),
        ("400/p", "dead", ".50 .50 .00 .50 .50 .00 .00 .00 1.00"),
    ],
)
def test_three_animals(address: str, variant: str | None, figures: str) -> None:
    assert_prints(value("practice-backpropagation", address, variant), figures)


@pytest.mark.parametrize(("variant", "update"), [(None, 177), ("tanh", 48), ("find-it", 180)])
def test_updates_until_all_six_are_known(variant: str | None, update: int) -> None:
    outcome = Run(lesson("practice-backpropagation").model(variant)).run_until(parse_expression("whole < 0.05"), 400)
    assert (outcome.reason, outcome.update) == ("condition", update)


def test_an_epoch_and_its_end() -> None:
    assert [lesson("practice-backpropagation").model(name).updates_per_epoch for name in (None, "squared")] == [2, 2]
    assert_prints([watch("practice-backpropagation", f"{update}/whole") for update in (0, 2, 177)], "1.264 1.054 .0498")
    assert [watch("practice-backpropagation", f"{update}/accuracy") for update in (2, 177)] == [pytest.approx(1 / 3), 1]


def test_a_softmax_has_rows_that_cancel_and_single_sigmoids_have_not() -> None:
    rows = value("practice-backpropagation", "0/dz2").sum(axis=1)
    assert np.abs(rows).max() < 1e-12
    assert np.abs(value("practice-backpropagation", "0/dz2", "squared").sum(axis=1)).min() > 0.01


def test_a_dead_unit_never_moves_and_costs_two_animals() -> None:
    run = Run(lesson("practice-backpropagation").model("dead"))
    run.go(400)
    assert run.entering("W1")[:, 0].tolist() == [0.7, 0.4]
    assert_prints([watch("practice-backpropagation", "400/whole", "dead"), 2 / 3 * log(2)], ".4645 .4621")


@pytest.mark.parametrize(("bias", "lives"), [(1.0, True), (0.3, False)])
def test_a_dead_unit_is_set_free_by_a_bias_that_is_large_enough(bias: float, lives: bool) -> None:
    run = Run(lesson("practice-backpropagation").model("dead"))
    run.go(400)
    freed = np.array(run.entering("b1"))
    freed[0] = bias
    run.edit("b1", freed)
    outcome = run.run_until(parse_expression("whole < 0.05"), 800)
    assert (outcome.reason == "condition") is lives
    assert outcome.update == (432 if lives else 800)


def test_a_mean_taken_twice_is_a_third_in_both_cells() -> None:
    for check in run_to("practice-backpropagation", 0, "find-it").check_gradients():
        if check.name == "b1":
            assert check.analytic / check.numeric == pytest.approx(1 / 3)
        else:
            assert check.error < 1e-6, check


# Which melon is ripe?


@pytest.mark.parametrize(
    ("address", "figures"),
    [
        ("0/mu", ".136 -.224"),
        ("0/sigma2", ".957 2.400"),
        ("0/keep", "1 0 0 1 1 0 1 1 0 1"),
        ("0/L", ".783"),
        ("0/squares", "5.2"),
        ("0/db2", "-.0961"),
    ],
)
def test_a_pass_with_all_remedies(address: str, figures: str) -> None:
    if address.endswith("squares"):
        assert_prints(watch("practice-training-well", address), figures)
    else:
        assert_prints(value("practice-training-well", address), figures)


def test_the_loss_is_cross_entropy_and_penalty() -> None:
    y, targets = value("practice-training-well", "0/y"), value("practice-training-well", "0/Y")
    entropy = -float(np.mean(targets * np.log(y) + (1 - targets) * np.log(1 - y)))
    assert_prints([entropy, 0.5 * 0.05 * 5.2], ".653 .130")


def test_the_first_step_of_momentum_is_that_of_sgd() -> None:
    run = Run(lesson("practice-training-well").model())
    run.go(1)
    first = run.entering("W2") - run.model.parameters["W2"]
    assert np.allclose(first, -0.3 * value("practice-training-well", "0/dW2"), rtol=1e-12)


def test_a_bias_before_the_normalisation_would_have_no_gradient() -> None:
    assert np.abs(value("practice-training-well", "0/dz1").sum(axis=0)).max() < 1e-12


@pytest.mark.parametrize(
    ("variant", "update", "figures"),
    [
        (None, 20, ".038 .202"),
        (None, 60, ".114 .110"),
        (None, 200, ".049 .281"),
        ("heavy", 200, ".396 .426"),
        ("memorise", 30, ".256 .284"),
        ("memorise", 400, ".056 1.092"),
        ("restrained", 400, ".252 .291"),
    ],
)
def test_training_and_validation_losses(variant: str | None, update: int, figures: str) -> None:
    watches = run_to("practice-training-well", update, variant).watches()
    found = [watches[name] for name in ("train_loss", "validation_loss")]
    assert_prints([number for number in found if number is not None], figures)


@pytest.mark.parametrize(("variant", "squares"), [("memorise", "162"), ("restrained", "2.4")])
def test_what_is_learned_by_heart_takes_large_weights(variant: str, squares: str) -> None:
    assert_prints(watch("practice-training-well", "400/squares", variant), squares)


def test_doubled_weights_change_the_penalty_and_nothing_behind_the_normalisation() -> None:
    run = Run(lesson("practice-training-well").model())
    run.edit("W1", 2 * run.entering("W1"))
    run.go(0, len(run.programs.forward))
    hidden, variance = run.value("h"), run.value("sigma2")
    assert hidden is not None
    assert variance is not None
    assert np.allclose(hidden, value("practice-training-well", "0/h"), atol=1e-4)
    assert np.allclose(variance, 4 * value("practice-training-well", "0/sigma2"))


# Which way does the ball roll?


@pytest.mark.parametrize(
    ("address", "variant", "figures"),
    [
        ("0/h2", None, ".169 .512 -.062"),
        ("0/o", None, ".3016"),
        ("0/dK", None, "-.2577 -.1658"),
        ("0/dK", "one-time", "-.1939 -.1075"),
        ("0/dh2", "largest", "0 -.1876 0"),
        ("500/ya", "films", ".954"),
        ("500/yb", "films", ".050"),
        ("500/ya", "forgets", ".5000"),
        ("500/L", "forgets", ".6931"),
    ],
)
def test_films_of_a_ball(address: str, variant: str | None, figures: str) -> None:
    assert_prints(value("practice-beyond", address, variant), figures)


def test_each_cell_of_the_kernels_gradient_is_a_sum_of_six_products() -> None:
    frames = [
        [sum(float(errors[0, place] * pixels[0, place + side]) for place in range(3)) for side in (0, 1)]
        for errors, pixels in (
            (value("practice-beyond", f"0/dz{time}"), value("practice-beyond", f"0/x{time}")) for time in (1, 2)
        )
    ]
    assert_prints([frames[1][0], frames[0][0]], "-.1939 -.0638")
    assert np.allclose(np.sum(frames, axis=0), value("practice-beyond", "0/dK")[0], rtol=1e-12)


def test_a_lost_term_shows_as_ratios_that_differ() -> None:
    checks = [check for check in run_to("practice-beyond", 0, "one-time").check_gradients() if check.name == "K"]
    assert_prints([check.analytic / check.numeric for check in checks], ".752 .648")


def test_a_ball_elsewhere_is_seen_in_the_same_way() -> None:
    for known, new in (("ya", "yr"), ("yb", "yl")):
        assert np.allclose(
            value("practice-beyond", f"500/{known}", "films"), value("practice-beyond", f"500/{new}", "films")
        )


def test_without_a_state_two_films_with_one_ending_cost_ln_2() -> None:
    run = Run(lesson("practice-beyond").model("forgets"))
    losses = []
    for update in (0, 1, 10, 100, 500):
        run.go(update, len(run.programs.forward))
        loss = run.value("L")
        assert loss is not None
        losses.append(float(loss))
    assert min(losses) >= log(2) - 1e-12
