"""The signs that cells bear while one selects."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.support import array, text_of
from tutor.formula.operations.operation import Array
from tutor.tui.picture.block import Caps, draw
from tutor.tui.picture.quantity import Marks, Quantity
from tutor.tui.picture.tags import Spot, Subject, Tagged
from tutor.tui.picture.text import row_width

W = array([1.2, 1.4], [-1.0, -0.7])
SUBJECT = Subject("line", "result", "value", "W")


def drawn(value: Array, marks: Marks | None, caps: Caps | None = None) -> list[str]:
    return text_of(draw(Quantity("W", value.shape, value, subject=SUBJECT, marks=marks), caps).rows)


def mask(*rows: object) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.array(rows, dtype=bool)


def test_the_selected_cell_stands_between_brackets() -> None:
    assert drawn(W, Marks((0, 0), tight=False)) == ["⎡ ‹1.2›  1.4⎤", "⎣ −1.0  −0.7⎦"]
    assert drawn(W, Marks((1, 1), tight=False)) == ["⎡  1.2   1.4⎤", "⎣ −1.0 ‹−0.7›"]


def test_without_room_a_sign_takes_the_place_of_a_bracket_and_nothing_moves() -> None:
    plain = drawn(W, None)
    for cell, rows in (
        ((0, 1), ["⎡ 1.2  ‹1.4›", "⎣−1.0  −0.7⎦"]), ((1, 0), ["⎡ 1.2   1.4⎤", "‹−1.0› −0.7⎦"]),
        ((1, 1), ["⎡ 1.2   1.4⎤", "⎣−1.0 ‹−0.7›"]),
    ):  # fmt: skip
        assert drawn(W, Marks(cell)) == rows
        assert [len(row) for row in rows] == [len(row) for row in plain]


def test_what_is_read_and_what_reads_have_signs() -> None:
    marks = Marks(None, (0, 1), mask([1, 0], [0, 0]), mask([0, 0], [1, 1]), tight=False)
    assert drawn(W, marks) == ["⎡ •1.2  =1.4⎤", "⎣∘−1.0 ∘−0.7⎦"]


def test_a_number_has_room_on_both_sides() -> None:
    number = np.array(0.5)
    assert drawn(number, Marks()) == [" 0.5"]
    assert drawn(number, Marks(())) == ["‹0.5›"]
    assert drawn(number, Marks(reads=np.array(True))) == ["•0.5"]


def test_a_vector_and_planes() -> None:
    assert drawn(np.array([1.0, 2.0, 3.0]), Marks((1,))) == ["[1 ‹2› 3]"]
    cube = np.arange(8.0).reshape(2, 2, 2)
    assert drawn(cube, Marks((1, 0, 1))) == ["⎡0  1⎤ ⎡4 ‹5›", "⎣2  3⎦ ⎣6  7⎦"]


def test_of_a_large_matrix_only_what_is_shown_is_marked() -> None:
    value = np.zeros((784, 128))
    reads = np.zeros((784, 128), dtype=bool)
    reads[:, 5] = True
    rows = drawn(value, Marks((400, 5), None, reads), Caps(rows=6, columns=3, gap=1))
    assert sum("•" in row for row in rows) == 3
    assert sum("‹" in row for row in rows) == 1
    assert any("⋮" in row for row in rows[:1])
    assert any("⋮" in row for row in rows[-1:])


@given(
    st.integers(1, 9), st.integers(1, 9), st.integers(0, 99), st.integers(0, 99), st.integers(1, 12), st.integers(1, 9)
)
def test_the_selected_cell_is_always_drawn_and_known(
    rows: int, columns: int, down: int, across: int, room: int, most: int
) -> None:
    value = np.random.default_rng(rows * 10 + columns).normal(size=(rows, columns))
    cell = (down % rows, across % columns)
    for tight in (True, False):
        marks = Marks(cell, tight=tight)
        quantity = Quantity("W", value.shape, value, subject=SUBJECT, marks=marks)
        block = draw(quantity, Caps(room, most, 1))
        spans = [span for row in block.rows for span in row if isinstance(span, Tagged)]
        assert [span.tag for span in spans if span.role == "selected"] == [Spot(SUBJECT, cell)]
        assert {row_width(row) for row in block.rows} == {block.width}
        for span in spans:
            assert isinstance(span.tag, Spot)
            shown = float(span.text.strip("‹›•∘ ").replace("−", "-"))
            assert np.isclose(shown, value[span.tag.cell], rtol=1e-2, atol=1e-3)
