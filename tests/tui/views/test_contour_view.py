"""Contours: lines at their heights, the path through the parameters of the passes."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import lesson, moment_at, session
from tutor.lesson.parts import View
from tutor.tui.views.axis import Axis, Floats
from tutor.tui.views.contour import describe, draw, fits, heights_of, levels_of, path_of, plan
from tutor.tui.views.heights import crossings, nodes, resampled, smooth
from tutor.tui.views.view import Options


def asked(name: str) -> Options:
    return Options(next(view for view in lesson(name).views if view.kind == "contour"))


def corners(shape: tuple[int, ...], x: Axis, y: Axis) -> tuple[Floats, Floats]:
    """What the columns and the rows of heights stand for."""
    return np.linspace(x.low, x.high, shape[1]), np.linspace(y.low, y.high, shape[0])


def test_heights_are_those_of_the_function() -> None:
    opened = session("optimisers")
    planned = plan(opened, asked("optimisers"))
    assert planned is not None
    heights = heights_of(opened, planned)
    assert heights is not None
    xs, ys = corners(heights.shape, planned.x, planned.y)
    np.testing.assert_allclose(heights, xs**2 / 20 + ys[:, None] ** 2, rtol=1e-12, atol=1e-12)


def test_heights_over_cells_of_matrices_are_losses_of_the_data() -> None:
    opened = session("linear-regression")
    planned = plan(opened, asked("linear-regression"))
    assert planned is not None
    heights = heights_of(opened, planned)
    assert heights is not None
    xs, ys = corners(heights.shape, planned.x, planned.y)
    w, b, found = xs[5], ys[3], heights[3, 5]
    run = session("linear-regression").run
    weights = run.entering("w").copy()
    weights[0, 0] = w
    run.edit("w", weights)
    run.edit("b", np.full_like(run.entering("b"), b))
    run.go(0, len(run.programs.forward))
    assert float(run.value("L")) == pytest.approx(found, rel=1e-12)  # type: ignore[arg-type]


def test_dots_of_a_line_are_at_its_height() -> None:
    x, y = Axis(-2.0, 2.0), Axis(-1.0, 1.0)
    grid = nodes(x, y, 200, 160)
    values = (grid[:, 0] ** 2 + 4 * grid[:, 1] ** 2).reshape(160, 200)
    xs, ys = crossings(values, 1.0, x, y)
    assert len(xs) > 100
    np.testing.assert_allclose(xs**2 + 4 * ys**2, 1.0, atol=0.1)


def test_between_the_middles_of_cells_it_is_straight() -> None:
    grid = nodes(Axis(0.0, 1.0), Axis(0.0, 1.0), 10, 8)
    plane = (3 * grid[:, 0] - grid[:, 1]).reshape(8, 10)
    fine = resampled(plane, 16, 30)
    wanted = nodes(Axis(0.0, 1.0), Axis(0.0, 1.0), 30, 16)
    inside = np.ones((16, 30), dtype=bool)
    inside[[0, -1]] = inside[:, [0, -1]] = False  # beyond the last middles it goes on level
    np.testing.assert_allclose(fine[inside], (3 * wanted[:, 0] - wanted[:, 1]).reshape(16, 30)[inside], atol=1e-12)


@pytest.mark.parametrize("shape", [(3, 3), (7, 11), (13, 21)])
def test_between_corners_the_second_degree_is_exact(shape: tuple[int, int]) -> None:
    x, y = Axis(-2.0, 3.0), Axis(0.0, 1.0)
    xs, ys = corners(shape, x, y)
    wanted = nodes(x, y, 30, 16)

    def height(x: Floats, y: Floats) -> Floats:
        return np.asarray(x**2 - 3 * x * y + 2 * y**2 - y + 4)

    found = smooth(height(xs, ys[:, None]), 16, 30)
    np.testing.assert_allclose(found.reshape(-1), height(wanted[:, 0], wanted[:, 1]), rtol=1e-9)


def test_what_is_not_finite_leaves_a_hole_and_no_more() -> None:
    xs, ys = corners((9, 9), Axis(-1.0, 1.0), Axis(-1.0, 1.0))
    values = xs + ys[:, None]
    values[:, 0] = np.inf
    found = smooth(values, 40, 40)
    assert np.isnan(found[:, 0]).all()
    whole = smooth(xs + ys[:, None], 40, 40)
    np.testing.assert_allclose(found[:, 11:], whole[:, 11:])  # from the second corner on nothing is known of the first


def test_the_path_is_that_of_the_lecture() -> None:
    opened = session("optimisers", "momentum")
    planned = plan(opened, asked("optimisers"))
    assert planned is not None
    moment_at(opened, 30, 0)
    places = path_of(opened, planned, opened.run.branch)
    assert [update for update, _, _ in places] == list(range(31))
    assert places[0] == (0, -7.0, 2.0)
    assert places[1][1:] == pytest.approx((-6.93, 1.6))
    assert places[30][1:] == pytest.approx((0.89641386, 0.08808560))


def test_where_it_began_and_where_it_stands() -> None:
    picture = draw(moment_at(session("optimisers"), 30, 0), 60, 18, asked("optimisers"))
    assert picture.plain().count("○") == 1
    assert picture.plain().count("●") == 1
    assert "f = 0.52" in picture.plain()
    ascii_only = draw(moment_at(session("optimisers"), 30, 0), 60, 18, Options(asked("optimisers").view, "ascii"))
    assert "1: 0.52" in ascii_only.plain()
    assert all(digit in ascii_only.plain().split("\n")[8] for digit in "12")


def test_levels_rise_as_squares_do() -> None:
    levels = levels_of(np.linspace(0.0, 100.0, 1000).reshape(20, 50))
    roots = np.sqrt(levels)
    np.testing.assert_allclose(np.diff(roots), np.diff(roots)[0], rtol=0.1)
    assert levels_of(np.zeros((3, 3))) == []
    assert levels_of(np.full((3, 3), np.nan)) == []


def test_two_numbers_are_a_landscape_and_others_are_none() -> None:
    assert fits(session("optimisers"))
    assert not fits(session("xor"))
    assert "cannot" in draw(moment_at(session("xor"), 0, 0), 60, 12, Options(View("contour"))).plain()


def test_in_words() -> None:
    said = describe(moment_at(session("optimisers"), 30, 0), asked("optimisers"))
    assert said == (
        "f over x and y. The path begins at (−7, 2), where f is 6.45, and stands at (−0.3504, 0.08478) after 30 "
        "updates, where it is 0.01333."
    )
