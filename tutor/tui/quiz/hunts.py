"""Looking for the wrong line: one that the tutor made, or one that the lesson has."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from tutor.engine.model import Model
from tutor.messages import Message
from tutor.quiz.book import Book, LessonQuiz
from tutor.quiz.sessions.bug import FindBug
from tutor.quiz.sheet import Step


class WrongLine:
    """The pass of a lesson that has a wrong line of its own.

    Attributes:
        sheet: the pass as it should be.
        worked: the pass as the lesson has it.
        tried: the keys of the lines that the learner pointed at, in order.
        culprit: the wrong line.
        why: what is wrong with it.
    """

    def __init__(self, model: Model) -> None:
        """``model`` has wrong lines; the first of them is the one that is looked for.

        Raises:
            SheetError: if the pass is too large.
            LookupError: if no line is wrong.
        """
        self.sheet = Book(mended(model)).first()
        mistaken = Book(model).first()
        wrong = [step for step in self.sheet.steps if step.name in model.wrong]
        if not wrong:
            raise LookupError("wrong")
        self.culprit = wrong[0]
        key = self.culprit.key
        self.worked = self.sheet.overlaid({key: mistaken.values[key]})
        self.why = Message("tui.quiz-bug-own", {"formula": mistaken.text(mistaken.by_key[key].expr)})
        self.tried: list[str] = []

    def look(self) -> None:
        """It comes before the learner; its time is not counted."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The lines to choose from, in order."""
        return self.sheet.steps

    @property
    def done(self) -> bool:
        """Whether it was found."""
        return self.culprit.key in self.tried

    def point_at(self, key: str) -> bool:
        """Say that the line called ``key`` is the wrong one; whether it is."""
        self.tried.append(key)
        return key == self.culprit.key

    @property
    def message(self) -> Message | None:
        """What came of the last line that was pointed at; None before the first."""
        if not self.tried:
            return None
        name = self.sheet.show(self.tried[-1])
        if self.done:
            return Message("quiz.bug-found", {"name": name, "mistake": self.why})
        steps = [step.key for step in self.steps]
        later = steps.index(self.tried[-1]) > steps.index(self.culprit.key)
        return Message("quiz.bug-earlier" if later else "quiz.bug-later", {"name": name})


Hunt: TypeAlias = FindBug | WrongLine


def culprit_of(hunt: Hunt) -> tuple[Step, Message]:
    """The wrong line of a hunt, and what is wrong with it."""
    if isinstance(hunt, FindBug):
        return hunt.bug.step, hunt.bug.suspect.message
    return hunt.culprit, hunt.why


def mended(model: Model) -> Model:
    """``model`` without the wrong lines of its lesson."""
    return replace(model, wrong={}) if model.wrong else model


def mended_quiz(quiz: LessonQuiz) -> LessonQuiz:
    """What can be practised in a lesson: its lines as they should be."""
    return LessonQuiz(quiz.lesson, quiz.variant, mended(quiz.model)) if quiz.model.wrong else quiz
