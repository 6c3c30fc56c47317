"""The branches by keys: listed, gone to, named, dropped, compared."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import (
    app_on,
    graph_model,
    screen_rows,
    screen_text,
    session,
    step_screen,
    xor_model,
)
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.app import TutorApp
from tutor.tui.branching import set_value
from tutor.tui.picture.numbers import number_text
from tutor.tui.screens.branches import BranchesScreen
from tutor.tui.screens.compare import CompareScreen
from tutor.tui.screens.edit import EditScreen
from tutor.tui.session import Session

SIZES = [(80, 24), (120, 36), (60, 18)]


async def forked(app: TutorApp, it: Session) -> None:
    """Two branches from update 2, and one of the first."""
    it.advance(2)
    set_value(it, "eta", np.array(5.0))
    it.advance(3)
    set_value(it, "b2", np.array([1.0]))
    it.advance(1)
    it.run.switch(it.run.branches[0])
    it.advance(1)
    set_value(it, "eta", np.array(0.5))
    step_screen(app).moved()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_branches_are_listed_and_gone_to(language: Language) -> None:
    it = session()
    app = app_on(it, language)
    async with app.run_test(size=(100, 30)) as pilot:
        await forked(app, it)
        await pilot.press("b")
        await pilot.pause()
        text = screen_text(app)
        assert "η 2 → 5" in text
        assert "η 2 → 0.5" in text
        for number in (1, 2, 3):
            assert say("tui.branch-number", language, number=number) in text
        assert say("tui.branch-span", language, first="2", last="5") in text
        await pilot.press("home", "down", "enter")
        await pilot.pause()
        assert it.run.branch is it.run.branches[1]
        assert it.run.position.update == 3


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_branch_is_dropped_after_one_more_key(language: Language) -> None:
    it = session()
    app = app_on(it, language)
    async with app.run_test(size=(100, 30)) as pilot:
        await forked(app, it)
        await pilot.press("b", "home", "down", "d")
        await pilot.pause()
        name = say("tui.branch-number", language, number=1)
        assert say("tui.branch-drop-with", language, branch=name, count=1) in screen_text(app)
        await pilot.press("j")
        await pilot.pause()
        assert len(it.run.branches) == 4
        assert isinstance(app.screen, BranchesScreen)
        await pilot.press("d", "d")
        await pilot.pause()
        assert [branch.number for branch in it.run.branches] == [0, 3]
        await pilot.press("home", "d", "d")
        await pilot.pause()
        assert say("engine.drop-own-run", language) in screen_text(app)
        assert len(it.run.branches) == 2
        await pilot.press("escape")
        await pilot.pause()
        assert step_screen(app).session is it


async def test_an_entry_is_chosen_with_the_mouse() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await forked(app, it)
        await pilot.press("b")
        await pilot.pause()
        await pilot.click("#listing", offset=(6, 2))
        await pilot.pause()
        assert it.run.branch is it.run.branches[2]
        await pilot.press("e")
        await pilot.pause()
        await pilot.click("#listing", offset=(6, 3))
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, EditScreen)
        assert screen.draft.name == "b2"


async def test_branches_that_have_lost_their_numbers_can_be_compared() -> None:
    it = Session(xor_model())
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        it.advance(2)
        set_value(it, "eta", np.array(1e306))
        it.advance(4)
        await pilot.press("b", "home", "c")
        await pilot.pause()
        assert isinstance(app.screen, CompareScreen)
        assert "∞" in screen_text(app)
        await pilot.press("left", "left", "left", "left", "right")
        await pilot.pause()


async def test_branches_of_a_graph_are_compared_without_updates() -> None:
    it = Session(graph_model())
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        set_value(it, "a", np.array(9.0))
        await pilot.press("b", "home", "c", "right")
        await pilot.pause()
        text = screen_text(app)
        assert "33" in text
        assert "45" in text


async def test_a_branch_gets_a_name_and_shows_it_always() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        await forked(app, it)
        await pilot.press("b", "r", *"small", "space", *"eta", "enter")
        await pilot.pause()
        assert it.run.branch.name == "small eta"
        await pilot.press("r", *"xyz", "escape")
        assert it.run.branch.name == "small eta"
        await pilot.press("escape", "right")
        await pilot.pause()
        assert "small eta · update 3" in screen_rows(app)[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_two_branches_side_by_side(language: Language, size: tuple[int, int]) -> None:
    it = session()
    app = app_on(it, language)
    async with app.run_test(size=size) as pilot:
        await forked(app, it)
        before = it.run.position
        await pilot.press("b", "home", "c")
        await pilot.pause()
        assert isinstance(app.screen, CompareScreen)
        rows = screen_rows(app)
        assert "3" in rows[0]
        assert say("tui.compare-difference", language) in rows[1]
        assert any(row.split()[:1] == ["L"] for row in rows)
        await pilot.press("right", "x", "end", "home", "left", "left")
        await pilot.pause()
        assert all(len(row) <= size[0] for row in screen_rows(app))
        await pilot.press("escape")
        await pilot.pause()
        assert step_screen(app).session.run.position == before


async def test_alone_there_is_nothing_to_compare() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", "c")
        await pilot.pause()
        assert say("tui.branches-mark-another", "en") in screen_text(app)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_list_shows_the_loss_that_stands_behind_it_else_the_last_one_with_its_update(
    language: Language,
) -> None:
    it = session()
    app = app_on(it, language)
    async with app.run_test(size=(100, 30)) as pilot:
        it.advance(3)
        step_screen(app).moved()
        for line, update in ((0, 2), (7, 3)):
            it.reach(line)
            computed = it.value("L")
            loss = number_text(float(computed) if computed is not None else dict(it.run.branch.loss_points())[update])
            await pilot.press("b")
            await pilot.pause()
            row = next(row for row in screen_rows(app) if say("tui.branch-own", language) in row)
            shown = f"L {loss}" if update == 3 else say("tui.branch-loss-at", language, loss=f"L {loss}", update="2")
            assert row.rstrip().endswith(shown)
            await pilot.press("escape")
            await pilot.pause()
