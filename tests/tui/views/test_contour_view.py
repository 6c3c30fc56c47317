"""Contours: lines at their heights, the path through the parameters of the passes."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import lesson, moment_at, session
from tutor.lesson.parts import View
from tutor.tui.views.canvas import Axis
from tutor.tui.views.contour import describe, draw, fits, heights_of, levels_of, path_of, plan
from tutor.tui.views.heights import crossings, nodes, resampled
from tutor.tui.views.view import Options


def asked(name: str) -> Options:
    return Options(next(view for view in lesson(name).views if view.kind == "contour"))


def test_heights_are_those_of_the_function() -> None:
    opened = session("optimisers")
    planned = plan(opened, asked("optimisers"))
    assert planned is not None
    heights = heights_of(opened, planned)
    assert heights is not None
    rows, columns = heights.shape
    grid = nodes(planned.x, planned.y, columns, rows)
    np.testing.assert_allclose(heights.reshape(-1), grid[:, 0] ** 2 / 20 + grid[:, 1] ** 2, rtol=1e-12)


def test_heights_over_cells_of_matrices_are_losses_of_the_data() -> None:
    opened = session("linear-regression")
    planned = plan(opened, asked("linear-regression"))
    assert planned is not None
    heights = heights_of(opened, planned)
    assert heights is not None
    rows, columns = heights.shape
    (w, b) = nodes(planned.x, planned.y, columns, rows)[137]
    run = session("linear-regression").run
    weights = run.entering("w").copy()
    weights[0, 0] = w
    run.edit("w", weights)
    run.edit("b", np.full_like(run.entering("b"), b))
    run.go(0, len(run.programs.forward))
    assert float(run.value("L")) == pytest.approx(heights.reshape(-1)[137], rel=1e-12)  # type: ignore[arg-type]


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
    assert "f = 0.46" in picture.plain()
    ascii_only = draw(moment_at(session("optimisers"), 30, 0), 60, 18, Options(asked("optimisers").view, "ascii"))
    assert "1: 0.46" in ascii_only.plain()
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
