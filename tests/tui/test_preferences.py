"""The learner's settings, as the screen uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.support import lesson, screen_rows, screen_text, session, shipped, step_screen
from tutor.engine.address import Address, parse_address
from tutor.engine.model import Model
from tutor.messages import say
from tutor.tui import start
from tutor.tui.app import TutorApp
from tutor.tui.memory import Memory, Visit
from tutor.tui.screens.complaints import ComplaintsScreen
from tutor.tui.screens.help import HelpScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.settings import Settings, read_settings
from tutor.tui.surroundings import Surroundings


def app_with(settings: Settings) -> TutorApp:
    return TutorApp(shipped(), "en", session(), surroundings=Surroundings(settings))


async def test_keys_are_given_to_actions_and_shown_with_them() -> None:
    app = app_with(Settings(keys={"next_line": ("n", "f5"), "previous_line": ("p", ",")}))
    async with app.run_test(size=(120, 36)) as pilot:
        run = step_screen(app).session.run
        assert "np line" in screen_rows(app)[-1]
        await pilot.press("n", "ㅜ", "f5")
        assert run.position == (0, 3)
        await pilot.press("right", "l")
        assert run.position == (0, 3)
        await pilot.press("p", "comma")
        assert run.position == (0, 1)
        await pilot.press("question_mark")
        await pilot.pause()
        row = next(row for row in screen_rows(app) if say("tui.action-next-line", "en") in row)
        assert row.split()[:2] == ["n", "F5"]
    other = TutorApp(shipped(), "en", session())
    async with other.run_test(size=(120, 36)) as pilot:
        assert "→← line" in screen_rows(other)[-1]


async def test_a_key_that_is_given_away_is_not_shown_with_its_old_action() -> None:
    app = app_with(Settings(keys={"next_line": ("g",), "help": ("h",), "leave": ("ctrl+x",)}))
    async with app.run_test(size=(120, 36)) as pilot:
        run = step_screen(app).session.run
        foot = screen_rows(app)[-1]
        assert "g← line" in foot
        assert "Ctrl+P go to" in foot
        assert "h help" in foot
        assert "Ctrl+X quit" in foot
        await pilot.press("g", "ㅎ", "left")
        assert run.position == (0, 1)
        await pilot.press("q")
        assert app.is_running
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape", "ctrl+x")
        await pilot.pause()
    assert app.return_code == 0


async def test_keys_of_one_mode_leave_those_of_another_alone() -> None:
    app = app_with(Settings(keys={"next_line": ("n",)}))
    async with app.run_test(size=(120, 36)) as pilot:
        screen = step_screen(app)
        await pilot.press("n", "s")
        assert screen.mode == "selecting"
        before = screen.session.selection.spot
        await pilot.press("left")
        assert screen.session.run.position == (0, 1)
        assert screen.session.selection.spot != before


async def test_numbers_and_pictures_begin_as_the_settings_say() -> None:
    app = app_with(Settings(digits=6, numbers="fixed", glyphs="ascii"))
    async with app.run_test() as pilot:
        it = step_screen(app).session
        assert (it.digits, it.numbers, it.glyphs) == (6, "fixed", "ascii")
        it.digits = 3  # the learner's choice stays, also when the lesson is left and opened again
        await pilot.press("escape")
        await pilot.pause()
        app.open("xor")
        await pilot.pause()
        assert step_screen(app).session.digits == 3


def test_a_theme_is_taken_from_the_settings() -> None:
    assert app_with(Settings(theme="nord")).theme == "nord"
    assert app_with(Settings()).theme == "textual-dark"


async def test_mistakes_in_the_settings_are_shown_with_their_place(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('digits = 99\n\nlangage = "ko"\n', encoding="utf-8")
    settings, complaints = read_settings(file, {"next_line": {"step"}}, ["nord"])
    app = TutorApp(shipped(), "en", session(), surroundings=Surroundings(settings, complaints))
    async with app.run_test(size=(200, 36)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, ComplaintsScreen)
        text = "".join(screen_text(app).split())
        assert f"{file}:1:10" in text
        assert f"{file}:3:1" in text
        await pilot.press("escape")
        await pilot.pause()
        step_screen(app)


# The start


class Started:
    """Takes the place of running: what would be shown."""

    def __init__(self) -> None:
        self.app: TutorApp | None = None

    def __call__(self, app: TutorApp) -> int:
        self.app = app
        return 0


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Started:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    found = Started()
    monkeypatch.setattr(start, "run", found)
    return found


def open_wanted(model: Model, at: Address | None = None) -> None:
    start.open_lesson(shipped(), "en", "", lambda: start.Wanted(lesson("xor"), None, model, at), as_left=False)


def remember(folder: Path, update: int, line: int) -> None:
    branches = [{"parent": None}, {"parent": 0, "update": 2, "name": "mine", "edits": {"b2": [3.0]}}]
    record = {"update": update, "line": line, "branch": 1, "branches": branches}
    Memory(folder / "backprop-tutor").keep("xor", Visit("begun", "2026-11-21", None, {"": record}))


async def test_a_lesson_named_on_the_command_line_opens_where_it_was_left(tmp_path: Path, started: Started) -> None:
    remember(tmp_path, 4, 3)
    open_wanted(lesson("xor").model())
    assert started.app is not None
    async with started.app.run_test(size=(120, 36)):
        run = step_screen(started.app).session.run
        assert run.position == (4, 3)
        assert run.branch.name == "mine"
        assert say("tui.resumed", "en", update="4", line=3) in screen_text(started.app)


async def test_an_address_is_one_of_the_lessons_own_run(tmp_path: Path, started: Started) -> None:
    remember(tmp_path, 4, 3)
    at = parse_address("12/dW2")
    open_wanted(lesson("xor").model(), at)
    assert started.app is not None
    async with started.app.run_test(size=(120, 36)):
        run = step_screen(started.app).session.run
        assert run.position.update == 12
        assert run.branch.parent is None
        assert [branch.name for branch in run.branches] == ["", "mine"]


async def test_parameters_of_ones_own_begin_anew(tmp_path: Path, started: Started) -> None:
    import numpy as np

    remember(tmp_path, 4, 3)
    own = lesson("xor").model(parameters={"b2": np.array([7.0])})
    open_wanted(own)
    assert started.app is not None
    async with started.app.run_test() as pilot:
        run = step_screen(started.app).session.run
        assert run.position == (0, 0)
        assert len(run.branches) == 1
        await pilot.press("right", "q")
    assert Memory(tmp_path / "backprop-tutor").memories.lessons["xor"].record["update"] == 4


async def test_home_starts_in_the_language_that_was_chosen_last(tmp_path: Path, started: Started) -> None:
    memory = Memory(tmp_path / "backprop-tutor")
    memory.prefer("language", "ko")
    memory.keep("xor", Visit("done", "2026-11-21"))
    start.open_home(shipped(), "en")
    assert started.app is not None
    async with started.app.run_test():
        assert isinstance(started.app.screen, HomeScreen)
        assert "역전파 튜터" in screen_text(started.app)
    start.open_home(shipped(), "en", asked=True)
    assert started.app.language == "en"
