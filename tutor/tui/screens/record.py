"""The practice record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from textual.binding import Binding, BindingType

from tutor.tui.jamo import with_jamo
from tutor.tui.panels.record import record
from tutor.tui.picture.text import Picture
from tutor.tui.screens.page import PageScreen


class RecordScreen(PageScreen):
    """What was practised, what is due, which mistakes were made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(with_jamo(("d",))), "due", show=False),
        Binding(",".join(with_jamo(("i",))), "go_back", show=False),
    ]

    def page(self, width: int) -> Picture:
        """The page as the record stands now."""
        found = self.tutor.quizzes.keeper.record
        rows = list(found.rows())
        return record(rows, datetime.now(UTC), found.notice, self.language, width)

    def action_due(self) -> None:
        """Practise what is due."""
        from tutor.tui.screens.quiz.opening import due

        due(self.tutor, lambda _: self.draw())
