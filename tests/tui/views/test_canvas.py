"""Axes, curves and marks: what stands where, in each kind of glyphs."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.tui.picture.text import Picture, Span, row
from tutor.tui.settings import Glyphs
from tutor.tui.views.axis import Axis, Floats, span_of, ticks
from tutor.tui.views.canvas import Chart, Curve, Mark, Pattern, Rule, Scatter, draw_chart

GLYPHS: tuple[Glyphs, ...] = ("braille", "block", "ascii")
NOT_ASCII = re.compile(r"[─-⣿]")
"""Frames, blocks, shapes and braille."""


def plain(chart: Chart, width: int, height: int, glyphs: Glyphs) -> str:
    return Picture(draw_chart(chart, width, height, glyphs)).plain()


def line(low: float, high: float, count: int = 50) -> tuple[Floats, Floats]:
    xs = np.linspace(0.0, 10.0, count)
    return xs, np.linspace(low, high, count)


RISING = Chart(Axis(0.0, 10.0, "x"), Axis(0.0, 1.0, "y"), [Curve(*line(0.0, 1.0))], marks=[Mark(5.0, 0.5, "o")])

STORED: dict[Glyphs, str] = {
    "braille": """\
y   1.0┤           ⣀⠴⠋
       │        ⢀⡴⠊⠁
    0.5┤     ⢀⡤o⠁
       │  ⢀⡠⠞⠁
      0┤⣠⠖⠉
       └┬──┬───┬──────
        0 2.5 5.0    x""",
    "block": """\
y   1.0┤           ▗▄▀
       │        ▗▄▀▘
    0.5┤     ▗▄o▘
       │  ▗▄▀▘
      0┤▄▀▘
       └┬──┬───┬──────
        0 2.5 5.0    x""",
    "ascii": """\
