"""More digits and fewer: what is shown changes, what is computed does not."""

from __future__ import annotations

import pytest

from tests.tui.support import app_on, session, step_screen
from tutor.tui.app import TutorApp
from tutor.tui.picture.numbers import number_text, number_texts
from tutor.tui.settings import FEWEST_DIGITS, MOST_DIGITS


@pytest.mark.parametrize(
    ("values", "digits", "expected"),
    [
        ([1.0 / 3, 200.0], 2, ["0.33", "200.00"]),
        ([1e-9, -2.5], 3, ["0.000", "−2.500"]),
        ([0.0, 1.5], 1, ["0  ", "1.5"]),
        ([1.0, 2.0], 4, ["1", "2"]),
        ([1e12 + 0.5], 3, ["1.00e12"]),
    ],
)
def test_fixed_numbers_have_one_number_of_decimals(values: list[float], digits: int, expected: list[str]) -> None:
    assert number_texts(values, digits, fixed=True) == expected


def test_significant_digits_follow_the_number() -> None:
    assert [number_text(2.0 / 3, digits) for digits in (2, 4, 7)] == ["0.67", "0.6667", "0.6666667"]


def _line(app: TutorApp) -> str:
    return step_screen(app)._views["line"].picture.plain()


async def test_keys_show_more_digits_and_fewer() -> None:
    it = session()
    app = app_on(it, "en")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("right", "right")
        assert "0.23148" in _line(app)
        await pilot.press("plus", "plus")
        assert "0.2314752" in _line(app)
        await pilot.press("equals_sign")
        assert "0.231475" in _line(app)
        assert "0.2314752" not in _line(app)
        await pilot.press("minus", "minus", "minus", "minus")
        assert "0.23 " in _line(app)
        value = it.value("h")
        assert value is not None
        assert float(value[0, 0]) == 0.23147521650098238


async def test_digits_have_ends() -> None:
    it = session()
    app = app_on(it, "ko")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["plus"] * 20)
        assert it.digits == MOST_DIGITS
        await pilot.press(*["minus"] * 20)
        assert it.digits == FEWEST_DIGITS


async def test_digits_are_undone_together_and_ones_place_is_kept() -> None:
    it = session()
    app = app_on(it, "en")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("right", "right", "plus", "plus", "equals_sign", "U")
        assert (it.digits, it.numbers) == (4, "significant")
        assert it.run.position == (0, 2)
        await pilot.press("ctrl+y")
        assert (it.digits, it.numbers) == (6, "fixed")
