"""Lines with numbers of their own: each seed serves one question, one after another."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tutor.engine.address import Address
from tutor.quiz.book import Book, LessonQuiz
from tutor.quiz.sessions.attempt import Attempt, Clock, Given
from tutor.quiz.variants import Ask, is_clear

MOST_SEEDS = 6
"""Seeds that are tried for numbers that keep the mistakes of a line apart; of a line that has none another is asked."""

MOST_LINES = 6
"""Lines that are passed over at one time because no seed helped."""


class Drawn(NamedTuple):
    """A question for the line at ``address``; ``clear``: whether its numbers keep the mistakes apart."""

    attempt: Attempt
    address: Address
    clear: bool


class Drawing:
    """The seeds of a practice."""

    def __init__(
        self, seed: int, on_answer: Callable[[Given], None] | None = None, clock: Clock = time.monotonic,
        most: int = MOST_SEEDS,
    ) -> None:  # fmt: skip
        """``seed``: the first one; ``most``: that are tried at one time."""
        self._most = most
        self._seed = seed
        self._on_answer, self._clock = on_answer, clock

    def draw(self, quiz: LessonQuiz, addresses: Sequence[Address]) -> Drawn:
        """The question for the first of these lines that the next numbers keep the mistakes of apart.

        Where no seed has such numbers, the first line is asked with those of the last one.
        """
        for _ in range(self._most - 1):
            drawn = self._next(quiz, addresses)
            if drawn.clear:
                return drawn
        return self._next(quiz, addresses)

    def _next(self, quiz: LessonQuiz, addresses: Sequence[Address]) -> Drawn:
        """With the numbers of the next seed."""
        book = quiz.book(self._seed)
        self._seed += 1
        for address in addresses:
            question = book.question(address)
            if is_clear(question.sheet, Ask(question.step.key, question.cell)):
                return self._drawn(book, address, clear=True)
        return self._drawn(book, addresses[0], clear=False)

    def _drawn(self, book: Book, address: Address, *, clear: bool) -> Drawn:
        question, marker = book.question(address), book.marker(address)
        return Drawn(Attempt(question, marker, on_answer=self._on_answer, clock=self._clock), address, clear)
