"""Practice: lines with fresh numbers, of one skill, of a lesson, or of whatever is due."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence

from tutor.engine.address import Address
from tutor.engine.draws import permutation
from tutor.quiz.book import LessonQuiz
from tutor.quiz.sessions.attempt import Attempt, Clock, Given
from tutor.quiz.variants import Ask, is_clear

MOST_SEEDS = 6
"""Seeds that are tried for numbers that keep the mistakes of a line apart; of a line that has none another is asked."""

MOST_LINES = 6
"""Lines that are passed over at one time because no seed helped."""


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
        self._on_answer, self._clock = on_answer, clock
        found = [(quiz, address) for quiz in quizzes for address in quiz.lines if _practises(quiz, address, skills)]
        order = permutation(seed, "practice", 0, len(found)).tolist()
        self.lines: tuple[tuple[LessonQuiz, Address], ...] = tuple(found[int(k)] for k in order)
        self._seed = seed
        self._asked = 0
        self.current: Attempt | None = None
        self.next()

    @property
    def quiz(self) -> LessonQuiz | None:
        """The lesson that the current question is from."""
        return self.lines[(self._asked - 1) % len(self.lines)][0] if self.lines else None

    def next(self) -> Attempt | None:
        """Ask the next question: a line for which a seed has numbers that keep its mistakes apart.

        Where none of the next lines has one, the last of them is asked with the numbers that there are.
        """
        for _ in range(min(MOST_LINES, len(self.lines))):
            quiz, address = self.lines[self._asked % len(self.lines)]
            self._asked += 1
            for _ in range(MOST_SEEDS):
                book = quiz.book(self._seed)
                question = book.question(address)
                self._seed += 1
                self.current = Attempt(question, book.marker(address), on_answer=self._on_answer, clock=self._clock)
                if is_clear(question.sheet, Ask(question.step.key, question.cell)):
                    return self.current
        return self.current


def _practises(quiz: LessonQuiz, address: Address, skills: Collection[str] | None) -> bool:
    return skills is None or quiz.skills.get(address) in skills
