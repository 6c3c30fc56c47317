"""Decision regions: each cell against the prediction computed by hand, points where the data are."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.tui.support import array, lesson, model, moment_at, session, xor_model
from tutor.engine.rules import RULES
from tutor.formula.operations.operation import Array
from tutor.lesson.parts import View
from tutor.tui.session import Session
from tutor.tui.views.boundary import VIEW, describe, draw, fits, plan
from tutor.tui.views.view import Options

WIDTH, HEIGHT = 48, 13
ROWS, COLUMNS = slice(1, -2), slice(8, None)
"""Where the cells stand in the picture: under the legend, beside the numbers of the axis."""


def xor_options(**options: object) -> Options:
    asked = next(view for view in lesson("xor").views if view.kind == "boundary")
    return Options(asked, **options)  # type: ignore[arg-type]


def prediction(opened: Session, points: Array) -> Array:
    W1, b1, W2, b2 = (opened.run.entering(name) for name in ("W1", "b1", "W2", "b2"))
    h = 1 / (1 + np.exp(-(points @ W1 + b1)))
    return np.asarray(1 / (1 + np.exp(-(h @ W2 + b2)))).reshape(-1)


def middles(low: float, high: float, count: int) -> Array:
    return low + (high - low) * (np.arange(count) + 0.5) / count


@pytest.mark.parametrize("update", [0, 100, 480])
def test_grounds_are_the_prediction_in_the_middle_of_the_cell(update: int) -> None:
    opened = session()
    rows = draw(moment_at(opened, update, 0), WIDTH, HEIGHT, xor_options()).plain().split("\n")
    cells = [line[COLUMNS] for line in rows[ROWS]]
    height, width = len(cells), WIDTH - 8
    xs, ys = middles(-0.5, 1.5, width), middles(-0.5, 1.5, height)[::-1]
    values = prediction(opened, np.array([(x, y) for y in ys for x in xs])).reshape(height, width)
    checked = 0
    for y, line in enumerate(cells):
        for x, character in enumerate(line):
            if character in "·░▒" and abs(values[y, x] - 0.5) > 0.02:
                assert (character != "·") == (values[y, x] > 0.5)
                checked += 1
    assert checked > 0.5 * height * width


def test_the_data_stand_on_their_places_with_their_classes() -> None:
    rows = draw(moment_at(session(), 0, 0), WIDTH, HEIGHT, xor_options()).plain().split("\n")
    cells = [line[COLUMNS] for line in rows[ROWS]]
    marks = {(x, y): c for y, line in enumerate(cells) for x, c in enumerate(line) if c in "○●"}
    assert marks == {(10, 7): "○", (30, 7): "●", (10, 2): "●", (30, 2): "○"}


def test_the_hidden_units_lines_are_where_they_weigh_nothing() -> None:
    opened = session()
    picture = draw(moment_at(opened, 0, 0), WIDTH, HEIGHT, xor_options())
    W1, b1 = opened.run.entering("W1"), opened.run.entering("b1")
    step = np.array([2.0 / (WIDTH - 8), 2.0 / 10])
    drawn = 0
    for y, line in enumerate(picture.rows[ROWS]):
        at = -8
        for span in line:
            for offset, character in enumerate(span.text):
                if span.role == "curve3" and "⠀" < character <= "⣿":
                    middle = np.array([-0.5, 1.5]) + step * (at + offset + 0.5, -(y + 0.5))
                    corners = middle + np.array([(-1, -1), (-1, 1), (1, -1), (1, 1)]) * step
                    signs = np.sign(corners @ W1 + b1)
                    assert (np.abs(signs.sum(axis=0)) < 4).any()  # a unit is 0 within a cell of it
                    drawn += 1
            at += len(span.text)
    assert drawn > 10


def test_the_first_layer_is_what_is_activated_straight_from_the_data() -> None:
    planned = plan(session(), xor_options())
    assert planned is not None
    assert planned.names == ("h",)
    logistic = session("logistic-regression")
    asked = next(view for view in lesson("logistic-regression").views if view.kind == "boundary")
    found = plan(logistic, Options(asked))
    assert found is not None
    assert found.target == "Y"


def test_classes_by_columns_have_regions_of_their_own() -> None:
    X = array([0, 0], [1, 0], [0, 1], [1, 1], [2, 0], [0, 2])
    T = np.eye(3)[[0, 1, 2, 1, 1, 2]]
    given = model(
        "z = X @ W\np = softmax(z)\nL = cross_entropy(p, T)", {"W": array([0, 2, -1], [0, -1, 2])}, {"X": X, "T": T},
        hyper={"eta": 0.1}, update=RULES["sgd"],
    )  # fmt: skip
    opened = Session(given)
    assert fits(opened)
    rows = draw(moment_at(opened, 0, 0), WIDTH, HEIGHT, Options(View("boundary"))).plain()
    assert all(ground in rows for ground in "·▒░")
    assert "p 1" in rows
    assert "6 of 6" in describe(moment_at(opened, 0, 0), Options(View("boundary")))


def test_in_words() -> None:
    said = describe(moment_at(session(), 480, 0), xor_options())
    assert "4 of 4 data points" in said
    beginning = session()
    over = prediction(beginning, np.random.default_rng(0).uniform(-0.5, 1.5, (40_000, 2))) > 0.5
    found = re.search(r"in (\d+) % of the window", describe(moment_at(beginning, 0, 0), xor_options()))
    assert found is not None
    assert float(found[1]) == pytest.approx(100 * over.mean(), abs=1)


def test_the_key_changes_with_the_update_alone() -> None:
    opened = session()
    keys = {VIEW.key(moment_at(opened, 3, line), xor_options()) for line in range(len(opened.run.lines))}
    assert len(keys) == 1
    assert VIEW.key(moment_at(opened, 4, 0), xor_options()) not in keys


def test_the_row_that_is_followed_is_marked() -> None:
    opened = session()
    opened.row = 2
    picture = draw(moment_at(opened, 0, 0), WIDTH, HEIGHT, xor_options())
    marked = [(y, span.text) for y, row in enumerate(picture.rows) for span in row if span.role == "selected"]
    assert marked == [(8, "●")]
    key = VIEW.key(moment_at(opened, 0, 0), xor_options())
    opened.row = 3
    assert VIEW.key(moment_at(opened, 0, 0), xor_options()) != key


def test_one_that_compares_rows_is_refused_in_words() -> None:
    given = xor_model()
    other = model(
        "d = X @ X.T\ny = sigmoid(d @ w)\nL = mean((y - Y)**2)", {"w": np.ones((4, 1))}, dict(given.data),
        hyper={"eta": 0.1}, update=RULES["sgd"],
    )  # fmt: skip
    picture = draw(moment_at(Session(other), 0, 0), 60, 12, Options(View("boundary")))
    assert picture.plain().startswith("This prediction cannot be computed for other inputs")
