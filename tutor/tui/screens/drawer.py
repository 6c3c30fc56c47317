"""A drawer that opens at the foot of the step screen, over the keys: what it is about on its upper edge."""

from __future__ import annotations

from typing import TypeVar

from textual.containers import Vertical
from textual.screen import ModalScreen

from tutor.messages import Language, say
from tutor.tui.picture.text import Picture
from tutor.tui.screens.base import ClosesOnce
from tutor.tui.widgets.picture_view import PictureView

Result = TypeVar("Result")

AROUND = 2
"""Columns of a drawer's margins."""


class Drawer(ModalScreen[Result], ClosesOnce[Result]):
    """What opens there to ask something."""

    DEFAULT_CSS = """
    Drawer {
        background: transparent;

        #drawer {
            dock: bottom;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            background: $panel;
            border-top: solid $accent;
            border-title-color: $foreground;
        }
        #drawer PictureView { position: relative; width: 100%; background: $panel; }
        #drawer Input { background: $surface; }
        .drawer-hint { color: $foreground 70%; height: auto; }
        .drawer-problem { color: $warning; height: auto; }
    }
    """

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language: Language = language

    def box(self, title: str) -> Vertical:
        """The drawer itself."""
        box = Vertical(id="drawer")
        box.border_title = f" {title} "
        return box

    def say(self, key: str, **gaps: object) -> str:
        """A sentence of this screen."""
        return say(key, self.language, **gaps)

    @property
    def room(self) -> tuple[int, int]:
        """The columns inside a drawer, and the rows of the whole window."""
        return self.app.size.width - AROUND, self.app.size.height

    def fill(self, view: PictureView, picture: Picture) -> None:
        """Show a picture as high as it is."""
        height = max(picture.height, 1)
        view.styles.height = height
        view.show(picture, (self.room[0], height))

    def action_cancel(self) -> None:
        """Close it, with nothing done."""
        self.dismiss(None)
