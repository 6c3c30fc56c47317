"""How much room a lesson's panels would like: from its shapes, before anything is drawn."""

from __future__ import annotations

from tutor.formula.operations.operation import Shape
from tutor.formula.tree import names_in
from tutor.tui.arrange import Wishes
from tutor.tui.moment import Moment
from tutor.tui.panels.data import data

_CELL = 9
"""Columns of a number with its gap, more or less."""

_MOST = 1000


def wishes_of(moment: Moment) -> Wishes:
    """What the lesson that ``moment`` belongs to would like to show at once."""
    session = moment.session
    shapes = session.programs.shapes
    lines = session.run.lines
    rows = max((_rows(shapes[name]) for line in lines for name in (line.name, *names_in(line.expr))), default=1)
    labelled = session.lesson is not None and bool(session.lesson.labels)
    drawn = data(moment, _MOST, _MOST) if session.model.data else None
    return Wishes(
        line=2 + labelled + min(rows, _MOST) + 2,  # formula, space; labels; the matrices; names and shapes
        parameters=_parameters(moment),
        data=None if drawn is None else (drawn.width + _CELL, drawn.height),
    )


def _parameters(moment: Moment) -> tuple[int, int]:
    """A heading, and for each parameter its rows; as many columns of matrices as there are things to say of it."""
    rows = moment.parameters
    kinds = 1 + any(line.gradient is not None for line in rows) + any(line.change is not None for line in rows)
    name = max((len(line.value.label) for line in rows), default=0) + 1
    matrix = max((_columns(line.value.shape) for line in rows), default=1)
    return name + kinds * (matrix + 3), 1 + sum(_rows(line.value.shape) for line in rows)


def _rows(shape: Shape) -> int:
    return shape[-2] if len(shape) > 1 else 1


def _columns(shape: Shape) -> int:
    """The columns on the screen that a value of ``shape`` takes."""
    return (shape[-1] if shape else 1) * _CELL + 1

