"""Any key in any order, in a window of any size: nothing breaks, and what is shown is what a fresh run computes."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from textual import events
from textual.pilot import Pilot

from tests.tui.support import app_on, batched_model, graph_model, lesson, xor_model
from tutor.engine.model import Model
from tutor.engine.record import from_record, to_record
from tutor.engine.rules import RULES
from tutor.formula.operations.operation import Array
from tutor.tui.actions import ACTIONS
from tutor.tui.app import TutorApp
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.session import Session

MOVES = [key for action in ACTIONS if action.where in ("step", "selecting") for key in action.all_keys]
OTHERS = [
    *(key for action in ACTIONS if action.where == "anywhere" and action.name != "leave" for key in action.all_keys),
    *("enter", "space", "a", "ㅁ", "1", "2", "slash", "d", "W", "ctrl+c", "delete", "backspace", "insert", "f10"),
]
BATCHES, BATCH = 12, 35

SIZES = [(80, 24), (120, 36), (60, 18), (20, 5), (1, 1), (59, 40), (200, 60), (104, 19)]

MODELS: dict[str, Callable[[], Model]] = {
    "xor": xor_model,
    "momentum": lambda: xor_model(update=RULES["momentum"]),
    "diverging": lambda: xor_model(eta=1e306),
    "batches": batched_model,
    "graph": graph_model,
    "late-errors": lambda: lesson("two-outputs").model("late-errors"),
}


def same(one: Array | None, other: Array | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other, equal_nan=True)


def check(session: Session, make: Callable[[], Model]) -> None:
    """The session's values are those of a fresh run with the same edits at the same position."""
    run = session.run
    fresh, position, is_whole = from_record(make(), to_record(run))
    assert is_whole
    fresh.long_way = run.long_way
    fresh.go(*position)
    for name in session.names:
        assert same(session.value(name), fresh.value(name)), (name, run.position)


def send(app: TutorApp, *keys: str) -> None:
    """Send keys as the terminal does, one on the heels of the other, waiting for none."""
    driver = app._driver
    assert driver is not None
    for key in keys:
        driver.send_message(events.Key(key, key if len(key) == 1 else None))


async def back_to_the_lesson(app: TutorApp, pilot: Pilot[None]) -> None:
    """Close whatever was opened, as a learner would, and end whatever goes on."""
    for _ in range(20):
        if isinstance(app.screen, StepScreen) and app.screen.going_on() is None:
            return
        send(app, "enter" if isinstance(app.screen, HomeScreen) else "escape")
        await pilot.pause()
    raise AssertionError(f"no way back from {app.screen}")


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("seed", range(4))
async def test_any_key_in_any_order(
    name: str, seed: int, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Ten thousand keys over all cases, in batches that wait for nothing in between."""
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))  # a screenshot goes where one stands
    draws = random.Random(f"{name}{seed}")
    make = MODELS[name]
    session = Session(make(), lesson("xor"))
    app = app_on(session, draws.choice(("en", "ko")))
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(BATCHES):
            send(app, *(draws.choice(MOVES if draws.random() < 0.85 else OTHERS) for _ in range(BATCH)))
            if draws.random() < 0.5:
                await pilot.resize_terminal(*draws.choice(SIZES))
            await pilot.pause()
            await back_to_the_lesson(app, pilot)
            check(session, make)
