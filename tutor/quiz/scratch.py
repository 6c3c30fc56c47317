"""A scratch line: a calculator in the formula language that knows the values in view."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from tutor.formula import limits
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array
from tutor.formula.parse import is_name, parse_expression
from tutor.formula.problems import FormulaError
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, walk
from tutor.messages import Message
from tutor.quiz.reading import plainly
from tutor.quiz.sheet import finite

MOST_NUMBERS = 10_000
"""Numbers of any value that is worked out on the way."""

MOST_KEPT = 100
_ASSIGNMENT = re.compile(r"\s*([A-Za-z]\w*)\s*=(?!=)(.*)", re.DOTALL | re.ASCII)


@dataclass(frozen=True, slots=True)
class Result:
    """What a line came to, and the name that it was kept under."""

    value: Array
    name: str | None = None


class Scratch:
    """Lines of calculation; ``a = 0.2 * 0.3`` keeps a value for the lines that follow."""

    def __init__(self, values: Mapping[str, Array]) -> None:
        """``values``: what may be read, by name."""
        self._values = values
        self.kept: dict[str, Array] = {}

    def calculate(self, text: str) -> Result | Message:
        """Work out one line; a sentence where it cannot be.

        >>> import numpy as np
        >>> Scratch({"h": np.array([0.5, 0.25])}).calculate("h[0] * (1 - h[0])").value
        array(0.25)
        """
        if len(text) > limits.LINE_LENGTH:
            return Message("quiz.read-too-long", {"count": f"{len(text):,}", "most": f"{limits.LINE_LENGTH:,}"})
        match = _ASSIGNMENT.fullmatch(text)
        name, formula = (match[1], match[2]) if match else (None, text)
        if name is not None and not is_name(name):
            return Message("quiz.scratch-name", {"name": name})
        known = {**self._values, **self.kept}
        try:
            expr = parse_expression(plainly(formula))
            refused = _refused(expr, known)
            if refused is not None:
                return refused
            value = evaluate(expr, known)
        except FormulaError as found:
            return Message("quiz.read-formula", {"complaint": found.problems[0].message})
        if not finite(value):
            return Message("quiz.read-not-finite")
        if name is not None and len(self.kept) < MOST_KEPT:
            self.kept[name] = value
        return Result(value, name)


def _refused(expr: Expr, known: Mapping[str, Array]) -> Message | None:
    """Why a formula is not worked out: it draws at random, or a value in it would be too large."""
    shapes = {name: value.shape for name, value in known.items()}
    for node in walk(expr):
        if isinstance(node, Apply) and OPERATIONS[node.op].random:
            return Message("quiz.scratch-random", {"name": node.op})
        if math.prod(shape_of(node, shapes)) > MOST_NUMBERS:
            return Message("quiz.scratch-too-large", {"most": f"{MOST_NUMBERS:,}"})
    return None
