"""A formula cut into what is drawn: matrices, and the signs between them."""

from __future__ import annotations

import pytest

from tutor.formula.display import display_name
from tutor.formula.operations.operation import Shape
from tutor.formula.parse import parse_expression
from tutor.tui.picture.formula import Detail, Operand, pieces, written

SHAPES: dict[str, Shape] = {
    "X": (4, 2), "W": (2, 2), "b": (2,), "h": (4, 2), "dh": (4, 2), "y": (4, 1), "Y": (4, 1), "V": (2, 1),
    "eta": (), "dW": (2, 2), "c": (), "k": (),
}  # fmt: skip


def naming(name: str) -> str:
    return display_name(name, {"dh", "dW"})


def cut(text: str, detail: Detail = "whole") -> str:
    """Operands in angle brackets, everything else as it is, spaces between."""
    found = pieces(parse_expression(text), SHAPES, naming, detail)
    return " ".join(f"<{piece.label}>" if isinstance(piece, Operand) else piece for piece in found)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("X @ W + b", "<X> · <W> + <b>"),
        ("dh * h * (1 - h)", "<∂L/∂h> ⊙ <h> ⊙ <1 − h>"),
        ("(y - Y) / 4", "( <y> − <Y> ) / 4"),
        ("h.T @ dh", "<hᵀ> · <∂L/∂h>"),
        ("sum(dh, axis=0)", "Σ↓ <∂L/∂h>"),
        ("sigmoid(X)", "σ <X>"),
        ("bce(y, Y)", "BCE ( <y> , <Y> )"),
        ("W - eta * dW", "<W> − <η> · <∂L/∂W>"),
        ("0.5 * sum((y - Y)**2)", "0.5 · Σ ( ( <y> − <Y> ) ² )"),
        ("dh * (1 - h**2)", "<∂L/∂h> ⊙ <1 − h²>"),
        ("abs(y)", "| <y> |"),
        ("dh", "<∂L/∂h>"),
        ("3", "3"),
        ("c * (1 - k)", "<c> · ( 1 − <k> )"),
        ("X[0, :]", "<X[0, :]>"),
    ],
)
def test_a_formula_taken_apart(text: str, parts: str) -> None:
    assert cut(text) == parts


def test_what_stands_in_brackets_can_be_drawn_as_one() -> None:
    assert cut("(y - Y) / 4", "brief") == "<y − Y> / 4"
    assert cut("(h @ V - Y) @ V.T", "brief") == "<h · V − Y> · <Vᵀ>"
    assert cut("X @ W + b", "brief") == "<X> · <W> + <b>"


def test_operands_of_the_last_operation_can_be_drawn_as_one() -> None:
    assert cut("X @ W + b", "terse") == "<X · W> + <b>"


def test_a_draw_is_never_made_again() -> None:
    assert cut("h * (bernoulli(0.5, h) / 0.5)", "brief") == "<h> ⊙ ( bernoulli ( 0.5, <h> ) / 0.5 )"


def test_shapes_are_those_of_what_is_drawn() -> None:
    found = pieces(parse_expression("h.T @ dh"), SHAPES, naming)
    assert [piece.shape for piece in found if isinstance(piece, Operand)] == [(2, 4), (4, 2)]


def test_a_gradient_is_put_in_brackets_before_an_exponent() -> None:
    assert written(parse_expression("dh**2 + dW.T"), SHAPES, naming) == "(∂L/∂h)² + (∂L/∂W)ᵀ"
