"""The timeline's widget: it tells where the mouse points."""

from __future__ import annotations

from textual import events
from textual.message import Message

from tutor.tui.widgets.picture_view import PictureView


class TimelineView(PictureView):
    """Shows the timeline; a click or a drag points at a column of it."""

    class Pointed(Message):
        """The mouse points at a column.

        Attributes:
            first: whether it has only now been pressed.
        """

        def __init__(self, column: int, *, first: bool) -> None:
            super().__init__()
            self.column = column
            self.first = first

        def can_replace(self, message: Message) -> bool:
            """While a drag is being followed, only the place that it has got to last still counts."""
            return isinstance(message, TimelineView.Pointed) and not (self.first or message.first)

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._dragged = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Point there, and follow the mouse until it is let go."""
        event.stop()
        self._dragged = True
        self.capture_mouse()
        self.post_message(self.Pointed(event.x, first=True))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse."""
        if self._dragged:
            event.stop()
            self.post_message(self.Pointed(event.x, first=False))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        event.stop()
        self.release()

    def release(self) -> None:
        """Follow the mouse no longer."""
        self._dragged = False
        self.release_mouse()
