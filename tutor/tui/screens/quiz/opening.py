"""How a round is begun, from a lesson or from home: what cannot be asked is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tutor.messages import Message
from tutor.quiz.book import LessonQuiz
from tutor.quiz.sheet import SheetError
from tutor.tui.quiz.menu import Entry, Menu
from tutor.tui.quiz.rounds import Round
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.quiz.menu import PracticeMenuScreen
from tutor.tui.session import Session

if TYPE_CHECKING:
    from tutor.lesson.lesson import Lesson
    from tutor.tui.app import TutorApp

Back = Callable[[None], None]
"""Called when the learner comes back."""


def predict(app: TutorApp, session: Session, back: Back) -> None:
    """Ask for the lines of a run before they are shown."""
    _show(app, lambda: app.quizzes.predict(session), back)


def questions(app: TutorApp, session: Session, back: Back) -> None:
    """Ask the questions of a lesson."""
    quiz = app.quizzes.quiz(session)
    if quiz is None:
        app.tell(Message("tui.quiz-no-lesson"))
        return

    def begin() -> Round | Message:
        found = app.quizzes.questions(session, quiz)
        return found if found.papers else Message("tui.quiz-no-questions")

    _show(app, begin, back)


def practice(app: TutorApp, session: Session, back: Back) -> None:
    """Offer the ways to practise."""
    quiz = app.quizzes.quiz(session)
    if quiz is None:
        app.tell(Message("tui.quiz-no-lesson"))
        return
    crossed = app.quizzes.crossing(session)
    if not quiz.lines and crossed is None:
        app.tell(Message("tui.practice-nothing"))
        return
    it = Menu(app.quizzes, quiz, crossed)
    app.push_screen(
        PracticeMenuScreen(it),
        lambda chosen: None if chosen is None else _practise(app, session, quiz, chosen, back),
    )


def _practise(
    app: TutorApp, session: Session, quiz: LessonQuiz, chosen: tuple[Entry, int], back: Back
) -> None:  # fmt: skip
    entry, seed = chosen
    quizzes = app.quizzes

    def begin() -> Round | Message:
        if entry.kind == "resume":
            return quizzes.begun(quiz) or quizzes.practice(session, quiz, seed, None)
        if entry.kind == "bug-resume":
            return quizzes.hunted(quiz) or quizzes.bug(session, quiz, seed)
        if entry.kind == "bug":
            return quizzes.bug(session, quiz, seed)
        if entry.kind == "due":
            return _due(app)
        mixed = quizzes.mixed(session, quiz, seed, lambda name: _lesson(app, name)) if entry.kind == "mixed" else None
        found = mixed or quizzes.practice(session, quiz, seed, entry.skill)
        return found if found.paper is not None else Message("tui.practice-nothing")

    _show(app, begin, back)


def _lesson(app: TutorApp, name: str) -> Lesson | None:
    return app.collection.find(name).lesson


def due(app: TutorApp, back: Back) -> None:
    """Ask what is due, from any lesson."""
    _show(app, lambda: _due(app), back)


def _due(app: TutorApp) -> Round | Message:
    found = app.quizzes.due(lambda name: _lesson(app, name))
    if found is None:
        return Message("tui.nothing-due")
    return found if found.paper is not None else Message("tui.practice-nothing")


def _show(app: TutorApp, begin: Callable[[], Round | Message], back: Back) -> None:
    """Show a round, or say why there is none."""
    try:
        found = begin()
    except SheetError as refused:
        found = refused.message
    except LookupError:
        found = Message("quiz.no-bug")
    if isinstance(found, Message):
        app.tell(found)
        return
    screen = QuizScreen(found)
    app.push_screen(screen, back)
    notice = app.quizzes.keeper.notice
    if notice is not None:
        app.call_later(screen.tell, notice)
