"""A run on its way: how far it is, how fast, and the loss as it goes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer

from tutor.messages import Message
from tutor.tui.actions import Where
from tutor.tui.panels.progress import progress
from tutor.tui.screens.base import bindings
from tutor.tui.screens.drawer import Drawer
from tutor.tui.until import RunUntil
from tutor.tui.widgets.picture_view import PictureView

_PAUSE = 0.001
"""Seconds between two stretches, in which keys are heard."""

_MOST_ROWS = 6
"""Rows of the curve."""

_OTHER_ROWS = 14
"""Rows of the window that are left to the line above the drawer, and to what else stands in it."""


class ProgressScreen(Drawer[Message | None]):
    """Runs; gives the sentence that says why it ended."""

    WHERE: ClassVar[Where] = "progress"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("progress"))

    def __init__(self, run: RunUntil) -> None:
        super().__init__()
        self.run = run
        self._picture = PictureView(id="progress")
        self._next: Timer | None = None

    @property
    def heading(self) -> str:
        """To what it runs."""
        text = self.run.until.text
        return self.say("tui.until-running", condition=text) if text else self.say("tui.until-running-on")

    def parts(self) -> ComposeResult:
        """The bar and the curve."""
        yield self._picture
        yield self.said

    def on_screen_resume(self) -> None:
        """Begin; go on when what stood over it has gone."""
        self.go_on()

    def draw(self) -> None:
        """Draw how far it has got."""
        super().draw()
        width, height = self.room
        rows = max(min(_MOST_ROWS, height - _OTHER_ROWS), 1)
        self.fill(self._picture, progress(self.run, self.language, width, rows))

    def go_on(self) -> None:
        """Run a stretch; close when there are no more. Nothing runs behind another screen."""
        if self.run.outcome is not None or self.app.screen is not self:
            return
        if self._next is not None:
            self._next.stop()
        more = self.run.go_on()
        self.draw()
        if more:
            self._next = self.set_timer(_PAUSE, self.go_on)
        else:
            self.dismiss(self.run.said())

    def action_stop_run(self) -> None:
        """End it where it is."""
        self.run.stop()
        self.dismiss(self.run.said())

    def action_go_back(self) -> None:
        """End it where it is."""
        self.action_stop_run()
