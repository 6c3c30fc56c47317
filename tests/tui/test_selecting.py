"""Selecting cells by arrows and by the mouse, and scrolling matrices that are larger than their room."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui.support import (
    app_on,
    graph_model,
    large_model,
    screen_rows,
    screen_text,
    session,
    shipped,
    step_screen,
)  # fmt: skip
from tutor.engine.address import parse_address
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.app import TutorApp
from tutor.tui.picture.tags import Spot
from tutor.tui.screens.step import StepScreen
from tutor.tui.session import Session

SIZE = (120, 36)


def spot(app: TutorApp) -> Spot:
    found = step_screen(app).session.selection.spot
    assert found is not None
    return found


def selected(app: TutorApp) -> tuple[str, str, tuple[int, ...]]:
    """Where the selection is: the part of the screen, the value, the cell as it is drawn."""
    subject, cell = spot(app)
    return subject.where, subject.name or subject.text, cell


def heading(app: TutorApp) -> str:
    return screen_rows(app)[4]


@pytest.mark.parametrize("key", ["enter", "s", "ㄴ"])
async def test_it_begins_at_the_result(key: str) -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", *["left"] * 9, key)
        assert it.run.position.line == 7
        assert selected(app) == ("line", "dW2", (0, 0))
        assert "‹−0.005458›" in screen_text(app)
        assert "∂L/∂w⁽²⁾₁₁ (h₁→o)  0/dW2[0,0] = −0.00545786728305573" in heading(app)


async def test_arrows_move_within_a_matrix_and_across_to_the_next() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", *["left"] * 9, "enter")
        for keys, where in (
            (["down"], ("line", "dW2", (1, 0))), (["up"], ("line", "dW2", (0, 0))), (["left"], ("line", "dz2", (1, 0))),
            (["j", "j"], ("line", "dz2", (3, 0))), (["left"], ("line", "h", (1, 3))),
            (["home"], ("line", "h", (1, 0))), (["k"], ("line", "h", (0, 0))), (["end"], ("line", "h", (0, 3))),
            (["l"], ("line", "dz2", (1, 0))), (["h", "left"], ("line", "h", (0, 2))),
        ):  # fmt: skip
            await pilot.press(*keys)
            assert selected(app) == where, keys
        assert it.run.position.line == 7


async def test_arrows_lead_into_the_panels_and_back() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", *["left"] * 9, "enter", "down", "down")
        assert selected(app)[0] == "parameters"
        for _ in range(9):
            await pilot.press("up")
        assert selected(app)[0] == "line"


async def test_every_cell_on_the_screen_can_be_reached_by_arrows() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", "enter")
        screen = step_screen(app)
        seen = {cell.spot for cell in screen.cells()}
        reached = {spot(app)}
        waiting = [spot(app)]
        while waiting:
            start = waiting.pop()
            for way in ("left", "right", "up", "down"):
                screen._select(start)
                getattr(screen, f"action_select_{way}")()
                if spot(app) not in reached:
                    reached.add(spot(app))
                    waiting.append(spot(app))
        assert len(seen) > 40
        assert seen <= reached


@pytest.mark.parametrize("language", LANGUAGES)
async def test_escape_ends_it_and_the_place_is_remembered(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right")
        before = screen_text(app)
        await pilot.press("enter", "down", "right")
        assert say("tui.keys-cells", language) in screen_rows(app)[-1]
        await pilot.press("escape")
        assert isinstance(app.screen, StepScreen)
        assert screen_text(app) == before
        await pilot.press("enter")
        assert selected(app) == ("line", "z1", (1, 1))


async def test_a_cell_gone_to_is_where_selecting_begins() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("g", *"2/dW1[1,0]", "enter")
        await pilot.pause()
        await pilot.press("enter")
        assert selected(app) == ("line", "dW1", (1, 0))
        assert "2/dW1[1,0] =" in heading(app)


async def test_what_others_call_selected_is_the_selected_cell() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", *["left"] * 9, "enter", "left", "left")
        subject, cell = spot(app)
        assert (subject.kind, cell) == ("turned", (0, 3))
        assert it.selected is not None
        assert (it.selected.name, it.selected.index) == ("h", (3, 0))


async def test_numbers_are_selected_too() -> None:
    app = app_on(Session(graph_model()))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "enter")
        assert "‹6›" in screen_text(app)
        assert "0/u = 6.0" in heading(app)
        await pilot.press("left")
        assert selected(app) == ("line", "c", ())


async def test_what_is_not_computed_is_said_not_to_be() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        assert "0/z1[0,0] not computed yet" in heading(app)


async def test_a_click_selects() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", *["left"] * 9)
        rows = screen_rows(app)
        y = next(y for y, row in enumerate(rows) if "0.52498" in row)
        await pilot.click(offset=(rows[y].index("0.52498") + 2, y))
        await pilot.pause()
        assert selected(app) == ("line", "h", (1, 1))
        assert "0/h[1,1] = 0.5249791874789" in heading(app)
        y = next(y for y, row in enumerate(rows) if "W₁" in row and y > 12)
        await pilot.click(offset=(rows[y].index("1.4"), y))
        await pilot.pause()
        assert selected(app) == ("parameters", "W1", (0, 1))


async def test_the_window_follows_the_selection_both_ways() -> None:
    it = Session(large_model())
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "enter", *["down"] * 40, *["right"] * 30)
        assert selected(app) == ("line", "z1", (40, 30))
        assert "‹" in screen_text(app)
        assert "0/z1[40,30] =" in heading(app)
        shown = {cell.spot.cell for cell in step_screen(app).cells() if cell.spot.subject == spot(app).subject}
        assert (40, 30) in shown
        rows = sorted({row for row, _ in shown})
        await pilot.press("up")
        again = {cell.spot.cell for cell in step_screen(app).cells() if cell.spot.subject == spot(app).subject}
        assert sorted({row for row, _ in again}) == rows  # still in sight: nothing scrolls
        await pilot.press("home")
        assert selected(app)[2] == (39, 0)
        await pilot.press("end", "down")
        assert selected(app)[2] == (40, 127)


async def test_a_page_scrolls_the_matrices_of_the_line_and_says_how_much_is_cut() -> None:
    app = app_on(Session(large_model()))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right")
        before = screen_text(app)
        await pilot.press("pagedown", "pagedown")
        rows = screen_rows(app)
        assert sum("⋮" in row for row in rows[5:20]) >= 2  # above and below
        await pilot.press("pageup", "pageup", "pageup")
        assert screen_text(app) == before


async def test_the_wheel_scrolls_what_is_under_the_mouse() -> None:
    from textual import events

    app = app_on(Session(large_model()))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right")
        screen = step_screen(app)
        cell = next(cell for cell in screen.cells() if cell.spot.subject.name == "W1")
        for kind, shift in ((events.MouseScrollDown, False), (events.MouseScrollDown, True)):
            screen.post_message(kind(None, cell.x, cell.y, 0, 0, 0, shift, False, False, cell.x, cell.y))
        await pilot.pause()
        assert screen.session.selection.windows[cell.spot.subject] == (3, 3)
        assert len(screen.session.selection.windows) == 1


async def test_a_key_while_selecting_lays_nothing_out_again() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", "enter")
        await pilot.pause()
        before = app.screen._layout_updates
        await pilot.press("left", "up", "down", "right", "left")
        await pilot.pause()
        assert app.screen._layout_updates == before


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (104, 30), (120, 36), (250, 80)])
async def test_selecting_never_gives_up_what_the_line_showed(size: tuple[int, int]) -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=size) as pilot:
        for _ in range(16):
            await pilot.press("right")
            screen = step_screen(app)
            before = {cell.spot.cell for cell in screen.cells() if cell.spot.subject.where == "line"}
            await pilot.press("enter")
            after = {cell.spot.cell for cell in screen.cells() if cell.spot.subject.where == "line"}
            assert before <= after
            strips = app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {size[0]}
            await pilot.press("escape")


# Addresses that are gone to


async def go_to(pilot: Pilot[None], address: str) -> None:
    await pilot.press("g")
    await pilot.pause()
    keys = {"/": "slash", "[": "left_square_bracket", "]": "right_square_bracket", ",": "comma"}
    await pilot.press(*[keys.get(sign, sign) for sign in address], "enter")
    await pilot.pause(0.1)


async def test_an_address_that_is_gone_to_is_selected_while_one_selects() -> None:
    app = app_on(session())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "down")
        await go_to(pilot, "5/W2[0,0]")
        assert selected(app)[1:] == ("W2", (0, 0))
        await pilot.press("enter")
        await pilot.pause()
        assert say("tui.why-not-computed", "en") not in screen_text(app)
        assert step_screen(app).session.selection.inquiry is not None


async def test_a_large_matrix_is_scrolled_to_the_cell_that_is_gone_to() -> None:
    app = app_on(Session(large_model()))
    async with app.run_test(size=(80, 24)) as pilot:
        shape = step_screen(app).session.programs.shapes["W1"]
        corner = [size // 2 for size in shape]
        await go_to(pilot, f"0/W1[{corner[0]},{corner[1]}]")
        assert not step_screen(app).session.selection.on
        shown = {cell.spot.cell for cell in step_screen(app).cells() if cell.spot.subject.name == "W1"}
        assert tuple(corner) in shown


async def test_a_lesson_opened_at_a_cell_shows_it() -> None:
    it = Session(large_model())
    shape = it.programs.shapes["W1"]
    app = TutorApp(shipped(), "en", it, parse_address(f"0/W1[{shape[0] // 2},{shape[1] // 2}]"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = {cell.spot.cell for cell in step_screen(app).cells() if cell.spot.subject.name == "W1"}
        assert (shape[0] // 2, shape[1] // 2) in shown


@pytest.mark.parametrize(("address", "said"), [("12/dy", "tui.goto-fused"), ("3/dW2[5,5]", "tui.goto-outside")])
async def test_a_lesson_opened_at_what_is_not_there_opens_in_that_pass_and_says_so(address: str, said: str) -> None:
    it = session()
    app = TutorApp(shipped(), "en", it, parse_address(address))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause(0.2)
        assert it.run.position == (int(address.partition("/")[0]), 0)
        gaps = {"name": address.partition("/")[2].partition("[")[0], "shape": "2, 1", "text": address}
        assert say(said, "en", **gaps)[:40] in screen_text(app)


async def test_what_the_short_way_leaves_out_is_reached_on_the_long_one() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=SIZE) as pilot:
        await go_to(pilot, "0/dy")
        await pilot.press("escape", "w")
        await go_to(pilot, "0/dy")
        current = it.run.current
        assert current is not None
        assert current.name == "dy"


async def test_at_the_edge_it_is_said_how_to_step_again() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", *["right"] * 3)
        await pilot.pause()
        assert say("tui.at-edge", "en")[:30] in screen_text(app)
        await pilot.press("escape", "right")
        assert it.run.position.line == 1
