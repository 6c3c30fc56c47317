"""A TOML document as a tree in which everything knows its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tutor.formula.problems import Place
from tutor.lesson.complaint import WHOLE_FILE, Complaints
from tutor.lesson.toml_places import NESTING, KeyPath, NestingError, Spot, toml_places

Scalar: TypeAlias = str | int | float | bool | None
"""None stands for a date or a time, of which a lesson has none."""

KEY_PARTS = 16
"""Parts of one dotted key. (tomllib's time and memory grow with the square of them.)"""

_WORD = r"(?:[A-Za-z0-9_-]++|\"[^\"\n]*+\"|'[^'\n]*+')"
LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-]){_WORD}(?:[ \t]*+\.[ \t]*+{_WORD}){{{KEY_PARTS}}}")
"""A dotted key of more than ``KEY_PARTS`` parts. To be looked for before ``tomllib`` sees a stranger's text."""

_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_TOML_FAULTS = (
    ("Expected '=' after a key", "toml-equals"),
    ("Expected newline or end of document", "toml-after-value"),
    ("Cannot overwrite a value", "toml-twice"),
    ("Cannot declare", "toml-twice"),
    ("Cannot mutate immutable", "toml-twice"),
    ("Duplicate inline table key", "toml-twice"),
    ("Unterminated string", "toml-string"),
    ("Expected \"'", "toml-string"),
    ("Unclosed array", "toml-list"),
    ("Unclosed inline table", "toml-inline-table"),
    ("Unescaped '\\'", "toml-backslash"),
    ("Invalid value", "toml-value"),
    ("Invalid statement", "toml-statement"),
    ("Invalid initial character for a key", "toml-statement"),
    ("Expected ']", "toml-header"),
    ("Found invalid character", "toml-character"),
    ("Illegal character", "toml-character"),
)
"""How the sentences of ``tomllib`` begin, and ours for them."""


@dataclass(slots=True)
class Node:
    """A value of the document.

    Attributes:
        value: a scalar, or the nodes of a list or of a table.
        key: where its key stands; for an element of a list, where it begins.
        place: where the value stands, as far as its first line goes.
        start: where the characters of a string begin; None for other values.
        plain: whether a string stands in the file as it is, without backslash sequences.
        dropped: whether entries of a table were bad and have been taken out of it.
    """

    value: Scalar | list[Node] | dict[str, Node]
    key: Place
    place: Place
    start: Place | None = None
    plain: bool = True
    dropped: bool = False

    @property
    def table(self) -> dict[str, Node]:
        """The entries of a table; of anything else, none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Node]:
        """The elements of a list; of anything else, none."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str:
        """The characters of a string; of anything else, none."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def number(self) -> float:
        """The value of a number; of anything else, 0."""
        return float(self.value) if isinstance(self.value, (int, float)) else 0.0

    @property
    def integer(self) -> int:
        """The value of a whole number; of anything else, 0."""
        return self.value if isinstance(self.value, int) else 0

    @property
    def is_number(self) -> bool:
        """Whether it is a number (true and false are none)."""
        return isinstance(self.value, (int, float)) and not isinstance(self.value, bool)

    def get(self, key: str) -> Node | None:
        """The entry of a table called ``key``."""
        return self.table.get(key)

    def text_of(self, key: str, default: str = "") -> str:
        """The characters of the entry called ``key``."""
        entry = self.get(key)
        return default if entry is None else entry.text

    def integer_of(self, key: str, default: int = 0) -> int:
        """The whole number of the entry called ``key``."""
        entry = self.get(key)
        return default if entry is None else entry.integer

    def number_of(self, key: str, default: float = 0.0) -> float:
        """The number of the entry called ``key``."""
        entry = self.get(key)
        return default if entry is None else entry.number

    def truth_of(self, key: str, default: bool = False) -> bool:
        """The truth of the entry called ``key``."""
        entry = self.get(key)
        return default if entry is None else entry.value is True

    def entries(self, key: str) -> Iterator[tuple[str, Node]]:
        """The entries of the table called ``key``."""
        entry = self.get(key)
        return iter(entry.table.items() if entry is not None else ())

    def list_of(self, key: str) -> list[Node]:
        """The elements of the list called ``key``."""
        entry = self.get(key)
        return entry.items if entry is not None else []


class _Unplaced(dict[KeyPath, Spot]):
    """The places of a document that nobody will ask for: finding them takes longer than reading it."""

    def __missing__(self, path: KeyPath) -> Spot:
        return Spot(WHOLE_FILE, WHOLE_FILE, WHOLE_FILE)


def read_toml(text: str, complaints: Complaints, *, placed: bool = True) -> Node | None:
    """The document in ``text``, or None and a complaint if it is not TOML.

    Without ``placed`` everything stands where the whole file does.
    """
    if not text.strip():
        complaints.error("empty-file")
        return None
    long_key = LONG_KEY.search(text)
    if long_key is not None:
        complaints.error("key-too-long", _place_at(text, long_key.start()), limit=KEY_PARTS)
        return None
    try:
        values = tomllib.loads(text)
        spots = toml_places(text) if placed else _Unplaced()
    except tomllib.TOMLDecodeError as found:
        _complain(text, str(found), complaints)
    except (NestingError, RecursionError) as found:
        complaints.error("nested-too-deeply", getattr(found, "place", None), limit=NESTING)
    except ValueError:  # Python refuses to read a whole number of more than 4300 digits
        complaints.error("number-too-long")
    else:
        table = {key: _node(value, (key,), spots) for key, value in values.items()}
        return Node(table, WHOLE_FILE, WHOLE_FILE)
    return None


def _node(value: object, path: KeyPath, spots: Mapping[KeyPath, Spot]) -> Node:
    spot = spots[path]
    if isinstance(value, dict):
        table = {key: _node(entry, (*path, key), spots) for key, entry in value.items()}
        return Node(table, spot.key, spot.value)
    if isinstance(value, list):
        return Node([_node(entry, (*path, index), spots) for index, entry in enumerate(value)], spot.key, spot.value)
    scalar = value if isinstance(value, (str, int, float, bool)) else None
    return Node(scalar, spot.key, spot.value, spot.text, spot.plain)


def _complain(text: str, sentence: str, complaints: Complaints) -> None:
    """Say in our words what ``tomllib`` said in its own, at the same place."""
    match = _TOML_PLACE.search(sentence)
    place = _place_at(text, len(text.rstrip()) - 1)
    if match is not None and match[1] is not None:
        place = Place(int(match[1]), int(match[2]), int(match[2]) + 1)
    key = next((ours for theirs, ours in _TOML_FAULTS if sentence.startswith(theirs)), "toml-other")
    if key == "toml-string" and text.count('"""') % 2:  # it ran on to the end: where it began helps more
        place = _place_at(text, text.rindex('"""'))
    complaints.error(key, place)


def _place_at(text: str, offset: int) -> Place:
    column = offset - text.rfind("\n", 0, offset)
    return Place(text.count("\n", 0, offset) + 1, column, column + 1)
