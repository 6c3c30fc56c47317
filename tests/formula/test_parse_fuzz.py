"""Whatever a stranger writes: a tree, or a FormulaError with a place inside the text. Nothing else comes out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.budget import examples
from tests.interpreter import Array
from tests.strategies import formulas
from tutor.formula.operations import SPELLINGS
from tutor.formula.parse import parse_expression, parse_program
from tutor.formula.problems import FormulaError
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Expr
from tutor.formula.write import write

WORDS = [
    *SPELLINGS, "x", "W1", "dW1", "W1.v", ".T", "axis=", "keepdims=True", "0", "1", "-1", "0.5", "1e9", "1e308",
    "1e-320", "9**9**9", "+", "-", "*", "/", "@", "**", "<", "<=", "==", "!=", "=", ":=", "and", "or", "not", "if",
    "else", "lambda", "for", "in", "is", "await", "yield", "(", ")", "[", "]", "{", "}", ",", ":", ";", ".", "...",
    "'", '"', "\\", "#", "~", "%", "//", "<<", "→", "가", "ｘ", "²", "η", "\u200b", "\u3000", "\t", "\x00", "\n", "\r",
    "\ud800", "𝐱", "__import__", "__class__",
]  # fmt: skip
"""What formulas, and attacks on them, are made of."""

words = st.lists(st.sampled_from(WORDS), max_size=25)
soup = words.map(" ".join) | words.map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A good formula with a few pieces cut out, doubled, or replaced."""
    formula: tuple[Expr, dict[str, Array]] = draw(formulas())
    text = write(formula[0])
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        stop = draw(st.integers(start, min(len(text), start + 6)))
        text = text[:start] + draw(st.sampled_from([*WORDS, "", text[start:stop] * 2])) + text[stop:]
    return text


def refusal(text: str) -> FormulaError | None:
    try:
        parse_expression(text)
    except FormulaError as refused:
        return refused
    return None


def check(text: str) -> None:
    refused = refusal(text)
    if refused is None:
        expr = parse_expression(text)
        assert parse_expression(write(expr)) == expr
        return
    assert refused.problems
    for problem in refused.problems:
        assert problem.place is not None
        # An end that is missing is pointed at just behind the text.
        assert 1 <= problem.place.column < problem.place.end <= len(text) + 2
        assert problem.place.line == 1
        assert problem.message.say("en")


@given(st.text(max_size=60))
@examples(500)
def test_any_text(text: str) -> None:
    check(text)


@given(soup)
@examples(600)
def test_any_words_of_the_language_in_any_order(text: str) -> None:
    check(text)


@given(mutated())
@examples(600)
def test_good_formulas_spoilt(text: str) -> None:
    check(text)


@given(st.lists(soup | st.text(max_size=30), max_size=6).map("\n".join))
@examples(500)
def test_programs_of_any_lines(text: str) -> None:
    lines, problems = parse_program(text)
    rows = text.split("\n")
    assert len(lines) + len(problems) <= len(rows)
    for place in [*(line.place for line in lines), *(problem.place for problem in problems)]:
        assert place is not None
        assert 1 <= place.column < place.end <= len(rows[place.line - 1]) + 2


@given(mutated() | soup)
@examples(600)
def test_shapes_of_anything_that_reads_are_known_or_refused(text: str) -> None:
    shapes = {"x": (2, 3), "W1": (3, 2), "w1": (), "x1": (3,), "dW1": (3, 2), "W1.v": (3, 2)}
    if refusal(text) is None:
        try:
            shape: object = shape_of(parse_expression(text), shapes)
        except FormulaError as refused:
            shape = tuple(problem.message.say("ko") for problem in refused.problems)
        assert isinstance(shape, tuple)
