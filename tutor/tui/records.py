"""A session as a few numbers, and back: for another day, and for when its lesson has been saved by its author.

A lesson that practises others is *done* once enough of them were answered in a row. Any other is once its goal has been
reached, if it has one, or else once the last line of a pass has run, which for a lesson that trains is its first
update. Once done, it stays so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from tutor.engine.address import Address
from tutor.engine.record import from_record, to_record
from tutor.engine.run import Position
from tutor.formula.operations.operation import Array
from tutor.lesson.lesson import Lesson
from tutor.messages import Message
from tutor.tui.bookmarks import Marked
from tutor.tui.session import Place, Session

RECORD_BYTES = 250_000
"""A run with larger edits is not remembered, only how far the lesson was gone through: each start reads all of this."""

MOST_BOOKMARKS = 200


@dataclass(frozen=True)
class Opened:
    """A session, where to stand in it (None: at the beginning), and what to say of that.

    ``whole`` tells whether all that was remembered still fits the lesson.
    """

    session: Session
    place: Place | Address | None = None
    said: Message | None = None
    whole: bool = True


def untouched(session: Session) -> bool:
    """Whether a session stands at the beginning, and nothing was changed in it."""
    moved = session.furthest or session.practised is not None
    return session.run.position == (0, 0) and len(session.run.branches) == 1 and not moved


def gone_through(session: Session) -> bool:
    """Whether a lesson counts as done, as far as this session knows."""
    if session.lesson is not None and session.lesson.practises:
        return session.practised == "done"
    if session.model.goal is not None:
        return bool(session.run.condition(session.model.goal))
    return session.furthest >= len(session.run.lines) or any(branch.reached > 0 for branch in session.run.branches)


def record_of(session: Session) -> dict[str, object]:
    """Everything that a learner has made of a session, as JSON."""
    run = session.run
    numbers = {branch.number: at for at, branch in enumerate(run.branches)}
    marked = [
        {"name": found.name, "branch": numbers[found.branch.number], "at": list(found.position)}
        for found in session.bookmarks
        if found.branch.number in numbers
    ]
    return {**to_record(run), "long_way": run.long_way, "bookmarks": marked}


def restored(
    lesson: Lesson,
    variant: str | None,
    record: Mapping[str, object],
    parameters: Mapping[str, Array] | None = None,
) -> Opened:
    """A session of ``lesson`` with all that fits it of a record, standing at the beginning of the branch it was on.

    Where it stood may be a long way off: going there is left to whoever shows it. ``parameters`` are initial values
    that replace the lesson's.
    """
    session = Session(lesson.model(variant, parameters), lesson, variant)
    if not record:
        return Opened(session)
    session.run, position, whole = from_record(session.model, record)
    if record.get("long_way") is True:
        session.run.long_way = True
    session.bookmarks = tuple(_bookmarks(session, record.get("bookmarks"), whole=whole))
    if whole and untouched(session) and position == (0, 0):
        return Opened(session)
    return Opened(session, Place(*position), resumed(position) if whole else Message("tui.resumed-partly"), whole)


def at_own_run(opened: Opened, at: Address) -> Opened:
    """The same session, at an address of the lesson's own run; its branches are still there."""
    run = opened.session.run
    run.switch(run.branches[0])
    return Opened(opened.session, at)


def reopened(session: Session) -> Opened:
    """A session that was left a moment ago, as it stands."""
    position = session.run.position
    return Opened(session, None, None if position == (0, 0) else resumed(position))


def resumed(position: Position) -> Message:
    """That one goes on where one left off."""
    return Message("tui.resumed", {"update": f"{position.update:,}", "line": position.line})


def own_parameters(session: Session, lesson: Lesson, variant: str | None) -> dict[str, Array]:
    """The initial values that ``session`` was given in place of its lesson's, as far as they fit ``lesson``."""
    if session.lesson is None or session.model is session.lesson.model(session.variant):
        return {}
    shapes = {name: value.shape for name, value in lesson.model(variant).parameters.items()}
    return {name: value for name, value in session.model.parameters.items() if shapes.get(name) == value.shape}


def _bookmarks(session: Session, entries: object, *, whole: bool) -> list[Marked]:
    """The bookmarks that still have a branch; where some branches are missing, only those on the lesson's own run."""
    found: list[Marked] = []
    for entry in entries[:MOST_BOOKMARKS] if isinstance(entries, list) else ():
        if not isinstance(entry, dict) or not isinstance(entry.get("at"), list):
            continue
        numbers = [entry.get("branch"), *entry["at"]]
        if len(numbers) != 3 or not all(type(number) is int and number >= 0 for number in numbers):
            continue
        branch, update, line = numbers
        if branch < (len(session.run.branches) if whole else 1) and (update == 0 or session.run.learns):
            place = Position(update, line)
            found.append(Marked(str(entry.get("name", ""))[:80], session.run.branches[branch], place))
    return found


def bounded(record: dict[str, object]) -> Mapping[str, object]:
    """A record, or nothing where it is too large."""
    return record if len(json.dumps(record)) <= RECORD_BYTES else {}
