"""Numbers as text: four digits, aligned, a zero only where there is one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.tui.picture.numbers import MINUS, number_text, number_texts

FINITE = st.floats(-1e300, 1e300)


def value_of(text: str) -> float:
    return float(text.strip().replace(MINUS, "-"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.71084, "0.7108"), (2.0, "2"), (1.2, "1.2"), (-0.7, "−0.7"), (0.0, "0"), (-0.0, "0"), (100.0, "100"),
        (1234.5678, "1235"), (0.00012345, "0.0001234"), (0.000012345, "1.234e−5"), (1e-7, "1e−7"),
        (12345678.0, "1.235e7"), (123456.7, "123457"), (math.nan, "NaN"), (math.inf, "∞"), (-math.inf, "−∞"),
        (0.1 + 0.2, "0.3"), (715.0000000000001, "715"), (0.99996, "1.0000"),
    ],
)  # fmt: skip
def test_one_number(value: float, text: str) -> None:
    assert number_text(value) == text


def test_numbers_of_a_matrix_have_the_same_decimals() -> None:
    assert number_texts([1.2, 1.4, -1.0, -0.7]) == ["1.2", "1.4", "−1.0", "−0.7"]
    assert number_texts([0.2315, 0.6899745, 0.5]) == ["0.2315", "0.6900", "0.5000"]


def test_whole_numbers_have_no_decimals() -> None:
    assert number_texts([0.0, 1.0, -12.0]) == ["0", "1", "−12"]


def test_an_exact_zero_stands_over_the_units_and_is_told_from_a_small_number() -> None:
    assert number_texts([0.0, 0.51237, 0.0000001]) == ["0     ", "0.5124", "1e−7"]


def test_a_small_number_beside_a_large_one_keeps_its_digits() -> None:
    large, small = number_texts([1.2345678, 0.000012345678])
    assert large.startswith("1.23")
    assert small == "1.235e−5"


def test_as_many_digits_as_are_asked_for() -> None:
    assert number_text(0.123456789, 6) == "0.123457"
    assert number_text(math.pi, 2) == "3.1"


@given(st.lists(FINITE, min_size=1, max_size=6), st.integers(2, 8))
def test_every_text_is_its_number_to_so_many_digits(values: list[float], digits: int) -> None:
    for value, text in zip(values, number_texts(values, digits), strict=True):
        assert value_of(text) == pytest.approx(value, rel=0.51 * 10 ** (1 - digits), abs=0.0)


@given(st.lists(FINITE, min_size=1, max_size=6))
def test_only_zero_is_written_as_zero(values: list[float]) -> None:
    for value, text in zip(values, number_texts(values), strict=True):
        assert (value_of(text) == 0) == (value == 0)


@given(st.lists(st.floats(0.01, 100), min_size=2, max_size=6))
def test_points_are_aligned_once_right_justified(values: list[float]) -> None:
    texts = [text for text in number_texts(values) if "." in text and "e" not in text]
    assert len({len(text) - text.index(".") for text in texts}) <= 1
