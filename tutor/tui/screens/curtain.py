"""The picture that is shown while the lesson behind it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from tutor.tui.screens.base import TutorScreen


class _Still(Widget, can_focus=False):
    """Rows that never change."""

    DEFAULT_CSS = "_Still { width: 100%; height: 100%; }"

    def __init__(self, rows: Sequence[Strip]) -> None:
        super().__init__()
        self._rows = rows

    def render_line(self, y: int) -> Strip:
        return self._rows[y] if y < len(self._rows) else Strip.blank(self.size.width)


class Curtain(TutorScreen[None]):
    """Shows the picture, and once it is painted has it raised. Keys that are pressed meanwhile wait for the lesson."""

    def __init__(self, rows: Sequence[Strip], raise_it: Callable[[], None]) -> None:
        super().__init__()
        self._rows, self._raise = rows, raise_it

    def compose(self) -> ComposeResult:
        """The picture."""
        yield _Still(self._rows)

    def on_mount(self) -> None:
        """Raise it once it has been seen."""
        self.call_after_refresh(self._raise)
