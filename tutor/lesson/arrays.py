"""The arrays of a lesson: numbers written out, read from CSV, or drawn; and the initial values of parameters."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from tutor.engine import draws
from tutor.formula.limits import ELEMENTS
from tutor.formula.operations.operation import Array, Shape
from tutor.lesson.complaint import Complaints, printable
from tutor.lesson.files import CSV_BYTES, FileError, Folders, read_text
from tutor.lesson.kinds import unknown
from tutor.lesson.nodes import Node
from tutor.lesson.values import shape_of_numbers

TOTAL_ELEMENTS = ELEMENTS
"""Numbers in all the arrays of one lesson together, variants included (80 MB)."""


class Arrays:
    """Makes the arrays that a file describes, each once, however many variants share it."""

    def __init__(self, folders: Folders, complaints: Complaints) -> None:
        self._folders = folders
        self._complaints = complaints
        self._made: dict[tuple[int, str, int], Array | None] = {}
        self._elements = 0

    def array(self, name: str, node: Node, seed: int) -> Array | None:
        """The value called ``name``, described by ``node``; None after a complaint.

        ``seed`` is the lesson's, for a draw that has none of its own.
        """
        key = (id(node), name, seed)
        if key not in self._made:
            made = self._make(name, node, seed)
            if made is not None:
                made.flags.writeable = False
            self._made[key] = made
        return self._made[key]

    def _make(self, name: str, node: Node, seed: int) -> Array | None:
        if node.is_number or node.items:
            shape = shape_of_numbers(node)
            return np.array(_plain(node), dtype=np.float64) if self._room(shape, node) else None
        if node.get("csv") is not None:
            return self._csv(node)
        shape = tuple(entry.integer for entry in node.list_of("shape"))
        if not self._room(shape, node):
            return None
        seed = node.integer_of("seed", seed)
        return self._initial(name, node, shape, seed) if node.get("init") else drawn(name, node, "random", shape, seed)

    def _room(self, shape: Shape, node: Node) -> bool:
        """Whether an array of ``shape`` may still be made."""
        self._elements += math.prod(shape)
        if self._elements <= TOTAL_ELEMENTS:
            return True
        self._complaints.error("too-many-elements-in-all", node.place, limit=f"{TOTAL_ELEMENTS:,}")
        return False

    def _initial(self, name: str, node: Node, shape: Shape, seed: int) -> Array | None:
        """Initial values: xavier and he as the book that deck 001 follows has them, 1/√n and √(2/n) for n inputs."""
        kind = node.text_of("init")
        if kind in ("zeros", "constant"):
            return np.full(shape, node.number_of("value"), dtype=np.float64)
        if kind in ("uniform", "normal"):
            return drawn(name, node, "init", shape, seed)
        if len(shape) > 2 and node.get("inputs") is None:
            self._complaints.error("inputs-needed", node.place, name=name, init=kind)
            return None
        inputs = node.integer_of("inputs", shape[0] if shape else 1)
        return draws.normal(seed, name, shape, 0.0, math.sqrt((2 if kind == "he" else 1) / inputs))

    def _csv(self, node: Node) -> Array | None:
        where = node.table["csv"]
        try:
            table = Table(read_text(self._folders.find(where.text), CSV_BYTES))
        except FileError as found:
            self._complaints.error("data-file", where.place, path=where.text, reason=found.problem.message)
            return None
        if not self._room((len(table.rows), len(table.rows[0])), node):
            return None
        columns = node.get("columns")
        if columns is None:
            return np.array(table.rows, dtype=np.float64)
        positions = [self._column(table, wanted) for wanted in (columns.items or [columns])]
        if any(position is None for position in positions):
            return None
        chosen = np.array(table.rows, dtype=np.float64)[:, [position or 0 for position in positions]]
        return np.ascontiguousarray(chosen if columns.items else chosen[:, 0])

    def _column(self, table: Table, wanted: Node) -> int | None:
        if wanted.text in table.header:
            return table.header.index(wanted.text)
        if not table.header:
            self._complaints.error("csv-without-header", wanted.place, name=wanted.text)
        else:
            unknown(self._complaints, "unknown-column", wanted.place, wanted.text, table.header)
        return None


def drawn(name: str, node: Node, key: str, shape: Shape, seed: int) -> Array:
    """An array of draws, normal or uniform, which belong to ``seed`` and ``name``."""
    if node.text_of(key) == "uniform":
        return draws.uniform(seed, name, shape, node.number_of("low", 0.0), node.number_of("high", 1.0))
    return draws.normal(seed, name, shape, node.number_of("mean", 0.0), node.number_of("std", 1.0))


def _plain(node: Node) -> object:
    """Checked numbers as nested lists of floats."""
    return [_plain(entry) for entry in node.items] if node.items else node.number


class Table:
    """Rows of numbers, read from CSV: commas, ``#`` lines for remarks, a header if the first row is words.

    Raises:
        FileError: a cell that is no number, a row of another length, or no row at all.
    """

    def __init__(self, text: str) -> None:
        self.header: list[str] = []
        self.rows: list[list[float]] = []
        width = None
        for number, row in _rows(text):
            width = width or len(row)
            if len(row) != width:
                raise FileError("csv-ragged", row=number, found=len(row), expected=width)
            if not self.header and not self.rows and all(_number(cell) is None for cell in row):
                self.header = [cell.strip() for cell in row]
            else:
                self.rows.append(_numbers(row, number))
        if not self.rows:
            raise FileError("csv-empty")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, with their line numbers."""
    import csv  # late: most lessons write their data out

    reader = csv.reader(text.splitlines(keepends=True))
    try:
        for row in reader:
            if row and not row[0].lstrip().startswith("#") and any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error:
        raise FileError("csv-unreadable", row=reader.line_num) from None


def _numbers(row: list[str], number: int) -> list[float]:
    values: list[float] = []
    for position, cell in enumerate(row, start=1):
        value = _number(cell)
        if value is None:
            raise FileError("csv-not-a-number", row=number, column=position, found=printable(cell, 30))
        values.append(value)
    return values


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
