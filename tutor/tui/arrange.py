"""Where each part of the step screen stands, for any size of window. Knows no Textual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Panel = Literal["note", "why", "parameters", "data", "picture"]
PANELS: tuple[Panel, ...] = ("note", "why", "parameters", "data", "picture")
"""The panels below the line, in the order in which a key brings them forward."""

LEAST = (60, 18)
"""Columns and rows below which there is only a sentence."""

_HEADER = 4
_RULE = 1
"""The row over a panel, with its name."""

_LEAST_NOTE = 7
"""Rows that a note needs beside another panel, its rule included."""

_SIDE_BY_SIDE = 104
"""Columns from which two panels stand beside each other."""


@dataclass(frozen=True, slots=True)
class Box:
    """Columns and rows, from the top left corner of the window."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a panel; where it holds several, one is shown and the others wait behind it."""

    box: Box
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Boxes for the parts that are always there, and slots for the panels."""

    title: Box
    rail: Box
    line: Box
    keys: Box
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the lesson's panels would take.

    Attributes:
        line: rows of the tallest line, its formula included.
        parameters: columns and rows of all parameters.
        data: columns and rows of the data; None where the lesson has none.
        picture: the same of a picture worth looking at; None where the lesson has none.
        why: whether a number was asked about.
    """

    line: int = 9
    parameters: tuple[int, int] = (60, 7)
    data: tuple[int, int] | None = (40, 6)
    picture: tuple[int, int] | None = None
    why: bool = False

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The panels that there are."""
        missing = {"data": self.data is None, "picture": self.picture is None, "why": not self.why}
        return tuple(panel for panel in PANELS if not missing.get(panel, False))


def arrange(width: int, height: int, wishes: Wishes) -> Arrangement | None:
    """The arrangement for a window, or None if it is too small.

    Sizes depend on the window and the lesson alone, never on the position, so that nothing moves while one steps.
    """
    if width < LEAST[0] or height < LEAST[1]:
        return None
    body = height - _HEADER - 1
    line = min(max(wishes.line, 6), body // 2) + _RULE
    below = Box(0, _HEADER + line, width, body - line)
    return Arrangement(
        title=Box(0, 0, width, 1),
        rail=Box(0, 1, width, _HEADER - 1),
        line=Box(0, _HEADER, width, line),
        keys=Box(0, height - 1, width, 1),
        slots=_slots(below, wishes),
    )


def _slots(below: Box, wishes: Wishes) -> tuple[Slot, ...]:
    """The panels below the line: side by side, below each other, or behind each other."""
    columns, rows = wishes.parameters
    if below.width >= _SIDE_BY_SIDE:
        left = min(max(columns + 3, below.width * 2 // 5), below.width * 2 // 3)
        first = Slot(Box(below.x, below.y, left, below.height), ("parameters",))
        rest = Box(below.x + left, below.y, below.width - left, below.height)
        return first, *_right(rest, wishes)
    tall = rows + _RULE
    if below.height >= tall + _LEAST_NOTE:
        first = Slot(Box(below.x, below.y, below.width, tall), ("parameters",))
        rest = Box(below.x, below.y + tall, below.width, below.height - tall)
        return first, Slot(rest, tuple(panel for panel in wishes.panels if panel != "parameters"))
    return (Slot(below, wishes.panels),)


def _right(box: Box, wishes: Wishes) -> tuple[Slot, ...]:
    """What is looked at over what is read if both have room, else one behind the other."""
    read = _among(("note", "why"), wishes)
    looked_at = _among(("data", "picture"), wishes)
    wanted = [size for size in (wishes.data, wishes.picture) if size is not None]
    if not wanted:
        return (Slot(box, read),)
    upper = min(max(rows for _, rows in wanted) + _RULE + 1, box.height - _LEAST_NOTE)
    least = (wishes.data or wanted[0])[1] + _RULE + 1
    if max(columns for columns, _ in wanted) > box.width - 2 or upper < least:
        return (Slot(box, (*read, *looked_at)),)
    return (
        Slot(Box(box.x, box.y, box.width, upper), looked_at),
        Slot(Box(box.x, box.y + upper, box.width, box.height - upper), read),
    )


def _among(panels: tuple[Panel, ...], wishes: Wishes) -> tuple[Panel, ...]:
    return tuple(panel for panel in panels if panel in wishes.panels)
