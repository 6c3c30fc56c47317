"""Lines that bend, branch and meet on a sheet of characters: in which ways each cell is joined to its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from tutor.tui.settings import Glyphs

LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8
ACROSS, ALONG = LEFT | RIGHT, UP | DOWN

Joins: TypeAlias = "dict[tuple[int, int], int]"
"""By column and row, the ways in which a cell is joined, added."""

_BOX: Mapping[int, str] = {
    LEFT: "─", RIGHT: "─", ACROSS: "─", UP: "│", DOWN: "│", ALONG: "│",
    LEFT | DOWN: "╮", LEFT | UP: "╯", RIGHT | DOWN: "╭", RIGHT | UP: "╰",
    LEFT | ALONG: "┤", RIGHT | ALONG: "├", ACROSS | DOWN: "┬", ACROSS | UP: "┴", ACROSS | ALONG: "┼",
}  # fmt: skip


def corner(ways: int, glyphs: Glyphs) -> str:
    """The character that joins a cell to its neighbours."""
    if glyphs != "ascii":
        return _BOX[ways]
    return "-" if not ways & ALONG else "|" if not ways & ACROSS else "+"


def line_across(joins: Joins, first: int, last: int, y: int) -> None:
    """Join the cells from column ``first`` to ``last`` of a row."""
    for x in range(first, last + 1):
        ways = (LEFT if x > first else 0) | (RIGHT if x < last else 0)
        joins[x, y] = joins.get((x, y), 0) | ways


def line_down(joins: Joins, x: int, first: int, last: int) -> None:
    """Join the cells from row ``first`` to ``last`` of a column."""
    for y in range(first, last + 1):
        ways = (UP if y > first else 0) | (DOWN if y < last else 0)
        if ways:
            joins[x, y] = joins.get((x, y), 0) | ways
