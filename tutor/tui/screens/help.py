"""The help: every key and every sign of the screen it was asked from."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tutor.tui.actions import Where
from tutor.tui.panels.help import help_page
from tutor.tui.picture.text import Picture
from tutor.tui.screens.base import bindings
from tutor.tui.screens.page import PageScreen


class HelpScreen(PageScreen):
    """The help for one screen; the keys that open it close it too."""

    WHERE: ClassVar[Where] = "help"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("help"))

    def __init__(self, where: Where) -> None:
        super().__init__()
        self._where: Where = where

    def page(self, width: int) -> Picture:
        """The page of help."""
        return help_page(self.language, width, self._where)
