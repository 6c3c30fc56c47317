"""The practice record on the screen: from a lesson and from home, and what is due asked from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.tui.support import app_on, foot, screen_rows, screen_text, session
from tests.tui.test_layers import loaded_by
from tests.tui.test_quiz_state import row
from tutor.messages import LANGUAGES, Language, say
from tutor.quiz.record.store import Record
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.step import StepScreen


def practised(skill: str, days: int) -> None:
    """Three in a row, so many days ago."""
    kept = Record()
    for seed in range(3):
        kept.add(row(skill, datetime.now(UTC) - timedelta(days=days), seed))
    kept.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_empty_record_invites(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        assert say("tui.record-title", language) in screen_text(app)
        text = "".join(screen_text(app).split())
        assert "".join(say("tui.record-empty", language).split()) in text
        await pilot.press("escape")
        assert isinstance(app.screen, StepScreen)


@pytest.mark.parametrize("key", ["i", "ㅑ"])
async def test_from_home_it_shows_what_is_due_and_asks_it(key: str) -> None:
    practised("hidden-error", days=2)
    app = app_on()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(key)
        assert say("tui.record-due-now", "en", count=1) in screen_text(app)
        assert "●●●" in screen_text(app)
        await pilot.press("d")
        assert isinstance(app.screen, QuizScreen)
        assert say("tui.quiz-mode-practice", "en") in screen_rows(app)[0]
        await pilot.press("escape", "i")
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("d")
        assert isinstance(app.screen, QuizScreen)


async def test_what_is_due_stands_in_the_menu_of_practice() -> None:
    practised("hidden-error", days=2)
    app = app_on(session("softmax-regression"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("P", "up", "up")
        assert say("tui.practice-due", "en", count=1) in screen_text(app)
        await pilot.press("enter")
        assert "XOR" in screen_rows(app)[0]  # it was practised there


async def test_nothing_due_is_said_in_place() -> None:
    practised("loss", days=0)
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        assert say("tui.record-nothing-due", "en") in screen_text(app)
        await pilot.press("d")
        assert screen_rows(app)[-1].strip() == say("tui.nothing-due", "en")


async def test_a_record_in_memory_says_so_and_the_lesson_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    app = app_on(session())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("Q")
        await pilot.pause()
        notice = app.quizzes.keeper.notice
        assert notice is not None
        assert notice.say("en") in foot(app)
        await pilot.press(*"0.5")
        assert "Esc" in screen_rows(app)[-1]
        await pilot.press("escape", "i")
        assert "".join(notice.say("en").split()) in "".join(screen_text(app).split())


def test_the_first_paint_of_a_lesson_needs_no_quiz() -> None:
    loaded = loaded_by("tutor.tui.app", "tutor.tui.screens.step")
    assert not {name for name in loaded if name.startswith(("tutor.quiz", "tutor.tui.quiz", "tutor.tui.screens.quiz"))}
    assert "sqlite3" not in loaded
