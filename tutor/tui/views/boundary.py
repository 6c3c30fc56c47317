"""Where the prediction changes: a model of two inputs over the plane of its data, and its hidden units' own lines."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tutor.formula.display import display_name
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array
from tutor.formula.problems import FormulaError
from tutor.formula.tree import Apply, Expr, Name, names_in, walk
from tutor.formula.write import write
from tutor.lesson.parts import View
from tutor.messages import Language, Message, say
from tutor.tui.moment import Moment, compared
from tutor.tui.picture.numbers import number_text
from tutor.tui.picture.text import Picture, Role, Row, Span, wrap
from tutor.tui.session import Session
from tutor.tui.settings import Glyphs
from tutor.tui.views.kept import kept
from tutor.tui.views.view import Options, ViewEntry, updates

if TYPE_CHECKING:
    from tutor.engine.probe import Field
    from tutor.tui.views.axis import Axis, Floats
    from tutor.tui.views.canvas import Cells, Chart, Curve, Mark

MOST_UNITS = 6
"""Hidden units whose line is drawn."""

MOST_CLASSES = 5

_CHEAP = 24
"""Numbers that a row of the model may take before the plane is looked at more coarsely."""

_MARKS: Mapping[Glyphs, str] = {"braille": "○●▲■◆", "block": "○●▲■◆", "ascii": "o#^%@"}
_MARK_ROLES: tuple[Role, ...] = ("curve2", "curve1", "curve3", "curve4", "curve5")

_GROUND: Mapping[Glyphs, str] = {"braille": "··░▒", "block": "··░▒", "ascii": "..:="}
"""From certainly the lower class to certainly the higher one."""
_GROUND_ROLES: tuple[Role, ...] = ("area1", "area2", "area4", "area5")

_REGIONS: Mapping[Glyphs, str] = {"braille": "·▒░▓╱", "block": "·▒░▓╱", "ascii": ".=:+/"}
"""The grounds of several classes."""
_REGION_ROLES: tuple[Role, ...] = ("area1", "area5", "area6", "curve4", "curve5")


class Plan(NamedTuple):
    """What is drawn.

    Attributes:
        of: the prediction, a row for each example.
        along: the data matrix of two columns.
        target: what the prediction is compared with; None where there is nothing to compare.
        hidden: what hidden units of the first layer are activated with, a column for each unit.
        names: of what these units give.
    """

    of: Expr
    along: str
    target: str | None
    hidden: tuple[Expr, ...]
    names: tuple[str, ...]


def fits(session: Session) -> bool:
    """Whether there are data of two columns and a prediction for each row, which follows from that row."""
    guess = _guess(session)
    return guess is not None and _is_for_any_row(session, *guess)


def can(session: Session, view: View) -> bool:
    """Whether what the lesson asks for can be computed for other inputs."""
    planned = plan(session, Options(view))
    return planned is not None and _is_for_any_row(session, planned.of, planned.along)


def _is_for_any_row(session: Session, of: Expr, along: str) -> bool:
    """Whether ``of`` has a row for each of ``along``, also where these are others, and more, than the lesson's."""
    rows = len(session.model.data[along]) + 1
    return _field(session, (of,), along, rows) is not None


def _guess(session: Session) -> tuple[Expr, str] | None:
    """The prediction, and the data matrix of two columns that it is made from."""
    model = session.model
    shapes = session.programs.shapes
    planes = [name for name, array in model.data.items() if array.ndim == 2 and array.shape[1] == 2 and len(array) > 1]
    for target, prediction in compared(session.programs.forward, model.data):
        for name in planes:
            if name != target and len(model.data[name]) == len(model.data[target]) and len(shapes[prediction]) < 3:
                return Name(prediction), name
    return None


def plan(session: Session, options: Options) -> Plan | None:
    """What the lesson asks for, or else what is sensible; None if there is nothing to draw."""
    guess = _guess(session)
    view = options.view
    asked = view.along[0].name if view.of and view.along else None
    if asked is not None and asked in session.model.data:
        of, along = view.of[0], asked
    elif guess is not None:
        of, along = guess
    else:
        return None
    model = session.model
    rows = len(model.data[along])
    pairs = compared(session.programs.forward, model.data)
    others = [name for name, array in model.data.items() if name != along and array.ndim and len(array) == rows]
    target = next((name for name, _ in pairs if name in others), others[0] if others else None)
    hidden, names = _first_layer(session, along, of)
    return Plan(of, along, target, hidden, names)


