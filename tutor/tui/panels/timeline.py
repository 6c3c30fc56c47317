"""The timeline: the updates of the branch in one row, with what can be found there, and which update a column is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tutor.engine.history import Branch
from tutor.tui.bookmarks import bookmarks
from tutor.tui.picture.text import Picture, Role, Span, clip
from tutor.tui.session import Session

KNOWN, COMING = "━", "┄"
KEYFRAME, EVERYWHERE = "┿", "═"
FORK, BOOKMARK, HERE = "╈", "◆", "●"

_ASCII = str.maketrans({KNOWN: "=", COMING: ".", KEYFRAME: "+", EVERYWHERE: "#", FORK: "Y", BOOKMARK: "*", HERE: "O"})

_ROLES: dict[str, Role] = {
    KNOWN: "done",
    COMING: "coming",
    KEYFRAME: "done",
    EVERYWHERE: "done",
    FORK: "strong",
    BOOKMARK: "key",
    HERE: "current",
}

_LEAST_END = 10
_LEAST_BAR = 8
_APART = 2
"""Columns between keyframes at least; where they would stand closer, they stand everywhere."""


class Track(NamedTuple):
    """Where the updates from 0 to ``end`` lie.

    Attributes:
        left: the column of update 0.
        width: the columns from it to that of ``end``, both counted.
    """

    end: int
    left: int
    width: int

    def column(self, update: int) -> int:
        """The column of an update; of one beyond the end the last."""
        return self.left + round(min(update, self.end) * (self.width - 1) / self.end)

    def update(self, column: int) -> int:
        """The update nearest to a column; left and right of the track its ends."""
        along = min(max(column - self.left, 0), self.width - 1)
        return round(along * self.end / (self.width - 1))


def track(session: Session, width: int) -> Track:
    """The track in a row of ``width`` columns: as far as the branch has got, up to the next round number."""
    furthest = max(_furthest(session), session.run.position.update, _LEAST_END)
    end = next(
        factor * 10**power for power in range(len(str(furthest)) + 1) for factor in (1, 2, 5)
        if factor * 10**power >= furthest
    )  # fmt: skip
    left = len(" 0 ")
    return Track(end, left, max(width - left - len(f" {end:,} "), _LEAST_BAR))


def marks(session: Session, on: Track) -> list[int]:
    """The updates where something stands, in order, the beginning and the furthest among them."""
    found = {update for _, update in _signs(session, on)}
    return sorted(found | {0, _furthest(session)})


def timeline(session: Session, width: int, *, held: bool = False) -> Picture:
    """The row itself: the two ends in numbers, between them the track with its signs.

    ``held``: whether keys move along it, so that it stands out.
    """
    on = track(session, width)
    signs = {on.column(update) - on.left: sign for sign, update in _signs(session, on)}
    signs[on.column(session.run.position.update) - on.left] = HERE
    known = on.column(_furthest(session)) - on.left + 1
    through = EVERYWHERE if _crowded(session, on) else KNOWN
    ends: Role = "strong" if held else "dim"
    spans, last = [Span(" 0 ", ends)], 0
    for column, sign in (*sorted(signs.items()), (on.width, "")):
        spans.append(Span(through * (min(column, known) - last), _ROLES[through]))
        spans.append(Span(COMING * (column - max(last, known)), _ROLES[COMING]))
        if sign:
            spans.append(Span(sign, _ROLES[sign]))
        last = column + 1
    spans.append(Span(f" {on.end:,} ", ends))
    if session.glyphs == "ascii":
        spans = [Span(span.text.translate(_ASCII), span.role) for span in spans]
    return Picture((clip(tuple(span for span in spans if span.text), width),))


def _furthest(session: Session) -> int:
    """As far as this branch was ever computed."""
    return max(session.run.branch.reached, session.run.position.update)


def _signs(session: Session, on: Track) -> Iterator[tuple[str, int]]:
    """What stands at which update; what matters more comes later."""
    run = session.run
    line = list(_line_of(run.branch))
    if not _crowded(session, on):
        for branch, last in line:
            yield from ((KEYFRAME, kept) for kept in branch.keyframes if kept <= last)
    furthest = dict(line)
    for branch in run.branches:
        if branch.parent in furthest and branch.fork <= furthest[branch.parent]:
            yield FORK, branch.fork
    for marked in bookmarks(session):
        if marked.branch in furthest and marked.position.update <= furthest[marked.branch]:
            yield BOOKMARK, marked.position.update


def _line_of(branch: Branch) -> Iterator[tuple[Branch, int]]:
    """The branch and those it comes from, each with the last update that is its own on this way."""
    last = branch.reached
    yield branch, max(last, branch.fork)
    while branch.parent is not None:
        yield branch.parent, branch.fork
        branch = branch.parent


def _crowded(session: Session, on: Track) -> bool:
    """Whether keyframes lie so close that they cannot be told apart."""
    return session.run.branch.keyframes.interval * (on.width - 1) < _APART * on.end
