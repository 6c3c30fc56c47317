"""What is asked next where lessons are mixed: each lesson in its turn, in it the skill asked least so far, then a line.

A lesson is read when its first turn comes: a chapter is long, and the first question should be there at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from tutor.engine.address import Address
from tutor.engine.draws import permutation
from tutor.lesson.lesson import Lesson
from tutor.lesson.parts import Question
from tutor.quiz.book import LessonQuiz
from tutor.quiz.skills import SKILLS

CHOICE_EVERY = 4
"""One question of so many is by choice, where the lesson has one left."""

MOST_NUMBERS = 2_000
"""Numbers in a pass of a net that is there to be worked out; larger ones are asked where a lesson has no smaller."""

MOST_OFFERED = 6
"""Lines that are offered at one time."""

FindLesson: TypeAlias = Callable[[], Lesson | None]
"""Reads a lesson; None if there is none, or it is bad."""

_Thing = TypeVar("_Thing")


class Line(NamedTuple):
    """A line that may be asked, and what it practises."""

    quiz: LessonQuiz
    address: Address
    skill: str


class ByChoice(NamedTuple):
    """A question by choice, with its number among all of its lesson, from 1."""

    lesson: Lesson
    question: Question
    number: int


class Part:
    """What one lesson gives to a mixture: its lines in all its variants, and its questions by choice."""

    def __init__(self, lesson: Lesson | None, seed: int, skills: Collection[str] | None) -> None:
        """``lesson`` None: nothing; ``skills``: those to be practised, and no choices; None: all."""
        self._seed = seed
        self._lines = (
            [] if lesson is None else [line for line in _lines(lesson) if skills is None or line.skill in skills]
        )
        self._choices = [] if lesson is None or skills is not None else _shuffled(_choices(lesson), seed, lesson.id)
        self._poor: list[Line] = []
        self._lines_asked: Counter[tuple[str | None, Address]] = Counter()
        self._variants_asked: Counter[str | None] = Counter()

    def choice(self) -> ByChoice | None:
        """A question by choice that was not asked yet; None where there is none left."""
        return self._choices.pop() if self._choices else None

    def offer(self, asked: Counter[str], turn: int) -> list[Line]:
        """Lines of one variant, where the skills were ``asked`` so often: the first is the one to be asked."""
        lines = _shuffled(self._lines, self._seed, "lines", turn)
        if not lines:
            return []
        ranks = {skill: rank for rank, skill in enumerate(_shuffled(SKILLS, self._seed, "skills", turn))}
        lines.sort(key=lambda line: (asked[line.skill], ranks[line.skill], *self._times(line)))
        return [line for line in lines if line.quiz is lines[0].quiz][:MOST_OFFERED]

    def _times(self, line: Line) -> tuple[int, int, bool]:
        """How often a line was asked, and its variant; then whether that is not the lesson as it stands."""
        variant = line.quiz.variant
        return self._lines_asked[variant, line.address], self._variants_asked[variant], variant is not None

    def count(self, line: Line) -> None:
        """``line`` was asked."""
        self._lines_asked[line.quiz.variant, line.address] += 1
        self._variants_asked[line.quiz.variant] += 1

    def put_aside(self, lines: Sequence[Line]) -> None:
        """Ask these no more while there are others."""
        self._lines = [line for line in self._lines if line not in lines]
        self._poor += lines

    def take_up(self) -> None:
        """Ask again what was put aside."""
        self._lines, self._poor = self._lines + self._poor, []


def _lines(lesson: Lesson) -> Iterator[Line]:
    """What may be asked with fresh numbers, but for lines that are wrong on purpose: those are there to be found."""
    quizzes = [LessonQuiz(lesson, variant) for variant in (None, *lesson.variants) if not lesson.model(variant).wrong]
    found = [quiz for quiz in quizzes if quiz.lines]
    for quiz in [quiz for quiz in found if quiz.numbers <= MOST_NUMBERS] or found:
        yield from (Line(quiz, address, quiz.skills[address]) for address in quiz.lines)


def _choices(lesson: Lesson) -> list[ByChoice]:
    """The questions by choice, but for those that a variant has to be looked at for."""
    questions = enumerate(lesson.questions, start=1)
    return [ByChoice(lesson, found, number) for number, found in questions if found.choices and not found.variant]


class Mixture:
    """Lessons in turn, endlessly; what comes of a seed is always the same."""

    def __init__(self, lessons: Sequence[FindLesson], seed: int, skills: Collection[str] | None = None) -> None:
        """``lessons``: the first one is asked first; ``skills``: those to be practised, and no choices; None: all."""
        self._lessons = lessons
        self._seed, self._skills = seed, skills
        self._parts: dict[int, Part] = {}
        self._asked: Counter[str] = Counter()
        self._order = _in_turn(len(lessons), seed)
        self._turn = 0
        self._at = 0

    def next(self) -> Sequence[Line] | ByChoice | None:
        """What the next lesson asks: lines, the first of which that will do is asked, or a choice; None: nothing."""
        found = self._next()
        if found is None:
            for part in self._parts.values():
                part.take_up()
            found = self._next()
        return found

    def _next(self) -> Sequence[Line] | ByChoice | None:
        for _ in self._lessons:
            self._at = next(self._order)
            self._turn += 1
            part = self._part
            by_choice = part.choice() if self._turn % CHOICE_EVERY == 0 else None
            found = by_choice or part.offer(self._asked, self._turn) or part.choice()
            if found:
                return found
        return None

    def count(self, line: Line) -> None:
        """``line`` of the lesson whose turn it is was asked."""
        self._asked[line.skill] += 1
        self._part.count(line)

    def instead(self, lines: Sequence[Line]) -> Sequence[Line] | ByChoice | None:
        """What is asked where there are no good numbers for ``lines``: others of the same lesson, if it has any."""
        self._part.put_aside(lines)
        return self._part.offer(self._asked, self._turn) or self.next()

    @property
    def _part(self) -> Part:
        """The lesson whose turn it is."""
        if self._at not in self._parts:
            self._parts[self._at] = Part(self._lessons[self._at](), self._seed, self._skills)
        return self._parts[self._at]


def _in_turn(count: int, seed: int) -> Iterator[int]:
    """The numbers below ``count`` once in every round, none twice in succession; in the first round 0 first."""
    last, number = 0, 0
    while True:
        order = _shuffled(range(count), seed, "lessons", number)
        if number == 0:
            order.remove(0)
            order.insert(0, 0)
        elif order[0] == last:
            order.append(order.pop(0))
        yield from order
        last, number = order[-1], number + 1


def _shuffled(things: Sequence[_Thing], seed: int, name: str, turn: int = 0) -> list[_Thing]:
    return [things[int(place)] for place in permutation(seed, f"mixture/{name}", turn, len(things))]
