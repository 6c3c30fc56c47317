"""A value while it is being set by hand, and the numbers that are typed for it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import batched_model, large_model, session
from tutor.engine.machine import rows_seen
from tutor.messages import LANGUAGES
from tutor.tui.draft import Draft
from tutor.tui.editable import draft, editable, settable
from tutor.tui.moment import Moment
from tutor.tui.picture.quantity import Quantity
from tutor.tui.picture.text import Picture
from tutor.tui.session import Session
from tutor.tui.typed import NotANumberError, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5.0), ("-0.25", -0.25), ("−0.25", -0.25), ("1/3", 1 / 3), ("2**-3", 0.125), ("sqrt(2)", 2**0.5),
        (" 1e-3 ", 1e-3), ("1ㄷ-3", 1e-3), ("exp(0)", 1.0), ("sum(3)", 3.0), ("2 * (3 - 1) # four", 4.0),
        ("1 < 2", 1.0),
    ],
)  # fmt: skip
def test_numbers_as_they_are_typed(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "key", "column"),
    [
        ("1 + x", "tui.typed-name", 4),
        ("1 / 0", "tui.typed-not-finite", None),
        ("one_hot(2, 3)", "tui.typed-many", None),
        ("normal(1, 3)", "tui.typed-name", 0),
        ("3 ^ 2", "formula.write-instead", 2),
        ("(1", "formula.unclosed-bracket", 0),
        ("", "formula.empty", 0),
        ("1e999", "formula.too-large", 0),
        ("sin(1)", "formula.unknown-operation-near", 0),
    ],
)
def test_what_is_no_number_is_said_with_its_place(text: str, key: str, column: int | None) -> None:
    with pytest.raises(NotANumberError) as found:
        read_number(text)
    assert (found.value.message.key, found.value.column) == (key, column)
    assert all(found.value.message.say(language) for language in LANGUAGES)


def matrix_draft(*shape: int) -> Draft:
    array = np.arange(float(np.prod(shape))).reshape(shape)
    return Draft("W", Quantity("W", array.shape, array), array)


def test_moving_from_cell_to_cell() -> None:
    it = matrix_draft(2, 3)
    it.follow(1)
    assert it.at == (0, 1)
    it.follow(-2)
    assert it.at == (1, 2)
    it.follow(1)
    assert it.at == (0, 0)
    it.move(5, 1)
    assert it.at == (1, 1)
    it.move(-5, -5)
    assert it.at == (0, 0)
    assert it.address == "W[0,0]"


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 2, 3)])
def test_cells_of_values_of_any_rank(shape: tuple[int, ...]) -> None:
    it = matrix_draft(*shape)
    seen = []
    for _ in range(it.old.size):
        seen.append(it.at)
        it.put(float(len(seen)) * 100)
        it.follow(1)
    assert seen == list(np.ndindex(shape))
    assert it.changed == it.old.size
    assert it.new.shape == shape
    assert it.picture(60, 12).width <= 60
    it.put(None)
    assert it.new[it.at] == it.old[it.at]


def test_the_old_value_stands_beside_the_new_one() -> None:
    it = matrix_draft(2, 2)
    it.put(7.5)
    assert it.picture(60, 10).plain().split("\n")[:3] == [
        "   0  1         0    1",
        "0 ⎡0  1⎤ → 0 ⎡7.5  1.0⎤",
        "1 ⎣2  3⎦   1 ⎣2.0  3.0⎦",
    ]
    assert Picture((it.cell(),)).plain() == "W[0,0]  0 → 7.5"


@pytest.mark.parametrize(("width", "height"), [(58, 8), (78, 12), (118, 20)])
@pytest.mark.parametrize("at", [(0, 0), (400, 60), (783, 127)])
def test_of_a_large_matrix_the_part_around_the_cell_is_shown(width: int, height: int, at: tuple[int, int]) -> None:
    array = np.linspace(-1.0, 1.0, 784 * 128).reshape(784, 128)
    it = Draft("W1", Quantity("W₁", array.shape, array), array, at)
    it.put(5.0)
    picture = it.picture(width, height)
    assert picture.width <= width
    assert picture.height <= height
    text = picture.plain()
    assert "5.0000" in text
    assert f"\n{at[0]} " in text or f" {at[0]} ⎣" in text or f"{at[0]} ⎡" in text or f"{at[0]} ⎢" in text
    assert "784×128" in text


def test_everything_that_can_be_set_is_listed() -> None:
    moment = Moment(session(), "en")
    assert [(value.name, value.kind) for value in editable(moment)] == [
        ("W1", "parameter"), ("b1", "parameter"), ("W2", "parameter"), ("b2", "parameter"),
        ("X", "datum"), ("Y", "datum"), ("eta", "hyper"),
    ]  # fmt: skip
    assert settable(moment.session, "z1") is None
    assert draft(moment, "z1") is None


def test_of_a_batch_the_row_of_the_whole_data_is_set() -> None:
    it = Session(batched_model())
    rows = rows_seen(it.model, 0)
    assert rows is not None
    begun = draft(Moment(it, "en"), "X", (2, 1))
    assert begun is not None
    assert begun.old.shape == (4, 2)
    assert begun.at == (rows[2], 1)
    shown = it.value("X")
    assert shown is not None
    assert np.array_equal(begun.old[list(rows)], shown)


def test_the_labels_of_the_lesson_stand_at_the_grid() -> None:
    begun = draft(Moment(session(), "en"), "W1")
    assert begun is not None
    head = begun.picture(78, 10).plain().split("\n")[0]
    assert head.split() == ["h₁", "h₂", "h₁", "h₂"]


def test_a_large_draft_is_drawn_quickly() -> None:
    from time import perf_counter

    begun = draft(Moment(Session(large_model()), "en"), "W1", (700, 100))
    assert begun is not None
    begin = perf_counter()
    begun.picture(118, 20)
    assert perf_counter() - begin < 1.0  # what is not seen is not written
