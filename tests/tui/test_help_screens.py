"""Help is of the very place it was asked from: its own keys first, then what can be done everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.support import app_on, array, screen_text, session, shipped, step_screen
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.actions import Where, actions_on, key_text
from tutor.tui.app import TutorApp
from tutor.tui.memory import Memory
from tutor.tui.screens.base import TutorScreen
from tutor.tui.screens.help import HelpScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.welcome import WelcomeScreen
from tutor.tui.session import Session
from tutor.tui.surroundings import Surroundings

TO: dict[Where, tuple[str, ...]] = {
    "compare": ("b", "down", "c"),
    "page": ("right", "c"),  # the table of gradients
    "record": ("i",),
    "map": ("escape", "m"),
    "why": ("right", "enter", "enter", "enter"),
    "race": ("x",),
    "practice": ("P",),
    "timeline": ("T",),
    "selecting": ("right", "enter"),
    "step": (),
    "home": ("escape",),
}


def branched() -> Session:
    it = session()
    it.run.edit("b2", array([3]))
    it.run.switch(it.run.branches[0])
    return it


def mode(app: TutorApp) -> Where:
    assert isinstance(app.screen, TutorScreen)
    return app.screen.mode


def assert_help_is_of(app: TutorApp, where: Where, language: Language) -> None:
    assert isinstance(app.screen, HelpScreen)
    text = " ".join(app.screen._page.picture.plain().split())
    own, everywhere, _ = text.partition(say("tui.help-keys-anywhere", language))
    assert own.startswith(say(f"tui.help-keys-{where}", language))
    assert everywhere
    for action in actions_on(where):
        if action.where != "anywhere":
            assert say(f"tui.action-{action.slug}", language) in own, action
            assert all(key_text(key) in own for key in action.keys), action


@pytest.mark.parametrize("key", ["question_mark", "f1"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", TO)
async def test_help_begins_with_the_keys_of_the_screen_it_was_asked_from(
    where: Where, language: Language, key: str
) -> None:
    app = app_on(branched(), language)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*TO[where])
        await pilot.pause(0.1)
        assert mode(app) == where
        await pilot.press(key)
        await pilot.pause()
        assert_help_is_of(app, where, language)
        await pilot.press(key)
        await pilot.pause()
        assert mode(app) == where


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_greeting_keeps_its_promise_of_every_key(language: Language, tmp_path: Path) -> None:
    app = TutorApp(shipped(), language, surroundings=Surroundings(memory=Memory(tmp_path)))
    async with app.run_test(size=(80, 24)) as pilot:
        assert isinstance(app.screen, WelcomeScreen)
        assert say("tui.welcome-help", language) in screen_text(app)
        await pilot.press("question_mark")
        await pilot.pause()
        assert_help_is_of(app, "welcome", language)
        await pilot.press("escape")
        assert isinstance(app.screen, WelcomeScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_what_help_says_a_key_does_on_the_page_of_two_branches_it_does() -> None:
    app = app_on(branched())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("b", "down", "c")
        await pilot.pause()
        for key, update in (("right", 1), ("greater_than_sign", 11), ("l", 12), ("left", 11), ("less_than_sign", 1)):
            await pilot.press(key)
            await pilot.pause()
            assert say("tui.position-update", "en", update=update) in screen_text(app).split("\n")[0]
        await pilot.press("q")
        await pilot.pause()
        step_screen(app)


async def test_a_sentence_on_a_page_goes_away_with_the_next_key() -> None:
    app = app_on(session())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("i", "ctrl+s")
        await pilot.pause()
        assert "xor-0.svg" in screen_text(app)
        await pilot.press("down")
        await pilot.pause()
        assert "xor-0.svg" not in screen_text(app)
        assert f"Esc {say('tui.keys-back', 'en')}" in screen_text(app)
