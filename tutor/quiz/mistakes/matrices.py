"""Mistakes with matrices: sides exchanged, axes, the wrong product, the wrong row, column or value."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.formula.tree import Apply, Expr, Name, Option, names_in
from tutor.quiz.mistakes.mistake import ANY, SPECIFIC, Line, Mistake, Rewrite
from tutor.quiz.trees import parts, put, swap, times, turned

_REDUCTIONS = ("sum", "mean", "max", "min")
_MOST_TURNS = 6
"""Rows or columns of a value that may have been taken for one another."""


def _transpose_operand(line: Line) -> Iterator[Rewrite]:
    for at, node in parts(line.expr):
        if isinstance(node, Apply) and node.op == "matmul":
            for position, operand in enumerate(node.args):
                if len(line.shape(operand) or ()) == 2:
                    other = turned(operand)
                    gaps = {"operand": line.text(operand), "turned": line.text(other)}
                    yield Rewrite(put(line.expr, (*at, position), other), gaps)


def _transpose_result(line: Line) -> Iterator[Rewrite]:
    if len(line.step.shape) == 2 and min(line.step.shape) > 1:
        yield Rewrite(turned(line.expr), {"name": line.sheet.show(line.step.key)})


def _wrong_axis(line: Line) -> Iterator[Rewrite]:
    for at, node in parts(line.expr):
        if not isinstance(node, Apply) or len(line.shape(node.args[0]) or ()) != 2:
            continue
        if node.op == "softmax":
            yield Rewrite(put(line.expr, at, turned(Apply("softmax", (turned(node.args[0]),)))), {}, "softmax")
        elif node.op in _REDUCTIONS and node.option("axis") is not None:
            other = 0 if node.option("axis") in (1, -1) else 1
            yield Rewrite(put(line.expr, at, Apply(node.op, node.args, _axis(other, node))), {})
            everything = Apply(node.op, node.args, (("axis", None), ("keepdims", False)))
            yield Rewrite(put(line.expr, at, times(everything, Apply("ones_like", (node,)))), {}, "all")


def _axis(axis: int, node: Apply) -> tuple[tuple[str, Option], ...]:
    return (("axis", axis), ("keepdims", node.option("keepdims")))


def _elementwise_for_matmul(line: Line) -> Iterator[Rewrite]:
    yield from _exchanged(line, "matmul", "multiply")


def _matmul_for_elementwise(line: Line) -> Iterator[Rewrite]:
    yield from _exchanged(line, "multiply", "matmul")


def _exchanged(line: Line, old: str, new: str) -> Iterator[Rewrite]:
    for at, node in parts(line.expr):
        if isinstance(node, Apply) and node.op == old and all(line.shape(arg) for arg in node.args):
            yield Rewrite(put(line.expr, at, Apply(new, node.args)), {"product": line.text(node)})


def _weight_for_input(line: Line) -> Iterator[Rewrite]:
    """In the gradient of a weight, the weight itself where what came into it belongs."""
    owner = line.owner
    if owner is None or owner not in line.sheet.model.parameters:
        return
    beside = {name for step in line.sheet.steps if owner in names_in(step.expr) for name in names_in(step.expr)}
    for name in line.names:
        if name in beside and name not in line.sheet.gradients and name not in line.sheet.model.parameters:
            for other in (Name(owner), turned(Name(owner))):
                gaps = {"weight": line.sheet.show(owner), "input": line.sheet.show(name)}
                yield Rewrite(swap(line.expr, Name(name), other), gaps)


def _neighbour(line: Line) -> Iterator[Rewrite]:
    for key in _named_values(line):
        gaps = {"other": line.sheet.show(key), "name": line.sheet.show(line.step.key)}
        yield Rewrite(Name(key), gaps)
    for name in line.names:
        shape = line.sheet.shapes[name]
        for axis, size in enumerate(shape):
            for by in range(1, size) if 2 <= size <= _MOST_TURNS and len(shape) <= 2 else ():
                rolled = swap(line.expr, Name(name), _rolled(Name(name), axis, by, len(shape)))
                yield Rewrite(rolled, {"operand": line.sheet.show(name)}, "unit")


def _named_values(line: Line) -> Iterator[str]:
    """Every other value of the same shape that the problem has a name for."""
    sheet = line.sheet
    named = [*sheet.model.data, *sheet.model.parameters, *(step.key for step in sheet.steps)]
    for key in dict.fromkeys(named):
        if key != line.step.key and sheet.shapes.get(key) == line.step.shape:
            yield key


def _rolled(expr: Expr, axis: int, by: int, rank: int) -> Expr:
    """Rows or columns moved on by one place or several."""
    before = ((None, None),) * axis
    after = ((None, None),) * (rank - axis - 1)
    first = Apply("pick", (expr,), (("at", (*before, (by, None), *after)),))
    rest = Apply("pick", (expr,), (("at", (*before, (None, by), *after)),))
    return Apply("concat", (first, rest), (("axis", axis),))


ENTRIES = (
    Mistake("transpose-operand", _transpose_operand),
    Mistake("transpose-result", _transpose_result),
    Mistake("wrong-axis", _wrong_axis, forms=("", "all", "softmax")),
    Mistake("elementwise-for-matmul", _elementwise_for_matmul),
    Mistake("matmul-for-elementwise", _matmul_for_elementwise),
    Mistake("weight-for-input", _weight_for_input, rank=SPECIFIC),
    Mistake("neighbour", _neighbour, rank=ANY, forms=("", "unit")),
)
