"""Activation functions and their derivatives, with the points on them that this pass has computed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tutor.formula.display import display_name
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array
from tutor.formula.parse import parse_expression
from tutor.formula.tree import Apply, Expr, Name, names_in, walk
from tutor.formula.write import write
from tutor.lesson.parts import View
from tutor.messages import Message, say
from tutor.tui.moment import Moment
from tutor.tui.picture.numbers import number_text
from tutor.tui.picture.text import Picture, Row, wrap
from tutor.tui.session import Session
from tutor.tui.views.curve import entry
from tutor.tui.views.kept import kept
from tutor.tui.views.view import Options, ViewEntry, updates

if TYPE_CHECKING:
    from tutor.tui.views.canvas import Mark, Scatter

_LEAST = 4.0
"""The curves are drawn from minus this to this at the least."""

_POINTS = 121
_MOST_NAMED = 6
"""Units up to which each has a mark of its own."""


class Plan(NamedTuple):
    """An activation, and the line in which it stands."""

    node: Apply
    line: str


def fits(session: Session) -> bool:
    """Whether an activation stands in the model."""
    return next(_found(session), None) is not None


def can(session: Session, view: View) -> bool:
    """Whether one stands where the lesson says."""
    return plan(session, Options(view)) is not None


def _found(session: Session) -> Iterator[Plan]:
    """The activations of the model, in the order of the lines."""
    for line in session.model.forward:
        for node in walk(line.expr):
            if isinstance(node, Apply) and node.op in _BENT:
                yield Plan(node, line.name)


_BENT = frozenset(
    name for name, operation in OPERATIONS.items() if operation.elementwise and (operation.activation or name == "step")
)


def plan(session: Session, options: Options) -> Plan | None:
    """The activation of the value that the lesson names; else the one that this pass has come to last, or the first."""
    found = list(_found(session))
    wanted = [name for expr in options.view.of for name in names_in(expr)]
    asked = [one for one in found if one.line in wanted]
    if asked or not found:
        return asked[0] if asked else None
    run = session.run
    reached = [one for one in found if (run.programs.computed_after(one.line) or 0) <= run.position.line]
    return reached[-1] if reached else found[0]


def derivative(node: Apply, xs: Array) -> tuple[Array, Array]:
    """The function and its derivative at ``xs``; where it is flat by definition, the derivative is 0.

    The derivative is the formula of the operation's own entry, with 1 for the gradient of the result.
    """
    operation = OPERATIONS[node.op]
    alone = Apply(node.op, (Name("x"),), node.options)
    values = evaluate(alone, {"x": xs})
    texts = (
        operation.gradients(([xs.shape]), dict(node.options)) if callable(operation.gradients) else operation.gradients
    )
    if texts[0] is None:
        return values, np.zeros_like(xs)
    formula = parse_expression(texts[0].format(**dict(node.options)))
    known = {"x": xs, operation.operands[0]: xs, "out": values, "g": np.ones_like(xs)}
    slope = evaluate(formula, {name: known[name] for name in names_in(formula)})
    return values, np.broadcast_to(slope, xs.shape)


def inputs_of(session: Session, planned: Plan) -> Array | None:
    """What goes into the activation in this pass; None while that is not computed."""
    expr = planned.node.args[0]
    values = {name: session.value(name) for name in names_in(expr)}
    known = {name: array for name, array in values.items() if array is not None}
    if len(known) < len(values):
        return None
    return known[expr.id] if isinstance(expr, Name) else evaluate(expr, known)


def draw(moment: Moment, width: int, height: int, options: Options) -> Picture:
    """The function, its derivative, and a point on each for every value that goes in."""
    from tutor.tui.views.axis import Axis, span_of
    from tutor.tui.views.canvas import Chart, Curve, Rule, Scatter, draw_chart, flow

    session = moment.session
    planned = plan(session, options)
    if planned is None:
        return Picture(tuple(wrap(say("tui.view-activation-none", moment.language), width)))
    inputs = inputs_of(session, planned)
    reach = _reach(inputs)
    xs, values, slopes = kept(
        session, ("activation", planned.node.op, planned.node.options, reach), lambda: _curves(planned, reach)
    )
    name = write(Apply(planned.node.op, (_shown(planned),), planned.node.options), "unicode", naming=display_name)
    curves = [
        Curve(xs, slopes, "curve2", "dashed", 1),
        Curve(xs, values, "curve1", "solid", 0),
    ]
    ascii_only = options.glyphs == "ascii"
    legend: list[Row] = [
        entry("xx" if ascii_only else "━━", "curve1", name),
        entry("++" if ascii_only else "╌╌", "curve2", say("tui.view-derivative", moment.language)),
    ]
    scatters: list[Scatter] = []
    marks: list[Mark] = []
    if inputs is not None:
        seen = _followed(inputs, options.row)
        out, slope = derivative(planned.node, seen)
        scatters = [
            Scatter(seen, slope, "o" if ascii_only else "○", "curve2"),
            Scatter(seen, out, "@" if ascii_only else "●", "curve1"),
        ]
        if seen.size <= _MOST_NAMED and seen.size > 1:
            marks = _numbered(seen, out)
    ends = span_of(np.concatenate([values, slopes]))
    chart = Chart(
        Axis(-reach, reach, _axis_name(planned)), Axis(*ends), curves, scatters, marks,
        [Rule(x=0.0), Rule(y=0.0)], legend=flow(legend, width),
    )  # fmt: skip
    return Picture(draw_chart(chart, width, height, options.glyphs))


def _curves(planned: Plan, reach: float) -> tuple[Array, Array, Array]:
    """The curves; broken where the function jumps, so that no line joins what does not hang together."""
    xs = np.linspace(-reach, reach, _POINTS)
    values, slopes = derivative(planned.node, xs)
    values, slopes = values.copy(), np.array(slopes)
    for ys in (values, slopes):
        jumps = np.nonzero(np.abs(np.diff(ys)) > 0.5)[0]
        ys[jumps] = np.nan
    return xs, values, slopes


def _reach(inputs: Array | None) -> float:
    """How far the axis goes to both sides: as far as the values do, in whole numbers, but not very far."""
    if inputs is None or not inputs.size:
        return _LEAST
    finite = np.abs(inputs[np.isfinite(inputs)])
    farthest = float(finite.max()) if finite.size else 0.0
    return float(np.clip(2.0 * np.ceil(farthest * 1.1 / 2.0), _LEAST, 20.0))


def _followed(inputs: Array, row: int) -> Array:
    """The points that are drawn: those of one row where a matrix has many, else all."""
    if inputs.ndim == 2 and inputs.size > 4 * _MOST_NAMED and inputs.shape[0] > 1:
        return np.asarray(inputs[row % inputs.shape[0]]).reshape(-1)
    return inputs.reshape(-1)


def _numbered(xs: Array, ys: Array) -> list[Mark]:
    """Each point's number, from 1, on it."""
    from tutor.tui.views.canvas import Mark

    return [Mark(float(x), float(y), str(at), "curve1") for at, (x, y) in enumerate(zip(xs, ys, strict=True), 1)]


