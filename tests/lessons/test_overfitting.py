"""Figures of the chapter "Training well": batch normalisation, weight decay, parts of the data, saved parameters."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.lessons.figures import assert_prints, lesson, run_to, value, watch
from tutor.engine.run import Run
from tutor.lesson.parameters import read_parameters, write_parameters

# Batch normalisation


@pytest.mark.parametrize(
    ("address", "variant", "figures"),
    [
        ("0/mu", None, "2.5"),
        ("0/sigma2", None, "1.25"),
        ("0/xhat", None, "-1.34164 -.44721 .44721 1.34164"),
        ("0/dbeta", None, "-2"),
        ("0/y", "undone", "1 2 3 4"),
        ("0/xhat", "pair", "-1.00000 1.00000"),
        ("0/dx", "pair", "0 0"),
    ],
)
def test_the_four_formulas(address: str, variant: str | None, figures: str) -> None:
    assert_prints(value("batch-normalisation", address, variant), figures)


def test_epsilon_stands_inside_the_root() -> None:
    x, eps = np.arange(1.0, 5.0), float(lesson("batch-normalisation").model().data["eps"])
    right = (x - 2.5) / np.sqrt(1.25 + eps)
    assert np.allclose(value("batch-normalisation", "0/xhat").ravel(), right, rtol=0, atol=1e-15)
    assert abs(right - (x - 2.5) / (np.sqrt(1.25) + eps)).max() > 1e-6


def test_other_numbers_and_a_gamma_that_is_seen_change_nothing_about_the_sum() -> None:
    assert np.abs(value("batch-normalisation", "0/dx", "by-hand").sum()) < 1e-12
    found, normalised = (
        value("batch-normalisation", "0/y", "by-hand"),
        value("batch-normalisation", "0/xhat", "by-hand"),
    )
    assert np.allclose(found, 1.4 * normalised - 0.3, rtol=1e-12)


def test_gamma_and_beta_give_x_back() -> None:
    assert np.allclose(value("batch-normalisation", "0/y", "undone").ravel(), np.arange(1, 5), rtol=0, atol=1e-12)
    assert_prints(lesson("batch-normalisation").model("undone").parameters["gamma"], "1.118038")


def test_back_line_by_line_agrees_with_the_measurement() -> None:
    checks = run_to("batch-normalisation", 0).check_gradients()
    assert {check.name for check in checks} == {"x", "gamma", "beta"}
    assert max(check.error for check in checks) < 1e-7


def test_no_gradient_asks_for_a_shift_or_a_stretch() -> None:
    dx, xhat = value("batch-normalisation", "0/dx"), value("batch-normalisation", "0/xhat")
    assert abs(dx.sum()) < 1e-12
    assert abs((dx * xhat).sum()) < 1e-4


@pytest.mark.parametrize(
    ("variant", "loss", "accuracy"),
    [("relu", ".693", ".5"), ("relu-normalised", ".0004", "1.0"), ("sigmoid", ".693", ".5")],
)
def test_races_of_300_updates(variant: str, loss: str, accuracy: str) -> None:
    assert_prints(value("batch-normalisation", "300/J", variant), loss)
    assert_prints(watch("batch-normalisation", "300/accuracy", variant), accuracy)


def test_normalising_saves_the_small_sigmoids() -> None:
    assert float(value("batch-normalisation", "300/J", "sigmoid-normalised")) < 0.01


def test_the_settings_of_the_races() -> None:
    for name, std in {"relu": 1.0, "relu-normalised": 1.0, "sigmoid": 0.01, "sigmoid-normalised": 0.01}.items():
        model = lesson("batch-normalisation").model(name)
        assert (model.hyper["eta"], model.limit, model.data["X"].shape) == (1.0, 300, (200, 2))
        assert [model.parameters[f"W{layer}"].shape[1] for layer in range(1, 6)] == [20, 20, 20, 20, 1]
        assert float(model.parameters["W2"].std()) == pytest.approx(std, rel=0.1)


def test_how_the_plain_nets_fail() -> None:
    sizes = [np.abs(value("batch-normalisation", f"0/h{layer}", "relu")).mean() for layer in range(1, 5)]
    assert_prints(sizes, ".4 1.4 3.7 12")
    assert not any(value("batch-normalisation", f"5/h{layer}", "relu").any() for layer in (2, 3, 4))
    hidden = [value("batch-normalisation", f"0/h{layer}", "sigmoid") for layer in (1, 2, 4)]
    assert_prints([np.ptp(h, axis=0).max() for h in hidden], ".017 .00016 .00000002")
    assert watch("batch-normalisation", "6/accuracy", "relu-normalised") == 1


# Weight decay


@pytest.mark.parametrize(
    ("variant", "update", "figures"),
    [
        (None, 10, ".2769 .2996"),
        (None, 2000, ".024 2.070"),
        ("decay", 2000, ".250 .296"),
        ("too-much", 2000, ".482 .478"),
        ("few-units", 2000, ".177 .433"),
        ("more-data", 2000, ".194 .458"),
    ],
)
def test_overfitting_and_its_cures(variant: str | None, update: int, figures: str) -> None:
    watches = run_to("weight-decay", update, variant).watches()
    assert_prints(np.array([watches["train_loss"], watches["validation_loss"]], dtype=float), figures)


def test_how_many_points_are_right() -> None:
    for variant, figures in {None: "1.00 .78 449", "decay": ".9 .875 8.0", "too-much": ".9 .885 1.04"}.items():
        watches = run_to("weight-decay", 2000, variant).watches()
        names = ("train_accuracy", "validation_accuracy", "squares")
        assert_prints(np.array([watches[name] for name in names], dtype=float), figures)


def test_how_many_parameters() -> None:
    count = {
        variant: sum(a.size for a in lesson("weight-decay").model(variant).parameters.values())
        for variant in (None, "few-units")
    }
    assert count == {None: 161, "few-units": 9}


def test_by_hand_the_penalty_adds_lam_w() -> None:
    inputs, errors = value("weight-decay", "0/X", "by-hand"), value("weight-decay", "0/dz1", "by-hand")
    penalty = value("weight-decay", "0/dW1", "by-hand") - inputs.T @ errors
    assert np.allclose(penalty, 0.3 * np.array([[0.8, -1.3], [-0.6, 0.9]]), rtol=1e-12)


def test_the_penalty_is_lam_w_in_the_gradient_and_spares_the_biases() -> None:
    plain, decayed = run_to("weight-decay", 0), run_to("weight-decay", 0, "decay")
    for name in ("W1", "W2", "b1", "b2"):
        with_penalty, without = decayed.value(f"d{name}"), plain.value(f"d{name}")
        assert with_penalty is not None
        assert without is not None
        share = 0.01 if name.startswith("W") else 0.0
        assert np.allclose(with_penalty - without, share * plain.entering(name), rtol=0, atol=1e-15)
    assert_prints(value("weight-decay", "0/L", "decay"), ".9050")
    assert_prints(watch("weight-decay", "0/squares"), "68.84")
    assert_prints(watch("weight-decay", "0/train_loss"), ".5608")


# Training, validation, test


@pytest.mark.parametrize(
    ("variant", "update", "figures"),
    [
        (None, 41, ".270 .306 .350"),
        (None, 2000, ".076 .957 1.301"),
        ("decay", 2000, ".256 .296 .358"),
        ("ten-to-validate", 20, ".287 .284 .309"),
    ],
)
def test_losses_of_the_three_parts(variant: str | None, update: int, figures: str) -> None:
    watches = run_to("train-validation-test", update, variant).watches()
    names = ("train_loss", "validation_loss", "test_loss")
    assert_prints(np.array([watches[name] for name in names], dtype=float), figures)


@pytest.mark.parametrize(("variant", "best"), [(None, 41), ("ten-to-validate", 20)])
def test_when_to_stop(variant: str | None, best: int) -> None:
    run = Run(lesson("train-validation-test").model(variant))
    losses = []
    for update in range(400):
        run.go(update)
        losses.append(run.watches()["validation_loss"] or 0.0)
    assert int(np.argmin(losses)) == best


def test_coin_tosses_are_learned_by_heart() -> None:
    watches = run_to("train-validation-test", 2000, "coin-tosses").watches()
    names = ("train_accuracy", "validation_accuracy", "test_accuracy")
    assert_prints(np.array([watches[name] for name in names], dtype=float), "1.00 .53 .46")


def test_the_parts_share_no_row() -> None:
    model = lesson("train-validation-test").model()
    parts = [model.data["X"], model.parts["validation"]["X"], model.parts["test"]["X"]]
    assert [len(part) for part in parts] == [30, 160, 300]
    assert len(np.unique(np.concatenate(parts), axis=0)) == 490


# Saving parameters


@pytest.mark.parametrize(
    ("address", "variant", "figures"),
    [
        ("480/y", None, ".0217 .9828 .9829 .0190"),
        ("0/y", "whole-numbers", ".0271 .9671 .9671 .0107"),
        ("0/y", "without-biases", ".42 .36 .36 .34"),
    ],
)
def test_outputs_from_what_was_saved(address: str, variant: str | None, figures: str) -> None:
    assert_prints(value("saving-parameters", address, variant), figures)


def test_all_digits_give_the_same_outputs() -> None:
    assert np.allclose(
        value("saving-parameters", "0/y", "loaded"), value("saving-parameters", "480/y"), rtol=0, atol=1e-12
    )


@pytest.mark.parametrize("ending", ["json", "npz"])
def test_out_to_a_file_and_in_again(tmp_path: Path, ending: str) -> None:
    trained = run_to("saving-parameters", 480)
    model = lesson("saving-parameters").model()
    file = tmp_path / f"net.{ending}"
    assert write_parameters(file, {name: trained.entering(name) for name in model.parameters}) == ()
    values, complaints = read_parameters(file, {name: array.shape for name, array in model.parameters.items()})
    assert (complaints, values is not None) == ((), True)
    again = Run(lesson("saving-parameters").model(None, values))
    again.go(0, len(again.programs.forward))
    outputs, before = again.value("y"), trained.value("y")
    assert outputs is not None
    assert before is not None
    assert np.array_equal(outputs, before)
    if ending == "json":
        assert set(json.loads(file.read_text())) == {"W1", "b1", "W2", "b2"}
