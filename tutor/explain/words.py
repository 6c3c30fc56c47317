"""One sentence about a cell, made from what its line does: true for any lesson, because it says no more than that."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.explain.backward_words import backward_words
from tutor.explain.explanation import Explanation
from tutor.explain.expression import Drawn, Operated
from tutor.explain.origin import Computed, End
from tutor.explain.rounding import rounded
from tutor.explain.sums import largest_term
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Way
from tutor.formula.tree import Apply
from tutor.messages import Message

_STRUCTURAL: Sequence[Way] = ("passes", "turns", "exchanges", "divides", "weighs", "shares")
"""Operations that show in an expression as the sums and products that they are."""


def words_of(explanation: Explanation) -> Message:
    """Why the cell has its value, in a sentence."""
    origin = explanation.origin
    if isinstance(origin, End):
        return Message(f"explain.end-{origin.kind}", {"name": explanation.spoken})
    if origin.phase is None:
        return Message("explain.carried", {"name": explanation.spoken})
    if isinstance(explanation.node, Drawn):
        scale = explanation.node.reads[0].value
        return Message(f"explain.drawn-{explanation.node.draw.op}", {"scale": rounded(scale)})
    if origin.phase == "update" and origin.name == origin.parameter:
        return _moved(explanation, origin)
    if origin.phase == "backward":
        return backward_words(explanation) or structure_words(explanation)
    return structure_words(explanation)


def structure_words(explanation: Explanation) -> Message:
    """What the expression is: a sum, a product, or what the line's operation does."""
    origin, value = explanation.origin, rounded(explanation.value)
    line = origin.expr if isinstance(origin, Computed) else None
    if isinstance(line, Apply) and OPERATIONS[line.op].way(0) not in _STRUCTURAL:
        return _operation_words(explanation, line)
    if len(explanation.terms) > 1:
        largest = largest_term(explanation.terms)
        count = len(explanation.terms)
        if largest is None:
            return Message("explain.sum", {"count": count})
        if largest.value == 0:
            return Message("explain.sum-of-zeros", {"count": count})
        shown = {"term": explanation.term_text(largest), "part": rounded(largest.value)}
        if shown["term"] == shown["part"]:  # a number of the formula: 1 in 1 − h
            return Message("explain.sum", {"count": count})
        return Message("explain.sum-largest", {"count": count, **shown})
    factors = explanation.terms[0].factors
    if len(factors) == 1:
        return Message("explain.copied", {"value": value})
    zero = next((factor for factor in factors if factor.value == 0 and not factor.below), None)
    if zero is not None:
        return Message("explain.product-zero", {"factor": explanation.factor_text(zero)})
    if any(factor.below for factor in factors):
        return Message("explain.quotient")
    return Message("explain.product", {"count": len(factors)})


def _operation_words(explanation: Explanation, line: Apply) -> Message:
    """What an operation makes of the numbers that it is given."""
    operation, value = OPERATIONS[line.op], rounded(explanation.value)
    node = explanation.node
    if isinstance(node, Operated) and node.op == line.op and len(node.parts) == 1:
        x = node.parts[0].value
        if operation.way(0) == "gates":
            return Message("explain.gate-open" if x > 0 else "explain.gate-closed", {"x": rounded(x)})
        return Message("explain.turns-into", {"operation": line.op, "x": rounded(x), "value": value})
    return Message("explain.operation", {"operation": line.op, "about": operation.about, "value": value})


def _moved(explanation: Explanation, origin: Computed) -> Message:
    """How far an update moved a parameter, and whether against its gradient."""
    index = explanation.address.index or ()
    before = explanation.snapshot.before
    old, new = float(before[origin.name][index]), explanation.value
    shown = {"name": explanation.spoken, "old": rounded(old), "new": rounded(new), "step": rounded(new - old)}
    if new == old:
        return Message("explain.stayed", shown)
    gradient = before.get(f"d{origin.name}")
    if gradient is None or gradient[index] == 0:
        return Message("explain.moved", shown)
    slope = float(gradient[index])
    against = (new < old) == (slope > 0)
    way = "explain.moved-against" if against else "explain.moved-along"
    return Message(way, {**shown, "gradient": rounded(slope)})
