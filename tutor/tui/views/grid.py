"""A sheet of character cells, on which a view writes where it wants.

By hand, because the plotting libraries own their sheets: none lets text, boxes and wires of other roles stand among its
curves, and none knows that a Korean syllable takes two cells.
"""

from __future__ import annotations

from tutor.tui.picture.text import Picture, Role, Row, Span, cell_len

Cell = tuple[str, Role]

_BLANK: Cell = (" ", "plain")
_COVERED: Cell = ("", "plain")
"""The second half of a wide character."""


class Grid:
    """So many columns and rows; what is written outside of them is not seen."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(width, 0), max(height, 0)
        self._cells: list[list[Cell]] = [[_BLANK] * self.width for _ in range(self.height)]

    def put(self, x: int, y: int, text: str, role: Role = "plain") -> int:
        """Write ``text`` from column ``x`` of row ``y``; the column after it."""
        if not 0 <= y < self.height:
            return x + cell_len(text)
        line = self._cells[y]
        if len(text) == 1 and 0 <= x < self.width and cell_len(text) == 1:  # what strokes are made of
            line[x] = (text, role)
            return x + 1
        for character in text:
            width = cell_len(character)
            if width == 0:
                if 0 < x <= self.width:  # an accent belongs to the letter before it
                    line[x - 1] = (line[x - 1][0] + character, line[x - 1][1])
                continue
            if x >= 0 and x + width <= self.width:
                line[x] = (character, role)
                line[x + 1 : x + width] = [_COVERED] * (width - 1)
            x += width
        return x

    def put_centred(self, x: int, width: int, y: int, text: str, role: Role = "plain") -> None:
        """Write ``text`` in the middle of ``width`` columns from ``x``."""
        self.put(x + max(width - cell_len(text), 0) // 2, y, text, role)

    def at(self, x: int, y: int) -> str:
        """The character of a cell; a blank outside of the grid."""
        return self._cells[y][x][0] if 0 <= x < self.width and 0 <= y < self.height else " "

    def is_blank(self, x: int, y: int, width: int = 1) -> bool:
        """Whether nothing has been written in ``width`` cells from ``x``."""
        return all(self.at(column, y) == " " for column in range(x, x + width))

    def lay_under(self, other: Grid) -> None:
        """Show what was written on another sheet of this size, wherever nothing is written on this one."""
        self._cells = [
            [lower if upper is _BLANK else upper for upper, lower in zip(*lines, strict=True)]
            for lines in zip(self._cells, other._cells, strict=True)
        ]  # fmt: skip

    def picture(self) -> Picture:
        """What was written, each row up to its last character."""
        return Picture(tuple(_row(line) for line in self._cells))


def _row(line: list[Cell]) -> Row:
    end = len(line)
    while end and line[end - 1] == _BLANK:
        end -= 1
    spans: list[Span] = []
    text, role = "", _BLANK[1]
    for character, its_role in line[:end]:
        if its_role == role:
            text += character
            continue
        if text:
            spans.append(Span(text, role))
        text, role = character, its_role
    if text:
        spans.append(Span(text, role))
    return tuple(spans)
