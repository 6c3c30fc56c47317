"""A value as it is drawn: its array, if it has been computed, and what it and its rows and columns are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from tutor.engine.address import Address
from tutor.formula.operations.operation import Array, Index, Mask, Shape
from tutor.tui.picture.numbers import Precision
from tutor.tui.picture.text import Role, Span

Source: TypeAlias = "Array | Callable[[], Array | None] | None"
"""An array, or how to get it: a part of a formula is only computed if it is drawn."""

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

    panel: str


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


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What is marked in a value, by cells as they are drawn, while one selects.

    Attributes:
        selected: the cell that is selected.
        asked: the cell that was asked about.
        reads: the cells that it was computed from.
        readers: the cells that are computed from it.
        tight: whether a sign takes the place of a bracket, where there is no room for it beside.
    """

    selected: Index | None = None
    asked: Index | None = None
    reads: Mask | None = None
    readers: Mask | None = None
    tight: bool = True


@dataclass(frozen=True, eq=False)
class Quantity:
    """A value, whether computed or not.

    Attributes:
        label: what stands under it (``∂L/∂W₁``, ``1 − h``).
        shape: of the array.
        source: the array, or how to get it; None while it has not been computed.
        new: whether the step that was just made computed it.
        rows, columns: what its rows and columns stand for, where the lesson says so.
        selected: the cell that was asked for by its address.
        subject: which value it is, where its cells can be selected.
        marks: what is marked in it; None where nothing is being selected.
        window: the first row and the first column that are shown of a value larger than its room.
        followed: the axis along which the examples stand, and the example that is followed.
        precision: how exactly its numbers are shown.
    """

    label: str
    shape: Shape
    source: Source = None
    new: bool = False
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    selected: Index | None = None
    subject: Subject | None = None
    marks: Marks | None = None
    window: tuple[int, int] = (0, 0)
    followed: tuple[int, int] | None = None
    precision: Precision = Precision()  # noqa: RUF009 - a tuple

    @cached_property
    def array(self) -> Array | None:
        """The array; None while it has not been computed."""
        return self.source() if callable(self.source) else self.source

    @property
    def is_number(self) -> bool:
        """Whether it is one number, drawn without brackets."""
        return not self.shape


def shape_text(shape: Shape) -> str:
    """A shape as mathematics writes it; nothing for a single number.

    >>> shape_text((4, 2)), shape_text((3,)), shape_text(())
    ('4×2', '3', '')
    """
    return "×".join(map(str, shape))
