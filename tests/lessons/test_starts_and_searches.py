"""Figures of the chapter "Training well": initial values, dropout, hyper-parameters."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons.figures import assert_prints, lesson, run_to, value, watch
from tutor.engine.run import Run
from tutor.engine.search import Study
from tutor.formula.operations.operation import Array

LAYERS = ("1", "2", "3", "4", "5")


def computed(run: Run, name: str) -> Array:
    """A value of the pass in which ``run`` stands."""
    found = run.value(name)
    assert found is not None
    return found


def watched(run: Run, *names: str) -> list[float]:
    """Watches of the pass in which ``run`` stands."""
    found = run.watches()
    return [number for name in names if (number := found[name]) is not None]


# Initial values


@pytest.mark.parametrize(
    ("variant", "spreads"),
    [
        (None, ".46 .44 .43 .43 .44"),
        ("small", ".02 .01 .01 .01 .01"),
        ("xavier", ".21 .13 .12 .12 .13"),
        ("he", ".26 .18 .16 .16 .18"),
    ],
)
def test_the_spread_of_the_activations(variant: str | None, spreads: str) -> None:
    run = run_to("initial-values", 0, variant)
    assert_prints([computed(run, f"a{layer}").std() for layer in LAYERS], spreads)


def test_a_thousand_examples_through_five_layers_of_a_hundred() -> None:
    run = run_to("initial-values", 0)
    assert computed(run, "X").shape == (1000, 100)
    assert {computed(run, f"a{layer}").shape for layer in LAYERS} == {(1000, 100)}
    model = lesson("initial-values").model
    for variant, std in (
        (None, 1),
        ("small", 0.01),
        ("xavier", 0.1),
        ("he", np.sqrt(0.02)),
        ("relu-he", np.sqrt(0.02)),
    ):
        for layer in LAYERS:
            assert model(variant).parameters[f"W{layer}"].std() == pytest.approx(std, rel=0.03)


def test_the_first_histogram_has_piles_at_both_ends_and_the_second_a_spike() -> None:
    wide, narrow = value("initial-values", "0/a5"), value("initial-values", "0/a5", "small")
    assert ((wide < 0.05) | (wide > 0.95)).mean() > 0.6
    assert np.abs(narrow - 0.5).max() < 0.06
    assert value("initial-values", "0/vary", "small").mean() < 1e-8
    assert_prints(value("initial-values", "0/z1").std(), "10")


@pytest.mark.parametrize(
    ("variant", "squares"),
    [
        ("relu-xavier", ".50 .28 .16 .09 .04"),
        ("relu-he", "1.0 1.1 1.3 1.5 1.3"),
        ("relu-small", ".005 .00003 .0000002 .000000001 .000000000004"),
    ],
)
def test_relu_loses_half_in_each_layer_unless_he_makes_up_for_it(variant: str, squares: str) -> None:
    run = run_to("initial-values", 0, variant)
    assert_prints([np.mean(computed(run, f"r{layer}") ** 2) for layer in LAYERS], squares)


def test_the_rule_by_hand() -> None:
    assert_prints(value("initial-values", "0/m_in", "variance"), "1.03")
    assert_prints(value("initial-values", "0/v_z", "variance"), ".3708")
    assert_prints(value("initial-values", "0/s_z", "variance"), ".6089")
    assert_prints(value("initial-values", "0/after", "variance"), ".0001946")
    run = Run(lesson("initial-values").model("variance"))
    goal = run.model.goal
    assert goal is not None
    run.go(0, 99)
    assert not run.condition(goal)
    run.edit("std", np.sqrt(2 / 4))
    run.go(0, 99)
    assert run.condition(goal)


def test_equal_units_stay_equal() -> None:
    weights = value("initial-values", "500/W1", "equal")
    assert (weights == weights[:, :1]).all()
    assert not np.allclose(weights, 0.5)


@pytest.mark.parametrize(
    ("variant", "loss", "accuracy"),
    [
        ("race-relu", ".693", ".5"),
        ("race-relu-he", ".0002", "1.0"),
        ("race-sigmoid", ".693", ".5"),
        ("race-sigmoid-xavier", ".1752", ".925"),
    ],
)
def test_the_races(variant: str, loss: str, accuracy: str) -> None:
    run = run_to("initial-values", 300, variant)
    assert_prints(computed(run, "L"), loss)
    assert_prints(watched(run, "accuracy"), accuracy)
    shapes = [parameter.shape for name, parameter in run.model.parameters.items() if name.startswith("W")]
    assert shapes == [(2, 20), (20, 20), (20, 20), (20, 20), (20, 1)]
    assert run.model.hyper == {"eta": 1.0}


def test_how_the_lost_race_was_lost() -> None:
    assert np.isinf(value("initial-values", "1/L", "race-relu"))
    dead = run_to("initial-values", 300, "race-relu")
    assert all((computed(dead, name) == 0).all() for name in ("h2", "h3", "h4"))
    assert_prints(np.abs(value("initial-values", "300/dW1", "race-sigmoid")).max(), ".000000003")


# Dropout


@pytest.mark.parametrize(
    ("variant", "figures"),
    [(None, ".16 .47 .97 .86"), ("without", ".10 .75 .97 .82")],
)
def test_dropout_narrows_the_gap(variant: str | None, figures: str) -> None:
    names = ("train_loss", "validation_loss", "train_accuracy", "validation_accuracy")
    assert_prints(watched(run_to("dropout", 1000, variant), *names), figures)


def test_the_other_forms_of_dropout() -> None:
    assert_prints(watch("dropout", "1000/validation_loss", "inverted"), ".64")
    losses = [watch("dropout", f"{update}/validation_loss", "never-off") for update in range(1000, 1004)]
    assert_prints(losses, ".46 .52 .54 .52")
    steady = [watch("dropout", f"{update}/validation_loss") for update in (1000, 1001, 1005)]
    assert_prints(steady, ".47 .47 .47")


def test_half_of_the_units_are_off_and_all_are_on_in_use() -> None:
    mask = value("dropout", "0/keep")
    assert set(np.unique(mask)) == {0.0, 1.0}
    assert mask.mean() == pytest.approx(0.5, abs=0.05)
    assert (value("dropout", "0/d") == value("dropout", "0/h") * mask).all()


def test_masks_rewind() -> None:
    run = run_to("dropout", 7)
    seventh = computed(run, "keep").copy()
    run.go(8, 7)
    assert (computed(run, "keep") != seventh).any()
    run.go(7, 7)
    assert (computed(run, "keep") == seventh).all()


def test_dropout_by_hand() -> None:
    assert_prints(value("dropout", "0/keep", "by-hand"), "1 0 0 1 1")
    assert_prints(value("dropout", "0/d", "by-hand"), "1.3 0 0 0 .85")
    assert_prints(value("dropout", "0/dz1", "by-hand"), "-.3151 0 0 0 .2701")
    assert_prints(value("dropout", "0/d", "by-hand-inverted"), "2.1667 0 0 0 1.4167")
    assert_prints(value("dropout", "0/average", "all-masks"), ".35")
    assert_prints(value("dropout", "0/in_use", "all-masks"), ".35")


# Hyper-parameters


@pytest.mark.parametrize(
    ("eta", "accuracies"),
    [
        (0.001, ".84 .84 .84 .84 .83"),
        (0.1, ".91 .91 .91 .93 .50"),
        (1.0, ".99 .99 .99 .93 .50"),
        (3.0, ".99 .84 .91 .83 .07"),  # at 10 the last bit of the processor's arithmetic decides
    ],
)
def test_the_landscape_of_hyper_parameters(eta: float, accuracies: str) -> None:
    runs = (run_to("hyper-parameters", 300, None, eta=eta, lam=lam) for lam in (1e-4, 1e-3, 1e-2, 0.1, 1.0))
    assert_prints([watched(run, "validation_accuracy") for run in runs], accuracies)


def test_a_setting_worth_finding() -> None:
    run = run_to("hyper-parameters", 300, "good")
    assert_prints(watched(run, "validation_accuracy", "test_accuracy"), ".986 1.0")
    assert run.model.goal is not None
    assert run.condition(run.model.goal)
    start = run_to("hyper-parameters", 300)
    assert not start.condition(run.model.goal)


def test_settings_not_worth_keeping() -> None:
    for variant in ("too-large", "too-much-decay"):
        run = run_to("hyper-parameters", 300, variant)
        names = (f"{part}_accuracy" for part in ("train", "validation", "test"))
        assert_prints(watched(run, *names), ".50 .50 .50")
    assert (np.abs(value("hyper-parameters", "300/W1", "too-much-decay")) < 1e-9).all()


def test_the_log_scale_by_hand() -> None:
    assert_prints(value("hyper-parameters", "0/middle", "log-scale"), ".1")
    assert_prints(value("hyper-parameters", "0/on_log", "log-scale"), ".03981")
    assert_prints(value("hyper-parameters", "0/on_line", "log-scale"), "4.0006")


def test_the_search_is_on_a_log_scale_by_validation_accuracy_and_in_rounds() -> None:
    search = lesson("hyper-parameters").search
    assert search is not None
    assert {(found.name, found.scale) for found in search.ranges} == {("eta", "log"), ("lam", "log")}
    assert search.watch == "validation_accuracy"
    assert search.highest
    assert search.rounds > 1


def test_what_the_search_finds() -> None:
    """Figures of the note about it; none of them depends on how a processor rounds its products."""
    whole = lesson("hyper-parameters")
    assert whole.search is not None
    study = Study(whole.model(), whole.search)
    good = [trial for trial in study if trial.watch > 0.98]
    assert whole.search.trials == 20
    assert [sum(trial in good for trial in made.trials) for made in (study.rounds[0], study.rounds[-1])] == [2, 18]
    assert all(0.29 < trial.values["eta"] < 4.2 for trial in good)
    assert_prints(min(trial.values["lam"] for trial in good), ".00001")
    assert max(trial.values["lam"] for trial in good) < 0.01
    assert {round(trial.watch * 70) for trial in good} == {69, 70}
    said = next(note.text for note in whole.notes if "What the search finds" in note.text.en)
    assert all(figure in said.en for figure in ("2 of 20", "the last one 18", ".29 and 4.2", "down to .00001"))
    assert all(figure in said.ko for figure in ("20번", "2번", "18번", ".29와 4.2", ".00001까지"))
