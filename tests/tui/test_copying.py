"""Copying to the terminal's clipboard."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import app_on, array, foot, large_model, session, value
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.copied import as_numpy, as_table
from tutor.tui.session import Session

SIZE = (120, 36)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_selected_value_in_full(language: Language) -> None:
    it = session()
    app = app_on(it, language)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", *["left"] * 9, "enter", "down", "y")
        assert float(app.clipboard) == value(it.run, "dW2")[1, 0]
        assert foot(app) == say("tui.copied-value", language, value=app.clipboard)


async def test_without_a_selection_the_whole_matrix() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "y")
        rows = [[float(number) for number in line.split("\t")] for line in app.clipboard.split("\n")]
        assert np.array_equal(rows, value(it.run, "z1"))
        assert foot(app) == say("tui.copied-matrix", "en", name="z₁", shape="4×2")


async def test_a_matrix_as_numpy_text_is_that_matrix() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", *["left"] * 9, "enter", "left", "left", "Y")
        copied = eval(app.clipboard, {"np": np})
        assert np.array_equal(copied, value(it.run, "h").T)
        assert foot(app) == say("tui.copied-numpy", "en", name="hᵀ", shape="2×4")


async def test_what_is_not_computed_is_not_copied() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        for keys in (["y"], ["Y"], ["enter", "y"]):
            await pilot.press(*keys)
            assert foot(app) == say("tui.copied-nothing", "en")
        assert app.clipboard == ""


async def test_what_is_too_large_for_a_clipboard_is_said_to_be() -> None:
    app = app_on(Session(large_model()))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "Y")
        assert app.clipboard == ""
        assert "64×128" in foot(app)


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 2, 2)])
def test_every_shape_is_the_same_again(shape: tuple[int, ...]) -> None:
    drawn = np.random.default_rng(1).normal(size=shape)
    assert np.array_equal(eval(as_numpy(drawn), {"np": np}), drawn)
    assert [float(number) for number in as_table(drawn).split()] == drawn.ravel().tolist()


def test_what_is_no_number_is_copied_as_such() -> None:
    lost = array(np.nan, np.inf, -np.inf)
    assert np.array_equal(eval(as_numpy(lost), {"np": np}), lost, equal_nan=True)