def _first_layer(session: Session, along: str, of: Expr) -> tuple[tuple[Expr, ...], tuple[str, ...]]:
    """What is activated straight from the data, and what comes out of it; not the prediction itself."""
    bent: set[str] = set()  # what has gone through an activation
    straight = {along}
    found: list[tuple[Expr, str]] = []
    for line in session.model.forward:
        reads = set(names_in(line.expr))
        inside = [node for node in walk(line.expr) if isinstance(node, Apply) and _activates(node)]
        for node in inside:
            into = set(names_in(node.args[0]))
            if into & straight and not into & bent and Name(line.name) != of and node != of:
                found.append((node.args[0], line.name))
        if inside or reads & bent:
            bent.add(line.name)
        elif reads & straight:
            straight.add(line.name)
    return tuple(expr for expr, _ in found[:1]), tuple(name for _, name in found[:1])


def _activates(node: Apply) -> bool:
    operation = OPERATIONS[node.op]
    return operation.activation or node.op == "step"


def draw(moment: Moment, width: int, height: int, options: Options) -> Picture:
    """Grounds for the classes, the line between them, the hidden units' own lines, and the data over all of it."""
    from tutor.tui.views.canvas import draw_chart

    session = moment.session
    planned = plan(session, options)
    surface = None if planned is None else _surface(moment, planned, options, width - 8, height - 3)
    if planned is None or surface is None:
        return Picture(tuple(wrap(say("tui.view-boundary-none", moment.language), width)))
    chart = _chart(moment, planned, surface, options, width)
    return Picture(draw_chart(chart, width, height, options.glyphs))


class Surface(NamedTuple):
    """The prediction over the plane.

    Attributes:
        x, y: the axes.
        values: (rows, columns, classes or 1) of the prediction, rows from below.
        hidden: the same of the units' activations.
        level: where one class ends and the other begins, if there are two.
        classes: of each row of the data.
    """

    x: Axis
    y: Axis
    values: Array
    hidden: Array
    level: float
    classes: Array
    points: Array
    columns: int
    rows: int


def _surface(moment: Moment, planned: Plan, options: Options, columns: int, rows: int) -> Surface | None:
    from tutor.tui.views.axis import Axis, span_of
    from tutor.tui.views.heights import nodes

    session, language = moment.session, moment.language
    points = session.run.data(planned.along)
    ranges = options.view.ranges
    if len(ranges) != 2:
        ranges = tuple(span_of(_widened(points[:, column])) for column in (0, 1))
    labels = _labels(session, planned.along, language)
    x, y = (Axis(*ends, label) for ends, label in zip(ranges, labels, strict=True))
    columns, rows = max(columns, 8), max(rows, 3)
    across, up = _fineness(session, columns, rows)
    exprs = (planned.of, *planned.hidden)
    grid = nodes(x, y, across, up)
    field = _field(session, exprs, planned.along, len(grid))
    if field is None:
        return None
    field.points[...] = grid
    field.load(session.run)
    field.run()
    values, *hidden = [result.reshape(up, across, -1) for result in field.results]
    classes, level = _classes(session, planned)
    nothing = np.zeros((up, across, 0))
    return Surface(x, y, values, hidden[0] if hidden else nothing, level, classes, points, columns, rows)


def _field(session: Session, exprs: tuple[Expr, ...], along: str, rows: int) -> Field | None:
    """The formulas bound to a grid; None if they need more than the inputs, or give no row for each point."""

    def bind() -> Field | None:
        from tutor.engine.probe import Field

        try:
            field = Field(session.model, exprs, along, rows)
        except FormulaError:
            return None
        return field if all(result.ndim and len(result) == rows for result in field.results) else None

    return kept(session, ("field", exprs, along, rows), bind)


def _widened(values: Array) -> Array:
    low, high = float(values.min()), float(values.max())
    margin = 0.15 * ((high - low) or 1.0)
    return np.array([low - margin, high + margin])


