"""Walking from cell to cell: into what a cell reads or what reads it, and back the way one came."""

from __future__ import annotations

from tutor.engine.address import Address
from tutor.explain.explainer import Explainer
from tutor.explain.explanation import Explanation


class Walk:
    """A walk through the cells of a run, and the path walked so far.

    Attributes:
        here: the cell that is looked at.
    """

    def __init__(self, explainer: Explainer, start: Address) -> None:
        """Begin at ``start``.

        Raises:
            ExplainError: if it names no cell.
        """
        self._explainer = explainer
        self._steps: list[Explanation] = []
        self.here = explainer.explain(start)

    @property
    def path(self) -> tuple[Address, ...]:
        """The cells walked through, the first one first, the one here last."""
        return (*(step.address for step in self._steps), self.here.address)

    def enter(self, address: Address) -> Explanation:
        """Go to another cell; one that the path goes through already is gone back to, so that it has no circles.

        Raises:
            ExplainError: if it names no cell; then one stays here.
        """
        path = self.path
        if address in path:
            for _ in range(len(path) - 1 - path.index(address)):
                self.back()
            return self.here
        there = self._explainer.explain(address)
        self._steps.append(self.here)
        self.here = there
        return there

    def back(self) -> Explanation:
        """Go back to the cell before; at the beginning of the walk one stays there."""
        if self._steps:
            self.here = self._steps.pop()
        return self.here
