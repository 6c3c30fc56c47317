"""What the answers say about each skill: three in a row, to be seen again after 1, 3, 7 and 21 days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tutor.quiz.record.rows import Row
from tutor.quiz.skills import CHOICE, SKILLS

IN_A_ROW = 3
"""Right answers, unaided and on different numbers, that make a skill practised."""

DAYS = (1, 3, 7, 21)
"""After how many days it is to be seen again; a miss goes back to the first."""


@dataclass
class Standing:
    """How a learner stands with one skill.

    Attributes:
        row: right answers since the last miss.
        step: the position in ``DAYS`` of the time until it is due; None before it was ever practised.
        due: when it is to be seen again; None before it was ever practised.
        answers: that counted.
        seconds: spent on it.
    """

    row: int = 0
    step: int | None = None
    due: datetime | None = None
    answers: int = 0
    seconds: float = 0.0
    _numbers: set[tuple[str, str | None, int | None]] = field(default_factory=set)
    _missed: set[tuple[object, ...]] = field(default_factory=set)

    @property
    def dots(self) -> int:
        """Of three: how many are full."""
        return min(self.row, IN_A_ROW)

    @property
    def practised(self) -> bool:
        """Whether there are three in a row."""
        return self.row >= IN_A_ROW

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to see it again."""
        return self.due is not None and self.due <= now

    def take(self, row: Row) -> None:
        """Count one answer."""
        self.seconds += row.seconds
        question = (row.session, row.lesson, row.variant, row.seed, row.address)
        if row.verdict == "wrong":
            self.answers += 1
            self._miss(row.when, question)
        elif row.verdict in ("right", "consistent"):
            self.answers += 1
            if row.verdict == "right" and row.hints == 0 and question not in self._missed:
                self._hit(row)

    def _miss(self, when: datetime, question: tuple[object, ...]) -> None:
        self.row = 0
        self._numbers.clear()
        self._missed.add(question)  # mended afterwards it is right with help: the marking said where
        if self.step is not None:
            self.step, self.due = 0, when + timedelta(days=DAYS[0])

    def _hit(self, row: Row) -> None:
        numbers = (row.lesson, row.variant, row.seed)
        if numbers in self._numbers:
            return
        self._numbers.add(numbers)
        self.row += 1
        if self.step is None:
            if self.practised:
                self.step, self.due = 0, row.when + timedelta(days=DAYS[0])
        elif self.is_due(row.when):
            self.step = min(self.step + 1, len(DAYS) - 1)
            self.due = row.when + timedelta(days=DAYS[self.step])


def standings(rows: Iterable[Row]) -> Mapping[str, Standing]:
    """Every skill that was ever asked, in the order of ``SKILLS``; questions by choice are no skill."""
    found: dict[str, Standing] = {}
    for row in rows:
        if row.skill != CHOICE:
            found.setdefault(row.skill, Standing()).take(row)
    ranks = {skill: rank for rank, skill in enumerate(SKILLS)}
    return dict(sorted(found.items(), key=lambda pair: ranks.get(pair[0], len(ranks))))


def due_skills(rows: Iterable[Row], now: datetime) -> tuple[str, ...]:
    """The skills that are due, the longest overdue first."""
    found = standings(rows).items()
    due = [(standing.due, skill) for skill, standing in found if standing.due is not None and standing.due <= now]
    return tuple(skill for _, skill in sorted(due))


def mistakes_made(rows: Iterable[Row]) -> Mapping[str, int]:
    """How often each mistake was named, the most frequent first; answers that two would explain count for neither."""
    counts: dict[str, int] = {}
    for row in rows:
        if row.mistake and " " not in row.mistake:
            counts[row.mistake] = counts.get(row.mistake, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
