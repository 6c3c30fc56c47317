"""Height lines of a function of two numbers, and the path that the updates take over them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tutor.engine.model import Model
from tutor.formula.display import display_name
from tutor.formula.operations.operation import Array, Index
from tutor.formula.problems import FormulaError
from tutor.formula.tree import Expr, Name
from tutor.lesson.parts import View
from tutor.messages import Message, say
from tutor.tui.moment import Moment
from tutor.tui.picture.numbers import number_text
from tutor.tui.picture.text import Picture, Row, Span, wrap
from tutor.tui.sampled import cell_of, cells_along, two_cells
from tutor.tui.session import Session
from tutor.tui.settings import Glyphs
from tutor.tui.views.boundary import say_of
from tutor.tui.views.kept import kept
from tutor.tui.views.view import Options, ViewEntry, updates

if TYPE_CHECKING:
    from tutor.engine.history import Branch
    from tutor.engine.probe import Sweep
    from tutor.tui.views.axis import Axis
    from tutor.tui.views.canvas import Curve, Mark

Cell = tuple[str, Index]

LEVELS = 7
"""Height lines."""

_SEEN = 0.98
"""The part of the window that lies below the highest line, so that a corner that is very high takes no lines away."""

_FIRST_DIGIT = 6
"""In ASCII each line is made of its own digit."""

_GRID = 21, 13
"""Points across and up in which the function is computed; between them it is drawn smoothly."""

_COARSE = 11, 7
_MANY = 4000
"""The same of a function of more than so many numbers."""

_MOST_STEPS = 60
"""Updates that have a mark of their own on the path: every one, or every second, fourth …"""

_MOST_OTHERS = 4
"""Other branches whose path is drawn."""

_ROOM = 3.0
"""How many times as far as the farthest place the window reaches by itself."""


class Plan(NamedTuple):
    """The function, the two cells that it is looked at over, and the window."""

    of: Expr
    cells: tuple[Cell, Cell]
    x: Axis
    y: Axis


def fits(session: Session) -> bool:
    """Whether exactly two numbers are learned, and the model gives one."""
    return two_cells(session.model) is not None and not session.programs.shapes[session.model.loss]


def can(session: Session, view: View) -> bool:
    """Whether there are two cells, and what the lesson asks for is one number that follows from them."""
    planned = plan(session, Options(view))
    return planned is not None and _sweep(session, planned) is not None


def plan(session: Session, options: Options) -> Plan | None:
    """What the lesson asks for, or else the loss over the two numbers that are learned."""
    from tutor.tui.views.axis import Axis, span_of

    view, model = options.view, session.model
    cells = cells_along(model, view) if len(view.along) == 2 else two_cells(model) or []
    if len(cells) != 2:
        return None
    first, second = cells
    ranges = view.ranges
    if len(ranges) != 2:
        starts = [abs(float(model.parameters[name][index])) for name, index in cells]
        ranges = tuple(span_of(np.array([-_ROOM, _ROOM]) * (start or 1.0) / 2) for start in starts)
    x, y = (Axis(*ends, _name_of(model, cell)) for ends, cell in zip(ranges, cells, strict=True))
    return Plan(view.of[0] if view.of else Name(model.loss), (first, second), x, y)


def _name_of(model: Model, cell: Cell) -> str:
    name, index = cell
    if model.parameters[name].size == 1:
        return display_name(name)
    return f"{display_name(name)}[{','.join(map(str, index))}]"  # as the address beside it on the screen


def draw(moment: Moment, width: int, height: int, options: Options) -> Picture:
    """The lines of equal height, the path over them, where it began and where it stands."""
    from tutor.tui.views.canvas import Chart, draw_chart, flow

    session = moment.session
    planned = plan(session, options)
    heights = None if planned is None else heights_of(session, planned)
    if planned is None or heights is None:
        return Picture(tuple(wrap(say("tui.view-contour-none", moment.language), width)))
    curves = lines_of(heights, planned, width, height, options.glyphs)
    marks: list[Mark] = []
    for number, branch in enumerate(_branches(session)):
        path, own = _path(session, planned, branch, options, number)
        curves.append(path)
        marks.extend(own)
    name = say_of(planned.of, session)
    numbers = [number_text(level) for level in levels_of(heights)]
    if options.glyphs == "ascii":
        numbers = [f"{at}: {number}" for at, number in enumerate(numbers, 1)]
    legend: list[Row] = [(Span(f"{name} = ", "label"), Span("  ".join(numbers), "axis"))]
    chart = Chart(planned.x, planned.y, curves, marks=marks, legend=flow(legend, width))
    return Picture(draw_chart(chart, width, height, options.glyphs))


def lines_of(heights: Array, planned: Plan, width: int, height: int, glyphs: Glyphs) -> list[Curve]:
    """The lines of equal height as dots, for a picture of this size."""
    from tutor.tui.views.canvas import DOTS, Curve
    from tutor.tui.views.heights import crossings, smooth

    wide, high = DOTS[glyphs]
    fine = smooth(heights, max(height - 3, 2) * high, max(width - 8, 8) * wide)
    return [
        Curve(
            *crossings(fine, level, planned.x, planned.y),
            "area3" if number % 2 else "axis", "points", _FIRST_DIGIT + number,
        )
        for number, level in enumerate(levels_of(heights))
    ]  # fmt: skip


def heights_of(session: Session, planned: Plan) -> Array | None:
    """The function at the corners of a grid, (rows from below, columns), edges included.

    None if it cannot be computed by itself.
    """
    sweep = _sweep(session, planned)
    if sweep is None:
        return None
    sweep.load(session.run)
    for name, index in planned.cells:
        sweep.values[name][index] = 0.0
    ends = (planned.x.low, planned.x.high, planned.y.low, planned.y.high)
    return kept(session, ("heights", planned.of, planned.cells, ends, sweep.read()), lambda: _heights(sweep, planned))


def _sweep(session: Session, planned: Plan) -> Sweep | None:
    """The function bound to its two cells; None if it is not one number, or needs more than a forward pass."""

    def bind() -> Sweep | None:
        from tutor.engine.probe import Sweep

        try:
            return Sweep(session.model, [planned.of], [name for name, _ in planned.cells])
        except FormulaError:
            return None

    return kept(session, ("sweep", planned.of, planned.cells), bind)


def _heights(sweep: Sweep, planned: Plan) -> Array:
    columns, rows = _GRID if sweep.cells <= _MANY else _COARSE
    (across, x_index), (up, y_index) = planned.cells
    xs = np.linspace(planned.x.low, planned.x.high, columns)
    ys = np.linspace(planned.y.low, planned.y.high, rows)
    found = np.empty((rows, columns))
    for number, value in enumerate(ys):
        sweep.values[up][y_index] = value
        found[number] = sweep.along(sweep.values[across], x_index, xs)[0]
    return found


def levels_of(heights: Array) -> list[float]:
    """Heights of the lines: they go up as squares do, so that around a round valley the lines stand evenly."""
    finite = np.sort(heights[np.isfinite(heights)])  # a quantile of NumPy's would import masked arrays: 15 ms
    if not finite.size or finite[0] == finite[-1]:
        return []
    low, high = float(finite[0]), float(finite[int(_SEEN * (finite.size - 1))])
    levels = [low + (high - low) * (number / (LEVELS + 0.5)) ** 2 for number in range(1, LEVELS + 1)]
    return [float(f"{level:.2g}") for level in levels]


def _branches(session: Session) -> list[Branch]:
    """The branch that is stood on last, so that its path lies over those of the others."""
    run = session.run
    others = [branch for branch in run.branches if branch is not run.branch]
    return [*others[-_MOST_OTHERS:], run.branch]


def _path(session: Session, planned: Plan, branch: Branch, options: Options, number: int) -> tuple[Curve, list[Mark]]:
    """The path of a branch: joined; of the one that is stood on also where it began, each update, and where it is."""
    from tutor.tui.views.canvas import Curve, Mark

    ascii_only = options.glyphs == "ascii"
    run = session.run
    here = branch is run.branch
    places = path_of(session, planned, branch)
    xs, ys = np.array([x for _, x, _ in places]), np.array([y for _, _, y in places])
    curve = Curve(xs, ys, "curve2" if here else "dim", "solid", number)
    if not here or not places:
        return curve, []
    every = -(-len(places) // _MOST_STEPS)
    marks = [Mark(x, y, "+" if ascii_only else "•", "curve2") for _, x, y in places[::every]]
    marks.append(Mark(float(xs[0]), float(ys[0]), "o" if ascii_only else "○", "curve2"))
    x, y = (float(run.entering(name)[index]) for name, index in planned.cells)
    marks.append(Mark(x, y, "@" if ascii_only else "●", "curve1"))
    return curve, marks


def path_of(session: Session, planned: Plan, branch: Branch) -> list[tuple[int, float, float]]:
    """(update, x, y) of what is known of a branch's way, in order; the pass that is stood in is among it."""
    run = session.run
    exprs = [cell_of(name, index or None) for name, index in planned.cells]
    if any(expr not in run.recorded for expr in exprs):
        return []
    first, second = (branch.sampled(run.recorded.index(expr)) for expr in exprs)
    places = [(update, x, y) for (update, x), (_, y) in zip(first, second, strict=True)]
    update = run.position.update
    if branch is run.branch and all(at != update for at, _, _ in places):
        x, y = (float(run.entering(name)[index]) for name, index in planned.cells)
        places = sorted([*places, (update, x, y)])
    return [place for place in places if np.isfinite(place[1]) and np.isfinite(place[2])]


