"""The order of judgement, follow-through, and what is remembered."""

from __future__ import annotations

import numpy as np
import pytest

from tests.quiz.nets import NETS, model
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array, Index
from tutor.messages import LANGUAGES
from tutor.quiz.marking import Mark, Marker, sentence
from tutor.quiz.matrices import Paste, indices
from tutor.quiz.numbers import units_of, written, written_to
from tutor.quiz.sheet import Step, sheet_of


def marker_of(text: str, **values: float) -> Marker:
    return Marker(sheet_of(Run(model(text, {}, values, rule=None))))


def mark_one(marker: Marker, key: str, text: str) -> Mark:
    return marker.mark(marker.sheet.by_key[key], {(): text})


def typed(value: Array) -> dict[Index, str]:
    unit = np.where(value == 0, 1.0, units_of(value))
    return {index: written_to(float(value[index]), float(unit[index])) for index in indices(value.shape)}


@pytest.fixture
def product() -> Marker:
    return marker_of("u = a * b", a=1.234, b=2.345)  # 2.89373


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("x", "unread"), ("", "empty"), ("  ", "empty"), ("2.9", "digits"), ("3", "digits"), ("2.89", "right"),
        ("2.894", "right"), ("2.893", "right"), ("2.8937", "right"), ("2.89373", "right"), ("1.234*2.345", "right"),
        ("2.896", "wrong"), ("2.88", "wrong"), ("-2.894", "wrong"), ("0", "wrong"), ("0.00", "digits"),
        ("289.4%", "right"), ("2,894", "unread"), ("2,8937", "right"),
    ],
)  # fmt: skip
def test_reading_then_digits_then_right(product: Marker, text: str, verdict: str) -> None:
    assert mark_one(product, "u", text).verdict == verdict


@pytest.mark.parametrize(
    ("values", "text"), [({"a": 3.0, "b": 11.0}, "33"), ({"a": 1.1, "b": 2.0}, "2.2"), ({"a": 0.0, "b": 2.0}, "0")]
)
def test_an_exact_answer_is_right_however_short(values: dict[str, float], text: str) -> None:
    assert mark_one(marker_of("u = a * b", **values), "u", text).verdict == "right"


def test_nothing_but_rounding_noise_is_zero() -> None:
    assert mark_one(marker_of("u = a + b - c", a=0.1, b=0.2, c=0.3), "u", "0").verdict == "right"


def test_an_updated_parameter_needs_the_digits_of_its_step() -> None:
    marker = marker_of_update()
    step = marker.sheet.by_key["w'"]  # 1.2 - 0.7 * 0.00687 = 1.195191
    assert marker.mark(step, {(): "1.195"}).verdict == "digits"
    assert marker.mark(step, {(): "1.2000"}).verdict == "digits"
    assert marker.mark(step, {(): "1.195191"}).verdict == "right"
    assert marker.mark(step, {(): "1.19519"}).verdict == "right"
    assert marker.mark(step, {(): "1.195291"}).verdict == "wrong"
    same = marker.mark(step, {(): "1.200000"})
    assert (same.verdict, same.diagnosis.ids) == ("wrong", ("no-update",))
    assert same.decimals == 6


def marker_of_update() -> Marker:
    return Marker(sheet_of(Run(model("L = c * w", {"c": 0.00687}, {"w": 1.2}))))


@pytest.fixture
def squares() -> Marker:
    return Marker(NETS["squares"].sheet())


def step_of(marker: Marker, key: str) -> Step:
    return marker.sheet.by_key[key]


def test_every_cell_has_its_own_verdict(squares: Marker) -> None:
    step = step_of(squares, "h")
    texts = typed(squares.sheet.values["h"])
    texts |= {(0, 1): "", (1, 0): "0.9", (1, 1): "abc", (2, 0): "0.1234"}
    mark = squares.mark(step, texts)
    assert [cell.verdict for cell in mark.cells.values()] == ["right", "empty", "digits", "unread", "wrong", "right"]
    assert mark.verdict == "unread"
    assert not mark.costs


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [({(0, 0): ""}, "empty"), ({(0, 0): "0.6"}, "digits"), ({(0, 0): "0.1234"}, "wrong"), ({(0, 0): "?"}, "unread")],
)
def test_the_whole_stands_where_its_first_cell_stopped(squares: Marker, texts: dict[Index, str], verdict: str) -> None:
    mark = squares.mark(step_of(squares, "h"), typed(squares.sheet.values["h"]) | texts)
    assert mark.verdict == verdict


def test_one_cell_can_be_asked_alone(squares: Marker) -> None:
    step, right = step_of(squares, "h"), float(squares.sheet.values["h"][1, 0])
    assert squares.mark(step, {(1, 0): f"{right:.4f}"}, (1, 0)).verdict == "right"
    wrong = squares.mark(step, {(1, 0): f"{float(squares.sheet.values['z1'][1, 0]):.4f}"}, (1, 0))
    assert (list(wrong.cells), wrong.verdict) == ([(1, 0)], "wrong")
    assert "skip-activation" in wrong.diagnosis.ids


# Right from there


