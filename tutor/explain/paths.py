"""The paths through which the loss depends on a cell, and how much each contributes to its gradient.

A path is a chain of forward lines: the first reads the value, each next one reads the one before, the last is the loss.
Its contribution is the product of the lines' derivatives along it, each with respect to the one value that the path
comes from; by the chain rule the contributions of all paths add up to the gradient. A line that reads a value twice is
one step all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tutor.engine.derive import derive
from tutor.engine.program import Line, Programs
from tutor.engine.snapshot import Snapshot
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array, Index, Shape
from tutor.formula.parse import Assignment
from tutor.formula.problems import Place
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, names_in

MOST_PATHS = 64
"""Paths that are listed one by one."""

REST = "…"
"""Stands in place of the lines of the paths that are not listed."""

_SENT = "sent back"
"""The name of what comes back to a line, while its derivative is taken."""


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of lines, by their names, and what the gradient gets through it."""

    lines: tuple[str, ...]
    value: float


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths of one cell.

    Attributes:
        listed: as many as are listed one by one, in the order of the program.
        count: how many there are.
        rest: what those that are not listed contribute together.
    """

    listed: tuple[Path, ...]
    count: int
    rest: float = 0.0

    @property
    def all(self) -> tuple[Path, ...]:
        """The listed paths, and one more that stands for the rest if there is one: together they give the gradient."""
        return self.listed if self.count == len(self.listed) else (*self.listed, Path((REST,), self.rest))


class Graph:
    """Which forward lines read which values smoothly, and how many paths lead from a value to the loss."""

    def __init__(self, programs: Programs, loss: str) -> None:
        self.loss = loss
        self.lines: Mapping[str, Line] = {line.name: line for line in programs.forward}
        self._counts: dict[str, int] = {loss: 1}
        self._readers: dict[str, list[str]] = {}
        for line in reversed(programs.forward):
            for name in dict.fromkeys(_smooth(line.expr, programs.shapes)) if self.count(line.name) else ():
                self._counts[name] = self.count(name) + self.count(line.name)
                self._readers.setdefault(name, []).insert(0, line.name)

    def count(self, name: str) -> int:
        """How many paths lead from ``name`` to the loss."""
        return self._counts.get(name, 0)

    def readers(self, name: str) -> Sequence[str]:
        """The lines that read ``name`` and lead to the loss."""
        return self._readers.get(name, ())

    def paths(self, name: str) -> Iterator[tuple[str, ...]]:
        """The chains of lines from ``name`` to the loss, in the order of the program."""
        waiting: list[tuple[str, ...]] = [(reader,) for reader in reversed(self.readers(name))]
        while waiting:
            lines = waiting.pop()
            if lines[-1] == self.loss:
                yield lines
            waiting.extend((*lines, reader) for reader in reversed(self.readers(lines[-1])))


def _smooth(expr: Expr, shapes: Mapping[str, Shape]) -> Iterator[str]:
    """The names in ``expr`` that a gradient passes to."""
    if isinstance(expr, Name):
        yield expr.id
    elif isinstance(expr, Apply):
        gradients = OPERATIONS[expr.op].gradients
        if callable(gradients):
            gradients = gradients([shape_of(arg, shapes) for arg in expr.args], dict(expr.options))
        for position, arg in enumerate(expr.args):
            if gradients[min(position, len(gradients) - 1)] is not None:
                yield from _smooth(arg, shapes)


class PathFinder:
    """Finds the paths of the cells of one pass: what was sent back along a path serves all that come before it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._programs = snapshot.programs
        self.graph = Graph(snapshot.programs, snapshot.model.loss)
        self._formulas: dict[tuple[str, ...], Expr | None] = {}
        self._sent: dict[tuple[str, ...], Array | None] = {(self.graph.loss,): np.ones(())}

    def paths(self, name: str, index: Index, gradient: float) -> Paths:
        """The paths from the cell ``name[index]`` to the loss.

        ``gradient`` is the cell's gradient: what a single path contributes, and what very many add up to.
        """
        if name == self.graph.loss:
            return Paths((Path((), 1.0),), 1)
        count = self.graph.count(name)
        if count == 1 and not self._snapshot.model.wrong:
            return Paths((Path(next(self.graph.paths(name)), gradient),), 1)
        listed: list[Path] = []
        for lines in self.graph.paths(name):
            arrived = self._arrived(lines, name)
            if arrived is None:  # a line reads the value in a way that passes nothing back
                count -= 1
                continue
            listed.append(Path(lines, float(arrived[index])))
            if len(listed) == MOST_PATHS:
                break
        rest = gradient - sum(path.value for path in listed) if count > len(listed) else 0.0
        return Paths(tuple(listed), count, rest)

    def _arrived(self, lines: tuple[str, ...], of: str) -> Array | None:
        """The derivative of the loss with respect to ``of``, which the first of ``lines`` reads, along them."""
        for start in range(len(lines) - 2, -1, -1):
            if lines[start:] not in self._sent:
                self._sent[lines[start:]] = self._step(lines[start], lines[start + 1 :])
        return self._step(of, lines)

    def _step(self, of: str, lines: tuple[str, ...]) -> Array | None:
        """What arrives at ``of``, given what was sent back to the first of ``lines``, which reads it."""
        if len(lines) == 2 and lines[0] in self._programs.fused and of not in self._reads(lines[1]):
            return self._evaluated(self._formula(lines, of), {})
        sent = self._sent[lines]
        return None if sent is None else self._evaluated(self._formula(lines[:1], of), {f"d{lines[0]}": sent})

    def _reads(self, line: str) -> tuple[str, ...]:
        return names_in(self.graph.lines[line].expr)

    def _evaluated(self, formula: Expr | None, sent: Mapping[str, Array]) -> Array | None:
        if formula is None:
            return None
        values = {**self._snapshot.before, **sent}
        return evaluate(formula, {name: values[name] for name in names_in(formula)})

    def _formula(self, lines: tuple[str, ...], of: str) -> Expr | None:
        """The derivative of a line with respect to one name, as a formula in ``dNAME``, what is sent back to it.

        ``lines`` may also be an activation and the loss it cancels against: then the derivative of both, as one.
        """
        if (*lines, of) not in self._formulas:
            self._formulas[*lines, of] = self._derived(lines, of)
        return self._formulas[*lines, of]

    def _derived(self, lines: tuple[str, ...], of: str) -> Expr | None:
        nowhere = Place(1, 1, 1)
        forward = [Assignment(name, self.graph.lines[name].expr, nowhere) for name in lines]
        shapes = {**self._programs.shapes, _SENT: self.graph.lines[lines[0]].shape, REST: ()}
        if len(lines) == 1:
            product: Expr = Apply("multiply", (Name(lines[0]), Name(_SENT)))
            whole = Apply("sum", (product,), (("axis", None), ("keepdims", False)))
            forward.append(Assignment(REST, whole if shapes[_SENT] else product, nowhere))
        derived = derive(forward, shapes, [of], fuse=len(lines) > 1, sums_to_one=lambda _: True)
        return dict(derived.lines).get(f"d{of}")
