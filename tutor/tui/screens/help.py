"""The help: every key and every sign of the screen it was asked from."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tutor.messages import Message
from tutor.tui.actions import Where
from tutor.tui.jamo import with_jamo
from tutor.tui.panels.help import help_page
from tutor.tui.panels.keys import message
from tutor.tui.screens.base import TutorScreen
from tutor.tui.widgets.picture_view import PictureView


class HelpScreen(TutorScreen[None]):
    """A page that scrolls."""

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
    HelpScreen {
        overflow: hidden;
        #help { width: 100%; height: 1fr; position: relative; }
        #help-keys { width: 100%; height: 1; dock: bottom; position: relative; background: $panel; }
    }
    """

    def __init__(self, where: Where) -> None:
        super().__init__()
        self._where: Where = where
        self._page = PictureView(id="help")
        self._keys = PictureView(id="help-keys")

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

    def _draw(self, width: int, height: int) -> None:
        self._page.show(help_page(self.language, min(width, 100) - 2, self._where), (width, height - 1))
        self._keys.show(message(Message("tui.help-leave").say(self.language), width), (width, 1))

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
