"""Editing, branches, comparing, ways and rows by keys."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from textual.widgets import Input, Static

from tests.tui.support import (
    app_on,
    foot,
    graph_model,
    large_model,
    screen_rows,
    screen_text,
    session,
    step_screen,
    value,
    xor_model,
)
from tutor.engine.model import Model
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.app import TutorApp
from tutor.tui.happenings import sentences
from tutor.tui.picture.seen import cells_in
from tutor.tui.screens.base import TutorScreen
from tutor.tui.screens.choose import ChooseScreen
from tutor.tui.screens.edit import EditScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.screens.step.parts import StepParts
from tutor.tui.session import Selected, Session
from tutor.tui.widgets.picture_view import PictureView

SIZES = [(80, 24), (120, 36), (60, 18)]


def editor(app: TutorApp) -> EditScreen:
    screen = app.screen
    assert isinstance(screen, EditScreen)
    return screen


def problem(app: TutorApp) -> str:
    return str(app.screen.query_one("#edit-said", Static).render())


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
        await pilot.press("escape", "g", *"0/dW2", "enter", "e")
        await pilot.pause()
        assert say("tui.edit-computed", language, name="∂L/∂W₂") in screen_text(app)
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


@pytest.mark.parametrize("make", [xor_model, large_model])
async def test_a_cell_is_gone_to_with_the_mouse(make: Callable[[], Model]) -> None:
    it = Session(make())
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e", "1", "down", "down")
        await pilot.pause()
        seen = list(cells_in(app.screen.query_one("#edit-grid", PictureView).picture))[-1]
        top, left = editor(app).draft._drawn_from
        await pilot.click("#edit-grid", offset=(seen.x + 1, seen.y))
        await pilot.pause()
        row, column = seen.spot.cell
        assert (row, column) != (0, 0)
        assert editor(app).draft.at == (top + row, left + column)
        await pilot.press(*"0.125", "enter")
        await pilot.pause()
        assert 0.125 in value(it.run, "W1")


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
        it.happenings.seen(it.run)
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
            both = {
                name
                for name in vars(first).keys() & vars(second).keys()
                if not hasattr(StepParts, name) and not hasattr(TutorScreen, name)
            }
            assert both == set(), (first, second)


async def test_an_edit_of_a_run_that_was_made_for_a_test_leaves_no_trace_elsewhere() -> None:
    it = Session(xor_model())
    app = app_on(it)
    async with app.run_test() as pilot:
        await pilot.press("e", "5", *"1", "enter")
        await pilot.pause()
        assert it.run.data("X")[0, 0] == 1.0
        assert it.model.data["X"][0, 0] == 0.0
