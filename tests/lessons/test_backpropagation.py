"""The figures of the chapter "Backpropagation": the numbers that a learner reads in its lessons come out of them."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from tests.lessons.figures import assert_prints, lesson, run_to, value, watch
from tutor.engine.run import Run
from tutor.formula.parse import parse_expression

# XOR that never learns


@pytest.mark.parametrize(
    ("address", "figures"),
    [
        ("0/y", ".52 .50 .52 .55"),
        ("1/y", ".50 .48 .50 .52"),
        ("20000/y", ".00 1.00 .50 .50"),
        ("300/y", ".03 .97 .49 .51"),
        ("1000/W1", "8.42 8.52 4.68 -4.31"),
        ("3000/L", ".3476"),
        ("20000/L", ".3467"),
        ("20000/dz2", ".000 .000 -.125 .125"),
    ],
)
def test_xor_stuck(address: str, figures: str) -> None:
    assert_prints(value("xor-stuck", address), figures)


def test_the_stuck_start_is_the_curriculums() -> None:
    model = lesson("xor-stuck").model()
    assert {name: array.tolist() for name, array in model.parameters.items()} == {
        "W1": [[1.4, 1.4], [-0.8, -1.3]], "b1": [0.9, -0.7], "W2": [[1.1], [-0.6]], "b2": [-0.5],
    }  # fmt: skip
    assert model.hyper == {"eta": 2.0}


def test_two_points_look_alike_to_the_output() -> None:
    hidden = value("xor-stuck", "20000/h")
    assert_prints(hidden[2:], "1.00 1.00 1.00 1.00")
    assert (hidden[2:] * (1 - hidden[2:])).max() < 0.000025
    assert_prints(log(2) / 2, ".3466")
    assert np.abs(value("xor-stuck", "20000/dW1")).max() < 0.000035


def test_the_other_start_of_xor_is_stuck_as_well() -> None:
    assert_prints(value("xor", "0/y", "other-start"), ".826 .818 .885 .884")
    assert_prints(value("xor", "20000/L", "other-start"), ".3467")


@pytest.mark.parametrize(("update", "weight"), [(1000, -3.0), (20000, -6.0)])
def test_one_weight_sets_it_free(update: int, weight: float) -> None:
    run = Run(lesson("xor-stuck").model())
    run.go(update)
    freed = np.array(run.entering("W1"))
    freed[1, 0] = weight
    run.edit("W1", freed)
    run.go(update + 300 if update == 1000 else update + 2000, len(run.programs.forward))
    assert run.model.goal is not None
    assert run.condition(run.model.goal)


# Softmax regression


@pytest.mark.parametrize(
    ("address", "variant", "figures"),
    [
        ("0/p", None, ".3654 .2393 .3953"),
        ("0/L", None, ".928068539"),
        ("0/dW", None, ".2192476 .1435625 -.3628101 .3288714 .2153437 -.5442151"),
        ("0/dW", "long-way", ".2192476 .1435625 -.3628101 .3288714 .2153437 -.5442151"),
        ("0/dp", "long-way", "0 0 -2.530"),
        ("1/L", None, ".4204"),
        ("0/right", "index-order", "13 24"),
        ("0/turned", "index-order", "12 34"),
    ],
)
def test_softmax_regression(address: str, variant: str | None, figures: str) -> None:
    assert_prints(value("softmax-regression", address, variant), figures)


def test_a_gradient_has_the_shape_of_its_parameter_and_rows_that_cancel() -> None:
    for variant in (None, "three-examples"):
        gradient = value("softmax-regression", "0/dW", variant)
        assert gradient.shape == lesson("softmax-regression").model(variant).parameters["W"].shape
        assert np.abs(gradient.sum(axis=1)).max() < 1e-12


def test_the_deck_form_is_the_mean_over_three_examples() -> None:
    p, targets = (
        value("softmax-regression", "0/p", "three-examples"),
        value("softmax-regression", "0/T", "three-examples"),
    )
    assert np.allclose(value("softmax-regression", "0/dz", "three-examples"), (p - targets) / 3, rtol=0, atol=1e-15)


# Gradient check


def test_right_gradients_pass_in_every_cell() -> None:
    checks = run_to("gradient-check", 0).check_gradients()
    assert len(checks) == 9
    assert max(check.error for check in checks) < 1e-7


def test_one_weight_on_paper() -> None:
    by_hand = {"up": "3.0276", "here": "1.7424", "numeric": "4.284", "analytic": "3.696", "gap": ".1373"}
    for what, figure in by_hand.items():
        assert_prints(value("gradient-check", f"0/{what}", "by-hand"), figure)


def test_a_tenth_of_the_distance_is_about_a_tenth_of_the_error() -> None:
    run = Run(lesson("gradient-check").model("by-hand"))
    run.edit("step_size", np.array(0.03))
    run.go(0, len(run.programs.forward))
    gap = run.value("gap")
    assert gap is not None
    assert 0.01 < float(gap) < 0.02


@pytest.mark.parametrize(
    ("variant", "wrong", "least", "most"),
    [
        ("find-it", {"W1", "b1"}, 0.35, 2.0),
        ("all-cells", {"W1", "b1", "W2", "b2"}, 0.7499999, 0.7500001),
        ("small-term", {"W1"}, 1e-4, 1.1e-3),
    ],
)
def test_a_mistake_is_found_where_it_is(variant: str, wrong: set[str], least: float, most: float) -> None:
    for check in run_to("gradient-check", 0, variant).check_gradients():
        if check.name in wrong:
            assert least < check.error < most, check
        else:
            assert check.error < 1e-7, check


def test_a_corner_is_no_mistake() -> None:
    checks = run_to("gradient-check", 0, "corner").check_gradients()
    kinks = [check for check in checks if check.kink]
    assert [(check.name, check.index) for check in kinks] == [("W1", (0, 0)), ("b1", (0,))]
    for check in kinks:
        assert_prints([check.analytic, check.numeric, check.error], "0 .0128 1.00")
    assert max(check.error for check in checks if not check.kink) < 1e-7


@pytest.mark.parametrize(("variant", "update"), [(None, 466), ("all-cells", 283)])
def test_learning_well_proves_nothing(variant: str | None, update: int) -> None:
    outcome = Run(lesson("gradient-check").model(variant)).run_until(parse_expression("L < 0.02"), 20_000)
    assert (outcome.reason, outcome.update) == ("condition", update)


def test_a_forgotten_factor_looks_like_a_bad_start() -> None:
    assert_prints(value("gradient-check", "20000/L", "find-it"), ".35")


# Mini-batches


@pytest.mark.parametrize(
    ("address", "variant", "figures"),
    [
        ("0/dw", None, "-1.6"),
        ("0/dw", "one", ".6"),
        ("0/dw", "all", "-3.955"),
        ("1/w", "one", "-.56"),
        ("120/w", "all", "1.574"),
        ("120/b", "all", "1.008"),
    ],
)
def test_batches_estimate_the_gradient(address: str, variant: str | None, figures: str) -> None:
    assert_prints(value("mini-batches", address, variant), figures)


@pytest.mark.parametrize(
    ("variant", "update", "loss"),
    [
        (None, 0, "5.452"),
        (None, 3, "1.912"),
        ("all", 1, "3.826"),
        ("one", 12, ".306"),
        ("one", 1, "5.605"),
        ("all", 120, ".2376"),
        ("restless", 12, ".242"),
        ("restless", 120, ".301"),
    ],
)
def test_three_paths(variant: str | None, update: int, loss: str) -> None:
    assert_prints(watch("mini-batches", f"{update}/whole", variant), loss)


def test_an_epoch_sees_every_row_once() -> None:
    model = lesson("mini-batches").model()
    assert (model.updates_per_epoch, lesson("mini-batches").model("one").updates_per_epoch) == (3, 12)
    seen = np.concatenate([value("mini-batches", f"{update}/X") for update in range(3)]).ravel()
    assert sorted(seen.tolist()) == sorted(model.data["X"].ravel().tolist())


def test_the_mean_of_the_batches_is_the_whole() -> None:
    run = Run(lesson("mini-batches").model())
    found = []
    for update in range(3):
        run.go(update)
        for name in ("w", "b"):
            run.edit(name, run.model.parameters[name])
        run.go(update, len(run.programs.forward) + len(run.programs.backward))
        found.append(np.array(run.value("dw")).item())
    assert_prints(float(np.mean(found)), "-3.955")
