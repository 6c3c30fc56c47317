"""What can be practised from a lesson: any line, one skill, what is due, a mistake to be found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from tutor.messages import Message
from tutor.quiz.book import LessonQuiz
from tutor.quiz.record.crossing import Crossing
from tutor.quiz.record.standing import IN_A_ROW, Standing, standings
from tutor.quiz.skills import FIND_BUG, skill_name
from tutor.tui.quiz.field import Field
from tutor.tui.quiz.quizzes import LARGEST_SEED, Quizzes, new_seed, skills_of

Kind = Literal["resume", "mixed", "lesson", "skill", "due", "bug", "bug-resume"]

_DIGITS = len(str(LARGEST_SEED))


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to practise.

    Attributes:
        dots: full ones; None where there is nothing to count.
        of: how many dots there are.
        due: whether it is time to see it again.
    """

    kind: Kind
    label: Message
    skill: str | None = None
    dots: int | None = None
    due: bool = False
    of: int = IN_A_ROW


class Menu:
    """The ways to practise, the one that is chosen, and the seed.

    Attributes:
        entries: in their order.
        at: the number of the one that is chosen.
        seed: typed over, or as it was drawn.
    """

    def __init__(self, quizzes: Quizzes, quiz: LessonQuiz, crossed: Crossing | None = None) -> None:
        """The ways to practise ``quiz``, with how the learner stands in each.

        ``crossed``: how far the practice has come that mixes it with others; None: it practises no others.
        """
        self.quiz = quiz
        now = datetime.now(UTC)
        known = standings(quizzes.keeper.record.rows())
        self.entries = tuple(_entries(quizzes, quiz, known, now, crossed))
        self.at = 0
        self.seed = Field(most=_DIGITS)
        self._drawn = new_seed()

    @property
    def chosen(self) -> Entry:
        """The entry that is chosen."""
        return self.entries[self.at]

    def move(self, by: int) -> None:
        """Choose the next entry, or the one before."""
        self.at = (self.at + by) % len(self.entries)

    @property
    def seed_number(self) -> int:
        """The seed that was typed; the one that was drawn, if none was."""
        return int(self.seed.text) if self.seed.text else self._drawn

    def type(self, character: str) -> bool:
        """Type a digit of the seed; False for anything else, and where it is long enough."""
        return character.isascii() and character.isdigit() and self.seed.insert(character)


def _entries(
    quizzes: Quizzes, quiz: LessonQuiz, known: Mapping[str, Standing], now: datetime, crossed: Crossing | None
) -> Iterator[Entry]:  # fmt: skip
    begun, hunted = quizzes.begun(quiz), quizzes.hunted(quiz)
    if begun is not None and begun.paper is not None:
        yield Entry("resume", Message("tui.practice-resume", {"place": begun.place}))
    if hunted is not None:
        yield Entry("bug-resume", Message("tui.practice-bug-resume", {"place": hunted.place}))
    if crossed is not None:
        full = crossed.wanted if crossed.reached else len(crossed.row)
        label = Message("tui.practice-mixed", {"count": len(crossed.lessons)})
        yield Entry("mixed", label, dots=full, of=crossed.wanted)
    if quiz.lines:
        yield Entry("lesson", Message("tui.practice-lesson"))
    for skill in skills_of(quiz):
        standing = known.get(skill, Standing())
        yield Entry("skill", skill_name(skill), skill, standing.dots, standing.is_due(now))
    count = sum(standing.is_due(now) for standing in known.values())
    if count:
        yield Entry("due", Message("tui.practice-due", {"count": count}), due=True)
    standing = known.get(FIND_BUG, Standing())
    yield Entry("bug", Message("tui.practice-bug"), FIND_BUG, standing.dots, standing.is_due(now))


def dots(full: int, of: int = IN_A_ROW) -> str:
    """Dots, so many of them full.

    >>> dots(2)
    '●●○'
    """
    return "●" * full + "○" * (of - full)
