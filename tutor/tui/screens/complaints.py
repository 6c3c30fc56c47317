"""All that is wrong with a file: a lesson, or the settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tutor.lesson.complaint import Complaint
from tutor.messages import Message
from tutor.tui.panels.complaints import complaints_page
from tutor.tui.picture.text import Picture
from tutor.tui.screens.page import PageScreen


class ComplaintsScreen(PageScreen):
    """Every complaint with its line and column, the source and carets under the place."""

    def __init__(self, about: Message, file: Path, complaints: Sequence[Complaint]) -> None:
        """``about`` is the sentence above them."""
        super().__init__()
        self.file = file
        self._about = about
        self._complaints = tuple(complaints)

    def page(self, width: int) -> Picture:
        """The list."""
        return complaints_page(self._about, self._complaints, self.language, width)

    def put(self, complaints: Sequence[Complaint]) -> None:
        """Show other complaints: the file was saved again."""
        self._complaints = tuple(complaints)
        self.draw()
