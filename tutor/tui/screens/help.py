"""The help: every key and every sign of the screen it was asked from."""

from __future__ import annotations

from tutor.tui.actions import Where
from tutor.tui.panels.help import help_page
from tutor.tui.picture.text import Picture
from tutor.tui.screens.page import PageScreen


class HelpScreen(PageScreen):
    """The help for one screen."""

    def __init__(self, where: Where) -> None:
        super().__init__()
        self._where: Where = where

    def page(self, width: int) -> Picture:
        """The page of help."""
        return help_page(self.language, width, self._where)
