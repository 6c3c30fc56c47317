"""The questions of a lesson, by hand and by choice, in the order of its file."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

from tutor.lesson.parts import holds_in
from tutor.quiz.book import LessonQuiz
from tutor.quiz.sessions.attempt import Attempt, Clock, Given
from tutor.quiz.sessions.choice import Choosing, shuffled
from tutor.quiz.sheet import SheetError

Item: TypeAlias = Attempt | Choosing


class Questions:
    """The questions that a lesson's author wrote; with a seed, those by hand for which its numbers can be marked.

    Attributes:
        items: all of them; each can be answered at any time, in any order.
        at: the position of the one that is being asked.
        seed: of the numbers; None: the lesson's own.
    """

    def __init__(
        self, quiz: LessonQuiz, seed: int | None = None, on_answer: Callable[[Given], None] | None = None,
        clock: Clock = time.monotonic,
    ) -> None:  # fmt: skip
        self.quiz = quiz
        self.seed = seed
        self.at = 0
        self.items: tuple[Item, ...] = tuple(self._made(on_answer, clock))

    def _made(self, on_answer: Callable[[Given], None] | None, clock: Clock) -> list[Item]:
        book = self.quiz.book(self.seed)
        found: list[Item] = []
        for number, question in enumerate(self.quiz.lesson.questions, start=1):
            if not holds_in(question.variant, self.quiz.variant):
                continue
            if question.ask is None:
                if self.seed is None:  # what is argued rather than worked out has no other numbers
                    order = shuffled(question, number, 0)
                    found.append(Choosing(question, number, order, on_answer=on_answer, clock=clock))
                continue
            try:
                if self.seed is not None and not self.quiz.is_clear(question.ask, self.seed):
                    continue
                # what its author wrote may speak of the numbers that it was written for
                own = self.seed is None and (question.variant or None) == self.quiz.variant
                by_hand = book.question(question.ask, question.text if own else None)
            except SheetError:
                continue
            found.append(Attempt(by_hand, book.marker(question.ask), on_answer=on_answer, clock=clock))
        return found

    @property
    def current(self) -> Item | None:
        """The question that is being asked; None where the lesson has none, or after the last."""
        return self.items[self.at] if self.at < len(self.items) else None

    def next(self) -> Item | None:
        """Go on to the next question."""
        self.at = min(self.at + 1, len(self.items))
        return self.current

    def back(self) -> Item | None:
        """Back to the one before."""
        self.at = max(self.at - 1, 0)
        return self.current

    @property
    def answered(self) -> int:
        """How many of them are done."""
        return sum(item.done for item in self.items)

    def saved(self) -> dict[str, object]:
        """What has been done, as JSON has it."""
        return {
            "at": self.at,
            "items": [item.saved() if isinstance(item, Attempt) else {"chosen": item.chosen} for item in self.items],
        }

    def restore(self, saved: dict[str, object]) -> None:
        """Take up what ``saved`` gave."""
        at, items = saved.get("at"), saved.get("items")
        self.at = min(at, len(self.items)) if isinstance(at, int) and at >= 0 else 0
        for item, kept in zip(self.items, items if isinstance(items, list) else [], strict=False):
            if not isinstance(kept, dict):
                continue
            if isinstance(item, Attempt):
                item.restore(kept)
            elif isinstance(kept.get("chosen"), list):
                item.chosen = [k for k in kept["chosen"] if isinstance(k, int) and 0 <= k < len(item.order)]
