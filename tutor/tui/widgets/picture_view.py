"""A widget that shows a picture, line by line, and repaints only the lines that changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.messages import Update
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tutor.tui.picture.text import EMPTY, Picture, Role, Row, Span, clip, row, row_width
from tutor.tui.widgets.inks import rich_style

_NOTHING = Picture()
PLAIN: Role = "plain"

_BEFORE_HEADING = 2
"""Columns of the rule before the heading that stands on it."""


class PictureView(ScrollView, can_focus=False):
    """Shows a picture; scrolls where it is larger than its room.

    It paints its lines itself, the rule of a panel included, and keeps each until its row changes: Textual's way, over
    a cache of styles for any widget, takes three times as long, and that on the way of every key.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    PictureView {
        position: absolute;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
        background: $background;
        color: $foreground;

        &.panel { padding: 0 1; border-top: solid $foreground; }  /* room for the rule and the margins */
    }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._picture = _NOTHING
        self._heading: Row = EMPTY
        self._styles_of: dict[Role, Style] = {}
        self._painted: dict[int, tuple[Row, int, Strip]] = {}

    @property
    def picture(self) -> Picture:
        """What is shown."""
        return self._picture

    @property
    def heading(self) -> Row:
        """What stands on the rule of a panel."""
        return self._heading

    def show(self, picture: Picture, room: tuple[int, int], heading: Row = EMPTY) -> None:
        """Show ``picture`` in a room of so many columns and rows, under a heading if it is a panel.

        The size that is scrolled over is only set where the picture is larger than the room: setting it is a pass of
        layout, which a step can do without.
        """
        before, self._picture = self._picture.rows, picture
        larger = picture.width > room[0] or picture.height > room[1]
        size = Size(picture.width, picture.height) if larger else Size(0, 0)
        if size != self.virtual_size:
            self.virtual_size = size
        width = self.size.width  # regions are counted from the content's corner: the rule is above it
        changed: list[Region] = []
        if heading != self._heading:
            self._heading = heading
            changed.append(Region(0, -self.gutter.top, width, 1))
        after = picture.rows
        if before != after:
            if self.scroll_offset != (0, 0):
                self.scroll_to(0, 0, animate=False, immediate=True)
            pairs = enumerate(zip_longest(before, after))
            changed.extend(Region(0, y, width, 1) for y, (old, new) in pairs if old != new)
        if changed and self.is_mounted:
            self._paint_again(changed)

    def _paint_again(self, changed: Sequence[Region]) -> None:
        """Have these lines painted, together with those of all other views.

        The screen is told at once: by way of ``refresh`` each view tells it in its own turn, and a key that changes six
        of them is painted in two or three goes.
        """
        self._set_dirty(*changed)
        if self.display:
            self.screen.post_message(Update(self))

    def notify_style_update(self) -> None:
        """Forget the styles: the theme has changed."""
        self._styles_of.clear()
        self._painted.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of ``crop``, a part of the widget."""
        width = self.outer_size.width
        strips = [self._line(y, width) for y in crop.line_range]
        if crop.x or crop.width != width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def _line(self, y: int, width: int) -> Strip:
        """Line ``y`` of the widget, as it was painted last if nothing about it has changed."""
        gutter, scroll = self.gutter, self.scroll_offset
        if y < gutter.top:
            drawn, left = self._rule(width), 0
        else:
            at = y - gutter.top + scroll.y
            rows = self._picture.rows
            drawn, left = rows[at] if at < len(rows) else EMPTY, gutter.left
        known = self._painted.get(y)
        if known is not None and known[1] == scroll.x and known[2].cell_length == width and known[0] == drawn:
            return known[2]
        strip = self._strip(drawn, left, width, scroll.x)
        self._painted[y] = drawn, scroll.x, strip
        return strip

    def _rule(self, width: int) -> Row:
        """The line over a panel, with its heading on it."""
        if not self._heading:
            return row(Span("─" * width, "rule"))
        heading = clip(row(" ", *self._heading, " "), width - 2 * _BEFORE_HEADING)
        rest = width - _BEFORE_HEADING - row_width(heading)
        return row(Span("─" * _BEFORE_HEADING, "rule"), *heading, Span("─" * rest, "rule"))

    def _strip(self, drawn: Row, left: int, width: int, scrolled: int) -> Strip:
        """A row as it is painted, ``left`` columns of margin before it."""
        base = self._style(PLAIN)
        segments = [Segment(" " * left, base)] if left else []
        text, role = "", PLAIN
        for more, its_role in drawn:
            if its_role == role:  # the fewer the segments, the less is sent to the terminal
                text += more
                continue
            if text:
                segments.append(Segment(text, self._style(role)))
            text, role = more, its_role
        if text:
            segments.append(Segment(text, self._style(role)))
        taken = left + row_width(drawn)
        if taken < width:
            segments.append(Segment(" " * (width - taken), base))
        strip = Strip(segments, max(taken, width))
        if scrolled or taken > width:
            inner = Strip(segments[1:] if left else segments).crop_extend(scrolled, scrolled + width - 2 * left, base)
            margin = Segment(" " * left, base)
            strip = Strip([margin, *inner, margin], width) if left else inner
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            if not isinstance(line_filter, ANSIToTruecolor):  # our inks are true colours, or the terminal's on purpose
                strip = strip.apply_filter(line_filter, background)
        return strip

    def _style(self, role: Role) -> Style:
        """The style of a role on this widget's background."""
        if role not in self._styles_of:
            app = self.app
            background = self.background_colors[1]
            self._styles_of[role] = rich_style(
                role, app.theme_variables, background, dark=app.current_theme.dark, ansi=app.native_ansi_color
            )
        return self._styles_of[role]
