"""Which cells are computed from a cell: in later lines of the same pass, in its update, and in the pass after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tutor.engine.address import Address
from tutor.engine.program import Line, Programs
from tutor.explain.update_program import UpdateProgram
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Index, Mask, Shape
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Expr, Name, Number, names_in


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Cells of one value.

    Attributes:
        name, update: the value's address.
        mask: True where a cell is meant.
    """

    name: str
    update: int
    mask: Mask

    @property
    def count(self) -> int:
        """How many cells are meant."""
        return int(np.count_nonzero(self.mask))

    def __iter__(self) -> Iterator[Address]:
        for index in np.argwhere(self.mask):
            yield Address(self.update, self.name, tuple(map(int, index)) or None)


def reach(expr: Expr, key: str, mask: Mask, shapes: Mapping[str, Shape]) -> Mask | None:
    """The cells of ``expr`` that are computed from the marked cells of ``key``; None if it does not read ``key``."""
    if isinstance(expr, Name):
        return mask if expr.id == key else None
    if isinstance(expr, Number):
        return None
    inner = [reach(arg, key, mask, shapes) for arg in expr.args]
    if all(part is None for part in inner):
        return None
    masks = [
        np.zeros(shape_of(arg, shapes), dtype=bool) if part is None else part
        for arg, part in zip(expr.args, inner, strict=True)
    ]
    return OPERATIONS[expr.op].reach(*masks, **dict(expr.options))


def readers_in_pass(programs: Programs, update: int, name: str, index: Index) -> Iterator[Region]:
    """The cells that the pass after ``update`` updates computes from the cell ``update/name``, its update included."""
    mask = _single(programs.shapes[name], index)
    for line in (*programs.forward, *programs.backward):
        yield from _reached(line, line.expr, name, mask, programs.shapes, update)
    program = UpdateProgram(programs)
    for position, line in enumerate(programs.update):
        read = program.read(position)
        if program.last(line.name) == position and name in read.reads and read.reads[name].made is None:
            shapes = {key: programs.shapes[version.name] for key, version in read.reads.items()}
            yield from _reached(line, read.expr, name, mask, shapes, update + 1)


def readers_in_same_update(programs: Programs, update: int, name: str, index: Index) -> Iterator[Region]:
    """The cells that the update before pass ``update`` computes from the cell ``update/name`` that it gave itself."""
    program = UpdateProgram(programs)
    mask = _single(programs.shapes[name], index)
    for position, line in enumerate(programs.update):
        read = program.read(position)
        own = (key for key, version in read.reads.items() if version.name == name and version.made is not None)
        key = next(own, None)
        if key is not None and program.last(line.name) == position:
            shapes = {key: programs.shapes[version.name] for key, version in read.reads.items()}
            yield from _reached(line, read.expr, key, mask, shapes, update)


def _reached(
    line: Line, expr: Expr, key: str, mask: Mask, shapes: Mapping[str, Shape], update: int
) -> Iterator[Region]:
    if key in names_in(expr):
        reached = reach(expr, key, mask, shapes)
        if reached is not None and reached.any():
            yield Region(line.name, update, np.asarray(reached))


def _single(shape: Shape, index: Index) -> Mask:
    mask = np.zeros(shape, dtype=bool)
    mask[index] = True
    return mask
