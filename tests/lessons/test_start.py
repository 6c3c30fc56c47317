"""The figures of the chapter "Start": the numbers that a learner reads in its lessons come out of them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons.figures import assert_prints, lesson, value, watch

PRICES = np.array([400.0, 330, 369, 540])


def test_the_table_of_deck_004() -> None:
    data = lesson("house-price").model().data
    assert data["S"].ravel().tolist() == [2104, 1600, 2400, 3000]
    assert data["P"].ravel().tolist() == PRICES.tolist()
    assert lesson("house-price").model("bedrooms").data["S"][:, 1].tolist() == [3, 3, 3, 4]


@pytest.mark.parametrize(
    ("address", "figures"),
    [
        ("0/z", "260.4 210 290 350"),
        ("3000/w", "141.15"),
        ("3000/b", "88.49"),
        ("3000/y", "385 314 427 512"),
        ("3000/L", "579.6"),
    ],
)
def test_the_line_through_four_houses(address: str, figures: str) -> None:
    assert_prints(value("house-price", address), figures)


def test_no_line_is_better() -> None:
    columns = np.column_stack([value("house-price", "0/x"), np.ones(4)])
    best, squares, *_ = np.linalg.lstsq(columns, PRICES, rcond=None)
    assert_prints(best, "141.15 88.49")
    assert_prints(squares / 8, "579.6")
    assert_prints(-1000 * best[1] / best[0], "-627")


def test_relu_silences_one_house_for_one_update() -> None:
    assert_prints(value("house-price", "0/z", "relu"), "131.2 -20 220 400")
    assert_prints(value("house-price", "0/y", "relu"), "131.2 0 220 400")
    assert value("house-price", "0/dz", "relu")[1, 0] == 0
    assert value("house-price", "1/z", "relu").min() > 0


@pytest.mark.parametrize("update", [0, 100])
def test_a_dead_neuron_stays_dead(update: int) -> None:
    assert not value("house-price", f"{update}/y", "dead").any()
    assert not value("house-price", f"{update}/dw", "dead").any()


def test_unscaled_sizes_run_away_or_creep() -> None:
    assert_prints(value("house-price", "0/z", "unscaled"), "260.4 210 290 350")
    assert_prints(value("house-price", "1/w", "unscaled"), "31133")
    assert abs(value("house-price", "25/w", "unscaled")[0, 0]) > 1e100
    assert abs(value("house-price", "1000/b", "unscaled", eta=1e-7)[0] - 50) < 0.001
    assert 0.13 < value("house-price", "1000/w", "unscaled", eta=1e-7)[0, 0] < 0.16


def test_two_features_share_the_credit() -> None:
    assert_prints(value("house-price", "300/w", "bedrooms"), "29.6 50.8")
    assert_prints(value("house-price", "300/L", "bedrooms"), "168.2")


def test_hidden_units_find_meanings_of_their_own() -> None:
    assert_prints(value("house-price", "2000/y", "hidden"), "400 330 369 540")
    answers = value("house-price", "2000/h", "hidden") > 0
    assert answers.T.astype(int).tolist() == [[0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 1, 1]]


@pytest.mark.parametrize(
    ("variant", "update", "accuracy", "right"),
    [
        ("small-few", 1500, "0.65", "65"),
        ("few", 1500, "1.00", "64"),
        ("small", 1500, "0.675", "67"),
        ("grown", 1500, "0.99", "95"),
        ("deep-sigmoid", 500, "0.625", "58"),
        ("deep-relu", 500, "0.99", "95"),
    ],
)
def test_how_many_of_100_new_points_are_right(variant: str, update: int, accuracy: str, right: str) -> None:
    assert_prints(watch("kinds-of-learning", f"{update}/accuracy", variant), accuracy)
    assert_prints(100 * watch("kinds-of-learning", f"{update}/test", variant), right)


def test_sigmoids_let_little_through() -> None:
    relu, sigmoid = (np.abs(value("kinds-of-learning", "0/dW1", name)).mean() for name in ("deep-relu", "deep-sigmoid"))
    assert relu > 100 * sigmoid
    assert_prints(1 / (2 + 2 * np.cosh(np.array([0, 5, 10]))), "0.25 0.0066 0.000045")


def test_the_table_of_ads() -> None:
    features = value("kinds-of-learning", "0/x")
    assert_prints(100 * features[:, 0], "41 80 18 27")
    assert features[:, 1:].tolist() == np.eye(4).tolist()
    assert lesson("kinds-of-learning").model().data["Y"].ravel().tolist() == [1, 0, 1, 1]
    assert_prints(value("kinds-of-learning", "0/z"), "0.18 -0.50 0.14 0.76")


def test_a_picture_as_a_vector() -> None:
    assert value("kinds-of-learning", "0/v", "image").tolist() == [[0.9, 0.2, 0.8, 0.4, 0.7, 0.6]]
    assert_prints(value("kinds-of-learning", "0/z", "image"), "0.35")


@pytest.mark.parametrize(
    ("variant", "address", "figures"),
    [
        (None, "0/z", "-1.2 11.2 -15.2 3.6 2.8"),
        (None, "0/dz", "0 -13.36 0 -9.08 -10.24"),
        (None, "400/y", "41 78 28 49 55"),
        ("numbered", "400/p", "46 59 29 55 63"),
        ("unscaled", "2/p", "0 0 0 0 0"),
        ("unscaled", "20/L", "1392.3"),
    ],
)
def test_cups_of_coffee(variant: str | None, address: str, figures: str) -> None:
    assert_prints(value("practice-start", address, variant), figures)


def test_two_silent_days_are_heard_after_one_update() -> None:
    targets = lesson("practice-start").model().data["Y"].ravel()
    assert_prints(targets[[0, 2]] - value("practice-start", "0/y").ravel()[[0, 2]], "41 29")
    assert value("practice-start", "1/z").min() > 0


def test_a_step_too_long_kills_the_coffee_neuron() -> None:
    leap = value("practice-start", "1/p", "unscaled")
    assert 1500 < leap.min() < leap.max() < 2750
    assert value("practice-start", "2/s", "unscaled").max() < -100_000
    assert not value("practice-start", "2/ds", "unscaled").any()
