"""Pairs of a loss and the activation before it whose gradients cancel into one short form.

The derivative of the loss has the activation's derivative below the line, so the two steps ``dy`` and
``dz = dy * y * (1 - y)`` become ``dz = (y - Y) / N``.
"""

from __future__ import annotations

from typing import NamedTuple

from tutor.formula.operations.operation import Shape
from tutor.formula.tree import Apply, Name


class Fusion(NamedTuple):
    """One pair.

    Attributes:
        loss, activation: names of the operations; the loss's first operand is the activation's result.
        gradient: of the loss with respect to the activation's input: formula text in ``g`` (the gradient of the loss's
            result), ``out`` (the activation's result), ``t`` (the target) and ``n``.
        rowwise: whether ``n`` counts rows (a vector is one) rather than cells, and the form holds only for rows of
            targets that sum to 1.
    """

    loss: str
    activation: str
    gradient: str
    rowwise: bool

    def count(self, shape: Shape) -> int:
        """``n`` for an output of ``shape``."""
        if self.rowwise:
            return shape[0] if len(shape) > 1 else 1
        size = 1
        for axis in shape:
            size *= axis
        return size


FUSIONS = (
    Fusion("bce", "sigmoid", "g * (out - t) / n", rowwise=False),
    Fusion("cross_entropy", "softmax", "g * (out - t) / n", rowwise=True),
)


def shown_output(loss: Apply) -> str:
    """The name of the activation's result that a loss reads; empty where it has none."""
    output = loss.args[0]
    return output.id if isinstance(output, Name) else ""
