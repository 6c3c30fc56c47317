"""One example through the net: which values have a row for each, and how the row is marked."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import (
    array,
    batched_model,
    graph_model,
    large_model,
    lesson,
    model,
    session,
    text_of,
    xor_model,
)
from tutor.engine.model import Model
from tutor.engine.run import Run
from tutor.formula.parse import parse_expression
from tutor.messages import LANGUAGES, Language
from tutor.tui.examples import Examples
from tutor.tui.following import all_rows, followed, next_row
from tutor.tui.moment import Moment
from tutor.tui.panels.line import heading, line
from tutor.tui.picture.block import Caps, draw
from tutor.tui.picture.quantity import Quantity
from tutor.tui.session import Session


def examples(of: Model) -> Examples:
    return Examples(of, Run(of).programs)


@pytest.mark.parametrize(
    ("make", "count", "names"),
    [
        (xor_model, 4, "X Y z1 h z2 y dz2 dh dz1"),
        (batched_model, 3, "X Y z1 h z2 y dz2 dh dz1"),
        (large_model, 64, "X T z1 h z2 p dz2 dh dz1"),
        (graph_model, 0, ""),
    ],
)
def test_values_with_a_row_for_each_example(make: object, count: int, names: str) -> None:
    found = examples(make())  # type: ignore[operator]
    assert found.count == count
    assert found.axes == dict.fromkeys(names.split(), 0)


@pytest.mark.parametrize(
    ("name", "count"),
    [("gates", 4), ("xor-from-gates", 4), ("dropout", 30), ("attention", 3), ("convolution", 0), ("two-outputs", 0)],
)
def test_examples_of_shipped_lessons(name: str, count: int) -> None:
    assert examples(lesson(name).model()).count == count


def test_as_many_units_as_examples_are_not_mistaken_for_them() -> None:
    square = model(
        "z = X @ W + b\nh = tanh(z)\nL = 0.5 * sum((h - Y)**2)",
        {"W": np.ones((3, 3)), "b": np.ones(3)},
        {"X": np.arange(9.0).reshape(3, 3), "Y": np.ones((3, 3))},
    )
    assert examples(square).axes == dict.fromkeys(("X", "Y", "z", "h", "dh", "dz"), 0)


def test_what_takes_rows_together_keeps_them_apart_only_where_it_does() -> None:
    normalised = model(
        "z = X @ W\nmu = mean(z, axis=0)\nc = z - mu\nvar = mean(c**2, axis=0)\nn = c / sqrt(var + 1e-5)\n"
        "L = mean((n - Y)**2)",
        {"W": array([1.0, 2.0], [3.0, -1.0])},
        {"X": array([0, 1], [1, 0], [1, 1]), "Y": np.ones((3, 2))},
    )
    axes = examples(normalised).axes
    assert {"z", "c", "n", "dz"} <= set(axes)
    assert not {"mu", "var", "dmu", "dW"} & set(axes)


def test_a_vector_of_targets_joins() -> None:
    line_fit = model(
        "y = X @ w + b\nL = 0.5 * sum((y - t)**2)",
        {"w": array(1.0, 2.0), "b": array([0.0]).reshape(())},
        {"X": array([0, 1], [1, 0], [1, 1]), "t": array(1.0, 2.0, 3.0)},
    )
    assert examples(line_fit).axes == dict.fromkeys(("X", "t", "y", "dy"), 0)


def test_one_example_in_a_vector_has_no_rows() -> None:
    single = model(
        "z = x @ W\nh = tanh(z)\nL = 0.5 * sum((h - t)**2)",
        {"W": np.ones((2, 2))},
        {"x": array(1.0, 2.0), "t": array(0.0, 1.0)},
    )
    assert examples(single).count == 0


def test_parts_of_a_formula_have_their_axis_too() -> None:
    found = examples(xor_model())
    assert found.axis(parse_expression("h.T")) == 1
    assert found.axis(parse_expression("1 - h")) == 0
    assert found.axis(parse_expression("h.T @ dz2")) is None
    assert found.axis(parse_expression("W1")) is None


def test_row_after_row_and_all_again() -> None:
    it = session()
    seen = []
    for _ in range(5):
        next_row(it)
        seen.append(it.row)
    assert seen == [0, 1, 2, 3, 0]
    assert next_row(it).say("en") == "Following row 2 of 4 (X = 0, 1; Y = 1). r: the next · R: all rows"
    all_rows(it)
    assert followed(it) is None


def test_where_there_are_no_examples_it_is_said() -> None:
    it = Session(graph_model())
    assert next_row(it).key == "tui.row-none"
    assert it.row is None


def test_a_batch_that_is_shorter_shows_all_of_itself() -> None:
    it = Session(batched_model())
    it.row = 2
    assert followed(it) == (2, 3)
    it.advance(1)  # the last batch of an epoch has one row
    assert followed(it) is None
    it.advance(1)
    assert followed(it) == (2, 3)


def rows_of(quantity: Quantity, **caps: int) -> list[str]:
    return text_of(draw(quantity, Caps(labels=False, **caps)).rows)


def test_the_row_stands_between_signs_and_stays_in_view() -> None:
    matrix = np.arange(20.0).reshape(10, 2)
    assert rows_of(Quantity("A", (3, 2), matrix[:3], followed=(0, 1))) == ["⎡0  1⎤", "»2  3«", "⎣4  5⎦"]
    assert "»14  15«" in rows_of(Quantity("A", (10, 2), matrix, followed=(0, 7)), rows=4)


def test_all_but_the_example_are_dim() -> None:
    matrix = np.arange(1.0, 7.0).reshape(2, 3)
    for followed_one, wanted in (((0, 1), [(1, 0), (1, 1), (1, 2)]), ((1, 2), [(0, 2), (1, 2)])):
        rows = draw(Quantity("A", (2, 3), matrix, followed=followed_one)).rows
        bright = [
            (y, int(span.text.strip()) - 1 - 3 * y)
            for y, row in enumerate(rows)
            for span in row
            if span.text.strip().isdigit() and span.role != "dim"
        ]
        assert bright == wanted


def test_of_planes_the_example_s_own_is_shown() -> None:
    stack = np.arange(40.0).reshape(10, 2, 2)
    block = draw(Quantity("A", (10, 2, 2), stack, followed=(0, 6)), Caps(columns=6))
    bright = [span.text.strip() for row in block.rows for span in row if span.role in ("plus1", "plus2", "plus3")]
    assert bright == ["24", "25", "26", "27"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_says_which_row_and_marks_it(language: Language) -> None:
    it = session()
    it.forward()
    it.row = 2
    moment = Moment(it, language)
    assert "3" in heading(moment)
    assert line(moment, 78, 12).plain().count("»") == 2  # X and z₁
    it.row = None
    assert "»" not in line(Moment(it, language), 78, 12).plain()
