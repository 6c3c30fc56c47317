"""The numeric gradient beside the derived one, and what their difference means."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tutor.engine.gradients import Measure, Slopes, compare, largest_gradient
from tutor.engine.snapshot import Rehearsal, Snapshot
from tutor.explain.rounding import rounded
from tutor.formula.operations.operation import Index
from tutor.messages import Message

AGREES, CLOSE, FAR = 1e-7, 1e-4, 1e-2
"""Errors up to which a central difference is as good as it can be, is what a strongly bent function gives, and is a
reason for doubt; beyond, the derivation is most likely wrong. Source: cs231n, "Gradient checks"."""


@dataclass(frozen=True, slots=True)
class Numeric:
    """The central difference of the loss along one cell.

    Attributes:
        value: the slope that was measured.
        error: |a − n| / max(|a|, |n|, a thousandth of the largest gradient of the pass).
        slopes: to the left and to the right as well.
        kink: whether those two differ.
    """

    value: float
    error: float
    slopes: Slopes
    kink: bool

    @property
    def meaning(self) -> Message:
        """What the error says about the derivation, in a sentence."""
        sides = {"left": rounded(self.slopes.left), "right": rounded(self.slopes.right)}
        if not math.isfinite(self.error):
            return Message("explain.numeric-lost")
        if self.kink:
            return Message("explain.numeric-kink", sides)
        shown = {"error": f"{self.error:.0e}"}
        if self.error <= AGREES:
            return Message("explain.numeric-agrees", shown)
        if self.error <= CLOSE:
            return Message("explain.numeric-close", shown)
        return Message("explain.numeric-doubtful" if self.error <= FAR else "explain.numeric-differs", shown)


class Gauge:
    """Measures the numeric gradients of one pass."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._measure = Measure(Rehearsal(snapshot))
        parameters = [f"d{parameter}" for parameter in snapshot.model.parameters]
        self._largest = largest_gradient(snapshot.before[name] for name in parameters if name in snapshot.before)

    def numeric(self, name: str, index: Index, analytic: float) -> Numeric:
        """The numeric gradient of one cell of ``name``, whose derived gradient is ``analytic``.

        A value that a forward line computes is changed where it stands, and the lines after it are run again.
        """
        slopes = self._measure.slopes(name, index)
        check = compare(name, index, analytic, slopes, self._largest)
        return Numeric(check.numeric, check.error, slopes, check.kink)
