"""Find the bug: a full worked pass in which the tutor made one mistake; everything after it is worked out from it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tutor.engine.draws import permutation
from tutor.messages import Message
from tutor.quiz.book import LessonQuiz
from tutor.quiz.diagnosis import APART, Suspect, Suspects, ratio
from tutor.quiz.marking import Marker
from tutor.quiz.mistakes.mistake import GENERAL
from tutor.quiz.questions import practicable
from tutor.quiz.sessions.attempt import Clock, Given
from tutor.quiz.sheet import Sheet, Step, finite
from tutor.quiz.skills import FIND_BUG

BUG_ADDRESS = "bug"
"""The address of such a question in the record."""


@dataclass(frozen=True, slots=True)
class Bug:
    """The mistake that was made: in which line, which one."""

    step: Step
    suspect: Suspect


class FindBug:
    """A worked pass with one mistake in it.

    Attributes:
        sheet: the pass as it should be.
        worked: the pass as it is shown, with one wrong line and what follows from it.
        bug: what is wrong.
        tried: the keys of the lines that the learner pointed at, in order.
    """

    def __init__(
        self, quiz: LessonQuiz, seed: int, on_answer: Callable[[Given], None] | None = None,
        clock: Clock = time.monotonic,
    ) -> None:  # fmt: skip
        """Work out the pass of ``seed`` and make a mistake in it.

        Raises:
            LookupError: if the lesson has no line in which a mistake would show.
            SheetError: if its passes are too large.
        """
        self.quiz, self.seed = quiz, seed
        self.sheet = quiz.book(seed).first()
        self.bug = _choose(self.sheet, seed)
        self.worked = _worked(self.sheet, self.bug)
        self.tried: list[str] = []
        self._on_answer, self._clock, self._since = on_answer, clock, clock()

    def look(self) -> None:
        """Count the time from now on: the question comes before the learner."""
        self._since = self._clock()

    @property
    def steps(self) -> tuple[Step, ...]:
        """The lines to choose from, in order."""
        return self.sheet.steps

    @property
    def done(self) -> bool:
        """Whether it was found."""
        return self.bug.step.key in self.tried

    def point_at(self, key: str) -> bool:
        """Say that the line called ``key`` is the wrong one; whether it is.

        Raises:
            KeyError: if there is no such line.
        """
        step = self.sheet.by_key[key]
        self.tried.append(key)
        found = key == self.bug.step.key
        if self._on_answer is not None:
            now = self._clock()
            verdict = "right" if found else "wrong"
            right, seconds = str(self.bug.step.address), round(max(now - self._since, 0.0), 1)
            self._on_answer(Given(BUG_ADDRESS, str(step.address), right, verdict, FIND_BUG, seconds=seconds))
            self._since = now
        return found

    @property
    def message(self) -> Message | None:
        """What came of the last line that was pointed at; None before the first."""
        if not self.tried:
            return None
        key = self.tried[-1]
        name = self.sheet.show(key)
        if key == self.bug.step.key:
            return Message("quiz.bug-found", {"name": name, "mistake": self.bug.suspect.message})
        after = self.steps.index(self.sheet.by_key[key]) > self.steps.index(self.bug.step)
        return Message("quiz.bug-earlier" if after else "quiz.bug-later", {"name": name})


def _choose(sheet: Sheet, seed: int) -> Bug:
    """One mistake, each kind as likely as another."""
    marker = Marker(sheet)
    kinds: dict[str, list[Bug]] = {}
    for step in practicable(sheet):
        suspects = marker.suspects(step)
        for suspect in suspects.all:
            if suspect.mistake.rank <= GENERAL and _shows(suspect, suspects):
                kinds.setdefault(suspect.id, []).append(Bug(step, suspect))
    if not kinds:
        raise LookupError(FIND_BUG)
    names = sorted(kinds)
    for pick in permutation(seed, "bug", 0, len(names)):
        bugs = kinds[names[int(pick)]]
        for place in permutation(seed, "bug", 1, len(bugs)):
            bug = bugs[int(place)]
            if all(finite(value) for value in _worked(sheet, bug).values.values()):
                return bug
    raise LookupError(FIND_BUG)


def _shows(suspect: Suspect, suspects: Suspects) -> bool:
    if suspect.value.shape != suspects.step.shape:
        return False
    return ratio(abs(suspect.value - suspects.right), suspects.tolerance) >= APART


def _worked(sheet: Sheet, bug: Bug) -> Sheet:
    return sheet.overlaid({bug.step.key: bug.suspect.value})
