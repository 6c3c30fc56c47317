"""What the mouse does besides selecting cells: lines of the rail, names of panels, keys at the foot, the wheel."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.console import RenderableType
from textual.app import App
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot
from textual.screen import Screen

from tests.tui.support import app_on, lesson, screen_rows, session, step_screen
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.app import TutorApp
from tutor.tui.session import Session

SIZE = (80, 24)


def place_of(app: TutorApp, text: str) -> tuple[int, int]:
    """Where ``text`` stands on the screen for the first time."""
    rows = screen_rows(app)
    y = next(number for number, row in enumerate(rows) if text in row)
    return cell_len(rows[y][: rows[y].index(text)]), y


async def click(app: TutorApp, pilot: Pilot[None], text: str, across: int = 0) -> None:
    x, y = place_of(app, text)
    await pilot.click(offset=(x + across, y))
    await pilot.pause()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_line_of_the_rail_is_gone_to(language: Language) -> None:
    it = session()
    app = app_on(it, language)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for stop, line in (("∂W₂", 7), ("h ", 2), ("b₁", 14), ("W₁ ", 13)):
            await click(app, pilot, f"· {stop}" if f"· {stop}" in "\n".join(screen_rows(app)) else f"✓ {stop}")
            assert it.run.position.line == line, stop
        await pilot.press("U")
        assert it.run.position.line == 14
        before = it.run.position
        await pilot.click(offset=place_of(app, say("tui.phase-backward", language)))
        assert it.run.position == before


async def test_the_name_of_a_hidden_panel_brings_it_forward() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for name in ("data", "network", "parameters", "note"):
            await click(app, pilot, f" {name} ", across=2)
            assert f"• {name}" in "\n".join(screen_rows(app))


async def test_a_panel_that_is_brought_forward_is_sent_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in the place of one that scrolls: what the compositor knows and what is painted are two things."""
    sent: list[int] = []
    display = App._display

    def record(app: App[None], screen: Screen[object], renderable: RenderableType | None) -> None:
        sent.extend(y for y, *_ in getattr(renderable, "spans", ()))
        display(app, screen, renderable)

    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*["right"] * 11)
        await pilot.pause(0.2)
        assert step_screen(app)._views["note"].virtual_size
        x, y = place_of(app, " parameters ")
        monkeypatch.setattr(App, "_display", record)
        await pilot.click(offset=(x + 2, y))
        await pilot.pause(0.2)
        assert {y, y + 1, y + 2} <= set(sent)


async def test_a_key_at_the_foot_is_pressed_by_a_click_on_it_or_its_word() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await click(app, pilot, "→← line")
        assert it.run.position.line == 1
        await click(app, pilot, "→← line", across=4)
        assert it.run.position.line == 2
        await click(app, pilot, "→← line", across=1)
        assert it.run.position.line == 1
        await click(app, pilot, "? help")
        assert app.screen is not step_screen_below(app)
        await pilot.press("escape")
        await click(app, pilot, "q quit")
    assert app.return_code == 0


def step_screen_below(app: TutorApp) -> object:
    return app.screen_stack[0]


async def test_the_wheel_scrolls_a_note_that_is_longer_than_its_room() -> None:
    found = lesson("house-price")
    app = app_on(Session(found.model(), found))
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.pause()
        view = step_screen(app)._views["note"]
        x, y = view.region.x + 3, view.region.y + 2
        for kind, scrolled in ((MouseScrollDown, True), (MouseScrollUp, False)):
            app.screen._forward_event(kind(view, x, y, 0, 1, 0, False, False, False, screen_x=x, screen_y=y))
            await pilot.pause()
            assert (view.scroll_offset.y > 0) is scrolled


async def test_in_a_window_that_is_too_small_a_lesson_stays_as_it_is_and_comes_back_whole() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "right")
        await pilot.pause(0.2)
        for size in ((60, 18), (100, 30), SIZE):
            await pilot.resize_terminal(50, 16)
            await pilot.press("right", "left", "right_square_bracket", "enter", "right")
            await pilot.pause()
            assert it.run.position == (0, 2)
            await pilot.resize_terminal(*size)
            await pilot.pause()
            shown = screen_rows(app)
            fresh = app_on(session())
            async with fresh.run_test(size=size) as other:
                await other.press("right", "right")
                await other.pause(0.2)
                assert screen_rows(fresh)[:-1] == shown[:-1]
