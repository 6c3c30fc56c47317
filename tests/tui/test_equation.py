"""The equation of matrices, fitted into its room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.support import array, text_of
from tutor.formula.evaluate import evaluate
from tutor.formula.operations.operation import Array
from tutor.formula.parse import parse_expression
from tutor.tui.picture.equation import Equation, Term, draw_equation
from tutor.tui.picture.formula import Detail, pieces
from tutor.tui.picture.quantity import Quantity
from tutor.tui.picture.text import row_width

VALUES = {
    "X": array([0, 0], [0, 1], [1, 0], [1, 1]),
    "W": array([1.2, 1.4], [-1.0, -0.7]),
    "b": np.array([-1.2, 0.8]),
    "y": array([0.5], [0.25], [0.5], [0.75]),
    "Y": array([0], [1], [1], [0]),
    "eta": np.array(2.0),
}


def equation(text: str, values: Mapping[str, Array] = VALUES, name: str = "z") -> Equation:
    expr = parse_expression(text)
    shapes = {key: value.shape for key, value in values.items()}

    def terms(detail: Detail) -> Sequence[Term]:
        return [
            piece if isinstance(piece, str) else Quantity(piece.label, piece.shape, evaluate(piece.expr, values))
            for piece in pieces(expr, shapes, str, detail)
        ]

    result = evaluate(expr, values)
    return Equation(terms, Quantity(name, result.shape, result, new=True))


def drawn(text: str, width: int = 78, height: int = 9, values: Mapping[str, Array] = VALUES) -> list[str]:
    return text_of(draw_equation(equation(text, values), width, height))


def test_a_product_and_a_sum() -> None:
    assert drawn("X @ W + b") == [
        "⎡0  0⎤                                ⎡−1.2  0.8⎤",
        "⎢0  1⎥ · ⎡ 1.2   1.4⎤ + [−1.2  0.8] = ⎢−2.2  0.1⎥",
        "⎢1  0⎥   ⎣−1.0  −0.7⎦                 ⎢ 0    2.2⎥",
        "⎣1  1⎦                                ⎣−1.0  1.5⎦",
        "  X           W              b            ▸z",
        " 4×2         2×2             2            4×2",
    ]


def test_brackets_are_as_high_as_what_they_hold() -> None:
    assert drawn("(y - Y) / 4") == [
        "⎛⎡0.50⎤   ⎡0⎤⎞       ⎡ 0.1250⎤",
        "⎜⎢0.25⎥ − ⎢1⎥⎟ / 4 = ⎢−0.1875⎥",
        "⎜⎢0.50⎥   ⎢1⎥⎟       ⎢−0.1250⎥",
        "⎝⎣0.75⎦   ⎣0⎦⎠       ⎣ 0.1875⎦",
        "   y       Y            ▸z",
        "  4×1     4×1           4×1",
    ]


def test_an_exponent_stands_at_the_top() -> None:
    rows = drawn("sum((y - Y)**2)")
    assert "⎞²⎞" in rows[0]
    assert all("²" not in line for line in rows[1:])


def test_numbers_stand_in_the_line() -> None:
    assert drawn("W - eta * W")[0] == "⎡ 1.2   1.4⎤ −  2  · ⎡ 1.2   1.4⎤ = ⎡−1.2  −1.4⎤"


def test_a_narrow_room_takes_less_apart() -> None:
    assert drawn("(y - Y) / 4", width=29)[-2:] == [" y − Y           ▸z", "  4×1            4×1"]


def test_a_room_that_is_narrower_still_gets_several_rows() -> None:
    rows = drawn("X @ W + b", width=30, height=14)
    assert len(rows) == 12
    assert rows[6].startswith("  ")
    assert max(map(len, rows)) <= 30
    assert "…" not in "".join(rows)


LARGE = {"A": np.random.default_rng(1).normal(size=(64, 784)), "B": np.random.default_rng(2).normal(size=(784, 128))}


def test_large_matrices_are_cut_and_counted() -> None:
    rows = drawn("A @ B", 78, 9, LARGE)
    assert len(rows) == 9
    assert any("…783…" in line and "…127…" in line for line in rows)
    assert any("⋮58" in line for line in rows)
    assert rows[-1].split() == ["64×784", "784×128", "64×128"]


def test_no_part_of_a_formula_is_computed_that_is_not_drawn() -> None:
    def never() -> Array:
        raise AssertionError

    def terms(detail: Detail) -> Sequence[Term]:
        if detail == "terse":
            return [Quantity("A · B", (64, 128), never)]
        return [Quantity("A", (64, 784), LARGE["A"]), "·", Quantity("B", (784, 128), LARGE["B"])]

    assert draw_equation(Equation(terms, Quantity("z", (64, 128), LARGE["A"][:, :128])), 78, 9).height == 9


SIZES = st.integers(1, 12)


@given(SIZES, SIZES, SIZES, st.integers(20, 130), st.integers(4, 20), st.integers(0, 2**32 - 1))
def test_an_equation_never_leaves_its_columns(
    rows: int, inner: int, columns: int, width: int, height: int, seed: int
) -> None:
    draws = np.random.default_rng(seed)
    shapes = {"A": (rows, inner), "B": (inner, columns), "c": (columns,)}
    values = {name: draws.normal(size=shape) for name, shape in shapes.items()}
    picture = draw_equation(equation("A @ B + c", values), width, height)
    narrowest = 30  # one column of each matrix, cut, in rows of its own
    assert all(row_width(line) <= max(width, narrowest) for line in picture.rows)


@pytest.mark.parametrize("height", range(3, 20))
def test_a_usual_window_has_room_for_the_whole_height(height: int) -> None:
    assert len(drawn("X @ W + b", 78, height)) <= max(height, 6)
    assert len(drawn("A @ B", 78, max(height, 4), LARGE)) <= max(height, 4)
