"""Practice, one paper for each question; those that were asked stay."""

from __future__ import annotations

from typing import ClassVar

from tutor.messages import Message, Words
from tutor.quiz.sessions.practice import Practice
from tutor.tui.quiz.keeper import Keeper
from tutor.tui.quiz.papers import HandPaper, Paper
from tutor.tui.quiz.rounds.base import Mode, Title


class PracticeRound:
    """Lines with fresh numbers, endlessly; those that were asked can be looked at again.

    Attributes:
        skill: the only one that is practised; None: any.
        seed: of the first question.
    """

    mode: ClassVar[Mode] = "practice"

    def __init__(
        self, practice: Practice, keeper: Keeper | None, seed: int, skill: str | None = None
    ) -> None:  # fmt: skip
        self._practice = practice
        self._pen = None if keeper is None else keeper.pen()
        self.seed, self.skill = seed, skill
        self._titles: list[Words] = []
        self._papers: list[HandPaper] = []
        self._at = 0
        self._take()

    def _take(self) -> None:
        """Put the question that practice asks now on top."""
        attempt, quiz = self._practice.current, self._practice.quiz
        if attempt is None or quiz is None:
            return
        if self._pen is not None:
            attempt.on_answer = self._pen.writer_for(self.mode, attempt.question)
        self._papers.append(HandPaper(attempt))
        self._titles.append(quiz.lesson.title)
        self._at = len(self._papers) - 1

    @property
    def paper(self) -> Paper | None:
        """What lies before the learner; None: there is no line of this kind."""
        return self._papers[self._at] if self._papers else None

    @property
    def title(self) -> Title:
        """The title of the lesson that the question is from."""
        return self._titles[self._at] if self._titles else None

    @property
    def place(self) -> Message:
        """Which question this is, and the seed of its numbers."""
        paper = self._papers[self._at]
        gaps = {"number": self._at + 1, "seed": paper.attempt.question.seed}
        return Message("tui.quiz-place-practice", gaps)

    def next(self) -> Message | None:
        """Go on to the next question; a new one after the last."""
        if self._at + 1 < len(self._papers):
            self._at += 1
        else:
            self._practice.next()
            self._take()
        return None

    def back(self) -> Message | None:
        """Back to the question before."""
        if self._at == 0:
            return Message("tui.quiz-first")
        self._at -= 1
        return None

    def keep(self) -> None:
        """Practice is not kept for another day: fresh numbers are a key away."""
