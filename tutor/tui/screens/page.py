"""A screen that is one page of text, which scrolls."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual.binding import Binding, BindingType

from tutor.tui.jamo import with_jamo
from tutor.tui.picture.text import Picture
from tutor.tui.screens.sheet import SCROLLING, Sheet

WIDEST = 100
"""Columns of a page: longer lines are hard to read."""


class PageScreen(Sheet[None]):
    """A page, and at its foot how to leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(with_jamo(("question_mark", "f1", "q"))), "go_back", show=False),
        *SCROLLING,
    ]

    @abstractmethod
    def page(self, width: int) -> Picture:
        """The page, in so many columns."""

    def picture(self, width: int, height: int) -> Picture:  # noqa: ARG002 - a page is as high as it is
        """The page, no wider than can be read."""
        return self.page(min(width, WIDEST) - 2)
