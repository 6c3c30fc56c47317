"""A value as it is drawn: its array, if it has been computed, and what it and its rows and columns are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from tutor.formula.operations.operation import Array, Index, Shape

Source: TypeAlias = "Array | Callable[[], Array | None] | None"
"""An array, or how to get it: a part of a formula is only computed if it is drawn."""


@dataclass(frozen=True, eq=False)
class Quantity:
    """A value, whether computed or not.

    Attributes:
        label: what stands under it (``∂L/∂W₁``, ``1 − h``).
        shape: of the array.
        source: the array, or how to get it; None while it has not been computed.
        new: whether the step that was just made computed it.
        rows, columns: what its rows and columns stand for, where the lesson says so.
        selected: the cell that was asked for.
    """

    label: str
    shape: Shape
    source: Source = None
    new: bool = False
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    selected: Index | None = None

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
