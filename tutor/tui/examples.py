"""Which values have a row for each example of the data. Knows no Textual.

Nothing is taken from names or layers: the cells that are computed from one row of the data are marked and followed
through the formulas, and where exactly one row of a value is reached, that row belongs to the example.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from tutor.engine.model import Model
from tutor.engine.program import Programs
from tutor.explain.dependence import reach
from tutor.formula.operations.operation import Mask, Shape
from tutor.formula.spell import spelt_out
from tutor.formula.tree import Apply, Expr, Name, names_in, walk


class Examples:
    """The examples that a pass sees.

    Attributes:
        count: how many; 0 where no value has a row for each.
        axes: the values that have one, with the axis along which the examples stand: 0 for rows.
    """

    def __init__(self, model: Model, programs: Programs) -> None:
        self._shapes = programs.shapes
        self._lines = (*programs.forward, *programs.backward)
        self._known: dict[Expr, int | None] = {}
        pieces = list(_pieces(model, programs))
        best: tuple[int, int, dict[str, int]] = 0, 0, {}
        for count in _counts(model, programs.shapes):
            axes = self._axes(_seeds(model, programs.shapes, count), pieces, count)
            aligned = sum(line.name in axes for line in programs.forward)  # a target alone makes no examples
            if aligned > best[0]:
                best = aligned, count, axes
        self.count, self.axes = best[1:]

    def axis(self, expr: Expr) -> int | None:
        """The axis of ``expr`` along which the examples stand; None if there is none."""
        if isinstance(expr, Name):
            return self.axes.get(expr.id)
        if expr not in self._known:
            self._known[expr] = self._through(expr, self.axes, self.count)
        return self._known[expr]

    def _axes(self, seeds: Iterable[str], pieces: Iterable[Expr], count: int) -> dict[str, int]:
        """The values along which the examples stand, from the data ``seeds`` on; those that lead nowhere are left out.

        A vector among the data joins where it is combined, example by example, with a value that is there already.
        """
        read = [(piece, frozenset(names_in(piece))) for piece in pieces]

        def leads_on(name: str) -> bool:
            return any(self._through(piece, {name: 0}, count) is not None for piece, names in read if name in names)

        several = [name for name in seeds if len(self._shapes[name]) > 1 and leads_on(name)]
        axes = self._computed(dict.fromkeys(several, 0), count)
        for name in seeds:
            if len(self._shapes[name]) == 1 and any(
                self._through(piece, {name: 0}, count) is not None and self._through(piece, axes, count) is not None
                for piece, names in read
                if name in names and names.intersection(axes)
            ):
                axes[name] = 0
        return axes

    def _computed(self, axes: dict[str, int], count: int) -> dict[str, int]:
        for line in self._lines:
            axis = self._through(line.expr, axes, count)
            if axis is not None:
                axes[line.name] = axis
        return axes

    def _through(self, expr: Expr, axes: Mapping[str, int], count: int) -> int | None:
        """The axis of ``expr`` of which just the row of an example is reached from the example's row of a value.

        Asked for the first and for the last example, so that no chance can be mistaken for it.
        """
        for name in names_in(expr):
            if name not in axes:
                continue
            masks = [reach(expr, name, self._row(name, axes[name], at), self._shapes) for at in (0, count - 1)]
            found = [
                None if mask is None else _axis_of(mask, at, count)
                for mask, at in zip(masks, (0, count - 1), strict=True)
            ]
            if found[0] is not None and found[0] == found[1]:
                return found[0]
        return None

    def _row(self, name: str, axis: int, at: int) -> Mask:
        mask = np.zeros(self._shapes[name], dtype=bool)
        mask[(slice(None),) * axis + (at,)] = True
        return mask


def _axis_of(mask: Mask, at: int, count: int) -> int | None:
    """The axis on which ``at`` alone is marked, all of it."""
    for axis, size in enumerate(mask.shape):
        if size == count:
            along = np.moveaxis(mask, axis, 0)
            if along[at].all() and along[at].size and not np.delete(along, at, axis=0).any():
                return axis
    return None


def _counts(model: Model, shapes: Mapping[str, Shape]) -> list[int]:
    """How many examples there may be: the rows of data of more than one axis; in mini-batches theirs."""
    names = model.data if model.batches is None else model.batches.names
    rows = (shapes[name][0] for name in names if len(shapes[name]) > (1 if model.batches is None else 0))
    return [count for count in dict.fromkeys(rows) if count > 1]


def _seeds(model: Model, shapes: Mapping[str, Shape], count: int) -> list[str]:
    names = model.data if model.batches is None else model.batches.names
    return [name for name in names if shapes[name] and shapes[name][0] == count]


def _pieces(model: Model, programs: Programs) -> Iterator[Expr]:
    """Every part of every formula that looks at a pass: of the lines, the watches, the conditions."""
    exprs = [line.expr for line in (*programs.forward, *programs.backward)]
    exprs += [watch.expr for watch in model.watches.values() if watch.on == "pass"]
    exprs += [condition for condition in (model.goal, model.until) if condition is not None]
    for expr in exprs:
        if all(name in programs.shapes for name in names_in(expr)):
            yield from (node for node in walk(spelt_out(expr, programs.shapes)) if isinstance(node, Apply))
