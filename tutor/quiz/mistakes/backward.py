"""Mistakes of the way back: the wrong weights, half a Jacobian, nothing at all."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.formula.tree import Apply, Expr, Name
from tutor.quiz.mistakes.mistake import ANY, SPECIFIC, Line, Mistake, Rewrite
from tutor.quiz.sheet import NEXT
from tutor.quiz.trees import one_minus, parts, put, swap, times


def _updated_weight(line: Line) -> Iterator[Rewrite]:
    if not line.backward:
        return
    for name in line.parameters:
        if name + NEXT in line.sheet.values:
            gaps = {"weight": line.sheet.show(name)}
            yield Rewrite(swap(line.expr, Name(name), Name(name + NEXT)), gaps)


def _gradient_for_weight(line: Line) -> Iterator[Rewrite]:
    for name in line.parameters if line.backward else ():
        gradient = f"d{name}"
        if gradient in line.sheet.gradients:
            gaps = {"weight": line.sheet.show(name), "gradient": line.sheet.show(gradient)}
            yield Rewrite(swap(line.expr, Name(name), Name(gradient)), gaps)


def _diagonal_softmax(line: Line) -> Iterator[Rewrite]:
    """``p * (g - sum(g * p))`` without the sum over the other classes: ``g * p * (1 - p)``."""
    for at, node in parts(line.expr):
        if not (isinstance(node, Apply) and node.op == "multiply"):
            continue
        for output, rest in (node.args, node.args[::-1]):
            gradient = _jacobian(line, output, rest)
            if gradient is not None:
                diagonal = Apply("multiply", (Apply("multiply", (gradient, output)), one_minus(output)))
                yield Rewrite(put(line.expr, at, diagonal), {"output": line.text(output)})


def _jacobian(line: Line, output: Expr, rest: Expr) -> Expr | None:
    """What came back to a softmax, where ``output * rest`` sends it on."""
    activated = line.activation(output)
    if activated is None or activated[0] != "softmax" or not (isinstance(rest, Apply) and rest.op == "subtract"):
        return None
    gradient, correction = rest.args
    sums = isinstance(correction, Apply) and correction.op == "sum"
    return gradient if sums and any(node == output for _, node in parts(correction)) else None


def _zero(line: Line) -> Iterator[Rewrite]:
    if line.backward:
        form = "bias" if line.owner is not None and line.is_bias(line.owner) else ""
        gaps = {"name": line.sheet.show(line.step.key), "owner": line.sheet.show(line.owner or "")}
        yield Rewrite(times(Apply("ones_like", (line.expr,)), 0), gaps, form)


ENTRIES = (
    Mistake("updated-weight", _updated_weight, rank=SPECIFIC),
    Mistake("gradient-for-weight", _gradient_for_weight, rank=SPECIFIC),
    Mistake("diagonal-softmax", _diagonal_softmax, rank=SPECIFIC),
    Mistake("zero", _zero, rank=ANY, forms=("", "bias")),
)
