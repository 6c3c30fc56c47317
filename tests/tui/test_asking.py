"""Asking why, on the screen: the answer, the cells that light up, and the walk from cell to cell."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import app_on, foot, large_model, screen_rows, screen_text, session, step_screen, value
from tutor.engine.address import Address
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.app import TutorApp
from tutor.tui.inquiry import Inquiry
from tutor.tui.picture.tags import Tagged
from tutor.tui.screens.step import StepScreen
from tutor.tui.screens.why import WhyScreen
from tutor.tui.session import Session

SIZE = (120, 36)
TO_DW2 = ("end", *["left"] * 9)


def inquiry(app: TutorApp) -> Inquiry:
    found = app.screen_stack[0]
    assert isinstance(found, StepScreen)
    assert found.session.selection.inquiry is not None
    return found.session.selection.inquiry


def path(app: TutorApp) -> list[str]:
    return [str(address) for address in inquiry(app).walk.path]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_enter_asks_why(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*TO_DW2, "enter", "enter")
        text = screen_text(app)
        assert f"• {say('tui.panel-why', language)}" in text
        assert "= h₁₁ · ∂L/∂z⁽²⁾₁₁ + h₂₁ · ∂L/∂z⁽²⁾₂₁" in text
        assert "= 0.2315 · 0.1296 + 0.09975 · (−0.1251)" in text
        assert "= 0.03000 − 0.01248 − 0.05968 + 0.03670" in text
        assert "= −0.005458   ✓" in text


async def test_what_the_cell_reads_and_what_reads_it_light_up() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*TO_DW2, "enter", "enter")
        text = screen_text(app)
        for number in ("•0.23148", "•0.09975", "•0.50000", "•0.26894", "•0.1296", "•−0.1251", "•−0.1194", "•0.1365"):
            assert number in text.replace("• ", "•"), number
        assert "•0.68997" not in text.replace("• ", "•")
        await pilot.press(
            "escape", "left", "left", "enter", "left", "left", "enter"
        )  # dz2 reads y; dW2, db2, dh read dz2
        assert "∘" in screen_text(app)


async def test_a_walk_down_to_the_data_and_back() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*TO_DW2, "enter", "enter", "n", "enter")
        assert path(app) == ["0/dW2[0,0]", "0/h[0,0]"]
        assert it.run.position == (0, 2)  # at the line that computed it
        assert "0/dW2[0,0] → 0/h[0,0]" in screen_text(app)
        await pilot.press("n", "enter", "n", "enter")
        assert path(app) == ["0/dW2[0,0]", "0/h[0,0]", "0/z1[0,0]", "0/X[0,0]"]
        assert it.run.position == (0, 1)
        assert it.selection.spot is not None
        assert it.selection.spot.subject.name == "X"
        await pilot.press("backspace", "backspace")
        assert path(app) == ["0/dW2[0,0]", "0/h[0,0]"]
        assert it.run.position == (0, 2)
        await pilot.press("backspace", "backspace")
        assert path(app) == ["0/dW2[0,0]"]
        assert it.run.position == (0, 7)
        assert foot(app) == say("tui.walk-begins-here", "en")


async def test_the_links_go_round_in_both_directions() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*TO_DW2, "enter", "enter", "n")
        assert str(inquiry(app).chosen) == "0/h[0,0]"
        assert "‹0.23148›" in screen_text(app)
        await pilot.press("N")
        assert str(inquiry(app).chosen) == "1/W2[0,0]"
        await pilot.press("n", "n")
        assert str(inquiry(app).chosen) == "0/dz2[0,0]"
        await pilot.press("right")  # an arrow lets go of it
        assert inquiry(app).chosen is None


async def test_selecting_a_cell_that_is_read_walks_on() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*TO_DW2, "enter", "enter", "left", "enter")
        assert path(app) == ["0/dW2[0,0]", "0/dz2[1,0]"]
        await pilot.press("escape")


async def test_selecting_any_other_cell_begins_anew() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*TO_DW2, "enter", "enter", "down", "enter")
        assert path(app) == ["0/dW2[1,0]"]


async def test_from_an_update_into_the_pass_before_it() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "end", "enter", "enter")
        assert path(app) == ["2/b2[0]"]
        assert "← b⁽²⁾₁ − η · ∂L/∂b⁽²⁾₁" in screen_text(app)
        await pilot.press("n", "enter")
        assert path(app) == ["2/b2[0]", "1/b2[0]"]
        assert it.run.position == (0, 16)
        await pilot.press("escape")
        assert it.run.position == (1, 16)


async def test_escape_goes_back_to_where_it_was_asked_and_steps_again() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*TO_DW2)
        before = screen_text(app)
        await pilot.press("enter", "enter", "n", "enter", "n", "enter", "escape")
        assert it.run.position == (0, 7)
        assert it.selection.inquiry is None
        assert screen_text(app).split("\n")[:20] == before.split("\n")[:20]
        await pilot.press("right")
        assert it.run.position == (0, 8)


async def test_another_update_is_asked_the_same() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*TO_DW2, "enter", "enter", "right_square_bracket")
        assert path(app) == ["1/dW2[0,0]"]
        assert it.run.position == (1, 7)
        await pilot.press("escape")
        assert it.run.position == (1, 7)


async def test_a_changed_weight_is_asked_anew() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*TO_DW2, "enter", "enter")
        before = inquiry(app).here.value
        it.run.edit("W2", np.array([[3.0], [-2.0]]))
        step_screen(app).moved()
        await pilot.pause()
        assert path(app) == ["0/dW2[0,0]"]
        assert inquiry(app).here.value != before
        assert inquiry(app).here.value == value(it.run, "dW2")[0, 0]


async def test_what_is_not_computed_has_no_answer_yet() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "enter")
        assert foot(app) == say("tui.why-not-computed", "en")
        assert step_screen(app).session.selection.inquiry is None


async def test_a_part_without_a_name_is_explained_as_a_part() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", *["left"] * 6, "enter", "left", "home", "enter")
        text = screen_text(app)
        assert "= 1 − h₁₁" in text
        assert "= 0.7685" in text
        await pilot.press("n", "enter")
        assert path(app)[-1] == "0/h[0,0]"


async def test_nothing_is_chosen_before_something_is_asked() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "enter", "n")
        assert foot(app) == say("tui.why-first", "en")
        await pilot.press("f")
        assert foot(app) == say("tui.why-first", "en")


async def test_a_click_on_a_cell_of_the_answer_goes_there() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*TO_DW2, "enter", "enter")
        rows = screen_rows(app)
        y = next(y for y, row in enumerate(rows) if row.strip().startswith("= h₁₁"))
        await pilot.click(offset=(rows[y].index("h₂₁"), y))
        await pilot.pause()
        assert path(app) == ["0/dW2[0,0]", "0/h[1,0]"]


async def test_the_whole_answer_on_a_screen_of_its_own() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*TO_DW2, "enter", "enter", "enter")
        assert isinstance(app.screen, WhyScreen)
        assert "They agree" in screen_text(app)
        assert "goes into (1)" in screen_text(app)
        await pilot.press("enter")
        assert foot(app) == say("tui.why-choose-first", "en")
        await pilot.press("n", "enter")
        assert path(app) == ["0/dW2[0,0]", "0/h[0,0]"]
        await pilot.press("tab", "shift+tab", "backspace", "backspace")
        assert foot(app) == say("tui.walk-begins-here", "en")
        await pilot.press("n", "enter", "escape")
        step_screen(app)
        assert it.run.position == (0, 2)
        assert it.selection.spot is not None
        assert it.selection.spot.subject.name == "h"


async def test_long_sums_are_unfolded_by_a_key() -> None:
    it = Session(large_model())
    app = app_on(it)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("right", "enter", "enter", "enter")
        assert isinstance(app.screen, WhyScreen)
        assert "…779…" in screen_text(app)
        folded = app.screen._page.picture.height
        await pilot.press("f")
        assert app.screen._page.picture.height > folded + 100
        assert "w⁽¹⁾₄₀₀,₁ " in app.screen._page.picture.plain().replace("\n", " ")
        await pilot.press("pagedown", "f")
        assert app.screen._page.picture.height == folded


async def test_a_cell_of_a_large_net_is_explained_in_time() -> None:
    """Asking costs what is shown, not what is summed: the terms are made as they are looked at."""
    it = Session(large_model())
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "right", "right", "enter", "enter")
        here = inquiry(app).here
        made = len(here.terms._stretches[0].parts._made)  # type: ignore[attr-defined]
        assert len(here.reads) == 2 * 128 + 1
        assert made < 128 + 1


async def test_the_walk_is_seen_as_addresses_that_can_be_clicked() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*TO_DW2, "enter", "enter")
        picture = step_screen(app)._views["why"].picture
        named = {span.tag for row in picture.rows for span in row if isinstance(span, Tagged)}
        assert Address(0, "h", (3, 0)) in named
        assert Address(1, "W2", (0, 0)) in named
