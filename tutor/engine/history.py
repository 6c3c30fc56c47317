"""What a run remembers of its past, in bounded memory: keyframes, losses, branches."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right, insort
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from tutor.formula.operations.operation import Array

KEYFRAME_BYTES = 24 * 2**20
"""For the keyframes of one branch. With the recent passes and the losses a run stays below 64 MB."""

RECENT_BYTES = 8 * 2**20
MOST_KEYFRAMES = 4096
MOST_RECENT = 256
MOST_LOSSES = 2**19
MOST_SAMPLES = 512
"""Passes of which the numbers for curves are kept: more than a screen has columns of dots."""


class Keyframes:
    """Copies of what is learned, at intervals that double whenever there is no more room."""

    def __init__(self, size: int) -> None:
        """``size``: bytes of one copy."""
        self._room = max(4, min(MOST_KEYFRAMES, KEYFRAME_BYTES // max(size, 1)))
        self.interval = 32
        self._updates: list[int] = []
        self._copies: dict[int, Array] = {}

    def __len__(self) -> int:
        return len(self._updates)

    @property
    def nbytes(self) -> int:
        """The bytes of the copies."""
        return sum(copy.nbytes for copy in self._copies.values())

    def __iter__(self) -> Iterator[int]:
        return iter(self._updates)

    def due(self, update: int) -> int:
        """The next update after ``update`` that is to be kept."""
        return (update // self.interval + 1) * self.interval

    def keep(self, update: int, vector: Array) -> None:
        """Keep a copy if ``update`` is one of the interval's and not kept yet."""
        if update % self.interval or update in self._copies:
            return
        insort(self._updates, update)
        self._copies[update] = vector.copy()
        while len(self._updates) > self._room:
            self.interval *= 2
            self._updates = [kept for kept in self._updates if kept % self.interval == 0]
            self._copies = {kept: self._copies[kept] for kept in self._updates}

    def before(self, update: int) -> tuple[int, Array] | None:
        """The last keyframe at or before ``update``."""
        position = bisect_right(self._updates, update) - 1
        return None if position < 0 else (self._updates[position], self._copies[self._updates[position]])


