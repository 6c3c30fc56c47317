"""Where each part of the step screen stands, for any size of window. Knows no Textual."""

from __future__ import annotations

from typing import Literal, NamedTuple

Panel = Literal["note", "why", "parameters", "data", "picture"]
PANELS: tuple[Panel, ...] = ("note", "why", "parameters", "data", "picture")
"""The panels below the line, in the order in which a key brings them forward."""

READ: tuple[Panel, ...] = ("note", "why")
"""Those that are read, not looked at."""

LEAST = (60, 18)
"""Columns and rows below which there is only a sentence."""

_HEADER = 4
_TIMELINE_FROM = 22
"""Rows of the window from which there is a timeline."""

_RULE = 1
"""The row over a panel, with its name."""

_LEAST_NOTE = 7
"""Rows that a note needs beside another panel, its rule included."""

SIDE_BY_SIDE = 104
"""Columns from which two panels stand beside each other."""

_COLUMN = (40, 72)
"""Columns that a picture beside the line takes at the least and at the most."""

_LEAST_LINE = 80
"""Columns that the line keeps beside a picture: what is whole in a window of eighty is whole in a wider one."""

_BESIDE = 44
"""Columns that parameters and notes need beside a wide picture."""

_LEAST_PICTURE = 12
"""Rows that a picture needs over another panel, its rule included."""

_PINCHED = 6
"""Columns that a picture can do without before it had better have another place."""


class Box(NamedTuple):
    """Columns and rows, from the top left corner of the window."""

    x: int
    y: int
    width: int
    height: int


class Slot(NamedTuple):
    """A place for a panel; where it holds several, one is shown and the others wait behind it."""

    box: Box
    panels: tuple[Panel, ...]


class Arrangement(NamedTuple):
    """Boxes for the parts that are always there, and slots for the panels; the timeline where it has room."""

    title: Box
    rail: Box
    line: Box
    keys: Box
    slots: tuple[Slot, ...]
    timeline: Box | None = None


