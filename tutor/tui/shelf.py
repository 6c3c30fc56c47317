"""The lessons as home lists them: by chapter, with what was done, what comes next, and what a search finds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tutor.lesson.collection import BadFile, Collection
from tutor.lesson.curriculum import Chapter
from tutor.lesson.heads import Head
from tutor.lesson.outline import Covered, Outline, read_covers, read_outline
from tutor.messages import Words
from tutor.tui.jamo import as_typed
from tutor.tui.memory import Stage
from tutor.tui.visits import Visits

FIRST = "xor"
"""The lesson that somebody who has never been here begins with."""


class Group(NamedTuple):
    """A chapter (None: lessons that belong to none) and its lessons."""

    title: Words | None
    lessons: tuple[Head, ...]


class Left(NamedTuple):
    """Where a lesson was left: the position, the variant's id, and the branch, 0 being the lesson's own run."""

    update: int
    line: int
    variant: str | None = None
    branch: int = 0


class Shelf:
    """What home lists."""

    def __init__(self, collection: Collection, visits: Visits) -> None:
        self._collection = collection
        self._visits = visits
        self._outlines: dict[Path, Outline] = {}

    @property
    def lessons(self) -> tuple[Head, ...]:
        """All good lessons, in the order of the chapters."""
        return self._collection.lessons

    @property
    def bad(self) -> tuple[BadFile, ...]:
        """The files that are no good lessons."""
        return self._collection.bad

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters, in their order."""
        return self._collection.chapters

    def lessons_of(self, chapter: Chapter) -> tuple[Head, ...]:
        """The good lessons of a chapter, in their order."""
        return tuple(head for head in self.lessons if head.chapter == chapter.id)

    def is_done(self, chapter: Chapter) -> bool:
        """Whether no lesson of a chapter is still to be done."""
        return all(self.stage(head) == "done" for head in self.lessons_of(chapter))

    def needs(self, chapter: Chapter) -> tuple[Chapter, ...]:
        """The chapters that a chapter builds on, in their order."""
        return tuple(other for other in self.chapters if other.id in chapter.needs)

    def chapter_of(self, head: Head) -> Chapter | None:
        """The chapter that a lesson belongs to, if there is such a one."""
        return next((chapter for chapter in self.chapters if chapter.id == head.chapter), None)

    def groups(self, query: str = "") -> Iterator[Group]:
        """The lessons that ``query`` finds, by chapter."""
        titles = {chapter.id: chapter.title for chapter in self._collection.chapters}
        chapter: str | None = None
        held: list[Head] = []
        for head in self.find(query):
            its = head.chapter if head.chapter in titles else None
            if held and its != chapter:
                yield Group(titles.get(chapter or ""), tuple(held))
                held = []
            chapter = its
            held.append(head)
        if held:
            yield Group(titles.get(chapter or ""), tuple(held))

    def find(self, query: str) -> list[Head]:
        """The lessons in which every word of ``query`` stands: in a title, the id, or what is covered."""
        return [head for head in self.lessons if matches(query, self._searched[head.id])] if query else [*self.lessons]

    def named(self, query: str) -> str | None:
        """The id of the lesson that is called just so."""
        return next((head.id for head in self.lessons if head.id == query.strip().lower()), None)

    def stage(self, head: Head) -> Stage | None:
        """Whether a lesson was begun, or done."""
        return self._visits.stage(head.id)

    @property
    def done(self) -> int:
        """How many of the lessons are done."""
        return sum(self.stage(head) == "done" for head in self.lessons)

    @property
    def next(self) -> Head | None:
        """What to do next: the first lesson that is not done; None once all are."""
        return next((head for head in self.lessons if self.stage(head) != "done"), None)

    @property
    def last(self) -> Head | None:
        """The lesson that was visited last, if it is still there."""
        heads = {head.id: head for head in self.lessons}
        return next((heads[name] for name in self._visits.latest if name in heads), None)

    @property
    def proposed(self) -> str:
        """The lesson to stand on: the one that was left last; to begin with, XOR."""
        return FIRST if self.last is None else self.last.id

    def left(self, head: Head) -> Left | None:
        """Where a lesson was left; None if that is not remembered."""
        visit = self._visits.visit(head.id)
        record = {} if visit is None else visit.record
        update, line, branch = record.get("update"), record.get("line"), record.get("branch")
        if visit is None or not isinstance(update, int) or not isinstance(line, int):
            return None
        return Left(update, line, visit.variant, branch if isinstance(branch, int) else 0)

    def outline(self, head: Head) -> Outline:
        """What a lesson covers, and its variants."""
        if head.file not in self._outlines:
            self._outlines[head.file] = read_outline(head.file)
        return self._outlines[head.file]

    @cached_property
    def _searched(self) -> dict[str, str]:
        """The text in which a lesson is searched for."""
        return {head.id: searched_text(head, read_covers(head.file)) for head in self.lessons}


def searched_text(head: Head, covers: tuple[Covered, ...]) -> str:
    """Everything about a lesson that a search looks at."""
    covered = (f"{cover.deck} {cover.what.en} {cover.what.ko}" for cover in covers)
    return " ".join((head.id, head.title.en, head.title.ko, *covered)).casefold()


def matches(query: str, text: str) -> bool:
    """Whether every word of ``query`` stands in ``text``, which is in lower case, in either input mode.

    >>> matches("hid XOR", "xor with two hidden units"), matches("ㅌㅐㄱ", "xor"), matches("relu", "xor")
    (True, True, False)
    """
    return all(word in text or as_typed(word) in text for word in query.casefold().split())
