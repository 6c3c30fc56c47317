"""Text to tree and back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from tests.budget import examples
from tests.interpreter import Array
from tests.strategies import Sample, formulas, programs
from tutor.formula import limits
from tutor.formula.parse import is_name, parse_expression, parse_program
from tutor.formula.problems import Place
from tutor.formula.tree import Apply, Expr, Name, Number, walk
from tutor.formula.write import write


def tree(op: str, *args: Expr, **options: object) -> Apply:
    return Apply(op, args, tuple(options.items()))  # type: ignore[arg-type]


A, B, C, X = Name("a"), Name("b"), Name("c"), Name("x")
ONE, TWO = Number(Fraction(1)), Number(Fraction(2))

READ: dict[str, Expr] = {
    "a": A,
    "2": TWO,
    "0.5": Number(Fraction(1, 2)),
    "0.1": Number(Fraction(1, 10)),
    "1e-5": Number(Fraction(1, 100000)),
    "W1.v": Name("W1.v"),
    "a + b - c": tree("subtract", tree("add", A, B), C),
    "a - (b - c)": tree("subtract", A, tree("subtract", B, C)),
    "a / b * c": tree("multiply", tree("divide", A, B), C),
    "a @ b * c": tree("multiply", tree("matmul", A, B), C),
    "a * b @ c": tree("matmul", tree("multiply", A, B), C),
    "-a**2": tree("negative", tree("power", A, TWO)),
    "(-a)**2": tree("power", tree("negative", A), TWO),
    "a**b**c": tree("power", A, tree("power", B, C)),
    "2**-a": tree("power", TWO, tree("negative", A)),
    "-a @ b": tree("matmul", tree("negative", A), B),
    "+a": A,
    "x.T": tree("transpose", X),
    "x[0, 1]": tree("pick", X, at=(0, 1)),
    "x[:, 1:]": tree("pick", X, at=((None, None), (1, None))),
    "x[-1]": tree("pick", X, at=(-1,)),
    "x[:-1].T": tree("transpose", tree("pick", X, at=((None, -1),))),
    "a < b": tree("less", A, B),
    "a >= b": tree("greater_equal", A, B),
    "not a == b": tree("not", tree("equal", A, B)),
    "a and b and c": tree("and", tree("and", A, B), C),
    "a or b and not c": tree("or", A, tree("and", B, tree("not", C))),
    "sum(x)": tree("sum", X, axis=None, keepdims=False),
    "sum(x, axis=0, keepdims=True)": tree("sum", X, axis=0, keepdims=True),
    "log(x)": tree("ln", X),
    "leaky_relu(x)": tree("leaky_relu", X, slope=0.1),
    "leaky_relu(x, 0.2)": tree("leaky_relu", X, slope=0.2),
    "leaky_relu(x, slope=-1)": tree("leaky_relu", X, slope=-1.0),
    "one_hot(x, 3)": tree("one_hot", X, classes=3),
    "reshape(x, 2, 3)": tree("reshape", X, shape=(2, 3)),
    "reshape(x, (2, 3))": tree("reshape", X, shape=(2, 3)),
    "reshape(x, shape=(2, 3))": tree("reshape", X, shape=(2, 3)),
    "reshape(x, ())": tree("reshape", X, shape=()),
    "concat(a, b, axis=1)": tree("concat", A, B, axis=1),
    "place(a, x[1:])": tree("place", A, X, at=((1, None),)),
    "where(a > 0, b, c)": tree("where", tree("greater", A, Number(Fraction(0))), B, C),
    "max_pool(x, 3)": tree("max_pool", X, size=3),
    "  a  # a comment, (even [ an odd one": A,
}


@pytest.mark.parametrize("text", READ)
def test_reads_as_this_tree(text: str) -> None:
    assert parse_expression(text) == READ[text]


@pytest.mark.parametrize("text", [text for text in READ if "#" not in text and text != "+a"])
def test_writes_back_what_reads_as_the_same_tree(text: str) -> None:
    assert parse_expression(write(READ[text])) == READ[text]


@given(formulas(depth=4))
@examples(400)
def test_random_formulas_survive_writing_and_reading(formula: tuple[Expr, dict[str, Array]]) -> None:
    expr, _ = formula
    text = write(expr)
    if len(text) <= limits.LINE_LENGTH:
        assert parse_expression(text) == expr


@given(programs())
def test_random_programs_read_line_by_line(sample: Sample) -> None:
    assert [f"{line.name} = {write(line.expr)}" for line in sample.forward] == sample.text.split("\n")


@given(programs())
def test_a_name_or_number_stands_at_its_place(sample: Sample) -> None:
    rows = sample.text.split("\n")
    for line in sample.forward:
        assert rows[line.place.line - 1][line.place.column - 1 : line.place.end - 1] == line.name
        for node in walk(line.expr):
            assert node.place is not None
            shown = rows[node.place.line - 1][node.place.column - 1 : node.place.end - 1]
            assert shown == write(node) or isinstance(node, Apply)
            if not (isinstance(node, Apply) and node.op in ("and", "or")):  # Python has one node for a and b and c
                assert parse_expression(shown) == node


def test_a_text_that_begins_elsewhere_has_the_places_of_its_file() -> None:
    (first, second), problems = parse_program("h = x\ny = h", line=10, column=5)
    assert not problems
    assert first.place == Place(10, 5, 6)
    assert first.expr.place == Place(10, 9, 10)
    assert second.place == Place(11, 1, 2)


def test_empty_lines_and_comments_are_no_lines() -> None:
    lines, problems = parse_program("\n# a comment\n\nh = x  # why\r\n   \n")
    assert [(line.name, line.place.line) for line in lines] == [("h", 4)]
    assert not problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[("W1", True), ("a_b", True), ("d1", True), ("summary", True)],
        *[("1a", False), ("_a", False), ("가", False), ("ln", False), ("if", False), ("a b", False), ("", False)],
    ],
)
def test_what_a_name_is(text: str, expected: bool) -> None:
    assert is_name(text) is expected


def test_a_name_may_begin_with_the_name_of_an_operation() -> None:
    assert parse_expression("summary + maximum2") == tree("add", Name("summary"), Name("maximum2"))