def test_a_wrong_value_is_followed_through(squares: Marker) -> None:
    values = squares.sheet.values
    own = values["dz2"] * 1.5
    assert squares.mark(step_of(squares, "dz2"), typed(own)).verdict == "wrong"
    mark = squares.mark(step_of(squares, "dW2"), typed(values["h"].T @ own))
    assert (mark.verdict, mark.own) == ("consistent", ("dz2",))
    for language in LANGUAGES:
        said = sentence(mark, squares.sheet, step_of(squares, "dW2")).say(language)
        assert "∂L/∂z₂" in said


def test_it_is_followed_through_lines_that_were_not_asked(squares: Marker) -> None:
    values = squares.sheet.values
    own = values["dz2"] * 1.5
    squares.mark(step_of(squares, "dz2"), typed(own))
    h = values["h"]
    assert squares.mark(step_of(squares, "dz1"), typed((own @ values["W2"].T) * h * (1 - h))).verdict == "consistent"


def test_the_right_value_is_right_whatever_came_before(squares: Marker) -> None:
    squares.mark(step_of(squares, "dz2"), typed(squares.sheet.values["dz2"] * 1.5))
    assert squares.mark(step_of(squares, "dW2"), typed(squares.sheet.values["dW2"])).verdict == "right"


def test_a_mended_value_is_no_longer_followed(squares: Marker) -> None:
    values = squares.sheet.values
    own = values["dz2"] * 1.5
    squares.mark(step_of(squares, "dz2"), typed(own))
    squares.mark(step_of(squares, "dz2"), typed(values["dz2"]))
    assert squares.mark(step_of(squares, "dW2"), typed(values["h"].T @ own)).verdict == "wrong"


def test_a_mistake_on_own_values_is_named(squares: Marker) -> None:
    values = squares.sheet.values
    own = values["dz2"] * 1.5
    squares.mark(step_of(squares, "dz2"), typed(own))
    mark = squares.mark(step_of(squares, "dz1"), typed(own @ values["W2"].T))
    assert (mark.verdict, mark.diagnosis.ids) == ("wrong", ("drop-factor",))


@pytest.mark.parametrize("trivial", ["0", "1", "1e300*1e300"])
def test_values_that_make_the_rest_trivial_are_not_carried(squares: Marker, trivial: str) -> None:
    step = step_of(squares, "dz2")
    squares.mark(step, dict.fromkeys(indices(step.shape), trivial))
    assert squares.own == {}


def test_what_was_not_judged_is_not_carried(squares: Marker) -> None:
    step = step_of(squares, "dz2")
    for text in ("", "abc", "0.9"):
        squares.mark(step, dict.fromkeys(indices(step.shape), text))
        assert squares.own == {}


# Rows and columns exchanged


def test_a_transposed_matrix_is_wrong_and_named() -> None:
    marker = Marker(NETS["one row"].sheet())
    step = marker.sheet.by_key["dW1"]
    exchanged = marker.sheet.values["dW1"].T
    mark = marker.mark(step, Paste(tuple(tuple(written(float(c), 5) for c in row) for row in exchanged), turned=False))
    assert (mark.verdict, mark.diagnosis.ids) == ("wrong", ("transpose-result",))


def test_a_matrix_of_the_transposed_shape_is_wrong_whatever_its_numbers() -> None:
    marker = Marker(NETS["classes"].sheet())
    step = marker.sheet.by_key["dW"]
    rows = tuple(tuple(written(float(cell), 5) for cell in row) for row in marker.sheet.values["dW"].T)
    mark = marker.mark(step, Paste(rows, turned=True))
    assert (mark.verdict, mark.diagnosis.ids) == ("wrong", ("transpose-result",))
    other = tuple(tuple("0.1234" for _ in row) for row in rows)
    assert marker.mark(step, Paste(other, turned=True)).diagnosis.ids == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_a_sentence(squares: Marker, language: str) -> None:
    step = step_of(squares, "h")
    right = typed(squares.sheet.values["h"])
    for text in ("", "0.9", "?", "0.1234"):
        mark = squares.mark(step, right | {(0, 0): text})
        message = sentence(mark, squares.sheet, step)
        for known in LANGUAGES:
            if known == language:
                assert message.say(known) != message.key


def test_too_few_digits_are_shown_where_they_are(squares: Marker) -> None:
    step = step_of(squares, "h")
    right = typed(squares.sheet.values["h"])
    mark = squares.mark(step, right | {(1, 0): "0.9"})
    assert "[1,0]" in sentence(mark, squares.sheet, step).say("en")
    mark = squares.mark(step, dict.fromkeys(right, "0.9"))
    assert "[" not in sentence(mark, squares.sheet, step).say("ko")


def test_a_number_that_was_miswritten_is_no_mistake() -> None:
    marker = marker_of("u = a + b", a=0.2143, b=0.027)  # 0.2413: without b it is 0.2143
    mark = mark_one(marker, "u", "0.2143")
    assert (mark.verdict, mark.diagnosis.ids) == ("wrong", ())
    marker = marker_of("u = a + b", a=0.2143, b=0.0381)
    assert mark_one(marker, "u", "0.2143").diagnosis.ids == ("drop-term",)


def test_marking_without_keeping_leaves_no_trace(squares: Marker) -> None:
    step = step_of(squares, "dz2")
    mark = squares.mark(step, typed(squares.sheet.values["dz2"] * 1.5), keep=False)
    assert (mark.verdict, squares.own) == ("wrong", {})
