"""Bookmarks: places that are marked to come back to."""

from __future__ import annotations

from tutor.messages import Message
from tutor.tui.bookmarks import Marked, here, mark
from tutor.tui.screens.step.moving import Moving
from tutor.tui.session import Place


class Bookmarking(Moving):
    """The keys that set a bookmark, and list them."""

    def action_bookmark(self) -> None:
        """Mark this place, unless it is marked already."""
        already = here(self.session)
        if already is None:
            self.session.undoable("bookmark")
            already = mark(self.session)
            self.moved(Message("tui.bookmarked", {"name": already.name}))
        else:
            self.moved(Message("tui.bookmarked-already", {"name": already.name}))

    def action_bookmarks(self) -> None:
        """List the bookmarks, to go to one, to rename or to delete it."""
        from tutor.tui.screens.bookmarks import BookmarksScreen  # late: the first paint needs no list

        if not self.session.bookmarks:
            self.moved(Message("tui.no-bookmarks"))
            return
        self.moved()
        self.app.push_screen(BookmarksScreen(self.session), self._go_to_bookmark)

    def _go_to_bookmark(self, marked: Marked | None) -> None:
        """Go to the one that was chosen; draw what may have been deleted or renamed."""
        if marked is None:
            self.moved()
            return
        self.session.undoable("goto")
        said = Message("tui.at-bookmark", {"name": marked.name})
        self.set_out(Place(*marked.position, branch=marked.branch), said)