class Wishes(NamedTuple):
    """What the lesson's panels would take.

    Attributes:
        line: rows of the tallest line, its formula included.
        parameters: columns and rows of all parameters.
        labels: rows that labels over their columns add.
        data: columns and rows of the data; None where the lesson has none.
        picture: the same of a picture worth looking at; None where the lesson has none.
        why: whether a number was asked about.
        timeline: whether there are updates to go to.
    """

    line: int = 9
    parameters: tuple[int, int] = (60, 7)
    data: tuple[int, int] | None = (40, 6)
    picture: tuple[int, int] | None = None
    why: bool = False
    labels: int = 0
    timeline: bool = False

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
    timeline = wishes.timeline and height >= _TIMELINE_FROM
    body = height - _HEADER - 1 - timeline
    line = min(max(wishes.line, 6), body // 2) + _RULE
    column = _column(width, body - line, wishes)
    left = width - column
    below = Box(0, _HEADER + line, left, body - line)
    beside = Box(left, _HEADER, column, body)
    return Arrangement(
        title=Box(0, 0, width, 1),
        rail=Box(0, 1, width, _HEADER - 1),
        line=Box(0, _HEADER, left, line),
        keys=Box(0, height - 1, width, 1),
        slots=_around_picture(below, beside, wishes) if column else _slots(below, wishes),
        timeline=Box(0, height - 2, width, 1) if timeline else None,
    )


def arrange_enlarged(width: int, height: int, wishes: Wishes) -> Arrangement | None:
    """The same for a picture that fills the window, but for the header, the line's formula, timeline and keys."""
    if width < LEAST[0] or height < LEAST[1]:
        return None
    timeline = wishes.timeline and height >= _TIMELINE_FROM
    top = _HEADER + _RULE + 1
    return Arrangement(
        title=Box(0, 0, width, 1),
        rail=Box(0, 1, width, _HEADER - 1),
        line=Box(0, _HEADER, width, _RULE + 1),
        keys=Box(0, height - 1, width, 1),
        slots=(Slot(Box(0, top, width, height - top - 1 - timeline), ("picture",)),),
        timeline=Box(0, height - 2, width, 1) if timeline else None,
    )


def _column(width: int, below: int, wishes: Wishes) -> int:
    """The columns of a picture that stands beside the line; 0 where there is none, or it is not the place for it."""
    if wishes.picture is None or width < SIDE_BY_SIDE:
        return 0
    least, most = _COLUMN
    column = min(max(min(width * 3 // 8, width - _LEAST_LINE), least), most)
    if width - column < _LEAST_LINE or (wishes.picture[0] > column + _PINCHED and _fits_below(width, below, wishes)):
        return 0
    return column


def _fits_below(width: int, height: int, wishes: Wishes) -> bool:
    """Whether there is a picture that fits under the line, with the parameters beside it."""
    if wishes.picture is None:
        return False
    wide, tall = wishes.picture
    return wide + 2 + _BESIDE <= width and tall + _RULE <= height


def _around_picture(below: Box, beside: Box, wishes: Wishes) -> tuple[Slot, ...]:
    """The picture at the right over the data, and under the line the parameters over what is read.

    Where the parameters leave no room for that, it is read under the picture, and the data wait behind this.
    """
    tall = wishes.parameters[1] + _RULE
    read = _among(READ, wishes)
    if below.height < tall + _LEAST_NOTE:
        upper = max(beside.height * 3 // 5, beside.height - below.height)
        pictures = Slot(Box(beside.x, beside.y, beside.width, upper), _among(("picture", "data"), wishes))
        rest = Box(beside.x, beside.y + upper, beside.width, beside.height - upper)
        return Slot(below, ("parameters",)), pictures, Slot(rest, read)
    tall = min(tall + wishes.labels, below.height - _LEAST_NOTE)
    left = (
        Slot(Box(below.x, below.y, below.width, tall), ("parameters",)),
        Slot(Box(below.x, below.y + tall, below.width, below.height - tall), read),
    )
    lower = 0 if wishes.data is None else min(wishes.data[1] + _RULE, beside.height // 3)
    too_wide = wishes.data is not None and wishes.data[0] > beside.width - 2
    if not lower or too_wide or beside.height - lower < _LEAST_PICTURE:
        return *left, Slot(beside, _among(("picture", "data"), wishes))
    upper = beside.height - lower
    return (
        *left,
        Slot(Box(beside.x, beside.y, beside.width, upper), ("picture",)),
        Slot(Box(beside.x, beside.y + upper, beside.width, lower), ("data",)),
    )


def _slots(below: Box, wishes: Wishes) -> tuple[Slot, ...]:
    """The panels below the line: side by side, below each other, or behind each other."""
    columns, rows = wishes.parameters
    if below.width >= SIDE_BY_SIDE and wishes.picture is not None and _fits_below(below.width, below.height, wishes):
        return _under_line(below, wishes.picture[0], wishes)
    if below.width >= SIDE_BY_SIDE:
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


def _under_line(below: Box, picture: int, wishes: Wishes) -> tuple[Slot, ...]:
    """A wide picture at the left, and beside it the parameters over what is read."""
    right = min(max(wishes.parameters[0] + 3, _BESIDE), below.width - picture - 2)
    left = Slot(Box(below.x, below.y, below.width - right, below.height), ("picture",))
    rest = Box(below.x + below.width - right, below.y, right, below.height)
    read, listed = _among(READ, wishes), _among(("parameters", "data"), wishes)
    upper = max(wishes.parameters[1] + wishes.labels, wishes.data[1] if wishes.data else 0) + _RULE + 1
    if rest.height < upper + _LEAST_NOTE:
        return left, Slot(rest, (*read, *listed))
    return (
        left,
        Slot(Box(rest.x, rest.y, rest.width, upper), listed),
        Slot(Box(rest.x, rest.y + upper, rest.width, rest.height - upper), read),
    )


def _right(box: Box, wishes: Wishes) -> tuple[Slot, ...]:
    """What is looked at over what is read if both have room, else one behind the other."""
    read = _among(READ, wishes)
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
