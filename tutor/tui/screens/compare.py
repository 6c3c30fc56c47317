"""Two branches side by side at the same update."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tutor.engine.history import Branch
from tutor.messages import Message
from tutor.tui.branching import branch_name
from tutor.tui.comparing import comparison
from tutor.tui.jamo import with_jamo
from tutor.tui.moment import Moment
from tutor.tui.panels.compare import compare_page
from tutor.tui.panels.keys import message
from tutor.tui.picture.text import Picture, Span, row, spread
from tutor.tui.screens.base import TutorScreen
from tutor.tui.session import Session
from tutor.tui.widgets.picture_view import PictureView


class CompareScreen(TutorScreen[None]):
    """A page that scrolls; arrows to the sides go through the updates."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(with_jamo(("q", "b"))), "go_back", show=False),
        Binding(",".join(with_jamo(("right", "l", "right_square_bracket"))), "advance(1)", show=False),
        Binding(",".join(with_jamo(("left", "h", "left_square_bracket"))), "advance(-1)", show=False),
        Binding("greater_than_sign", "advance(10)", show=False),
        Binding("less_than_sign", "advance(-10)", show=False),
        Binding(",".join(with_jamo(("x",))), "exchange", show=False),
        Binding(",".join(with_jamo(("down", "j"))), "scroll('down')", show=False),
        Binding(",".join(with_jamo(("up", "k"))), "scroll('up')", show=False),
        Binding("pagedown,space", "scroll('page_down')", show=False),
        Binding("pageup", "scroll('page_up')", show=False),
        Binding("home", "scroll('home')", show=False),
        Binding("end", "scroll('end')", show=False),
    ]

    DEFAULT_CSS = """
    CompareScreen {
        overflow: hidden;
        #compare-title { width: 100%; height: 1; position: relative; background: $panel; }
        #compare { width: 100%; height: 1fr; position: relative; }
        #compare-keys { width: 100%; height: 1; dock: bottom; position: relative; background: $panel; }
    }
    """

    def __init__(self, session: Session, first: Branch, second: Branch) -> None:
        super().__init__()
        self.session = session
        self._pair = first, second
        self._compared = comparison(session, first, second, session.run.position.update)
        self._top = PictureView(id="compare-title")
        self._page = PictureView(id="compare")
        self._keys = PictureView(id="compare-keys")

    def compose(self) -> ComposeResult:
        """Who is compared and where, the page, and the keys."""
        self._draw(self.app.size.width, self.app.size.height)
        yield self._top
        yield self._page
        yield self._keys

    def on_resize(self, event: events.Resize) -> None:
        """Lay the page out anew."""
        self._draw(event.size.width, event.size.height)

    def draw(self) -> None:
        """Say it in the language of now."""
        self._draw(self.size.width, self.size.height)

    def _draw(self, width: int, height: int) -> None:
        names = [branch_name(branch).say(self.language) for branch in self._pair]
        update = Message("tui.position-update", {"update": f"{self._compared.update:,}"}).say(self.language)
        title = spread(row(Span(f" {names[0]} · {names[1]}", "title")), row(Span(f"{update} ", "position")), width)
        self._top.show(Picture((title,)), (width, 1))
        moment = Moment(self.session, self.language)
        page = compare_page(moment, self._compared, width - 2, self.session.glyphs)
        self._page.show(page, (width, height - 2))
        self._keys.show(message(Message("tui.compare-keys").say(self.language), width), (width, 1))

    def action_advance(self, updates: int) -> None:
        """Compare another update."""
        wanted = max(self._compared.update + updates, 0) if self.session.run.learns else 0
        self._compared = comparison(self.session, *self._pair, wanted)
        self.draw()

    def action_exchange(self) -> None:
        """Put the second branch first."""
        self._pair = self._pair[1], self._pair[0]
        self._compared = comparison(self.session, *self._pair, self._compared.update)
        self.draw()

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
        """Back to the lesson."""
        self.dismiss(None)
