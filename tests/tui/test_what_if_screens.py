"""Editing, branches, comparing, ways and rows by keys."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from textual.widgets import Input, Static

from tests.tui.support import (
    app_on,
    graph_model,
    large_model,
    screen_rows,
    screen_text,
    session,
    step_screen,
    value,
    xor_model,
)
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.app import TutorApp
from tutor.tui.branching import set_value
from tutor.tui.happenings import sentences
from tutor.tui.screens.branches import BranchesScreen
from tutor.tui.screens.choose import ChooseScreen
from tutor.tui.screens.compare import CompareScreen
from tutor.tui.screens.edit import EditScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.screens.step.parts import StepParts
from tutor.tui.session import Selected, Session

SIZES = [(80, 24), (120, 36), (60, 18)]


def foot(app: TutorApp) -> str:
    return screen_rows(app)[-1].strip()


def editor(app: TutorApp) -> EditScreen:
    screen = app.screen
    assert isinstance(screen, EditScreen)
    return screen


def problem(app: TutorApp) -> str:
    return str(app.screen.query_one("#edit-problem", Static).render())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_a_weight_is_set_in_a_few_keys(language: Language, size: tuple[int, int]) -> None:
    it = session()
    app = app_on(it, language)
    async with app.run_test(size=size) as pilot:
        await pilot.press("right", "right", "e", "1")
        await pilot.pause()
        assert isinstance(app.screen, EditScreen)
        await pilot.press(*"1/4", "tab", *"-2")
        await pilot.pause()
        text = screen_text(app)
        assert "W1[0,1]" in text
        assert "0.25" in text
        await pilot.press("enter")
        await pilot.pause()
        assert value(it.run, "W1").tolist() == [[0.25, -2.0], [-1.0, -0.7]]
        assert it.run.position == (0, 2)
        assert say("tui.branch-number", language, number=1) in screen_rows(app)[0]
        assert say("tui.branch-number", language, number=1) in foot(app)
        await pilot.press("o")
        assert value(it.run, "W1")[0, 0] == 1.2
        assert say("tui.branch-number", language, number=1) not in screen_rows(app)[0]


async def test_arrows_go_from_cell_to_cell_and_escape_leaves_all_as_it_was() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test() as pilot:
        await pilot.press("e", "1", *"9", "down", *"8", "right", *"7", "up", "left")
        await pilot.pause()
        assert isinstance(app.screen, EditScreen)
        assert app.screen.draft.new.tolist() == [[9.0, 1.4], [8.0, 7.0]]
        await pilot.press("escape")
        assert isinstance(app.screen, StepScreen)
        assert len(it.run.branches) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_no_number_is_said_in_place(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "1", *"1+eta", "enter")
        await pilot.pause()
        assert isinstance(app.screen, EditScreen)
        assert problem(app) == say("tui.typed-name", language, name="eta")
        assert app.screen.query_one(Input).cursor_position == 2
        await pilot.press("tab")
        assert app.screen.draft.at == (0, 0)
        await pilot.press(*["end"], *["backspace"] * 3, "2")
        assert problem(app) == ""
        await pilot.press("enter")
        assert isinstance(app.screen, StepScreen)


async def test_a_number_typed_in_hangul_input_mode() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test() as pilot:
        await pilot.press("ㄷ", "7", "2", "ㄷ", "-", "3", "enter")
        await pilot.pause()
        assert it.run.hyper["eta"] == 2e-3


async def test_nothing_typed_makes_no_branch() -> None:
    it = session()
    async with app_on(it).run_test() as pilot:
        await pilot.press("e", "1", "tab", "tab", "enter")
        await pilot.press("e", "1", *"1.2", "enter")
        await pilot.pause()
        assert len(it.run.branches) == 1


async def test_the_cell_that_was_gone_to_is_set() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test() as pilot:
        await pilot.press("g", *"5/W2[1,0]", "enter")
        await pilot.pause()
        await pilot.press("e", *"3", "enter")
        await pilot.pause()
        assert it.run.position.update == 5
        assert value(it.run, "W2")[1, 0] == 3.0
        assert it.selected == Selected("W2", (1, 0))


async def test_the_selected_cell_is_set() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "s")
        for _ in range(12):
            spot = it.selection.spot
            assert spot is not None
            if spot.subject.name == "W1" and spot.cell[0] == 0:
                break
            await pilot.press("left" if spot.subject.name in ("z1", "b1") else "right")
        await pilot.press("down", "e")
        await pilot.pause()
        spot = it.selection.spot
        assert spot is not None
        assert spot.subject.name == "W1"
        assert editor(app).draft.at == spot.cell
        await pilot.press(*"0.5", "enter")
        await pilot.pause()
        assert value(it.run, "W1")[spot.cell] == 0.5


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_computed_cannot_be_set_and_what_can_is_offered(language: Language) -> None:
    it = session()
    app = app_on(it, language)
    async with app.run_test() as pilot:
        await pilot.press("g", *"0/h", "enter")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, ChooseScreen)
        assert say("tui.edit-computed", language, name="h") in screen_text(app)
        await pilot.press("down", "down", "enter")
        assert editor(app).draft.name == "W2"


@pytest.mark.parametrize("size", SIZES)
async def test_a_large_matrix_is_edited_in_any_window(size: tuple[int, int]) -> None:
    it = Session(large_model())
    app = app_on(it)
    async with app.run_test(size=size) as pilot:
        await pilot.press("e", "1", "pagedown", "pagedown", "right", *"1.5")
        await pilot.pause()
        text = screen_text(app)
        assert "W1[20,1]" in text
        assert "784×128" in text
        assert "Enter" in text
        await pilot.press("enter")
        await pilot.pause()
        assert value(it.run, "W1")[20, 1] == 1.5


async def test_in_a_graph_without_updates() -> None:
    it = Session(graph_model())
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "e", "1", *"10", "enter")
        await pilot.pause()
        assert float(value(it.run, "J")) == 48.0
        assert "update" not in foot(app)
        await pilot.press("b")
        await pilot.pause()
        assert "a 5 → 10" in screen_text(app)


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
        assert editor(app).draft.name == "b2"


async def test_editing_ends_what_goes_on() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space")
        await pilot.pause(0.2)
        await pilot.press("e")
        await pilot.pause()
        stood = it.run.position
        await pilot.pause(0.3)
        assert it.run.position == stood
        await pilot.press("7", *"3", "enter")
        await pilot.pause(0.3)
        assert it.run.position == stood
        assert it.run.branch.parent is not None


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


async def test_undo_takes_an_edit_back() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test() as pilot:
        await pilot.press("e", "7", *"9", "enter")
        await pilot.pause()
        await pilot.press("U")
        await pilot.pause()
        assert len(it.run.branches) == 1
        assert it.run.hyper["eta"] == 2.0


@pytest.mark.parametrize("language", LANGUAGES)
async def test_ways_rows_and_the_line_written_out(language: Language) -> None:
    it = session()
    app = app_on(it, language)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", *"0/dz2", "enter")
        await pilot.pause()
        await pilot.press("w")
        assert say("tui.way-long", language) in screen_text(app)
        await pilot.press("ㅈ")
        assert say("tui.way-long", language) not in screen_text(app)
        await pilot.press("r", "r")
        assert say("tui.row-followed", language, row=2, count=4) in screen_text(app)
        await pilot.press("R")
        assert "»" not in screen_text(app)
        await pilot.press("left", "v")
        assert "−Σ(" in screen_text(app)
        await pilot.press("v")
        assert "−Σ(" not in screen_text(app)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_begins_is_said_at_the_foot_while_the_note_is_hidden(language: Language) -> None:
    it = session("initial-values", "race-relu-he")
    app = app_on(it, language)
    async with app.run_test(size=(80, 24)) as pilot:
        step_screen(app).bring_forward("parameters")
        await pilot.press("down")
        await pilot.pause()
        begun = it.happenings.begun(it.run)
        assert begun
        assert foot(app)[:40] == sentences(begun)[0].say(language)[:40]
        step_screen(app).bring_forward("note")
        step_screen(app).moved()
        await pilot.pause()
        assert sentences(begun)[0].say(language)[:40] not in foot(app)
        assert sentences(begun)[0].say(language)[:30] in screen_text(app)


def test_no_subject_of_the_step_screen_hides_another_s_method() -> None:
    """What one class takes over from another that it comes from is meant; two that do not know each other collide."""
    subjects = [base for base in StepScreen.__mro__[1:] if base.__module__.startswith("tutor.tui.screens.step.")]
    for first, second in combinations(subjects, 2):
        if not issubclass(first, second):
            both = {name for name in vars(first).keys() & vars(second).keys() if not hasattr(StepParts, name)}
            assert both == set(), (first, second)


async def test_an_edit_of_a_run_that_was_made_for_a_test_leaves_no_trace_elsewhere() -> None:
    it = Session(xor_model())
    app = app_on(it)
    async with app.run_test() as pilot:
        await pilot.press("e", "5", *"1", "enter")
        await pilot.pause()
        assert it.run.data("X")[0, 0] == 1.0
        assert it.model.data["X"][0, 0] == 0.0
