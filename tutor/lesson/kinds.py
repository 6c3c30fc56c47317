"""What a field of a lesson file may hold: the pieces from which ``schema`` puts the format together.

Each kind looks at a node, complains about what it cannot be, and takes out of the tree what must not be read. What is
left in the tree afterwards is what the readers may rely on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from tutor.formula.problems import Place, Severity, nearest
from tutor.lesson.complaint import Complaints, printable
from tutor.lesson.nodes import Node
from tutor.messages import Message

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What could steer a terminal or turn a line round; tabs and newlines are no harm."""

ELEMENTS_IN_A_LIST = 20_000
TABLES_IN_A_LIST = 200
KEYS_IN_A_TABLE = 200


class Kind(Protocol):
    """What a value must be."""

    @property
    def expected(self) -> Message:
        """The kind in words: "a whole number from 1 to 600"."""

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        """Complain about ``node``, the value of ``field``; whether it may be read all the same."""


def expects(what: str, **parameters: object) -> Message:
    """The message ``lesson.expects-<what>``."""
    return Message(f"lesson.expects-{what}", parameters)


def found(node: Node) -> Message:
    """What stands there, in words."""
    value = node.value
    if isinstance(value, bool):
        return Message("lesson.found-truth")
    if isinstance(value, (int, float)):
        return Message("lesson.found-number")
    if isinstance(value, str):
        return Message("lesson.found-text")
    if isinstance(value, list):
        return Message("lesson.found-list")
    return Message("lesson.found-table" if isinstance(value, dict) else "lesson.found-date")


def refuse(node: Node, field: str, kind: Kind, complaints: Complaints) -> bool:
    """Complain that ``node`` is not of its kind."""
    complaints.error("wrong-kind", node.place, field=field, expected=kind.expected, found=found(node))
    return False


class Text(NamedTuple):
    """Characters, at most ``most``; with ``pattern`` (and what it means in words) only such."""

    most: int = 4_000
    pattern: str | None = None
    meaning: str = "text"
    least: int = 1

    @property
    def expected(self) -> Message:
        return expects(self.meaning)

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        if not isinstance(node.value, str):
            return refuse(node, field, self, complaints)
        text = node.value
        if len(text.strip()) < self.least:
            complaints.error("empty-text", node.place, field=field)
        elif len(text) > self.most:
            complaints.error("text-too-long", node.place, field=field, limit=f"{self.most:,}", length=f"{len(text):,}")
        elif control := _CONTROL.search(text):
            complaints.error("control-character", node.place, field=field, code=f"U+{ord(control[0]):04X}")
        elif self.pattern is not None and not re.fullmatch(self.pattern, text):
            complaints.error("wrong-form", node.place, field=field, expected=self.expected, found=printable(text, 60))
        else:
            return True
        return False


