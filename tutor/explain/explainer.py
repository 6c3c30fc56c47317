"""The way in: asks a run about any of its cells."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from tutor.engine.address import Address
from tutor.engine.run import Run
from tutor.engine.snapshot import Snapshot, Snapshots
from tutor.explain.expansion import Expansion
from tutor.explain.explanation import Explanation, Findings
from tutor.explain.expression import Cell, Node
from tutor.explain.naming import Naming, naming_of
from tutor.explain.origin import End, Origin
from tutor.explain.origins import Origins
from tutor.explain.problem import ExplainError
from tutor.formula.operations.operation import Index, Shape, describe
from tutor.formula.tree import Expr
from tutor.lesson.parts import Label

_ROOM = 4
"""Passes for which what was worked out is kept."""


class Explainer:
    """Explains the cells of one run, in whatever pass; the run stays where it is.

    Passes that were looked at are kept for a while, so that the next cell of the same pass costs little.
    """

    def __init__(self, run: Run, labels: Mapping[str, Label] | None = None) -> None:
        """``labels`` are the lesson's: what rows and columns stand for."""
        self._run = run
        self._labels = labels or {}
        self._snapshots = Snapshots(run)
        self._origins = Origins(self._snapshots)
        self._findings: OrderedDict[Snapshot, Findings] = OrderedDict()

    def explain(self, address: Address) -> Explanation:
        """Why the cell at ``address`` has its value. An address without an update means the pass where the run stands.

        Raises:
            ExplainError: if it names no cell of this run.
        """
        if address.name is None:
            raise ExplainError("no-name", address=str(address))
        update = self._run.position.update if address.update is None else address.update
        origin = self._origins.of(address.name, update)
        index = _index(address, origin.array.shape, update)
        snapshot = self._computing(origin)
        return Explanation(
            Address(update, address.name, index or None),
            origin,
            _node(origin, index),
            self._naming(snapshot),
            self._findings_of(snapshot),
            self._reading(origin, snapshot),
        )

    def part(self, update: int, line: int, expr: Expr, index: Index, text: str) -> Explanation:
        """Why a cell of ``expr``, a part of line ``line`` of the pass after ``update`` updates, has its value.

        It has no address; ``text`` stands in place of a name. The result of a line is a part of it too, if it is
        overwritten by another line of the same update.
        """
        origin = self._origins.part(update, line, expr, text)
        snapshot = self._snapshots.take(update)
        return Explanation(
            Address(update, text, index or None), origin, _node(origin, index), self._naming(snapshot),
            self._findings_of(snapshot), snapshot,
        )  # fmt: skip

    def snapshot(self, update: int) -> Snapshot:
        """The pass after ``update`` updates."""
        return self._snapshots.take(update)

    def _computing(self, origin: Origin) -> Snapshot:
        """The pass whose line computed a value."""
        by_update = not isinstance(origin, End) and origin.phase in ("update", None)
        return self._snapshots.take(origin.update - by_update, updated=by_update)

    def _reading(self, origin: Origin, computing: Snapshot) -> Snapshot:
        """The pass that finds the value: for what an update gave the next one."""
        return computing if origin.update == computing.update else self._snapshots.take(origin.update)

    def _findings_of(self, snapshot: Snapshot) -> Findings:
        if snapshot not in self._findings:
            self._findings[snapshot] = Findings(snapshot)
        self._findings.move_to_end(snapshot)
        while len(self._findings) > _ROOM:
            self._findings.popitem(last=False)
        return self._findings[snapshot]

    def _naming(self, snapshot: Snapshot) -> Naming:
        return naming_of(snapshot.programs, snapshot.model, self._labels)


def explain(run: Run, address: Address, labels: Mapping[str, Label] | None = None) -> Explanation:
    """Why the cell at ``address`` has its value; who asks more than once keeps an ``Explainer``.

    Raises:
        ExplainError: if it names no cell of this run.
    """
    return Explainer(run, labels).explain(address)


def _node(origin: Origin, index: Index) -> Node:
    if isinstance(origin, End):
        return Cell(Address(origin.update, origin.name, index or None), float(origin.array[index]))
    return Expansion(origin.reads).cell(origin.expr, index)


def _index(address: Address, shape: Shape, update: int) -> Index:
    """The index of the cell, which may be left out where there is only one.

    Raises:
        ExplainError: if there is no such cell.
    """
    index = address.index
    if shape and len(index or ()) != len(shape):
        example = Address(update, address.name, (0,) * len(shape))
        raise ExplainError("which-cell", name=address.name, shape=describe(shape), example=str(example))
    if index is None:
        return ()
    if len(index) != len(shape) or any(position >= size for position, size in zip(index, shape, strict=True)):
        last = Address(update, address.name, tuple(size - 1 for size in shape) or None)
        raise ExplainError("no-such-cell", address=str(address), shape=describe(shape), last=str(last))
    return index
