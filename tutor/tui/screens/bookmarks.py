"""The bookmarks: to go to one, to rename or to delete it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType

from tutor.messages import Message
from tutor.tui.actions import Group, Where
from tutor.tui.bookmarks import LONGEST_NAME, Marked, bookmarks, delete, rename
from tutor.tui.branching import branch_name
from tutor.tui.picture.text import Row, Span, cell_len, clip, pad, row
from tutor.tui.screens.base import bindings
from tutor.tui.screens.listing import NamingListing
from tutor.tui.session import Session

_BRANCH = 24
"""Columns for the name of a branch."""


class BookmarksScreen(NamingListing[Marked | None]):
    """Gives the bookmark to go to."""

    LONGEST: ClassVar[int] = LONGEST_NAME

    WHERE: ClassVar[Where] = "bookmarks"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("naming"), *bindings("bookmarks")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._marked = bookmarks(session)
        run = session.run
        before = [one for one in self._marked if one.branch is run.branch and one.position <= run.position]
        self.at = self._marked.index(before[-1]) if before else 0

    @property
    def heading(self) -> str:
        """What the list is about."""
        return self.say("tui.bookmarks-title")

    @property
    def standing(self) -> Message | None:
        """That there are none, where none is left."""
        return None if self._marked else Message("tui.bookmarks-none-left")

    def idle(self) -> Iterator[Group]:
        """Without bookmarks there is nothing to do."""
        if not self._marked:
            yield from ("there", "rename", "delete", "pick")

    def entries(self) -> Sequence[Row]:
        """A bookmark a row: its name, its branch, its position."""
        names = min(max((cell_len(marked.name) for marked in self._marked), default=0), self.room[0] // 2) + 2
        return [self._entry(marked, names) for marked in self._marked]

    def _entry(self, marked: Marked, names: int) -> Row:
        update, line = marked.position
        branch = branch_name(marked.branch).say(self.language)
        place = self.say("tui.bookmarks-place" if line else "tui.bookmarks-start", update=f"{update:,}", line=line)
        return (
            *pad(clip(row(Span(marked.name, "name")), names - 1), names),
            *pad(clip(row(Span(branch, "dim")), _BRANCH - 1), _BRANCH),
            Span(place, "dim"),
        )

    def choose(self, number: int) -> None:
        """Go to a bookmark."""
        if self._marked:
            self.dismiss(self._marked[number])

    # Keys

    def action_go_to_bookmark(self) -> None:
        """Go to the marked one."""
        self.take()

    def action_delete(self) -> None:
        """Delete the marked one."""
        if not self._marked:
            return
        marked = self._marked[self.at]
        self._session.undoable("bookmark-deleted", name=marked.name)
        delete(self._session, marked)
        self._list_again()
        self.tell(Message("tui.bookmark-deleted", {"name": marked.name}))

    def action_rename(self) -> None:
        """Ask for a name."""
        if self._marked:
            self.open_field(self._marked[self.at].name)

    @property
    def asking(self) -> str:
        """What stands in the empty field."""
        return self.say("tui.bookmarks-name")

    def call(self, name: str) -> None:
        """Give the marked one this name."""
        marked = self._marked[self.at]
        self._session.undoable("bookmark-renamed", name=marked.name)
        rename(self._session, marked, name)
        self._list_again()

    def _list_again(self) -> None:
        self._marked = bookmarks(self._session)
        self.hush()
        self.draw()
