"""A screen that is one page of text, which scrolls."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual.binding import BindingType

from tutor.tui.actions import Where
from tutor.tui.picture.text import Picture
from tutor.tui.screens.base import bindings
from tutor.tui.screens.sheet import Sheet

WIDEST = 100
"""Columns of a page: longer lines are hard to read."""


class PageScreen(Sheet[None]):
    """A page; one with keys of its own is another place in the table of actions."""

    WHERE: ClassVar[Where] = "page"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("page"))

    @abstractmethod
    def page(self, width: int) -> Picture:
        """The page, in so many columns."""

    def picture(self, width: int, height: int) -> Picture:  # noqa: ARG002 - a page is as high as it is
        """The page, no wider than can be read."""
        return self.page(min(width, WIDEST) - 2)
