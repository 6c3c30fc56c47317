"""Looking at pictures: beside the line, or over the whole window."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from tutor.messages import Message
from tutor.tui.actions import Group
from tutor.tui.screens.step.turning import Turning

_HERE: tuple[Group, ...] = ("line", "update", "play", "picture", "views", "log", "glyphs", "words", "help", "quit")
"""Groups of keys that are shown where a picture fills the window; the others make room for them."""


class Picturing(Turning):
    """The keys that choose a picture, enlarge it, and change how it is drawn."""

    def action_picture(self) -> None:
        """Let the picture fill the window, or give it back its place."""
        if self._has_pictures():
            self.enlarge(on=not self.is_enlarged)
            self.moved()

    def action_next_view(self) -> None:
        """Look at the next picture."""
        self._turn_view(1)

    def _turn_view(self, by: int) -> None:
        if self._has_pictures():
            self.session.pictures.turn(by)
            self.bring_forward("picture")
            self.arrange_anew()
            self.moved()

    def action_log_scale(self) -> None:
        """Make value axes logarithmic, or even again."""
        if not self._has_pictures():
            return
        pictures = self.session.pictures
        if pictures.entry.scales:
            pictures.log = not pictures.log
            self.moved(Message("tui.log-on" if pictures.log else "tui.log-off"))
        else:
            self.moved(Message("tui.no-log"))

    def action_other_variants(self) -> None:
        """Draw the curves of the lesson's other variants too, or leave them out again."""
        from tutor.tui.companions import turn_companions  # late: few ask for it, and it is no part of the first paint

        said = turn_companions(self.session)
        if self.session.companions is not None:
            self.session.pictures.turn_to("curve")
            self.bring_forward("picture")
            self.arrange_anew()
        self.moved(said)

    def action_glyphs(self) -> None:
        """Draw with the next kind of glyphs."""
        if self._has_pictures():
            self.moved(Message(f"tui.glyphs-{self.session.pictures.change_glyphs()}"))

    def action_describe(self) -> None:
        """Say in words what the picture shows, or show it again."""
        if self._has_pictures():
            pictures = self.session.pictures
            pictures.in_words = not pictures.in_words
            self.bring_forward("picture")
            self.moved()

    def _has_pictures(self) -> bool:
        """Whether there is anything to look at; if not, it is said."""
        if not self.session.pictures:
            self.moved(Message("tui.no-picture"))
        return bool(self.session.pictures)

    def action_next_panel(self) -> None:
        """Where a picture fills the window, the next picture."""
        if self.is_enlarged:
            self._turn_view(1)
        else:
            super().action_next_panel()

    def action_previous_panel(self) -> None:
        """Where a picture fills the window, the picture before."""
        if self.is_enlarged:
            self._turn_view(-1)
        else:
            super().action_previous_panel()

    def action_go_back(self) -> None:
        """From a picture that fills the window back to the line."""
        if self.is_enlarged:
            self.action_picture()
        else:
            super().action_go_back()

    def _idle(self) -> Iterable[Group]:
        yield from super()._idle()
        pictures = self.session.pictures
        if not pictures:
            yield "picture"
        if not (pictures and pictures.are_several):
            yield "views"
        if self.is_enlarged:
            yield from (group for group in get_args(Group) if group not in _HERE)
        else:
            yield from ("glyphs", "words")
        if not (pictures and self.is_enlarged and pictures.entry.scales):
            yield "log"