def _fineness(session: Session, columns: int, rows: int) -> tuple[int, int]:
    """How many points the plane is looked at in: the fewer, the more numbers each of them takes."""
    shapes = [line.shape for line in session.programs.forward]
    each = sum(shape[-1] for shape in shapes if len(shape) == 2)
    return (columns, 2 * rows) if each <= _CHEAP else (columns // 2, rows)


def _labels(session: Session, along: str, language: Language) -> tuple[str, str]:
    lesson = session.lesson
    label = None if lesson is None else lesson.labels.get(along)
    name = display_name(along).lower()
    if label is not None and len(label.columns) == 2:
        first, second = (column.say(language) for column in label.columns)
        return first, second
    return f"{name}₁", f"{name}₂"


def _classes(session: Session, planned: Plan) -> tuple[Array, float]:
    """The class of each row of the data, and the value between two classes."""
    if planned.target is None:
        return np.zeros(len(session.model.data[planned.along])), 0.5
    target = session.run.data(planned.target)
    if target.ndim == 2 and target.shape[1] > 1:
        return np.argmax(target, axis=1).astype(np.float64), 0.5
    flat = target.reshape(-1)
    different = _different(flat)
    if different.size > MOST_CLASSES:
        return np.zeros(len(flat)), float(different.mean())
    return np.searchsorted(different, flat).astype(np.float64), float((different[0] + different[-1]) / 2)


def _different(values: Array) -> Array:
    """Each value once, in order; ``np.unique`` would import masked arrays for it, which takes 15 ms."""
    return np.array(sorted(set(values.tolist())))


def _chart(moment: Moment, planned: Plan, surface: Surface, options: Options, width: int) -> Chart:
    from tutor.tui.views.canvas import DOTS, Chart, Curve, Scatter
    from tutor.tui.views.heights import crossings, resampled

    wide, high = DOTS[options.glyphs]
    fine = surface.rows * high, surface.columns * wide
    curves: list[Curve] = []
    marks: list[Mark] = []
    for unit in range(min(surface.hidden.shape[2], MOST_UNITS)):
        xs, ys = crossings(resampled(surface.hidden[..., unit], *fine), 0.0, surface.x, surface.y)
        curves.append(Curve(xs, ys, "curve3", "points", 2))
        marks.extend(_named(xs, ys, planned, unit, surface))
    if surface.values.shape[2] == 1:
        xs, ys = crossings(resampled(surface.values[..., 0], *fine), surface.level, surface.x, surface.y)
        curves.append(Curve(xs, ys, "strong", "points", 1))
    scatters = [
        Scatter(points[:, 0], points[:, 1], _MARKS[options.glyphs][number], _MARK_ROLES[number])
        for number in range(MOST_CLASSES)
        if len(points := surface.points[surface.classes == number])
    ]

    marks.extend(_followed(moment.session, surface, options.glyphs))

    def ground(across: Floats, up: Floats) -> Cells:
        return _ground(surface, len(up), len(across), options.glyphs)

    legend = _legend(moment, planned, surface, options.glyphs, width)
    return Chart(surface.x, surface.y, curves, scatters, marks, ground=ground, legend=legend)


def _followed(session: Session, surface: Surface, glyphs: Glyphs) -> list[Mark]:
    """The row of the data that is followed; a row of a mini-batch is not known by its number."""
    from tutor.tui.views.canvas import Mark

    row = session.row
    if row is None or session.model.batches is not None or row >= len(surface.points):
        return []
    number = min(int(surface.classes[row]), MOST_CLASSES - 1)
    x, y = surface.points[row]
    return [Mark(float(x), float(y), _MARKS[glyphs][number], "selected")]


def _named(xs: Array, ys: Array, planned: Plan, unit: int, surface: Surface) -> list[Mark]:
    """The name of a unit where its line leaves the window on the right, or above."""
    from tutor.tui.views.canvas import Mark

    if not xs.size:
        return []
    far = (xs - surface.x.low) / (surface.x.high - surface.x.low) + (ys - surface.y.low) / (
        surface.y.high - surface.y.low
    )
    at = int(np.argmax(far))
    name = display_name(planned.names[0])
    name = f"{name}:{unit + 1}" if name[-1] in _SUBSCRIPTS else f"{name}{_SUBSCRIPTS[unit + 1]}"
    cell = (surface.x.high - surface.x.low) / surface.columns
    return [Mark(min(float(xs[at]), surface.x.high - cell * (len(name) - 0.5)), float(ys[at]), name, "curve3")]


_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"


def _ground(surface: Surface, rows: int, columns: int, glyphs: Glyphs) -> Cells:
    from tutor.tui.views.heights import resampled

    if surface.values.shape[2] > 1:
        scores = np.stack(
            [resampled(surface.values[..., number], rows, columns) for number in range(surface.values.shape[2])]
        )
        steps, texts, roles = np.argmax(np.nan_to_num(scores), axis=0), _REGIONS[glyphs], _REGION_ROLES
    else:
        values = np.nan_to_num(resampled(surface.values[..., 0], rows, columns) - surface.level)
        steps = np.searchsorted([-0.25, 0.0, 0.25], values, side="right")
        texts, roles = _GROUND[glyphs], _GROUND_ROLES
    pairs = [(text, role) for text, role in zip(texts, roles, strict=True)]
    return [[pairs[step % len(pairs)] for step in line] for line in steps[::-1].tolist()]


def _legend(moment: Moment, planned: Plan, surface: Surface, glyphs: Glyphs, width: int) -> Sequence[Row]:
    """What the grounds and the marks mean."""
    from tutor.tui.views.canvas import flow

    name = say_of(planned.of, moment.session)
    entries: list[Row] = []
    if surface.values.shape[2] == 1:
        level = number_text(surface.level)
        entries += [
            (Span(_GROUND[glyphs][3] + " ", "area5"), Span(f"{name} > {level}", "label")),
            (Span(_GROUND[glyphs][0] + " ", "area1"), Span(f"{name} < {level}", "label")),
        ]
    else:
        entries += [
            (Span(_REGIONS[glyphs][number] + " ", _REGION_ROLES[number]), Span(f"{name} {number + 1}", "label"))
            for number in range(min(surface.values.shape[2], MOST_CLASSES))
        ]
    target = "" if planned.target is None else display_name(planned.target)
    entries += [
        (Span(_MARKS[glyphs][number], _MARK_ROLES[number]), Span(f" {target} = {text}", "label"))
        for number, text in enumerate(_class_names(moment.session, planned))
    ]
    return flow(entries, width)


def say_of(expr: Expr, session: Session) -> str:
    """A formula as a picture names it."""
    return display_name(expr.id) if isinstance(expr, Name) else write(expr, "unicode", session.programs.shapes)


def _class_names(session: Session, planned: Plan) -> list[str]:
    if planned.target is None:
        return []
    target = session.run.data(planned.target)
    if target.ndim == 2 and target.shape[1] > 1:
        return [str(number + 1) for number in range(min(target.shape[1], MOST_CLASSES))]
    different = _different(target.reshape(-1))
    return [number_text(float(value)) for value in different] if different.size <= MOST_CLASSES else []


def describe(moment: Moment, options: Options) -> str:
    """How much of the window lies on each side, and how many of the data on their own."""
    session = moment.session
    planned = plan(session, options)
    surface = None if planned is None else _surface(moment, planned, options, 48, 12)
    if planned is None or surface is None:
        return say("tui.view-boundary-none", moment.language)
    side = _side_of_points(session, planned, surface)
    right = int((side == surface.classes).sum())
    if surface.values.shape[2] > 1:
        gaps: dict[str, object] = {"name": say_of(planned.of, session), "right": right, "points": len(side)}
        return say("tui.view-boundary-classes", moment.language, **gaps)
    share = float((surface.values[..., 0] > surface.level).mean())
    gaps = {
        "name": say_of(planned.of, session), "level": number_text(surface.level), "share": f"{100 * share:.0f}",
        "right": right, "points": len(side),
    }  # fmt: skip
    return say("tui.view-boundary-said", moment.language, **gaps)


def _side_of_points(session: Session, planned: Plan, surface: Surface) -> Array:
    """The class that each row of the data is given."""
    rows = len(surface.points)
    only = (planned.of,)
    field = _field(session, only, planned.along, rows)
    if field is None:
        return np.full(rows, -1.0)
    field.points[...] = surface.points
    field.load(session.run)
    field.run()
    found = field.results[0].reshape(rows, -1)
    if found.shape[1] > 1:
        return np.asarray(np.argmax(found, axis=1), dtype=np.float64)
    return np.where(found[:, 0] > surface.level, max(float(surface.classes.max(initial=0.0)), 1.0), 0.0)


def key(moment: Moment, options: Options) -> Hashable:
    """It changes with the update, and with the row that is followed."""
    return updates(moment), moment.session.row


VIEW = ViewEntry("boundary", Message("tui.view-boundary"), fits, draw, describe, key, can, room=(36, 10))
