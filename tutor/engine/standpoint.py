"""A place in a pass, and what can be asked there. Nothing here moves: to look changes nothing that is computed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tutor.engine.gradients import bind_gradient
from tutor.engine.passes import Passes
from tutor.engine.program import Line, Programs
from tutor.formula.evaluate import run_all
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Expr


class Standpoint:
    """A pass of which some lines have run.

    Attributes:
        model: what runs.
    """

    def __init__(self, passes: Passes) -> None:
        """At the beginning of the pass that ``passes`` stands in."""
        self.model = passes.model
        self._passes = passes
        self._line = 0

    # Lines

    @property
    def programs(self) -> Programs:
        """The programs of this pass."""
        return self._passes.machine.programs

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of this pass."""
        return self.programs.lines

    @property
    def current(self) -> Line | None:
        """The line that ran last; None at the beginning of a pass."""
        return self.lines[self._line - 1] if self._line else None

    @property
    def learns(self) -> bool:
        """Whether there is an update program, so that there are updates to go to."""
        return bool(self.programs.update)

    # Values

    def value(self, name: str) -> Array | None:
        """The value of ``name`` at this position, not to be written to; None if it has not been computed yet.

        A parameter or a state has its newest value: the one that the pass began with until its update line has run.

        Raises:
            KeyError: if nothing is called ``name``.
        """
        array = self._passes.machine.values[name]
        return read_only(array) if self._is_computed(name) else None

    def _is_computed(self, name: str) -> bool:
        if name in self._passes.learned.values:
            return True
        positions = [position for position, line in enumerate(self.lines) if line.name == name]
        return not positions or positions[0] < self._line

    def entering(self, name: str) -> Array:
        """The value of a parameter or a state as this pass read it.

        Raises:
            KeyError: if ``name`` is neither.
        """
        return read_only(self._passes.learned.view(self._passes.entering)[name])

    @property
    def learned(self) -> tuple[str, ...]:
        """The names of what updates change: parameters, then states."""
        return tuple(self._passes.learned.values)

    @property
    def hyper(self) -> Mapping[str, float]:
        """The hyper-parameters as they stand here."""
        return {name: float(array) for name, array in self._passes.given.hyper.items()}

    def data(self, name: str) -> Array:
        """The whole of a data array as it stands here, whatever the batch shows of it.

        Raises:
            KeyError: if ``name`` is no data.
        """
        return read_only(self._passes.given.data[name])

    def gradient(self, name: str) -> Array | None:
        """∂L/∂name here, whether or not the backward program has a line for it.

        None if the pass has not come that far yet, or if no gradient reaches ``name``.
        """
        if f"d{name}" in self.programs.gradients:
            return self.value(f"d{name}")
        passes = self._passes
        read = {**passes.machine.values, **passes.learned.view(passes.entering)}  # an update may have moved them since
        bound = bind_gradient(self.model, self.programs, read, passes.given.clock, name)
        if bound is None or bound.ready > self._line:
            return None
        run_all(bound.instructions)
        return bound.value

    # Watches and conditions

    def watches(self) -> dict[str, float | None]:
        """The watches at this position; None for those that read what has not been computed yet."""
        watches = self._passes.observer.watches.items()
        return {name: watch.read() if watch.ready <= self._line else None for name, watch in watches}

    def condition(self, expr: Expr) -> bool | None:
        """Whether ``expr`` holds here; None if it reads what has not been computed yet."""
        observation = self._passes.observer.condition(expr)
        return None if observation.ready > self._line else observation.read() != 0

    def number(self, expr: Expr) -> float | None:
        """The number that ``expr`` is here; None if it reads what has not been computed yet.

        Raises:
            FormulaError: if it reads what does not exist, or is not one number.
        """
        observation = self._passes.observer.number(expr)
        return None if observation.ready > self._line else observation.read()

    def knows(self, expr: Expr) -> bool:
        """Whether everything that ``expr``, a number, reads has been computed here."""
        return self._passes.observer.number(expr).ready <= self._line

    def lost_at(self) -> str | None:
        """The address of the first value that is not a finite number, among those that this pass read and computed."""
        passes = self._passes
        if not np.isfinite(passes.entering).all():
            read = passes.learned.view(passes.entering).items()
            return next(f"{passes.update}/{name}" for name, array in read if not np.isfinite(array).all())
        for line in self.lines[: self._line]:
            if not np.isfinite(passes.machine.values[line.name]).all():
                return f"{passes.update + (line.phase == 'update')}/{line.name}"
        return None


def read_only(array: Array) -> Array:
    """The same numbers, not to be written to."""
    view = array.view()
    view.flags.writeable = False
    return view
