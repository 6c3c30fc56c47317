"""Gradients beside the backward program: of names that it leaves out, and measured numerically."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from tutor.engine.derive import derive
from tutor.engine.draws import Clockwork
from tutor.engine.fusions import FUSIONS, shown_output
from tutor.engine.model import Model
from tutor.engine.program import Programs
from tutor.formula.evaluate import Binder
from tutor.formula.operations.operation import Array, Instruction
from tutor.formula.tree import Apply, Expr, names_in, walk


def gradient_lines(model: Model, programs: Programs, name: str) -> tuple[tuple[str, Expr], ...]:
    """Backward lines that end with the gradient of ``name``; empty if none reaches it.

    ``name`` is any name of the model: an intermediate value that fusing leaves out, or data. The lines go on from those
    that the pass has: a gradient that it computes is read, not derived again.
    """
    wanted = (*model.parameters, *([] if name in model.parameters else [name]))
    short = bool(programs.fused) and name not in programs.fused
    known = _fused_targets(programs)
    derived = derive(model.forward, programs.shapes, wanted, fuse=short, sums_to_one=lambda target: target in known)
    lines = dict(derived.lines)
    last = f"d{name}"
    if last not in lines:
        return ()
    needed = {last}
    for line in reversed(lines):
        if line in needed:
            needed.update(read for read in names_in(lines[line]) if read not in programs.gradients)
    return tuple((line, expr) for line, expr in lines.items() if line in needed)


def _fused_targets(programs: Programs) -> frozenset[Expr]:
    """The targets of the losses that cancel against an activation in ``programs``."""
    losses = {fusion.loss for fusion in FUSIONS}
    return frozenset(
        node.args[1]
        for line in programs.forward
        for node in walk(line.expr)
        if isinstance(node, Apply) and node.op in losses and shown_output(node) in programs.fused
    )


class BoundGradient(NamedTuple):
    """``instructions`` compute ``value`` once ``ready`` lines of the pass have run."""

    instructions: tuple[Instruction, ...]
    value: Array
    ready: int


def bind_gradient(
    model: Model, programs: Programs, values: Mapping[str, Array], clock: Array, name: str
) -> BoundGradient | None:
    """∂L/∂name from the ``values`` of a pass; None if nothing reaches it."""
    lines = gradient_lines(model, programs, name)
    if not lines:
        return None
    own = {key: array for key, array in values.items() if key not in dict(lines)}
    binder = Binder(own, Clockwork(model.seed, clock))
    instructions = [instruction for line, expr in lines for instruction in binder.line(line, expr)]
    ready = max(programs.ready(expr) for _, expr in lines)
    return BoundGradient(tuple(instructions), binder.values[f"d{name}"], max(ready, len(programs.forward)))


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


_NOISE = 1e-14
"""What rounding may do to a difference of two losses, relative to their size."""

STEP = 6e-6
"""The step of the central difference, relative to the size of the value: near the cube root of double precision,
where truncation (h²) and rounding (1/h) cost about the same."""


class Pass(Protocol):
    """A pass that can be run again, whole or from a line on, after one of its values was changed."""

    @property
    def programs(self) -> Programs:
        """The lines."""

    @property
    def values(self) -> Mapping[str, Array]:
        """The array of every name."""

    @property
    def loss(self) -> Callable[[], float]:
        """Reads the loss of what ran last."""

    def run(self, start: int, stop: int) -> None:
        """Run the lines from ``start`` up to ``stop``."""


class Slopes(NamedTuple):
    """The slope of the loss along one cell: by the central difference, and to the left and to the right of it.

    ``jump`` is by how much right and left differ when the step shrinks: 0 where the loss is smooth, however bent.
    """

    central: float
    left: float
    right: float
    jump: float


class Measure:
    """Central differences of the loss of one pass."""

    def __init__(self, measured: Pass) -> None:
        """``measured`` holds the values of its forward lines; all values are put back as they were."""
        self._pass = measured
        self._forward = len(measured.programs.forward)

    def slopes(self, name: str, index: tuple[int, ...]) -> Slopes:
        """The slopes along one cell of ``name``: a value that the forward lines read or compute."""
        array = self._pass.values[name]
        start = self._first_reader(name)
        middle = float(array[index])
        step = STEP * max(abs(middle), 1.0)
        places = [middle + part * step for part in (-1, -0.5, 0.5, 1)] + [middle]  # which puts all values back
        low, lower, higher, high, here = (self._loss(array, index, place, start) for place in places)
        left, right = (here - low) / (middle - places[0]), (high - here) / (places[3] - middle)
        nearer = (higher - here) / (places[2] - middle) - (here - lower) / (middle - places[1])
        jump = 2 * nearer - (right - left)  # what bends in the difference halves with the step; what jumps stays
        noise = _NOISE * max(abs(low), abs(here), abs(high)) / step
        central = (high - low) / (places[3] - places[0])
        return Slopes(central, left, right, 0.0 if abs(jump) <= noise else jump)

    def _first_reader(self, name: str) -> int:
        """The first line that reads ``name`` as it is changed: what runs before it stays as it is."""
        after_own_line = self._pass.programs.computed_after(name) or 0
        lines = self._pass.programs.forward[after_own_line:]
        readers = (number for number, line in enumerate(lines, after_own_line) if name in names_in(line.expr))
        return next(readers, self._forward)

    def _loss(self, array: Array, index: tuple[int, ...], value: float, start: int) -> float:
        array[index] = value
        self._pass.run(start, self._forward)
        return self._pass.loss()


def largest_gradient(gradients: Iterable[Array]) -> float:
    """The largest size of any cell of ``gradients``."""
    return max((float(np.max(np.abs(array))) for array in gradients if array.size), default=0.0)


def compare(name: str, index: tuple[int, ...], analytic: float, slopes: Slopes, largest: float) -> GradientCheck:
    """One derived cell beside its measured slopes; ``largest`` is the largest gradient of the pass."""
    scale = max(abs(analytic), abs(slopes.central), largest / 1000)
    error = abs(analytic - slopes.central) / scale if scale else 0.0
    kink = abs(slopes.jump) > 1e-5 * max(abs(slopes.left), abs(slopes.right), largest / 1000)
    return GradientCheck(name, index, analytic, slopes.central, error, kink)


def check_gradients(measured: Pass, gradients: Mapping[str, Array]) -> Iterator[GradientCheck]:
    """Every cell of ``gradients`` (by the name that is differentiated for) beside its central difference."""
    largest = largest_gradient(gradients.values())
    measure = Measure(measured)
    for name, array in gradients.items():
        for index in np.ndindex(array.shape):
            yield compare(name, index, float(array[index]), measure.slopes(name, index), largest)
