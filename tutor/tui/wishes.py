"""How much room a lesson's panels would like: from its shapes, before anything is drawn."""

from __future__ import annotations

from tutor.formula.operations.operation import Shape
from tutor.formula.tree import names_in
from tutor.tui.arrange import SIDE_BY_SIDE, Wishes
from tutor.tui.moment import Moment

_CELL = 11
"""Columns of a computed number with its gap, more or less."""

_DATUM = 5
"""The same of a number in the data."""

_MOST_COLUMNS = 8
_MOST_ROWS = 1000


def wishes_of(moment: Moment, width: int = SIDE_BY_SIDE) -> Wishes:
    """What the lesson that ``moment`` belongs to would like to show at once, in a window of so many columns."""
    session = moment.session
    shapes = session.programs.shapes
    lines = session.run.lines
    rows = max((_rows(shapes[name]) for line in lines for name in (line.name, *names_in(line.expr))), default=1)
    labelled = session.lesson is not None and bool(session.lesson.labels)
    return Wishes(
        line=2 + labelled + rows + 2,  # formula, space; labels; the matrices; names and shapes
        parameters=_parameters(moment),
        data=_data(moment),
        timeline=session.run.learns,
        why=session.selection.inquiry is not None,
        picture=_picture(moment, width),
        labels=sum(bool(row.value.columns) for row in moment.parameters),
    )


def _parameters(moment: Moment) -> tuple[int, int]:
    """A heading, and for each parameter its rows; as many columns of matrices as there are things to say of it."""
    rows = moment.parameters
    kinds = 1 + any(line.gradient is not None for line in rows) + any(line.change is not None for line in rows)
    name = max((len(line.value.label) for line in rows), default=0) + 1
    matrix = max((_columns(line.value.shape) for line in rows), default=_CELL)
    return name + kinds * (matrix + 3), 1 + sum(_rows(line.value.shape) for line in rows)


def _picture(moment: Moment, width: int) -> tuple[int, int] | None:
    """Where nothing stands beside a picture its size is not asked for: that would import how it is drawn."""
    pictures = moment.session.pictures
    if not pictures:
        return None
    return pictures.size(moment) if width >= SIDE_BY_SIDE else (0, 0)


def _data(moment: Moment) -> tuple[int, int] | None:
    """The arrays of the data side by side, their names over them."""
    shapes = [column.quantity.shape for column in moment.data]
    if not shapes:
        return None
    labelled = any(column.quantity.columns for column in moment.data)
    width = sum(min(shape[-1] if shape else 1, _MOST_COLUMNS) * _DATUM + 5 for shape in shapes)
    return width, 1 + labelled + min(max(map(_rows, shapes)), _MOST_ROWS)


def _rows(shape: Shape) -> int:
    return shape[-2] if len(shape) > 1 else 1


def _columns(shape: Shape) -> int:
    """The columns on the screen that a value of ``shape`` takes."""
    return min(shape[-1] if shape else 1, _MOST_COLUMNS) * _CELL + 1
