"""A sentence about a gradient: what the operation that reads the value does with what comes back to it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tutor.engine.fusions import FUSIONS, Fusion, shown_output
from tutor.engine.program import Line
from tutor.engine.signs import NEARLY_FLAT, slope
from tutor.explain.explanation import Explanation
from tutor.explain.expression import Cell
from tutor.explain.naming import Naming
from tutor.explain.rounding import rounded
from tutor.explain.sums import largest_term
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Index, Operation, Way
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, Number, names_in, walk
from tutor.formula.write import write
from tutor.messages import Message, Words


def backward_words(explanation: Explanation) -> Message | None:
    """What is true of this gradient by the line that reads the value; None if its own line was replaced."""
    name, model = explanation.differentiated, explanation.snapshot.model
    if name is None or f"d{name}" in model.wrong:
        return None
    lines = [explanation.graph.lines[reader] for reader in explanation.graph.readers(name)]
    spoken = {"name": explanation.naming.spoken(name, explanation.index)}
    if len(lines) != 1:
        shown = ", ".join(explanation.naming.value(line.name) for line in lines)
        return Message("explain.back-gathers", {**spoken, "count": len(lines), "lines": shown})
    (line,) = lines
    way = _Way(explanation, name, line)
    if line.name in explanation.snapshot.programs.fused and _is_of(line.expr, name):
        return way.cancelled()
    once = sum(node == Name(name) for node in walk(line.expr)) == 1
    return (way.said() if once else None) or _rate(explanation, spoken)


def _is_of(expr: Expr, name: str) -> bool:
    """Whether ``expr`` is a function of ``name`` and of nothing else."""
    return isinstance(expr, Apply) and tuple(expr.args) == (Name(name),)


def _rate(explanation: Explanation, spoken: dict[str, Words]) -> Message:
    """What a gradient always says; or that a factor of 0 lets nothing through."""
    if len(explanation.terms) == 1:
        zero = next((factor for factor in explanation.terms[0].factors if factor.value == 0), None)
        if zero is not None and len(explanation.terms[0].factors) > 1:
            return Message("explain.product-zero", {"factor": explanation.factor_text(zero)})
    loss = explanation.naming.value(explanation.snapshot.model.loss)
    return Message("explain.back-rate", {**spoken, "loss": loss, "value": rounded(explanation.value)})


@dataclass(frozen=True, slots=True)
class _Turn:
    """One operation on the way from a line's result to the value: which of its operands leads there."""

    operation: Operation
    expr: Apply
    position: int

    @property
    def way(self) -> Way:
        return self.operation.way(self.position)

    @property
    def other(self) -> Expr | None:
        """The other operand, of two."""
        return self.expr.args[1 - self.position] if len(self.expr.args) == 2 else None

    @property
    def operand(self) -> Expr:
        return self.expr.args[self.position]


def _turns(expr: Expr, name: str) -> Iterator[_Turn]:
    """The operations from the outermost to the one that reads ``name``."""
    while isinstance(expr, Apply):
        position = next(k for k, arg in enumerate(expr.args) if name in names_in(arg))
        yield _Turn(OPERATIONS[expr.op], expr, position)
        expr = expr.args[position]


