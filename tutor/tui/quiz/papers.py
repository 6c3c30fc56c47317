"""One question as it lies before the learner: what is asked, and what was done on it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from tutor.formula.tree import names_in
from tutor.messages import Message
from tutor.quiz.sessions.attempt import Attempt
from tutor.quiz.sessions.choice import Choosing
from tutor.quiz.sheet import Step
from tutor.tui.quiz.desk import Desk
from tutor.tui.quiz.grid import Grid
from tutor.tui.quiz.hunts import Hunt, culprit_of


class HandPaper:
    """A question by hand.

    Attributes:
        attempt: the answer.
        grid: the cells.
        desk: the scratch line.
        formula: whether the line's formula is in view from the beginning.
        reply: what was asked for besides hints: what is wrong, what a paste came to.
    """

    def __init__(self, attempt: Attempt, *, formula: bool = False) -> None:
        self.attempt = attempt
        self.grid = Grid(attempt)
        self.desk = Desk({needed.key: needed.value for needed in attempt.question.needed})
        self.formula = formula
        self.reply: Message | None = None

    @property
    def done(self) -> bool:
        """Whether one can go on."""
        return self.attempt.done

    def look(self) -> None:
        """It comes before the learner."""
        self.attempt.look()

    def adopt(self) -> None:
        """Take the right value, as one that was shown: what follows is then marked from it, today and ever after."""
        self.attempt.give_up()
        self.grid.fill(self.attempt.exact or {})
        self.grid.check()


@dataclass
class ChoicePaper:
    """A question by choice; ``at`` is the answer that is looked at, from 0."""

    choosing: Choosing
    at: int = 0

    @property
    def done(self) -> bool:
        """Whether one can go on."""
        return self.choosing.done

    def look(self) -> None:
        """It comes before the learner."""
        self.choosing.look()

    def move(self, by: int) -> None:
        """Look at the next answer, or the one before."""
        self.at = (self.at + by) % len(self.choosing.choices)

    def choose(self, number: int | None = None) -> bool:
        """Choose an answer, from 0, or the one that is looked at; whether there is such an answer."""
        shown = self.at if number is None else number
        if not 0 <= shown < len(self.choosing.choices):
            return False
        self.at = shown
        if not self.done and self.choosing.order[shown] not in self.choosing.chosen:
            self.choosing.choose(shown)
        return True


@dataclass
class BugPaper:
    """A worked pass with a mistake in it; ``at`` is the line that is looked at, from 0."""

    hunt: Hunt
    at: int = 0
    shown: bool = False
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        keys = dict.fromkeys(key for step in self.hunt.steps for key in (*names_in(step.expr), step.key))
        self.desk = Desk({key: self.hunt.worked.values[key] for key in keys})

    @property
    def done(self) -> bool:
        """Whether one can go on: it was found, or shown."""
        return self.shown or self.hunt.done

    def look(self) -> None:
        """It comes before the learner."""
        self.hunt.look()

    @property
    def step(self) -> Step:
        """The line that is looked at."""
        return self.hunt.steps[self.at]

    @property
    def culprit(self) -> Step:
        """The wrong line."""
        return culprit_of(self.hunt)[0]

    @property
    def why(self) -> Message:
        """What is wrong with it."""
        return culprit_of(self.hunt)[1]

    def move(self, by: int) -> None:
        """Look at another line."""
        self.at = min(max(self.at + by, 0), len(self.hunt.steps) - 1)

    def point(self) -> None:
        """Say that the line that is looked at is the wrong one."""
        if not self.done and self.step.key not in self.hunt.tried:
            self.hunt.point_at(self.step.key)

    def show(self) -> None:
        """Have the mistake shown."""
        self.shown = True
        self.at = self.hunt.steps.index(self.culprit)


@dataclass
class PlainPaper:
    """A line that is not asked but only shown: nothing in it is to be worked out, or too much.

    Attributes:
        formula: the line with its left-hand side.
        ended: whether there is no further line.
    """

    formula: str
    ended: bool = False
    done: bool = field(default=True, init=False)

    def look(self) -> None:
        """It comes before the learner."""


Paper: TypeAlias = HandPaper | ChoicePaper | BugPaper | PlainPaper
