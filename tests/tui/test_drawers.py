"""What can be done anywhere can be done in a drawer as well: help for it, the other language, colours, the palette."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.tui.support import app_on, array, screen_rows, screen_text, session, step_screen
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.actions import Where, actions_on, key_text, own_actions
from tutor.tui.app import TutorApp
from tutor.tui.palette import Palette
from tutor.tui.panels.help import help_page
from tutor.tui.screens.drawer import Drawer
from tutor.tui.screens.glossary import GlossaryScreen
from tutor.tui.screens.help import HelpScreen
from tutor.tui.screens.progress import ProgressScreen
from tutor.tui.session import Session

SIZE = (80, 30)

TYPED: dict[Where, tuple[str, ...]] = {
    "goto": ("g",),
    "until": ("u",),
    "edit": ("e", "1"),
    "naming": ("m", "M", "r"),
}
LISTS: dict[Where, tuple[str, ...]] = {
    "choose": ("e",),
    "branches": ("b",),
    "bookmarks": ("m", "M"),
    "variants": ("W",),
}
ALL = TYPED | LISTS


def branched() -> Session:
    """A session with a branch."""
    it = session()
    it.run.edit("b2", array([3]))
    return it


def own_help(app: TutorApp, where: Where, language: Language) -> str:
    """The first part of the help that is shown, its rows joined: it has to be that of ``where``."""
    assert isinstance(app.screen, HelpScreen)
    words = " ".join(help_page(language, 1_000, where).plain().split())
    shown = " ".join(app.screen._page.picture.plain().split())
    assert len(shown) >= len(words) - 2
    assert shown.startswith(say(f"tui.help-keys-{where}", language))
    return words.partition(say("tui.help-keys-anywhere", language))[0]


def shown(app: TutorApp) -> object:
    """The screen that is shown just now."""
    return app.screen


def drawer(app: TutorApp) -> Drawer[object]:
    screen = app.screen
    assert isinstance(screen, Drawer)
    return screen


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", ALL)
async def test_help_is_of_the_very_drawer_and_leads_back_to_what_was_typed(where: Where, language: Language) -> None:
    app = app_on(branched(), language)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*ALL[where])
        await pilot.pause()
        opened, typed = drawer(app), ""
        assert opened.mode == where
        if where in TYPED:
            await pilot.press("home", "1", "question_mark")
            typed = opened.query(Input).first().value
            assert typed.startswith("1?")
        for key in ("f1", "question_mark") if where in LISTS else ("f1",):
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(shown(app), HelpScreen), key
            own = own_help(app, where, language)
            for action in own_actions(where):
                assert all(key_text(key) in own for key in action.keys)
                assert say(f"tui.action-{action.slug}", language) in own
            await pilot.press("escape")
            await pilot.pause()
            assert shown(app) is opened
        if where in TYPED:
            assert opened.query(Input).first().value == typed
            await pilot.press("2")
            assert opened.query(Input).first().value.startswith("1?2")


@pytest.mark.parametrize("where", ALL)
async def test_language_and_colours_change_live_in_a_drawer(where: Where) -> None:
    it = branched()
    assert it.lesson is not None
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*ALL[where])
        if where in TYPED:
            await pilot.press("7")
        await pilot.pause()
        opened, dark = drawer(app), app.current_theme.dark
        fields = [field.value for field in opened.query(Input)]
        english = screen_text(app)
        await pilot.press("f2", "f3")
        await pilot.pause(0.2)
        assert shown(app) is opened
        assert app.current_theme.dark is not dark
        assert [field.value for field in opened.query(Input)] == fields
        assert say("tui.phase-forward", "ko") in screen_text(app)  # of the lesson behind it
        assert set(re.findall(r"[a-z-]{5,}", screen_text(app))) <= {"accuracy", *it.lesson.variants}
        assert opened.foot(opened.room[0]).plain() in screen_text(app)
        assert opened.heading in screen_text(app)
        assert say("tui.keys-help", "ko") in screen_text(app)
        await pilot.press("f2", "f3")
        await pilot.pause(0.2)
        assert screen_text(app) == english


@pytest.mark.parametrize("where", ALL)
async def test_a_picture_of_a_drawer_is_saved_and_it_is_said_where(where: Where, tmp_path: Path) -> None:
    app = app_on(branched())
    async with app.run_test(size=(160, 30)) as pilot:
        await pilot.press(*ALL[where], "ctrl+s")
        await pilot.pause()
        assert drawer(app).mode == where
        assert say("tui.screenshot-saved", "en", file=tmp_path / "xor-0.svg") in screen_text(app)
        assert (tmp_path / "xor-0.svg").exists()


@pytest.mark.parametrize("where", ALL)
async def test_the_palette_lists_what_a_drawer_can_do_and_does_it(where: Where) -> None:
    app = app_on(branched())
    async with app.run_test(size=(80, 80)) as pilot:
        await pilot.press(*ALL[where])
        await pilot.pause()
        opened = drawer(app)
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        assert isinstance(shown(app), Palette)
        for action in own_actions(where):
            assert say(f"tui.action-{action.slug}", "en")[:40] in screen_text(app)
        await pilot.press(*say("tui.action-help", "en"))
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.5)
        assert isinstance(shown(app), HelpScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert shown(app) is opened


async def test_the_glossary_opens_over_a_drawer_and_leads_back_to_it_or_to_a_lesson() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("g", "1", "f4")
        await pilot.pause()
        assert isinstance(shown(app), GlossaryScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert drawer(app).query_one(Input).value == "1"
        await pilot.press("f4", *"gradient")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert step_screen(app).is_current


async def test_where_an_action_of_the_application_is_chosen_in_the_palette_it_is_done() -> None:
    app = app_on(session())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        await pilot.press(*"Korean")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert app.language == "ko"


async def test_a_run_waits_while_help_stands_over_it_and_then_goes_on() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("u", *["backspace"] * 40, "down", *"300000", "enter")
        await pilot.pause()
        running = app.screen
        assert isinstance(running, ProgressScreen)
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(shown(app), HelpScreen)
        stood = it.run.position
        await pilot.pause(0.2)
        assert it.run.position == stood
        await pilot.press("escape")
        await pilot.pause(0.2)
        assert shown(app) is running
        assert it.run.position.update > stood.update
        await pilot.press("space")
        await pilot.pause()
        assert step_screen(app).session is it


@pytest.mark.parametrize("size", [(60, 18), (80, 24)])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", ALL)
async def test_the_last_row_of_a_drawer_says_its_keys(where: Where, language: Language, size: tuple[int, int]) -> None:
    app = app_on(branched(), language)
    async with app.run_test(size=size) as pilot:
        await pilot.press(*ALL[where])
        await pilot.pause()
        row = screen_rows(app)[-1]
        back = next(action for action in actions_on(where) if action.name == "go_back")
        assert back.group is not None
        assert f"Enter {say(f'tui.keys-{own_actions(where)[0].group}', language)}" in row
        assert f"Esc {say(f'tui.keys-{back.group}', language)}" in row
        assert f"{'?' if where in LISTS else 'F1'} {say('tui.keys-help', language)}" in row


async def test_while_a_name_is_typed_arrows_leave_the_list_alone() -> None:
    app = app_on(branched())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b", "r", "down", "up", "d", "enter")
        await pilot.pause()
        assert drawer(app).mode == "branches"
        assert "branch 1d" in screen_text(app) or " d " in screen_text(app)
        assert say("tui.branch-drop", "en", branch="branch 1", count=0) not in screen_text(app)
