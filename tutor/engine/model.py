"""What a run needs to know: the formulas and the numbers of one lesson, in one of its variants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tutor.engine.rules import DEFAULTS, Rule
from tutor.formula.operations.operation import Array, Shape
from tutor.formula.parse import Assignment
from tutor.formula.tree import Expr

Part = Literal["pass", "train", "validation", "test"]
"""Which data a watch looks at: what the running pass computes, or a part of the data as a whole."""

TRAINING = "training"
"""The name that is 1 while learning and 0 when a watch looks at a part of the data."""


class Batches(NamedTuple):
    """Mini-batches: the data ``names`` give ``size`` rows to each update; ``shuffle``: in a new order every epoch."""

    names: tuple[str, ...]
    size: int
    seed: int = 0
    shuffle: bool = True


class Watch(NamedTuple):
    """A number that is looked at while learning."""

    expr: Expr
    on: Part = "pass"


@dataclass(frozen=True)
class Model:
    """A forward program, what it reads, and how its parameters are updated.

    Attributes:
        forward: the lines in order; if the last one is one number, it is differentiated.
        data: the values that are not learned (of the training part), float64.
        parameters: the initial values of what is differentiated for, in the order of the lesson.
        parts: for "validation" and "test", the values that replace ``data`` there.
        hyper: hyper-parameters as the lesson sets them; those of ``DEFAULTS`` need not be set.
        update: a rule, applied to each parameter; or a whole update program; None: nothing is learned.
        batches: None: every update sees all the data.
        watches: by name.
        until: the condition at which training may stop; one number, not 0 when met.
        goal: the condition that the learner is asked to reach.
        limit: the most updates.
        fuse: whether loss and activation may cancel.
        wrong: backward lines that are replaced by mistaken ones, by name (``dz1``).
        seed: of the draws made while running.
        worked_out: what has been derived from all this already, by those who derived it.
    """

    forward: tuple[Assignment, ...]
    data: Mapping[str, Array] = field(default_factory=dict)
    parameters: Mapping[str, Array] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, Array]] = field(default_factory=dict)
    hyper: Mapping[str, float] = field(default_factory=dict)
    update: Rule | tuple[Assignment, ...] | None = None
    batches: Batches | None = None
    watches: Mapping[str, Watch] = field(default_factory=dict)
    until: Expr | None = None
    goal: Expr | None = None
    limit: int | None = None
    fuse: bool = True
    wrong: Mapping[str, Expr] = field(default_factory=dict)
    seed: int = 0
    worked_out: dict[object, object] = field(init=False, default_factory=dict, repr=False, compare=False)

    @property
    def hyper_parameters(self) -> dict[str, float]:
        """Every hyper-parameter with its value: the lesson's own, and the defaults that its rule reads."""
        read = self.update.reads if isinstance(self.update, Rule) else frozenset()
        return {name: value for name, value in DEFAULTS.items() if name in read} | dict(self.hyper)

    @property
    def loss(self) -> str:
        """The name of the last line: what is differentiated, if it is one number."""
        return self.forward[-1].name

    @property
    def rows(self) -> int | None:
        """How many rows the batched data have; None without mini-batches."""
        if self.batches is None:
            return None
        return int(self.data[self.batches.names[0]].shape[0])

    @property
    def updates_per_epoch(self) -> int:
        """How many updates see all the data once."""
        if self.batches is None or self.rows is None:
            return 1
        return -(-self.rows // self.batches.size)

    def batch_rows(self, update: int) -> int | None:
        """How many rows the pass after ``update`` updates sees: the last batch of an epoch may be short."""
        if self.batches is None or self.rows is None:
            return None
        start = update % self.updates_per_epoch * self.batches.size
        return min(self.batches.size, self.rows - start)

    def data_shapes(self, rows: int | None) -> dict[str, Shape]:
        """The shapes of the data in a pass that sees ``rows`` rows (None: all)."""
        batched = self.batches.names if self.batches is not None and rows is not None else ()
        return {
            name: (rows, *array.shape[1:]) if name in batched and rows is not None else array.shape
            for name, array in self.data.items()
        }

    def known_shapes(self, rows: int | None = None) -> dict[str, Shape]:
        """The shapes of everything that the forward lines may read without having computed it."""
        shapes: dict[str, Shape] = {TRAINING: ()}
        shapes.update(dict.fromkeys(self.hyper_parameters, ()))
        shapes.update(self.data_shapes(rows))
        shapes.update({name: array.shape for name, array in self.parameters.items()})
        return shapes
