"""A line of a sheet as an equation of matrices, with the values of any sheet in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from tutor.formula.evaluate import evaluate
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Expr, Name, names_in
from tutor.quiz.sheet import Sheet, Step
from tutor.tui.picture.equation import Equation, Term
from tutor.tui.picture.formula import Detail, Operand, pieces, written
from tutor.tui.picture.quantity import Quantity


def formula_text(sheet: Sheet, step: Step) -> str:
    """The line with its left-hand side."""
    return f"{sheet.show(step.key)} = {written(step.expr, sheet.shapes, sheet.show)}"


def equation_of(sheet: Sheet, step: Step) -> Equation:
    """The line with the values that ``sheet`` has for what it reads, and for what it gives."""

    def terms(detail: Detail) -> Sequence[Term]:
        cut = pieces(step.expr, sheet.shapes, sheet.show, detail)
        return [piece if isinstance(piece, str) else _quantity(piece, sheet.values) for piece in cut]

    result = Quantity(sheet.show(step.key), step.shape, sheet.values[step.key], new=True)
    return Equation(terms, result)


def _quantity(operand: Operand, values: Mapping[str, Array]) -> Quantity:
    return Quantity(operand.label, operand.shape, partial(_value, operand.expr, values))


def _value(expr: Expr, values: Mapping[str, Array]) -> Array:
    if isinstance(expr, Name):
        return values[expr.id]
    return evaluate(expr, {name: values[name] for name in names_in(expr)})
