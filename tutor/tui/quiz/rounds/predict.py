"""The lines of a run, one paper each, before they are shown."""

from __future__ import annotations

from typing import ClassVar

from tutor.messages import Message
from tutor.quiz.sessions.attempt import Attempt
from tutor.quiz.sessions.predict import Predict
from tutor.tui.quiz.keeper import Keeper, Pen
from tutor.tui.quiz.papers import HandPaper, Paper, PlainPaper
from tutor.tui.quiz.rounds.base import Mode, Title
from tutor.tui.session import Session
from tutor.tui.texts import Texts


class PredictRound:
    """The lines of a run, asked before they are shown. Going on makes the step."""

    mode: ClassVar[Mode] = "predict"

    def __init__(self, session: Session, keeper: Keeper | None) -> None:
        """``keeper``: None where answers are not recorded.

        Raises:
            SheetError: if the pass is too large for arithmetic by hand.
        """
        self.session = session
        self._keeper = keeper
        lesson = "" if session.lesson is None else session.lesson.id
        self.predict = Predict(session.run, lesson, session.variant)
        self._paper: HandPaper | None = None
        self._pen: Pen | None = None
        self._texts = Texts(session.model.loss)
        self._ended = False

    @property
    def paper(self) -> Paper | None:
        """The next line: asked, or only shown."""
        attempt = self.predict.look()
        if attempt is None:
            return PlainPaper(self._formula, self._ended)
        if self._paper is None or self._paper.attempt is not attempt:
            self._record(attempt)
            self._paper = HandPaper(attempt, formula=True)
        return self._paper

    def _record(self, attempt: Attempt) -> None:
        """Have the answers to a line written down; a pass that is come to begins a sitting."""
        if self._keeper is None or not self.predict.recordable:
            return
        if self._pen is None or self._paper is None or self._paper.attempt.marker is not attempt.marker:
            self._pen = self._keeper.pen()
        attempt.on_answer = self._pen.writer_for(self.mode, attempt.question)

    @property
    def title(self) -> Title:
        """The lesson's title."""
        return None if self.session.lesson is None else self.session.lesson.title

    @property
    def _formula(self) -> str:
        """The line that comes next."""
        line, lines = self.session.run.position.line, self.session.run.lines
        return self._texts.formula(self.session.programs, line if line < len(lines) else 0) if lines else ""

    @property
    def place(self) -> Message:
        """Which line comes next."""
        update, line = self.session.run.position
        count = len(self.session.run.lines)
        if line == count and self.session.run.learns:
            update, line = update + 1, 0
        number = min(line + 1, count)
        return Message("tui.quiz-place-predict", {"update": f"{update:,}", "number": number, "count": count})

    def next(self) -> Message | None:
        """Make the step, if the line was answered or given up; a sentence where there is no further line."""
        if self.predict.blocked:
            return Message("tui.quiz-blocked")
        self.session.undoable("lines-forward", together=True)
        said = self.session.forward()
        self._ended = said is not None
        return said

    def back(self) -> Message | None:
        """Take the last line back."""
        self._ended = False
        self.session.undoable("lines-back", together=True)
        return self.session.back()

    def keep(self) -> None:
        """The run keeps its place by itself."""

    def news(self) -> Message | None:
        """Nothing: an answer here brings about no more than what is said of it."""
        return None
