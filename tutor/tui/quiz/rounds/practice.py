"""Practice, one paper for each question; those that were asked stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from tutor.messages import Message, Words
from tutor.quiz.sessions.attempt import Attempt, Given
from tutor.quiz.sessions.mixed import MixedPractice
from tutor.quiz.sessions.practice import Practice
from tutor.tui.quiz.keeper import Keeper
from tutor.tui.quiz.papers import ChoicePaper, HandPaper, Paper
from tutor.tui.quiz.rounds.base import Mode, Title


class PracticeRound:
    """Lines with fresh numbers, endlessly, of lessons that are mixed questions by choice too.

    Those that were asked can be looked at again.

    Attributes:
        skill: the only one that is practised; None: any.
        seed: of the first question.
    """

    mode: ClassVar[Mode] = "practice"

    def __init__(
        self, practice: Practice | MixedPractice, keeper: Keeper | None, seed: int, skill: str | None = None,
        progress: Callable[[], Message | None] | None = None,
    ) -> None:  # fmt: skip
        """``progress``: called after each answer that was written down; what it has brought about, to be said once."""
        self._practice = practice
        self._pen = None if keeper is None else keeper.pen()
        self._progress = progress
        self.seed, self.skill = seed, skill
        self._titles: list[Words] = []
        self._papers: list[HandPaper | ChoicePaper] = []
        self._at = 0
        self._news: Message | None = None
        self._take()

    def _take(self) -> None:
        """Put the question that practice asks now on top."""
        item, lesson = self._practice.current, self._practice.lesson
        if item is None or lesson is None:
            return
        if self._pen is not None:
            if isinstance(item, Attempt):
                item.on_answer = self._told(self._pen.writer_for(self.mode, item.question))
            else:
                item.on_answer = self._told(self._pen.writer(self.mode, lesson.id, None, None))
        self._papers.append(HandPaper(item) if isinstance(item, Attempt) else ChoicePaper(item))
        self._titles.append(lesson.title)
        self._at = len(self._papers) - 1

    def _told(self, write: Callable[[Given], None]) -> Callable[[Given], None]:
        """Writes an answer down, and finds out what it has brought about."""

        def written(given: Given) -> None:
            write(given)
            if self._progress is not None:
                self._news = self._progress()

        return written

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
        if isinstance(paper, ChoicePaper):
            return Message("tui.quiz-place-practice-choice", {"number": self._at + 1})
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

    def news(self) -> Message | None:
        """What the last answer has brought about; said once."""
        told, self._news = self._news, None
        return told
