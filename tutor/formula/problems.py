"""What is wrong with a formula, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from tutor.messages import Message

Severity = Literal["error", "advice"]


class Place(NamedTuple):
    """A stretch of characters in one line of a text.

    Attributes:
        line: the line's number, from 1.
        column: the first character, from 1, counted in characters (not bytes).
        end: the column after the last character.
    """

    line: int
    column: int
    end: int

    def moved(self, lines: int = 0, columns: int = 0) -> Place:
        """The same stretch in a text that begins ``lines`` further down and ``columns`` further right."""
        return Place(self.line + lines, self.column + columns, self.end + columns)


class Problem(NamedTuple):
    """One complaint: what, where, how bad, and (when there is a likely one) the name that was meant."""

    message: Message
    place: Place | None = None
    severity: Severity = "error"
    suggestion: str | None = None

    def moved(self, lines: int = 0, columns: int = 0) -> Problem:
        """The same complaint about a text that begins elsewhere."""
        return self if self.place is None else self._replace(place=self.place.moved(lines, columns))


class FormulaError(ValueError):
    """A formula that cannot be used; ``problems`` says why, all of it at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(problem.message.key for problem in self.problems))


def problem(key: str, place: Place | None = None, severity: Severity = "error", **parameters: object) -> Problem:
    """A ``Problem`` whose message is ``formula.<key>``."""
    return Problem(Message(f"formula.{key}", parameters), place, severity)


def error(key: str, place: Place | None = None, **parameters: object) -> FormulaError:
    """A ``FormulaError`` with one problem, ready to be raised."""
    return FormulaError([problem(key, place, "error", **parameters)])


def nearest(name: str, known: Iterable[str] | Mapping[str, object]) -> str | None:
    """The known name that ``name`` most resembles, or None if none is close.

    >>> nearest("sigmod", ["sigmoid", "sign"]), nearest("w1", ["W1", "b1"])
    ('sigmoid', 'W1')
    """
    import difflib  # only when something is wrong: 4 ms that a good lesson does not pay

    by_small_letters = {other.lower(): other for other in known}
    matches = difflib.get_close_matches(name.lower(), list(by_small_letters), n=1, cutoff=0.6)
    return by_small_letters[matches[0]] if matches else None
