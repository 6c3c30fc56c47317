"""The menu of practice."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tutor.messages import Message, say
from tutor.tui.jamo import as_typed
from tutor.tui.panels.keys import message
from tutor.tui.panels.quiz_menu import menu
from tutor.tui.panels.quiz_pick import picked
from tutor.tui.quiz.menu import Entry, Menu
from tutor.tui.screens.base import TutorScreen
from tutor.tui.widgets.picture_view import PictureView

_MOVES = {"j": 1, "k": -1}


class PracticeMenuScreen(TutorScreen[tuple[Entry, int] | None]):
    """Chooses a way to practise and a seed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("enter", "choose", show=False),
        Binding("backspace", "erase", show=False),
    ]

    DEFAULT_CSS = """
    PracticeMenuScreen {
        overflow: hidden;
        background: $background;
        #page { width: 100%; height: 1fr; position: relative; }
        #page-keys { width: 100%; height: 1; dock: bottom; position: relative; background: $panel; }
    }
    """

    def __init__(self, it: Menu) -> None:
        super().__init__()
        self._menu = it
        self._page = PictureView(id="page")
        self._keys = PictureView(id="page-keys")
        self._told: Message | None = None

    def compose(self) -> ComposeResult:
        """The entries, and how to choose."""
        self._draw(self.app.size.width, self.app.size.height)
        yield self._page
        yield self._keys

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew."""
        self._draw(event.size.width, event.size.height)

    def draw(self) -> None:
        """Say it in the language of now."""
        self._draw(self.size.width, self.size.height)

    def tell(self, message: Message) -> None:
        """Say a sentence at the foot, until the next key."""
        self._told = message
        self.draw()

    def _draw(self, width: int, height: int) -> None:
        self._page.show(menu(self._menu, self.language, min(width, 100) - 2), (width, height - 1))
        foot = say("tui.practice-keys", self.language) if self._told is None else self._told.say(self.language)
        self._keys.show(message(foot, width), (width, 1))

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

    def action_go_back(self) -> None:
        """Back to the lesson."""
        self.dismiss(None)
