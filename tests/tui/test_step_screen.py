"""The step screen under keys: what each does, in both languages and in windows of every size."""

from __future__ import annotations

import re

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
from tutor.engine.address import parse_address
from tutor.messages import LANGUAGES, Language, Message, say
from tutor.tui.app import DARK, LIGHT, TutorApp
from tutor.tui.screens.goto import GotoScreen
from tutor.tui.screens.help import HelpScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.session import Session


async def test_each_key_of_a_line_and_of_an_update() -> None:
    it = session()
    async with app_on(it).run_test() as pilot:
        for keys, position in (
            (["right"], (0, 1)), (["l"], (0, 2)), (["ㅣ"], (0, 3)),
            (["left"], (0, 2)), (["h"], (0, 1)), (["ㅗ"], (0, 0)),
            (["down"], (1, 0)), (["j"], (2, 0)), (["ㅓ"], (3, 0)), (["right_square_bracket"], (4, 0)),
            (["up"], (3, 0)), (["k"], (2, 0)), (["ㅏ"], (1, 0)), (["left_square_bracket"], (0, 0)),
            (["end"], (0, 16)), (["right"], (1, 1)), (["left"], (0, 16)), (["down", "home"], (0, 0)),
            (["right", "down", "0"], (0, 0)),
        ):  # fmt: skip
            await pilot.press(*keys)
            assert it.run.position == position, keys


async def test_the_screen_follows_every_step() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "next line, press →" in screen_text(app)
        for number in range(1, 17):
            await pilot.press("right")
            rows = screen_rows(app)
            assert f"line {number} of 16" in rows[0]
            assert sum(row.count("▸ ") for row in rows[1:4]) == 1
            shown = step_screen(app)._moment.shown
            assert shown is not None
            assert rows[5].strip().startswith(shown.formula)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_at_the_beginning_back_says_so_until_the_next_key(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test() as pilot:
        await pilot.press("left")
        assert foot(app) == say("tui.at-beginning", language)
        await pilot.press("right")
        assert foot(app).startswith("→←")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_training_an_update_says_why_there_is_none(language: Language) -> None:
    app = app_on(Session(graph_model()), language)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("down")
        assert foot(app) == say("tui.no-training", language)
        await pilot.press("end", "right")
        assert foot(app) == say("tui.no-training", language)


async def test_going_to_an_address() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("g", *"12/dW1[0,1]", "enter")
        await pilot.pause()
        assert it.run.position == (12, 11)
        assert foot(app) == f"12/dW1[0,1] = {float(value(it.run, 'dW1')[0, 1])!r}"


async def test_an_address_typed_in_hangul_input_mode() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test() as pilot:
        await pilot.press("ㅎ", "7", "/", "ㅇ", "ㅉ", "2", "enter")
        await pilot.pause()
        assert it.run.position == (7, 7)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_wrong_address_is_explained_in_place(language: Language) -> None:
    it = session()
    app = app_on(it, language)
    async with app.run_test() as pilot:
        await pilot.press("g", *"12/dW3", "enter")
        assert isinstance(app.screen, GotoScreen)
        problem = str(app.screen.query_one("#goto-said", Static).render())
        assert "dW3" in problem
        assert "dW2" in problem
        await pilot.press("backspace")
        assert str(app.screen.query_one("#goto-said", Static).render()) == ""
        await pilot.press("escape")
        assert step_screen(app).session is it
        assert it.run.position == (0, 0)


async def test_an_empty_address_stays_here() -> None:
    app = app_on(session())
    async with app.run_test() as pilot:
        await pilot.press("g", "enter")
        assert isinstance(app.screen, StepScreen)


async def test_a_name_is_completed() -> None:
    app = app_on(session())
    async with app.run_test() as pilot:
        await pilot.press("g", *"12/db")
        await pilot.pause()
        await pilot.press("tab")
        assert app.screen.query_one(Input).value == "12/db2"


async def test_a_long_journey_can_be_ended() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test() as pilot:
        await pilot.press("g", *"999999999", "enter")
        await pilot.pause(0.2)
        assert "Esc" in foot(app)
        await pilot.press("escape")
        reached = it.run.position.update
        assert 0 < reached < 999999999
        assert f"{reached:,}" in foot(app)
        await pilot.pause(0.1)
        assert it.run.position.update == reached
        assert isinstance(app.screen, StepScreen)


async def test_any_move_ends_a_journey() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test() as pilot:
        await pilot.press("g", *"999999999", "enter")
        await pilot.pause(0.1)
        await pilot.press("home")
        await pilot.pause(0.1)
        assert it.run.position == (0, 0)


async def test_an_address_of_the_command_line() -> None:
    it = session()
    app = TutorApp(app_on().collection, "en", it, parse_address("12/dW2"))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert it.run.position == (12, 7)


async def test_an_address_that_is_not_there_is_said_and_the_beginning_of_its_pass_shown() -> None:
    it = session()
    app = TutorApp(app_on().collection, "en", it, parse_address("12/dW9"))
    async with app.run_test():
        assert it.run.position == (12, 0)
        assert "dW9" in foot(app)


async def test_lost_numbers_are_said_in_a_sentence() -> None:
    it = Session(xor_model(eta=1e308))
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("end", *["down"] * 6)
        lost = it.lost() or pytest.fail("nothing lost")
        assert lost.key == "tui.lost-since"
        note = " ".join(step_screen(app)._views["note"].picture.plain().split())
        assert lost.say("en") in note
        assert lost.say("en")[:60] not in foot(app)  # it is said once
        await pilot.press("tab")
        await pilot.pause()
        assert lost.say("en")[:60] in screen_text(app)
        began = str(lost.parameters["address"])
        await pilot.press("g", *began, "enter")
        await pilot.pause()
        assert it.lost() == Message("engine.sign-diverged", {"address": began})
        assert began in foot(app)
        assert "NaN" in screen_text(app) or "∞" in screen_text(app)
        await pilot.press("home")
        assert foot(app).startswith("→←")


async def test_panels_are_turned_where_they_share_a_place() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        for name in ("parameters", "data", "network", "note", "parameters"):
            await pilot.press("tab")
            assert f"• {name}" in screen_text(app)
        await pilot.press("shift+tab")
        assert "• note" in screen_text(app)


async def test_where_every_panel_is_seen_there_is_none_to_turn() -> None:
    app = app_on(session())
    async with app.run_test(size=(120, 36)) as pilot:
        assert "Tab" not in foot(app)
        await pilot.press("tab")
        assert foot(app) == say("tui.all-panels-shown", "en")


async def test_a_long_note_scrolls() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["right"] * 7)
        before = screen_text(app)
        assert "PgDn" in foot(app)
        await pilot.press("pagedown")
        await pilot.pause()
        assert screen_text(app) != before
        await pilot.press("pageup")
        await pilot.pause()
        assert screen_text(app) == before


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_help_explains_and_goes_away(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test() as pilot:
        first = step_screen(app)
        for key in ("question_mark", "f1"):
            await pilot.press(key)
            assert isinstance(app.screen, HelpScreen)
            assert say("tui.help-keys-step", language) in screen_text(app)
            await pilot.press("pagedown", "end", "j", "ㅏ", "home", "escape")
            assert step_screen(app) is first
        await pilot.press("question_mark", "q")
        assert step_screen(app) is first


async def test_the_language_is_switched_live() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        english = screen_text(app)
        await pilot.press("f2")
        korean = screen_text(app)
        assert "역전파" in korean
        assert "backward" not in korean
        await pilot.press("f2")
        assert screen_text(app) == english


async def test_the_theme_is_switched_live() -> None:
    app = app_on(session())
    async with app.run_test() as pilot:
        view = step_screen(app)._views["line"]
        await pilot.press("right")
        dark = view.render_line(3)
        await pilot.press("f3")
        await pilot.pause()
        assert app.theme == LIGHT
        assert view.render_line(3) != dark
        await pilot.press("f3")
        await pilot.pause()
        assert app.theme == DARK
        assert view.render_line(3) == dark


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "nord", "solarized-light", "textual-light"])
async def test_every_kind_of_theme_can_be_drawn(theme: str) -> None:
    app = app_on(session())
    async with app.run_test() as pilot:
        app.theme = theme
        await pilot.press("right", "down", "tab", "tab")
        assert "update 1" in screen_text(app)


