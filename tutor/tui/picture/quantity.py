"""A value as it is drawn: its array, if it has been computed, and what it and its rows and columns are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from tutor.formula.operations.operation import Array, Index, Mask, Shape
from tutor.tui.picture.numbers import Precision
from tutor.tui.picture.tags import Subject

Source: TypeAlias = "Array | Callable[[], Array | None] | None"
"""An array, or how to get it: a part of a formula is only computed if it is drawn."""


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
