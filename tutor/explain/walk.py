"""Walking from cell to cell: into what a cell reads or what reads it, and back the way one came."""

from __future__ import annotations

from tutor.engine.address import Address
from tutor.explain.explainer import Explainer
from tutor.explain.explanation import Explanation


class Walk:
    """A walk through the cells of a run.

    Attributes:
        here: the cell that is looked at.
        path: the cells walked through, the first one first, the one here last.
    """

    def __init__(self, explainer: Explainer, start: Address) -> None:
        """Begin at ``start``.

        Raises:
            ExplainError: if it names no cell.
        """
        self._explainer = explainer
        self.here: Explanation = explainer.explain(start)
        self.path: tuple[Address, ...] = (self.here.address,)

    def enter(self, address: Address) -> Explanation:
        """Go on to another cell: most often one that is read here, or that reads what is here.

        Raises:
            ExplainError: if it names no cell; then the walk stays where it is.
        """
        self.here = self._explainer.explain(address)
        self.path = (*self.path, self.here.address)
        return self.here

    def back(self) -> Explanation:
        """Go back to the cell before; at the beginning the walk stays where it is."""
        if len(self.path) > 1:
            self.here = self._explainer.explain(self.path[-2])
            self.path = self.path[:-1]
        return self.here
