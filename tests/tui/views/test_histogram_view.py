"""Histograms: bars that are as high as they should be, layer beside layer, on one scale."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.tui.support import array, model, moment_at, session
from tutor.formula.tree import Name
from tutor.lesson.parts import View
from tutor.messages import LANGUAGES, Language
from tutor.tui.session import Session
from tutor.tui.views.histogram import VIEW, describe, draw, fits
from tutor.tui.views.view import Options

HISTOGRAM = Options(View("histogram"))


def four_values() -> Session:
    """Two values: 0, 0, 0, 1 and their negatives."""
    return Session(model("a = x\nb = -x", {}, {"x": array([0.0, 0.0, 0.0, 1.0])}))


def of(*names: str, **options: object) -> Options:
    return Options(View("histogram", tuple(map(Name, names))), **options)  # type: ignore[arg-type]


STORED = """\
a            75%  b            75%
0.25 ± 0.43       −0.25 ± 0.43
        █                 █
        █                 █
        █      ▃  ▃       █
        █      █  █       █
────────┴───────  ────────┴───────
−1      0      1  −1      0      1
"""


def test_four_values_as_text() -> None:
    text = draw(moment_at(four_values(), 0, 2), 34, 8, of("a", "b")).plain()
    assert text + "\n" == STORED


def test_what_has_not_been_computed_has_no_bars() -> None:
    first, second = (draw(moment_at(four_values(), 0, line), 34, 8, of("a", "b")).plain() for line in (1, 2))
    assert first.split("\n")[1].split() == ["0.25", "±", "0.43", "·"]
    assert "·" not in second


def test_bars_on_a_logarithmic_scale_show_what_is_rare() -> None:
    it = Session(model("a = x", {}, {"x": np.array([0.0] * 999 + [1.0])}))
    even, log = (draw(moment_at(it, 0, 1), 20, 14, of("a", log=log)).plain().split("\n") for log in (False, True))
    assert sum("█" in line[19:] for line in even) == 0
    assert sum("█" in line[19:] for line in log) == 1
    assert even[0].split() == ["a", "99%"]
    assert VIEW.scales


def test_ascii_bars() -> None:
    text = draw(moment_at(four_values(), 0, 2), 34, 8, of("a", "b", glyphs="ascii")).plain()
    assert not re.search("[\u2500-\u259f]", text)
    assert text.count("#") >= 8


def test_what_is_not_finite_is_counted() -> None:
    it = Session(model("a = x / y", {}, {"x": array([1.0, 2.0, 3.0]), "y": array([0.0, 1.0, 1.0])}))
    with np.errstate(all="ignore"):
        moment = moment_at(it, 0, 1)
    assert "NaN, ∞: 1" in draw(moment, 34, 10, of("a")).plain()
    assert "NaN, ∞: 1" in describe(moment, of("a"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_layers_of_a_lesson_stay_within_their_room(language: Language) -> None:
    it = session("initial-values")
    options = Options(it.lesson.views_of()[0])  # type: ignore[union-attr]
    for line in (0, 5, 10):
        for width, height in ((30, 12), (43, 20), (78, 12), (118, 30)):
            picture = draw(moment_at(it, 0, line, language), width, height, options)
            assert picture.width <= width
            assert picture.height <= height
    whole = draw(moment_at(it, 0, 10, language), 118, 30, options).plain()
    assert all(name in whole.split("\n")[0] for name in ("a₁", "a₂", "a₃", "a₄", "a₅"))


def test_it_is_said_in_words() -> None:
    text = describe(moment_at(four_values(), 0, 2), of("a"))
    assert text.startswith("a: 4 values, mean 0.25, standard deviation 0.4330, from 0 to 1\n")
    assert "in tenths of 0 to 1: 75% 0% 0% 0% 0% 0% 0% 0% 0% 25%" in text


def test_it_is_drawn_again_only_when_something_was_computed() -> None:
    it = session("weight-decay")
    options = of("z1", "h")
    keys = [VIEW.key(moment_at(it, 0, line), options) for line in range(len(it.run.lines) + 1)]
    assert len(set(keys)) == 3
    assert VIEW.key(moment_at(it, 1, 2), options) not in keys


def test_when_it_is_sensible() -> None:
    assert fits(session("initial-values"))
    assert not fits(session("xor"))
    assert not fits(session("apples"))
