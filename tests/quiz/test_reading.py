"""What is typed into a cell: read as it was meant, or refused in a sentence, at once."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.messages import LANGUAGES
from tutor.quiz.reading import Empty, Understood, Unread, read_cell

NUMBERS = {
    "0.138": (0.138, 1e-3),
    "-0.5": (-0.5, 0.1),
    "+3": (3.0, 1.0),
    ".25": (0.25, 0.01),
    "5.": (5.0, 1.0),
    "0.1380": (0.138, 1e-4),
    "1.2e-3": (1.2e-3, 1e-4),
    "1.2E3": (1200.0, 100.0),
    "15%": (0.15, 0.01),
    "2.5 %": (0.025, 0.001),
    "１．５": (1.5, 0.1),
    "−０．２５": (-0.25, 0.01),
    "\N{MINUS SIGN}0.5": (-0.5, 0.1),
    "0,138": (0.138, 1e-3),
    "-1,2345": (-1.2345, 1e-4),
    "1,234.5": (1234.5, 0.1),
    "1.234,5": (1234.5, 0.1),
    "1,234,567": (1234567.0, 1.0),
    "1.2×10^-3": (1.2e-3, 1e-4),
    "1.2 · 10⁻³": (1.2e-3, 1e-4),
    "  7  ": (7.0, 1.0),
    "\ufeff7\u200b": (7.0, 1.0),
    "0.00": (0.0, 0.01),
}
EXPRESSIONS = {
    "1/2*0.3": 0.15,
    "2^3": 8.0,
    "2³": 8.0,
    "2**3": 8.0,
    "3 × 4": 12.0,
    "3 ÷ 4": 0.75,
    "3·(−4)": -12.0,
    "½": 0.5,
    "1/(1+e**-1)": 1 / (1 + math.exp(-1)),
    "sigmoid(0.3775)": 1 / (1 + math.exp(-0.3775)),
    "σ(0.3775)": 1 / (1 + math.exp(-0.3775)),
    "ln(2)": math.log(2),
    "log(2)": math.log(2),
    "√(2)": math.sqrt(2),
    "15%*2": 0.3,
    "exp(1)": math.e,
    "maximum(1, 2)": 2.0,
    "0": 0.0,
}


@pytest.mark.parametrize(("text", "expected"), NUMBERS.items())
def test_numbers_keep_the_unit_of_their_last_digit(text: str, expected: tuple[float, float]) -> None:
    found = read_cell(text)
    assert isinstance(found, Understood)
    assert found.unit is not None
    assert (found.value, found.unit) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("text", "expected"), EXPRESSIONS.items())
def test_expressions_are_exact(text: str, expected: float) -> None:
    found = read_cell(text)
    assert isinstance(found, Understood)
    assert found.unit is None
    assert found.value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("text", ["", "  ", "\t", "\u200b"])
def test_nothing_is_not_answered_never_zero(text: str) -> None:
    assert read_cell(text) == Empty()


@pytest.mark.parametrize(
    ("text", "echo"), [("15%", "0.15"), ("1/3", "0.3333333"), ("0.138", ""), ("2^3", "8"), ("0,138", "")]
)
def test_what_was_understood_is_echoed_where_it_is_not_what_was_typed(text: str, echo: str) -> None:
    found = read_cell(text)
    assert isinstance(found, Understood)
    assert found.echo == echo


@pytest.mark.parametrize(
    "text",
    [
        "abc", "h[0,0]", "W1 * 2", "9**9**9", "1/0", "1e999", "nan", "inf", "__import__('os')", "().__class__",
        "[1, 2]", "1 2", "1,2 3", "0x10", "1_000", "1j", "True", "lambda: 1", "x := 1", "outer(1, 2)",
        "normal(1, 2)", "sum(1)", "one_hot(1, 9)", "1,234", "1or 2", "\x00", "1\x1b[31m", "\ud800", "=3", "#", "'1'",
    ],
)  # fmt: skip
def test_what_is_no_number_gets_a_sentence(text: str) -> None:
    found = read_cell(text)
    assert isinstance(found, Unread)
    for language in LANGUAGES:
        assert found.message.say(language) != found.message.key


HOSTILE = {
    "ten megabytes": "9" * 10_000_000,
    "ten thousand brackets": "(" * 10_000 + "1" + ")" * 10_000,
    "as deep as fits": "(" * 400 + "1" + ")" * 400,
    "a tower": "9**9**9**9**9**9",
    "minus signs": "-" * 900 + "1",
    "an import": "__import__('os').system('true')",
    "a long sum": "1+" * 400 + "1",
    "signs that grow": "½" * 600,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_whatever_is_typed_is_answered_at_once(text: str) -> None:
    start = time.perf_counter()
    found = read_cell(text)
    assert time.perf_counter() - start < 0.5
    assert isinstance(found, Unread | Understood)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_cell(text)
    if isinstance(found, Understood):
        assert math.isfinite(found.value)
    elif isinstance(found, Unread):
        assert all(found.message.say(language) for language in LANGUAGES)


@given(st.text(alphabet="0123456789.,eE+-*/^()%×÷−½²√σ 	sigmodlnxp[];=", max_size=40))
def test_anything_that_looks_like_arithmetic_is_read_or_refused(text: str) -> None:
    found = read_cell(text)
    assert not isinstance(found, Understood) or math.isfinite(found.value)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_number_that_was_printed_is_read_back(value: float) -> None:
    found = read_cell(repr(value))
    assert isinstance(found, Understood)
    assert found.value == value
