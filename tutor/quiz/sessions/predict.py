"""Predict: stepping through a run with blanks. The next line appears when its values are typed, or given up."""

from __future__ import annotations

import time
from collections.abc import Callable

from tutor.engine.run import Run
from tutor.quiz.marking import Marker
from tutor.quiz.questions import ByHand, practicable
from tutor.quiz.sessions.attempt import Attempt, Clock, Given
from tutor.quiz.sheet import Step, sheet_of


class Predict:
    """A run whose next line is asked before it is shown.

    Attributes:
        run: is stepped by ``advance``, and may be moved about in between.
        current: the question for the next line; None where that line is only shown: it is drawn, copies a value, or
            has more cells than anybody fills in.
    """

    def __init__(
        self, run: Run, lesson: str = "", variant: str | None = None,
        on_answer: Callable[[Given], None] | None = None, clock: Clock = time.monotonic,
    ) -> None:  # fmt: skip
        """Ask for the line that comes next in ``run``.

        Raises:
            SheetError: if the pass is too large for arithmetic by hand.
        """
        self.run = run
        self._named = (lesson, variant)
        self._on_answer, self._clock = on_answer, clock
        self._pass: tuple[int, int] | None = None
        self.current: Attempt | None = None
        self.look()

    @property
    def recordable(self) -> bool:
        """Whether the answers are about the lesson's own numbers, so that they can be marked again from it."""
        return not self.run.branch.edits

    def look(self) -> Attempt | None:
        """Ask for the line that comes next where the run stands now."""
        position = self.run.position
        line = position.line
        update = position.update
        if line == len(self.run.lines) and self.run.learns:
            update, line = update + 1, 0
        if (update, self.run.branch.number) != self._pass:
            self._marker = Marker(sheet_of(self.run, update))
            self._askable = set(practicable(self._marker.sheet))
            self._pass = update, self.run.branch.number
        step = self._step(line)
        if step is None or step not in self._askable:
            self.current = None
        elif self.current is None or self.current.question.step is not step:
            lesson, variant = self._named
            question = ByHand(self._marker.sheet, step, lesson=lesson, variant=variant)
            on_answer = self._on_answer if self.recordable else None
            self.current = Attempt(question, self._marker, on_answer=on_answer, clock=self._clock)
        return self.current

    def _step(self, line: int) -> Step | None:
        """The line of the sheet that the run's line number ``line``, from 0, is."""
        lines = self.run.lines
        if line >= len(lines):
            return None
        name, before = lines[line].name, sum(other.name == lines[line].name for other in lines[:line])
        same = [step for step in self._marker.sheet.steps if step.name == name]
        return same[before] if before < len(same) else None

    @property
    def blocked(self) -> bool:
        """Whether the next line waits for an answer."""
        return self.current is not None and not self.current.done

    def advance(self) -> Attempt | None:
        """Show the line that was asked, and ask for the next; the same question again while it waits for an answer."""
        if self.blocked:
            return self.current
        self.run.step()
        self.current = None
        return self.look()