y   1.0+           xxx
       |        xxxx
    0.5+     xxox
       |  xxxx
      0+xxx
       ++--+---+------
        0 2.5 5.0    x""",
}


@pytest.mark.parametrize("glyphs", GLYPHS)
def test_a_rising_line(glyphs: Glyphs) -> None:
    assert plain(RISING, 22, 7, glyphs) == STORED[glyphs]


def test_ascii_draws_with_nothing_else() -> None:
    ground = Chart(RISING.x, RISING.y, RISING.curves, rules=[Rule(x=3.0), Rule(y=0.5)])
    assert NOT_ASCII.search(plain(ground, 30, 9, "ascii")) is None


@pytest.mark.parametrize("glyphs", GLYPHS)
@pytest.mark.parametrize("pattern", ["solid", "dashed", "dotted", "chained", "points"])
def test_patterns_differ(glyphs: Glyphs, pattern: Pattern) -> None:
    curve = Curve(*line(0.0, 1.0), "curve2", pattern, 1)
    rows = draw_chart(Chart(RISING.x, RISING.y, [curve]), 40, 9, glyphs)
    roles = {span.role for line in rows for span in line}
    assert roles <= {"axis", "plain", "curve2"}
    text = Picture(rows).plain()
    if glyphs != "ascii":
        assert (text != plain(Chart(RISING.x, RISING.y, [Curve(*line(0.0, 1.0))]), 40, 9, glyphs)) == (
            pattern != "solid"
        )


def test_a_curve_on_top_hides_what_lies_below_it_in_a_cell() -> None:
    flat = np.full(50, 0.5)
    chart = Chart(RISING.x, RISING.y, [Curve(line(0, 1)[0], flat, "curve1"), Curve(line(0, 1)[0], flat, "curve2")])
    assert {span.role for line in draw_chart(chart, 30, 9, "braille") for span in line} == {"axis", "plain", "curve2"}


def test_marks_and_scatters_stand_where_their_points_are() -> None:
    xs, ys = np.array([0.0, 10.0, 99.0, np.nan]), np.array([0.0, 1.0, 0.5, 0.5])
    chart = Chart(
        RISING.x, RISING.y, scatters=[Scatter(xs, ys, "o")], marks=[Mark(10.0, 0.0, "h₁"), Mark(11.0, 0.5, "#")]
    )
    rows = plain(chart, 22, 7, "braille").split("\n")
    assert rows[0].endswith("o")
    assert rows[4].startswith("      0┤o")
    assert rows[4].endswith("h")
    assert "#" not in "".join(rows)


def test_a_broken_curve_is_not_joined() -> None:
    ys = np.linspace(0.0, 1.0, 50)
    ys[20:30] = np.nan
    rows = plain(Chart(RISING.x, RISING.y, [Curve(line(0, 1)[0], ys)]), 40, 9, "ascii")
    assert rows.count("x") < plain(RISING, 40, 9, "ascii").count("x")


@pytest.mark.parametrize("glyphs", GLYPHS)
@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=20),
    st.integers(0, 70),
    st.integers(0, 20),
    st.booleans(),
)
@settings(max_examples=150)
def test_whatever_the_numbers_it_fills_no_more_than_its_room(
    glyphs: Glyphs, values: list[float], width: int, height: int, log: bool
) -> None:
    ys = np.array(values, dtype=np.float64)
    xs = np.arange(float(len(values)))
    y = Axis(*span_of(ys, log=log), "loss", log)
    chart = Chart(
        Axis(0.0, 20.0, "updates", whole=True), y, [Curve(xs, ys), Curve(xs, ys, pattern="dashed")],
        marks=[Mark(float(x), float(v), "●") for x, v in zip(xs, ys, strict=True)],
        legend=[row(Span(" legend"))],
    )  # fmt: skip
    rows = draw_chart(chart, width, height, glyphs)
    assert len(rows) <= height
    assert Picture(rows).width <= width or not rows


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([0.3, 0.7], (0.3, 0.7)),
        ([0.0157, 0.715], (0.0, 0.8)),
        ([-7, 2], (-8, 2)),
        ([3, 3], (2.7, 3.3)),
        ([0, 0], (-0.5, 0.5)),
        ([715, 717.2], (715, 717.5)),
        ([], (0, 1)),
        ([np.nan, np.inf, 2, 3], (2, 3)),
    ],
)
def test_ends_are_round(values: list[float], ends: tuple[float, float]) -> None:
    assert span_of(np.array(values, dtype=np.float64)) == pytest.approx(ends)


def test_ends_of_a_logarithmic_axis_are_powers() -> None:
    assert span_of(np.array([0.02, 0.7]), log=True) == pytest.approx((0.01, 1.0))
    assert span_of(np.array([-1.0, 0.0]), log=True) == pytest.approx((0.1, 1.0))


@pytest.mark.parametrize(
    ("axis", "texts", "power"),
    [
        (Axis(0.0, 1.0), ("0", "0.5", "1.0"), 0),
        (Axis(-2.0, 2.0), ("−2", "0", "2"), 0),
        (Axis(0.0, 7.5), ("0", "2.5", "5.0", "7.5"), 0),
        (Axis(0.0, 4e12), ("0", "2", "4"), 12),
        (Axis(0.0, 3e-9), ("0", "1", "2", "3"), -9),
        (Axis(0.0, 3.0, whole=True), ("0", "1", "2", "3"), 0),
        (Axis(0.0, 10.0, whole=True), ("0", "5", "10"), 0),
        (Axis(1e-6, 1.0, log=True), ("10⁻⁶", "10⁻⁴", "0.01", "1"), 0),
    ],
)
def test_numbers_of_an_axis_are_what_they_say(axis: Axis, texts: tuple[str, ...], power: int) -> None:
    found = ticks(axis, 3)
    assert (found.texts, found.power) == (texts, power)
    if not axis.log:
        written = [float(text.replace("−", "-")) * 10.0**power for text in found.texts]
        assert written == pytest.approx(list(found.values))


def test_the_power_is_written_beside_the_axis() -> None:
    chart = Chart(Axis(0.0, 1.0, "x"), Axis(0.0, 4e12, "f"), [Curve(np.array([0.0, 1.0]), np.array([0.0, 4e12]))])
    assert "f×10¹²" in plain(chart, 40, 9, "braille")
    assert "f*1e12" in plain(chart, 40, 9, "ascii")