def _shown(planned: Plan) -> Expr:
    """What goes in, if it has a name; else x."""
    inside = planned.node.args[0]
    return inside if isinstance(inside, Name) else Name("x")


def _axis_name(planned: Plan) -> str:
    inside = planned.node.args[0]
    return display_name(inside.id) if isinstance(inside, Name) else "x"


def describe(moment: Moment, options: Options) -> str:
    """For each point what goes in, what comes out, and the slope there."""
    session = moment.session
    planned = plan(session, options)
    if planned is None:
        return say("tui.view-activation-none", moment.language)
    name = write(Apply(planned.node.op, (_shown(planned),), planned.node.options), "unicode", naming=display_name)
    about = OPERATIONS[planned.node.op].about.say(moment.language)
    said = [f"{name}: {about}."]
    inputs = inputs_of(session, planned)
    if inputs is not None:
        seen = _followed(inputs, options.row)
        out, slope = derivative(planned.node, seen)
        for x, y, steepness in list(zip(seen, out, slope, strict=True))[:_MOST_NAMED]:
            numbers = {"x": number_text(float(x)), "y": number_text(float(y)), "slope": number_text(float(steepness))}
            said.append(say("tui.view-activation-said", moment.language, **numbers))
    return " ".join(said)


def key(moment: Moment, options: Options) -> Hashable:
    """It changes with the update, and once what goes in is computed."""
    session = moment.session
    planned = plan(session, options)
    known = planned is not None and inputs_of(session, planned) is not None
    return updates(moment), None if planned is None else planned.line, known


VIEW = ViewEntry("activation", Message("tui.view-activation"), fits, draw, describe, key, can, room=(36, 8))
