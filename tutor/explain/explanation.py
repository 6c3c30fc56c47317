"""Everything that can be said about one cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tutor.engine.address import Address
from tutor.engine.snapshot import Snapshot
from tutor.explain.dependence import Region, readers_in_pass, readers_in_same_update
from tutor.explain.expansion import Expansion
from tutor.explain.expression import Node
from tutor.explain.naming import Naming
from tutor.explain.numeric import Gauge, Numeric
from tutor.explain.origin import Computed, End, Origin
from tutor.explain.paths import Graph, PathFinder, Paths
from tutor.explain.rounding import DIGITS
from tutor.explain.terms import Factor, Term, Terms
from tutor.explain.writing import Key, Layout, Text, term_text
from tutor.formula.evaluate import evaluate
from tutor.formula.operations.operation import Array, Index, Style
from tutor.formula.tree import Expr, names_in
from tutor.formula.write import write
from tutor.messages import Words

_IN_ORDER = 3000
"""Cells that are listed in the order in which the expression reads them."""


class Findings:
    """What is worked out once for a pass and serves all its cells."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @cached_property
    def paths(self) -> PathFinder:
        """Finds the paths to the loss."""
        return PathFinder(self.snapshot)

    @cached_property
    def gauge(self) -> Gauge:
        """Measures gradients."""
        return Gauge(self.snapshot)


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why one cell has its value. All that takes time is worked out when it is asked for, and then kept.

    Attributes:
        address: of the cell, complete.
        origin: the line that computed it, or why nothing did.
        node: its expression; for an end the cell itself.
        naming: how cells are written.
        findings: of the pass whose line computed it (for an end, of the pass that reads it).
        readers: the passes that may read the cell: its own and, for what an update gave, the one that gave it too.
    """

    address: Address
    origin: Origin
    node: Node
    naming: Naming
    findings: Findings = field(repr=False)
    readers: Snapshot = field(repr=False)

    # What it is

    @property
    def name(self) -> str:
        """Of the value that the cell is in."""
        return self.origin.name

    @property
    def index(self) -> Index:
        """Of the cell, from 0; empty for a single number."""
        return self.address.index or ()

    @property
    def value(self) -> float:
        """The cell's value, as the pass computed it."""
        return float(self.origin.array[self.index])

    @property
    def is_end(self) -> bool:
        """Whether nothing computed the cell: there is nowhere further to walk."""
        return isinstance(self.origin, End)

    @property
    def formula(self) -> str:
        """The right-hand side of the line, in the formula language; empty for an end."""
        return write(self.origin.formula) if isinstance(self.origin, Computed) else ""

    @property
    def spoken(self) -> Words:
        """The cell as a sentence speaks of it."""
        return self.naming.spoken(self.name, self.index)

    @property
    def snapshot(self) -> Snapshot:
        """The pass whose line computed the cell."""
        return self.findings.snapshot

    # Its expression

    def symbolic(self, style: Style = "unicode", shown: Mapping[Key, int] | None = None) -> Text:
        """The expression with the names of its cells.

        Args:
            style: "unicode" for mathematics, long sums folded; "formula" for the language itself, whole.
            shown: how many terms are shown of a sum that was unfolded, by the key of its ``Fold``.
        """
        return self._layout(style, shown).symbolic()

    def substituted(
        self, style: Style = "unicode", shown: Mapping[Key, int] | None = None, digits: int = DIGITS
    ) -> Text:
        """The expression with numbers put in: in mathematics rounded to ``digits`` significant digits."""
        return self._layout(style, shown).substituted(digits)

    def _layout(self, style: Style, shown: Mapping[Key, int] | None) -> Layout:
        return Layout(self.node, self.naming, style, shown or {}, folded=style != "formula")

    @cached_property
    def terms(self) -> Terms:
        """The expression as a sum of products, each made when it is looked at."""
        return Terms(self.node)

    def term_text(self, term: Term) -> str:
        """A term in mathematics."""
        return term_text(term, self.naming)

    def factor_text(self, factor: Factor) -> str:
        """A factor in mathematics."""
        return term_text(Term((factor,)), self.naming)

    # Where it comes from and where it goes

    @cached_property
    def reads_regions(self) -> tuple[Region, ...]:
        """The cells that it is computed from, by value."""
        if isinstance(self.origin, End):
            return ()
        regions = Expansion(self.origin.reads).regions(self.origin.expr, self.index)
        return tuple(Region(name, update, mask) for (name, update), mask in regions.items())

    @cached_property
    def reads(self) -> tuple[Address, ...]:
        """The same cells one by one, in the order of the expression; of very many value by value."""
        if isinstance(self.origin, End):
            return ()
        if sum(region.count for region in self.reads_regions) > _IN_ORDER:
            return tuple(address for region in self.reads_regions for address in region)
        return tuple(Expansion(self.origin.reads).reads(self.origin.expr, self.index))

    def read_value(self, address: Address) -> float:
        """The value of a cell that this one was computed from.

        Raises:
            KeyError: if it was not.
        """
        if isinstance(self.origin, Computed):
            for reading in self.origin.reads.values():
                if reading.draw is None and (reading.name, reading.update) == (address.name, address.update):
                    return float(reading.array[address.index or ()])
        raise KeyError(address)

    @cached_property
    def read_by_regions(self) -> tuple[Region, ...]:
        """The cells that are computed from it, by value: in its pass, in the update of that pass, and in the next."""
        update, programs = self.readers.update, self.readers.programs
        if self.name not in programs.shapes:  # a gradient computed on demand
            return ()
        regions = list(readers_in_pass(programs, update, self.name, self.index)) if self._lasts else []
        if isinstance(self.origin, Computed) and self.origin.phase == "update":
            regions[:0] = readers_in_same_update(self.snapshot.programs, update, self.name, self.index)
        return tuple(regions)

    @property
    def _lasts(self) -> bool:
        """Whether the pass at the address's update finds the value: not so an intermediate value of an update."""
        return self.name in self.readers.before

    @cached_property
    def read_by(self) -> tuple[Address, ...]:
        """The same cells one by one."""
        return tuple(address for region in self.read_by_regions for address in region)

    # Gradients

    @property
    def differentiated(self) -> str | None:
        """If this is a gradient: the name whose gradient it is."""
        if isinstance(self.origin, Computed) and self.origin.phase == "backward":
            return self.name[1:]
        return self.name[1:] if isinstance(self.origin, End) and self.origin.kind == "loss" else None

    @property
    def graph(self) -> Graph:
        """Which forward lines lead from which values to the loss."""
        return self.findings.paths.graph

    @cached_property
    def paths(self) -> Paths | None:
        """For a gradient, the paths through which the loss depends on the cell."""
        name = self.differentiated
        return None if name is None else self.findings.paths.paths(name, self.index, self.value)

    @cached_property
    def numeric(self) -> Numeric | None:
        """For a gradient, the numeric one."""
        name = self.differentiated
        if name is None or name == self.snapshot.model.loss:
            return None
        return self.findings.gauge.numeric(name, self.index, self.value)

    def value_of(self, expr: Expr) -> Array:
        """The value of a part of a forward or backward line."""
        before = self.snapshot.before
        for line in self.graph.lines.values():
            if line.expr is expr:
                return before[line.name]
        return evaluate(expr, {name: before[name] for name in names_in(expr)})
