"""The screen of the map: keys and the mouse choose a chapter, Enter goes where there is something to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from textual.widgets import OptionList

from tests.tui.support import app_on, screen_rows, screen_text, shipped, step_screen
from tutor.lesson.collection import Collection
from tutor.messages import LANGUAGES, Language, say
from tutor.resources import assets_folder
from tutor.tui.app import TutorApp
from tutor.tui.memory import Memory, Stage, Visit
from tutor.tui.screens.help import HelpScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.map import MapScreen
from tutor.tui.settings import Glyphs, Settings
from tutor.tui.surroundings import Surroundings


def remembering(folder: Path, stages: Mapping[str, Stage], glyphs: Glyphs = "braille") -> TutorApp:
    """The application at home, after some lessons were visited, in this order."""
    memory = Memory(folder)
    for name, stage in stages.items():
        memory.keep(name, Visit(stage, "2026-11-21", None, {}))
    return TutorApp(shipped(), "en", surroundings=Surroundings(Settings(glyphs=glyphs), memory=memory))


def the_map(app: TutorApp) -> MapScreen:
    screen = app.screen
    assert isinstance(screen, MapScreen)
    return screen


def lessons_of(*chapters: str) -> dict[str, Stage]:
    return {head.id: "done" for head in shipped().lessons if head.chapter in chapters}


def place_of(app: TutorApp, text: str) -> tuple[int, int]:
    """Column and row of a text that stands on the screen; of its first place if there are several."""
    row = next(number for number, line in enumerate(screen_rows(app)) if text in line)
    return screen_rows(app)[row].index(text), row


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["m", "ㅡ"])
async def test_the_map_opens_at_home_and_goes_back(language: Language, key: str) -> None:
    app = app_on(None, language)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up", key)
        await pilot.pause()
        assert the_map(app).chosen == shipped().chapters[0].id
        text = screen_text(app)
        assert say("tui.map-title", language) in text
        assert all(chapter.title.say(language) in text for chapter in shipped().chapters)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        ids = [option.id for option in app.screen.query_one(OptionList).options if option.id]
        highlighted = app.screen.query_one(OptionList).highlighted_option
        assert highlighted is not None
        assert highlighted.id == ids[ids.index("xor") - 1]  # where one stood before


async def test_arrows_letters_and_jamo_follow_the_lines() -> None:
    app = app_on()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m")
        ways = [("down", "lines-and-neurons"), ("l", "perceptrons"), ("ㅓ", "forward"), ("j", "backpropagation"),
                ("up", "forward"), ("ㅏ", "lines-and-neurons"), ("h", "lines-and-neurons"), ("right", "perceptrons"),
                ("right", "graphs"), ("k", "slopes"), ("n", "start"), ("right", "slopes")]  # fmt: skip
        for key, chapter in ways:
            await pilot.press(key)
            assert the_map(app).chosen == chapter, key


async def test_enter_opens_the_first_lesson_that_is_not_done_and_escape_stands_on_it_in_the_list(
    tmp_path: Path,
) -> None:
    app = remembering(tmp_path, lessons_of("start", "slopes") | {"apples": "done"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m", "right", "right")
        assert the_map(app).chosen == "graphs"
        await pilot.press("enter")
        await pilot.pause()
        lesson = step_screen(app).session.lesson
        assert lesson is not None
        assert lesson.id == "apples-and-oranges"
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        highlighted = app.screen.query_one(OptionList).highlighted_option
        assert highlighted is not None
        assert highlighted.id == "apples-and-oranges"


async def test_enter_goes_on_with_what_was_left(tmp_path: Path) -> None:
    app = remembering(tmp_path, {"xor-no-line": "begun"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m")
        assert the_map(app).chosen == "perceptrons"
        assert say("tui.home-last", "en") in screen_rows(app)[0]
        await pilot.press("enter")
        await pilot.pause()
        lesson = step_screen(app).session.lesson
        assert lesson is not None
        assert lesson.id == "xor-no-line"


async def test_of_a_chapter_that_is_done_enter_stands_on_the_first_lesson_in_the_list(tmp_path: Path) -> None:
    app = remembering(tmp_path, lessons_of("start"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m", "up", "up")
        assert the_map(app).chosen == "start"
        assert say("tui.map-all-done", "en") in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        highlighted = app.screen.query_one(OptionList).highlighted_option
        assert highlighted is not None
        assert highlighted.id == shipped().lessons[0].id


async def test_a_click_chooses_and_another_opens() -> None:
    app = app_on()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("m")
        await pilot.pause()
        await pilot.click(offset=place_of(app, "5 Computation graphs"))
        await pilot.pause()
        assert the_map(app).chosen == "graphs"
        await pilot.click(offset=(0, 1))  # no chapter
        assert the_map(app).chosen == "graphs"
        await pilot.click(offset=place_of(app, "5 Computation graphs"))
        await pilot.pause()
        lesson = step_screen(app).session.lesson
        assert lesson is not None
        assert lesson.chapter == "graphs"


async def test_the_map_follows_language_and_window_and_has_its_help() -> None:
    app = app_on()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m", "f2")
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert say("tui.map-title", "ko") in screen_text(app)
        assert "╭" in screen_text(app)
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert say("tui.help-keys-map", "ko") in screen_text(app)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_the_glyphs_of_the_settings_draw_it(tmp_path: Path) -> None:
    app = remembering(tmp_path, {"xor": "begun"}, "ascii")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m")
        await pilot.pause()
        assert "> 6 Backpropagation" in screen_text(app)
        assert not set("─│╭╮╰╯┴┬○◐▸") & set("".join(screen_rows(app)[:19]))


async def test_a_search_ends_before_the_map_opens() -> None:
    app = app_on()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"apples")
        await app.screen.run_action("map")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.query_one(OptionList).option_count > len(shipped().lessons)


async def test_without_chapters_there_is_nothing_to_draw(tmp_path: Path) -> None:
    app = TutorApp(Collection(tmp_path, assets_folder()), "en")
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("m")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert say("tui.map-none", "en") in screen_text(app)


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (60, 18), (250, 80)])
async def test_any_window(size: tuple[int, int]) -> None:
    app = app_on()
    async with app.run_test(size=size) as pilot:
        await pilot.press("m", "down", "right", "down", "down", "down", "up", "n")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {80}
