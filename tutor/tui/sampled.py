"""Which numbers of a run are kept for its curves and paths: those that its pictures draw over the updates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from tutor.engine.model import Model
from tutor.formula.operations.operation import Index
from tutor.formula.tree import Apply, Expr, Name

if TYPE_CHECKING:
    from tutor.lesson.lesson import Lesson
    from tutor.lesson.parts import View

MOST = 24
"""Numbers that are kept of a pass."""


def sampled(model: Model, lesson: Lesson | None, variant: str | None) -> list[Expr]:
    """The loss, the watches, what curves are drawn of, and the cells that span a contour."""
    numbers = dict.fromkeys(_numbers(model, lesson, variant))
    return list(numbers)[:MOST]


def _numbers(model: Model, lesson: Lesson | None, variant: str | None) -> Iterator[Expr]:
    yield Name(model.loss)
    for view in () if lesson is None else lesson.views_of(variant):
        if view.kind == "curve":
            yield from view.of
        if view.kind == "contour":
            yield from (cell_of(name, index) for name, index in cells_along(model, view))
    yield from (Name(watch) for watch in model.watches)
    cells = two_cells(model)
    if cells is not None:
        yield from (cell_of(name, index) for name, index in cells)


def cell_of(name: str, index: Index | None) -> Expr:
    """One cell of a value, or a value of one number, as a formula."""
    return Apply("pick", (Name(name),), (("at", index),)) if index else Name(name)


def cells_along(model: Model, view: View) -> list[tuple[str, Index]]:
    """The cells that span the axes of ``view``: of a parameter that is one number, whatever its shape, the only one."""
    named = ((address.name, address.index) for address in view.along if address.name in model.parameters)
    return [(name, index or (0,) * model.parameters[name].ndim) for name, index in named if name is not None]


def two_cells(model: Model) -> list[tuple[str, Index]] | None:
    """The two numbers that a model learns, where there are exactly two: over these its loss is a landscape."""
    if sum(array.size for array in model.parameters.values()) != 2:
        return None
    return [(name, index) for name, array in model.parameters.items() for index in _indices(array.shape)]


def _indices(shape: tuple[int, ...]) -> Iterator[Index]:
    yield from product(*(range(size) for size in shape))
