"""What is drawn while the keys rest is what a step then shows, and drawing it leaves no trace."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from tests.tui.support import app_on, batched_model, screen_text, session, step_screen, xor_model
from tutor.tui.branching import set_value
from tutor.tui.screens.step import StepScreen
from tutor.tui.session import Session

SIDES: tuple[Literal[1, -1], ...] = (1, -1)


def stands(it: Session) -> tuple[object, ...]:
    """Everything that a step could have changed."""
    values = {name: value.tobytes() for name in it.names if (value := it.value(name)) is not None}
    entering = {name: it.run.entering(name).tobytes() for name in it.run.learned}
    entered = None if it.entered is None else {name: value.tobytes() for name, value in it.entered[1].items()}
    return it.run.position, values, entering, it.selected, it.furthest, entered


def sessions() -> dict[str, Session]:
    """A net, mini-batches, a rule with state, a mask that is drawn, and a graph that does not learn."""
    return {
        "net": Session(xor_model()),
        "batches": Session(batched_model()),
        "state": session("optimisers", "adam"),
        "draws": session("dropout"),
        "graph": session("apples"),
    }


@pytest.mark.parametrize("kind", sessions())
def test_a_peek_leaves_everything_as_it_was(kind: str) -> None:
    it = sessions()[kind]
    while it.run.position.update < 3 and it.forward() is None:
        before = stands(it)
        update, line = it.run.position
        for by in SIDES:
            with it.peek(by) as inside:
                assert inside == (line < len(it.run.lines) if by > 0 else line > 1)
                assert it.run.position == (update, line + by if inside else line)
            assert stands(it) == before


@pytest.mark.parametrize("by", SIDES)
def test_a_peek_shows_what_the_step_will(by: Literal[1, -1]) -> None:
    it, other = Session(xor_model()), Session(xor_model())
    for one in (it, other):
        one.advance(2)
        one.end()
        one.back()
    _ = other.forward() if by > 0 else other.back()
    with it.peek(by):
        assert stands(it) == stands(other)


def rest(screen: StepScreen) -> None:
    """Let the keys rest: everything that waited for it is done."""
    for _ in range(8):
        screen._do_next()


@pytest.mark.parametrize("name", ["xor", "optimisers", "apples-and-oranges"])
async def test_a_step_that_was_drawn_ahead_shows_what_it_would_have_shown(name: str) -> None:
    app = app_on(session(name))
    async with app.run_test(size=(120, 36)) as pilot:
        screen = step_screen(app)
        await pilot.pause()
        hits = 0
        for key in ["right"] * 12 + ["left"] * 6 + ["right"] * 9:
            screen.draw()
            rest(screen)
            ahead = dict(screen._ahead)
            await pilot.press(key)
            await pilot.pause()
            hits += screen.session.run.position in ahead
            rest(screen)
            await pilot.pause()
            shown = screen_text(app)
            screen.draw()
            await pilot.pause()
            assert screen_text(app) == shown, (key, screen.session.run.position)
        assert hits > 12  # otherwise nothing was compared


async def test_what_was_drawn_ahead_is_forgotten_when_anything_else_happens() -> None:
    app = app_on(session())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = step_screen(app)
        await pilot.press("right")
        await pilot.pause()
        rest(screen)
        before = dict(screen._ahead)
        assert before
        set_value(screen.session, "b1", np.array([3.0, -3.0]))
        screen.moved()
        await pilot.pause()
        assert all(screen._ahead.get(position) is not frame for position, frame in before.items())
        rest(screen)
        before = dict(screen._ahead)
        await pilot.press("f2")  # the other language
        assert all(screen._ahead.get(position) is not frame for position, frame in before.items())
