"""One question by choice while it is being answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tutor.engine.draws import permutation
from tutor.lesson.parts import Choice, Question
from tutor.messages import Words
from tutor.quiz.sessions.attempt import Clock, Given
from tutor.quiz.skills import CHOICE


@dataclass
class Choosing:
    """A question by choice.

    Attributes:
        question: as the lesson has it.
        number: of the question among all of the lesson, from 1.
        order: the positions of the choices in the order in which they are shown.
        chosen: the positions that were chosen, in order.
    """

    question: Question
    number: int
    order: tuple[int, ...]
    chosen: list[int] = field(default_factory=list)
    on_answer: Callable[[Given], None] | None = None
    clock: Clock = time.monotonic
    _since: float = field(default=-1.0)

    def __post_init__(self) -> None:
        self._since = self.clock()

    def look(self) -> None:
        """Count the time from now on: the question comes before the learner."""
        self._since = self.clock()

    @property
    def asking(self) -> Words:
        """The question."""
        return self.question.text

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The answers in the order in which they are shown."""
        return tuple(self.question.choices[position] for position in self.order)

    @property
    def done(self) -> bool:
        """Whether the right one was chosen."""
        return any(self.question.choices[position].right for position in self.chosen)

    def choose(self, shown: int) -> Choice:
        """Choose the answer that is shown at place ``shown``, from 0; its reason says why it is right or wrong.

        Raises:
            IndexError: if there is no such answer.
        """
        if not 0 <= shown < len(self.order):
            raise IndexError(shown)
        position = self.order[shown]
        self.chosen.append(position)
        choice = self.question.choices[position]
        if self.on_answer is not None:
            now = self.clock()
            right = next((k for k, other in enumerate(self.question.choices) if other.right), -1)
            verdict = "right" if choice.right else "wrong"
            seconds = round(max(now - self._since, 0.0), 1)
            address = choice_address(self.number)
            self.on_answer(Given(address, str(position + 1), right + 1, verdict, CHOICE, seconds=seconds))
            self._since = now
        return choice


def choice_address(number: int) -> str:
    """The address of a question by choice in the record."""
    return f"question/{number}"


def shuffled(question: Question, number: int, seed: int) -> tuple[int, ...]:
    """An order of the choices that belongs to a seed."""
    return tuple(int(k) for k in permutation(seed, f"choices/{number}", 0, len(question.choices)))
