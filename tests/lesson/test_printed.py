"""A computed number is the printed one if it rounds to it, at every digit that is printed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.lesson.printed import NUMBER, prints_as


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 20))
def test_a_number_prints_as_python_prints_it(value: float, decimals: int) -> None:
    assert prints_as(value, f"{value:.{decimals}f}")
    assert prints_as(value, f"{value:.{decimals}e}")


@given(st.integers(-(10**9), 10**9), st.integers(0, 9))
def test_and_as_no_number_beside_it(digits: int, decimals: int) -> None:
    value = digits / 10**decimals
    for beside in (digits - 1, digits + 1):
        assert not prints_as(value, f"{beside / 10**decimals:.{decimals}f}")


@pytest.mark.parametrize(
    ("value", "printed", "same"),
    [
        (0.0217, ".02", True),
        (0.0217, ".022", True),
        (0.0217, ".020", False),
        (0.0251, ".02", False),
        (-0.8, "-.8", True),
        (-0.8, "−0.80", True),
        (0.8, "-.8", False),
        (714.6, "715", True),
        (715.4, "715.", True),
        (715.4, "715.0", False),
        (-0.001, ".00", True),
        (0.5108256, ".510825", False),  # cut off
        (0.5108256, ".510826", True),
        (-2.594e13, "-2.59e13", True),
        (-2.594e13, "-2.594e+13", True),
        (-2.594e13, "-2.60e13", False),
        (float("nan"), "0", False),
        (float("inf"), "1e308", False),
    ],
)
def test_every_printed_digit_counts(value: float, printed: str, same: bool) -> None:
    assert prints_as(value, printed) is same


@pytest.mark.parametrize(
    "text", ["", ".", "-", "1,5", "½", "nan", "1e", "0x1", "1_000", "1.2.3", "١", "9" * 41]
)  # fmt: skip
def test_what_is_no_printed_number(text: str) -> None:
    assert re.fullmatch(NUMBER, text) is None