class OneOf(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def expected(self) -> Message:
        return expects("one-of", words=", ".join(self.words))

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        if not isinstance(node.value, str):
            return refuse(node, field, self, complaints)
        if node.value in self.words:
            return True
        unknown(complaints, "unknown-word", node.place, node.value, self.words, field=field)
        return False


def unknown(
    complaints: Complaints, key: str, place: Place | None, name: str, known: Iterable[str],
    severity: Severity = "error", **parameters: object,
) -> None:  # fmt: skip
    """Complain about a name that is not among ``known``: with the nearest one, or else with all of them."""
    names = list(known)
    shown_name = printable(name, 60)
    suggestion = nearest(name[:80], names)
    if suggestion is not None:
        complaints.complain(severity, f"{key}-near", place, name=shown_name, suggestion=suggestion, **parameters)
    else:
        shown = ", ".join(names[:30]) + (", …" if len(names) > 30 else "")
        complaints.complain(severity, key, place, name=shown_name, known=shown or "–", **parameters)


class Whole(NamedTuple):
    """A whole number within bounds."""

    low: int
    high: int

    @property
    def expected(self) -> Message:
        return expects("whole", low=f"{self.low:,}", high=f"{self.high:,}")

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        if not node.is_number:
            return refuse(node, field, self, complaints)
        if isinstance(node.value, int) and self.low <= node.value <= self.high:
            return True
        complaints.error("wrong-form", node.place, field=field, expected=self.expected, found=_written(node))
        return False


class Version(NamedTuple):
    """The one version of the format that this program reads."""

    known: int

    @property
    def expected(self) -> Message:
        return expects("version", known=self.known)

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        if not isinstance(node.value, int) or isinstance(node.value, bool):
            return refuse(node, field, self, complaints)
        if node.value != self.known:
            complaints.error("other-version", node.place, found=_written(node), known=self.known)
        return node.value == self.known


class Real(NamedTuple):
    """A finite number, above ``above`` if that is given."""

    above: float = -math.inf

    @property
    def expected(self) -> Message:
        return expects("number") if self.above == -math.inf else expects("number-above", low=f"{self.above:g}")

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        if not node.is_number:
            return refuse(node, field, self, complaints)
        if not finite(node):
            complaints.error("not-finite", node.place, field=field, found=_written(node))
            return False
        if node.number > self.above:
            return True
        complaints.error("wrong-form", node.place, field=field, expected=self.expected, found=_written(node))
        return False


def finite(node: Node) -> bool:
    """Whether a number is one that arithmetic can start from."""
    value = node.value
    if isinstance(value, int):
        return abs(value) < 1 << 1000  # a longer one does not fit in a float
    return isinstance(value, float) and math.isfinite(value)


def _written(node: Node) -> str:
    return printable(repr(node.value), 40) if finite(node) or isinstance(node.value, float) else "…"


class Truth(NamedTuple):
    """true or false."""

    @property
    def expected(self) -> Message:
        return expects("truth")

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        return isinstance(node.value, bool) or refuse(node, field, self, complaints)


class Listing(NamedTuple):
    """A list of one kind; elements that are not of it are taken out."""

    of: Kind
    least: int = 1
    most: int = TABLES_IN_A_LIST
    meaning: str = "list"

    @property
    def expected(self) -> Message:
        return expects(self.meaning)

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        if isinstance(node.value, dict) and isinstance(self.of, Record) and self.most > 1 and "." not in field:
            complaints.error("table-not-list", node.place, field=field)
            return False
        if not isinstance(node.value, list):
            return refuse(node, field, self, complaints)
        if not self.least <= len(node.value) <= self.most:
            complaints.error(
                "wrong-count", node.place, field=field, least=self.least, most=self.most, found=len(node.value)
            )
            return False
        node.value = [
            entry for index, entry in enumerate(node.value) if self.of.check(entry, f"{field}[{index}]", complaints)
        ]
        return True


class Either(NamedTuple):
    """One of two kinds, told apart by the first: text or a table, a number or a list."""

    fits: Callable[[Node], bool]
    first: Kind
    second: Kind
    meaning: str

    @property
    def expected(self) -> Message:
        return expects(self.meaning)

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        if self.fits(node):
            return self.first.check(node, field, complaints)
        if isinstance(node.value, (dict, list)):
            return self.second.check(node, field, complaints)
        return refuse(node, field, self, complaints)


class Field(NamedTuple):
    """An entry of a table: its kind, and whether the table is nothing without it."""

    kind: Kind
    required: bool = False


@dataclass(frozen=True)
class Record:
    """A table with the fields of the format, and with ``others`` also keys that the author chooses.

    A field that is missing or bad and required makes the whole table unreadable; a key that is neither a field nor
    an author's is an error with the nearest field suggested.
    """

    fields: Mapping[str, Field]
    others: Kind | None = None
    names: Text | None = None
    meaning: str = "table"
    most: int = KEYS_IN_A_TABLE
    also: Callable[[Node, str, Complaints], bool] | None = field(default=None)

    @property
    def expected(self) -> Message:
        return expects(self.meaning)

    def check(self, node: Node, field: str, complaints: Complaints) -> bool:
        if not isinstance(node.value, dict):
            return refuse(node, field, self, complaints)
        if len(node.value) > self.most:
            complaints.error("too-many-keys", node.key, field=field, limit=self.most)
            return False
        kept = {name: entry for name, entry in node.value.items() if self._entry(name, entry, field, complaints)}
        missing = [name for name, entry in self.fields.items() if entry.required and name not in node.value]
        for name in missing:
            complaints.error("missing-key", node.key, field=_dotted(field, name))
        whole = all(name in kept for name, entry in self.fields.items() if entry.required)
        node.dropped = len(kept) < len(node.value)
        node.value = kept
        return whole and (self.also is None or self.also(node, field, complaints))

    def _entry(self, name: str, entry: Node, field: str, complaints: Complaints) -> bool:
        if name in self.fields:
            return self.fields[name].kind.check(entry, _dotted(field, name), complaints)
        if self.others is None:
            unknown(complaints, "unknown-key", entry.key, name, self.fields, where=in_table(field))
            return False
        if self.names is not None and not re.fullmatch(self.names.pattern or "", name):
            complaints.error("wrong-name", entry.key, name=printable(name, 60), expected=self.names.expected)
            return False
        return self.others.check(entry, _dotted(field, name), complaints)


def in_table(field: str) -> Message:
    """Where a key stands, in words."""
    return Message("lesson.in-table", {"table": field}) if field else Message("lesson.at-top")


def _dotted(table: str, key: str) -> str:
    return f"{table}.{printable(key, 40)}" if table else printable(key, 40)
