"""What is refused, with which message, and where exactly the caret stands."""

from __future__ import annotations

import time

import pytest

from tutor.formula import limits
from tutor.formula.parse import parse_expression, parse_program
from tutor.formula.problems import FormulaError, Place, Problem
from tutor.formula.shapes import shape_of


def refused(text: str) -> Problem:
    with pytest.raises(FormulaError) as caught:
        parse_expression(text)
    (problem,) = caught.value.problems
    return problem


# The caret line under each formula marks the place; `^` alone is one character.
EXPRESSIONS = [
    # syntax that Python refuses too
    ("1 +", "  ^", "syntax"),
    ("a b", "  ^", "syntax"),
    ("a * * b", "    ^", "syntax"),
    ("@ a", "^", "syntax"),
    ("", "^", "empty"),
    ("(a", "^", "unclosed-bracket"),
    ("x[0", " ^", "unclosed-bracket"),
    ("(a]", "  ^", "unmatched-bracket"),
    ("a)", " ^", "unmatched-bracket"),
    # signs that are not Python's
    ("a × b", "  ^", "write-instead"),
    ("x²", " ^", "write-instead"),
    ("a ^ b", "  ^", "write-instead"),
    ("η * g", "^", "write-instead"),
    ("a − b", "  ^", "write-instead"),
    ("ｘ + 1", "^", "write-instead"),
    ("x₁", " ^", "write-instead"),
    ("a ≤ b", "  ^", "write-instead"),
    ("a & b", "  ^", "write-instead"),
    ("lambda * w", "^^^^^^", "lambda"),
    ("입력 @ W", "^^", "not-a-name"),
    ("X @ 가중치", "    ^^^", "not-a-name"),
    ("_a", "^^", "not-a-name"),
    ("1 + np.tanh(x)", "    ^^^^^^^", "write-instead"),
    ("torch.nn.functional.relu(x)", "^^^^^^^^^^^^^^^^^^^^^^^^", "write-instead"),
    # Python that is not in the language
    ("np.load(x)", "^^^^^^^", "not-in-language"),
    ("'a'", "^", "unexpected-character"),
    ('a + "b"', "    ^", "unexpected-character"),
    ("f'{a}'", " ^", "unexpected-character"),
    ("{a}", "^", "unexpected-character"),
    ("a; b", " ^", "unexpected-character"),
    ("a := b", "  ^", "unexpected-character"),
    ("(a := b)", "   ^", "unexpected-character"),
    ("lambda: 1", "      ^", "unexpected-character"),
    ("a = b", "  ^", "unexpected-character"),
    ("~a", "^", "unexpected-character"),
    ("a % b", "  ^", "unexpected-character"),
    ("a\x00", " ^", "unexpected-character"),
    ("a\x07b", " ^", "unexpected-character"),
    ("a\nb", " ^", "unexpected-character"),
    ("a\u200bb", " ^", "unexpected-character"),
    ("a\\", " ^", "unexpected-character"),
    ("a if b else c", "^^^^^^^^^^^^^", "not-in-language"),
    ("[a, b]", "^^^^^^", "not-in-language"),
    ("(a, b)", "^^^^^^", "not-in-language"),
    ("[a for a in b]", "^^^^^^^^^^^^^^", "not-in-language"),
    ("1 + a // b", "    ^^^^^^", "not-in-language"),
    ("a << b", "^^^^^^", "not-in-language"),
    ("a in b", "^^^^^^", "not-in-language"),
    ("a is b", "^^^^^^", "not-in-language"),
    ("await a", "^^^^^^^", "not-in-language"),
    ("1 + a.real.imag", "    ^^^^^^^^^^^", "not-in-language"),
    ("1 + a.__class__", "    ^^^^^^^^^^^", "not-in-language"),
    ("a.sum()", "^^^^^", "write-instead"),
    ("sum(a)(b)", "^^^^^^", "not-in-language"),
    ("sum(*a)", "    ^^", "not-in-language"),
    ("2 .T", "^^^^", "not-in-language"),
    ("a[()]", "^^^^^", "not-in-language"),
    ("1 + True", "    ^^^^", "not-a-number"),
    ("None", "^^^^", "not-a-number"),
    ("2j", "^^", "not-a-number"),
    ("a + ...", "    ^^^", "not-a-number"),
    ("1e999", "^^^^^", "too-large"),
    ("a * 2e308", "    ^^^^^", "too-large"),
    # comparisons
    ("0 < x < 1", "^^^^^^^^^", "chained-comparison"),
    ("mean(y > 0.5 == Y)", "     ^^^^^^^^^^^^", "chained-comparison"),
    # slices
    ("x[0:2:1]", "  ^^^^^", "slice-step"),
    ("x[i]", "  ^", "index-not-constant"),
    ("x[0, i + 1]", "     ^^^^^", "index-not-constant"),
    ("x[1.5]", "  ^^^", "index-not-constant"),
    ("x[...]", "  ^^^", "index-not-constant"),
    ("x[True]", "  ^^^^", "index-not-constant"),
    ("x[99999999999]", "  ^^^^^^^^^^^", "index-not-constant"),
    # calls
    ("1 + sigmod(x)", "    ^^^^^^", "unknown-operation-near"),
    ("qwzk(x)", "^^^^", "unknown-operation"),
    ("__import__(x)", "^^^^^^^^^^", "unknown-operation"),
    ("eval(x)", "^^^^", "unknown-operation"),
    ("sum + 1", "^^^", "operation-without-arguments"),
    ("1 + sum.v", "    ^^^", "operation-without-arguments"),
    ("sum()", "^^^^^", "arguments"),
    ("1 + sum(a, b)", "    ^^^^^^^^^", "arguments"),
    ("outer(a)", "^^^^^^^^", "arguments"),
    ("concat()", "^^^^^^^^", "arguments"),
    ("one_hot(x)", "^^^^^^^^^^", "arguments"),
    ("reshape(x)", "^^^^^^^^^^", "arguments"),
    ("max(a, b)", "^^^^^^^^^", "max-of-two"),
    ("1 + min(a, b)", "    ^^^^^^^^^", "max-of-two"),
    ("sum(x, axes=0)", "       ^^^^^^", "option"),
    ("sum(x, axis=0, axis=1)", "               ^^^^^^", "option"),
    ("place(a, x[0], at=1)", "               ^^^^", "option"),
    ("sum(x, axis=0.5)", "            ^^^", "option-axis"),
    ("sum(x, axis=i)", "            ^", "option-axis"),
    ("sum(x, axis=(0, 1))", "            ^^^^^^", "option-axis"),
    ("sum(x, keepdims=3)", "                ^", "option-bool"),
    ("one_hot(x, 0)", "           ^", "option-count"),
    ("one_hot(x, 2.5)", "           ^^^", "option-count"),
    ("max_pool(x, -2)", "            ^^", "option-count"),
    ("leaky_relu(x, a)", "              ^", "option-number"),
    ("leaky_relu(x, True)", "              ^^^^", "option-number"),
    ("reshape(x, n)", "           ^", "index-not-constant"),
    ("place(a, b)", "         ^", "place-needs-slice"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "carets", "key"), EXPRESSIONS, ids=[repr(text) for text, _, _ in EXPRESSIONS])
