"""What all screens of the tutor have in common: their keys from the table, a language, and a line for sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.screen import Screen

from tutor.messages import Language, Message
from tutor.tui.actions import ACTIONS, Action, Where

if TYPE_CHECKING:
    from tutor.tui.app import TutorApp

Result = TypeVar("Result")


def bindings(where: Where) -> list[Binding]:
    """The bindings of the actions that belong to ``where``; their ids are what a keymap may change."""
    return [_binding(action) for action in ACTIONS if action.where == where]


def _binding(action: Action) -> Binding:
    return Binding(",".join(action.all_keys), action.name, show=False, id=action.slug)


class ClosesOnce(Screen[Result]):
    """A screen that keys may ask to close again before it has gone: only the first of them is heard.

    Beside a class of Textual's it stands second: Textual looks for styles along the first base only.
    """

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close this screen, if it is the one that is shown."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()


class TutorScreen(ClosesOnce[Result]):
    """A screen of the tutor."""

    WHERE: ClassVar[Where] = "anywhere"
    """The part of the table of actions that belongs to it."""

    @property
    def tutor(self) -> TutorApp:
        """The application."""
        return cast("TutorApp", self.app)

    @property
    def language(self) -> Language:
        """The language in which everything is said."""
        return self.tutor.language

    def draw(self) -> None:
        """Draw everything again: the language or the window has changed."""

    def tell(self, message: Message) -> None:
        """Say a sentence until the next key."""

    def action_go_back(self) -> None:
        """Back to where one came from."""