class Recent:
    """The passes gone through last, whole, so that holding the key for going back does not replay each time."""

    def __init__(self, size: int) -> None:
        self.room = max(2, min(MOST_RECENT, RECENT_BYTES // max(size, 1)))
        self._copies: OrderedDict[tuple[Branch, int], Array] = OrderedDict()

    def keep(self, branch: Branch, update: int, vector: Array) -> None:
        """Keep what pass ``update`` of a branch begins with; the oldest goes when there is no more room."""
        self._copies[branch, update] = vector.copy()
        self._copies.move_to_end((branch, update))
        while len(self._copies) > self.room:
            self._copies.popitem(last=False)

    def get(self, branch: Branch, update: int) -> Array | None:
        """What was kept for this pass."""
        return self._copies.get((branch, update))

    def forget(self, branch: Branch) -> None:
        """Drop what was kept for a branch."""
        for key in [key for key in self._copies if key[0] is branch]:
            del self._copies[key]


class Losses:
    """The loss of every pass; of every second, fourth … when there are very many."""

    def __init__(self, start: int) -> None:
        self.stride = 1
        self._start = start
        self._values = array("d")

    @property
    def due(self) -> int:
        """The update whose loss is recorded next."""
        return self._start + len(self._values) * self.stride

    @property
    def nbytes(self) -> int:
        """The bytes of the numbers."""
        return len(self._values) * self._values.itemsize

    def record(self, loss: float) -> int:
        """Record the loss of the pass ``due``; the update whose loss is wanted next."""
        self._values.append(loss)
        if len(self._values) > MOST_LOSSES:
            self._values = self._values[::2]
            self.stride *= 2
        return self.due

    def some(self, first: int, last: int, most: int) -> list[tuple[int, float]]:
        """(update, loss) from update ``first`` to ``last``, evenly thinned to at most ``most``."""
        begin = max(-(-(first - self._start) // self.stride), 0)
        end = max(min((last - self._start) // self.stride + 1, len(self._values)), begin)
        step = max(-(-(end - begin) // most), 1)
        return [(self._start + k * self.stride, self._values[k]) for k in range(begin, end, step)]

    def points(self, first: int = 0, last: int | None = None) -> list[tuple[int, float]]:
        """(update, loss), in order, from update ``first`` to ``last``; what lies outside costs nothing."""
        begin = max(-(-(first - self._start) // self.stride), 0)
        end = len(self._values) if last is None else max((last - self._start) // self.stride + 1, begin)
        return [(self._start + k * self.stride, value) for k, value in enumerate(self._values[begin:end], begin)]

    def last(self, update: int, *, finite: bool = False) -> int | None:
        """The last pass before ``update`` whose loss is recorded, or recorded and ``finite``; None if there is none."""
        count = min(max(-(-(update - self._start) // self.stride), 0), len(self._values))
        if count and finite and not math.isfinite(self._values[count - 1]):
            kept = np.flatnonzero(np.isfinite(np.asarray(self._values)[:count]))
            count = int(kept[-1]) + 1 if kept.size else 0
        return self._start + (count - 1) * self.stride if count else None


class Samples:
    """A few numbers of every pass; of every second, fourth … when there are many: what curves are drawn from."""

    def __init__(self, start: int) -> None:
        self.stride = 1
        self._start = start
        self._rows: list[tuple[float, ...]] = []

    @property
    def due(self) -> int:
        """The pass whose numbers are recorded next."""
        return self._start + len(self._rows) * self.stride

    def record(self, numbers: tuple[float, ...]) -> None:
        """Record the numbers of the pass ``due``."""
        self._rows.append(numbers)
        if len(self._rows) >= MOST_SAMPLES:
            self._rows = self._rows[::2]
            self.stride *= 2

    def column(self, number: int) -> list[tuple[int, float]]:
        """(update, number), in order."""
        return [(self._start + k * self.stride, numbers[number]) for k, numbers in enumerate(self._rows)]


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """A value set by hand before the pass after ``update`` updates."""

    update: int
    name: str
    value: Array


@dataclass(eq=False, slots=True)
class Branch:
    """One way through time: the lesson's own, or one that left another at update ``fork`` with edits.

    Attributes:
        number: 0 for the lesson's own run, then counted.
        name: as the learner calls it; empty: it has only its number.
        own_edits: those made on this branch.
        reached: the furthest update that was computed.
    """

    number: int
    parent: Branch | None
    fork: int
    keyframes: Keyframes = field(repr=False)
    losses: Losses = field(repr=False)
    name: str = ""
    own_edits: tuple[Edit, ...] = ()
    reached: int = field(default=0)
    samples: Samples = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.samples = Samples(self.fork)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All edits that hold on this branch, inherited ones first."""
        if self.parent is None:
            return self.own_edits
        return tuple(edit for edit in self.parent.edits if edit.update <= self.fork) + self.own_edits

    @property
    def computed_bytes(self) -> int:
        """The bytes of what is remembered of this branch, all of which can be computed again."""
        return self.keyframes.nbytes + self.losses.nbytes

    def keyframe(self, update: int) -> tuple[int, Array] | None:
        """The last keyframe at or before ``update``, from before the fork the parent's."""
        own = self.keyframes.before(update)
        if own is not None or self.parent is None:
            return own
        return self.parent.keyframe(min(update, self.fork))

    def loss_points(self, first: int = 0, last: int | None = None) -> list[tuple[int, float]]:
        """(update, loss) from update ``first`` to ``last``, the parent's up to the fork."""
        before: list[tuple[int, float]] = []
        if self.parent is not None and first < self.fork:
            before = self.parent.loss_points(first, self.fork - 1 if last is None else min(last, self.fork - 1))
        return before + [point for point in self.losses.points(first, last) if not math.isnan(point[1])]

    def owner(self, update: int) -> Branch:
        """The branch whose passes these are: this one, or before its fork the one that it left."""
        return self if self.parent is None or update >= self.fork else self.parent.owner(update)

    @property
    def forks(self) -> list[int]:
        """The updates at which this branch, and those that it comes from, left another."""
        return [] if self.parent is None else [*self.parent.forks, self.fork]

    def sampled(self, number: int) -> list[tuple[int, float]]:
        """(update, number) of what is recorded in this place, from the beginning, the parent's up to the fork."""
        before = [] if self.parent is None else [p for p in self.parent.sampled(number) if p[0] < self.fork]
        return before + self.samples.column(number)

    def some_losses(self, first: int, last: int, most: int) -> list[tuple[int, float]]:
        """(update, loss) from update ``first`` to ``last``, at most ``most`` of them on each branch on the way."""
        before: list[tuple[int, float]] = []
        if self.parent is not None and first < self.fork:
            before = self.parent.some_losses(first, min(last, self.fork - 1), most)
        return before + self.losses.some(max(first, self.fork), last, most)

    def last_loss(self, update: int, *, finite: bool = False) -> int | None:
        """The last pass before ``update`` whose loss is recorded, or recorded and ``finite``; None if there is none."""
        own = self.losses.last(update, finite=finite)
        if own is not None or self.parent is None:
            return own
        return self.parent.last_loss(min(update, self.fork), finite=finite)

    def descends_from(self, other: Branch) -> bool:
        """Whether ``other`` is this branch or one that it comes from."""
        return self is other or (self.parent is not None and self.parent.descends_from(other))