class _Way:
    """The way from one line back to the one place where it reads a value."""

    def __init__(self, explanation: Explanation, name: str, line: Line) -> None:
        self._explanation = explanation
        self._naming: Naming = explanation.naming
        self._before = explanation.snapshot.before
        self._name = name
        self._index: Index = explanation.index
        self._line = line
        self._spoken = {"name": self._naming.spoken(name, explanation.index), "line": self._naming.value(line.name)}

    def said(self) -> Message | None:
        """The sentence; None if no single operation accounts for the gradient."""
        turns = list(_turns(self._line.expr, self._name))
        special = [turn for turn in turns if turn.way not in ("passes", "turns")]
        turned = sum(turn.way == "turns" for turn in turns) % 2 == 1
        spread = any(self._spreads(turn) for turn in turns)
        if spread and len(self._explanation.terms) == 1:  # it goes into many cells, and the sum has been simplified
            return None
        if not special:
            return self._handed_on(turned=turned)
        if len(special) > 1 or turned or (spread and special[0].way not in ("exchanges", "weighs")):
            return None
        return self._by(special[0])

    def _spreads(self, turn: _Turn) -> bool:
        """Whether broadcasting repeats the operand."""
        shapes = self._explanation.snapshot.programs.shapes
        return turn.operation.elementwise and shape_of(turn.operand, shapes) != shape_of(turn.expr, shapes)

    def _by(self, turn: _Turn) -> Message | None:
        """What one operation does with what comes back to it."""
        match turn.way:
            case "slope" | "gates":
                return self._sloped(turn) if turn.operand == Name(self._name) else None
            case "exchanges":
                return self._exchanged(turn)
            case "weighs":
                return self._weighed(turn)
            case "shares":
                return self._shared(turn)
            case "divides":
                return Message("explain.back-divides", {**self._spoken, "other": self._text(turn.other)})
            case "chooses":
                return Message("explain.back-chooses", self._spoken)
            case _:
                return None

    def _handed_on(self, *, turned: bool) -> Message:
        count = len(self._explanation.terms)
        if count > 1:
            way = "explain.back-spread-turned" if turned else "explain.back-spread"
            return Message(way, {**self._spoken, "count": count})
        return Message("explain.back-turns" if turned else "explain.back-passes", self._spoken)

    def _sloped(self, turn: _Turn) -> Message:
        x = self._before[self._name]
        here = float(x[self._index])
        if turn.way == "gates":
            way = "open" if here > 0 else "corner" if here == 0 else "closed"
            return Message(f"explain.back-gate-{way}", {**self._spoken, "x": rounded(here)})
        out = self._explanation.value_of(turn.expr)
        steepness = float(slope(turn.operation, x, out, dict(turn.expr.options))[self._index])
        shown = {**self._spoken, "operation": turn.expr.op, "x": rounded(here), "slope": rounded(steepness)}
        flat = turn.operation.activation and abs(steepness) < NEARLY_FLAT
        return Message("explain.back-slope-flat" if flat else "explain.back-slope", shown)

    def _exchanged(self, turn: _Turn) -> Message | None:
        if len(self._explanation.terms) > 1:
            return self._weighed(turn)
        shapes = self._explanation.snapshot.programs.shapes
        shape = shape_of(turn.expr, shapes)
        shown = {**self._spoken, "other": self._text(turn.other)}
        if turn.other is None or isinstance(turn.other, Number) or shape != shapes[self._name]:
            return Message("explain.back-exchanges", shown)
        value = float(np.broadcast_to(self._explanation.value_of(turn.other), shape)[self._index])
        return Message("explain.back-exchanges-number", {**shown, "value": rounded(value)})

    def _weighed(self, turn: _Turn) -> Message | None:
        """A weight gets its input times what comes back, an input its weights times that; one term or a sum of them."""
        terms = self._explanation.terms
        if len(terms) > 1:
            largest = largest_term(terms)
            if largest is None or largest.value == 0:
                key = "back-weighs" if largest is None else "back-weighs-nothing"
                return Message(f"explain.{key}", {**self._spoken, "count": len(terms), "other": self._text(turn.other)})
            shown = {"term": self._explanation.term_text(largest), "part": rounded(largest.value)}
            return Message(
                "explain.back-weighs-largest",
                {**self._spoken, "count": len(terms), "other": self._text(turn.other), **shown},
            )
        names = () if turn.other is None else names_in(turn.other)
        cells = [factor.node for factor in terms[0].factors if isinstance(factor.node, Cell) and factor.address]
        other = next((cell for cell in cells if cell.name in names), None)
        if other is None:
            return None
        spoken = self._naming.spoken(other.name, other.index)
        return Message("explain.back-weighs-one", {**self._spoken, "other": spoken, "value": rounded(other.value)})

    def _shared(self, turn: _Turn) -> Message:
        shapes = self._explanation.snapshot.programs.shapes
        whole, means = (math.prod(shape_of(expr, shapes)) for expr in (turn.operand, turn.expr))
        return Message("explain.back-shares", {**self._spoken, "count": whole // means})

    def _text(self, expr: Expr | None) -> str:
        if expr is None:
            return ""
        return write(expr, "unicode", self._explanation.snapshot.programs.shapes, self._naming.value)

    # Loss and activation that cancel

    def cancelled(self) -> Message:
        """The output, its target, and that their difference is what is left."""
        loss, fusion = self._fusing_loss()
        target = loss.args[1]
        shape = self._before[self._line.name].shape
        y = float(self._before[self._line.name][self._index])
        t = float(self._explanation.value_of(target)[self._index])
        shown: dict[str, object] = {
            "output": self._naming.spoken(self._line.name, self._index), "y": rounded(y), "t": rounded(t),
            "activation": fusion.activation, "loss": fusion.loss, "count": fusion.count(shape),
        }  # fmt: skip
        model = self._explanation.snapshot.model
        alone = self._explanation.graph.lines[model.loss].expr == loss
        if not alone:
            return Message("explain.back-cancels-scaled", shown)
        return Message("explain.back-cancels" if shown["count"] != 1 else "explain.back-cancels-one", shown)

    def _fusing_loss(self) -> tuple[Apply, Fusion]:
        by_loss = {fusion.loss: fusion for fusion in FUSIONS}
        for line in self._explanation.graph.lines.values():
            for node in walk(line.expr):
                if isinstance(node, Apply) and node.op in by_loss and shown_output(node) == self._line.name:
                    return node, by_loss[node.op]
        raise LookupError(self._line.name)
