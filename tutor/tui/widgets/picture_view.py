"""A widget that shows a picture, line by line, and repaints only the lines that changed."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tutor.tui.picture.text import ROLES, Picture, Role

_NOTHING = Picture()


class PictureView(ScrollView, can_focus=False):
    """Shows a picture; scrolls where it is larger than its room.

    The colours of numbers are a blue and an orange that differ in lightness too, so that they are told apart by people
    who see red and green alike; the minus sign and the digits say the same without them.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"picture--{role}" for role in ROLES}

    DEFAULT_CSS = """
    PictureView {
        position: absolute;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
        background: $background;
        color: $foreground;

        & > .picture--dim { color: $foreground 60%; }
        & > .picture--strong { text-style: bold; }
        & > .picture--title { text-style: bold; }
        & > .picture--position { color: $foreground 80%; }
        & > .picture--name { text-style: bold; }
        & > .picture--sign { color: $foreground 80%; }
        & > .picture--bracket { color: $foreground 50%; }
        & > .picture--label { color: $foreground 70%; }
        & > .picture--done { color: $foreground 85%; }
        & > .picture--current { text-style: bold reverse; }
        & > .picture--coming { color: $foreground 50%; }
        & > .picture--new { color: $success; text-style: bold; }
        & > .picture--missing { color: $foreground 50%; }
        & > .picture--zero { color: $foreground 60%; }
        & > .picture--plus1 { color: #7297b3; }
        & > .picture--plus2 { color: #6db3e6; }
        & > .picture--plus3 { color: #9ad4ff; }
        & > .picture--minus1 { color: #b09070; }
        & > .picture--minus2 { color: #e09b4f; }
        & > .picture--minus3 { color: #ffbe6b; }
        & > .picture--lost { color: $error; text-style: bold reverse; }
        & > .picture--selected { text-style: bold reverse; }
        & > .picture--key { color: $accent; text-style: bold; }
        & > .picture--key-text { color: $foreground 80%; }
        & > .picture--message { text-style: bold; }
        & > .picture--warning { color: $warning; text-style: bold; }

        &:light {
            & > .picture--plus1 { color: #4d7390; }
            & > .picture--plus2 { color: #1b6aa8; }
            & > .picture--plus3 { color: #00407a; }
            & > .picture--minus1 { color: #8f6b4a; }
            & > .picture--minus2 { color: #a85200; }
            & > .picture--minus3 { color: #7d3300; }
        }

        &:ansi {
            & > .picture--dim, & > .picture--bracket, & > .picture--coming, & > .picture--missing,
            & > .picture--zero { color: ansi_default; text-style: dim; }
            & > .picture--position, & > .picture--sign, & > .picture--label, & > .picture--done,
            & > .picture--key-text { color: ansi_default; }
            & > .picture--plus1, & > .picture--plus2, & > .picture--plus3 { color: ansi_blue; }
            & > .picture--minus1, & > .picture--minus2, & > .picture--minus3 { color: ansi_red; }
            & > .picture--plus3, & > .picture--minus3 { text-style: bold; }
        }
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
        changed = [y for y in range(max(len(before), len(after))) if before[y : y + 1] != after[y : y + 1]]
        if not changed:
            return
        if self.scroll_offset.y or self.scroll_offset.x:
            self.scroll_to(0, 0, animate=False, immediate=True)
        first, last = changed[0], changed[-1]
        left, top = self.gutter.left, self.gutter.top
        self.refresh(Region(0, first, self.size.width, last - first + 1).translate((left, top)))

    def notify_style_update(self) -> None:
        """Forget the styles: the theme has changed."""
        self._styles_of.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Row ``y`` of the widget."""
        rows = self._picture.rows
        y += self.scroll_offset.y
        width = self.size.width
        base = self._style("plain")
        if y >= len(rows):
            return Strip.blank(width, base)
        segments = [Segment(text, self._style(role)) for text, role in rows[y]]
        return Strip(segments).crop_extend(self.scroll_offset.x, self.scroll_offset.x + width, base)

    def _style(self, role: Role) -> Style:
        """The style of a role, looked up once: a cascade for every span would cost more than all the rest."""
        if role not in self._styles_of:
            self._styles_of[role] = self.get_component_rich_style(f"picture--{role}")
        return self._styles_of[role]
