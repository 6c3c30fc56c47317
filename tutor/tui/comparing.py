"""Two branches beside each other: the numbers that matter, at the same update, and both losses. Knows no Textual."""

from __future__ import annotations

import math
from time import monotonic
from typing import NamedTuple

from tutor.engine.compare import Compared, compare, compare_watches
from tutor.engine.history import Branch
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array
from tutor.tui.branching import changes
from tutor.tui.session import Session

SECONDS = 0.3
"""How long a branch that has not got as far as the other is let run on, before both are looked at where it is then."""

CURVE = 200
"""Points of the loss curve of one branch at most."""

Curve = list[tuple[int, float]]
"""(update, loss)."""


class Comparison(NamedTuple):
    """What two branches show at one update.

    Attributes:
        update: the one that was asked for, or the last one that both have reached.
        loss: None where the last line is not one number.
        curves: the loss of both, from the beginning to the furthest update.
        changed: what was set by hand on the way to each, in words.
    """

    first: Branch
    second: Branch
    update: int
    loss: Compared | None
    watches: tuple[Compared, ...]
    parameters: tuple[Compared, ...]
    curves: tuple[Curve, Curve]
    changed: tuple[str, str]


def comparison(session: Session, first: Branch, second: Branch, update: int) -> Comparison:
    """Both branches at ``update``; where one cannot be brought that far in a moment, at the last one it has reached."""
    run = session.run
    update = min(update, *(_reached(run, branch, update) for branch in (first, second)))
    values = {compared.name: compared for compared in compare(run, first, second, update)}
    watches = compare_watches(run, first, second, update)
    loss = values[run.model.loss]
    return Comparison(
        first,
        second,
        update,
        None if loss.first.shape else loss,
        watches,
        tuple(values[name] for name in run.model.parameters),
        (_curve(first, update, loss.first), _curve(second, update, loss.second)),
        (_changed(session, first, update), _changed(session, second, update)),
    )


def _changed(session: Session, branch: Branch, update: int) -> str:
    """What was set by hand up to ``update``, from the lesson's own run on."""
    texts = [change.text() for change in changes(session, branch)] if branch.fork <= update else []
    if branch.parent is not None:
        texts.insert(0, _changed(session, branch.parent, update))
    return ", ".join(filter(None, texts))


def _reached(run: Run, branch: Branch, update: int) -> int:
    """How far ``branch`` has got, once it has run on for a moment if it has to; the run stays where it is."""
    if branch.reached >= update:
        return update
    position, here, before = run.position, run.branch, branch.reached
    until = monotonic() + SECONDS
    run.switch(branch)
    run.go(before)
    run.run_until(None, update, lambda _: monotonic() < until)
    reached = max(run.position.update, before)  # where numbers are lost, the run stands at the place
    run.switch(here)
    run.go(*position)
    return reached


def _curve(branch: Branch, update: int, loss: Array) -> Curve:
    """The loss of a branch, thinned out evenly; its value at ``update`` too, where the pass there has not run yet."""
    points = [point for point in branch.some_losses(0, branch.reached, CURVE) if not math.isnan(point[1])]
    last = branch.loss_points(branch.reached - branch.losses.stride)[-1:]
    points = points if points[-1:] == last else points + last
    ends = not loss.shape and (not points or points[-1][0] < update) and math.isfinite(float(loss))
    return [*points, (update, float(loss))] if ends else points
