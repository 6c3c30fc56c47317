"""The row at the foot of a screen, and what stands above it."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tutor.tui.arrange import Box
from tutor.tui.picture.text import Picture
from tutor.tui.widgets.picture_view import PictureView


class Body(Widget):
    """Holds parts of a screen, and paints nothing itself: what is behind it is looked at with every key."""

    DEFAULT_CSS = """
    Body { width: 100%; height: 100%; overflow: hidden; }
    """

    def render_lines(self, crop: Region) -> list[Strip]:  # noqa: ARG002 - nothing in any part of it
        """No lines: the ground of the screen stays to be seen."""
        return []


class Foot(PictureView):
    """Shows keys in its row; a sentence that is longer grows over what stands above it, and nothing else moves.

    Attributes:
        body: holds all else that the screen shows, each part of it where it stands whatever the foot says. What the
            foot covers is cut off: painted below it, an edge of a panel would tear a wide character of the sentence.
    """

    DEFAULT_CSS = """
    Foot { position: relative; width: 100%; background: $panel; overflow: hidden; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.body = Body()
        self._rows: tuple[int, int] | None = None

    def put(self, picture: Picture, box: Box) -> None:
        """Show ``picture``, its last row in ``box``, which is that of the whole window at its foot."""
        end = box.y + box.height
        rows = min(max(picture.height, box.height), end)
        if (rows, end) != self._rows:  # each of these is a pass of layout, which a step can do without
            self._rows = rows, end
            self.display = True
            self.styles.height = rows
            self.body.styles.height = end - rows
        self.show(picture, (box.width, rows))

    def away(self) -> None:
        """Leave the whole window to the body."""
        self._rows = None
        self.display = False
        self.body.styles.height = "100%"
