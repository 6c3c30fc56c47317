"""Where answers go: into the practice record."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from tutor import __version__
from tutor.messages import Message
from tutor.quiz.questions import ByHand
from tutor.quiz.record.rows import Sitting
from tutor.quiz.record.store import Record
from tutor.quiz.sessions.attempt import Given


class Keeper:
    """The record, and pens to write into it."""

    def __init__(self, record: Record | None = None) -> None:
        """``record``: None for the learner's own."""
        self.record = Record() if record is None else record

    @property
    def notice(self) -> Message | None:
        """What the learner should know about the record."""
        return self.record.notice

    def pen(self, sitting: object = None) -> Pen:
        """A pen for answers that are marked together; ``sitting``: of those that they go on from."""
        return Pen(self.record, sitting if isinstance(sitting, str) else uuid.uuid4().hex[:12])


class Pen:
    """Writes down answers that know of one another: in a sitting, what follows from an earlier one is followed through.

    Attributes:
        sitting: what their rows have in common.
    """

    def __init__(self, record: Record, sitting: str) -> None:
        self._record = record
        self.sitting = sitting

    def writer(self, mode: str, lesson: str, variant: str | None, seed: int | None) -> Callable[[Given], None]:
        """Writes the answers to questions from one place."""
        sitting = Sitting(self.sitting, mode, lesson, variant, seed, __version__)

        def write(given: Given) -> None:
            self._record.add(sitting.row(given, datetime.now(UTC)))

        return write

    def writer_for(self, mode: str, question: ByHand) -> Callable[[Given], None]:
        """Writes the answers to one question."""
        return self.writer(mode, question.lesson, question.variant, question.seed)
