"""Worked passes with a mistake in each, one paper for each pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from tutor.messages import Message
from tutor.quiz.book import LessonQuiz
from tutor.quiz.sessions.attempt import Given
from tutor.quiz.sessions.bug import FindBug
from tutor.tui.quiz.hunts import WrongLine, mended_quiz
from tutor.tui.quiz.keeper import Keeper
from tutor.tui.quiz.papers import BugPaper, Paper
from tutor.tui.quiz.rounds.base import Mode, Title


class BugRound:
    """Worked passes with a mistake in each, endlessly; in a lesson with a wrong line of its own that one first.

    Attributes:
        seed: of the first pass that the tutor makes a mistake in.
    """

    mode: ClassVar[Mode] = "bug"

    def __init__(self, quiz: LessonQuiz, keeper: Keeper | None, seed: int) -> None:
        """Work out the first pass.

        Raises:
            LookupError: if the lesson has no line in which a mistake would show.
            SheetError: if its passes are too large.
        """
        self.seed = self._next_seed = seed
        self._quiz = mended_quiz(quiz)
        of_lesson = self._quiz is quiz  # mended lines cannot be marked again from it
        self._pen = keeper.pen() if keeper is not None and of_lesson else None
        self._papers = [BugPaper(WrongLine(quiz.model))] if quiz.model.wrong else [self._made()]
        self._at = 0

    def _made(self) -> BugPaper:
        seed = self._next_seed
        write: Callable[[Given], None] | None = None
        if self._pen is not None:
            write = self._pen.writer(self.mode, self._quiz.lesson.id, self._quiz.variant, seed)
        found = BugPaper(FindBug(self._quiz, seed, write))
        self._next_seed = seed + 1
        return found

    @property
    def paper(self) -> Paper | None:
        """The pass that lies before the learner."""
        return self._papers[self._at]

    @property
    def title(self) -> Title:
        """The lesson's title."""
        return self._quiz.lesson.title

    @property
    def place(self) -> Message:
        """Which pass this is, and the seed of its numbers."""
        hunt = self._papers[self._at].hunt
        if isinstance(hunt, WrongLine):
            return Message("tui.quiz-place-bug-own")
        return Message("tui.quiz-place-bug", {"number": self._at + 1, "seed": hunt.seed})

    def next(self) -> Message | None:
        """Go on to another pass."""
        if self._at + 1 == len(self._papers):
            try:
                self._papers.append(self._made())
            except LookupError:
                return Message("quiz.no-bug")
        self._at += 1
        return None

    def back(self) -> Message | None:
        """Back to the pass before."""
        if self._at == 0:
            return Message("tui.quiz-first")
        self._at -= 1
        return None

    def keep(self) -> None:
        """Fresh numbers are a key away."""

    def news(self) -> Message | None:
        """Nothing: an answer here brings about no more than what is said of it."""
        return None
