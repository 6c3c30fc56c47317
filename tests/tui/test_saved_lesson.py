"""A lesson that its author saves while it is open: read again, or its complaints shown beside the old one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from textual.pilot import Pilot

from tests.tui.support import array, foot, screen_rows, screen_text, step_screen
from tutor.lesson.collection import Collection
from tutor.messages import LANGUAGES, Language, say
from tutor.resources import assets_folder, lessons_folder
from tutor.tui.app import TutorApp
from tutor.tui.screens.complaints import ComplaintsScreen
from tutor.tui.screens.goto import GotoScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.session import Place, Session

LOOKS = 0.3
"""Seconds in which a file is looked at more than twice."""


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits longer than it must."""
    monkeypatch.setattr("tutor.tui.app._LOOK_SECONDS", 0.05)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "mine.toml"
    source = (lessons_folder() / "xor.toml").read_text(encoding="utf-8")
    made.write_text(source.replace('id = "xor"', 'id = "mine"'), encoding="utf-8")
    return made


def app_with(file: Path, variant: str | None = None, language: Language = "en") -> TutorApp:
    collection = Collection(lessons_folder(), assets_folder(), [])
    lesson = collection.find(str(file)).lesson
    assert lesson is not None
    return TutorApp(collection, language, Session(lesson.model(variant), lesson, variant))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


async def wait(pilot: Pilot[None]) -> None:
    await pilot.pause(LOOKS)
    await pilot.pause()


async def test_a_saved_lesson_is_read_again_where_one_stood_with_ones_edits(file: Path) -> None:
    app = app_with(file)
    async with app.run_test() as pilot:
        it = step_screen(app).session
        it.travel(Place(2, 0))
        it.run.edit("b2", array([3]))
        it.travel(Place(4, 7))
        it.digits = 7
        change(file, "eta = 2.0", "eta = 0.5")
        await wait(pilot)
        again = step_screen(app).session
        assert again is not it
        assert again.digits == 7
        assert again.run.hyper["eta"] == 0.5
        assert again.run.position == (4, 7)
        assert np.array_equal(again.run.branch.own_edits[0].value, [3])
        assert screen_rows(app)[-1].strip() == say("tui.reloaded", "en", file="mine.toml")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_a_lesson_saved_with_mistakes_stays_open_and_they_are_all_listed(file: Path) -> None:
    app = app_with(file)
    async with app.run_test(size=(120, 36)) as pilot:
        before = step_screen(app).session
        change(file, "bce(y, Y)", "bcee(y, Y)")
        change(file, 'rule = "sgd"', 'rule = "sdg"')
        await wait(pilot)
        assert isinstance(app.screen, ComplaintsScreen)
        text = screen_text(app)
        assert "bcee" in text
        assert "sdg" in text
        assert text.count("mine.toml:") >= 2
        assert "^" in text

        change(file, "bcee(y, Y)", "bce(y, Y)")
        await wait(pilot)
        assert isinstance(app.screen, ComplaintsScreen)
        assert "bcee" not in screen_text(app)
        assert "sdg" in screen_text(app)

        await pilot.press("escape", "right")
        assert step_screen(app).session is before

        change(file, 'rule = "sdg"', 'rule = "sgd"')
        await wait(pilot)
        assert step_screen(app).session is not before
        assert step_screen(app).session.run.position == (0, 1)


async def test_the_page_of_mistakes_goes_away_once_they_are_mended(file: Path) -> None:
    app = app_with(file)
    async with app.run_test() as pilot:
        change(file, "bce(y, Y)", "bcee(y, Y)")
        await wait(pilot)
        assert isinstance(app.screen, ComplaintsScreen)
        change(file, "bcee(y, Y)", "bce(y, Y)")
        await wait(pilot)
        step_screen(app)
        await pilot.press("right", "right")
        assert step_screen(app).session.run.position == (0, 2)


async def test_an_edit_that_does_not_fit_any_more_is_said(file: Path) -> None:
    app = app_with(file)
    async with app.run_test() as pilot:
        it = step_screen(app).session
        it.run.edit("b2", array([3]))
        change(file, "b2", "c2")
        await wait(pilot)
        assert screen_rows(app)[-1].strip() == say("tui.reloaded-partly", "en", file="mine.toml")


async def test_a_variant_that_is_gone_gives_way_to_the_lesson(file: Path) -> None:
    app = app_with(file, "twins")
    async with app.run_test() as pilot:
        change(file, "twins", "others")
        await wait(pilot)
        assert step_screen(app).session.variant is None
        assert screen_rows(app)[-1].strip() == say("tui.reloaded-partly", "en", file="mine.toml")


