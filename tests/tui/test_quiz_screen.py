"""The quiz screen itself: leaving and coming back, any window, either language, the mouse."""

from __future__ import annotations

import pytest

from tests.tui.quizzing import answer, bug, by_hand, choice, paper
from tests.tui.support import app_on, screen_rows, screen_text, session, step_screen
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.step import StepScreen

# Leaving and coming back


async def test_leaving_loses_nothing() -> None:
    it = by_hand()
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", *"0.2066", "tab", *"1/2", "f5", "f10", "escape")
        assert step_screen(app).session is it
        await pilot.press("Q", "f9")
        grid = paper(app).grid
        assert [grid.text((row, 0)) for row in range(4)] == ["0.2066", "1/2", "", ""]
        assert len(paper(app).attempt.rungs) == 1


async def test_what_was_begun_is_there_another_day() -> None:
    for keys in (("Q", *"0.1296", "enter", "escape"), ("Q",)):
        app = app_on(session())
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(*keys)
            if isinstance(app.screen, QuizScreen):
                assert paper(app).grid.text((0, 0)) == "0.1296"


async def test_escape_never_quits() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "escape", "P", "escape", "t", "escape", "i", "escape")
        assert isinstance(app.screen, StepScreen)
        assert app.is_running


@pytest.mark.parametrize("language", LANGUAGES)
async def test_after_the_last_question_all_of_them_are_looked_back_at(language: Language) -> None:
    app = app_on(by_hand(), language)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", *["f10"] * 6)
        assert say("tui.quiz-look-back", language, done=0, count=5) in screen_text(app)
        await pilot.press("down", "x", "enter")
        assert say("tui.quiz-place-questions", language, number=2, count=5) in screen_rows(app)[0]


async def test_all_questions_can_be_begun_anew() -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "f8", "f8", *["f10"] * 5)
        assert say("tui.quiz-look-back", "en", done=1, count=5) in screen_text(app)
        await pilot.press("ㅜ")
        assert not paper(app).done
        assert "question 1" in screen_rows(app)[0]


# The screen


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (104, 30), (120, 36), (200, 60)])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_row_fits_and_the_foot_keeps_the_way_out(size: tuple[int, int], language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=size) as pilot:
        await pilot.press("Q")
        for keys in (
            ["1", "enter"],
            ["f5"],
            ["f5", "f5", "f5"],
            ["f7"],
            ["f8", "f8"],
            ["f10"],
            ["f10", "f10", "f10"],
            ["1"],
        ):
            await pilot.press(*keys)
            strips = app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {size[0]}
            assert len(strips) == size[1]
        await pilot.press("up")
        assert say("tui.quiz-key-back", language) in screen_rows(app)[-1]
        assert say("tui.quiz-key-help", language) in screen_rows(app)[-1]


async def test_a_window_too_small_says_so_and_recovers() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q")
        before = screen_text(app)
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        assert "60" in screen_text(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert screen_text(app) == before


async def test_the_language_is_switched_while_being_asked() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "1", "f2")
        assert "유효숫자" in screen_text(app)
        assert paper(app).grid.text((0, 0)) == "1"


async def test_the_mouse_picks_cells_answers_and_lines() -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:

        async def click(text: str, times: int = 1) -> None:
            row = next(y for y, line in enumerate(screen_rows(app)) if text in line)
            for _ in range(times):
                await pilot.click(offset=(screen_rows(app)[row].index(text), row))

        await pilot.press("Q")
        await click("⎣ ____")  # the bracket is no cell
        assert paper(app).grid.at == 0
        await click("_  ⎦")
        assert paper(app).grid.at == 3
        await pilot.press(*["f10"] * 4)
        await click("3  The", times=2)
        assert choice(app).choosing.chosen == [choice(app).choosing.order[2]]
        await pilot.press("f10")
        await click(" 4  What is")
        await pilot.press("enter")
        assert "question 4" in screen_rows(app)[0]
        await pilot.press("escape", "P")
        await click("Find the bug", times=2)
        await click("z₂ = h · W₂ + b₂")
        assert bug(app).step.key == "z2"


async def test_help_explains_the_keys_of_the_quiz() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "f1")
        assert say("tui.help-keys-quiz", "en") in screen_text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, QuizScreen)


async def test_without_colours_the_signs_are_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q")
        await answer(app, pilot, factor=4)
        styles = [
            style for strip in app.screen._compositor.render_strips() for _, style, _ in strip if style is not None
        ]
        assert all(style.color is None or style.color.name == "default" for style in styles)
        assert "✗" in screen_text(app)
        assert any(style.reverse for style in styles)
