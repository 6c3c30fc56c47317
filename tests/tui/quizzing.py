"""What the tests of the quiz screen share: what lies before the learner, and how it is answered."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.pilot import Pilot

from tests.tui.support import session
from tutor.formula.operations.operation import Index
from tutor.quiz.hints import results
from tutor.quiz.matrices import grid_of
from tutor.quiz.record.rows import Row
from tutor.quiz.record.store import Record
from tutor.tui.app import TutorApp
from tutor.tui.quiz.papers import BugPaper, ChoicePaper, HandPaper
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.session import Session


def by_hand() -> Session:
    """XOR from where mistakes are told apart; asked: ∂L/∂z₂, ∂L/∂W₂ that follows from it, ∂L/∂z₁, W₁ and a choice."""
    return session("xor", "other-start")


def quiz_screen(app: TutorApp) -> QuizScreen:
    screen = app.screen
    assert isinstance(screen, QuizScreen)
    return screen


def paper(app: TutorApp) -> HandPaper:
    found = quiz_screen(app).paper
    assert isinstance(found, HandPaper)
    return found


def choice(app: TutorApp) -> ChoicePaper:
    found = quiz_screen(app).paper
    assert isinstance(found, ChoicePaper)
    return found


def bug(app: TutorApp) -> BugPaper:
    found = quiz_screen(app).paper
    assert isinstance(found, BugPaper)
    return found


def pasted(texts: Mapping[Index, str], columns: int) -> str:
    cells = list(texts.values())
    return "\n".join("\t".join(cells[at : at + columns]) for at in range(0, len(cells), columns))


async def paste(app: TutorApp, pilot: Pilot[None], text: str) -> None:
    assert app._driver is not None
    app._driver.send_message(events.Paste(text))
    await pilot.pause()


async def answer(app: TutorApp, pilot: Pilot[None], factor: float = 1.0) -> None:
    """Paste the right answer, or one that is off by a factor, and have it marked."""
    question = paper(app).attempt.question
    right = {index: float(text.replace("−", "-")) for index, text in results(question).items()}
    await paste(app, pilot, pasted({i: f"{n * factor:.6g}" for i, n in right.items()}, grid_of(question.step.shape)[1]))
    await pilot.press("enter")


def record() -> list[Row]:
    kept = Record()
    try:
        return list(kept.rows())
    finally:
        kept.close()
