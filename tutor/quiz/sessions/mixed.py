"""Practice of several lessons, mixed: lines with fresh numbers, and questions by choice now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from functools import partial

from tutor.lesson.lesson import Lesson
from tutor.quiz.sessions.attempt import Attempt, Clock, Given
from tutor.quiz.sessions.choice import Choosing, shuffled
from tutor.quiz.sessions.drawing import Drawing
from tutor.quiz.sessions.mixture import ByChoice, FindLesson, Mixture

MOST_SEEDS = 2
"""Seeds that are tried for what a lesson offers: it has other lines."""

MOST_OFFERS = 4
"""Times that other lines are looked at because no seed helped."""


def mixed(
    lesson: Lesson, find: Callable[[str], Lesson | None], seed: int, skills: Collection[str] | None = None
) -> MixedPractice:
    """The practice of a lesson that practises others, and last of all itself. ``find``: the lesson with an id."""
    return MixedPractice([*(partial(find, name) for name in lesson.practises), lambda: lesson], seed, skills)


class MixedPractice:
    """An endless row of questions in which no lesson and no skill comes more often than another.

    Attributes:
        current: the question that is being asked; None where nothing can be.
        lesson: that it is from.
    """

    def __init__(
        self, lessons: Sequence[FindLesson], seed: int, skills: Collection[str] | None = None,
        on_answer: Callable[[Given], None] | None = None, clock: Clock = time.monotonic,
    ) -> None:  # fmt: skip
        """``lessons``: the first question is of the first; ``skills``: those to be practised, by hand; None: all."""
        self._mixture = Mixture(lessons, seed, skills)
        self._drawing = Drawing(seed, on_answer, clock, MOST_SEEDS)
        self._seed = seed
        self._on_answer, self._clock = on_answer, clock
        self.current: Attempt | Choosing | None = None
        self.lesson: Lesson | None = None
        self.next()

    def next(self) -> Attempt | Choosing | None:
        """Ask the next question; one by hand with numbers that keep its mistakes apart, if there are any."""
        found = self._mixture.next()
        poor: tuple[Attempt, Lesson] | None = None
        for _ in range(MOST_OFFERS):
            if found is None:
                break
            if isinstance(found, ByChoice):
                return self._ask(self._choosing(found), found.lesson)
            quiz = found[0].quiz
            drawn = self._drawing.draw(quiz, [line.address for line in found])
            if drawn.clear:
                self._mixture.count(next(line for line in found if line.address == drawn.address))
                return self._ask(drawn.attempt, quiz.lesson)
            poor = drawn.attempt, quiz.lesson
            found = self._mixture.instead(found)
        return self.current if poor is None else self._ask(*poor)

    def _ask(self, item: Attempt | Choosing, lesson: Lesson) -> Attempt | Choosing:
        self.current, self.lesson = item, lesson
        return item

    def _choosing(self, found: ByChoice) -> Choosing:
        order = shuffled(found.question, found.number, self._seed)
        return Choosing(found.question, found.number, order, on_answer=self._on_answer, clock=self._clock)
