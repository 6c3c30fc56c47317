"""The race on the screen: x opens it, keys move all of them, Escape goes back."""

from __future__ import annotations

import pytest

from tests.tui.support import app_on, screen_text, session, step_screen, xor_model
from tutor.messages import LANGUAGES, Language
from tutor.tui.app import TutorApp
from tutor.tui.screens.race import RaceScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.session import Session


def race_screen(app: TutorApp) -> RaceScreen:
    assert isinstance(app.screen, RaceScreen)
    return app.screen


async def test_keys_move_all_of_them_and_escape_goes_back() -> None:
    app = app_on(session("optimisers"))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("x")
        screen = race_screen(app)
        for key, update in (
            ("right_square_bracket", 1), ("greater_than_sign", 11), ("left_square_bracket", 10), ("less_than_sign", 0),
            ("less_than_sign", 0), ("right_curly_bracket", 100), ("left_curly_bracket", 0), ("down", 1), ("0", 0),
        ):  # fmt: skip
            await pilot.press(key)
            await pilot.pause(0.3 if update == 100 else 0)
            assert screen.race.update == update
            assert {racer.update for racer in screen.race.racers} == {update}
            assert f"update {update}" in screen_text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, StepScreen)
        assert step_screen(app).session.run.position == (0, 0)


async def test_u_runs_to_the_end() -> None:
    app = app_on(session("optimisers"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "u")
        screen = race_screen(app)
        while screen.race.runs:
            await pilot.pause(0.01)
        assert screen.race.update == screen.race.limit
        assert "0.01333" in screen_text(app)


async def test_space_plays_and_pauses() -> None:
    app = app_on(session("optimisers"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "space")
        screen = race_screen(app)
        while screen.race.update < 2:
            await pilot.pause(0.02)
        await pilot.press("space")
        stood = screen.race.update
        await pilot.pause(0.3)
        assert screen.race.update == stood
        await pilot.press("space", "escape")
        assert race_screen(app) is screen  # the first Escape stops it
        await pilot.press("escape")
        assert isinstance(app.screen, StepScreen)


async def test_n_turns_to_the_next_number_and_l_makes_it_logarithmic() -> None:
    app = app_on(session("weight-decay"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "greater_than_sign")
        seen = screen_text(app)
        await pilot.press("n")
        assert screen_text(app) != seen
        seen = screen_text(app)
        await pilot.press("L")
        assert screen_text(app) != seen
        await pilot.press("G")
        await pilot.press("G")
        assert "⠉" not in screen_text(app)


async def test_where_there_is_no_race_a_sentence_says_so() -> None:
    app = app_on(Session(xor_model()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        assert isinstance(app.screen, StepScreen)
        assert "There is nobody to race against" in screen_text(app)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_help_language_and_resizing_work_there(language: Language) -> None:
    app = app_on(session("xor"), language)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("x", "question_mark")
        assert not isinstance(app.screen, RaceScreen)
        await pilot.press("escape", "f2")
        assert ("경주" in screen_text(app)) == (language == "en")
        await pilot.resize_terminal(60, 18)
        await pilot.press("greater_than_sign")
        assert race_screen(app).race.update == 10


async def test_it_answers_in_hangul_input_mode() -> None:
    app = app_on(session("optimisers"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ㅌ")
        assert isinstance(app.screen, RaceScreen)
        await pilot.press("ㅓ")
        assert race_screen(app).race.update == 1
