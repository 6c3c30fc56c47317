"""From inside a lesson to another variant of it."""

from __future__ import annotations

import pytest

from tests.tui.support import app_on, screen_text, session, step_screen
from tutor.messages import LANGUAGES, Language, say


@pytest.mark.parametrize("key", ["W", "ㅉ"])
async def test_a_variant_is_chosen_by_its_name_and_opened(key: str) -> None:
    app = app_on(session("optimisers"))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("right", key)
        await pilot.pause()
        assert "Momentum · momentum" in screen_text(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert step_screen(app).session.variant == "momentum"
        await pilot.press(key)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert step_screen(app).session.variant is None


@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_there_are_none_it_is_said(language: Language) -> None:
    from tests.tui.support import lesson, shipped

    plain = next(head.id for head in shipped().lessons if not lesson(head.id).variants)
    app = app_on(session(plain), language)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("W")
        await pilot.pause()
        title = lesson(plain).title.say(language)
        assert say("tui.no-variants", language, title=title) in screen_text(app)
