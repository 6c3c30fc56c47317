"""Figures of the chapter "Beyond the decks": convolution, recurrence, attention, and the misprints of the decks."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons.figures import assert_prints, lesson, run_to, value
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array


def read(run: Run, name: str) -> Array:
    """A value of the pass in which ``run`` stands."""
    found = run.value(name)
    assert found is not None
    return found


# Convolution


@pytest.mark.parametrize(
    ("address", "figures"),
    [
        ("0/z", "2.2 1.1 -.3 2.1"),
        ("0/dz", "3.2 .1 1.7 2.1"),
        ("0/dK", "12.7 7.3 2.0 13.9"),
        ("300/K", "1.00 -1.00 1.00 -1.00"),
    ],
)
def test_a_small_convolution(address: str, figures: str) -> None:
    assert_prints(value("convolution", address), figures)


def test_a_convolution_is_a_matrix_product_and_its_gradient_the_sum_over_the_places() -> None:
    for address in ("0/z", "0/dK", "1/K", "7/K"):
        assert np.allclose(
            value("convolution", address), value("convolution", address, "as-matrix"), rtol=0, atol=1e-12
        )
    image, errors = value("convolution", "0/x"), value("convolution", "0/dz")
    places = [errors[i, j] * image[i : i + 2, j : j + 2] for i in (0, 1) for j in (0, 1)]
    assert np.allclose(sum(places), value("convolution", "0/dK"), rtol=0, atol=1e-12)


def test_pooling_sends_the_error_to_the_largest() -> None:
    assert_prints(value("convolution", "0/p", "pooling"), "1.2 1.6 .8 1.1")
    assert_prints(value("convolution", "0/dh", "pooling"), "0 2.2 0 0  0 0 .6 0  0 2.8 0 0  0 0 0 1.1")


def test_a_bar_is_found_where_none_was_before_but_not_at_the_edge() -> None:
    run = run_to("convolution", 200, "bars")
    assert_prints([read(run, name) for name in ("ya", "yb", "yn")], ".9966 .0322 .9966")
    moved = np.zeros((4, 4))
    moved[:, 3] = 1
    run.edit("n", moved)
    run.go(200, 99)
    assert_prints(read(run, "yn"), ".03")


# Recurrence


@pytest.mark.parametrize(
    ("address", "figures"),
    [
        ("0/h1", ".5227 -.5005"),
        ("0/h2", "-.4125 .1083"),
        ("0/L", ".8245"),
        ("0/dz2", "-.8525 .6345"),
        ("0/dh1", "-.1725 .6147"),
        ("0/dz1", "-.1253 .4607"),
        ("0/dWx", "1.2161 -.7214"),
    ],
)
def test_two_steps_through_time(address: str, figures: str) -> None:
    assert_prints(value("recurrent", address), figures)


@pytest.mark.parametrize("name", ["Wx", "Wh"])
def test_shared_weights_add_their_gradients(name: str) -> None:
    apart = [value("recurrent", f"0/d{name}{step}", "own-weights") for step in (1, 2)]
    assert np.allclose(apart[0] + apart[1], value("recurrent", f"0/d{name}"), rtol=0, atol=1e-12)
    assert all(np.abs(part).min() > 0.01 for part in apart)


def test_an_error_fades_or_explodes_over_eight_steps() -> None:
    assert_prints(value("recurrent", "0/ds1", "vanishing"), ".031")
    assert_prints(value("recurrent", "0/de1", "exploding"), "17.1")
    assert_prints([1.5**7, 0.5**7], "17.1 .0078")
    run = Run(lesson("recurrent").model("vanishing"))
    run.edit("w", np.array(3.0))
    run.go(0, 99)
    assert_prints(read(run, "ds1"), ".000000006")


def test_the_net_remembers_the_first_bit() -> None:
    answers = value("recurrent", "300/y", "memory")
    assert ((answers > 0.5) == value("recurrent", "300/Y", "memory")).all()
    assert np.abs(answers - 0.5).min() > 0.45


# Attention


def test_attention_by_hand() -> None:
    assert_prints(value("attention", "0/S"), ".1485 -1.0607 .6788 .6788 1.2445 .0566 -.1909 -1.6829 .6505")
    assert_prints(value("attention", "0/A"), ".3336 .0996 .5669 .3033 .5340 .1628 .2821 .0635 .6544")
    assert_prints(value("attention", "0/dV"), ".1605 -.2352 -.0944 .2326 .4489 -.7521")
    assert np.abs(value("attention", "0/dS").sum(axis=1)).max() < 1e-15


def test_attention_knows_no_order() -> None:
    turned = value("attention", "0/O", "shuffled")
    assert np.allclose(turned[::-1], value("attention", "0/O"), rtol=0, atol=1e-15)


def test_a_mask_hides_what_comes_later() -> None:
    shares = value("attention", "0/A", "causal")
    assert (np.triu(shares, 1) == 0).all()
    assert shares[0, 0] == 1


def test_the_root_of_d_keeps_the_softmax_soft() -> None:
    assert value("attention", "0/sharp", "wide").mean() > 0.75
    assert value("attention", "0/soft", "wide").mean() < 0.35
    assert value("attention", "0/S", "wide").std() == pytest.approx(8, rel=0.2)


def test_what_is_marked_is_found_at_a_new_place() -> None:
    assert_prints(value("attention", "1000/On", "find-the-mark"), ".685 .685 .685 .685")
    assert_prints(value("attention", "1000/An", "find-the-mark")[:, 2], ".96 .96 .96 .96")
    assert_prints(value("attention", "1000/On", "too-few"), ".517 .517 .517 .517")
    assert float(value("attention", "1000/L", "too-few")) < 4e-13


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("convolution", None), ("convolution", "pooling"), ("recurrent", None), ("recurrent", "own-weights"),
        ("attention", None), ("attention", "causal"),
    ],
)  # fmt: skip
def test_gradients_agree_with_the_numeric_ones(name: str, variant: str | None) -> None:
    assert max(check.error for check in run_to(name, 0, variant).check_gradients()) < 1e-7


# The misprints: as printed, and mended


@pytest.mark.parametrize(
    ("variant", "address", "figures"),
    [
        (None, "0/J_printed", "0 .693 .654 0"),
        (None, "0/J", ".734 .693 .654 .799"),
        ("bce-brackets", "0/no_bracket", "-1.19571"),
        ("bce-brackets", "0/minus_first", "-.04635"),
        ("bce-brackets", "0/mended", ".71989"),
        ("expansion", "0/printed", ".6493 .8044"),
        ("expansion", "0/mended", ".5786 .6674"),
        ("index-order", "0/printed", "12 34"),
        ("index-order", "0/mended", "13 24"),
        ("mean", "0/printed", ".0975"),
        ("mean", "0/mended", ".0195"),
        ("itself", "0/printed", ".659 .659 .659"),
        ("leaky", "0/printed", "-1 -.1 2"),
        ("leaky", "0/mended", "-2 -.2 1"),
        ("affine", "0/layer_of_sum", ".5 2.5"),
        ("affine", "0/sum_of_layers", "1 1.5"),
        ("flat", "0/slope", ".25 .0066 .000045 .000045"),
        ("without-mean", "1/yhat", ".44 .43 .43 .45"),
        ("transposed", "480/yhat", ".02 .97 .50 .51"),
        ("transposed", "0/L", ".716"),
        ("transposed", "480/L", ".365"),
        ("wrong-derivative", "0/J_literal", ".693"),
        ("wrong-derivative", "3000/J_literal", "1.707"),
        ("wrong-derivative", "3000/acc_literal", ".34"),
        ("wrong-derivative", "3000/J_right", ".094"),
        ("wrong-derivative", "3000/acc_right", "1.00"),
        ("in-turn", "1/x0", "-2.8"),
        ("in-turn", "1/x1", "3.48"),
        ("together", "1/x0", "-2.8"),
        ("together", "1/x1", "3.5"),
    ],
)
def test_misprints(variant: str | None, address: str, figures: str) -> None:
    assert_prints(value("find-the-misprint", address, variant), figures)


def test_three_times_doubled_is_eight_times() -> None:
    printed, mended = (value("find-the-misprint", f"0/{name}", "doubled") for name in ("printed", "mended"))
    assert (mended == 8 * printed).all()


def test_the_literal_update_keeps_b_equal_to_w() -> None:
    weights = [float(value("find-the-misprint", f"3000/{name}", "wrong-derivative")) for name in ("w", "b")]
    assert weights[0] == weights[1]


def test_the_fingerprints_of_a_lost_mean_and_of_a_transpose() -> None:
    lost = run_to("find-the-misprint", 0, "without-mean").check_gradients()
    assert [round(check.analytic / check.numeric, 6) for check in lost] == [4.0] * len(lost)
    turned = {check.index: check for check in run_to("find-the-misprint", 0, "transposed").check_gradients()[:4]}
    assert turned[0, 0].error < 1e-7
    assert turned[1, 1].error < 1e-7
    assert turned[0, 1].analytic == pytest.approx(turned[1, 0].numeric, abs=1e-9)
    assert turned[1, 0].analytic == pytest.approx(turned[0, 1].numeric, abs=1e-9)


def test_adagrad_without_epsilon_divides_by_zero() -> None:
    run = run_to("find-the-misprint", 1, "adagrad-zero")
    assert np.isnan(run.entering("y0"))
    assert np.isfinite(run.entering("x0"))


def test_adam_is_not_momentum_and_adagrad() -> None:
    run = Run(lesson("find-the-misprint").model("adagrad-adam"))
    run.go(99, 99)
    assert_prints([read(run, "adagrad_step"), read(run, "adam_step")], ".1 1")
