"""The greeting of the first start."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tutor.tui.actions import Where
from tutor.tui.panels.welcome import welcome_page
from tutor.tui.picture.text import Picture
from tutor.tui.screens.base import bindings
from tutor.tui.screens.page import PageScreen


class WelcomeScreen(PageScreen):
    """Says what this is and how to begin; enter opens the first lesson, escape lists them all."""

    WHERE: ClassVar[Where] = "welcome"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("welcome"))

    def page(self, width: int) -> Picture:
        """The greeting."""
        return welcome_page(self.language, width)

    def action_begin(self) -> None:
        """Open the first lesson."""
        self.tutor.begin()

    def action_go_back(self) -> None:
        """On to the list of lessons."""
        self.tutor.go_home()
