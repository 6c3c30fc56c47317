"""A complaint about a file: where, how bad, one sentence, and the line with carets under the place."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tutor.columns import width
from tutor.formula.problems import Place, Problem, Severity
from tutor.messages import Language, Message

EXCERPT_COLUMNS = 100
"""A longer source line is shown in part, with the place inside."""


WHOLE_FILE = Place(1, 1, 1)
"""The place, of no width, of what no line of a file is to blame for."""


class Excerpt(NamedTuple):
    """One line of a file and, below it, carets under a stretch of it. Both may be empty: the whole file is meant."""

    line: str = ""
    carets: str = ""


class Complaint(NamedTuple):
    """What is wrong in a file, and where.

    Attributes:
        file: the file, as it was asked for.
        line: from 1.
        column: the first character of the place, from 1, counted in characters.
        severity: an error keeps the lesson from being opened, advice does not.
        message: the sentence.
        excerpt: the source line and the carets below it.
    """

    file: Path
    line: int
    column: int
    severity: Severity
    message: Message
    excerpt: Excerpt = Excerpt()

    def render(self, language: Language) -> str:
        """The complaint as lines of text: ``file:line:column: error: sentence``, the source line, the carets."""
        kind = Message(f"lesson.{self.severity}").say(language)
        where = f"{printable(str(self.file))}:{self.line}:{self.column}"
        lines = [f"{where}: {kind}: {self.message.say(language)}"]
        if self.excerpt.line:
            lines += [f"    {self.excerpt.line}", f"    {self.excerpt.carets}"]
        return "\n".join(lines)


class Complaints:
    """Collects the complaints of one file, in the order of their places, each once."""

    def __init__(self, file: Path, text: str = "") -> None:
        self._file = file
        self._lines = text.split("\n")
        self._found: dict[tuple[int, int, Severity, str, str], Complaint] = {}
        self._errors = 0

    def complain(self, severity: Severity, key: str, place: Place | None = None, **parameters: object) -> None:
        """Complain, as badly as that, with the sentence ``lesson.<key>``."""
        self.add(Problem(Message(f"lesson.{key}", parameters), place, severity))

    def error(self, key: str, place: Place | None = None, **parameters: object) -> None:
        """Complain with the sentence ``lesson.<key>``."""
        self.complain("error", key, place, **parameters)

    def advise(self, key: str, place: Place | None = None, **parameters: object) -> None:
        """Advise with the sentence ``lesson.<key>``."""
        self.complain("advice", key, place, **parameters)

    def add(self, problem: Problem) -> None:
        """Take over what another room found; without a place the whole file is meant."""
        place = self._inside(problem.place or WHOLE_FILE)
        excerpt = Excerpt() if place == WHOLE_FILE else self._excerpt(place)
        message = _printable(problem.message)
        complaint = Complaint(self._file, place.line, place.column, problem.severity, message, excerpt)
        identity = (place.line, place.column, problem.severity, message.key, repr(message.parameters))
        self._found.setdefault(identity, complaint)
        self._errors += problem.severity == "error"

    @property
    def all(self) -> tuple[Complaint, ...]:
        """Every complaint so far, from the top of the file down."""
        return tuple(sorted(self._found.values(), key=lambda found: (found.line, found.column)))

    @property
    def errors(self) -> int:
        """How often there was an error: one that is found again, in what variants share, counts again."""
        return self._errors

    def _inside(self, place: Place) -> Place:
        line = min(max(place.line, 1), len(self._lines))
        column = min(max(place.column, 1), len(self._lines[line - 1]) + 1)
        return Place(line, column, max(place.end, column))

    def _excerpt(self, place: Place) -> Excerpt:
        return excerpt_of(self._lines[place.line - 1], place.column, place.end)


def _printable(message: Message) -> Message:
    """``message`` with its gaps filled by nothing that could steer a terminal."""
    filling = {
        name: printable(value, 300)
        if isinstance(value, str)
        else _printable(value)
        if isinstance(value, Message)
        else value
        for name, value in message.parameters.items()
    }
    return Message(message.key, filling)


def excerpt_of(line: str, column: int, end: int) -> Excerpt:
    """``line``, cut to what a terminal shows, with carets under the characters from ``column`` up to ``end``.

    >>> excerpt_of("손실 = bcee(y, Y)", 6, 10).carets
    '       ^^^^'
    """
    first, last = column - 1, max(end - 1, column)
    begin = 0
    if width(line) > EXCERPT_COLUMNS:
        begin = max(0, min(first - EXCERPT_COLUMNS // 4, len(line) - EXCERPT_COLUMNS // 2))
    before, marked, after = (printable(part, len(part)) for part in (line[begin:first], line[first:last], line[last:]))
    before = f"…{before}" if begin else before
    room = max(EXCERPT_COLUMNS - width(before), 1)
    shown = _cut(marked + after, room)
    carets = min(max(width(marked), 1), room)
    return Excerpt(before + shown, " " * width(before) + "^" * carets)


def _cut(text: str, columns: int) -> str:
    """``text``, or as much of its beginning as fits in ``columns``, with an ellipsis."""
    taken = 0
    for position, character in enumerate(text):
        taken += width(character)
        if taken > columns:
            return f"{text[:position]}…"
    return text


def printable(text: str, most: int = 80) -> str:
    r"""``text`` as it may be shown: no control characters (a stranger's file could steer the terminal), not too long.

    >>> printable("a\x1b[2Jb")
    'a·[2Jb'
    """
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return "".join(_shown(character) for character in cut)


def _shown(character: str) -> str:
    if character == "\t":
        return " "
    return character if character.isprintable() or character == "…" else "·"
