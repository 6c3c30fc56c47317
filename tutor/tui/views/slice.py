"""Numbers along one cell: what the loss would be, were one weight another, with the tangent that the gradient is."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tutor.engine.probe import with_watches
from tutor.formula.display import display_name
from tutor.formula.operations.operation import Array, Index
from tutor.formula.problems import FormulaError
from tutor.formula.tree import Expr, Name
from tutor.lesson.parts import View
from tutor.messages import Message, say
from tutor.tui.moment import Moment
from tutor.tui.picture.numbers import number_text
from tutor.tui.picture.text import Picture, Row, Span, wrap
from tutor.tui.session import Session
from tutor.tui.views.boundary import say_of
from tutor.tui.views.curve import MOST_CURVES, entry
from tutor.tui.views.kept import kept
from tutor.tui.views.view import Options, ViewEntry, updates

if TYPE_CHECKING:
    from tutor.engine.probe import Sweep

_FINE, _COARSE, _COARSEST = 97, 33, 13
"""Points along the cell at which everything is computed: the fewer, the more numbers that takes."""

_FEW, _MANY = 3_000, 100_000
"""Numbers of a model: up to the first it is looked at finely, beyond the second only where a lesson asks for it."""

_TANGENT = 0.3
"""How much of the window the tangent spans."""


class Plan(NamedTuple):
    """What is drawn along which cell."""

    of: tuple[Expr, ...]
    name: str
    place: Index
    low: float
    high: float


def fits(session: Session) -> bool:
    """Whether there is one number that depends on parameters, and computing it many times is quick."""
    model = session.model
    cells = sum(int(np.prod(shape)) for shape in session.programs.shapes.values())
    return bool(model.parameters) and not session.programs.shapes[model.loss] and cells <= _MANY


def can(session: Session, view: View) -> bool:
    """Whether there is a cell, and what the lesson asks for are numbers that follow from it."""
    planned = plan(session, Options(view))
    return planned is not None and sweep_of(session, planned) is not None


def plan(session: Session, options: Options) -> Plan | None:
    """What the lesson asks for; else the loss along the parameter's cell that is selected, or the first one."""
    model, view = session.model, options.view
    shapes = session.programs.shapes
    of = view.of[:MOST_CURVES] or (Name(model.loss),)
    if view.along and view.along[0].name in shapes:
        name, index = view.along[0].name, view.along[0].index
    else:
        name, index = _selected(session)
    if name is None or name not in shapes:
        return None
    index = index or (0,) * len(shapes[name])
    if view.ranges:
        return Plan(of, name, index, *view.ranges[0])
    start = float(model.parameters[name][index]) if name in model.parameters else 0.0
    now = float(session.run.entering(name)[index]) if name in model.parameters else start
    reach = max(2.0, 1.5 * abs(start), 2.0 ** np.ceil(np.log2(1.2 * abs(now - start) or 1.0)))
    return Plan(of, name, index, round(start - reach, 1), round(start + reach, 1))


def _selected(session: Session) -> tuple[str | None, Index | None]:
    """The parameter's cell that was asked for by itself or by its gradient; else the first cell of the first one."""
    selected = session.selected
    if selected is not None and selected.index is not None:
        name = selected.name.removeprefix("d") if selected.name not in session.model.parameters else selected.name
        if name in session.model.parameters:
            return name, selected.index
    return next(iter(session.model.parameters), None), None


def draw(moment: Moment, width: int, height: int, options: Options) -> Picture:
    """The curves, where the cell stands on them, and the tangent there once the gradient is computed."""
    from tutor.tui.views.axis import Axis, span_of
    from tutor.tui.views.canvas import CURVES, LINES, POINTS, Chart, Curve, Mark, Rule, draw_chart, flow

    session = moment.session
    planned = plan(session, options)
    sweep = None if planned is None else sweep_of(session, planned)
    if planned is None or sweep is None:
        return Picture(tuple(wrap(say("tui.view-slice-none", moment.language), width)))
    xs, series, here, values = _along(session, planned, sweep)
    curves, marks, legend = [], list[Mark](), list[Row]()
    points = POINTS[options.glyphs]
    for number, (expr, ys, value) in enumerate(zip(planned.of, series, values, strict=True)):
        curves.append(Curve(xs, ys, CURVES[number], LINES[number % len(LINES)], number))
        marks.append(Mark(here, value, points[number], CURVES[number]))
        legend.append(entry(points[number], CURVES[number], say_of(expr, session), value))
    everything = np.concatenate(series)
    log = options.log and bool((everything > 0).any())
    slope = slope_of(session, planned)
    if slope is not None:
        number, steepness = slope
        ends = here + np.array([-0.5, 0.5]) * _TANGENT * (planned.high - planned.low)
        curves.append(Curve(ends, values[number] + steepness * (ends - here), "strong", "solid", 1))
        gradient = moment_name(session, planned)
        legend.append((Span("/ ", "strong"), Span(gradient, "label"), Span(f" {number_text(steepness)}")))
    x = Axis(planned.low, planned.high, cell_name(planned.name, planned.place))
    chart = Chart(
        x, Axis(*span_of(everything, log=log), "", log), curves, marks=marks, rules=[Rule(x=here)],
        legend=flow(legend, width),
    )  # fmt: skip
    return Picture(draw_chart(chart, width, height, options.glyphs))


