"""Any key in any order while being asked: nothing breaks, and Escape always leads back to the lesson."""

from __future__ import annotations

import random

import pytest
from textual import events

from tests.tui.support import app_on, session
from tutor.tui.actions import ACTIONS
from tutor.tui.app import TutorApp
from tutor.tui.screens.step import StepScreen

KEYS = [
    *(key for action in ACTIONS if action.where == "quiz" for key in action.all_keys),
    *"0123456789.-+*/()[]=,;ehyW^ㄷ가",
    *("enter", "enter", "enter", "space", "f2", "f3", "ctrl+z", "f12"),
]
PASTES = ("1 2\n3 4", "0.5", "[[1,2],[3,4],[5,6],[7,8]]", "\x00\x1b[31m", "", "9" * 30_000)
SIZES = [(80, 24), (120, 36), (60, 18), (20, 5), (1, 1), (104, 19), (200, 60)]
WAYS = (("Q",), ("t",), ("P", "enter"), ("P", "up", "enter"))
LESSONS = ("xor", "optimisers", "attention", "mini-batches", "j-3a-bc", "find-the-misprint")


def send(app: TutorApp, event: events.Event) -> None:
    assert app._driver is not None
    app._driver.send_message(event)


@pytest.mark.parametrize("name", LESSONS)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way[0] + str(len(way)))
async def test_any_key_in_any_order(name: str, way: tuple[str, ...]) -> None:
    draws = random.Random(f"{name}{way}")
    app = app_on(session(name), draws.choice(("en", "ko")))
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(5):
            await pilot.press(*way)
            for _ in range(25):
                if draws.random() < 0.1:
                    send(app, events.Paste(draws.choice(PASTES)))
                else:
                    key = draws.choice(KEYS)
                    send(app, events.Key(key, key if len(key) == 1 else None))
            if draws.random() < 0.5:
                await pilot.resize_terminal(*draws.choice(SIZES))
            await pilot.pause()
            for _ in range(4):
                if not isinstance(app.screen, StepScreen):
                    send(app, events.Key("escape", None))
                    await pilot.pause()
            assert isinstance(app.screen, StepScreen)
