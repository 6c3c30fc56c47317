"""What a click picks: pieces of text that know the number of the cell, the answer or the line that they belong to."""

from __future__ import annotations

from tutor.tui.picture.text import Picture, Role, Row, Span, cell_len


class Pick(Span):
    """A span with a number. It is equal to any span that looks the same."""

    number: int

    def __new__(cls, text: str, role: Role, number: int) -> Pick:
        """``text`` in ``role``, standing for ``number``."""
        made = super().__new__(cls, text, role)
        made.number = number
        return made


def pick_row(row: Row, number: int) -> Row:
    """``row``, all of it standing for ``number``."""
    return tuple(Pick(span.text, span.role, number) for span in row)


def picked(picture: Picture, x: int, y: int) -> int | None:
    """The number that stands in column ``x`` of row ``y``; None where there is none."""
    if not 0 <= y < picture.height:
        return None
    left = 0
    for span in picture.rows[y]:
        width = cell_len(span.text)
        if isinstance(span, Pick) and left <= x < left + width:
            return span.number
        left += width
    return None
