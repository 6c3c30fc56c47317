"""The command palette: everything that can be done on the screen it was opened from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.events import Mount

from tutor.messages import say
from tutor.tui.actions import Action, actions_on, key_text
from tutor.tui.screens.base import ClosesOnce, TutorScreen

if TYPE_CHECKING:
    from tutor.tui.app import TutorApp

_THEMES = Action("themes", (), "anywhere")
"""Only here: without a key of its own."""


class Palette(CommandPalette, ClosesOnce[None]):
    """The palette, which neither a window too small for a single entry nor a hasty escape upsets."""

    def on_mount(self, event: Mount) -> None:
        """Gather nothing if it was closed before it could be shown: Textual 8.2 would look for a list that has gone."""
        if self.app.screen is not self:
            event.prevent_default()

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).scrollable_content_region.height:  # else Textual 8.2 looks for a line it has not
            super()._action_command_list(action)


class ActionsProvider(Provider):
    """Offers the actions of the table, under their names in the learner's language."""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for name, keys, run in self._commands():
            yield DiscoveryHit(name, run, help=keys)

    async def search(self, query: str) -> Hits:
        """What matches."""
        matcher = self.matcher(query)
        for name, keys, run in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), run, help=keys)

    async def _run(self, action: Action) -> None:
        """Carry an action out where it belongs: a key finds its way from screen to application, a name does not."""
        await self.app.run_action(action.name, self.app if action.where == "anywhere" else self.screen)

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """What each action is called, its keys and its name in the settings, and what carries it out."""
        app = cast("TutorApp", self.app)
        screen = self.screen if isinstance(self.screen, TutorScreen) else None
        for action in (*actions_on("anywhere" if screen is None else screen.mode), _THEMES):
            if action.name == "palette" or (screen is not None and not screen.offers(action.name)):
                continue
            name = say(f"tui.action-{action.slug}", app.language)
            run = partial(self._run, action)
            yield name, "   ".join(("  ".join(map(key_text, action.keys)), action.name)).strip(), run
