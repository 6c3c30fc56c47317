"""Where a value comes from: the line that computed it with all that the line read, or an end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tutor.engine.program import Phase
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Apply, Expr

EndKind = Literal["data", "parameter", "state", "hyper", "clock", "training", "edited", "loss"]
"""Why there is nothing to compute: data and initial parameters are the lesson's, state begins at 0, a hyper-parameter
is set, the clock counts updates, ``training`` is 1 while learning, the learner set a value by hand, and the derivative
of the loss with respect to itself is 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A value that a line read.

    Attributes:
        name, update: its address.
        array: its cells.
        draw: for numbers that were drawn within the line, the operation that drew them; they have no address.
    """

    name: str
    update: int
    array: Array
    draw: Apply | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Computed:
    """A value that a line computed.

    Attributes:
        name, update: its address.
        array: its cells.
        phase: of the line; None for a value that was carried over from the pass before, unchanged.
        formula: the right-hand side of the line, as it is written.
        expr: the same over the keys of ``reads``: what an earlier line of the same update gave to a name that is
            assigned once more is put in, because it has no address.
        reads: everything that the line read.
        parameter: in the update program, the parameter whose rule this is a line of.
    """

    name: str
    update: int
    array: Array
    phase: Phase | None
    formula: Expr
    expr: Expr
    reads: Mapping[str, Reading] = field(repr=False)
    parameter: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """A value that nothing computed."""

    name: str
    update: int
    array: Array
    kind: EndKind


Origin = Computed | End