def test_refused_with_this_message_at_this_place(text: str, carets: str, key: str) -> None:
    problem = refused(text)
    start = carets.index("^")
    assert problem.message.key == f"formula.{key}"
    assert problem.place == Place(1, start + 1, len(carets) + 1)
    assert problem.severity == "error"


@pytest.mark.parametrize(("text", "carets", "key"), EXPRESSIONS, ids=[repr(text) for text, _, _ in EXPRESSIONS])
def test_every_refusal_can_be_said_in_both_languages(text: str, carets: str, key: str) -> None:
    message = refused(text).message
    english, korean = message.say("en"), message.say("ko")
    assert english
    assert korean
    assert english != korean
    assert "{" not in text + english or "{" in text  # no gap is left unfilled


def test_places_count_characters_not_bytes() -> None:
    # Three Korean letters are nine bytes; the caret belongs under the seventh character.
    assert refused("sum(가나다, axes=0)").place == Place(1, 5, 8)
    _, problems = parse_program("h = relu(x)  # 은닉층\nz = a b")
    assert problems[0].place == Place(2, 7, 8)


def test_an_unknown_operation_suggests_the_nearest_one() -> None:
    assert refused("sigmod(x)").suggestion == "sigmoid"
    assert refused("Softmax(x)").suggestion == "softmax"
    assert refused("qwzk(x)").suggestion is None


LINES = [
    ("h", "^", "no-assignment"),
    ("  h + 1", "  ^^^^^", "no-assignment"),
    ("h == 1", "^^^^^^", "no-assignment"),
    ("h <= 1", "^^^^^^", "no-assignment"),
    ("h += 1", "^^^^^^", "augmented"),
    ("h **= 2", "^^^^^^^", "augmented"),
    ("sum = 1", "^^^", "reserved-name"),
    ("  log = 1", "  ^^^", "reserved-name"),
    ("lambda = 1", "^^^^^^", "reserved-name"),
    ("if = 1", "^^", "reserved-name"),
    ("2h = 1", "^^", "not-a-name"),
    ("h[0] = 1", "^^^^", "not-a-name"),
    ("a, b = 1", "^^^^", "not-a-name"),
    ("은닉 = 1", "^^", "not-a-name"),
    ("W.v = 1", "^^^", "not-a-name"),
    ("= 1", "^", "not-a-name"),
    ("h =", "   ^", "empty"),
    ("h = = 1", "    ^", "unexpected-character"),
    ("a = b = 1", "      ^", "unexpected-character"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "carets", "key"), LINES, ids=[text for text, _, _ in LINES])
