"""What every view is: when it is sensible, how it is drawn, how it is said in words, and what it depends on.

A view is drawn from a moment alone, as rows of spans; it is given a size and fills no more than that. Its key is what
its picture depends on besides size, language and options: as long as the key is the same, it is not drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple, TypeAlias

from tutor.lesson.parts import View, ViewKind
from tutor.messages import Message
from tutor.tui.moment import Moment
from tutor.tui.picture.text import Picture
from tutor.tui.session import Session
from tutor.tui.settings import Glyphs


class Options(NamedTuple):
    """How a view is drawn.

    Attributes:
        view: what the lesson asks for: formulas, axes, ranges; a view of its kind alone where it asks for nothing.
        glyphs: what curves and points are made of.
        log: whether the value axis is logarithmic, where a view has one.
        row: the row of the data that is followed, from 0.
    """

    view: View
    glyphs: Glyphs = "braille"
    log: bool = False
    row: int = 0


Fits: TypeAlias = Callable[[Session], bool]
Can: TypeAlias = Callable[[Session, View], bool]
Draw: TypeAlias = Callable[[Moment, int, int, Options], Picture]
Describe: TypeAlias = Callable[[Moment, Options], str]
Key: TypeAlias = Callable[[Moment, Options], Hashable]
Size: TypeAlias = Callable[[Moment, Options], tuple[int, int]]


def always(session: Session, view: View) -> bool:
    """For a view that always has something to draw."""
    return True


class ViewEntry(NamedTuple):
    """One kind of picture.

    Attributes:
        kind: what lessons call it.
        title: what learners call it.
        fits: whether it is sensible for a lesson that does not choose; from shapes alone, without drawing.
        draw: the picture, at most so many columns and rows.
        describe: the same in words, in the learner's language.
        key: what the picture depends on; ``stands`` for one that follows every line, ``updates`` for one that
            changes with the update only.
        can: whether there is anything to draw of what a lesson asks for; one picture for the whole lesson may not suit
            each of its variants.
        scales: whether it has a value axis that may be logarithmic.
        room: the columns and rows that it would like; a place is chosen for it by them.
        size: the same, where it depends on the lesson.
    """

    kind: ViewKind
    title: Message
    fits: Fits
    draw: Draw
    describe: Describe
    key: Key
    can: Can = always
    scales: bool = False
    room: tuple[int, int] = (40, 14)
    size: Size | None = None


class Same:
    """An object as a part of a key: equal to nothing but itself, and kept, so that no other takes its identity."""

    __slots__ = ("it",)

    def __init__(self, it: object) -> None:
        self.it = it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.it is self.it

    def __hash__(self) -> int:
        return id(self.it)


def stands(moment: Moment) -> Hashable:
    """Where a moment stands, to the line: the key of a picture of what has been computed."""
    return updates(moment), moment.line


def updates(moment: Moment) -> Hashable:
    """Where it stands, to the update: the key of a picture of what an update changes."""
    run = moment.session.run
    edits = []
    branch = run.branch
    while True:
        edits.append(Same(branch.own_edits))
        if branch.parent is None:
            break
        branch = branch.parent
    return Same(run), Same(run.programs), run.branch.number, tuple(edits), moment.update
