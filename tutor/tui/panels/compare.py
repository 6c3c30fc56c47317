"""Two branches beside each other: numbers, both loss curves, and each parameter with its difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tutor.engine.compare import Compared
from tutor.formula.display import display_name
from tutor.formula.operations.operation import Array
from tutor.messages import say
from tutor.tui.branching import branch_name
from tutor.tui.comparing import Comparison, Curve
from tutor.tui.moment import Moment
from tutor.tui.picture.block import Caps, draw
from tutor.tui.picture.numbers import Precision, number_text
from tutor.tui.picture.text import EMPTY, Picture, Role, Row, Span, beside, cell_len, clip, pad, row, row_width

if TYPE_CHECKING:
    from tutor.tui.settings import Glyphs

_GAP = 3
_CHART = 12
"""Rows of the loss curves, their axes included."""

_WIDEST = 90
"""Columns of the loss curves at most."""

_MOST_ROWS = 12
"""Rows that are shown of a parameter."""

_ROLES: tuple[Role, Role] = ("curve1", "curve2")


def compare_page(moment: Moment, compared: Comparison, width: int, glyphs: Glyphs) -> Picture:
    """All of it, as long as it takes."""
    names = _names(moment, compared)
    rows: list[Row] = [*_numbers(moment, compared, names, width)]
    for name, role, changed in zip(names, _ROLES, compared.changed, strict=True):
        if changed:
            rows.append(clip(row(Span(f" {name}  ", role), Span(changed)), width))
    rows.extend(_curves(moment, compared, names, width, glyphs))
    rows.extend(_parameters(moment, compared, names, width))
    return Picture(tuple(rows))


def _names(moment: Moment, compared: Comparison) -> tuple[str, str]:
    return (
        branch_name(compared.first).say(moment.language),
        branch_name(compared.second).say(moment.language),
    )


# Numbers


def _numbers(moment: Moment, compared: Comparison, names: tuple[str, str], width: int) -> list[Row]:
    """The loss and the watches, a number a row."""
    lesson = moment.session.lesson
    titles = {} if lesson is None else lesson.watch_titles
    entries = [] if compared.loss is None else [(display_name(compared.loss.name), compared.loss)]
    entries += [
        (titles[watch.name].say(moment.language) if watch.name in titles else watch.name, watch)
        for watch in compared.watches
    ]
    if not entries:
        return []
    heads = ("", *names, say("tui.compare-difference", moment.language))
    cells = [(label, *_three(it, moment.session.precision)) for label, it in entries]
    widths = [max(cell_len(text) for text in column) for column in zip(heads, *cells, strict=True)]
    roles: tuple[Role, ...] = ("plain", *_ROLES, "dim")
    rows = [_table_row(heads, widths, roles)]
    rows.extend(_table_row(line, widths, ("name", "plain", "plain", "plain")) for line in cells)
    return [clip(line, width) for line in rows]


def _three(compared: Compared, precision: Precision) -> tuple[str, str, str]:
    first, second, difference = (
        number_text(float(array), *precision) for array in (compared.first, compared.second, compared.difference)
    )
    return first, second, difference


def _table_row(texts: Sequence[str], widths: Sequence[int], roles: Sequence[Role]) -> Row:
    spans: list[Span] = []
    for number, (text, width, role) in enumerate(zip(texts, widths, roles, strict=True)):
        cell = pad(row(Span(text, role)), width, "right" if number else "left")
        spans.extend((Span(" " * (_GAP if number else 1)), *cell))
    return tuple(spans)


# Curves


def _curves(moment: Moment, compared: Comparison, names: tuple[str, str], width: int, glyphs: Glyphs) -> Iterator[Row]:
    """Both losses in one window, and the update that is looked at."""
    from tutor.tui.views.axis import Axis, span_of
    from tutor.tui.views.canvas import Chart, Rule, draw_chart
    from tutor.tui.views.canvas import Curve as Drawn

    curves = [np.array(curve, dtype=np.float64).reshape(-1, 2) for curve in compared.curves]
    points = np.concatenate(curves)
    if compared.loss is None or len(points) < 2 or np.ptp(points[:, 0]) == 0:
        return
    first, second = curves
    chart = Chart(
        Axis(float(points[:, 0].min()), float(points[:, 0].max()), say("tui.compare-updates", moment.language)),
        Axis(*span_of(points[:, 1])),
        (
            Drawn(first[:, 0], first[:, 1], "curve1", "solid"),
            Drawn(second[:, 0], second[:, 1], "curve2", "dotted", 1),
        ),
        rules=(Rule(x=float(compared.update)),),
    )
    yield EMPTY
    yield clip(_legend(moment, compared.curves, names), width)
    yield from draw_chart(chart, min(width, _WIDEST), _CHART, glyphs)


def _legend(moment: Moment, curves: tuple[Curve, Curve], names: tuple[str, str]) -> Row:
    """Which curve is whose, by its dots and its colour, with the last loss of each."""
    spans: list[Span] = [Span(f" {display_name(moment.session.model.loss)}   ", "name")]
    for name, curve, dots, role in zip(names, curves, ("━━━", "┅┅┅"), _ROLES, strict=True):
        last = f" {number_text(curve[-1][1])}" if curve else ""
        spans.extend((Span(f"{dots} ", role), Span(f"{name}{last}   ")))
    return tuple(spans)


# Parameters


def _parameters(moment: Moment, compared: Comparison, names: tuple[str, str], width: int) -> Iterator[Row]:
    """Each parameter on both branches, and what it is more on the second."""
    heads = (*names, say("tui.compare-difference", moment.language))
    same = [it for it in compared.parameters if not np.any(it.difference)]
    for it in compared.parameters:
        if it not in same:
            yield EMPTY
            yield from _parameter(moment, it, heads, width)
    if same:
        yield EMPTY
        equal = ", ".join(display_name(it.name) for it in same)
        yield row(Span(" " + say("tui.compare-same", moment.language, names=equal), "dim"))


def _parameter(moment: Moment, it: Compared, heads: tuple[str, str, str], width: int) -> list[Row]:
    name = display_name(it.name)
    arrays = (it.first, it.second, it.difference)
    columns = it.first.shape[-1] if it.first.ndim else 1
    rows: list[Row] = []
    for most in range(min(columns, 16), 0, -1):
        caps = Caps(_MOST_ROWS, most, gap=1, labels=False)
        blocks = [_block(moment, it.name, array, caps, head, role)
                  for array, head, role in zip(arrays, heads, (*_ROLES, "dim"), strict=True)]  # fmt: skip
        rows = beside([[EMPTY, row(Span(f" {name} ", "name"))], *blocks], 1)
        if max(map(row_width, rows)) <= width:
            return rows
    return [clip(line, width) for line in rows]


def _block(moment: Moment, name: str, array: Array, caps: Caps, head: str, role: Role) -> list[Row]:
    block = draw(moment.quantity(name, array), caps)
    return [clip(row(Span(f" {head}", role)), max(block.width + 2, 12)), *((Span(" "), *line) for line in block.rows)]
