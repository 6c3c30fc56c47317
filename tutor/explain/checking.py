"""All gradients of a pass beside the numeric ones, cell by cell, as far as there is time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from tutor.engine.address import Address
from tutor.explain.explainer import Explainer
from tutor.explain.numeric import CLOSE, FAR, Gauge, Numeric
from tutor.formula.operations.operation import Array, Index

MOST = 250
"""Cells of one parameter that are checked; of a larger one so many are drawn, always the same ones."""

_LISTED = 5
"""Cells of a parameter that are kept, those with the largest errors."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One cell: its address, the derived gradient, the numeric one."""

    address: Address
    analytic: float
    numeric: Numeric

    @property
    def rank(self) -> tuple[bool, float]:
        """What makes one cell worse than another: its error, but that a kink excuses a large one."""
        error = self.numeric.error if np.isfinite(self.numeric.error) else np.inf
        return error > CLOSE and not self.numeric.kink, error


@dataclass
class Verdict:
    """What has been found of one parameter.

    Attributes:
        size: its cells.
        chosen: how many of them are checked.
        done: how many have been checked so far.
        kinks: how many of those lie at a kink.
        worst: the worst ones, the worst first.
    """

    name: str
    size: int
    chosen: int
    done: int = 0
    kinks: int = 0
    worst: list[Checked] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """✓ if they agree, ? for a reason for doubt, ✗ if they do not agree, ∧ if only kinks disagree."""
        if not self.worst:
            return "·"
        worst = self.worst[0].numeric
        if worst.error <= CLOSE:
            return "✓"
        return "∧" if worst.kink else "?" if worst.error <= FAR else "✗"

    def add(self, checked: Checked) -> None:
        """Count one more cell."""
        self.done += 1
        self.kinks += checked.numeric.kink
        self.worst = sorted((*self.worst, checked), key=lambda one: one.rank, reverse=True)[:_LISTED]


class GradientTable:
    """The parameters of one pass, checked cell by cell.

    Attributes:
        update: the pass.
        verdicts: what has been found so far, parameter by parameter.
    """

    def __init__(self, explainer: Explainer, update: int) -> None:
        snapshot = explainer.snapshot(update)
        self.update = update
        self._gauge = Gauge(snapshot)
        names = [name for name in snapshot.model.parameters if f"d{name}" in snapshot.programs.gradients]
        self._gradients: dict[str, Array] = {name: snapshot.before[f"d{name}"] for name in names}
        self.verdicts = [
            Verdict(name, array.size, min(array.size, MOST)) for name, array in self._gradients.items()
        ]  # fmt: skip
        self._waiting = self._cells()

    def work(self, more: Callable[[], bool]) -> bool:
        """Check cells as long as ``more`` says so; whether all are done."""
        for verdict, index in self._waiting:
            analytic = float(self._gradients[verdict.name][index])
            numeric = self._gauge.numeric(verdict.name, index, analytic)
            verdict.add(Checked(Address(self.update, f"d{verdict.name}", index or None), analytic, numeric))
            if not more():
                return False
        return True

    @property
    def worst(self) -> Checked | None:
        """The worst cell of all."""
        return max((verdict.worst[0] for verdict in self.verdicts if verdict.worst), key=lambda one: one.rank,
                   default=None)  # fmt: skip

    def _cells(self) -> Iterator[tuple[Verdict, Index]]:
        for verdict in self.verdicts:
            shape = self._gradients[verdict.name].shape
            draws = np.random.default_rng(0)
            places = range(verdict.size) if verdict.size == verdict.chosen else draws.choice(
                verdict.size, verdict.chosen, replace=False
            )  # fmt: skip
            for place in places:
                yield verdict, tuple(int(axis) for axis in np.unravel_index(place, shape))
