"""Numbers drawn within a line: they come from nowhere, so they stand in its expression as values of their own."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tutor.engine.draws import Clockwork
from tutor.engine.snapshot import Snapshot
from tutor.explain.origin import Reading
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Apply, Expr, Name, names_in


def with_draws(
    line: str, expr: Expr, values: Mapping[str, Array], snapshot: Snapshot
) -> tuple[Expr, Mapping[str, Reading]]:
    """``expr`` with a key in place of every random operation, and what was drawn, by key."""
    found = _Draws(line, values, snapshot)
    return found.without(expr), found.readings


class _Draws:
    def __init__(self, line: str, values: Mapping[str, Array], snapshot: Snapshot) -> None:
        self._line = line
        self._values = dict(values)
        self._snapshot = snapshot
        self.readings: dict[str, Reading] = {}

    def without(self, expr: Expr) -> Expr:
        """``expr`` without its draws, those within first: that is the order in which a pass makes them."""
        if not isinstance(expr, Apply):
            return expr
        args = tuple(map(self.without, expr.args))
        bare = Apply(expr.op, args, expr.options, expr.place)
        if not OPERATIONS[expr.op].random:
            return bare if any(new is not old for new, old in zip(args, expr.args, strict=True)) else expr
        stream = f"{self._line}#{len(self.readings) + 1}"
        clock = Clockwork(self._snapshot.model.seed, np.array(self._snapshot.update + 1.0))
        array = evaluate(bare, {name: self._values[name] for name in names_in(bare)}, _Stream(clock, stream))
        self.readings[stream] = Reading(self._line, self._snapshot.update, array, draw=expr)
        self._values[stream] = array
        return Name(stream)


class _Stream:
    """The draws of one random operation of a line."""

    def __init__(self, chance: Clockwork, stream: str) -> None:
        self._chance = chance
        self._stream = stream

    def uniform(self, stream: str, out: Array) -> None:  # noqa: ARG002 - a Chance
        """Fill ``out`` with draws from [0, 1)."""
        self._chance.uniform(self._stream, out)

    def normal(self, stream: str, out: Array) -> None:  # noqa: ARG002 - a Chance
        """Fill ``out`` with draws from the standard normal distribution."""
        self._chance.normal(self._stream, out)
