"""The kinds of field that hold arrays: numbers written out, and tables that say how numbers are got."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tutor.formula.limits import ELEMENTS, RANK
from tutor.lesson.complaint import Complaints
from tutor.lesson.kinds import Kind, OneOf, Record, expects, finite, in_table, refuse, unknown
from tutor.lesson.nodes import Node
from tutor.messages import Message


class Numbers(NamedTuple):
    """A number, a list of numbers, or lists of equally long lists of numbers: finite, and at most four axes."""

    @property
    def expected(self) -> Message:
        return expects("numbers")

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        before = complaints.errors
        self._shape(node, field, complaints, 0)
        return complaints.errors == before

    def _shape(self, node: Node, field: str, complaints: Complaints, depth: int) -> tuple[int, ...] | None:
        """The shape of what stands there; None after a complaint."""
        if not isinstance(node.value, list):
            return self._number(node, field, complaints)
        if not node.value:
            complaints.error("no-numbers", node.place, field=field)
            return None
        if depth == RANK:
            complaints.error("too-many-axes", node.place, field=field, limit=RANK)
            return None
        first: tuple[int, ...] | None = None
        for position, entry in enumerate(node.value):
            shape = self._shape(entry, field, complaints, depth + 1)
            if shape is None:
                return None
            if first is not None and shape != first:
                complaints.error(
                    "ragged", entry.place, field=field, position=position, found=_size(shape), expected=_size(first)
                )
                return None
            first = shape
        return (len(node.value), *(first or ()))

    def _number(self, node: Node, field: str, complaints: Complaints) -> tuple[int, ...] | None:
        if not node.is_number:
            refuse(node, field, self, complaints)
        elif not finite(node):
            complaints.error("not-finite", node.place, field=field, found=str(node.value)[:20])
        else:
            return ()
        return None


def _size(shape: tuple[int, ...]) -> Message:
    return Message("lesson.one-number") if not shape else Message("lesson.length", {"length": shape[0]})


class Shape(NamedTuple):
    """A list of lengths: ``[4, 2]``; ``[]`` is one number."""

    @property
    def expected(self) -> Message:
        return expects("shape", rank=RANK)

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        if not isinstance(node.value, list):
            return refuse(node, field, self, complaints)
        if len(node.value) > RANK:
            complaints.error("too-many-axes", node.place, field=field, limit=RANK)
            return False
        size = 1
        for entry in node.value:
            if isinstance(entry.value, bool) or not isinstance(entry.value, int) or entry.value < 1:
                return refuse(entry, field, self, complaints)
            size *= min(entry.value, ELEMENTS + 1)
        if size > ELEMENTS:
            complaints.error("too-many-elements", node.place, field=field, limit=f"{ELEMENTS:,}")
            return False
        return True


class ByWord(NamedTuple):
    """A table whose ``key`` says, by a word, which further fields it has: ``{ init = "normal", std = 0.01 }``."""

    key: str
    cases: Mapping[str, Record]

    @property
    def expected(self) -> Message:
        return expects("table")

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        word = node.table[self.key]
        if not OneOf(tuple(self.cases)).check(word, f"{field}.{self.key}", complaints):
            return False
        return self.cases[word.text].check(node, field, complaints)


class ByKey(NamedTuple):
    """A table that is of the one kind or the other by the key that it has: ``csv`` or ``random``."""

    cases: Mapping[str, Kind]
    meaning: str

    @property
    def expected(self) -> Message:
        return expects(self.meaning)

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        for key, case in self.cases.items():
            if node.get(key) is not None:
                return case.check(node, field, complaints)
        for name, entry in node.table.items():
            unknown(complaints, "unknown-key", entry.key, name, self.cases, where=in_table(field))
            return False
        return refuse(node, field, self, complaints)


def shape_of_numbers(node: Node) -> tuple[int, ...]:
    """The shape of numbers that have been checked."""
    shape: list[int] = []
    while node.items:
        shape.append(len(node.items))
        node = node.items[0]
    return tuple(shape)
