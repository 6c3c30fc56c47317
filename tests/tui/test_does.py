"""What a line does is said step by step, and none is left out."""

from __future__ import annotations

import pytest

from tests.tui.support import session, shipped
from tutor.engine.run import Run
from tutor.formula.operations.operation import Shape
from tutor.formula.parse import parse_expression
from tutor.formula.tree import Apply, Number, names_in, walk
from tutor.messages import LANGUAGES, Language
from tutor.tui.does import what_it_does
from tutor.tui.moment import Moment

SHAPES: dict[str, Shape] = {
    "X": (4, 2), "W": (2, 3), "y": (4, 1), "Y": (4, 1), "h": (4, 2), "g": (4, 2), "b": (2,), "w": (4, 1), "v": (3,),
    "eta": (), "p": (), "training": (),
}  # fmt: skip


def does(text: str, language: Language = "en") -> str:
    message = what_it_does(parse_expression(text), SHAPES, str, language)
    return "" if message is None else message.say(language).partition(": ")[2].removesuffix(".")


@pytest.mark.parametrize(
    ("formula", "steps"),
    [
        ("X @ W", "the matrix product of X and W: rows times columns"),
        ("X @ W + v", "the matrix product of X and W: rows times columns → adds v to every row"),
        ("h + b", "adds b to every row of h"),
        ("h - w", "subtracts w from every column of h"),
        ("h * b", "multiplies every row of h by b, cell by cell"),
        ("(y - Y) / 4", "subtracts Y from y, cell by cell → divides every cell by 4"),
        ("(y - Y) / (4 * y * (1 - y))", "divides y − Y by 4 · y ⊙ (1 − y), cell by cell"),
        ("g * h * (1 - h)", "subtracts every cell of h from 1 → multiplies that by g and h, cell by cell"),
        ("h - eta * g", "multiplies every cell of g by eta → subtracts that from h, cell by cell"),
        ("eta - p * eta", "multiplies p by eta → subtracts that from eta"),
        ("mean((y - Y)**2)",
         "subtracts Y from y, cell by cell → raises every cell to the power 2 → the mean of all cells"),
        ("0.5 * mean(h)", "the mean of all cells: h → multiplies that by 0.5"),
        ("sum(h, axis=0)", "adds the cells of each column"),
        ("sum(h, axis=-1)", "adds the cells of each row"),
        ("sum(v, axis=0)", "adds all cells"),
        ("h - mean(h, axis=0)", "the mean of the cells of each column: h → subtracts that from every row of h"),
        ("h / sqrt(p)", "the square root: p → divides every cell of h by that"),
        ("g * (h > 0)", "1 where h > 0, else 0 → multiplies that by g, cell by cell"),
        ("h * where(training, g / p, 1)",
         "g / p where training holds, 1 elsewhere → multiplies that by h, cell by cell"),
        ("sigmoid(h)", "1 / (1 + e^-h): maps any number between 0 and 1"),
        ("sigmoid(-h)", "changes the sign: h → 1 / (1 + e^-…): maps any number between 0 and 1"),
        ("bernoulli(1 - p, h)", "ones with probability 1 − p, else zeros, in the shape of h; no gradient passes"),
        ("bce(y, Y)", "binary cross-entropy: -mean(Y ln y + (1 - Y) ln(1 - y)) over all cells"),
        ("maximum(0.1 * h, h)", "the larger of two, cell by cell: 0.1 · h, h"),
        ("2**(eta + 1)", "adds 1 to eta → raises 2 to the power that"),
        ("h", "takes h as it is"),
        ("h.T", "rows become columns"),
        ("1.5", ""),
    ],
)  # fmt: skip
def test_the_steps(formula: str, steps: str) -> None:
    assert does(formula) == steps


def test_the_steps_in_korean() -> None:
    assert does("(y - Y) / 4", "ko") == "칸마다 y에서 Y 빼기 → 모든 칸 나누기 4"
    assert does("h - eta * g", "ko") == "g의 모든 칸에 eta 곱하기 → 칸마다 h에서 그 값 빼기"
    assert does("sum(h, axis=0)", "ko") == "열마다 모든 칸 더하기"


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_steps_are_counted(language: Language) -> None:
    formula = "sigmoid(" * 9 + "h" + ")" * 9
    message = what_it_does(parse_expression(formula), SHAPES, str, language)
    assert message is not None
    assert message.parameters == {"count": 9, "key": "Enter"}
    assert "9" in message.say(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_operand_of_every_shipped_line_is_said(language: Language) -> None:
    for head in shipped().lessons:
        it = session(head.id)
        texts = Moment(it, language)
        for line in Run(it.model).lines:
            message = what_it_does(line.expr, it.programs.shapes, texts.name, language)
            if message is None:
                assert isinstance(line.expr, Number)
                continue
            said = message.say(language)
            assert "tui." not in said
            alone = isinstance(line.expr, Apply) and len(line.expr.args) == 1
            if message.key == "tui.does-many" or alone:
                continue
            for name in map(texts.name, names_in(line.expr)):
                assert name in said, (head.id, line.name, said)


def test_an_update_line_is_said_to_multiply_by_a_number() -> None:
    it = session()
    for number in range(len(it.run.lines) - 3, len(it.run.lines) + 1):
        it.run.go(0, number)
        name = it.run.lines[number - 1].name
        message = Moment(it, "en").does
        assert message is not None
        shown = Moment(it, "en").name
        assert message.parameters["what"] == (
            f"multiplies every cell of {shown('d' + name)} by η → subtracts that from {shown(name)}, cell by cell"
        )


def test_every_operation_of_a_chain_is_a_step() -> None:
    expr = parse_expression("0.5 * mean((y - Y)**2)")
    operations = sum(isinstance(node, Apply) for node in walk(expr))
    assert does("0.5 * mean((y - Y)**2)").count("→") == operations - 1
