"""How far a learner has come in the practice of several lessons: right answers in a row, each from another lesson."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

DIFFERENT = 5
"""Lessons that answers in a row have to be from, where so many are mixed."""


class Practised(NamedTuple):
    """One answer given in practice; the rest of the record's row does not matter here."""

    session: str
    lesson: str
    variant: str | None
    seed: int | None
    address: str
    verdict: str
    hints: int


@dataclass
class Crossing:
    """Right answers in a row, without a hint, from different lessons.

    Attributes:
        lessons: that are mixed.
        row: those of them that were answered since the last miss.
        reached: whether there were ever enough of them in a row.
    """

    lessons: frozenset[str]
    row: set[str] = field(default_factory=set)
    reached: bool = False
    _missed: set[tuple[object, ...]] = field(default_factory=set)

    @property
    def wanted(self) -> int:
        """Different lessons in a row that are enough."""
        return enough(len(self.lessons))

    def take(self, answer: Practised) -> None:
        """Count one answer; those from other lessons neither extend the row nor break it."""
        question = answer[:5]
        if answer.lesson not in self.lessons:
            return
        if answer.verdict == "wrong":
            self.row.clear()
            self._missed.add(question)  # mended afterwards it is right with help: the marking said where
        elif answer.verdict == "right" and answer.hints == 0 and question not in self._missed:
            self.row.add(answer.lesson)
            self.reached = self.reached or len(self.row) >= self.wanted


def enough(lessons: int) -> int:
    """Different lessons in a row that are enough where so many are mixed."""
    return min(DIFFERENT, lessons)


def crossing(answers: Iterable[Practised], lessons: Collection[str]) -> Crossing:
    """How far ``answers`` have come, in their order."""
    found = Crossing(frozenset(lessons))
    for answer in answers:
        found.take(answer)
    return found
