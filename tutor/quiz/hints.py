"""The ladder of hints, made from formulas: where, the idea, the formula, the formula with the numbers, the result."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from tutor.formula.cells import cell
from tutor.formula.display import superscript
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array, Index, Shape
from tutor.formula.tree import Apply, Expr, Name, names_in, rebuild, walk
from tutor.formula.write import write
from tutor.messages import Message
from tutor.quiz.mistakes.mistake import Line
from tutor.quiz.numbers import MINUS, written, written_to
from tutor.quiz.precision import Precision
from tutor.quiz.questions import ByHand
from tutor.quiz.reading import MOST_CHARACTERS, Understood, read_cell
from tutor.quiz.trees import terms_of

Rung: TypeAlias = Literal["where", "idea", "formula", "numbers", "result"]
RUNGS: tuple[Rung, ...] = ("where", "idea", "formula", "numbers", "result")
"""From the least to the whole; the last one counts as having been shown the line."""

_ALL = 10**6


@dataclass(frozen=True, slots=True)
class Hint:
    """One rung.

    Attributes:
        message: the sentence.
        cells: for the last two rungs what may be typed into each asked cell.
    """

    rung: Rung
    message: Message
    cells: Mapping[Index, str] = field(default_factory=dict)


def hint(question: ByHand, rung: Rung) -> Hint:
    """The hint on ``rung`` for a question."""
    sheet, step = question.sheet, question.step
    if rung == "where":
        number = sheet.steps.index(step) + 1
        reads = ", ".join(sheet.show(key) for key in names_in(step.expr)) or "–"
        gaps = {"name": question.name, "number": number, "count": len(sheet.steps), "reads": reads}
        return Hint(rung, Message(f"quiz.hint-where-{step.phase}", gaps))
    if rung == "idea":
        return Hint(rung, Message(f"quiz.idea-{_idea(Line(sheet, step))}", {"name": question.name}))
    if rung == "formula":
        formula = f"{question.name} = {sheet.text(step.expr)}"
        return Hint(rung, Message("quiz.hint-formula", {"formula": formula}))
    if rung == "numbers":
        return Hint(rung, Message("quiz.hint-numbers", {"name": question.name}), _with_numbers(question))
    return Hint(rung, Message("quiz.hint-result", {"name": question.name}), results(question))


def results(question: ByHand) -> dict[Index, str]:
    """The right value of each asked cell, with two digits more than are asked for."""
    precision, step = Precision(question.sheet), question.step
    value, unit = question.sheet.values[step.key], precision.unit(step)
    return {index: _result(float(value[index]), float(unit[index])) for index in question.cells}


def _result(value: float, unit: float) -> str:
    """``value`` as it may be typed: short where it is short, else with two digits more than are asked for."""
    short = written(value)
    exact = abs(float(short.replace(MINUS, "-")) - value) <= 1e-12 * abs(value)
    return short if exact else written_to(value, unit / 100)


def _with_numbers(question: ByHand) -> dict[Index, str]:
    return {index: cell_with_numbers(question, index) for index in question.cells}


def cell_with_numbers(question: ByHand, index: Index) -> str:
    """The arithmetic of one cell, the values put in: it may be typed as the answer.

    Of what would be too long to be typed, the innermost parts are worked out; so is what is no arithmetic with single
    numbers, as the place of the largest.
    """
    scalar, values = _scalar(question, index)
    for depth in (_ALL, *range(6, 0, -1)):
        text = _typeset(_worked_out(scalar, values, depth), values)
        if len(text) <= MOST_CHARACTERS and isinstance(read_cell(text), Understood):
            return text
    return results(question)[index]


def _scalar(question: ByHand, index: Index) -> tuple[Expr, dict[str, Array]]:
    """The formula of one cell over single numbers, and those numbers by name."""
    sheet = question.sheet
    values: dict[str, Array] = {}

    def put_in(node: Expr) -> Expr | None:
        if isinstance(node, Apply) and not (node.op == "pick" and isinstance(node.args[0], Name)):
            return None
        if not isinstance(node, (Apply, Name)):
            return None
        name = f"v{len(values)}"
        values[name] = np.asarray(sheet.compute(node)).reshape(())
        return Name(name)

    return rebuild(cell(question.step.expr, index, sheet.shapes), put_in), values


def _worked_out(expr: Expr, values: dict[str, Array], depth: int) -> Expr:
    """``expr`` with what stands deeper than ``depth`` worked out; 0 times what is not finite, as 0 · ln 0, is 0."""
    if not isinstance(expr, Apply) or not expr.args:
        return expr
    if depth == 0:
        return _named(_value(expr, values), values)
    if expr.op == "multiply":
        sides = [_value(arg, values) for arg in expr.args]
        if 0.0 in sides and not all(map(math.isfinite, sides)):
            return _named(0.0, values)
    return Apply(expr.op, tuple(_worked_out(arg, values, depth - 1) for arg in expr.args), expr.options)


def _value(expr: Expr, values: Mapping[str, Array]) -> float:
    return float(evaluate(expr, {name: values[name] for name in names_in(expr)}))


def _named(value: float, values: dict[str, Array]) -> Name:
    name = f"v{len(values)}"
    values[name] = np.array(value)
    return Name(name)


def _typeset(scalar: Expr, values: Mapping[str, Array]) -> str:
    texts = {name: written(float(value)) for name, value in values.items()}
    texts = {name: f"({text})" if text.startswith(MINUS) else text for name, text in texts.items()}
    shapes: dict[str, Shape] = dict.fromkeys(texts, ())
    text = write(scalar, "formula", shapes, lambda name: texts.get(name, name))
    text = re.sub(r"\*\*(\d+)", lambda power: superscript(int(power[1])), text)
    text = re.sub(r"\((\([^()]*\))\)", r"\1", text)  # of a function's own brackets around those of a sign, one pair
    return text.replace(" * ", " · ").replace("-", MINUS).replace("sigmoid(", "σ(").replace("sqrt(", "√(")


_ROOTS = {"softmax": "softmax", "bce": "loss", "cross_entropy": "loss", "matmul": "linear", "step": "activation"}


def _idea(line: Line) -> str:
    """The kind of line, as far as an idea goes with it."""
    if line.updating:
        return _idea_of_update(line)
    if line.backward:
        return _idea_of_gradient(line)
    root = line.expr
    if line.step.key == line.sheet.loss and line.loss is not None and line.sheet.model.update is not None:
        return "loss"
    if isinstance(root, Apply) and OPERATIONS[root.op].activation:
        return "activation"
    if any(isinstance(term.expr, Apply) and term.expr.op == "matmul" for term in terms_of(root)):
        return "linear"
    return _ROOTS.get(root.op, "forward") if isinstance(root, Apply) else "forward"


def _idea_of_update(line: Line) -> str:
    if line.step.name not in line.sheet.model.parameters:
        return "state"
    return "update" if any(name in line.sheet.gradients for name in line.names) else "update-state"


def _idea_of_gradient(line: Line) -> str:
    sheet, owner = line.sheet, line.owner or ""
    if sheet.model.update is None:
        return _idea_of_node(line, owner)
    if owner in sheet.model.parameters:
        return "bias-gradient" if line.is_bias(owner) else "weight-gradient"
    if any(_before(line, output) == owner for output in sheet.fused if output):
        return "fused"
    if not any(name in sheet.gradients for name in line.names):
        return "from-loss"
    if any(name in sheet.model.parameters for name in line.names):
        return "back-through-weights"
    through = [step for step in sheet.steps if step.phase == "forward" and owner in names_in(step.expr)]
    if any(isinstance(node, Apply) and OPERATIONS[node.op].activation for step in through for node in walk(step.expr)):
        return "back-through-activation"
    return "several-ways" if len(through) > 1 else "chain"


def _idea_of_node(line: Line, owner: str) -> str:
    """The idea in a computation graph: what the operation after ``owner`` does with what comes back."""
    through = [step.expr for step in line.sheet.steps if step.phase == "forward" and owner in names_in(step.expr)]
    if len(through) > 1:
        return "several-ways"
    root = through[0] if through else line.expr
    nodes = {"multiply": "multiply-node", "add": "add-node", "subtract": "add-node"}
    return nodes.get(root.op, "chain") if isinstance(root, Apply) else "chain"


def _before(line: Line, output: str) -> str | None:
    """The key of what the activation with this output was taken of."""
    activated = line.activation(Name(output))
    return activated[1].id if activated is not None and isinstance(activated[1], Name) else None
