"""Practice: lines with fresh numbers, of one skill, of a lesson, or of whatever is due."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence

from tutor.engine.address import Address
from tutor.engine.draws import permutation
from tutor.lesson.lesson import Lesson
from tutor.quiz.book import LessonQuiz
from tutor.quiz.sessions.attempt import Attempt, Clock, Given
from tutor.quiz.sessions.drawing import MOST_LINES, Drawing


class Practice:
    """An endless row of questions by hand, each with numbers of its own.

    Attributes:
        lines: what may be asked, as (lesson, address), in the order of this practice.
        current: the question that is being asked; None where nothing can be.
    """

    def __init__(
        self, quizzes: Sequence[LessonQuiz], seed: int, skills: Collection[str] | None = None,
        on_answer: Callable[[Given], None] | None = None, clock: Clock = time.monotonic,
    ) -> None:  # fmt: skip
        """``skills``: those to be practised; None: all."""
        self._drawing = Drawing(seed, on_answer, clock)
        found = [(quiz, address) for quiz in quizzes for address in quiz.lines if _practises(quiz, address, skills)]
        order = permutation(seed, "practice", 0, len(found)).tolist()
        self.lines: tuple[tuple[LessonQuiz, Address], ...] = tuple(found[int(k)] for k in order)
        self._asked = 0
        self.current: Attempt | None = None
        self.next()

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that the current question is from."""
        return self.lines[(self._asked - 1) % len(self.lines)][0].lesson if self.lines else None

    def next(self) -> Attempt | None:
        """Ask the next question: a line for which a seed has numbers that keep its mistakes apart.

        Where none of the next lines has one, the last of them is asked with the numbers that there are.
        """
        for _ in range(min(MOST_LINES, len(self.lines))):
            quiz, address = self.lines[self._asked % len(self.lines)]
            self._asked += 1
            drawn = self._drawing.draw(quiz, [address])
            self.current = drawn.attempt
            if drawn.clear:
                break
        return self.current


def _practises(quiz: LessonQuiz, address: Address, skills: Collection[str] | None) -> bool:
    return skills is None or quiz.skills.get(address) in skills
