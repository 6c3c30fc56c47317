"""Axes, curves, points and grounds as rows of a picture: the one place that knows the plotting library.

uniplot draws the curves: it gives text without a terminal, in braille, blocks or ASCII, in a millisecond, and needs
nothing but NumPy and readchar. Of the others that were looked at, textual-plot draws into a widget of its own and gives
no text; plotext is compiled and takes 0.3 s to import; plotille knows braille alone; drawille and termplotlib are GPL;
asciichartpy and tplot rest. What uniplot gives as coloured text is taken apart here into cells with roles. Marks,
legends and grounds are put around and under it by hand, because no library knows this program's roles; so are the
numbers of the axes, because uniplot rounds them until they merely differ (2.5 and 5 become 2 and 5).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from tutor.tui.picture.text import Role, Row, Span, cell_len, clip, row_width
from tutor.tui.settings import Glyphs
from tutor.tui.views.axis import Axis, Floats, Ticks, middles, place, said_on, scaled, ticks

Pattern = Literal["solid", "dashed", "dotted", "chained", "points"]
Cells: TypeAlias = "list[list[tuple[str, Role]]]"

DOTS: Mapping[Glyphs, tuple[int, int]] = {"braille": (2, 4), "block": (2, 2), "ascii": (1, 1)}
"""Columns and rows of dots in one cell."""

LINES: tuple[Pattern, ...] = ("solid", "dashed", "dotted", "chained")
"""Patterns by which curves are told apart without colours."""

_RHYTHM: Mapping[Pattern, tuple[int, ...]] = {"dashed": (5, 4), "dotted": (1, 3), "chained": (6, 3, 1, 3)}
"""Dots drawn and left out, in turn."""

CURVES: tuple[Role, ...] = ("curve1", "curve2", "curve3", "curve4", "curve5", "curve6")
POINTS: Mapping[Glyphs, str] = {"braille": "●◆▲■★✚", "block": "●◆▲■★✚", "ascii": "o#^*%@"}
"""Marks of the first curve or class, the second …"""

_STROKES: Mapping[Glyphs, str] = {"braille": "", "block": "", "ascii": "x+*~.=1234567"}
"""What the first curve is made of in ASCII, the second …"""

_GUTTER = 7
"""Columns for the numbers of the y axis, so that the picture stands still while they change."""

_WIDEST_GUTTER = 12

_FAR = 3.0
"""Points further outside than so many heights of the window are brought as near: drawn, they would leave it anyway."""

_LONGEST_WAY = 4000.0
"""Dots of a dashed line."""

_COLOUR = re.compile(r"\x1b\[38;2;(\d+);0;0m(.)\x1b\[0m|(.)")


class Curve(NamedTuple):
    """Points from left to right, joined unless ``pattern`` is ``points``; where one is NaN, the curve is broken."""

    xs: Floats
    ys: Floats
    role: Role = "curve1"
    pattern: Pattern = "solid"
    stroke: int = 0
    """Which of the characters of ASCII it is made of."""


class Mark(NamedTuple):
    """A text, of one character mostly, whose first cell stands at a point; outside the window it is left out."""

    x: float
    y: float
    text: str
    role: Role = "strong"


class Scatter(NamedTuple):
    """The same mark at many points."""

    xs: Floats
    ys: Floats
    text: str
    role: Role = "strong"


class Rule(NamedTuple):
    """A line across the whole window, where nothing else is drawn: at an ``x``, or else at a ``y``."""

    x: float | None = None
    y: float | None = None
    role: Role = "axis"


Ground: TypeAlias = Callable[[Floats, Floats], "list[list[tuple[str, Role]]]"]
"""What stands under the curves, given the middles of the columns and, from the top, of the rows."""


class Chart(NamedTuple):
    """All that is drawn between two axes; what comes later lies over what comes before."""

    x: Axis
    y: Axis
    curves: Sequence[Curve] = ()
    scatters: Sequence[Scatter] = ()
    marks: Sequence[Mark] = ()
    rules: Sequence[Rule] = ()
    ground: Ground | None = None
    legend: Sequence[Row] = ()


def flow(entries: Sequence[Row], width: int) -> tuple[Row, ...]:
    """The entries of a legend behind each other, in as many rows as they need."""
    rows: list[Row] = []
    line: tuple[Span, ...] = ()
    for entry in entries:
        longer = (*line, Span("   " if line else " "), *entry)
        if line and row_width(longer) > width:
            rows.append(line)
            longer = (Span(" "), *entry)
        line = longer
    return tuple(clip(row, width) for row in (*rows, line) if row)


def draw_chart(chart: Chart, width: int, height: int, glyphs: Glyphs) -> tuple[Row, ...]:
    """The chart in so many columns and rows: legend, frame with numbers, axis labels.

    A window that is too small for a frame gives no rows.
    """
    over = tuple(chart.legend[: max((height - 4) // 2, 0)])
    rows = height - len(over) - 2
    if rows < 2:
        return ()
    up = ticks(chart.y, max(rows // 3, 2), glyphs)
    said = min(cell_len(said_on(chart.y, up.power, glyphs)) + 1, _WIDEST_GUTTER)
    gutter = max(_GUTTER, said, *(cell_len(text) for text in up.texts))
    columns = width - gutter - 1
    if columns < 8:
        return ()
    cells = _plot(chart, columns, rows, glyphs)
    _put_under(cells, chart, glyphs)
    _put_marks(cells, chart)
    return (*over, *_framed(cells, up, chart, gutter, glyphs))


# The library's part


def _plot(chart: Chart, columns: int, rows: int, glyphs: Glyphs) -> Cells:
    from uniplot import plot_to_string  # late: 10 ms, which a lesson without pictures should not pay

    curves = [curve for curve in chart.curves if curve.xs.size]
    placed = [_placed(curve, chart, columns, rows, glyphs) for curve in curves]
    kept = [number for number, (xs, ys) in enumerate(placed) if np.isfinite(xs + ys).any()]
    shown = [(curves[number], *placed[number]) for number in kept] or [_UNSEEN]
    strokes = _STROKES["ascii"]
    text = plot_to_string(
        xs=[xs for _, xs, _ in shown], ys=[ys for _, _, ys in shown], x_min=0.0, x_max=1.0, y_min=0.0, y_max=1.0,
        lines=[curve.pattern != "points" and (curve.pattern == "solid" or glyphs == "ascii") for curve, _, _ in shown],
        width=columns, height=rows, character_set=glyphs, color=[f"#{at:02x}0000" for at in range(len(shown))],
        force_ascii_characters=[strokes[curve.stroke % len(strokes)] for curve, _, _ in shown],
        x_gridlines=[], y_gridlines=[], x_labels=False, y_labels=False,
    )  # fmt: skip
    roles = [curve.role for curve, _, _ in shown]
    found = (_COLOUR.findall(line)[1 : columns + 1] for line in text.split("\n")[1 : rows + 1])
    return [[(drawn or plain, roles[int(at)] if at else _PLAIN) for at, drawn, plain in line] for line in found]


_PLAIN: Role = "plain"
_UNSEEN = Curve(np.zeros(1), np.zeros(1)), np.array([-1.0]), np.array([-1.0])
"""A point outside the window: the library wants at least one."""


def _placed(curve: Curve, chart: Chart, columns: int, rows: int, glyphs: Glyphs) -> tuple[Floats, Floats]:
    """The points of a curve as parts of the window, 0 to 1; NaN where there is nothing to draw."""
    xs, ys = (
        np.clip(scaled(values, axis), -_FAR, 1 + _FAR) for values, axis in ((curve.xs, chart.x), (curve.ys, chart.y))
    )
    if curve.pattern in ("solid", "points") or glyphs == "ascii":
        return xs, ys
    wide, high = DOTS[glyphs]
    return _broken(xs, ys, columns * wide, rows * high, curve.pattern)


def _broken(xs: Floats, ys: Floats, wide: int, high: int, pattern: Pattern) -> tuple[Floats, Floats]:
    """The points of a line that is drawn in dashes, spaced by dots on the screen."""
    whole = np.isfinite(xs + ys)
    xs, ys = xs[whole], ys[whole]
    if xs.size < 2:
        return xs, ys
    way = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(xs) * wide, np.diff(ys) * high))])
    steps = np.arange(0.0, min(way[-1], _LONGEST_WAY), 0.7)
    rhythm = _RHYTHM[pattern]
    drawn = np.repeat(np.arange(len(rhythm)) % 2 == 0, rhythm)
    steps = steps[drawn[steps.astype(int) % drawn.size]]
    return np.interp(steps, way, xs), np.interp(steps, way, ys)


# Around and under it


def _put_under(cells: Cells, chart: Chart, glyphs: Glyphs) -> None:
    """The rules and the ground, where nothing is drawn."""
    rows, columns = len(cells), len(cells[0])
    down, across = ("|", "-") if glyphs == "ascii" else ("│", "─")
    for rule in chart.rules:
        if rule.x is not None:
            column = place(rule.x, chart.x, columns)
            places = [] if column is None else [(y, column) for y in range(rows)]
        else:
            row = None if rule.y is None else place(rule.y, chart.y, rows)
            places = [] if row is None else [(rows - 1 - row, x) for x in range(columns)]
        for y, x in places:
            if cells[y][x][0] == " ":
                cells[y][x] = (down if rule.x is not None else across, rule.role)
    if chart.ground is not None:
        ground = chart.ground(middles(chart.x, columns), middles(chart.y, rows)[::-1])
        for y, line in enumerate(cells):
            under = ground[y]
            for x, cell in enumerate(line):
                if cell[0] == " ":
                    line[x] = under[x]


def _put_marks(cells: Cells, chart: Chart) -> None:
    rows, columns = len(cells), len(cells[0])
    for scatter in chart.scatters:
        across, up = scaled(scatter.xs, chart.x), scaled(scatter.ys, chart.y)
        seen = (across >= 0) & (across <= 1) & (up >= 0) & (up <= 1)
        at = np.minimum((across[seen] * columns).astype(int), columns - 1)
        level = np.minimum((up[seen] * rows).astype(int), rows - 1)
        for y, x in set(zip(level.tolist(), at.tolist(), strict=True)):
            cells[rows - 1 - y][x] = (scatter.text, scatter.role)
    for mark in chart.marks:
        column, row = place(mark.x, chart.x, columns), place(mark.y, chart.y, rows)
        if column is None or row is None:
            continue
        line = cells[rows - 1 - row]
        for character in mark.text:
            if column < columns:
                line[column] = (character, mark.role)
            column += 1


def _framed(cells: Cells, up: Ticks, chart: Chart, gutter: int, glyphs: Glyphs) -> list[Row]:
    """The cells between the axes, numbers left and below, what the axes measure at their ends."""
    plain, tick, corner, across, notch = ("|", "+", "+", "-", "+") if glyphs == "ascii" else ("│", "┤", "└", "─", "┬")
    rows, columns = len(cells), len(cells[0])
    beside = {place(value, chart.y, rows): text for value, text in zip(up.values, up.texts, strict=True)}
    said = said_on(chart.y, up.power, glyphs)
    said = "".join(span.text for span in clip((Span(said),), gutter - 1))
    framed: list[Row] = []
    for y, line in enumerate(cells):
        number = beside.get(rows - 1 - y, "")
        shown = said if said and cell_len(said) + cell_len(number) < gutter else ""
        said = "" if shown else said
        left = shown + " " * (gutter - cell_len(shown) - cell_len(number)) + number
        framed.append((Span(left + (tick if number else plain), "axis"), *_joined(line)))
    along = ticks(chart.x, max(columns // 10, 4), glyphs)
    below, notches = _below(chart.x, along, columns, glyphs)
    edge = "".join(notch if at in notches else across for at in range(columns))
    framed.append((Span(" " * gutter + corner + edge, "axis"),))
    framed.append((Span(" " * gutter + below, "axis"),))
    return framed


def _below(axis: Axis, along: Ticks, columns: int, glyphs: Glyphs) -> tuple[str, set[int]]:
    """The numbers under an axis, one column further left than the cells, and the cells above their middles."""
    said = said_on(axis, along.power, glyphs)
    room = columns + 1 - (cell_len(said) + 1 if said else 0)
    text, notches = "", set[int]()
    for value, number in zip(along.values, along.texts, strict=True):
        at = place(value, axis, columns)
        if at is None:
            continue
        start = max(at + 1 - len(number) // 2, 0)
        if start + len(number) > room or (text and start <= len(text)):
            continue
        text = text.ljust(start) + number
        notches.add(at)
    return (text.ljust(room) + (f" {said}" if said else "")).rstrip(), notches


def _joined(line: Sequence[tuple[str, Role]]) -> Row:
    """Cells as spans, neighbours of one role together."""
    spans: list[Span] = []
    text, role = "", line[0][1]
    for character, its_role in line:
        if its_role == role or character == " ":
            text += character
            continue
        if text:
            spans.append(Span(text, role))
        text, role = character, its_role
    spans.append(Span(text, role))
    return tuple(spans)
