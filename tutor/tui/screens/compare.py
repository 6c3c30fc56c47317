"""Two branches side by side at the same update."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tutor.engine.history import Branch
from tutor.messages import Message
from tutor.tui.actions import Where
from tutor.tui.branching import branch_name
from tutor.tui.comparing import comparison
from tutor.tui.moment import Moment
from tutor.tui.panels.compare import compare_page
from tutor.tui.picture.text import Picture, Row, Span, row, spread
from tutor.tui.screens.base import bindings
from tutor.tui.screens.sheet import Sheet
from tutor.tui.session import Session


class CompareScreen(Sheet[None]):
    """A page that scrolls; arrows to the sides go through the updates."""

    WHERE: ClassVar[Where] = "compare"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("compare"))

    def __init__(self, session: Session, first: Branch, second: Branch) -> None:
        super().__init__()
        self.session = session
        self._pair = first, second
        self._compared = comparison(session, first, second, session.run.position.update)

    def head(self, width: int) -> Row:
        """Who is compared, and where."""
        names = [branch_name(branch).say(self.language) for branch in self._pair]
        update = Message("tui.position-update", {"update": f"{self._compared.update:,}"}).say(self.language)
        return spread(row(Span(f" {names[0]} · {names[1]}", "title")), row(Span(f"{update} ", "position")), width)

    def picture(self, width: int, height: int) -> Picture:  # noqa: ARG002 - what is higher scrolls
        """The two, side by side."""
        return compare_page(Moment(self.session, self.language), self._compared, width - 2, self.session.glyphs)

    def action_next_update(self) -> None:
        """Compare the next update."""
        self._advance(1)

    def action_previous_update(self) -> None:
        """Compare the update before."""
        self._advance(-1)

    def action_next_ten(self) -> None:
        """Compare ten updates on."""
        self._advance(10)

    def action_previous_ten(self) -> None:
        """Compare ten updates back."""
        self._advance(-10)

    def _advance(self, updates: int) -> None:
        wanted = max(self._compared.update + updates, 0) if self.session.run.learns else 0
        self._compared = comparison(self.session, *self._pair, wanted)
        self.draw()

    def action_exchange(self) -> None:
        """Put the second branch first."""
        self._pair = self._pair[1], self._pair[0]
        self._compared = comparison(self.session, *self._pair, self._compared.update)
        self.draw()
