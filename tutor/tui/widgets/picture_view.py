"""A widget that shows a picture, line by line, and repaints only the lines that changed."""

from __future__ import annotations

from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tutor.tui.picture.text import Picture, Role, row_width
from tutor.tui.widgets.inks import rich_style

_NOTHING = Picture()
PLAIN: Role = "plain"


class PictureView(ScrollView, can_focus=False):
    """Shows a picture; scrolls where it is larger than its room."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    PictureView {
        position: absolute;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
        background: $background;
        color: $foreground;
    }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._picture = _NOTHING
        self._styles_of: dict[Role, Style] = {}

    @property
    def picture(self) -> Picture:
        """What is shown."""
        return self._picture

    def show(self, picture: Picture, room: tuple[int, int]) -> None:
        """Show ``picture`` in a room of so many columns and rows.

        The size that is scrolled over is only set where the picture is larger than the room: setting it is a pass of
        layout, which a step can do without.
        """
        before, self._picture = self._picture.rows, picture
        larger = picture.width > room[0] or picture.height > room[1]
        size = Size(picture.width, picture.height) if larger else Size(0, 0)
        if size != self.virtual_size:
            self.virtual_size = size
        after = picture.rows
        if before == after:
            return
        if self.scroll_offset != (0, 0):
            self.scroll_to(0, 0, animate=False, immediate=True)
        width = self.size.width
        pairs = enumerate(zip_longest(before, after))
        self.refresh(*(Region(0, y, width, 1) for y, (old, new) in pairs if old != new))

    def notify_style_update(self) -> None:
        """Forget the styles: the theme has changed."""
        self._styles_of.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Row ``y`` of the widget."""
        rows = self._picture.rows
        x, above = self.scroll_offset
        y += above
        width = self.size.width
        base = self._style(PLAIN)
        if y >= len(rows):
            return Strip.blank(width, base)
        segments: list[Segment] = []
        text, role = "", PLAIN
        for more, its_role in rows[y]:
            if its_role == role:  # the fewer the segments, the less is sent to the terminal
                text += more
                continue
            if text:
                segments.append(Segment(text, self._style(role)))
            text, role = more, its_role
        if text:
            segments.append(Segment(text, self._style(role)))
        strip = Strip(segments, row_width(rows[y]))
        if x or strip.cell_length > width:
            return strip.crop_extend(x, x + width, base)
        return strip.extend_cell_length(width, base)

    def _style(self, role: Role) -> Style:
        """The style of a role on this widget's background."""
        if role not in self._styles_of:
            app = self.app
            background = self.background_colors[1]
            self._styles_of[role] = rich_style(
                role, app.theme_variables, background, dark=app.current_theme.dark, ansi=app.native_ansi_color
            )
        return self._styles_of[role]
