"""The menu of practice."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from tutor.messages import Message
from tutor.tui.jamo import as_typed
from tutor.tui.panels.quiz_menu import menu
from tutor.tui.panels.quiz_pick import picked
from tutor.tui.picture.text import Picture
from tutor.tui.quiz.menu import Entry, Menu
from tutor.tui.screens.page import WIDEST
from tutor.tui.screens.sheet import Sheet

_MOVES = {"j": 1, "k": -1}


class PracticeMenuScreen(Sheet[tuple[Entry, int] | None]):
    """Chooses a way to practise and a seed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("enter", "choose", show=False),
        Binding("backspace", "erase", show=False),
    ]

    FOOT: ClassVar[Message] = Message("tui.practice-keys")

    def __init__(self, it: Menu) -> None:
        super().__init__()
        self._menu = it

    def picture(self, width: int, height: int) -> Picture:  # noqa: ARG002 - what is higher scrolls
        """The entries, and how to choose."""
        return menu(self._menu, self.language, min(width, WIDEST) - 2)

    def on_key(self, event: events.Key) -> None:
        """A digit is one of the seed; j and k move, as everywhere."""
        character = event.character
        if not event.is_printable or character is None:
            return
        event.stop()
        letter = as_typed(character)
        if letter in _MOVES:
            self.action_move(_MOVES[letter])
        elif letter == "q":
            self.action_go_back()
        else:
            typed = self._menu.type(character)
            self._told = None if typed else Message("tui.practice-digits")
            self.draw()

    def on_click(self, event: events.Click) -> None:
        """Choose the entry that was clicked; clicked again it begins."""
        number = picked(self._page.picture, event.screen_x, event.screen_y + self._page.scroll_offset.y)
        if number is None:
            return
        if number == self._menu.at:
            self.action_choose()
        else:
            self.action_move(number - self._menu.at)

    def action_move(self, by: int) -> None:
        """Choose the next entry, or the one before."""
        self._menu.move(by)
        self._told = None
        self.draw()

    def action_erase(self) -> None:
        """Take away the last digit of the seed."""
        self._menu.seed.backspace()
        self._told = None
        self.draw()

    def action_choose(self) -> None:
        """Begin."""
        self.dismiss((self._menu.chosen, self._menu.seed_number))
