"""A screen that is one page of text, which scrolls."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tutor.messages import Message
from tutor.tui.jamo import with_jamo
from tutor.tui.panels.keys import message
from tutor.tui.picture.text import Picture
from tutor.tui.screens.base import TutorScreen
from tutor.tui.widgets.picture_view import PictureView

WIDEST = 100
"""Columns of a page: longer lines are hard to read."""


class PageScreen(TutorScreen[None]):
    """A page, and at its foot how to leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(with_jamo(("question_mark", "f1", "q"))), "go_back", show=False),
        Binding(",".join(with_jamo(("down", "j"))), "scroll('down')", show=False),
        Binding(",".join(with_jamo(("up", "k"))), "scroll('up')", show=False),
        Binding("pagedown,space", "scroll('page_down')", show=False),
        Binding("pageup", "scroll('page_up')", show=False),
        Binding("home", "scroll('home')", show=False),
        Binding("end", "scroll('end')", show=False),
    ]

    DEFAULT_CSS = """
    PageScreen {
        overflow: hidden;
        #page { width: 100%; height: 1fr; position: relative; }
        #page-keys { width: 100%; height: 1; dock: bottom; position: relative; background: $panel; }
    }
    """

    FOOT: ClassVar[Message] = Message("tui.help-leave")
    """What the keys do."""

    def __init__(self) -> None:
        super().__init__()
        self._page = PictureView(id="page")
        self._keys = PictureView(id="page-keys")
        self._told: Message | None = None

    def picture(self, width: int) -> Picture:
        """The page, in so many columns."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The page, and how to leave it."""
        self._draw(self.app.size.width, self.app.size.height)
        yield self._page
        yield self._keys

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the page anew."""
        self._draw(event.size.width, event.size.height)

    def draw(self) -> None:
        """Say it in the language of now."""
        self._draw(self.size.width, self.size.height)

    def tell(self, message: Message) -> None:
        """Say a sentence at the foot."""
        self._told = message
        self.draw()

    def _draw(self, width: int, height: int) -> None:
        self._page.show(self.picture(min(width, WIDEST) - 2), (width, height - 1))
        foot = self._told or self.FOOT
        self._keys.show(message(foot.say(self.language), width), (width, 1))

    def action_scroll(self, where: str) -> None:
        """Scroll the page."""
        moves = {
            "down": self._page.scroll_down,
            "up": self._page.scroll_up,
            "page_down": self._page.scroll_page_down,
            "page_up": self._page.scroll_page_up,
            "home": self._page.scroll_home,
            "end": self._page.scroll_end,
        }
        moves[where](animate=False)

    def action_go_back(self) -> None:
        """Back to where it was asked for."""
        self.dismiss(None)
