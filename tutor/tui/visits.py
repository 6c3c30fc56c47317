"""Which lessons were opened, how far they were gone through, and where they were left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tutor.messages import Message
from tutor.tui.memory import Memory, Stage, Visit

if TYPE_CHECKING:  # NumPy comes with them, and a list of lessons does without
    from tutor.lesson.lesson import Lesson
    from tutor.tui.records import Opened
    from tutor.tui.session import Session


class Visits:
    """The visits of this start and, where there is a memory, of those before."""

    def __init__(self, memory: Memory | None, today: Callable[[], date] = date.today) -> None:
        """``memory`` None: nothing is remembered."""
        self._memory = memory
        self._today = today
        self._now: dict[str, Visit] = {}
        self._kept: object = None
        self._told: set[str] = set()

    def visit(self, lesson: str) -> Visit | None:
        """What is remembered of a lesson."""
        if lesson in self._now or self._memory is None:
            return self._now.get(lesson)
        return self._memory.memories.lessons.get(lesson)

    def stage(self, lesson: str) -> Stage | None:
        """Whether a lesson was begun, or done; None: neither."""
        visit = self.visit(lesson)
        return None if visit is None else visit.stage

    @property
    def latest(self) -> tuple[str, ...]:
        """The lessons that were visited, the last one first."""
        before = () if self._memory is None else self._memory.memories.latest
        return tuple(dict.fromkeys((*reversed(self._now), *before)))

    @property
    def first_ever(self) -> bool:
        """Whether nothing at all is remembered, though it could be: this is the first start."""
        return self._memory is not None and not self._memory.memories.lessons

    def open(self, lesson: Lesson, variant: str | None = None) -> Opened:
        """A session of ``lesson`` in ``variant``, as it was left."""
        from tutor.tui.records import restored

        visit = self.visit(lesson.id)
        return restored(lesson, variant, {} if visit is None else visit.records.get(variant or "", {}))

    def keep(self, session: Session) -> None:
        """Remember where ``session`` stands, unless nothing was done in it or all of this is remembered already."""
        from tutor.tui.records import bounded, gone_through, record_of, untouched

        lesson, mark = session.lesson, _mark(session)
        if lesson is None or mark == self._kept:
            return
        self._kept = mark
        before = self.visit(lesson.id)
        if before is None and untouched(session):
            return
        records = {} if before is None else dict(before.records)
        if session.model is lesson.model(session.variant):  # one with parameters of its own could not be made again
            records[session.variant or ""] = bounded(record_of(session))
        done = (before is not None and before.stage == "done") or gone_through(session)
        visit = Visit("done" if done else "begun", self._today().isoformat(), session.variant, records)
        if visit != before or self.latest[0] != lesson.id:
            self._now.pop(lesson.id, None)
            self._now[lesson.id] = visit
            if self._memory is not None:
                self._memory.keep(lesson.id, visit)

    def trouble(self) -> Message | None:
        """What is wrong with the memory, each thing once."""
        trouble = None if self._memory is None else self._memory.trouble
        if trouble is None or trouble.key in self._told:
            return None
        self._told.add(trouble.key)
        return trouble


def _mark(session: Session) -> object:
    """What a record is made from. While it stays the same none is made, which takes its time where edits are large."""
    run = session.run
    return session, run.bookmark(), run.long_way, session.bookmarks, session.furthest, session.practised
