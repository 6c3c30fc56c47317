"""The figures of the chapter "Forward propagation": what a learner reads in its lessons comes out of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.lessons.figures import assert_prints, assert_same, lesson, value, watch
from tutor.engine.run import Run


@pytest.mark.parametrize(
    ("variant", "address", "figures"),
    [
        (None, "0/y", ".26894142 .73105858 .88079708"),
        (None, "0/dx", ".1966 .1966 .1050"),
        ("step", "0/y", "0 1 1"),
        ("saturation", "0/dx", ".25 .0066 .000045"),
        ("tanh", "0/y", "-.7616 .7616 .9640"),
        ("relu", "0/y", "0 1 2"),
        ("relu", "0/dx", "0 1 1"),
        ("leaky-relu", "0/y", "-.1 1 2"),
        ("leaky-relu", "0/dx", ".1 1 1"),
        ("elu", "0/y", "-.6321 1 2"),
        ("elu", "0/dx", ".3679 1 1"),
        ("maxout", "0/y", ".7 .7 1.2"),
        ("maxout", "0/dx", "-1 .5 .5"),
        ("identity", "0/y", "-1 1 2"),
        ("identity", "0/dx", "1 1 1"),
        ("softmax", "0/y", ".0351 .2595 .7054"),
    ],
)
def test_activations(variant: str | None, address: str, figures: str) -> None:
    assert_prints(value("activations", address, variant), figures)


def test_nothing_comes_back_through_a_step() -> None:
    assert Run(lesson("activations").model("step")).programs.backward == ()


def test_raising_another_sum_lowers_a_softmax() -> None:
    assert np.sign(value("activations", "0/dx", "softmax")).tolist() == [1, -1, -1]


def test_max_is_a_leaky_relu_for_slopes_below_1_only() -> None:
    run = Run(lesson("activations").model("leaky-relu"))
    run.edit("slope", np.array(2.0))
    run.go(0, 1)
    found = run.value("y")
    assert found is not None
    assert_prints(found[:2], "-1 2")


def test_four_sigmoids_let_little_through() -> None:
    assert_prints(0.25**4, ".004")


@pytest.mark.parametrize("variant", [None, "transposed"])
@pytest.mark.parametrize(
    ("address", "figures"),
    [
        ("0/a1", ".3 .7 1.1"),
        ("0/z1", ".57444252 .66818777 .75026011"),
        ("0/a2", ".51615984 1.21402696"),
        ("0/z2", ".62624937 .7710107"),
        ("0/y", ".31682708 .69627909"),
    ],
)
def test_three_layers(variant: str | None, address: str, figures: str) -> None:
    assert_prints(value("three-layers", address, variant), figures)


def test_which_index_comes_first() -> None:
    assert lesson("three-layers").model().parameters["W1"][1, 0] == 0.2
    assert_prints(value("three-layers", "0/plain", "indices"), "13 24")
    assert_prints(value("three-layers", "0/with_transpose", "indices"), "12 34")


def test_deck_002_s_line_as_printed() -> None:
    assert_prints(value("three-layers", "0/right", "as-printed"), ".5786 .6674")
    assert_prints(value("three-layers", "0/printed", "as-printed"), ".6493 .8044")


def test_how_many_parameters_three_layers_have() -> None:
    sizes = {name: array.size for name, array in lesson("three-layers").model().parameters.items()}
    assert (sizes["W1"], sizes["W2"], sizes["W3"], sum(sizes.values())) == (6, 6, 4, 23)


@pytest.mark.parametrize(
    ("variant", "address", "figures"),
    [
        (None, "0/p", ".01821127 .24519181 .73659691"),
        (None, "0/total", "1.000000000000"),
        (None, "0/label", "2"),
        ("two-classes", "0/rest", ".832018"),
        ("two-classes", "0/one", ".832018"),
        ("rows", "0/total", "1 1 1"),
        ("rows", "0/labels", "0 1 2"),
        ("ten", "0/digit", "2"),
        ("one-hot", "0/O", "1 0 0  0 1 0  0 0 1"),
        ("one-hot", "0/labels", "0 1 2"),
        ("one-hot", "0/near_01", "1"),
        ("one-hot", "0/far_02", "4"),
        ("one-hot", "0/near", "2"),
        ("one-hot", "0/far", "2"),
    ],
)
def test_from_outputs_to_a_label(variant: str | None, address: str, figures: str) -> None:
    assert_prints(value("softmax-argmax", address, variant), figures)


def test_one_class_is_one_minus_the_other() -> None:
    first = value("softmax-argmax", "0/q", "two-classes")[0]
    assert_same(first, value("softmax-argmax", "0/rest", "two-classes"))
    assert_same(first, value("softmax-argmax", "0/one", "two-classes"))


def test_a_difference_of_outputs_is_a_ratio_of_probabilities() -> None:
    p = value("softmax-argmax", "0/p")
    assert_prints(p[2] / p[1], "3.004")


def test_outputs_that_are_too_large() -> None:
    assert np.isnan(value("softmax-argmax", "0/naive", "too-large")).all()
    assert_prints(value("softmax-argmax", "0/safe", "too-large").sum(), "1.000000000000")


@pytest.mark.parametrize(
    ("variant", "address", "figures"),
    [
        (None, "0/half", ".0975"),
        (None, "0/mse", ".0195"),
        (None, "0/ce", ".5108256"),
        ("wrong-class", "0/half", ".5975"),
        ("wrong-class", "0/ce", "2.302585"),
        ("bce", "0/each", ".734 .693 .654 .799"),
        ("bce", "0/late_bracket", "0 .693 .654 0"),
        ("bce", "0/right", ".71989"),
        ("bce", "0/no_bracket", "-1.19571"),
        ("bce", "0/minus_on_one", "-.04635"),
        ("argmin", "0/least", ".5"),
        ("argmin", "0/w_star", "2"),
    ],
)
def test_losses(variant: str | None, address: str, figures: str) -> None:
    assert_prints(value("losses", address, variant), figures)


def test_the_curriculum_s_510825_is_cut_off_not_rounded() -> None:
    assert f"{value('losses', '0/ce'):.7f}".startswith("0.510825")
    assert_prints(-np.log(0.6 + 1e-7), ".510825")  # with what the book adds against ln 0


def test_cross_entropy_has_no_upper_limit() -> None:
    assert_prints(-np.log([0.01, 0.0001, 0.9, 0.6]), "4.6 9.2 .105 .511")


@pytest.mark.parametrize(
    ("address", "loss", "accuracy"),
    [("0", ".711", ".50"), ("3", ".467", ".67"), ("50", ".194", "1.00"), ("100", ".182", ".83")],
)
def test_loss_and_accuracy(address: str, loss: str, accuracy: str) -> None:
    assert_prints(value("loss-not-accuracy", f"{address}/L"), loss)
    assert_prints(watch("loss-not-accuracy", f"{address}/accuracy"), accuracy)


def test_the_accuracy_has_no_slope() -> None:
    assert value("loss-not-accuracy", "0/slope_of_accuracy", "measure") == 0
    assert_prints(value("loss-not-accuracy", "0/slope_of_loss", "measure"), "-.48")
    assert_prints(value("loss-not-accuracy", "10/w", "measure"), ".2")
    assert value("loss-not-accuracy", "0/slope_of_loss", "step") == 0
    assert_prints(value("loss-not-accuracy", "10/w", "step"), ".2")


def test_or_much_too_large_a_one() -> None:
    assert_prints(value("loss-not-accuracy", "0/slope_of_accuracy", "jump"), "1667")


def test_the_accuracy_stands_still_almost_everywhere() -> None:
    model = lesson("loss-not-accuracy").model("measure")
    slopes = []
    for w in np.linspace(-1, 5, 101):
        run = Run(replace(model, parameters={"w": np.array(w)}))
        run.go(0, len(run.programs.forward))
        slopes.append((float(run.value("slope_of_accuracy") or 0), float(run.value("slope_of_loss") or 0)))
    assert sum(accuracy != 0 for accuracy, _ in slopes) <= 2
    assert all(loss != 0 for _, loss in slopes)


@pytest.mark.parametrize(
    ("variant", "address", "figures"),
    [
        (None, "0/z", "2.430 -1.758 -.297 -1.463 1.528 .048 .385 .390 -.075"),
        (None, "0/p", ".925 .014 .061 .039 .783 .178 .379 .381 .239"),
        (None, "0/L", ".584"),
        (None, "0/label", "0 1 1"),
        ("relu", "0/answer", "0 1 1"),
        ("surer", "0/answer", "0 1 1"),
        ("surer", "0/loss", ".737"),
        ("wrong-axis", "0/totals", "1.170 1.140 .690"),
        ("wrong-axis", "0/loss", ".507"),
        ("measured", "0/slope_of_accuracy", "0"),
        ("measured", "0/slope_of_loss", "-.17"),
    ],
)
def test_three_fruits(variant: str | None, address: str, figures: str) -> None:
    assert_prints(value("practice-forward", address, variant), figures)


def test_what_the_plum_costs() -> None:
    losses, surer = (-np.log(np.diag(value("practice-forward", *where))) for where in (("0/p", None), ("0/q", "surer")))
    assert_prints([losses[2], losses[2] / losses[0], surer[2]], "1.430 18 2.2")
    assert_prints(-np.log(0.37), ".994")
    for part in ("W2", "b2"):
        model, tripled = lesson("practice-forward").model(), lesson("practice-forward").model("surer")
        assert_same(tripled.parameters[part], 3 * model.parameters[part])


def test_two_cells_fall_silent_with_relu() -> None:
    sums, hidden = (value("practice-forward", f"0/{name}", "relu") for name in ("a", "h"))
    assert ((sums < 0) == (hidden == 0)).all()
    assert (hidden == 0).sum() == 2
