"""A widget that shows a picture, line by line, and repaints only the lines that changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Offset, Region, Size, Spacing
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tutor.tui.picture.tags import Press, Tag
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
        self._painted: dict[int, tuple[Row, Strip]] = {}
        self._painted_in: tuple[int, Spacing, Offset] | None = None
        self._ground = Color(0, 0, 0)
        self._filters: Sequence[LineFilter] = ()

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
        sideways = self.styles.overflow_x != "hidden"
        larger = picture.height > room[1] or (sideways and picture.width > room[0])
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

    def tag_at(self, x: int, y: int) -> Tag | None:
        """What stands at a place of the screen, in the picture or on the rule over it."""
        from tutor.tui.picture.seen import tag_at, tag_in  # late: nobody clicks before the first paint

        left, top = x - self.region.x, y - self.region.y
        if top < self.gutter.top:
            return tag_in(self._rule(self.outer_size.width), left)
        scroll = self.scroll_offset
        return tag_at(self._picture, left - self.gutter.left + scroll.x, top - self.gutter.top + scroll.y)

    def on_click(self, event: events.Click) -> None:
        """A key that is shown with what it does can be clicked as well."""
        tag = self.tag_at(event.screen_x, event.screen_y)
        if isinstance(tag, Press):
            event.stop()
            self.app.simulate_key(tag.key)

    def _paint_again(self, changed: Sequence[Region]) -> None:
        """Have these lines painted, together with those of all other views.

        The screen is told as its own handler of ``Update`` would do it, not by messages: a key that changes six views
        would wait for six of them. Of a view that is only about to be laid out it must not hear before it is: it would
        find out where the view will be, and then see nothing new in the layout, and paint nothing of it.
        """
        self._set_dirty(*changed)
        if not self.display:
            return
        screen = self.screen
        if self in screen._compositor.visible_widgets:  # noqa: SLF001 - as its handler does it
            screen._dirty_widgets.add(self)  # noqa: SLF001
            screen._update_timer.resume()  # noqa: SLF001
        else:
            self.call_after_refresh(self._paint_once_seen)

    def _paint_once_seen(self) -> None:
        """Have all of it painted, now that it is laid out."""
        if self.is_attached and self in self.screen._compositor.visible_widgets:  # noqa: SLF001 - as above
            self.refresh()

    def notify_style_update(self) -> None:
        """Forget the styles: the theme has changed."""
        self._styles_of.clear()
        self._painted.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of ``crop``, a part of the widget."""
        width, gutter, scroll = self.outer_size.width, self.gutter, self.scroll_offset
        if (width, gutter, scroll) != self._painted_in:
            self._painted.clear()
            self._painted_in = width, gutter, scroll
        if not self._styles_of:
            self._ground = self.background_colors[1]
            # Our inks are true colours, or the terminal's on purpose.
            self._filters = [one for one in self.get_line_filters() if not isinstance(one, ANSIToTruecolor)]
        rows = self._picture.rows
        strips = []
        for y in crop.line_range:
            at = y - gutter.top + scroll.y
            on_rule = y < gutter.top
            drawn = self._heading if on_rule else rows[at] if at < len(rows) else EMPTY
            known = self._painted.get(y)
            if known is None or known[0] != drawn:
                if on_rule:
                    strip = self._strip(self._rule(width), 0, width, 0)
                else:
                    strip = self._strip(drawn, gutter.left, width, scroll.x)
                known = self._painted[y] = drawn, strip
            strips.append(known[1])
        if crop.x or crop.width != width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def _rule(self, width: int) -> Row:
        """The line over a panel, with its heading on it."""
        if not self._heading:
            return row(Span("─" * width, "rule"))
        heading = clip(row(" ", *self._heading, " "), width - 2 * _BEFORE_HEADING)
        rest = width - _BEFORE_HEADING - row_width(heading)
        return row(Span("─" * _BEFORE_HEADING, "rule"), *heading, Span("─" * rest, "rule"))

    def _strip(self, drawn: Row, left: int, width: int, scrolled: int) -> Strip:
        """A row as it is painted, ``left`` columns of margin before it."""
        style, base = self._style, self._style(PLAIN)
        taken = left + row_width(drawn)
        segments: list[Segment] = []
        text, role = " " * left, PLAIN
        for more, its_role in drawn:
            if its_role == role:  # the fewer the segments, the less is sent to the terminal
                text += more
                continue
            if text:
                segments.append(Segment(text, style(role)))
            text, role = more, its_role
        rest = " " * (width - taken)
        if role != PLAIN:
            segments.append(Segment(text, style(role)))
            text = ""
        if text or rest:
            segments.append(Segment(text + rest, base))
        strip = Strip(segments, max(taken, width))
        if scrolled or taken > width:
            inner = strip.crop_extend(left + scrolled, scrolled + width - left, base)
            margin = Segment(" " * left, base)
            strip = Strip([margin, *inner, margin], width) if left else inner
        for line_filter in self._filters:
            strip = strip.apply_filter(line_filter, self._ground)
        return strip

    def _style(self, role: Role) -> Style:
        """The style of a role on this widget's background."""
        style = self._styles_of.get(role)
        if style is None:
            app = self.app
            style = self._styles_of[role] = rich_style(
                role, app.theme_variables, self._ground, dark=app.current_theme.dark, ansi=app.native_ansi_color
            )
        return style
