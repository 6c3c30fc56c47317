"""A picture that fills the window, over one row of keys or of a sentence."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import TypeVar

from textual import events
from textual.app import ComposeResult

from tutor.messages import Message
from tutor.tui.actions import Group
from tutor.tui.arrange import Box
from tutor.tui.panels import keys
from tutor.tui.picture.text import EMPTY, Picture, Row
from tutor.tui.screens.base import TutorScreen
from tutor.tui.widgets.foot import Foot
from tutor.tui.widgets.picture_view import PictureView

Result = TypeVar("Result")


class Sheet(TutorScreen[Result]):
    """A sheet says what its picture is; the rest of it is here."""

    DEFAULT_CSS = """
    Sheet {
        overflow: hidden;
        background: $background;
        #sheet-head { width: 100%; height: 1; position: relative; background: $panel; }
        #sheet { width: 100%; position: relative; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._top = PictureView(id="sheet-head")
        self._page = PictureView(id="sheet")
        self._foot = Foot(id="sheet-foot")
        self._told: Message | None = None

    @abstractmethod
    def picture(self, width: int, height: int) -> Picture:
        """What the sheet shows in a room of so many columns and rows; what is higher scrolls."""

    def head(self, width: int) -> Row:  # noqa: ARG002 - for those that have one
        """The row over it; empty: there is none."""
        return EMPTY

    def foot(self, width: int) -> Picture:
        """The keys."""
        return keys.keys(self.mode, self.language, width, without=tuple(self.idle()))

    def idle(self) -> Iterator[Group]:
        """The keys that do nothing now: where all is to be seen, those that scroll."""
        if not self._page.virtual_size:
            yield from ("scroll", "page")

    def compose(self) -> ComposeResult:
        """The parts, already drawn."""
        self._draw(self.app.size.width, self.app.size.height)
        with self._foot.body:
            yield from (self._top, self._page)
        yield self._foot

    def on_resize(self, event: events.Resize) -> None:
        """Lay it out anew."""
        self._draw(event.size.width, event.size.height)

    def draw(self) -> None:
        """Draw it as it is now, in the language of now."""
        self._draw(self.size.width, self.size.height)

    def tell(self, message: Message) -> None:
        """Say a sentence in place of the keys, until the next key."""
        self._told = message
        self.draw()

    def on_key(self, event: events.Key) -> None:
        """Take a sentence away, before the key does what it does."""
        del event
        if self._told is not None:
            self._told = None
            self._draw_foot(*self.size)

    def _draw(self, width: int, height: int) -> None:
        head = self.head(width)
        self._top.display = bool(head)
        self._top.show(Picture((head,)), (width, 1))
        room = max(height - 1 - bool(head), 0)
        self._page.styles.height = room  # it stays as it is where the foot grows over it
        self._page.show(self.picture(width, room), (width, room))
        self._draw_foot(width, height)

    def _draw_foot(self, width: int, height: int) -> None:
        foot = self.foot(width) if self._told is None else keys.message(self._told.say(self.language), width)
        self._foot.put(foot, Box(0, height - 1, width, 1))

    def action_row_down(self) -> None:
        """Scroll on by a row."""
        self._page.scroll_down(animate=False)

    def action_row_up(self) -> None:
        """Scroll back by a row."""
        self._page.scroll_up(animate=False)

    def action_scroll_down(self) -> None:
        """Scroll on."""
        self._page.scroll_page_down(animate=False)

    def action_scroll_up(self) -> None:
        """Scroll back."""
        self._page.scroll_page_up(animate=False)

    def action_page_top(self) -> None:
        """Scroll to the top."""
        self._page.scroll_home(animate=False)

    def action_page_end(self) -> None:
        """Scroll to the end."""
        self._page.scroll_end(animate=False)

    def action_go_back(self) -> None:
        """Back to where it was asked for."""
        self.dismiss(None)
