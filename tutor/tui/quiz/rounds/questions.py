"""The questions that a lesson's author wrote, one paper each."""

from __future__ import annotations

from typing import ClassVar
from zlib import crc32

from tutor.messages import Message
from tutor.quiz.book import LessonQuiz
from tutor.quiz.sessions.attempt import Attempt
from tutor.quiz.sessions.choice import Choosing
from tutor.quiz.sessions.questions import Questions
from tutor.tui.quiz.keeper import Keeper
from tutor.tui.quiz.papers import ChoicePaper, HandPaper, Paper
from tutor.tui.quiz.rounds.base import Mode, Title


class QuestionsRound:
    """The questions of a lesson, in any order."""

    mode: ClassVar[Mode] = "questions"

    def __init__(self, quiz: LessonQuiz, keeper: Keeper | None) -> None:
        """``keeper``: None where answers are not recorded.

        Raises:
            SheetError: if the lesson is too large for arithmetic by hand.
        """
        self._keeper = keeper
        self.quiz = quiz
        draft = None if keeper is None else keeper.record.draft(self._key)
        self._begin(draft or {})
        self._kept = self._saved()

    def _begin(self, draft: dict[str, object]) -> None:
        """Begin with the first question, or go on from a draft, in the sitting that it is from."""
        self._pen = None if self._keeper is None else self._keeper.pen(draft.get("sitting"))
        write = None
        if self._pen is not None:
            write = self._pen.writer(self.mode, self.quiz.lesson.id, self.quiz.variant, None)
        self.questions = Questions(self.quiz, None, write)
        self.questions.restore(draft)
        self.papers = [_paper(item) for item in self.questions.items]

    def anew(self) -> None:
        """Begin with the first question, none of them answered."""
        self._begin({})

    def _saved(self) -> dict[str, object]:
        return {**self.questions.saved(), "sitting": None if self._pen is None else self._pen.sitting}

    @property
    def _key(self) -> str:
        """Of what was begun: in a lesson whose questions were changed meanwhile it is not found."""
        asked = "\n".join(str(question.ask or question.text.en) for question in self.quiz.lesson.questions)
        return f"questions/{self.quiz.lesson.id}/{self.quiz.variant or ''}/{crc32(asked.encode()):08x}"

    @property
    def paper(self) -> Paper | None:
        """What lies before the learner; None: after the last one."""
        return self.papers[self.questions.at] if self.questions.at < len(self.papers) else None

    @property
    def title(self) -> Title:
        """The lesson's title."""
        return self.quiz.lesson.title

    @property
    def place(self) -> Message:
        """Which question this is."""
        return Message("tui.quiz-place-questions", {"number": self.questions.at + 1, "count": len(self.papers)})

    def next(self) -> Message | None:
        """Go on to the next question, and after the last one to a look back."""
        self.questions.next()
        return None

    def back(self) -> Message | None:
        """Back to the question before."""
        if self.questions.at == 0:
            return Message("tui.quiz-first")
        self.questions.back()
        return None

    def to(self, number: int) -> None:
        """Go to a question, from 0."""
        self.questions.at = min(max(number, 0), len(self.papers))

    def first_open(self) -> int | None:
        """The number of the first question that is not done; None if all are."""
        return next((number for number, paper in enumerate(self.papers) if not paper.done), None)

    def keep(self) -> None:
        """Keep what was done for another day."""
        saved = self._saved()
        if self._keeper is not None and saved != self._kept:
            self._keeper.record.keep_draft(self._key, saved)
            self._kept = saved

    def news(self) -> Message | None:
        """Nothing: an answer here brings about no more than what is said of it."""
        return None


def _paper(item: Attempt | Choosing) -> HandPaper | ChoicePaper:
    return HandPaper(item) if isinstance(item, Attempt) else ChoicePaper(item)