def cell_name(name: str, index: Sequence[int]) -> str:
    """A cell as its axis names it."""
    return display_name(name) + (f"[{','.join(map(str, index))}]" if index else "")


def moment_name(session: Session, planned: Plan) -> str:
    """The gradient of the loss with respect to the cell, as it is written."""
    loss = display_name(session.model.loss)
    return f"∂{loss}/∂{cell_name(planned.name, planned.place)}"


def sweep_of(session: Session, planned: Plan) -> Sweep | None:
    """The formulas bound for this pass; None where they cannot be computed by themselves."""
    rows = session.model.batch_rows(session.run.position.update)

    def bind() -> Sweep | None:
        from tutor.engine.probe import Sweep

        try:
            return Sweep(session.model, planned.of, [planned.name], rows)
        except FormulaError:
            return None

    return kept(session, ("slice", planned.of, planned.name, rows), bind)


def _along(session: Session, planned: Plan, sweep: Sweep) -> tuple[Array, list[Array], float, list[float]]:
    """The places along the cell, each formula there, where the cell stands, and each formula here."""
    sweep.load(session.run)
    here = float(sweep.values[planned.name][planned.place])
    count = _FINE if sweep.cells <= _FEW else _COARSE if sweep.cells <= _MANY else _COARSEST
    xs = np.linspace(planned.low, planned.high, count)
    found = sweep.along(sweep.values[planned.name], planned.place, np.append(xs, here))
    return xs, [ys[:-1] for ys in found], here, [float(ys[-1]) for ys in found]


def slope_of(session: Session, planned: Plan) -> tuple[int, float] | None:
    """Which of the formulas is the loss, and its gradient here; None if it is not among them, or not computed yet."""
    model = session.model
    losses = (Name(model.loss), model.forward[-1].expr)
    number = next((at for at, expr in enumerate(planned.of) if with_watches(expr, model) in losses), None)
    if number is None or planned.name not in model.parameters or planned.name in session.programs.blocked:
        return None
    gradient = session.run.gradient(planned.name)
    return None if gradient is None else (number, float(gradient[planned.place]))


def describe(moment: Moment, options: Options) -> str:
    """Where the cell stands, each formula there, and the lowest place of each."""
    session = moment.session
    planned = plan(session, options)
    sweep = None if planned is None else sweep_of(session, planned)
    if planned is None or sweep is None:
        return say("tui.view-slice-none", moment.language)
    xs, series, here, values = _along(session, planned, sweep)
    cell = cell_name(planned.name, planned.place)
    sentences = []
    for expr, ys, value in zip(planned.of, series, values, strict=True):
        if np.isfinite(ys).any():
            at = int(np.nanargmin(np.where(np.isfinite(ys), ys, np.nan)))
            gaps = {
                "name": say_of(expr, session), "cell": cell, "here": number_text(here), "value": number_text(value),
                "least": number_text(float(ys[at])), "at": number_text(float(f"{xs[at]:.3g}")),
            }  # fmt: skip
            sentences.append(say("tui.view-slice-said", moment.language, **gaps))
    slope = slope_of(session, planned)
    if slope is not None:
        gradient = {"name": moment_name(session, planned), "value": number_text(slope[1])}
        sentences.append(say("tui.view-slice-slope", moment.language, **gradient))
    return " ".join(sentences) or say("tui.view-slice-lost", moment.language, cell=cell)


def key(moment: Moment, options: Options) -> Hashable:
    """It changes with the update, with the cell that is selected, and once the gradient is there."""
    session = moment.session
    planned = plan(session, options)
    if planned is None:
        return updates(moment)
    known = session.programs.computed_after(f"d{planned.name}")
    return updates(moment), planned.name, planned.place, known is not None and known <= moment.line


VIEW = ViewEntry("slice", Message("tui.view-slice"), fits, draw, describe, key, can, True, room=(36, 8))
