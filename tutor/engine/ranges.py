"""What a search for hyper-parameters looks for, and where: how values are drawn, and how a range narrows."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from tutor.engine.draws import generator


class Range(NamedTuple):
    """Where a search looks for one hyper-parameter: evenly, or evenly in its logarithm."""

    name: str
    low: float
    high: float
    scale: Literal["linear", "log"] = "linear"

    def draw(self, seed: int, round: int, trial: int) -> float:  # noqa: A002 - what a search calls it
        """The value of one trial: it depends on these numbers, the name and the range, and on no draw before it."""
        return self.at(float(generator(seed, f"search {round} {self.name}", trial).random()))

    def at(self, part: float) -> float:
        """What lies that part of the way, 0 to 1, from the low end to the high one.

        >>> f"{Range('eta', 0.01, 1.0, 'log').at(0.5):.6g}", Range("alpha", 0.5, 1.0).at(0.5)
        ('0.1', 0.75)
        """
        first, last = self._place(self.low), self._place(self.high)
        return self._clipped(self._value(first * (1 - part) + last * part))

    def around(self, value: float, within: Range) -> Range:
        """Half of this range with ``value`` in its middle, on its own scale.

        Where it would reach out of ``within``, it is moved: it stays as long, and ``value`` is still in it.

        >>> first = Range("eta", 0.001, 10.0, "log")
        >>> [f"{end:.3g}" for end in (first.around(0.1, first).low, first.around(0.1, first).high)]
        ['0.01', '1']
        >>> [f"{end:.3g}" for end in (first.around(9.0, first).low, first.around(9.0, first).high)]
        ['0.1', '10']
        """
        first, last = within._place(within.low), within._place(within.high)
        middle = self._place(value)
        quarter = self._place(self.high) / 4 - self._place(self.low) / 4
        low = self._value(max(min(middle - quarter, last - 2 * quarter), first))
        high = self._value(min(max(middle + quarter, first + 2 * quarter), last))
        return self._replace(low=min(within._clipped(low), value), high=max(within._clipped(high), value))

    def _place(self, value: float) -> float:
        """Where a value lies on the scale."""
        return math.log(value) if self.scale == "log" else value

    def _value(self, place: float) -> float:
        return math.exp(place) if self.scale == "log" else place

    def _clipped(self, value: float) -> float:
        """Within the ends, which rounding may have missed by a bit."""
        return min(max(value, self.low), self.high)


class Search(NamedTuple):
    """A search for hyper-parameters.

    Attributes:
        ranges: what is tried.
        trials: settings drawn in each round.
        updates: how long each of them is trained.
        watch: the name of the watch by which they are compared.
        highest: whether its highest value wins (else its lowest).
        rounds: how often settings are drawn; the ranges narrow from one to the next.
        seed: of the draws.
    """

    ranges: tuple[Range, ...]
    trials: int
    updates: int
    watch: str
    highest: bool = True
    rounds: int = 1
    seed: int = 0
