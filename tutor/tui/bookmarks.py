"""Places that a learner has marked to come back to. Knows no Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.address import Address
from tutor.engine.history import Branch
from tutor.engine.run import Position
from tutor.tui.jamo import as_typed

if TYPE_CHECKING:
    from tutor.tui.session import Session

LONGEST_NAME = 40


class Marked(NamedTuple):
    """A place with a name: as long as the learner gives it no other, its address."""

    name: str
    branch: Branch
    position: Position


def bookmarks(session: Session) -> tuple[Marked, ...]:
    """The bookmarks on branches that there are, in the order of their branches and positions."""
    order = {branch: number for number, branch in enumerate(session.run.branches)}
    there = (marked for marked in session.bookmarks if marked.branch in order)
    return tuple(sorted(there, key=lambda marked: (order[marked.branch], marked.position)))


def here(session: Session) -> Marked | None:
    """The bookmark of the place where the session stands."""
    run = session.run
    return next((one for one in session.bookmarks if (one.branch, one.position) == (run.branch, run.position)), None)


def named(session: Session, name: str) -> Marked | None:
    """The bookmark of this name; a Korean one may be written with the letters on the same keys."""
    return next((one for one in bookmarks(session) if name in (one.name, as_typed(one.name))), None)


def mark(session: Session) -> Marked:
    """Mark the place where the session stands, under its address."""
    run = session.run
    update, current = run.position.update, run.current
    if current is not None:
        update += current.phase == "update"
    name = str(Address(update, None if current is None else current.name))
    marked = Marked(name, run.branch, run.position)
    session.bookmarks = (*session.bookmarks, marked)
    return marked


def rename(session: Session, marked: Marked, name: str) -> None:
    """Call a bookmark by another name."""
    name = " ".join(name.split())[:LONGEST_NAME]
    changed = marked._replace(name=name or marked.name)
    session.bookmarks = tuple(changed if other is marked else other for other in session.bookmarks)


def delete(session: Session, marked: Marked) -> None:
    """Forget a bookmark."""
    session.bookmarks = tuple(other for other in session.bookmarks if other is not marked)
