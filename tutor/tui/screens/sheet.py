"""A picture that fills the window, over one row of keys or of a sentence."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tutor.messages import Message
from tutor.tui.jamo import with_jamo
from tutor.tui.panels.keys import message
from tutor.tui.picture.text import EMPTY, Picture, Row
from tutor.tui.screens.base import TutorScreen
from tutor.tui.widgets.picture_view import PictureView

Result = TypeVar("Result")

SCROLLING: tuple[BindingType, ...] = (
    Binding(",".join(with_jamo(("down", "j"))), "scroll('down')", show=False),
    Binding(",".join(with_jamo(("up", "k"))), "scroll('up')", show=False),
    Binding("pagedown,space", "scroll('page_down')", show=False),
    Binding("pageup", "scroll('page_up')", show=False),
    Binding("home", "scroll('home')", show=False),
    Binding("end", "scroll('end')", show=False),
)
"""The keys that scroll a sheet on which the arrows do nothing else."""


class Sheet(TutorScreen[Result]):
    """A sheet says what its picture is, and what its keys are; the rest of it is here."""

    DEFAULT_CSS = """
    Sheet {
        overflow: hidden;
        background: $background;
        #sheet-head { width: 100%; height: 1; position: relative; background: $panel; }
        #sheet { width: 100%; height: 1fr; position: relative; }
        #sheet-foot { width: 100%; height: 1; dock: bottom; position: relative; background: $panel; overflow: hidden; }
    }
    """

    FOOT: ClassVar[Message] = Message("tui.help-leave")
    """What the keys do."""

    def __init__(self) -> None:
        super().__init__()
        self._top = PictureView(id="sheet-head")
        self._page = PictureView(id="sheet")
        self._foot = PictureView(id="sheet-foot")
        self._told: Message | None = None

    @abstractmethod
    def picture(self, width: int, height: int) -> Picture:
        """What the sheet shows in a room of so many columns and rows; what is higher scrolls."""

    def head(self, width: int) -> Row:  # noqa: ARG002 - for those that have one
        """The row over it; empty: there is none."""
        return EMPTY

    def foot(self, width: int) -> Picture:
        """The keys, or a sentence about them."""
        return message(self.FOOT.say(self.language), width)

    def compose(self) -> ComposeResult:
        """The parts, already drawn."""
        self._draw(self.app.size.width, self.app.size.height)
        yield from (self._top, self._page, self._foot)

    def on_resize(self, event: events.Resize) -> None:
        """Lay it out anew."""
        self._draw(event.size.width, event.size.height)

    def draw(self) -> None:
        """Draw it as it is now, in the language of now."""
        self._draw(self.size.width, self.size.height)

    def tell(self, message: Message) -> None:
        """Say a sentence in place of the keys."""
        self._told = message
        self.draw()

    def _draw(self, width: int, height: int) -> None:
        head = self.head(width)
        self._top.display = bool(head)
        self._top.show(Picture((head,)), (width, 1))
        room = height - 1 - bool(head)
        self._page.show(self.picture(width, room), (width, room))
        foot = self.foot(width) if self._told is None else message(self._told.say(self.language), width)
        self._foot.show(foot, (width, 1))

    def action_scroll(self, where: str) -> None:
        """Scroll the sheet."""
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
