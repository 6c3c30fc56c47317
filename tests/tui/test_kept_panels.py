"""A panel that is not drawn again shows what it would if it were."""

from __future__ import annotations

import random

import numpy as np
import pytest

from tests.tui.support import batched_model, session, xor_model
from tutor.engine.rules import RULES
from tutor.tui.arrange import Panel
from tutor.tui.moment import Moment
from tutor.tui.panels.table import Panels
from tutor.tui.session import Session

KEPT: tuple[Panel, ...] = ("parameters", "data")


def _step(it: Session, draws: random.Random) -> None:
    """Anything that may change what a panel shows."""
    run = it.run
    what = draws.choice(
        ["line", "line", "line", "back", "update", "edit", "switch", "way", "digits", "row", "jump", "at"]
    )
    if what == "line":
        it.forward()
    elif what == "back":
        it.back()
    elif what == "update":
        it.advance(draws.choice((1, -1, 3)))
    elif what == "edit":
        name = draws.choice(["W1", "X", "eta"])
        array = np.array(run.entering(name) if name == "W1" else run.data(name) if name == "X" else run.hyper[name])
        run.edit(name, array + draws.choice((0.5, 0.0)))
    elif what == "switch":
        run.switch(draws.choice(run.branches))
    elif what == "way":
        run.long_way = not run.long_way
    elif what == "digits":
        it.digits = draws.choice((3, 4, 6))
        it.numbers = draws.choice(("significant", "fixed"))
    elif what == "row":
        it.row = draws.choice((None, 0, 1))
    elif what == "at":
        it.travel(it.find(draws.choice(["W1[0,0]", "X[0,0]", "2/dW1"])))
    else:
        run.go(draws.randrange(6), draws.randrange(18))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("make", ["xor", "momentum", "batches"])
def test_a_kept_panel_is_the_panel(make: str, seed: int) -> None:
    draws = random.Random(f"{make}{seed}")
    if make == "batches":
        it = Session(batched_model())
    else:
        it = session() if make == "xor" else Session(xor_model(update=RULES["momentum"]))
    kept = Panels()
    for _ in range(120):
        _step(it, draws)
        moment = Moment(it, draws.choice(("en", "ko")))
        for panel in KEPT:
            assert kept.draw(panel, moment, 76, 12).plain() == Panels().draw(panel, moment, 76, 12).plain()
