"""Where things stand in a TOML text.

``tomllib`` reads a file but forgets the places. This scanner goes over a text that ``tomllib`` has accepted and finds,
for every key and every element of a list, the line and the column. It checks nothing: the text is known to be valid.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import NamedTuple, TypeAlias

from tutor.formula.problems import Place

KeyPath: TypeAlias = tuple[str | int, ...]

NESTING = 24
"""Lists and tables inside one another; a lesson needs five."""

_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*+")
_BLANK = re.compile(r"[ \t]*+")
_KEY = re.compile(r"[A-Za-z0-9_-]++|\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*+'")
_LONG_BASIC = re.compile(r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''(?:[^']++|'{1,2}(?!'))*+'{3,5}")
_BASIC = re.compile(r'"(?:[^"\\\n]++|\\.)*+"')
_LITERAL = re.compile(r"'[^'\n]*+'")
_SCALAR = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^,\]}\s#]++|[^,\]}\s#]++")


class Spot(NamedTuple):
    """Where a key and its value stand.

    Attributes:
        key: the key; for an element of a list, its value.
        value: the value, as far as its first line goes.
        text: where the characters of a string begin; None for other values.
        plain: whether the characters stand in the file as they are (no backslash sequences).
    """

    key: Place
    value: Place
    text: Place | None = None
    plain: bool = True


class NestingError(Exception):
    """The text nests deeper than ``NESTING``; ``place`` is where."""

    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__()


def toml_places(text: str) -> dict[KeyPath, Spot]:
    r"""The spot of everything in ``text``, a valid TOML document with bare newlines.

    >>> toml_places("[data]\nX = [1, 2]")["data", "X", 1].value
    Place(line=2, column=9, end=10)

    Raises:
        NestingError: lists or tables go deeper than ``NESTING``.
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.spots


class _Scanner:
    def __init__(self, text: str) -> None:
        self.spots: dict[KeyPath, Spot] = {}
        self._text = text
        self._at = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._counts: dict[KeyPath, int] = {}  # how many [[tables]] each list of tables has so far

    def document(self) -> None:
        table: KeyPath = ()
        self._skip(_SPACE)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_SPACE)

    def _header(self) -> KeyPath:
        """``[a.b]`` or ``[[a.b]]``: the path of the table that begins here."""
        start = self._at
        repeated = self._text.startswith("[[", start)
        self._at += 2 if repeated else 1
        keys = self._keys()
        self._at += 2 if repeated else 1
        place = self._place(start, self._at)
        path: KeyPath = ()
        for position, (name, where) in enumerate(keys):
            path += (name,)
            self.spots.setdefault(path, Spot(where, place))
            if repeated and position == len(keys) - 1:
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path += (self._counts[path] - 1,)
                self.spots.setdefault(path, Spot(where, place))
        return path

    def _keys(self) -> list[tuple[str, Place]]:
        """A dotted key: its parts and where they stand."""
        keys: list[tuple[str, Place]] = []
        while True:
            self._skip(_BLANK)
            start = self._at
            self._skip(_KEY)
            keys.append((_unquoted(self._text[start : self._at]), self._place(start, self._at)))
            self._skip(_BLANK)
            if not self._text.startswith(".", self._at):
                return keys
            self._at += 1

    def _pair(self, table: KeyPath, depth: int = 0) -> None:
        keys = self._keys()
        self._at += 1  # the equals sign
        self._skip(_BLANK)
        path = table
        start = self._at
        for name, where in keys:
            path += (name,)
            self.spots.setdefault(path, Spot(where, self._place(start, start + 1)))
        self._value(path, keys[-1][1], depth + len(keys))

    def _value(self, path: KeyPath, key: Place | None, depth: int) -> None:
        """One value, which begins here; ``key`` is None for an element of a list."""
        start = self._at
        first = self._text[start]
        if depth > NESTING:
            raise NestingError(self._place(start, start + 1))
        text: Place | None = None
        plain = True
        if first in "\"'":
            text, plain = self._string()
        elif first == "[":
            self._list(path, depth)
        elif first == "{":
            self._inline_table(path, depth)
        else:
            self._skip(_SCALAR)
        place = self._place(start, self._at)
        self.spots[path] = Spot(key or place, place, text, plain)

    def _string(self) -> tuple[Place, bool]:
        """A string: where its characters begin, and whether they stand there as they are."""
        start = self._at
        basic = self._text[start] == '"'
        if self._text.startswith('"""' if basic else "'''", start):
            self._skip(_LONG_BASIC if basic else _LONG_LITERAL)
            begin = start + 3
            begin += self._text.startswith("\n", begin)  # a newline right after the quotes does not count
        else:
            self._skip(_BASIC if basic else _LITERAL)
            begin = start + 1
        plain = not basic or "\\" not in self._text[start : self._at]
        return self._place(begin, begin), plain

    def _list(self, path: KeyPath, depth: int) -> None:
        self._at += 1
        self._skip(_SPACE)
        index = 0
        while self._text[self._at] != "]":
            self._value((*path, index), None, depth + 1)
            index += 1
            self._past_comma()
        self._at += 1

    def _inline_table(self, path: KeyPath, depth: int) -> None:
        self._at += 1
        self._skip(_SPACE)
        while self._text[self._at] != "}":
            self._pair(path, depth + 1)
            self._past_comma()
        self._at += 1

    def _past_comma(self) -> None:
        self._skip(_SPACE)
        if self._text[self._at] == ",":
            self._at += 1
            self._skip(_SPACE)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _place(self, start: int, end: int) -> Place:
        line = bisect_right(self._starts, start)
        begins = self._starts[line - 1]
        newline = self._text.find("\n", start, end)
        stop = end if newline < 0 else newline
        return Place(line, start - begins + 1, stop - begins + 1)


def _unquoted(key: str) -> str:
    if key[:1] == '"':
        return next(iter(tomllib.loads(f"{key} = 0")))
    return key[1:-1] if key[:1] == "'" else key
