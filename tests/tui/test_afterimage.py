"""The screen as it was left is painted at once at the next start, if all that it was made from is as it was."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from tests.tui.support import screen_text, shipped, step_screen
from tutor.lesson.lesson import Lesson
from tutor.messages import Language
from tutor.resources import user_cache_folder, user_data_folder
from tutor.tui import afterimage
from tutor.tui.afterimage import Rows, Window, find
from tutor.tui.app import TutorApp
from tutor.tui.memory import Memory
from tutor.tui.records import Opened
from tutor.tui.screens.curtain import Afterimage
from tutor.tui.session import Session
from tutor.tui.surroundings import Surroundings
from tutor.tui.visits import Visits

SIZE = (100, 30)


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))


def xor() -> Lesson:
    lesson = shipped().find("xor").lesson
    assert lesson is not None
    return lesson


def surroundings() -> Surroundings:
    return Surroundings(memory=Memory(user_data_folder()))


def window(language: Language = "en", size: tuple[int, int] = SIZE) -> Window:
    return Window(language, "textual-dark", *size)


async def left_at(*keys: str) -> str:
    """XOR, opened from memory, with these keys pressed, and left: what was shown."""
    found = surroundings()
    opened = Visits(found.memory).open(xor())
    app = TutorApp(shipped(), "en", opened.session, opened.place, surroundings=found)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        screen = step_screen(app)
        for _ in range(20):
            screen._do_next()
        await pilot.pause()
        shown = screen_text(app)
        await pilot.press("q")
    return shown


def as_text() -> str | None:
    rows = find(window(), "xor")
    return None if rows is None else "\n".join("".join(text for text, _ in row).rstrip() for row in rows) + "\n"


async def test_what_was_left_is_what_is_found() -> None:
    assert as_text() is None
    shown = await left_at("right", "right", "right")
    assert as_text() == shown
    again = await left_at("right", "down")
    assert as_text() == again != shown


async def test_a_picture_is_of_what_the_memory_says_and_not_of_what_came_after() -> None:
    """Killed before anything is remembered, the next start opens what the one before opened."""
    shown = await left_at("right", "right", "right")
    found = surroundings()
    opened = Visits(found.memory).open(xor())
    app = TutorApp(shipped(), "en", opened.session, opened.place, surroundings=found)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "right")
        screen = step_screen(app)
        for _ in range(20):
            screen._do_next()
        await pilot.pause()
        assert screen_text(app) != shown
        app.keep_picture()
        kept = as_text()
        assert kept is not None
        app._current = None  # so that leaving remembers nothing
    assert as_text() == kept


@pytest.mark.parametrize("change", ["language", "size", "lesson", "memory", "settings", "colours", "version", "file"])
async def test_if_anything_is_another_there_is_none(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await left_at("right")
    assert find(window(), "xor") is not None
    memory = user_data_folder() / "memory.json"
    if change == "memory":
        memory.write_text(memory.read_text() + " ")
    elif change == "settings":
        from tutor.resources import settings_file

        settings_file().parent.mkdir(parents=True, exist_ok=True)
        settings_file().write_text('language = "ko"')
    elif change == "colours":
        monkeypatch.setenv("NO_COLOR", "1")
    elif change == "version":
        monkeypatch.setattr(afterimage, "__version__", "99")
    elif change == "file":
        (user_cache_folder() / afterimage.FILE_NAME).write_text('{"look": 3')
    sought = window("ko" if change == "language" else "en", (99, 30) if change == "size" else SIZE)
    assert find(sought, "xor-stuck" if change == "lesson" else "xor") is None


async def test_the_lesson_opens_behind_its_picture_where_it_was_left() -> None:
    shown = await left_at("right", "right", "right")
    found = surroundings()
    rows = find(window(), "xor")
    assert rows is not None
    painted: list[str] = []

    def opening() -> Opened:
        painted.append(screen_text(app))
        return Visits(found.memory).open(xor())

    app = TutorApp(shipped(), "en", surroundings=found, curtain=partial(Afterimage, rows), opening=opening)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("right")
        await pilot.pause()
        assert painted == [shown]
        assert step_screen(app).session.run.position == (0, 4)
        await pilot.press("escape")
        await pilot.pause()
        places = [app.where]
        await pilot.press("enter")
        await pilot.pause()
        assert [*places, app.where] == ["home", "step"]


async def test_where_there_is_no_lesson_after_all_it_is_left() -> None:
    await left_at("right")
    rows = find(window(), "xor")
    assert rows is not None
    app = TutorApp(
        shipped(), "en", surroundings=surroundings(), curtain=partial(Afterimage, rows), opening=lambda: None
    )
    async with app.run_test(size=SIZE) as pilot:
        assert isinstance(app.screen_stack[0], Afterimage)
        await pilot.pause()
    assert app.return_code == 2


async def test_a_folder_that_cannot_be_written_costs_the_picture_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    await left_at("right")
    assert find(window(), "xor") is None
    assert (user_data_folder() / "memory.json").exists()


def test_a_variant_and_parameters_of_ones_own_have_no_picture(tmp_path: Path) -> None:
    def rows() -> Rows:
        pytest.fail("it would be opened as the lesson stands")

    own = xor().model(None, {"b2": np.array([1.0])})
    for session in (Session(xor().model("twins"), xor(), "twins"), Session(own, xor())):
        afterimage.Pictures().keep(session, tmp_path / "memory.json", window(), rows)
    assert find(window(), "xor") is None