async def test_without_colours_signs_are_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(session())
    async with app.run_test() as pilot:
        await pilot.press("right")
        styles = [
            style for strip in app.screen._compositor.render_strips() for _, style, _ in strip if style is not None
        ]
        assert all(style.color is None or style.color.name == "default" for style in styles)
        assert "▸ z₁" in screen_text(app)
        assert "−2.2" in screen_text(app)


async def test_the_palette_lists_and_runs_every_action() -> None:
    it = session()
    app = app_on(it, "ko")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause(0.2)
        assert "다음 줄 계산하기" in screen_text(app)
        await pilot.press(*"다음 갱신")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert it.run.position == (1, 0)


async def test_a_theme_can_be_chosen_from_the_palette() -> None:
    app = app_on(session())
    async with app.run_test() as pilot:
        app.action_themes()
        await pilot.pause(0.2)
        await pilot.press(*"nord")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert app.theme == "nord"


async def test_escape_goes_home_and_the_lesson_is_found_as_it_was_left() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test() as pilot:
        await pilot.press("right", "right", "escape")
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)
        assert "Ctrl+Q" in foot(app)
        await pilot.press("enter")
        await pilot.pause()
        assert step_screen(app).session is it
        assert it.run.position == (0, 2)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("key", ["q", "ㅂ", "ctrl+q"])
async def test_leaving(key: str) -> None:
    app = app_on(session())
    async with app.run_test() as pilot:
        await pilot.press(key)
        await pilot.pause()
    assert app.return_code == 0


async def test_ctrl_c_says_how_to_leave() -> None:
    app = app_on(session())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+c")
        assert foot(app) == say("tui.how-to-leave", "en")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_window_too_small_says_so_and_recovers(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right")
        before = screen_text(app)
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert re.sub(r"\s+", "", screen_text(app)) == re.sub(
            r"\s+", "", say("tui.too-small", language, width=60, height=18)
        )
        await pilot.press("right", "left")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert screen_text(app) == before


async def test_a_window_that_begins_too_small() -> None:
    app = app_on(session())
    async with app.run_test(size=(12, 3)) as pilot:
        await pilot.press("g", "escape", "question_mark", "escape", "tab", "end")
        await pilot.resize_terminal(90, 28)
        await pilot.pause()
        assert "start, 16 lines" in screen_text(app)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (104, 30), (120, 36), (250, 80)])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_row_is_wider_than_the_window(size: tuple[int, int], language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=size) as pilot:
        for _ in range(17):
            await pilot.press("right")
            strips = app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {size[0]}
            assert len(strips) == size[1]


async def test_a_step_lays_nothing_out_again() -> None:
    app = app_on(session())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("right")
        await pilot.pause()
        before = app.screen._layout_updates
        await pilot.press("right", "right", "left", "down", "up")
        await pilot.pause()
        assert app.screen._layout_updates == before


async def test_a_large_lesson_is_stepped() -> None:
    it = Session(large_model())
    app = app_on(it)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("right", "end", "right", "down", "up", "tab")
        assert it.run.position == (1, 1)
        assert "…783…" in screen_text(app) or "…782…" in screen_text(app)