def describe(moment: Moment, options: Options) -> str:
    """Where the path began, where it stands, how high both places are."""
    session = moment.session
    planned = plan(session, options)
    if planned is None:
        return say("tui.view-contour-none", moment.language)
    sweep = _sweep(session, planned)
    places = path_of(session, planned, session.run.branch)
    if sweep is None or not places:
        return say("tui.view-contour-none", moment.language)
    here = [float(session.run.entering(name)[index]) for name, index in planned.cells]
    sweep.load(session.run)
    ends = []
    for x, y in (places[0][1:], here):
        sweep.values[planned.cells[1][0]][planned.cells[1][1]] = y
        ends.append(float(sweep.along(sweep.values[planned.cells[0][0]], planned.cells[0][1], np.array([x]))[0][0]))
    gaps = {
        "name": say_of(planned.of, session), "x": planned.x.label, "y": planned.y.label, "update": moment.update,
        "x0": number_text(places[0][1]), "y0": number_text(places[0][2]), "first": number_text(ends[0]),
        "x1": number_text(here[0]), "y1": number_text(here[1]), "last": number_text(ends[1]),
    }  # fmt: skip
    return say("tui.view-contour-said", moment.language, **gaps)


def key(moment: Moment, options: Options) -> Hashable:
    """It changes with the update, and with what has been visited."""
    branches = moment.session.run.branches
    return updates(moment), tuple((branch.number, branch.reached) for branch in branches)


VIEW = ViewEntry("contour", Message("tui.view-contour"), fits, draw, describe, key, can, room=(36, 10))
