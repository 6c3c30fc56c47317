"""The shape of every formula, known before a number is computed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from tutor.formula import limits
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Shape, ShapeError, describe
from tutor.formula.problems import FormulaError, Place, Problem, error, nearest, problem
from tutor.formula.tree import Apply, Expr, Name, Number, walk


def shape_of(expr: Expr, shapes: Mapping[str, Shape]) -> Shape:
    """The shape of ``expr`` where names have ``shapes``.

    >>> from tutor.formula.parse import parse_expression
    >>> shape_of(parse_expression("X @ W + b"), {"X": (4, 2), "W": (2, 3), "b": (3,)})
    (4, 3)

    Raises:
        FormulaError: an unknown name (with the nearest known one), operands that do not fit, or a value too large.
    """
    if isinstance(expr, Number):
        return ()
    if isinstance(expr, Name):
        if expr.id not in shapes:
            raise FormulaError([unknown_name(expr.id, shapes, expr.place)])
        return shapes[expr.id]
    operands = [shape_of(arg, shapes) for arg in expr.args]
    try:
        shape = OPERATIONS[expr.op].shape(*operands, **dict(expr.options))
    except ShapeError as found:
        raise FormulaError([Problem(found.message, expr.place)]) from None
    check_size(shape, expr.place)
    return shape


def unknown_name(name: str, known: Mapping[str, object], place: Place | None) -> Problem:
    """The complaint about ``name``, with the nearest of the ``known`` ones."""
    suggestion = nearest(name, known)
    if suggestion is None:
        return problem("unknown-name", place, name=name)
    found = problem("unknown-name-near", place, name=name, suggestion=suggestion)
    return found._replace(suggestion=suggestion)


def check_size(shape: Shape, place: Place | None = None) -> None:
    """Refuse a value of too many axes or cells.

    Raises:
        FormulaError: with the limit that is passed.
    """
    if len(shape) > limits.RANK:
        raise error("too-many-axes", place, count=len(shape), limit=limits.RANK)
    if math.prod(shape) > limits.ELEMENTS:
        raise error("too-many-elements", place, shape=describe(shape), limit=f"{limits.ELEMENTS:,}")


def advice_on(expr: Expr, shapes: Mapping[str, Shape]) -> Iterator[Problem]:
    """Where a vector meets a column and broadcasting makes a square of them, which is hardly ever meant."""
    for node in walk(expr):
        if isinstance(node, Apply) and OPERATIONS[node.op].elementwise and len(node.args) == 2:
            first, second = (shape_of(arg, shapes) for arg in node.args)
            for vector, column in ((first, second), (second, first)):
                if len(vector) == 1 and len(column) == 2 and column[1] == 1 and vector[0] > 1 and column[0] > 1:
                    result = describe((column[0], vector[0]))
                    yield problem(
                        "vector-meets-column", node.place, "advice",
                        vector=describe(vector), column=describe(column), result=result,
                    )  # fmt: skip