def test_lines_that_are_no_assignments(text: str, carets: str, key: str) -> None:
    lines, problems = parse_program(text)
    assert not lines
    (problem,) = problems
    assert problem.message.key == f"formula.{key}"
    assert problem.place == Place(1, carets.index("^") + 1, len(carets) + 1)


def test_all_problems_of_a_program_at_once_and_the_good_lines_kept() -> None:
    text = "a = x +\nb = sigmod(x)\nc = x\n\nd = (x\ne = x = 1"
    lines, problems = parse_program(text)
    assert [line.name for line in lines] == ["c"]
    found = [(problem.message.key, problem.place) for problem in problems]
    assert found == [
        ("formula.syntax", Place(1, 7, 8)),
        ("formula.unknown-operation-near", Place(2, 5, 11)),
        ("formula.unclosed-bracket", Place(5, 5, 6)),
        ("formula.unexpected-character", Place(6, 7, 8)),
    ]


def test_an_unknown_name_has_its_place_and_the_nearest_known_one() -> None:
    expr = parse_expression("X @ W1 + bias1", line=7, column=6)
    with pytest.raises(FormulaError) as caught:
        shape_of(expr, {"X": (4, 2), "W1": (2, 2), "bias": (2,)})
    (problem,) = caught.value.problems
    assert problem.message.key == "formula.unknown-name-near"
    assert problem.suggestion == "bias"
    assert problem.place == Place(7, 15, 20)


HOSTILE = {
    "long": "x + " * 1000 + "x",
    "long name": "x" * (limits.LINE_LENGTH + 1),
    "brackets": "(" * 400 + "x" + ")" * 400,
    "open brackets": "(" * 900,
    "signs": "-" * 900 + "x",
    "nots": "not " * 200 + "x",
    "calls": "exp(" * 150 + "x" + ")" * 150,
    "sum": "+".join(["x"] * 400),
    "powers": "**".join(["x"] * 300),
    "ands": " and ".join(["x"] * 150),
    "transposes": "x" + ".T" * 300,
    "indices": "x" + "[0]" * 300,
    "digits": "9" * 999,
    "exponent": "1e" + "9" * 900,
    "colons": ":" * 900,
    "equals": "x(" + "=" * 900,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_could_exhaust_the_parser_is_refused_quickly(what: str) -> None:
    started = time.perf_counter()
    problem = refused(HOSTILE[what])
    assert time.perf_counter() - started < 0.5
    assert problem.place is not None
    assert 1 <= problem.place.column < problem.place.end <= len(HOSTILE[what]) + 1


def test_huge_powers_are_never_computed_while_reading() -> None:
    started = time.perf_counter()
    parse_expression("9**9**9**9**9")
    parse_expression("1e308**1e308")
    assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize(
    "text", [" " * 100_000 + "x", "x" * 100_000 + " = 1", "x" + " " * 100_000 + "= 1", "=" * 100_000]
)
def test_a_long_row_is_refused_quickly(text: str) -> None:
    started = time.perf_counter()
    lines, problems = parse_program(text)
    assert time.perf_counter() - started < 0.5
    assert not lines
    assert len(problems) == 1


def test_a_formula_of_the_full_length_is_read() -> None:
    assert parse_expression("x" * limits.LINE_LENGTH).__class__.__name__ == "Name"
    assert refused("x" * (limits.LINE_LENGTH + 1)).message.key == "formula.too-long"


@pytest.mark.parametrize("row", ["h = x", "nonsense"])
def test_the_number_of_lines_is_limited_good_or_bad(row: str) -> None:
    lines, problems = parse_program("\n".join([row] * (limits.PROGRAM_LINES + 1000)))
    assert len(lines) + len(problems) == limits.PROGRAM_LINES + 1
    assert problems[-1].message.key == "formula.too-many-lines"
    assert problems[-1].place is not None
    assert problems[-1].place.line == limits.PROGRAM_LINES + 1


def test_depth_up_to_the_limit_is_read() -> None:
    parse_expression("-" * limits.DEPTH + "x")
    assert refused("-" * (limits.DEPTH + 1) + "x").message.key == "formula.too-deep"


@pytest.mark.parametrize(
    ("formula", "instead"),
    [
        ("np.tanh(x)", "tanh(...)"),
        ("math.exp(x)", "exp(...)"),
        ("np.maximun(x, 0)", "maximum(...)"),
        ("x.sum(axis=0)", "sum(x, ...)"),
        ("(x - y).mean()", "mean(x - y, ...)"),
    ],
)
def test_what_is_called_as_in_a_library_is_named_in_this_language(formula: str, instead: str) -> None:
    assert refused(formula).message.parameters["instead"] == instead
