"""A number as a learner types it: digits, or arithmetic with constants. Knows no Textual."""

from __future__ import annotations

import numpy as np

from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.parse import parse_expression
from tutor.formula.problems import FormulaError
from tutor.formula.tree import Apply, Name, walk
from tutor.messages import Message
from tutor.tui.jamo import as_typed
from tutor.tui.picture.numbers import MINUS


class NotANumberError(ValueError):
    """A text that gives no number; ``message`` says why, ``column`` where, from 0, if that is known."""

    def __init__(self, message: Message, column: int | None = None) -> None:
        self.message = message
        self.column = column
        super().__init__(message.key)


def plain(text: str) -> str:
    """``text`` as the formula language spells it: Latin letters for Hangul, and the minus sign of the screen as ``-``.

    >>> plain("−0.5")
    '-0.5'
    """
    return as_typed(text).replace(MINUS, "-")


def read_number(text: str) -> float:
    """The number that ``text`` gives.

    >>> read_number("1/4"), read_number("-2**3"), read_number("sqrt(4)")
    (0.25, -8.0, 2.0)

    Raises:
        NotANumberError: if it gives none.
    """
    try:
        expr = parse_expression(plain(text))
        for node in walk(expr):
            if isinstance(node, Name) or (isinstance(node, Apply) and OPERATIONS[node.op].random):
                column = None if node.place is None else node.place.column - 1
                name = node.id if isinstance(node, Name) else node.op
                raise NotANumberError(Message("tui.typed-name", {"name": name}), column)
        value = evaluate(expr, {})
    except FormulaError as found:
        first = found.problems[0]
        raise NotANumberError(first.message, None if first.place is None else first.place.column - 1) from None
    if value.shape != ():
        raise NotANumberError(Message("tui.typed-many"))
    if not np.isfinite(value):
        raise NotANumberError(Message("tui.typed-not-finite"))
    return float(value)
