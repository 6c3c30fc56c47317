"""What is painted at once, while everything that computes is still imported and the lesson behind it is opened."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tutor.lesson.heads import Head
from tutor.messages import say
from tutor.tui.afterimage import Rows
from tutor.tui.panels.cover import cover_head, cover_page
from tutor.tui.panels.keys import message
from tutor.tui.picture.text import Picture, Row
from tutor.tui.screens.base import TutorScreen
from tutor.tui.screens.sheet import Sheet


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


class Afterimage(TutorScreen[None]):
    """The screen as it was left, where it will be the same again. Keys pressed meanwhile wait for the lesson."""

    def __init__(self, rows: Rows, raise_it: Callable[[], None]) -> None:
        super().__init__()
        self._rows, self._raise = rows, raise_it

    def compose(self) -> ComposeResult:
        """The picture."""
        yield _Still(self._rows)

    def on_mount(self) -> None:
        """Raise the curtain once it has been seen."""
        self.call_after_refresh(self._raise)


class Cover(Sheet[None]):
    """The lesson's title, formulas and introduction, where it was never open. Keys pressed meanwhile wait for it."""

    def __init__(self, lesson: Head, formulas: str, raise_it: Callable[[], None]) -> None:
        super().__init__()
        self._lesson, self._formulas, self._raise = lesson, formulas, raise_it

    def foot(self, width: int) -> Picture:
        """That it is being opened."""
        return message(say("tui.opening", self.language), width)

    def head(self, width: int) -> Row:
        """The title, where the lesson will show it."""
        return cover_head(self._lesson, self.language, width)

    def picture(self, width: int, height: int) -> Picture:
        """The formulas, then what the lesson is about."""
        return cover_page(self._lesson, self._formulas, self.language, width, height)

    def on_mount(self) -> None:
        """Raise the curtain once it has been seen."""
        self.call_after_refresh(self._raise)
