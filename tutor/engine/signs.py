"""What a run shows that is worth a sentence: numbers lost, a plateau, units that no gradient passes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

from tutor.engine.run import Run
from tutor.formula.display import display_name
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array, Operation
from tutor.formula.parse import parse_expression
from tutor.formula.tree import Apply, Expr
from tutor.messages import Message

Kind = Literal["diverged", "plateau", "settled", "dead", "saturated"]

PLATEAU_UPDATES = 100
"""A plateau is at least this long."""

PLATEAU_CHANGE = 1e-3
"""On a plateau the loss changes by less than this part of itself."""

NEARLY_LEVEL = 1e-5
"""On a plateau where every gradient is below this part of the loss, or of 1 if that is more, it is as at a minimum."""

SMALL = 0.1
"""A loss below this part of what it was at first is small."""

MOST_UNITS = 5
"""Units that are listed in a sentence; more are counted."""

NEARLY_FLAT = 0.01
"""A unit is saturated where the slope of its activation is below this, for every example."""


class Sign(NamedTuple):
    """One thing to say.

    Attributes:
        kind: what it is.
        message: what is seen, and what to try.
        address: where.
        units: the columns it is seen in, from 0; empty where it is not about units.
    """

    kind: Kind
    message: Message
    address: str
    units: tuple[int, ...] = ()


def signs(run: Run) -> tuple[Sign, ...]:
    """Everything worth saying where ``run`` stands, the gravest first."""
    lost = run.lost_at()
    if lost is not None:
        return (Sign("diverged", Message("engine.sign-diverged", {"address": lost}), lost),)
    return (*_units(run), *_plateau(run))


def _units(run: Run) -> Iterator[Sign]:
    """Columns of an activation's result where its slope is nearly 0 for every row, so that no gradient comes back.

    Not of an output whose slope the loss cancels; and nothing of saturation once the loss is small, which brings it.
    """
    programs = run.programs
    if not programs.backward:
        return
    for line in programs.forward:
        expr = line.expr
        if line.name in programs.fusable or not isinstance(expr, Apply) or not OPERATIONS[expr.op].activation:
            continue
        out = run.value(line.name)
        if out is None or out.ndim != 2 or out.shape[0] < 2:
            continue
        values = {name: value for name in run.programs.shapes if (value := _known(run, name)) is not None}
        steepness = np.abs(slope(OPERATIONS[expr.op], evaluate(expr.args[0], values), out, dict(expr.options)))
        dead = tuple(int(unit) for unit in np.flatnonzero(((steepness == 0) & (out == 0)).all(axis=0)))
        flat = (steepness < NEARLY_FLAT).all(axis=0)
        saturated = tuple(int(unit) for unit in np.flatnonzero(flat) if int(unit) not in dead)
        address = f"{run.position.update}/{line.name}"
        if dead:
            yield Sign("dead", _about_units("sign-dead", line.name, dead), address, dead)
        if saturated and not _is_learned(run):
            yield Sign("saturated", _about_units("sign-saturated", line.name, saturated), address, saturated)


def _is_learned(run: Run) -> bool:
    """Whether the loss is a small part of what it was at first."""
    first = run.branch.loss_points(0, 0)
    loss = run.value(run.model.loss)
    return bool(first) and loss is not None and bool(np.all(np.abs(loss) < SMALL * abs(first[0][1])))


def _known(run: Run, name: str) -> Array | None:
    try:
        return run.value(name)
    except KeyError:
        return None


def slope(operation: Operation, x: Array, out: Array, options: dict[str, object]) -> Array:
    """The derivative of an activation at ``x``, where its value is ``out``: the table's formula, with 1 sent back."""
    gradients = operation.gradients
    text = gradients[0] if isinstance(gradients, tuple) else None
    if text is None:
        return np.zeros_like(x)
    return evaluate(_parsed(text.format(**options)), {"g": np.ones_like(x), "x": x, "out": out})


@lru_cache(maxsize=64)
def _parsed(text: str) -> Expr:
    return parse_expression(text)


def _about_units(key: str, name: str, units: Sequence[int]) -> Message:
    shown = units if len(units) <= MOST_UNITS + 1 else units[:MOST_UNITS]
    more = f" …{len(units) - len(shown)}…" if len(shown) < len(units) else ""
    listed = ", ".join(str(unit + 1) for unit in shown) + more
    key = f"engine.{key}" if len(units) == 1 else f"engine.{key}-units"
    return Message(key, {"name": display_name(name), "units": listed, "count": len(units)})


def _plateau(run: Run) -> Iterator[Sign]:
    """The loss has hardly changed for long, and is not small: it fell by a part of itself before, or never did."""
    here = run.position.update
    recent = [loss for _, loss in run.branch.loss_points(max(here - PLATEAU_UPDATES, 0), here)]
    if len(recent) <= PLATEAU_UPDATES // 2 or here < PLATEAU_UPDATES:
        return
    low, high = min(recent), max(recent)
    if high - low < PLATEAU_CHANGE * abs(high) and abs(high) > 1e-6:
        loss = run.model.loss
        kind: Kind = "settled" if run.steepest() < NEARLY_LEVEL * max(abs(high), 1.0) else "plateau"
        gaps = {"name": display_name(loss), "updates": PLATEAU_UPDATES, "value": f"{recent[-1]:.4g}"}
        yield Sign(kind, Message(f"engine.sign-{kind}", gaps), f"{run.position.update}/{loss}")
