"""Home: the lessons that there are, the bad ones with their reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.support import app_on, screen_rows, screen_text, shipped
from tutor.lesson.collection import Collection
from tutor.messages import LANGUAGES, Language, say
from tutor.resources import assets_folder, lessons_folder
from tutor.tui.app import TutorApp
from tutor.tui.screens.help import HelpScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.step import StepScreen


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_lesson_is_listed_and_xor_is_chosen(language: Language) -> None:
    app = app_on(None, language)
    async with app.run_test(size=(100, 60)) as pilot:
        text = screen_text(app)
        assert all(head.title.say(language) in text for head in shipped().lessons)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, StepScreen)
        assert app.screen.session.lesson is not None
        assert app.screen.session.lesson.id == "xor"


async def test_letters_and_jamo_choose_and_open() -> None:
    app = app_on()
    async with app.run_test() as pilot:
        await pilot.press("j", "ㅏ", "ㅓ", "k", "l")
        await pilot.pause()
        assert isinstance(app.screen, StepScreen)


async def test_help_belongs_to_the_screen() -> None:
    app = app_on()
    async with app.run_test() as pilot:
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert say("tui.help-keys-home", "en") in screen_text(app)


async def test_the_language_is_switched_at_home() -> None:
    app = app_on()
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        before = screen_text(app)
        await pilot.press("f2")
        await pilot.pause()
        assert "역전파 튜터" in screen_text(app)
        await pilot.press("f2")
        await pilot.pause(0.1)
        assert screen_text(app) == before


async def test_a_bad_lesson_is_listed_with_its_reason_and_the_others_open(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("format_version = 1\nid = [", encoding="utf-8")
    app = TutorApp(Collection(lessons_folder(), assets_folder(), [tmp_path]), "en")
    async with app.run_test(size=(120, 60)) as pilot:
        assert "✗ broken.toml: " in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, StepScreen)


async def test_a_lesson_that_went_bad_is_said_to_be_bad(tmp_path: Path) -> None:
    source = (lessons_folder() / "xor.toml").read_text(encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(source.replace('id = "xor"', 'id = "mine"'), encoding="utf-8")
    collection = Collection(lessons_folder(), assets_folder(), [tmp_path])
    app = TutorApp(collection, "en")
    async with app.run_test(size=(120, 60)) as pilot:
        file.write_text("", encoding="utf-8")
        collection.reload(file)
        app.open("mine")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert not screen_rows(app)[-1].strip().startswith("Enter")


async def test_no_lesson_at_all(tmp_path: Path) -> None:
    app = TutorApp(Collection(tmp_path, tmp_path), "en")
    async with app.run_test() as pilot:
        assert "No lesson was found" in screen_text(app)
        await pilot.press("enter", "j", "k", "escape", "f2")


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (40, 12)])
async def test_a_small_window_at_home(size: tuple[int, int]) -> None:
    app = app_on()
    async with app.run_test(size=size) as pilot:
        await pilot.press("j", "enter")
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert isinstance(app.screen, StepScreen)
