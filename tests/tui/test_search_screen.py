"""The search on the screen: a opens it, it runs while keys are heard, Enter takes a trial into the lesson."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from tests.tui.support import app_on, lesson, screen_text, session, step_screen
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.app import TutorApp
from tutor.tui.screens.search import SearchScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.session import Session


def short(updates: int = 4, trials: int = 4) -> Session:
    """The lesson with the search, each trial of it a few updates long."""
    whole = lesson("hyper-parameters")
    assert whole.search is not None
    shorter = replace(whole, search=whole.search._replace(updates=updates, trials=trials))
    return Session(shorter.model(), shorter)


def search_screen(app: TutorApp) -> SearchScreen:
    assert isinstance(app.screen, SearchScreen)
    return app.screen


async def through(app: TutorApp, pilot: Pilot[None]) -> SearchScreen:
    screen = search_screen(app)
    while screen.trials.runs:
        await pilot.pause(0.01)
    await pilot.pause()
    return screen


async def test_it_begins_by_itself_and_shows_the_trials_and_the_best() -> None:
    app = app_on(short())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("a")
        screen = await through(app, pilot)
        best = screen.trials.study.best
        assert best is not None
        assert len(screen.trials.study.trials) == 12
        text = screen_text(app)
        assert f"best: trial {best.round}.{best.number}" in text
        assert "All trials are made (12)" in text
        assert "round 3" in text


async def test_keys_are_heard_while_it_runs_and_space_stops_and_goes_on() -> None:
    app = app_on(short(updates=100_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        screen = search_screen(app)
        while not screen.trials.study.update:
            await pilot.pause(0.01)
        await pilot.press("space")
        stood = screen.trials.study.update
        assert "Space goes on" in screen_text(app)
        await pilot.pause(0.2)
        assert screen.trials.study.update == stood
        await pilot.press("space")
        while screen.trials.study.update == stood:
            await pilot.pause(0.01)
        await pilot.press("escape")  # the first one stops it
        assert search_screen(app) is screen
        assert not screen.trials.runs
        await pilot.press("escape")
        assert isinstance(app.screen, StepScreen)


async def test_enter_takes_the_chosen_trial_into_the_lesson_and_undo_takes_it_back() -> None:
    app = app_on(short())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("greater_than_sign", "a")
        screen = await through(app, pilot)
        await pilot.press("home", "down", "down")
        trial = screen.trials.study.trials[2]
        assert screen.trials.chosen is trial
        await pilot.press("enter")
        run = step_screen(app).session.run
        assert run.position == (0, 0)
        assert run.branch is not run.branches[0]
        assert {name: run.hyper[name] for name in trial.values} == trial.values
        assert "Now branch 1: η = " in screen_text(app)
        await pilot.press("ctrl+z")
        assert run.position.update == 10
        assert run.branch is run.branches[0]
        assert run.hyper["eta"] == 0.001


async def test_what_was_found_is_still_there_when_it_is_opened_again() -> None:
    app = app_on(short(updates=50_000))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("a", "space")
        first = search_screen(app).trials
        await pilot.press("escape", "a")
        again = search_screen(app)
        assert again.trials is first
        assert not again.trials.runs  # it was stopped, and stays so until Space


async def test_before_any_trial_is_through_there_is_nothing_to_take() -> None:
    app = app_on(short(updates=1_000_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "enter")
        assert "There is no trial to take yet" in screen_text(app)
        assert search_screen(app).trials.chosen is None


async def test_n_turns_to_the_next_picture_and_g_to_other_glyphs() -> None:
    app = app_on(short())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        await through(app, pilot)
        seen = screen_text(app)
        await pilot.press("n")
        assert screen_text(app) != seen
        await pilot.press("n", "n")
        assert screen_text(app) == seen
        await pilot.press("G", "G")
        assert "◐" not in screen_text(app)


@pytest.mark.parametrize(
    ("opened", "said"),
    [(session("xor"), "This lesson has no search"), (session("hyper-parameters", "log-scale"), "No search here")],
)
async def test_where_there_is_none_a_sentence_says_so(opened: Session, said: str) -> None:
    app = app_on(opened)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("a")
        assert isinstance(app.screen, StepScreen)
        assert said in screen_text(app)


@pytest.mark.parametrize(("name", "there"), [("hyper-parameters", True), ("xor", False)])
async def test_foot_and_palette_offer_it_only_where_there_is_one(name: str, *, there: bool) -> None:
    from tutor.tui.palette import ActionsProvider

    app = app_on(session(name))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert (f"a {say('tui.keys-trials', 'en')}" in screen_text(app)) == there
        offered = [hit.text async for hit in ActionsProvider(app.screen).discover()]
        assert (say("tui.action-hyper-parameters", "en") in offered) == there


@pytest.mark.parametrize("language", LANGUAGES)
async def test_help_language_hangul_and_resizing_work_there(language: Language) -> None:
    app = app_on(short(), language)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("ㅁ")
        await through(app, pilot)
        await pilot.press("question_mark")
        assert say("tui.help-keys-search", language) in screen_text(app)
        await pilot.press("escape", "f2")
        assert ("자동 탐색" in screen_text(app)) == (language == "en")
        await pilot.resize_terminal(60, 18)
        await pilot.press("ㅗ")
        assert search_screen(app).trials.selected


async def test_help_stops_it() -> None:
    app = app_on(short(updates=1_000_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "question_mark")
        await pilot.press("escape")
        assert not search_screen(app).trials.runs
