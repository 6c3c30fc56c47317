"""Walking from cell to cell: into what a cell reads or what reads it, and back the way one came."""

from __future__ import annotations

from tutor.engine.address import Address
from tutor.explain.explainer import Explainer
from tutor.explain.explanation import Explanation

MOST_STEPS = 500
"""Cells of a walk that are remembered; the first ones are forgotten."""


class Walk:
    """A walk through the cells of a run.

    Attributes:
        steps: the cells walked through, the first one first, the one here last.
    """

    def __init__(self, explainer: Explainer, start: Address | Explanation) -> None:
        """Begin at ``start``: a cell, or the explanation of a part of a line, which has no address.

        Raises:
            ExplainError: if it names no cell.
        """
        self._explainer = explainer
        self.steps: list[Explanation] = [explainer.explain(start) if isinstance(start, Address) else start]

    @property
    def here(self) -> Explanation:
        """The cell that is looked at."""
        return self.steps[-1]

    @property
    def path(self) -> tuple[Address, ...]:
        """The addresses of the cells walked through."""
        return tuple(step.address for step in self.steps)

    def enter(self, address: Address) -> Explanation:
        """Go on to another cell: most often one that is read here, or that reads what is here.

        Raises:
            ExplainError: if it names no cell; then the walk stays where it is.
        """
        self.steps.append(self._explainer.explain(address))
        del self.steps[:-MOST_STEPS]
        return self.here

    def back(self) -> Explanation:
        """Go back to the cell before; at the beginning the walk stays where it is."""
        if len(self.steps) > 1:
            self.steps.pop()
        return self.here
