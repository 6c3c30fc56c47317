"""Edits, branches, ways and rows in any order, by keys: the values are those of a fresh run with the same edits."""

from __future__ import annotations

import random

import pytest

from tests.tui.support import app_on, lesson
from tests.tui.test_any_key import MODELS, back_to_the_lesson, check, send
from tutor.tui.session import Session

TRIES: list[list[str]] = [
    *(["e", str(number), *text, "enter"] for number in (1, 2, 3, 5, 7) for text in ("0.5", "-1/3", "2")),
    ["e", "1", "tab", "3", "down", "4", "enter"],
    ["e", "1", "x", "enter", "escape"],
    ["b", "down", "enter"],
    ["b", "up", "enter"],
    ["b", "home", "enter"],
    ["b", "end", "d", "d", "escape"],
    ["b", "end", "d", "x", "escape"],
    ["b", "r", "a", "b", "enter", "escape"],
    ["b", "home", "c", "right", "left", "x", "escape"],
    *([key] for key in ("o", "w", "v", "r", "R", "U", "ctrl+y", "right", "left", "down", "up", "end", "home")),
    ["right"] * 5,
    ["down"] * 3,
]
"""Keys that go together."""


@pytest.mark.parametrize("name", MODELS)
async def test_whatever_is_tried_by_keys(name: str) -> None:
    draws = random.Random(f"try {name}")
    make = MODELS[name]
    session = Session(make(), lesson("xor"))
    app = app_on(session, draws.choice(("en", "ko")))
    edits = 0
    async with app.run_test(size=(100, 30)) as pilot:
        for _ in range(5):
            for _ in range(6):
                # In haste, keys reach a screen that is no longer the one that they were meant for.
                in_haste = draws.random() < 0.2
                for key in draws.choice(TRIES):
                    send(app, key)
                    if not in_haste:
                        await pilot.pause()
                edits += len(session.run.branches) > 1
            if draws.random() < 0.3:
                await pilot.resize_terminal(*draws.choice([(80, 24), (60, 18), (140, 40), (30, 8)]))
            await pilot.pause()
            await back_to_the_lesson(app, pilot)
            check(session, make)
    assert edits
