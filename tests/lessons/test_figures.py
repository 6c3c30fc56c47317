"""Every figure that the curriculum promises, at every digit that it prints, from the lessons as they ship."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.lessons.figures import assert_prints, lesson, value
from tutor.engine.run import Run


@pytest.mark.parametrize(
    ("address", "figures"),
    [
        ("0/y", ".52 .50 .52 .55"),
        ("1/y", ".50 .48 .50 .52"),
        ("480/y", ".02 .98 .98 .02"),
        ("0/W1", "1.2 1.4 -1.0 -0.7"),
        ("0/b1", "-1.2 0.8"),
        ("0/W2", "-0.8 1.1"),
        ("0/b2", "-0.5"),
    ],
)
def test_xor(address: str, figures: str) -> None:
    assert_prints(value("xor", address), figures)


def test_xor_stands_as_in_deck_000() -> None:
    model = lesson("xor").model()
    assert model.data["X"].tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert model.data["Y"].tolist() == [[0], [1], [1], [0]]
    assert model.hyper == {"eta": 2.0}


def test_xor_without_the_mean_is_not_what_the_deck_prints() -> None:
    assert_prints(value("xor", "1/y", "without-mean"), ".44 .43 .43 .45")


def test_equal_hidden_units_stay_equal() -> None:
    hidden = value("xor", "480/h", "twins")
    assert np.array_equal(hidden[:, 0], hidden[:, 1])
    assert_prints(value("xor", "20000/y", "twins"), ".00 .67 .67 .67")


def test_xor_ends_where_its_condition_says() -> None:
    model = lesson("xor").model()
    assert model.until is not None
    assert model.limit is not None
    outcome = Run(model).run_until(model.until, model.limit)
    assert outcome.reason == "condition"
    assert outcome.update < 480


@pytest.mark.parametrize(
    ("address", "figures"),
    [
        ("0/h", ".593269992 .596884378"),
        ("0/o", ".75136507 .772928465"),
        ("0/L", ".298371109"),
        ("1/W2", ".35891648 .511301270 .408666186 .561370121"),
        ("1/W1", ".149780716 .24975114 .19956143 .29950229"),
        ("1/L", ".291027774"),
        ("10000/o", ".015913620 .984064274"),
        ("0/W1", ".15 .25 .20 .30"),
        ("0/W2", ".40 .50 .45 .55"),
    ],
)
def test_two_outputs(address: str, figures: str) -> None:
    assert_prints(value("two-outputs", address), figures)


@pytest.mark.parametrize(("address", "figures"), [("1/L", ".291027924"), ("10000/o", ".015912196 .984065734")])
def test_the_closing_figures_of_the_copied_example_come_from_late_errors(address: str, figures: str) -> None:
    assert_prints(value("two-outputs", address, "late-errors"), figures)


@pytest.mark.parametrize(
    ("address", "figures"),
    [
        ("0/price", "715"),
        ("0/dapple_price", "2.2"),
        ("0/dapple_count", "110"),
        ("0/dorange_price", "3.3"),
        ("0/dorange_count", "165"),
        ("0/dtax", "650"),
    ],
)
def test_apples_and_oranges(address: str, figures: str) -> None:
    found = value("apples-and-oranges", address)
    assert_prints(found, figures)
    assert float(found) == pytest.approx(float(figures), rel=1e-12)


def test_one_more_for_the_apple() -> None:
    assert float(value("apples-and-oranges", "0/price", "plus-one")) == pytest.approx(717.2, rel=1e-12)


def test_apples_and_oranges_learns_nothing() -> None:
    assert not Run(lesson("apples-and-oranges").model()).learns


OPTIMISERS = {
    None: {1: "-6.335 -1.8", 30: "-.35039300 .08478232"},
    "momentum": {1: "-6.93 1.6", 30: ".89641386 .08808560"},
    "adagrad": {1: "-5.50000021 .50000004", 30: "-.12016232 .00000000"},
    "adam": {1: "-6.70000136 1.70000024", 30: ".13600685 .31824538"},
}


@pytest.mark.parametrize(
    ("variant", "update", "figures"),
    [(variant, update, figures) for variant, rows in OPTIMISERS.items() for update, figures in rows.items()],
)
def test_optimisers(variant: str | None, update: int, figures: str) -> None:
    point = np.array([value("optimisers", f"{update}/{axis}", variant) for axis in "xy"])
    assert_prints(point, figures)


@pytest.mark.parametrize(
    ("variant", "hyper"),
    [
        (None, {"eta": 0.95}),
        ("momentum", {"eta": 0.1, "alpha": 0.9}),
        ("adagrad", {"eta": 1.5, "eps": 1e-7}),
        ("adam", {"eta": 0.3, "eps": 1e-7, "beta1": 0.9, "beta2": 0.999}),
    ],
)
def test_the_settings_of_the_optimisers(variant: str | None, hyper: dict[str, float]) -> None:
    assert lesson("optimisers").model(variant).hyper == hyper


def test_adagrad_comes_nearest_in_thirty_updates() -> None:
    far = {
        variant: np.hypot(value("optimisers", "30/x", variant), value("optimisers", "30/y", variant)).item()
        for variant in (None, "momentum", "adagrad", "adam")
    }
    assert min(far, key=far.__getitem__) == "adagrad"


def test_the_valley_is_left_sideways() -> None:
    gradient = np.array([value("optimisers", "0/dx"), value("optimisers", "0/dy")])
    towards = np.array([7.0, -2.0])
    cosine = -gradient @ towards / np.linalg.norm(gradient) / np.linalg.norm(towards)
    assert round(float(np.degrees(np.arccos(cosine)))) == 64


def test_figures_in_notes_are_those_of_the_run() -> None:
    """A note at one value of one pass that prints long decimals prints that value, in its own variant or in another."""
    checked = 0
    for name in ("xor", "two-outputs", "optimisers"):
        for note in lesson(name).notes:
            if note.at.update is None or note.at.name is None:
                continue
            variants: list[str | None] = [note.variant] if note.variant else [None, *lesson(name).variants]
            known = {f"{cell:.9f}" for variant in variants for cell in value(name, f"{note.at}", variant).ravel()}
            for text in (note.text.en, note.text.ko):
                for figure in re.findall(r"\b\d\.\d{8,9}\b", text):
                    decimals = len(figure.partition(".")[2])
                    assert figure in {f"{float(cell):.{decimals}f}" for cell in known}, f"{name} {note.at}: {figure}"
                    checked += 1
    assert checked > 10
