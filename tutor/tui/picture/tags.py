"""What stands where in a picture, and so what a click on it means. Light: a foot with keys needs no numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from tutor.engine.address import Address
from tutor.tui.picture.text import Role, Span

if TYPE_CHECKING:  # it brings NumPy along
    from tutor.formula.operations.operation import Index
    from tutor.tui.arrange import Panel

Where: TypeAlias = Literal["line", "parameters", "data"]
Kind: TypeAlias = Literal["value", "turned", "part", "change"]


class Subject(NamedTuple):
    """Which value is drawn, and where: enough to find the address of each of its cells.

    Attributes:
        where: the part of the screen.
        place: among the values drawn there.
        kind: a value that has an address; its transpose; a part of a formula, which has none; what an update changed.
        name: of the value; of a part the one value that it maps cell by cell, or nothing.
        made: 1 if it stands as the update at the end of the pass gave it, 0 if as the pass found or computed it.
        text: a part as it is written.
    """

    where: Where
    place: str
    kind: Kind
    name: str
    made: int = 0
    text: str = ""

    def address(self, update: int, index: Index) -> Address | None:
        """The address of a cell of it, in the pass after ``update`` updates; None for a part of a formula."""
        if self.kind == "part":
            return None
        return Address(update + self.made, self.name, self.turned(index) or None)

    def turned(self, index: Index) -> Index:
        """The index in the value of a cell as it is drawn, and the other way round."""
        return index[::-1] if self.kind == "turned" else index


class Spot(NamedTuple):
    """A cell of what is drawn: which row and column of it, from 0."""

    subject: Subject
    cell: Index


class ToLine(NamedTuple):
    """The place in a pass after so many lines."""

    line: int


class ToPanel(NamedTuple):
    """A panel that waits behind another."""

    panel: Panel


class Press(NamedTuple):
    """What a key does."""

    key: str


Tag: TypeAlias = Spot | Address | ToLine | ToPanel | Press
"""What a click means: a cell that is drawn, an address that is written, or where a sign leads."""


class Tagged(Span):
    """A span that knows what stands there.

    It is equal to any span that looks the same: a view repaints what looks different.
    """

    tag: Tag

    def __new__(cls, text: str, role: Role, tag: Tag) -> Tagged:
        """``text`` in ``role``, standing for ``tag``."""
        made = super().__new__(cls, text, role)
        made.tag = tag
        return made
