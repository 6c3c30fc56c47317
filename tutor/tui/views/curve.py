"""Numbers over the updates: losses, watches, whatever the lesson asks for, with the position marked on each."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from tutor.formula.display import display_name
from tutor.formula.tree import Expr, Name
from tutor.formula.write import write
from tutor.messages import Language, Message, say
from tutor.tui.moment import Moment
from tutor.tui.picture.numbers import number_text
from tutor.tui.picture.text import Picture, Role, Row, Span, wrap
from tutor.tui.session import Session
from tutor.tui.views.view import Options, Same, ViewEntry, updates

if TYPE_CHECKING:
    from tutor.engine.history import Branch
    from tutor.tui.race import Racer
    from tutor.tui.views.canvas import Curve, Mark, Pattern

MOST_CURVES = 6
"""Curves in one picture, as many as there are marks and colours for."""

MOST_BRANCHES = 5
"""Other branches whose curve is drawn beside that of this one."""

_SHORTEST = 10
"""Updates that the axis spans at the least, so that the first ones are not spread over all of it."""


def fits(session: Session) -> bool:
    """Whether there are updates, and a number to be followed over them."""
    return session.run.learns and bool(session.run.recorded)


def exprs_of(session: Session, options: Options) -> list[Expr]:
    """What is drawn: what the lesson says, or else the loss and the watches; of those, what is recorded."""
    wanted = options.view.of or (Name(session.model.loss), *(Name(name) for name in session.model.watches))
    return [expr for expr in wanted if expr in session.run.recorded][:MOST_CURVES]


def title_of(session: Session, expr: Expr, language: Language) -> str:
    """What a curve is called: the watch's title, the value's name, the formula."""
    if isinstance(expr, Name):
        titles = {} if session.lesson is None else session.lesson.watch_titles
        if expr.id in session.model.watches and expr.id in titles:
            return titles[expr.id].say(language) or expr.id
        return display_name(expr.id)
    return write(expr, "unicode", session.programs.shapes)


def draw(moment: Moment, width: int, height: int, options: Options) -> Picture:
    """A curve for each number, told apart by line and mark; branches and variants as points beside the first."""
    from tutor.tui.views.axis import Axis, span_of
    from tutor.tui.views.canvas import CURVES, LINES, POINTS, Chart, Mark, Rule, draw_chart, flow

    session = moment.session
    exprs = exprs_of(session, options)
    lines = [points_of(session, expr) for expr in exprs]
    if not any(lines):
        return Picture(tuple(wrap(say("tui.view-curve-none", moment.language), width)))
    import numpy as np

    curves = _branches(session, exprs[0], len(exprs))
    marks: list[Mark] = []
    legend: list[Row] = []
    points = POINTS[options.glyphs]
    others = _companions(session, exprs[0])[: MOST_CURVES - len(exprs)]
    beside: list[Row] = []
    for number, (racer, line) in enumerate(others, start=len(exprs)):
        curves.append(series(line, CURVES[number], "dotted", number))
        if math.isfinite(line[-1][1]):
            marks.append(Mark(*line[-1], points[number], CURVES[number]))
        beside.append(entry(points[number], CURVES[number], racer.title.say(moment.language)))
    for number, (expr, line) in enumerate(zip(exprs, lines, strict=True)):
        role = CURVES[number]
        curves.append(series(line, role, LINES[number % len(LINES)], number))
        if line and moment.update <= line[-1][0]:
            level = float(np.interp(moment.update, [update for update, _ in line], [value for _, value in line]))
            marks.append(Mark(moment.update, level, points[number], role))
        name = title_of(session, expr, moment.language)
        legend.append(entry(points[number], role, name, _here(session, expr, line)))
    everything = np.concatenate([curve.ys for curve in curves])
    log = options.log and bool((everything > 0).any())
    chart = Chart(
        Axis(0.0, spanned(curves, moment.update), say("tui.view-updates", moment.language), whole=True),
        Axis(*span_of(everything, log=log), "", log),
        curves,
        marks=marks,
        rules=[Rule(x=moment.update)],
        legend=flow([*legend, *beside], width),
    )
    return Picture(draw_chart(chart, width, height, options.glyphs))


def entry(mark: str, role: Role, name: str, value: float | None = None) -> Row:
    """A curve in a legend: its mark, its name, its number here."""
    number = () if value is None else (Span(f" {number_text(value)}"),)
    return (Span(f"{mark} ", role), Span(name, "label"), *number)


def points_of(session: Session, expr: Expr, branch: Branch | None = None) -> list[tuple[int, float]]:
    """(update, number) on a branch, here up to the number of this pass, if it has been computed."""
    run = session.run
    points = (branch or run.branch).sampled(run.recorded.index(expr))
    if branch is None or branch is run.branch:
        here = run.number(expr)
        update = run.position.update
        if here is not None and all(at != update for at, _ in points[-2:]) and (not points or points[-1][0] < update):
            points = [*points, (update, here)]
    return points


def _here(session: Session, expr: Expr, points: Sequence[tuple[int, float]]) -> float | None:
    """The number in this pass, if it has been computed or was recorded."""
    update = session.run.position.update
    return next((value for at, value in reversed(points) if at == update), session.run.number(expr))


def series(points: Sequence[tuple[int, float]], role: Role, pattern: Pattern, stroke: int) -> Curve:
    """(update, number) as a curve."""
    import numpy as np

    from tutor.tui.views.canvas import Curve

    xs = np.array([update for update, _ in points], dtype=np.float64)
    ys = np.array([value if math.isfinite(value) else np.nan for _, value in points])
    return Curve(xs, ys, role, pattern, stroke)


def _branches(session: Session, expr: Expr, stroke: int) -> list[Curve]:
    """The first number on the other branches, drawn faintly under everything else."""
    run = session.run
    others = [branch for branch in run.branches if branch is not run.branch][-MOST_BRANCHES:]
    return [series(points, "dim", "dotted", stroke) for other in others if (points := points_of(session, expr, other))]


def _companions(session: Session, expr: Expr) -> list[tuple[Racer, list[tuple[int, float]]]]:
    """The first number in the other variants that run along, where they have it."""
    racers = () if session.companions is None else session.companions.racers
    found = []
    for racer in racers:
        run = racer.session.run
        if expr in run.recorded and (points := run.branch.sampled(run.recorded.index(expr))):
            found.append((racer, list(points)))
    return found


def spanned(curves: Sequence[Curve], update: int) -> float:
    """Where the axis of the updates ends: at a round number, so that it stands still for a while."""
    last = max([float(update), float(_SHORTEST), *(float(curve.xs[-1]) for curve in curves if curve.xs.size)])
    step = 10.0 ** math.floor(math.log10(last))
    return next(step * many for many in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * many >= last)


def describe(moment: Moment, options: Options) -> str:
    """Where each curve began, its least value, and where it stands."""
    session, language = moment.session, moment.language
    exprs = exprs_of(session, options)
    named = [(title_of(session, expr, language), points_of(session, expr)) for expr in exprs]
    for racer, points in _companions(session, exprs[0]) if exprs else ():
        named.append((f"{racer.title.say(language)}, {named[0][0]}", points))
    sentences = [said for name, points in named if (said := _said(name, points, language))]
    return " ".join(sentences) or say("tui.view-curve-none", language)


def _said(name: str, points: Sequence[tuple[int, float]], language: Language) -> str:
    points = [(update, value) for update, value in points if math.isfinite(value)]
    if not points:
        return ""
    least, most = min(points, key=lambda p: p[1]), max(points, key=lambda p: p[1])
    gaps = {
        "name": name, "first": number_text(points[0][1]), "last": number_text(points[-1][1]), "update": points[-1][0],
        "least": number_text(least[1]), "least_at": least[0], "most": number_text(most[1]), "most_at": most[0],
    }  # fmt: skip
    return say("tui.view-curve-said", language, **gaps)


def key(moment: Moment, options: Options) -> Hashable:
    """Besides where the run stands, what has been recorded, and which of the numbers are computed here."""
    session = moment.session
    run = session.run
    known = tuple(run.knows(expr) for expr in exprs_of(session, options))
    beside = () if session.companions is None else session.companions.racers
    return (
        updates(moment), known, tuple((branch.number, branch.reached) for branch in run.branches),
        tuple((Same(racer), racer.update) for racer in beside),
    )  # fmt: skip


VIEW = ViewEntry("curve", Message("tui.view-curve"), fits, draw, describe, key, room=(36, 8), scales=True)
