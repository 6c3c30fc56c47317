"""The answer to why a cell has its value on a whole screen; the walk goes on there too."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType

from tutor.engine.address import Address
from tutor.explain.problem import ExplainError
from tutor.messages import Message
from tutor.tui.actions import Where
from tutor.tui.inquiry import Inquiry
from tutor.tui.panels.why import draw_why
from tutor.tui.picture.seen import tag_at
from tutor.tui.picture.text import Picture, Span
from tutor.tui.screens.base import bindings
from tutor.tui.screens.sheet import Sheet

_MARGIN = 1
_SCROLLBAR = 2


class WhyScreen(Sheet[None]):
    """Everything that can be said about one cell."""

    WHERE: ClassVar[Where] = "why"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("why"))

    def __init__(self, inquiry: Inquiry) -> None:
        super().__init__()
        self._inquiry = inquiry

    def picture(self, width: int, height: int) -> Picture:  # noqa: ARG002 - what is higher scrolls
        """The answer as it is now."""
        room = width - 2 * _MARGIN - _SCROLLBAR
        picture = draw_why(self._inquiry, self.language, max(room, 10), self._inquiry.session.digits)
        return Picture(tuple((Span(" " * _MARGIN), *row) for row in picture.rows))

    def _changed(self) -> None:
        self._told = None
        self.draw()
        if self._inquiry.chosen is not None:
            self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """Scroll to the cell that is chosen in the lists."""
        for y, row in enumerate(self._page.picture.rows):
            if any(span.role == "selected" and span.text.startswith("‹") for span in row):
                self._page.scroll_to(y=max(y - self._page.size.height // 2, 0), animate=False, immediate=True)

    # Keys

    def action_next_link(self) -> None:
        """Choose the next of the cells that this one comes from or goes into."""
        self._choose(1)

    def action_previous_link(self) -> None:
        """Choose the one before."""
        self._choose(-1)

    def _choose(self, by: int) -> None:
        if self._inquiry.choose(by) is None:
            self.tell(Message("tui.why-no-links"))
        else:
            self._changed()

    def action_ask(self) -> None:
        """Go to the cell that is chosen."""
        if self._inquiry.chosen is None:
            self.tell(Message("tui.why-choose-first"))
        else:
            self._enter(self._inquiry.chosen)

    def _enter(self, address: Address) -> None:
        try:
            self._inquiry.enter(address)
        except ExplainError as found:
            self.tell(found.message)
            return
        self._page.scroll_home(animate=False)
        self._changed()

    def action_walk_back(self) -> None:
        """Back to the cell where one came from."""
        if self._inquiry.back():
            self._changed()
        else:
            self.tell(Message("tui.walk-begins-here"))

    def action_unfold(self) -> None:
        """Show long sums whole, or folded again."""
        self._inquiry.unfolded = not self._inquiry.unfolded
        self._changed()

    def on_click(self, event: events.Click) -> None:
        """Go to the cell that was clicked."""
        if self._page.region.contains(event.screen_x, event.screen_y):
            y = event.screen_y - self._page.region.y + self._page.scroll_offset.y
            tag = tag_at(self._page.picture, event.screen_x, y)
            if isinstance(tag, Address):
                self._enter(tag)
