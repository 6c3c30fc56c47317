"""What the lines of an update program read: the pass's values, or what an earlier line of the update gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.engine.program import Line, Programs
from tutor.formula.tree import Expr, Name, names_in, substitute


@dataclass(frozen=True, slots=True)
class Version:
    """A value as it stands at a moment of the update.

    Attributes:
        made: the position of the update line that gave it; None: it stands as the pass found it.
    """

    name: str
    made: int | None = None

    @property
    def key(self) -> str:
        """A name of its own."""
        return self.name if self.made is None else f"{self.name}'"


@dataclass(frozen=True, slots=True)
class UpdateLine:
    """A line with everything that it reads under a name of its own.

    Attributes:
        expr: over the keys of ``reads``. What an earlier line gave to a name that is assigned once more has no address;
            its formula is put in.
    """

    expr: Expr
    reads: Mapping[str, Version]


class UpdateProgram:
    """The update lines of a pass."""

    def __init__(self, programs: Programs) -> None:
        self.lines: tuple[Line, ...] = programs.update
        self._names = [line.name for line in programs.update]

    def last(self, name: str) -> int | None:
        """The position of the line that gives ``name`` its new value; None if no line does."""
        return max((position for position, other in enumerate(self._names) if other == name), default=None)

    def read(self, position: int, formula: Expr | None = None) -> UpdateLine:
        """The line at ``position``; ``formula``, if given, stands for its own."""
        expr = self.lines[position].expr if formula is None else formula
        reads: dict[str, Version] = {}
        put_in: dict[str, Expr] = {}
        for name in names_in(expr):
            version = self.version(name, position)
            if version.made is not None and name in self._names[version.made + 1 :]:
                inner = self.read(version.made)
                put_in[name] = inner.expr
                reads.update(inner.reads)
            else:
                put_in[name] = Name(version.key)
                reads[version.key] = version
        return UpdateLine(substitute(expr, put_in), reads)

    def version(self, name: str, position: int) -> Version:
        """``name`` as the line at ``position`` finds it."""
        return Version(name, max((k for k in range(position) if self._names[k] == name), default=None))
