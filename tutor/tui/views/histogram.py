"""How the values of a layer are spread, layer beside layer, on one scale.

By hand: the plotting libraries give a histogram a window of its own with a frame and two axes, and five of those do not
stand beside each other in forty columns. A bar here is one column of cells, drawn in eighths of a cell.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np

from tutor.formula.evaluate import evaluate
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Expr, Name, names_in
from tutor.formula.write import write
from tutor.messages import Message, say
from tutor.tui.moment import Moment
from tutor.tui.picture.numbers import MISSING, number_text
from tutor.tui.picture.text import CUT, Picture, Role, cell_len, wrap
from tutor.tui.session import Session
from tutor.tui.settings import Glyphs
from tutor.tui.views.axis import span_of
from tutor.tui.views.grid import Grid
from tutor.tui.views.layers import net_of
from tutor.tui.views.view import Options, ViewEntry, updates

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_ASCII = " ..:::###"
"""The same without block characters: less than a third of a cell, more, nearly all of it."""

_NARROWEST, _WIDEST = 14, 44
"""Columns of one histogram."""

_LARGE = "NaN, ∞"

_GAP = 2
_AROUND = 4
"""Rows of a histogram that are not bars: its name, mean and spread, the base line, the ends of the scale."""

_LOST = 1e150
"""Values beyond it have no square, and so no standard deviation."""

_MANY = 48
"""Values of a layer from which its histogram is drawn unasked."""


class Spread(NamedTuple):
    """The values of one layer.

    Attributes:
        values: those that are finite, and not about to be lost; None where they have not been computed.
        lost: how many others there are.
    """

    name: str
    values: Array | None
    lost: int = 0


def draw(moment: Moment, width: int, height: int, options: Options) -> Picture:
    """One histogram for each value that is asked for, in as many rows of them as there is room for."""
    spreads = _spreads(moment, options)
    if not spreads:
        return Picture(tuple(wrap(say("tui.view-histogram-none", moment.language), width, "dim")))
    low, high = _ends(spreads, options)
    across, down = _tiles(len(spreads), width, height)
    wide = min((width - _GAP * (across - 1)) // across, _WIDEST)
    tall = height // down
    grid = Grid(width, height)
    indent = (width - across * wide - _GAP * (across - 1)) // 2
    for number, spread in enumerate(spreads):
        row, column = divmod(number, across)
        plot = _Plot(grid, indent + column * (wide + _GAP), row * tall, wide, tall, options)
        plot.draw(spread, low, high)
    return grid.picture()


def _tiles(count: int, width: int, height: int) -> tuple[int, int]:
    """How many histograms stand beside each other, and how many rows of them."""
    most = max((width + _GAP) // (_NARROWEST + _GAP), 1)
    down = math.ceil(count / min(count, most))
    while down > 1 and height // down < _AROUND + 2:
        down -= 1
    return math.ceil(count / down), down


def _spreads(moment: Moment, options: Options) -> list[Spread]:
    """What is drawn: what the lesson asks for, else what each layer gives."""
    found = []
    for expr in options.view.of or _usual(moment.session):
        array = _value(moment.session, expr)
        name = moment.quantity(expr.id, None).label if isinstance(expr, Name) else write(expr, "unicode")
        if array is None:
            found.append(Spread(name, None))
            continue
        finite = array[np.abs(array) < _LOST]
        found.append(Spread(name, finite, array.size - finite.size))
    return found


def _value(session: Session, expr: Expr) -> Array | None:
    """The value of a formula; None where something that it reads has not been computed."""
    known = {name: session.value(name) for name in names_in(expr)}
    there = {name: array for name, array in known.items() if array is not None}
    return evaluate(expr, there) if len(there) == len(known) else None


def _usual(session: Session) -> tuple[Expr, ...]:
    """What each layer behind the inputs gives."""
    net = net_of(session)
    targets = {link.target for link in net.links}
    return tuple(Name(layer.names[-1]) for number, layer in enumerate(net.layers) if number in targets)


def _ends(spreads: Sequence[Spread], options: Options) -> tuple[float, float]:
    """The ends of the scale that all of them share."""
    if options.view.ranges:
        return options.view.ranges[0]
    known = [spread.values for spread in spreads if spread.values is not None and spread.values.size]
    return span_of(np.array([end for values in known for end in (values.min(), values.max())], dtype=np.float64))


class _Plot(NamedTuple):
    """A place for one histogram."""

    grid: Grid
    x: int
    y: int
    width: int
    height: int
    options: Options

    def draw(self, spread: Spread, low: float, high: float) -> None:
        """The name and the height of the highest bar, mean and spread, the bars, the scale under them."""
        name = spread.name if cell_len(spread.name) <= self.width else spread.name[: self.width - 1] + CUT
        self.grid.put(self.x, self.y, name, "name")
        values = spread.values
        if values is None:
            self.grid.put(self.x, self.y + 1, MISSING, "missing")
        elif values.size:
            self._summary(values)
            self._bars(values, low, high)
        if spread.lost:
            self.grid.put(self.x, self.y + 1, f"{_LARGE}: {spread.lost}", "lost")
        self._scale(low, high)

    def _summary(self, values: Array) -> None:
        text = f"{number_text(float(values.mean()), 2)} ± {number_text(float(values.std()), 2)}"
        self.grid.put(self.x, self.y + 1, text, "dim")

    def _bars(self, values: Array, low: float, high: float) -> None:
        counts, edges = np.histogram(values, bins=self.width, range=(low, high))
        share = f"{100 * int(counts.max()) // values.size}%"
        if cell_len(share) < self.width - 4:
            self.grid.put(self.x + self.width - len(share), self.y, share, "dim")
        rows = self.height - _AROUND
        heights = np.log1p(counts) if self.options.log else counts.astype(np.float64)
        eighths = np.ceil(heights * (rows * 8 / max(float(heights.max()), 1e-300))).astype(int)
        for column, (size, left, right) in enumerate(zip(eighths, edges[:-1], edges[1:], strict=True)):
            role: Role = "plus2" if left + right >= 0 else "minus2"
            for step in range(rows):
                part = min(max(int(size) - 8 * step, 0), 8)
                if part:
                    bar = _ASCII if self.options.glyphs == "ascii" else _EIGHTHS
                    self.grid.put(self.x + column, self.y + 1 + rows - step, bar[part], role)

    def _scale(self, low: float, high: float) -> None:
        glyphs: Glyphs = self.options.glyphs
        y = self.y + self.height - 2
        self.grid.put(self.x, y, ("-" if glyphs == "ascii" else "─") * self.width, "bracket")
        if low < 0 < high:
            zero = self.x + min(int(-low / (high - low) * self.width), self.width - 1)
            self.grid.put(zero, y, "+" if glyphs == "ascii" else "┴", "bracket")
            self.grid.put(zero, y + 1, "0", "dim")
        first, last = number_text(low, 3), number_text(high, 3)
        self.grid.put(self.x, y + 1, first, "dim")
        self.grid.put(self.x + self.width - cell_len(last), y + 1, last, "dim")


def describe(moment: Moment, options: Options) -> str:
    """For each value how many there are, where they lie, and how many lie at the ends of the scale."""
    language = moment.language
    spreads = _spreads(moment, options)
    low, high = _ends(spreads, options)
    lines = [] if spreads else [say("tui.view-histogram-none", language)]
    for spread in spreads:
        if spread.values is None or not spread.values.size:
            nothing = MISSING if spread.values is None else f"{_LARGE}: {spread.lost}"
            lines.append(f"{spread.name}: {nothing}")
            continue
        values = spread.values
        counts, _ = np.histogram(values, bins=10, range=(low, high))
        shares = " ".join(f"{count / values.size:.0%}" for count in counts)
        numbers = {
            "mean": number_text(float(values.mean())), "std": number_text(float(values.std())),
            "least": number_text(float(values.min())), "most": number_text(float(values.max())),
        }  # fmt: skip
        lines.append(say("tui.histogram-said", language, name=spread.name, count=f"{values.size:,}", **numbers))
        ends = {"low": number_text(low, 3), "high": number_text(high, 3)}
        lines.append(say("tui.histogram-tenths", language, shares=shares, **ends))
        if spread.lost:
            lines.append(f"{_LARGE}: {spread.lost}")
    return "\n".join(lines)


def fits(session: Session) -> bool:
    """Whether there are several layers, and in each so many values that looking is better than reading."""
    shapes = session.programs.shapes
    sizes = [math.prod(shapes[expr.id]) for expr in _usual(session) if isinstance(expr, Name)]
    return sum(size >= _MANY for size in sizes) > 1


def _key(moment: Moment, options: Options) -> Hashable:
    session = moment.session
    names = {name for expr in options.view.of or _usual(session) for name in names_in(expr)}
    there = tuple(session.value(name) is not None for name in sorted(names))
    moves = moment.phase == "update" and not names.isdisjoint(session.run.learned)
    return updates(moment), there, moment.line if moves else None


VIEW = ViewEntry("histogram", Message("tui.view-histogram"), fits, draw, describe, _key, scales=True, room=(42, 16))
