"""The practice record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from textual.binding import BindingType

from tutor.tui.actions import Where
from tutor.tui.panels.record import record
from tutor.tui.picture.text import Picture
from tutor.tui.screens.base import bindings
from tutor.tui.screens.page import PageScreen


class RecordScreen(PageScreen):
    """What was practised, what is due, which mistakes were made."""

    WHERE: ClassVar[Where] = "record"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("record"))

    def page(self, width: int) -> Picture:
        """The page as the record stands now."""
        found = self.tutor.quizzes.keeper.record
        rows = list(found.rows())
        return record(rows, datetime.now(UTC), found.notice, self.language, width)

    def action_due(self) -> None:
        """Practise what is due."""
        from tutor.tui.screens.quiz.opening import due

        due(self.tutor, lambda _: self.draw())
