"""The row at the foot of a screen."""

from __future__ import annotations

from tutor.tui.arrange import Box
from tutor.tui.picture.text import Picture
from tutor.tui.widgets.picture_view import PictureView


class Foot(PictureView):
    """Shows keys in its row; a sentence that is longer grows over what stands above it, and nothing else moves."""

    DEFAULT_CSS = """
    Foot { background: $panel; overflow: hidden; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._place: Box | None = None

    def put(self, picture: Picture, box: Box) -> None:
        """Show ``picture``, its last row in ``box``; on a screen it has to be the widget that comes last."""
        rows = min(max(picture.height, box.height), box.y + box.height)
        place = Box(box.x, box.y + box.height - rows, box.width, rows)
        if place != self._place:  # each of these is a pass of layout, which a step can do without
            self._place = place
            self.styles.offset = (place.x, place.y)
            self.styles.width, self.styles.height = place.width, place.height
        self.show(picture, (place.width, place.height))
