"""Where the nodes of a computation graph stand, and where its wires run.

By hand, because a layout library (Graphviz, grandalf) places nodes on a plane of points: on a sheet of characters a
wire takes a whole row, has a number over it and another under it, and only the row tells two wires apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

LEAST_APART = 3
"""Rows from a node of a column to the next at the least: a number over the wire, the wire, a number under it."""


class Wire(NamedTuple):
    """What leaves a node.

    Attributes:
        row: on which it runs through the columns behind the node's own until its last reader.
        targets: the nodes that read it.
        last: the column before its last reader.
    """

    row: int
    targets: tuple[str, ...]
    last: int


class Track(NamedTuple):
    """A piece of wire from top to bottom, in the channel before a column.

    Attributes:
        place: which one of the channel, from the left.
        rows: the rows of the wires that come in.
        out: the row on which it leaves.
    """

    place: int
    rows: tuple[int, ...]
    out: int

    @property
    def span(self) -> tuple[int, int]:
        """Its first and its last row."""
        rows = (*self.rows, self.out)
        return min(rows), max(rows)


class Wiring(NamedTuple):
    """The whole.

    Attributes:
        columns: of each node.
        rows: of each node.
        wires: of each node that is read.
        channels: the tracks before each column.
        reach: in each channel, how far the wire on a row goes: to the last track that it feeds.
        apart: rows from a node of a column to the next, at the least.
    """

    columns: Mapping[str, int]
    rows: Mapping[str, int]
    wires: Mapping[str, Wire]
    channels: Sequence[Sequence[Track]]
    reach: Sequence[Mapping[int, int]]
    apart: int

    @property
    def height(self) -> int:
        """Rows from the first to the last number; one more for the parts of a derivative that comes from several."""
        parted = self.apart > LEAST_APART and any(len(wire.targets) > 1 for wire in self.wires.values())
        under = 3 if parted else 2
        return max((*self.rows.values(), *(wire.row for wire in self.wires.values()))) + under


def wire_up(reads: Mapping[str, Sequence[str]], apart: int = LEAST_APART) -> Wiring:
    """The wiring of a graph.

    Args:
        reads: for each node what it reads; every node that is read is a key too, and stands before its readers.
        apart: rows from a node of a column to the next.
    """
    return _Plan(reads, apart).wiring()


@dataclass
class _Plan:
    reads: Mapping[str, Sequence[str]]
    apart: int
    columns: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    wires: dict[str, Wire] = field(default_factory=dict)
    cursor: int = 1

    def wiring(self) -> Wiring:
        self.readers = {name: [other for other, read in self.reads.items() if name in read] for name in self.reads}
        self._columns()
        for name in self.reads:
            if not self.readers[name]:
                self._place(name)
        for name, readers in self.readers.items():
            if readers:
                self._run(name, readers)
        channels = [self._channel(column) for column in range(1, max(self.columns.values()) + 1)]
        tracks, reach = [each for each, _ in channels], [each for _, each in channels]
        return Wiring(self.columns, self.rows, self.wires, tracks, reach, self.apart)

    def _columns(self) -> None:
        """A node stands behind all that it reads; what reads nothing stands just before its first reader."""
        for name, read in self.reads.items():
            self.columns[name] = 1 + max((self.columns[other] for other in read), default=-1)
        for name, read in self.reads.items():
            if not read and self.readers[name]:
                self.columns[name] = min(self.columns[reader] for reader in self.readers[name]) - 1

    def _place(self, name: str) -> None:
        """A node in the middle of what it reads; what it reads from top to bottom."""
        if name in self.rows:
            return
        own = [other for other in self.reads[name] if other not in self.rows]
        for other in own:
            self._place(other)
        if own:
            rows = [self.rows[other] for other in own]
            row = (min(rows) + max(rows)) // 2
        else:
            row = self.cursor
        self.rows[name] = self._free(name, row)
        self.cursor = max(self.cursor, self.rows[name] + (self.apart if not own else 0))

    def _free(self, name: str, row: int) -> int:
        """The next row in which a node is in nobody's way."""
        while any(self._collide(name, row, other, at) for other, at in self.rows.items()):
            row += 1
        return row

    def _collide(self, name: str, row: int, other: str, at: int) -> bool:
        """Whether two nodes stand too close, or the wire of one runs into another that does not read it."""
        behind = self.columns[name] - self.columns[other]
        if behind == 0:
            return abs(row - at) < self.apart
        if behind == 1:
            return row == at and other not in self.reads[name]
        if behind == -1:
            return row == at and name not in self.reads[other]
        return False

    def _run(self, name: str, readers: Sequence[str]) -> None:
        """Find a row on which the wire of a node gets past the columns before its last reader."""
        first, last = self.columns[name], max(self.columns[reader] for reader in readers) - 1
        row = self.rows[name]
        tries = (row + sign * step for step in range(len(self.reads) * self.apart + 8) for sign in (1, -1))
        if last > first:
            row = next(at for at in tries if at >= 0 and self._passes(name, at, first + 1, last))
        self.wires[name] = Wire(row, tuple(readers), last)

    def _passes(self, name: str, row: int, first: int, last: int) -> bool:
        """Whether a wire on ``row`` meets neither a node nor another wire in some columns."""
        for other, at in self.rows.items():
            column = self.columns[other]
            if first <= column <= last and abs(at - row) < LEAST_APART - 1:
                return False
            if other != name and row == at and column in (first - 1, last + 1) and other not in self.readers[name]:
                return False
        return not any(
            other != name and wire.row == row and self.columns[other] <= last and wire.last >= first - 1
            for other, wire in self.wires.items()
        )

    def _channel(self, column: int) -> tuple[list[Track], dict[int, int]]:
        """The tracks between two columns, and how far each wire that comes in goes."""
        wanted: list[tuple[list[int], int]] = []
        for name, read in self.reads.items():
            if self.columns[name] == column and read:
                wanted.append(([self._row_before(other, column) for other in read], self.rows[name]))
        for name, wire in self.wires.items():
            if self.columns[name] < column <= wire.last:
                wanted.append(([self._row_before(name, column)], wire.row))
        tracks: list[Track] = []
        for rows, out in sorted(wanted, key=lambda each: each[1]):
            track = Track(0, tuple(dict.fromkeys(rows)), out)
            place = next(at for at in range(len(wanted)) if not _meets(track, tracks, at))
            tracks.append(Track(place, track.rows, out))
        reach: dict[int, int] = {}
        for track in tracks:
            for row in track.rows:
                reach[row] = max(reach.get(row, 0), track.place)
        return tracks, reach

    def _row_before(self, name: str, column: int) -> int:
        """The row on which a wire enters the channel before a column."""
        return self.rows[name] if self.columns[name] == column - 1 else self.wires[name].row


def _meets(track: Track, others: Iterable[Track], place: int) -> bool:
    """Whether a track would run into one that stands there."""
    first, last = track.span
    return any(
        other.place == place and first <= other.span[1] and last >= other.span[0] for other in others
    )  # fmt: skip
