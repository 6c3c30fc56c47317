"""All that is being asked while the program runs: what was begun is found again as it was left."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from typing import TypeAlias

from tutor.lesson.lesson import Lesson
from tutor.messages import Message
from tutor.quiz.book import LessonQuiz
from tutor.quiz.record.crossing import Crossing, crossing
from tutor.quiz.record.rows import Row
from tutor.quiz.record.standing import due_skills
from tutor.quiz.sessions.mixed import mixed
from tutor.quiz.sessions.practice import Practice
from tutor.quiz.skills import SKILLS
from tutor.tui.quiz.hunts import mended_quiz
from tutor.tui.quiz.keeper import Keeper
from tutor.tui.quiz.rounds import BugRound, PracticeRound, PredictRound, QuestionsRound
from tutor.tui.session import Session

FindLesson: TypeAlias = Callable[[str], Lesson | None]

LARGEST_SEED = 1_000_000

MOST_LESSONS = 6
"""Lessons from which what is due is asked: those in which it was practised last."""


class Quizzes:
    """The rounds of every lesson that was opened, and the record that their answers go into."""

    def __init__(self, keeper: Keeper | None = None) -> None:
        self.keeper = Keeper() if keeper is None else keeper
        self._known: dict[tuple[int, str | None], LessonQuiz] = {}
        self._questions: dict[LessonQuiz, QuestionsRound] = {}
        self._practices: dict[LessonQuiz, PracticeRound] = {}
        self._bugs: dict[LessonQuiz, BugRound] = {}
        self._predictions: dict[Session, PredictRound] = {}
        self._due: PracticeRound | None = None

    def quiz(self, session: Session) -> LessonQuiz | None:
        """What can be asked about a session's lesson; None where there is no lesson."""
        if session.lesson is None:
            return None
        key = id(session.model), session.variant
        if key not in self._known:
            self._known[key] = LessonQuiz(session.lesson, session.variant, session.model)
        return self._known[key]

    def _keeper_of(self, session: Session) -> Keeper | None:
        """Where answers are written down: only if they are about the lesson's own numbers."""
        return self.keeper if _own_numbers(session) else None

    # Rounds; what they raise is said by the screen

    def questions(self, session: Session, quiz: LessonQuiz) -> QuestionsRound:
        """The questions of a lesson, as they were left."""
        if quiz not in self._questions:
            self._questions[quiz] = QuestionsRound(quiz, self._keeper_of(session))
        return self._questions[quiz]

    def predict(self, session: Session) -> PredictRound:
        """The lines of a run."""
        known = self._predictions.get(session)
        if known is None or known.predict.run is not session.run:
            self._predictions[session] = PredictRound(session, self._keeper_of(session))
        return self._predictions[session]

    def begun(self, quiz: LessonQuiz) -> PracticeRound | None:
        """The practice of a lesson that was left."""
        return self._practices.get(quiz)

    def practice(self, session: Session, quiz: LessonQuiz, seed: int, skill: str | None) -> PracticeRound:
        """A new practice of a lesson. Of one with a wrong line the lines are asked as they should be, unrecorded."""
        asked = mended_quiz(quiz)
        practice = Practice([asked], seed, None if skill is None else (skill,))
        keeper = self._keeper_of(session) if asked is quiz else None
        self._practices[quiz] = PracticeRound(practice, keeper, seed, skill)
        return self._practices[quiz]

    def mixed(self, session: Session, quiz: LessonQuiz, seed: int, find: FindLesson) -> PracticeRound | None:
        """A new practice of a lesson that practises others; None for any other lesson."""
        lesson = quiz.lesson
        if not lesson.practises:
            return None
        progress = partial(self._progress, session)
        self._practices[quiz] = PracticeRound(mixed(lesson, find, seed), self.keeper, seed, progress=progress)
        return self._practices[quiz]

    def crossing(self, session: Session) -> Crossing | None:
        """How far the practice of a lesson that practises others has come, which its session is told."""
        lesson = session.lesson
        if lesson is None or not lesson.practises:
            return None
        found = crossing(self.keeper.record.practised(), (lesson.id, *lesson.practises))
        if found.reached:
            session.practised = "done"
        elif found.row:
            session.practised = session.practised or "begun"
        return found

    def _progress(self, session: Session) -> Message | None:
        """After an answer: that the lesson is done now, if it was not before."""
        before = session.practised
        found = self.crossing(session)
        session.practised = session.practised or "begun"
        if found is None or before == "done" or not found.reached:
            return None
        return Message("tui.practice-crossed", {"count": found.wanted})

    def bug(self, session: Session, quiz: LessonQuiz, seed: int) -> BugRound:
        """A pass of a lesson with a mistake in it: the one that was left, if it is of the same seed."""
        known = self._bugs.get(quiz)
        if known is None or known.seed != seed:
            self._bugs[quiz] = BugRound(quiz, self._keeper_of(session), seed)
        return self._bugs[quiz]

    def hunted(self, quiz: LessonQuiz) -> BugRound | None:
        """The search for a mistake that was left."""
        return self._bugs.get(quiz)

    def due(self, find: FindLesson) -> PracticeRound | None:
        """Practice of what is due, in the lessons in which it was practised; None if nothing is."""
        rows = list(self.keeper.record.rows())
        skills = due_skills(rows, datetime.now(UTC))
        if not skills:
            return None
        if self._due is not None and self._due.skill == " ".join(skills):
            return self._due
        places = ((find(name), variant) for name, variant in practised_in(rows, skills))
        quizzes = [
            LessonQuiz(lesson, variant)
            for lesson, variant in places
            if lesson is not None and (variant is None or variant in lesson.variants)
        ]
        seed = new_seed()
        self._due = PracticeRound(Practice(quizzes, seed, skills), self.keeper, seed, " ".join(skills))
        return self._due

    def keep(self) -> None:
        """Keep for another day whatever can be."""
        for questions in self._questions.values():
            questions.keep()

    def close(self) -> None:
        """Keep it, and let go of the record."""
        self.keep()
        self.keeper.record.close()


def new_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbelow(LARGEST_SEED)


def practised_in(rows: Iterable[Row], skills: Iterable[str]) -> list[tuple[str, str | None]]:
    """The lessons, and their variants, in which any of these skills was practised, the last one first."""
    wanted = set(skills)
    places = ((row.lesson, row.variant) for row in reversed(list(rows)) if row.skill in wanted and row.lesson)
    return list(dict.fromkeys(places))[:MOST_LESSONS]


def skills_of(quiz: LessonQuiz) -> list[str]:
    """What can be practised in a lesson, in the order of the record."""
    found = set(quiz.skills.values())
    return [skill for skill in SKILLS if skill in found]


def _own_numbers(session: Session) -> bool:
    """Whether a session runs with the numbers of its lesson, and not with those of a file."""
    return session.lesson is not None and session.model is session.lesson.model(session.variant)
