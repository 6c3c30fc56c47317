"""Gradients beside the backward program: of names that it leaves out, and measured numerically."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tutor.engine.derive import derive
from tutor.engine.draws import Clockwork
from tutor.engine.machine import Machine
from tutor.engine.model import Model
from tutor.engine.program import Programs
from tutor.formula.evaluate import Binder, run_all
from tutor.formula.operations.operation import Array, Instruction
from tutor.formula.tree import Expr


def gradient_lines(model: Model, programs: Programs, name: str) -> tuple[tuple[str, Expr], ...]:
    """Backward lines, the long way, that end with the gradient of ``name``; empty if none reaches it.

    ``name`` is any name of the model: an intermediate value that fusing leaves out, or data.
    """
    wanted = (*model.parameters, *([] if name in model.parameters else [name]))
    lines = derive(model.forward, programs.shapes, wanted, fuse=False).lines
    last = next((k for k, (line, _) in enumerate(lines) if line == f"d{name}"), None)
    return () if last is None else lines[: last + 1]


def bind_gradient(
    model: Model, programs: Programs, values: Mapping[str, Array], clock: Array, name: str
) -> tuple[list[Instruction], Array] | None:
    """Instructions that compute ∂L/∂name from a pass's forward ``values``, and where; None if nothing reaches it."""
    lines = gradient_lines(model, programs, name)
    if not lines:
        return None
    own = {key: array for key, array in values.items() if key not in programs.gradients}
    binder = Binder(own, Clockwork(model.seed, clock))
    instructions = [instruction for line, expr in lines for instruction in binder.line(line, expr)]
    return instructions, binder.values[f"d{name}"]


def gradient(model: Model, machine: Machine, clock: Array, name: str) -> Array | None:
    """∂L/∂name from the values that ``machine`` holds after its forward lines; None if no gradient reaches it."""
    bound = bind_gradient(model, machine.programs, machine.values, clock, name)
    if bound is None:
        return None
    instructions, array = bound
    run_all(instructions)
    return array


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """One cell of a gradient, derived and measured.

    Attributes:
        error: |analytic − numeric| / max(|analytic|, |numeric|, a thousandth of the largest gradient of the pass).
        kink: whether the slopes to the left and to the right differ, as at ReLU's corner: then neither is wrong.
    """

    name: str
    index: tuple[int, ...]
    analytic: float
    numeric: float
    error: float
    kink: bool


STEP = 6e-6
"""The step of the central difference, relative to the size of the value: near the cube root of double precision,
where truncation (h²) and rounding (1/h) cost about the same."""


class Measure:
    """Central differences of the loss of one pass."""

    def __init__(self, machine: Machine) -> None:
        """``machine`` stands in the pass to be measured; its values are put back as they were."""
        self._machine = machine
        self._forward = len(machine.programs.forward)

    def slopes(self, name: str, index: tuple[int, ...]) -> tuple[float, float, float]:
        """The central difference, and the one-sided ones to the left and to the right, of one cell of ``name``.

        ``name`` is a parameter or a datum, which the forward lines read.
        """
        array = self._machine.values[name]
        middle = float(array[index])
        step = STEP * max(abs(middle), 1.0)
        low, high = middle - step, middle + step
        before, here, after = (self._loss(array, index, value) for value in (low, middle, high))
        self._loss(array, index, middle)
        left, right = (here - before) / (middle - low), (after - here) / (high - middle)
        return (after - before) / (high - low), left, right

    def _loss(self, array: Array, index: tuple[int, ...], value: float) -> float:
        array[index] = value
        self._machine.run(0, self._forward)
        return self._machine.loss()


def check_gradients(machine: Machine, gradients: dict[str, Array]) -> Iterator[GradientCheck]:
    """Every cell of ``gradients`` (by the name that is differentiated for) beside its central difference."""
    largest = max((float(np.max(np.abs(array))) for array in gradients.values() if array.size), default=0.0)
    measure = Measure(machine)
    for name, array in gradients.items():
        for index in np.ndindex(array.shape):
            analytic = float(array[index])
            numeric, left, right = measure.slopes(name, index)
            scale = max(abs(analytic), abs(numeric), largest / 1000)
            error = abs(analytic - numeric) / scale if scale else 0.0
            kink = abs(left - right) > 1e-3 * max(abs(left), abs(right), largest / 1000)
            yield GradientCheck(name, index, analytic, numeric, error, kink)
