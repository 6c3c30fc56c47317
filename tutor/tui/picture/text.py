"""Spans, rows and pictures, and how they are put beside and below each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple, TypeAlias, get_args

from rich import cells
from rich.cells import chop_cells, set_cell_size

Role = Literal[
    "plain", "dim", "strong", "title", "position", "name", "sign", "bracket", "label",
    "done", "current", "coming",
    "new", "missing", "zero", "plus1", "plus2", "plus3", "minus1", "minus2", "minus3", "lost", "selected",
    "key", "key-text", "message", "warning", "rule", "right", "wrong", "follows", "caret",
    "read", "reader", "asked",
    "axis", "curve1", "curve2", "curve3", "curve4", "curve5", "curve6",
    "area1", "area2", "area3", "area4", "area5", "area6",
]  # fmt: skip
"""What a piece of text is. ``plus1`` to ``plus3`` and ``minus1`` to ``minus3`` are numbers from small to large.
``curve1`` to ``curve6`` tell curves or classes apart; ``area1`` to ``area6`` are grounds, from low to high."""

ROLES: tuple[Role, ...] = get_args(Role)

CUT = "…"
"""Stands where something was left out."""


cell_len = lru_cache(maxsize=1 << 14)(cells.cell_len)
"""The columns that a text takes. A step asks this thousands of times, mostly of texts that the step before had too."""


class Span(NamedTuple):
    """Characters with one role."""

    text: str
    role: Role = "plain"


Row: TypeAlias = tuple[Span, ...]
"""One line of a picture."""

EMPTY: Row = ()


@dataclass(frozen=True)
class Picture:
    """Rows from top to bottom; a row ends where its text ends."""

    rows: tuple[Row, ...] = ()

    @cached_property
    def width(self) -> int:
        """The columns of the widest row."""
        return max(map(row_width, self.rows), default=0)

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def plain(self) -> str:
        """The text alone, for tests and for readers of text."""
        return "\n".join("".join(span.text for span in row).rstrip() for row in self.rows)


def row_width(row: Iterable[Span]) -> int:
    """The columns that ``row`` takes; a Korean syllable takes two."""
    return sum([cell_len(span.text) for span in row])  # a list: half the time of a generator, on the way of every key


def row(*pieces: Span | str) -> Row:
    """A row of spans; a plain string is a plain span."""
    return tuple([piece if isinstance(piece, Span) else Span(piece) for piece in pieces])  # a list: made faster


def pad(line: Row, width: int, align: Literal["left", "right", "center"] = "left") -> Row:
    """``line`` with spaces up to ``width`` columns; unchanged if it is as wide already."""
    missing = width - row_width(line)
    if missing <= 0:
        return line
    if align == "left":
        return (*line, Span(" " * missing))
    if align == "right":
        return (Span(" " * missing), *line)
    left = missing // 2
    return (Span(" " * left), *line, Span(" " * (missing - left)))


def clip(line: Row, width: int) -> Row:
    """``line`` cut to ``width`` columns, with a sign that it was cut.

    >>> clip(row("손실 함수"), 6)[0].text
    '손실 …'
    """
    if row_width(line) <= width:
        return line
    if width <= 0:
        return EMPTY
    kept: list[Span] = []
    room = width - 1
    for span in line:
        size = cell_len(span.text)
        if size > room:
            kept.append(Span(set_cell_size(span.text, room) + CUT, span.role))
            break
        kept.append(span)
        room -= size
    return tuple(kept)


def spread(left: Row, right: Row, width: int) -> Row:
    """``left`` and ``right`` at the two ends of ``width`` columns; the left one is cut if they meet."""
    room = width - row_width(right)
    if room < 4:
        return clip(left, width)
    return (*pad(clip(left, room - 1), room), *right)


def beside(blocks: Sequence[Sequence[Row]], gap: int = 0) -> list[Row]:
    """Blocks of rows side by side, their tops level, ``gap`` columns between them."""
    height = max(map(len, blocks), default=0)
    widths = [max(map(row_width, block), default=0) for block in blocks]
    lines: list[Row] = []
    for y in range(height):
        line: list[Span] = []
        for number, (block, width) in enumerate(zip(blocks, widths, strict=True)):
            if number and gap:
                line.append(Span(" " * gap))
            line.extend(pad(block[y] if y < len(block) else EMPTY, width))
        lines.append(tuple(line))
    return lines


def wrap(text: str, width: int, role: Role = "plain") -> list[Row]:
    """The words of ``text`` in rows of at most ``width`` columns; a blank line in the text stays one.

    A word that is wider than a row is broken where the row ends, as Korean may be. An indented line stays as it is.
    """
    return list(_wrapped(text, max(width, 2), role))


@lru_cache(maxsize=256)
def _wrapped(text: str, width: int, role: Role) -> tuple[Row, ...]:
    lines: list[Row] = []
    for paragraph in text.split("\n"):
        if paragraph.startswith(" "):
            lines.append(clip(row(Span(paragraph, role)), width))
            continue
        line = ""
        for word in paragraph.split():
            together = f"{line} {word}" if line else word
            if cell_len(together) <= width:
                line = together
                continue
            if line:
                lines.append(row(Span(line, role)))
            *full, line = chop_cells(word, width) or [""]
            lines.extend(row(Span(part, role)) for part in full)
        lines.append(row(Span(line, role)) if line else EMPTY)
    return tuple(lines)
