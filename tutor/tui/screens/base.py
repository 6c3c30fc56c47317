"""What all screens of the tutor have in common: their keys from the table, a language, and a line for sentences."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingsMap
from textual.screen import Screen

from tutor.messages import Language, Message
from tutor.tui.actions import Action, Where, given_keys, keys_given_anywhere, own_actions

if TYPE_CHECKING:
    from tutor.tui.app import TutorApp

Result = TypeVar("Result")


def bindings(where: Where, before_field: Collection[str] = ()) -> list[Binding]:
    """The bindings of the actions that belong to ``where``; by their ids the learner's settings change them.

    ``before_field`` names those whose keys a field would take for itself.
    """
    return [_binding(action, priority=action.name in before_field) for action in own_actions(where)]


def _binding(action: Action, *, priority: bool) -> Binding:
    return Binding(",".join(action.all_keys), action.name, show=False, priority=priority, id=action.slug)


def give_keys(bindings: BindingsMap) -> None:
    """Give the actions in a map of bindings the keys of the learner's settings.

    Not by Textual's keymap: that takes a key from every action that shares it, whatever the mode that it belongs to.
    """
    keys = bindings.key_to_bindings
    for slug, given in given_keys().items():
        own = next((binding for held in keys.values() for binding in held if binding.id == slug), None)
        if own is None:
            continue
        for key, held in list(keys.items()):
            keys[key] = [binding for binding in held if binding.id != slug]
        for binding in Binding.make_bindings([replace(own, key=",".join(given))]):
            keys[binding.key] = [binding, *keys.get(binding.key, [])]
    for key in [key for key, held in keys.items() if not held]:
        del keys[key]


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

    def __init__(self) -> None:
        super().__init__()
        for key in keys_given_anywhere():  # a screen is asked before the application
            self._bindings.key_to_bindings.pop(key, None)
        give_keys(self._bindings)

    @property
    def mode(self) -> Where:
        """The part of the table that is in force: a screen may be used for something else for a while."""
        return self.WHERE

    @property
    def tutor(self) -> TutorApp:
        """The application."""
        return cast("TutorApp", self.app)

    @property
    def language(self) -> Language:
        """The language in which everything is said."""
        return self.tutor.language

    def offers(self, action: str) -> bool:  # noqa: ARG002 - for those on which it depends
        """Whether an action of the table, by its name, is there at all on what this screen shows."""
        return True

    def draw(self) -> None:
        """Draw everything again: the language or the window has changed."""

    def tell(self, message: Message) -> None:
        """Say a sentence until the next key."""

    def action_go_back(self) -> None:
        """Back to where one came from."""
