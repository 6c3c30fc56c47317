"""Matrices in brackets: aligned, labelled, cut to their room, and never a 0 that has not been computed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.support import array, text_of
from tutor.formula.operations.operation import Array, Shape
from tutor.tui.picture.block import Block, Caps, draw
from tutor.tui.picture.matrix import cell_role
from tutor.tui.picture.quantity import Quantity
from tutor.tui.picture.text import row_width
from tutor.tui.picture.visible import Gap, visible


def drawn(value: Array | None, shape: Shape | None = None, caps: Caps | None = None, **options: object) -> list[str]:
    quantity = Quantity("W", value.shape if value is not None else shape or (), value, **options)  # type: ignore[arg-type]
    return text_of(draw(quantity, caps).rows)


def test_a_matrix() -> None:
    assert drawn(array([1.2, 1.4], [-1.0, -0.7])) == [
        "⎡ 1.2   1.4⎤",
        "⎣−1.0  −0.7⎦",
    ]


def test_three_rows_have_a_middle() -> None:
    assert drawn(array([1], [0], [-1])) == ["⎡ 1⎤", "⎢ 0⎥", "⎣−1⎦"]


def test_a_vector_and_a_matrix_of_one_row_stand_between_square_brackets() -> None:
    assert drawn(np.array([0.5, 1.25])) == ["[0.50  1.25]"]
    assert drawn(array([[0.5, 1.25]])) == ["[0.50  1.25]"]


def test_a_number_has_no_brackets() -> None:
    assert drawn(np.array(0.5)) == ["0.5"]


def test_what_has_not_been_computed_is_no_zero() -> None:
    assert drawn(None, (2, 2)) == ["⎡·  ·⎤", "⎣·  ·⎦"]
    assert drawn(None, ()) == ["·"]


def test_rows_and_columns_are_labelled() -> None:
    assert drawn(array([1.2, 1.4], [-1.0, -0.7]), rows=("x₁", "x₂"), columns=("h₁", "h₂")) == [
        "      h₁    h₂",
        "x₁ ⎡ 1.2   1.4⎤",
        "x₂ ⎣−1.0  −0.7⎦",
    ]


def test_korean_labels_keep_the_columns_straight() -> None:
    rows = draw(Quantity("W", (2, 1), array([1], [2]), rows=("사과", "귤"), columns=("가격",))).rows
    assert text_of(rows) == ["      가격", "사과 ⎡   1⎤", "  귤 ⎣   2⎦"]
    assert len({row_width(line) for line in rows}) == 1


def test_labels_are_left_out_where_there_is_no_room_for_them() -> None:
    assert drawn(array([1], [2]), caps=Caps(labels=False), rows=("x₁", "x₂")) == ["⎡1⎤", "⎣2⎦"]


def test_columns_and_rows_that_are_not_shown_are_counted() -> None:
    value = np.arange(40.0).reshape(5, 8)
    assert drawn(value, caps=Caps(rows=4, columns=3, gap=1)) == [
        "⎡ 0  1  …   7⎤",
        "⎢ 8  9 …5… 15⎥",
        "⎢⋮2  ⋮      ⋮⎥",
        "⎣32 33  …  39⎦",
    ]


def test_a_large_matrix_costs_what_is_visible(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def counting(values: list[float], digits: int, fixed: bool) -> list[str]:
        seen.append(len(values))
        return [f"{value:.2f}" for value in values]

    monkeypatch.setattr("tutor.tui.picture.matrix.number_texts", counting)
    draw(Quantity("W", (784, 128), np.zeros((784, 128))), Caps(rows=6, columns=4))
    assert seen == [5 * 4]


def test_the_cell_that_was_asked_for_is_shown() -> None:
    value = np.zeros((60, 60))
    value[30, 40] = 7
    quantity = Quantity("W", (60, 60), value, selected=(30, 40))
    spans = [span for line in draw(quantity, Caps(rows=6, columns=4)).rows for span in line if span.role == "selected"]
    assert [span.text.strip() for span in spans] == ["7"]


def test_planes_stand_beside_each_other_and_are_counted() -> None:
    assert drawn(np.arange(12.0).reshape(3, 2, 2)) == ["⎡0  1⎤ ⎡4  5⎤ ⎡ 8   9⎤", "⎣2  3⎦ ⎣6  7⎦ ⎣10  11⎦"]
    assert "…28…" in drawn(np.zeros((30, 2, 2)), caps=Caps(columns=4))[0]


def test_signs_and_sizes_have_roles() -> None:
    assert [cell_role(value, 1.0) for value in (1.0, 0.2, 0.01, 0.0, -0.01, -0.2, -1.0)] == [
        "plus3", "plus2", "plus1", "zero", "minus1", "minus2", "minus3",
    ]  # fmt: skip
    assert cell_role(float("nan"), 1.0) == cell_role(float("-inf"), 1.0) == "lost"


def test_visible_rows_are_the_first_ones_and_the_last() -> None:
    assert visible(4, 4) == (0, 1, 2, 3)
    assert visible(10, 4) == (0, 1, 2, Gap(6), 9)
    assert visible(10, 1) == (0, Gap(9))


def test_further_on_both_sides_are_counted() -> None:
    assert visible(10, 4, 2) == (Gap(2), 2, 3, 4, Gap(5))
    assert visible(10, 4, 6) == visible(10, 4, 99) == (Gap(6), 6, 7, 8, 9)
    assert visible(10, 1, 3) == (3, Gap(9))


def test_the_window_follows_the_cell_that_is_kept() -> None:
    assert visible(10, 3, keep=5) == (Gap(4), 4, 5, Gap(4))
    assert visible(10, 4, 4, keep=7) == (Gap(5), 5, 6, 7, Gap(2))
    assert visible(10, 4, 4, keep=2) == (Gap(2), 2, 3, 4, Gap(5))
    assert visible(10, 4, 4, keep=5) == visible(10, 4, 4)


@given(st.integers(1, 200), st.integers(1, 20), st.integers(0, 220), st.integers(0, 199) | st.none())
def test_nothing_is_left_uncounted(count: int, cap: int, start: int, keep: int | None) -> None:
    keep = None if keep is None else keep % count
    shown = visible(count, cap, start, keep)
    positions = [one for one in shown if isinstance(one, int)]
    assert len(positions) <= max(cap, 1)
    assert positions == sorted(set(positions))
    assert len(positions) + sum(one.count for one in shown if isinstance(one, Gap)) == count
    assert keep is None or keep in positions
    if keep is not None and keep in visible(count, cap, start):
        assert shown == visible(count, cap, start)


@given(
    st.tuples(st.integers(1, 30), st.integers(1, 30)), st.integers(1, 12), st.integers(1, 12), st.integers(1, 2),
    st.booleans(), st.integers(0, 2**32 - 1),
)  # fmt: skip
def test_every_row_is_as_wide_as_the_block(
    shape: Shape, rows: int, columns: int, gap: int, computed: bool, seed: int
) -> None:
    value = np.random.default_rng(seed).normal(0, 10.0 ** (seed % 7 - 3), shape) if computed else None
    block: Block = draw(Quantity("W", shape, value), Caps(rows, columns, gap))
    assert {row_width(line) for line in block.rows} == {block.width}
    assert len(block.rows) <= max(rows, 2)
    assert 0 <= block.axis < len(block.rows)
