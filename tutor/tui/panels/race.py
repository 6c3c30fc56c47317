"""A race: one table of the numbers that matter, and under it the curves or the paths of all of them together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from tutor.formula.display import display_name
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Expr, Name
from tutor.messages import Language, say
from tutor.tui.picture.numbers import number_text, number_texts
from tutor.tui.picture.text import Picture, Role, Row, Span, beside, cell_len, clip, pad, row, row_width
from tutor.tui.race import Race, Racer
from tutor.tui.settings import Glyphs
from tutor.tui.views.axis import Axis, span_of
from tutor.tui.views.canvas import CURVES, LINES, POINTS, Chart, Curve, Mark, Rule, draw_chart
from tutor.tui.views.curve import points_of, series, spanned, title_of
from tutor.tui.views.kept import kept
from tutor.tui.views.view import Options

if TYPE_CHECKING:
    from tutor.tui.views.contour import Plan

Column: TypeAlias = tuple[str, Sequence[str]]
"""A heading, and a text for each racer."""

MOST_PARAMETERS = 4
"""Parameter cells that the table shows; of larger models it shows none."""

_SIDE_BY_SIDE = 100
"""Columns from which two pictures stand beside each other."""

_LONGEST_TITLE = 30
_LEAST_TITLE = 18
_LONGEST_HEADING = 18
_GAP = 2
_HUGE, _TINY = 1e5, 1e-4

_CEILING = 10.0
"""How many times the highest beginning a curve may rise before it leaves the window: the others are still seen then."""


class Landscape(NamedTuple):
    """A function of two numbers, its heights over the window, and who goes down it."""

    plan: Plan
    heights: Array
    racers: list[int]


class Look(NamedTuple):
    """How a race is drawn.

    Attributes:
        at: which of its pictures is looked at, counted from 0, round and round.
    """

    at: int = 0
    glyphs: Glyphs = "braille"
    log: bool = False


def race_page(race: Race, language: Language, width: int, height: int, look: Look) -> Picture:
    """The table, and as many of the pictures as there is room for, the one that is looked at first."""
    rows = _table(race, language, width, look.glyphs)
    left = height - len(rows) - 1
    pictures = pictures_of(race)
    wanted = [pictures[(look.at + number) % len(pictures)] for number in range(len(pictures))]
    count = 2 if width >= _SIDE_BY_SIDE and len(pictures) > 1 else 1
    each = (width - 2 * (count - 1)) // count
    drawn = [_picture(race, what, language, each, left, look) for what in wanted[:count]]
    return Picture((*rows, (), *beside([[pad(line, each) for line in one] for one in drawn], gap=2)))


def pictures_of(race: Race) -> list[Expr | None]:
    """What can be looked at: None is the landscape with the paths, the others are numbers over the updates."""
    landscape: list[Expr | None] = [None] if _landscape(race) is not None else []
    return [*landscape, *race.numbers]


# The table


def _table(race: Race, language: Language, width: int, glyphs: Glyphs) -> list[Row]:
    """A row for each racer: mark, title, update where it stopped, loss, watches, few parameters."""
    columns = [_numbers(race, expr, language) for expr in race.numbers]
    columns += [_cells(race, name, index) for name, index in _few(race)]
    ends = [_end(racer, language) for racer in race.racers]
    ending = max(map(row_width, ends), default=0)
    titles = [racer.title.say(language) for racer in race.racers]
    longest = min(max(map(cell_len, titles)), _LONGEST_TITLE)
    fixed = 3 + ending + _GAP
    while columns and fixed + min(longest, _LEAST_TITLE) + _wide(columns) > width:
        columns.pop()
    longest = min(longest, max(width - fixed - _wide(columns), _LEAST_TITLE))
    lines: list[Row] = [_line(row(" "), row(""), [(head, "dim") for head, _ in columns], columns, longest)]
    for number, racer in enumerate(race.racers):
        role: Role = "dim" if racer.lost is not None and racer.update < race.update else "plain"
        mark = row(Span(POINTS[glyphs][number], CURVES[number]))
        cells: list[tuple[str, Role]] = [(texts[number], role) for _, texts in columns]
        named = clip(row(Span(titles[number], "name")), longest)
        lines.append((*_line(mark, named, cells, columns, longest), Span(" " * _GAP), *ends[number]))
    return [clip(line, width) for line in lines]


def _wide(columns: Sequence[Column]) -> int:
    return sum(_GAP + max(map(cell_len, (head, *texts))) for head, texts in columns)


def _line(mark: Row, title: Row, cells: Sequence[tuple[str, Role]], columns: Sequence[Column], longest: int) -> Row:
    spans: list[Span] = [Span(" "), *mark, Span(" "), *pad(title, longest)]
    for (text, role), (head, texts) in zip(cells, columns, strict=True):
        size = max(map(cell_len, (head, *texts)))
        spans.append(Span(" " * (_GAP + size - cell_len(text)) + text, role))
    return tuple(spans)


def _numbers(race: Race, expr: Expr, language: Language) -> Column:
    values = [racer.session.run.number(expr) for racer in race.racers]
    heading = clip(row(Span(title_of(race.racers[0].session, expr, language))), _LONGEST_HEADING)
    return "".join(span.text for span in heading), _texts(values)


def _cells(race: Race, name: str, index: tuple[int, ...]) -> Column:
    values = [float(racer.session.run.entering(name)[index]) for racer in race.racers]
    return display_name(name) + (f"[{','.join(map(str, index))}]" if any(index) else ""), _texts(values)


def _texts(values: Sequence[float | None]) -> list[str]:
    """Numbers one below the other; where one of them is of another size altogether, each as it is read best."""
    known = [value for value in values if value is not None]
    sizes = [abs(value) for value in known if value and math.isfinite(value)]
    together = not sizes or (max(sizes) < _HUGE and min(sizes) > _TINY)
    left = iter(number_texts(known) if together else map(number_text, known))
    return ["·" if value is None else next(left) for value in values]


def _few(race: Race) -> list[tuple[str, tuple[int, ...]]]:
    """The cells of the parameters, where all racers have the same few."""
    shapes = [{name: array.shape for name, array in racer.session.model.parameters.items()} for racer in race.racers]
    first = shapes[0]
    cells = [(name, tuple(map(int, index))) for name, shape in first.items() for index in np.ndindex(*shape)]
    return cells if all(other == first for other in shapes) and len(cells) <= MOST_PARAMETERS else []


def _end(racer: Racer, language: Language) -> Row:
    """When it met its condition, or lost a number."""
    if racer.lost is not None:
        return row(Span(say("tui.race-lost", language, update=f"{racer.lost:,}"), "lost"))
    if racer.finished is not None:
        return row(Span(say("tui.race-finished", language, update=f"{racer.finished:,}"), "done"))
    return ()


# The pictures


def _picture(race: Race, what: Expr | None, language: Language, width: int, height: int, look: Look) -> list[Row]:
    if height < 6:
        return []
    if what is None:
        return _paths(race, width, height, look)
    return _curves(race, what, language, width, height, look)


def _curves(race: Race, expr: Expr, language: Language, width: int, height: int, look: Look) -> list[Row]:
    """One number of everyone over the updates."""
    curves: list[Curve] = []
    marks: list[Mark] = []
    for number, racer in enumerate(race.racers):
        points = points_of(racer.session, expr)
        curves.append(series(points, CURVES[number], LINES[number % len(LINES)], number))
        here = racer.session.run.number(expr)
        if here is not None:
            marks.append(Mark(racer.update, here, POINTS[look.glyphs][number], CURVES[number]))
    everything = _seen(curves)
    log = look.log and bool((everything > 0).any())
    chart = Chart(
        Axis(0.0, spanned(curves, race.update), say("tui.view-updates", language), whole=True),
        Axis(*span_of(everything, log=log), "", log),
        curves,
        marks=marks,
        rules=[Rule(x=race.update)],
        legend=[row(Span(f" {title_of(race.racers[0].session, expr, language)}", "title"))],
    )
    return list(draw_chart(chart, width, height, look.glyphs))


def _seen(curves: Sequence[Curve]) -> Array:
    """The values that the window has room for."""
    everything = np.concatenate([curve.ys for curve in curves])
    begun = [abs(float(curve.ys[0])) for curve in curves if curve.ys.size and math.isfinite(curve.ys[0])]
    if not begun or not max(begun):
        return everything
    return np.asarray(np.clip(everything, -_CEILING * max(begun), _CEILING * max(begun)))


def _landscape(race: Race) -> Landscape | None:
    """The function that they go down, where at least two have the same one; looked for once in a race."""
    return kept(race.racers[0].session, ("landscape", len(race.racers)), lambda: _common(race))


def _common(race: Race) -> Landscape | None:
    from tutor.lesson.parts import View
    from tutor.tui.views.contour import heights_of, plan

    lesson = race.racers[0].session.lesson
    views = [] if lesson is None else [view for view in lesson.views if view.kind == "contour"]
    options = Options(views[0] if views else View("contour"))
    found: Landscape | None = None
    for number, racer in enumerate(race.racers):
        planned = plan(racer.session, options)
        heights = None if planned is None else heights_of(racer.session, planned)
        if planned is None or heights is None:
            continue
        if found is None:
            found = Landscape(planned, heights, [])
        if planned.cells == found.plan.cells and np.array_equal(heights, found.heights, equal_nan=True):
            found.racers.append(number)
    return found if found is not None and len(found.racers) > 1 else None


def _paths(race: Race, width: int, height: int, look: Look) -> list[Row]:
    """The paths of everyone over one landscape."""
    from tutor.tui.views.contour import lines_of, path_of

    landscape = _landscape(race)
    if landscape is None:
        return []
    planned, heights, walkers = landscape
    curves = lines_of(heights, planned, width, height, look.glyphs)
    marks: list[Mark] = []
    for number in walkers:
        racer = race.racers[number]
        places = path_of(racer.session, planned, racer.session.run.branch)
        walked = np.array([(x, y) for at, x, y in places if at <= race.update]).reshape(-1, 2)
        xs, ys = walked.T
        curves.append(Curve(xs, ys, CURVES[number], LINES[number % len(LINES)], number))
        if len(xs):
            marks.append(Mark(float(xs[-1]), float(ys[-1]), POINTS[look.glyphs][number], CURVES[number]))
    name = display_name(planned.of.id) if isinstance(planned.of, Name) else ""
    chart = Chart(planned.x, planned.y, curves, marks=marks, legend=[row(Span(f" {name}", "title"))])
    return list(draw_chart(chart, width, height, look.glyphs))
