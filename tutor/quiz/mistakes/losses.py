"""Mistakes in losses: logarithms, squares, targets, and what the loss is taken of."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tutor.formula.tree import Apply, Expr, Name, number
from tutor.quiz.mistakes.mistake import SPECIFIC, Line, Mistake, Rewrite
from tutor.quiz.trees import at_path, has, one_minus, over, parts, put, swap

_LN_10 = number(math.log(10))
_LOGARITHMS = ("ln", "bce", "cross_entropy")
_TWO = number(2)


def _log10(line: Line) -> Iterator[Rewrite]:
    changed = line.expr
    for at, node in sorted(parts(line.expr), key=lambda part: -len(part[0])):
        if isinstance(node, Apply) and node.op in _LOGARITHMS:
            changed = put(changed, at, over(at_path(changed, at), _LN_10))
    if changed != line.expr:
        yield Rewrite(changed)


def _squared_differences(line: Line) -> Iterator[tuple[tuple[int, ...], Expr, Expr]]:
    for at, node in parts(line.expr):
        if isinstance(node, Apply) and node.op == "power" and node.args[1] == _TWO:
            base = node.args[0]
            if isinstance(base, Apply) and base.op == "subtract":
                yield at, base.args[0], base.args[1]


def _difference_of_squares(line: Line) -> Iterator[Rewrite]:
    for at, left, right in _squared_differences(line):
        squares = (Apply("power", (left, _TWO)), Apply("power", (right, _TWO)))
        changed = Apply("subtract", squares)
        asked = Apply("power", (Apply("subtract", (left, right)), _TWO))
        yield Rewrite(put(line.expr, at, changed), {"used": line.text(changed), "asked": line.text(asked)})


def _absolute(line: Line) -> Iterator[Rewrite]:
    for at, left, right in _squared_differences(line):
        size = Apply("abs", (Apply("subtract", (left, right)),))
        asked = Apply("power", (Apply("subtract", (left, right)), _TWO))
        yield Rewrite(put(line.expr, at, size), {"used": line.text(size), "asked": line.text(asked)})


def _swap_classes(line: Line) -> Iterator[Rewrite]:
    """The target of a cross-entropy for the other class."""
    if line.loss is None or not (line.step.key == line.sheet.loss or line.backward):
        return
    if not any(has(node, *_LOGARITHMS) for node in line.loss_parts):
        return
    for name in line.names:
        if name in line.sheet.model.data and (line.step.key == line.sheet.loss or _is_output_error(line)):
            changed = swap(line.expr, Name(name), one_minus(Name(name)))
            yield Rewrite(changed, {"target": line.sheet.show(name)})


def _is_output_error(line: Line) -> bool:
    """Whether the line is a difference of an output and a target."""
    return any(
        isinstance(node, Apply) and node.op == "subtract" and all(isinstance(arg, Name) for arg in node.args)
        for _, node in parts(line.expr)
    )


def _logits(line: Line) -> Iterator[Rewrite]:
    """The loss, or its gradient, taken of the value before the output's activation."""
    if line.loss is None:
        return
    outputs = {node.id for node in line.loss_parts if isinstance(node, Name) and line.activation(node) is not None}
    at_loss = line.step.key == line.sheet.loss or (line.backward and _is_output_error(line))
    for name in line.names if at_loss else ():
        activated = line.activation(Name(name))
        if name in outputs and activated is not None:
            gaps = {"value": line.sheet.show(name), "before": line.text(activated[1])}
            yield Rewrite(swap(line.expr, Name(name), activated[1]), gaps)


ENTRIES = (
    Mistake("log10", _log10, rank=SPECIFIC),
    Mistake("difference-of-squares", _difference_of_squares, rank=SPECIFIC),
    Mistake("absolute", _absolute, rank=SPECIFIC),
    Mistake("swap-classes", _swap_classes, rank=SPECIFIC),
    Mistake("logits", _logits, rank=SPECIFIC),
)
