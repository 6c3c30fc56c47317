"""Undo and redo: what a learner has made of a run before each thing that was done. Knows no Textual.

Whoever is about to change something that a learner may want back says so first, in one line, and then changes it:

    self.session.undoable("edit", name="W1[0,0]")     # before: the sentence tui.undo-edit says what it is
    self.session.run.edit("W1", value)

``tui.undo-edit`` is what stands behind "Undone:", with the gaps that are given: ``a change of {name}``. Nothing has to
be told when nothing comes of it: what left everything as it was is passed over when it is its turn to be undone.

Kept are the position, the branches with their edits and names (``Run.bookmark``), the long or the short way, and the
attributes of the session that ``KEPT`` names; their values are never changed in place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.history import Branch
from tutor.engine.run import Bookmark, Position
from tutor.messages import Message

if TYPE_CHECKING:
    from tutor.tui.session import Session

KEPT: tuple[str, ...] = ("selected", "bookmarks", "digits", "numbers", "row", "writes_out")
"""Attributes of a session, or of an object of its (``"reading.row"``), that are put back. Add yours here."""

MOST = 1_000
"""Things that can be undone."""

GONE_BYTES = 48 * 2**20
"""For what was computed on branches that only undo still knows; beyond it, it is computed again when they are back."""


class Mark(NamedTuple):
    """Everything as it was at one moment."""

    bookmark: Bookmark
    long_way: bool
    kept: Mapping[str, object]


class Done(NamedTuple):
    """Something that was done: what, and everything as it was on the other side of it."""

    what: Message
    mark: Mark


class Reached(NamedTuple):
    """What undo or redo has brought back.

    Attributes:
        what: was undone or done again.
        position: where it happened. The session may still stand before it, where that is a long way: the rest is
            travelled as any journey is.
    """

    what: Message
    position: Position


class Undo:
    """What was done in one session, and the way back and forth."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._done: deque[Done] = deque(maxlen=MOST)
        self._undone: list[Done] = []
        self._together: Message | None = None
        self._branches_then: tuple[Branch, ...] = ()

    def note(self, what: Message, *, together: bool = False) -> None:
        """Keep everything as it is now, before ``what`` is done.

        ``together``: things of one kind that follow one another, like ten steps, are undone together.
        """
        branches = tuple(self._session.run.branches)
        if self._undone or branches != self._branches_then:
            self._undone.clear()
            self._branches_then = branches
            self._forget_gone()
        if together and self._done and self._together == what:
            return
        self._together = what if together else None
        self._done.append(Done(what, self._mark()))

    def back(self) -> Reached | None:
        """Make everything what it was before the last thing that was done; None if there is nothing to undo."""
        return self._exchange(self._done, self._undone)

    def forth(self) -> Reached | None:
        """Do again what was undone last; None if nothing was."""
        return self._exchange(self._undone, self._done)

    def _exchange(self, source: deque[Done] | list[Done], target: deque[Done] | list[Done]) -> Reached | None:
        self._together = None
        now = self._mark()
        while source:
            done = source.pop()
            if done.mark != now:
                target.append(Done(done.what, now))
                self._return_to(done.mark)
                return Reached(done.what, done.mark.bookmark.position)
        return None

    # Marks

    def _mark(self) -> Mark:
        session = self._session
        kept = {name: attrgetter(name)(session) for name in KEPT}
        return Mark(session.run.bookmark(), session.run.long_way, kept)

    def _return_to(self, mark: Mark) -> None:
        session, run = self._session, self._session.run
        before = run.branches[:]
        position = mark.bookmark.position
        begin = _from_where(mark.bookmark)
        if run.long_way != mark.long_way:  # first: the lines of a position are counted in its way
            run.long_way = mark.long_way
        run.return_to(mark.bookmark if begin is None else mark.bookmark._replace(position=Position(begin)))
        if begin is None:
            session.stand(position)
        for name, value in mark.kept.items():
            owner, _, attribute = name.rpartition(".")
            setattr(attrgetter(owner)(session) if owner else session, attribute, value)
        if before != run.branches:
            self._forget_gone()

    def _forget_gone(self) -> None:
        """Keep what was computed on branches that are gone as long as it is not too much."""
        run = self._session.run
        room = GONE_BYTES
        for branch in dict.fromkeys(self._branches()):
            if branch not in run.branches:
                room -= branch.computed_bytes
                if room < 0:
                    run.forget(branch)

    def _branches(self) -> Iterator[Branch]:
        """Every branch that something knows of, the last one first."""
        for done in (*reversed(self._done), *self._undone):
            yield from (branch for branch, _, _ in reversed(done.mark.bookmark.branches))


def _from_where(bookmark: Bookmark) -> int | None:
    """The update from which the way to a bookmark has to be computed again; None if it is remembered.

    Nothing is remembered of a branch from its fork on once its edits have changed.
    """
    edits = {branch: own for branch, own, _ in bookmark.branches}
    begin, branch, needed = None, bookmark.branch, bookmark.position.update
    while branch.parent is not None:
        if branch.own_edits != edits[branch] or branch.reached < needed:
            begin = branch.fork
        branch, needed = branch.parent, branch.fork
    return begin
