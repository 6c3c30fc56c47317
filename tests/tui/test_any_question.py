"""Any key in any order while one selects and asks: nothing breaks, and every answer is about what is to be seen."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from textual import events

from tests.tui.support import app_on, batched_model, graph_model, lesson, xor_model
from tests.tui.test_subjects import custom_model
from tutor.engine.model import Model
from tutor.engine.rules import RULES
from tutor.engine.run import Run
from tutor.explain.explainer import Explainer
from tutor.tui.screens.step import StepScreen
from tutor.tui.session import Session

KEYS = [
    *("left", "right", "up", "down", "enter", "n", "backspace") * 4, "N", "f", "c", "s", "h", "l", "home", "end",
    "right_square_bracket", "left_square_bracket", "escape", "y", "Y", "pagedown", "pageup", "tab", "f2", "w",
]  # fmt: skip
SIZES = [(80, 24), (120, 36), (60, 18), (20, 5), (200, 60), (104, 19)]
MODELS: dict[str, Callable[[], Model]] = {
    "xor": xor_model,
    "momentum": lambda: xor_model(update=RULES["momentum"]),
    "batches": batched_model,
    "graph": graph_model,
    "twice": custom_model,
    "convolution": lambda: lesson("convolution").model(),
}


def check(it: Session) -> None:
    """The cell that is asked about has the value that a fresh run finds there."""
    inquiry = it.selection.inquiry
    if inquiry is None:
        return
    here = inquiry.here
    if here.name.startswith("("):  # a part of a line: it has no address
        return
    fresh = Run(it.model)
    fresh.long_way = it.run.long_way
    value = Explainer(fresh).explain(here.address).value
    assert np.isclose(value, here.value, rtol=1e-12, equal_nan=True), str(here.address)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("seed", range(2))
async def test_any_key_while_asking(name: str, seed: int) -> None:
    draws = random.Random(f"{name}{seed}")
    it = Session(MODELS[name](), lesson("xor") if name == "xor" else None)
    app = app_on(it, draws.choice(("en", "ko")))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("end", "enter")
        driver = app._driver
        assert driver is not None
        for _ in range(10):
            for key in draws.choices(KEYS, k=25):
                driver.send_message(events.Key(key, key if len(key) == 1 else None))
            if draws.random() < 0.4:
                await pilot.resize_terminal(*draws.choice(SIZES))
            await pilot.pause()
            check(it)
            for _ in range(4):
                if not isinstance(app.screen, StepScreen):
                    await pilot.press("escape" if app.screen is not app.screen_stack[0] else "enter")
            if isinstance(app.screen, StepScreen) and not it.selection.on:
                await pilot.press("end", "enter")
