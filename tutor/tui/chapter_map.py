"""The chapters as a map shows them: what needs what, how much of each is done, which can be begun, which comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from tutor.lesson.curriculum import Chapter
from tutor.lesson.heads import Head
from tutor.messages import Words
from tutor.tui.layered import Layers, in_layers
from tutor.tui.memory import Stage
from tutor.tui.shelf import Shelf

State = Literal["done", "begun", "ready", "later"]
"""``begun``: some lesson was begun; ``ready``: none was, but all that it needs is done; ``later``: neither."""


class Stop(NamedTuple):
    """A chapter on the map.

    Attributes:
        id, title: of the chapter.
        number: in the order of all chapters, from 0.
        needs: the ids of the chapters that it builds on.
        lessons: those that there are, in their order, with what was done of each.
        done: how many of them are done.
        state: of the whole.
        opens: the lesson to go on with: the one that was left last if it is begun, else the first that is not done.
    """

    id: str
    title: Words
    number: int
    needs: tuple[str, ...]
    lessons: tuple[tuple[Head, Stage | None], ...]
    done: int
    state: State
    opens: Head | None

    @property
    def left(self) -> bool:
        """Whether something is still to be done in it."""
        return self.done < len(self.lessons)


class ChapterMap(NamedTuple):
    """The whole.

    Attributes:
        stops: the chapters in their order.
        layers: the same in layers, by their ids: each below all that it needs.
        next: the id of the chapter to do next; None once all are done.
        goes_on: whether a lesson of that one was left before it was done.
    """

    stops: tuple[Stop, ...]
    layers: Layers
    next: str | None
    goes_on: bool

    def stop(self, name: str) -> Stop:
        """The chapter with this id."""
        return next(stop for stop in self.stops if stop.id == name)

    def readers(self, name: str) -> tuple[Stop, ...]:
        """The chapters that build on it."""
        return tuple(stop for stop in self.stops if name in stop.needs)


def chapter_map(shelf: Shelf) -> ChapterMap:
    """The map of the chapters that there are."""
    stops = tuple(_stop(shelf, number, chapter) for number, chapter in enumerate(shelf.chapters))
    layers = in_layers({stop.id: stop.needs for stop in stops})
    last = shelf.last
    if last is not None and shelf.stage(last) == "begun" and shelf.chapter_of(last) is not None:
        return ChapterMap(stops, layers, last.chapter, goes_on=True)
    return ChapterMap(stops, layers, _next(stops), goes_on=False)


def _stop(shelf: Shelf, number: int, chapter: Chapter) -> Stop:
    lessons = tuple((head, shelf.stage(head)) for head in shelf.lessons_of(chapter))
    done = sum(stage == "done" for _, stage in lessons)
    needs = tuple(other.id for other in shelf.needs(chapter))
    opens = _opens(shelf, [head for head, stage in lessons if stage != "done"])
    return Stop(chapter.id, chapter.title, number, needs, lessons, done, _state(shelf, chapter), opens)


def _state(shelf: Shelf, chapter: Chapter) -> State:
    lessons = shelf.lessons_of(chapter)
    if lessons and shelf.is_done(chapter):
        return "done"
    if any(shelf.stage(head) is not None for head in lessons):
        return "begun"
    return "ready" if all(map(shelf.is_done, shelf.needs(chapter))) else "later"


def _opens(shelf: Shelf, left: Sequence[Head]) -> Head | None:
    """Of the lessons that are still to be done the one that was left last, or else the first."""
    last = shelf.last
    return last if last in left and last is not None and shelf.stage(last) == "begun" else next(iter(left), None)


def _next(stops: tuple[Stop, ...]) -> str | None:
    """The first chapter that is still to be done, and all that it needs is done."""
    left = {stop.id for stop in stops if stop.left}
    return next((stop.id for stop in stops if stop.id in left and left.isdisjoint(stop.needs)), None)