async def test_nothing_is_read_while_a_prompt_stands_over_the_lesson(file: Path) -> None:
    app = app_with(file)
    async with app.run_test() as pilot:
        before = step_screen(app).session
        await pilot.press("g", "1")
        change(file, "eta = 2.0", "eta = 0.5")
        await wait(pilot)
        assert isinstance(app.screen, GotoScreen)
        await pilot.press("escape")
        await wait(pilot)
        assert step_screen(app).session is not before


async def test_a_lesson_saved_while_home_is_shown_opens_as_it_is_now(file: Path) -> None:
    collection = Collection(lessons_folder(), assets_folder(), [file.parent])
    app = TutorApp(collection, "en")
    async with app.run_test(size=(120, 60)) as pilot:
        app.open("mine")
        await pilot.pause()
        await pilot.press("right", "escape")
        await pilot.pause()
        change(file, "eta = 2.0", "eta = 0.5")
        app.open("mine")
        await pilot.pause()
        assert step_screen(app).session.run.hyper["eta"] == 0.5
        assert step_screen(app).session.run.position == (0, 1)
        change(file, 'en = "XOR with', 'en = "Mine: XOR with')
        await wait(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert "Mine: XOR" in screen_text(app)


async def test_a_file_that_is_taken_away_changes_nothing(file: Path) -> None:
    app = app_with(file)
    async with app.run_test() as pilot:
        before = step_screen(app).session
        file.unlink()
        await wait(pilot)
        assert step_screen(app).session is before


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_file_that_is_gone_is_said_to_be_and_read_again_once_it_is_back(file: Path, language: Language) -> None:
    app = app_with(file, language=language)
    async with app.run_test(size=(120, 36)) as pilot:
        change(file, "eta = 2.0", "eta = 0.5")
        await wait(pilot)
        assert foot(app) == say("tui.reloaded", language, file="mine.toml")
        source, open_now = file.read_text(encoding="utf-8"), step_screen(app).session
        file.unlink()
        await wait(pilot)
        assert foot(app) == say("tui.file-gone", language, file="mine.toml")
        assert step_screen(app).session is open_now
        await pilot.press("right")
        await wait(pilot)
        assert say("tui.file-gone", language, file="mine.toml") not in screen_text(app)
        assert open_now.run.position == (0, 1)
        file.write_text(source, encoding="utf-8")
        await wait(pilot)
        assert foot(app) == say("tui.reloaded", language, file="mine.toml")
        assert step_screen(app).session.run.position == (0, 1)


async def test_a_file_that_goes_while_its_mistakes_are_listed_is_said_to_be_gone(file: Path) -> None:
    app = app_with(file)
    async with app.run_test(size=(120, 36)) as pilot:
        change(file, "bce(y, Y)", "bcee(y, Y)")
        await wait(pilot)
        assert isinstance(app.screen, ComplaintsScreen)
        file.unlink()
        await wait(pilot)
        assert foot(app) == say("tui.file-gone", "en", file="mine.toml")


async def test_parameters_of_ones_own_stay(file: Path) -> None:
    lesson = Collection(lessons_folder(), assets_folder(), []).find(str(file)).lesson
    assert lesson is not None
    own = lesson.model(parameters={"b2": array([7])})
    app = TutorApp(Collection(lessons_folder(), assets_folder(), []), "en", Session(own, lesson))
    async with app.run_test() as pilot:
        change(file, "eta = 2.0", "eta = 0.5")
        await wait(pilot)
        run = step_screen(app).session.run
        assert run.hyper["eta"] == 0.5
        assert np.array_equal(run.entering("b2"), [7])


async def test_advice_about_what_was_saved_is_counted(file: Path) -> None:
    change(file, 'chapter = "backpropagation"', 'chapter = "mine"')
    assert len(Collection(lessons_folder(), assets_folder(), []).read(file).complaints) == 1
    app = app_with(file)
    async with app.run_test(size=(120, 36)) as pilot:
        change(file, "minutes = 30", "minutes = 31")
        await wait(pilot)
        assert say("tui.reloaded-advice", "en", file="mine.toml", count=1) in screen_text(app)
        change(file, 'chapter = "mine"', 'chapter = "backpropagation"')
        await wait(pilot)
        assert say("tui.reloaded", "en", file="mine.toml") in screen_text(app)
