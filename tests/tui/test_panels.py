"""What the parts of the step screen say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tui.support import array, graph_model, large_model, lesson, model, moment_at, session, text_of, xor_model
from tutor.engine.rules import RULES
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.moment import Moment
from tutor.tui.panels import header
from tutor.tui.panels.data import data
from tutor.tui.panels.line import line
from tutor.tui.panels.note import note
from tutor.tui.panels.parameters import parameters
from tutor.tui.picture.numbers import number_text
from tutor.tui.picture.text import row_width
from tutor.tui.session import Session

NAMES = ("xor", "two-outputs", "apples-and-oranges", "optimisers")


def test_the_title_stands_over_the_position() -> None:
    assert header.title(moment_at(session(), 3, 10), 80).plain() == (
        " XOR with two hidden units                  update 3 · line 10 of 16 · backward"
    )


def test_a_lesson_without_updates_counts_none() -> None:
    assert header.position(moment_at(session("apples-and-oranges"), 0, 5)) == "line 5 of 12 · backward"


def test_the_beginning_of_a_pass_is_named() -> None:
    assert header.position(moment_at(session(), 2, 0)) == "update 2 · start, 16 lines"


def test_the_rail() -> None:
    assert text_of(header.rail(moment_at(session(), 0, 7), 80)) == [
        " forward   ✓ z₁  ✓ h  ✓ z₂  ✓ y  ✓ L                                   L 0.7159",
        " backward  ✓ ∂z₂  ▸ ∂W₂  · ∂b₂  · ∂h  · ∂z₁  · ∂W₁  · ∂b₁                   η 2",
        " update    · W₁  · b₁  · W₂  · b₂                                 accuracy 0.25",
    ]


def test_the_rail_in_korean() -> None:
    assert text_of(header.rail(moment_at(session(), 0, 7, "ko"), 80))[2] == (
        " 갱신    · W₁  · b₁  · W₂  · b₂                                     정확도 0.25"
    )


@given(st.integers(60, 200), st.integers(0, 40))
@settings(max_examples=60)
def test_a_long_rail_shows_the_current_line_and_counts_the_others(width: int, at: int) -> None:
    text = "\n".join(f"value{number} = w + {number}" for number in range(39)) + "\nL = value3 * value38"
    it = Session(model(text, {"w": np.array(1.0)}))
    for _ in range(at):
        it.forward()
    rows = text_of(header.rail(Moment(it, "en"), width))
    if at > 0:
        assert sum(row.count("▸") for row in rows) == 1
    shown = rows[0].count("value") + rows[0].count(" L") * (rows[0].split()[-2:] != ["L", "·"])
    assert shown < 41
    assert "…" in rows[0] or width > 180


def test_nothing_that_is_not_computed_reads_0() -> None:
    it = session()
    for line_number in range(5):
        moment = moment_at(it, 0, line_number)
        gradients = [row.gradient for row in moment.parameters]
        assert all(gradient is not None and gradient.array is None for gradient in gradients)
        assert text_of(parameters(moment, 78, 8))[1:] == [
            " W₁   ⎡ 1.2   1.4⎤   ⎡·  ·⎤     ⎡·  ·⎤",
            "      ⎣−1.0  −0.7⎦   ⎣·  ·⎦     ⎣·  ·⎦",
            " b₁   [−1.2  0.8]    [·  ·]     [·  ·]",
            " W₂   ⎡−0.8⎤         ⎡·⎤        ⎡·⎤",
            "      ⎣ 1.1⎦         ⎣·⎦        ⎣·⎦",
            " b₂   [−0.5]         [·]        [·]",
        ]


def test_what_the_step_computed_is_marked_among_the_parameters() -> None:
    rows = text_of(parameters(moment_at(session(), 0, 15), 78, 8))
    assert rows[4] == "▸W₂  ▸⎡−0.7891⎤            ⎡−0.005458⎤             ▸⎡ 0.01092⎤"
    assert sum(row.count("▸") for row in rows) == 3
    rows = text_of(parameters(moment_at(session(), 0, 8), 78, 8))
    assert [row.count("▸") for row in rows] == [0, 0, 0, 0, 0, 0, 1]


def test_a_parameter_without_a_gradient_says_so() -> None:
    net = model(
        "a = step(X @ w)\nL = mean((a * v - Y)**2)",
        {"w": array(0.5, 0.5), "v": np.array(1.0)},
        {"X": array([0, 1], [1, 1]), "Y": array(0, 1)},
        hyper={"eta": 0.1},
        update=RULES["sgd"],
    )
    assert "no gradient" in parameters(Moment(Session(net), "en"), 78, 8).plain()


def test_a_graph_has_no_column_of_changes() -> None:
    rows = text_of(parameters(Moment(Session(graph_model()), "en"), 78, 8))
    assert rows[0].split() == ["value", "gradient"]


def test_large_parameters_keep_to_their_room() -> None:
    moment = Moment(Session(large_model()), "en")
    for width, height in ((78, 8), (58, 12), (58, 20)):
        picture = parameters(moment, width, height)
        assert picture.width <= width
        assert picture.height <= height
        assert "…" in picture.plain()


def test_the_data() -> None:
    assert text_of(data(moment_at(session(), 0, 4), 78, 7)) == [
        " X inputs       Y targets   ▸y prediction ŷ",
        "     x₁  x₂                        o",
        " 00 ⎡ 0   0⎤    ⎡0⎤          ⎡0.5184⎤",
        " 01 ⎢ 0   1⎥    ⎢1⎥          ⎢0.4994⎥",
        " 10 ⎢ 1   0⎥    ⎢1⎥          ⎢0.5226⎥",
        " 11 ⎣ 1   1⎦    ⎣0⎦          ⎣0.5459⎦",
    ]


def test_the_data_of_a_large_lesson_keep_to_their_room() -> None:
    picture = data(Moment(Session(large_model()), "en"), 38, 8)
    assert picture.width <= 38
    assert picture.height <= 8


def test_the_note_ends_with_what_comes_next() -> None:
    rows = text_of(note(moment_at(session(), 0, 4), 78, 20))
    assert rows[0].startswith("The first table of deck 000")
    assert rows[-1] == "→ next  L = BCE(y, Y)"


def test_a_line_without_a_note_says_what_its_operation_does() -> None:
    rows = text_of(note(moment_at(Session(xor_model()), 0, 7), 78, 20))
    assert rows[0].startswith("What it does: the matrix product")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_end_of_a_pass_leads_on(language: Language) -> None:
    assert (
        say("tui.position-update", language, update=5) in note(moment_at(session(), 4, 16, language), 200, 20).plain()
    )
    assert "Home" in note(moment_at(session("apples-and-oranges"), 0, 12, language), 78, 20).plain()


def test_a_long_note_leaves_room_for_the_scroll_bar() -> None:
    picture = note(moment_at(session(), 0, 7), 78, 3)
    assert picture.height > 3
    assert picture.width <= 76


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [58, 78, 118])
def test_every_line_of_a_lesson_keeps_to_its_room(name: str, language: Language, width: int) -> None:
    it = session(name)
    for number in range(len(it.run.lines) + 1):
        moment = moment_at(it, 0, number, language)
        for picture in (line(moment, width, 10), parameters(moment, width, 8), header.rail(moment, width)):
            assert picture.width <= width, (number, picture.plain())
        assert line(moment, width, 10).height <= 10
        assert note(moment, width, 8).width <= width
        if lesson(name).base.data:
            assert data(moment, width, 8).width <= width


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_window_that_is_too_small_says_so(language: Language) -> None:
    picture = header.too_small(language, 20, 5, (60, 18))
    assert picture.width <= 20
    assert picture.height <= 5
    assert "60×18" in picture.plain()


MANY_WATCHES = ("train-validation-test", "weight-decay", "dropout", "hyper-parameters", "practice-training-well")


@pytest.mark.parametrize("name", MANY_WATCHES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_watches_are_told_apart_and_no_number_is_cut(name: str, language: Language, width: int) -> None:
    it = session(name)
    it.advance(1)
    it.end()
    moment = Moment(it, language)
    picture = header.rail(moment, width)
    assert all(row_width(row) <= width for row in picture.rows)
    text = picture.plain()
    found = [
        reading
        for reading in moment.watches
        if reading.value is not None
        and any(
            f"{label} {number_text(reading.value)}" in text for label in (reading.label, reading.short or reading.label)
        )
    ]
    left_out = len(moment.watches) - len(found)
    assert text.splitlines()[-1].endswith(f"…{left_out}") == (left_out > 0)
    assert len({reading.short or reading.label for reading in moment.watches}) == len(moment.watches)
    if width >= 120:
        assert left_out == 0
    if width >= 80:
        assert len(found) >= min(3, len(moment.watches))


def test_readings_stay_where_they_are_while_their_numbers_change() -> None:
    it = session("train-validation-test")
    labels = []
    for _ in range(12):
        it.advance(1)
        it.end()
        rows = header.rail(Moment(it, "en"), 120).plain().splitlines()
        labels.append([[word for word in row.split() if word.isalpha()] for row in rows])
    assert all(row == labels[0] for row in labels)


def test_a_name_without_room_is_cut_and_not_its_number() -> None:
    it = session("numeric-derivative")
    text = header.rail(Moment(it, "en"), 34).plain()
    assert "…" in text
