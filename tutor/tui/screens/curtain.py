"""The picture that is shown while the lesson behind it is opened."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tutor.tui.afterimage import Rows
from tutor.tui.screens.base import TutorScreen


def rows_of(screen: Screen[object]) -> Rows:
    """What a screen shows, as a picture keeps it."""
    strips = screen._compositor.render_strips()  # noqa: SLF001 - there is no other way to the rows
    return [[(segment.text, str(segment.style or "")) for segment in strip] for strip in strips]


class _Still(Widget, can_focus=False):
    """Rows that never change."""

    DEFAULT_CSS = "_Still { width: 100%; height: 100%; }"

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        styles = {style: Style.parse(style) for row in rows for _, style in row}
        self._rows = [Strip([Segment(text, styles[style]) for text, style in row]) for row in rows]

    def render_line(self, y: int) -> Strip:
        return self._rows[y] if y < len(self._rows) else Strip.blank(self.size.width)


class Curtain(TutorScreen[None]):
    """Shows the picture, and once it is painted has it raised. Keys that are pressed meanwhile wait for the lesson."""

    def __init__(self, rows: Rows, raise_it: Callable[[], None]) -> None:
        super().__init__()
        self._rows, self._raise = rows, raise_it

    def compose(self) -> ComposeResult:
        """The picture."""
        yield _Still(self._rows)

    def on_mount(self) -> None:
        """Raise it once it has been seen."""
        self.call_after_refresh(self._raise)
