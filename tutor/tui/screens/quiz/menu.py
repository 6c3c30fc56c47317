"""The menu of practice."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType

from tutor.messages import Message
from tutor.tui.actions import Where, actions_on
from tutor.tui.panels.quiz_menu import menu
from tutor.tui.panels.quiz_pick import picked
from tutor.tui.picture.text import Picture
from tutor.tui.quiz.menu import Entry, Menu
from tutor.tui.screens.base import bindings
from tutor.tui.screens.page import WIDEST
from tutor.tui.screens.sheet import Sheet


class PracticeMenuScreen(Sheet[tuple[Entry, int] | None]):
    """Chooses a way to practise and a seed."""

    WHERE: ClassVar[Where] = "practice"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("practice"))

    def __init__(self, it: Menu) -> None:
        super().__init__()
        self._menu = it

    def picture(self, width: int, height: int) -> Picture:  # noqa: ARG002 - what is higher scrolls
        """The entries, and how to choose."""
        return menu(self._menu, self.language, min(width, WIDEST) - 2)

    def on_key(self, event: events.Key) -> None:
        """A digit is one of the seed; what is neither that nor a command is told so."""
        character = event.character
        commands = (key for action in actions_on("practice") for key in action.all_keys)
        if not event.is_printable or character is None or event.key in commands:
            return
        event.stop()
        event.prevent_default()
        typed = self._menu.type(character)
        self._told = None if typed else Message("tui.practice-digits")
        self.draw()

    def on_click(self, event: events.Click) -> None:
        """Choose the entry that was clicked; clicked again it begins."""
        number = picked(self._page.picture, event.screen_x, event.screen_y + self._page.scroll_offset.y)
        if number is None:
            return
        if number == self._menu.at:
            self.action_start_practice()
        else:
            self._move(number - self._menu.at)

    def action_entry_below(self) -> None:
        """Choose the next entry."""
        self._move(1)

    def action_entry_above(self) -> None:
        """Choose the entry before."""
        self._move(-1)

    def _move(self, by: int) -> None:
        self._menu.move(by)
        self._told = None
        self.draw()

    def action_erase(self) -> None:
        """Take away the last digit of the seed."""
        self._menu.seed.backspace()
        self._told = None
        self.draw()

    def action_start_practice(self) -> None:
        """Begin."""
        self.dismiss((self._menu.chosen, self._menu.seed_number))
