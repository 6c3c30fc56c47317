"""A run on its way: how far it is, how fast, and the loss as it goes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tutor.messages import Language, Message
from tutor.tui.panels.progress import progress
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

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,space,enter", "stop", show=False)]

    def __init__(self, run: RunUntil, language: Language) -> None:
        super().__init__(language)
        self.run = run
        self._picture = PictureView(id="progress")

    def compose(self) -> ComposeResult:
        """The bar and the curve, and which key stops it."""
        text = self.run.until.text
        title = self.say("tui.until-running", condition=text) if text else self.say("tui.until-running-on")
        with self.box(title):
            yield self._picture
            yield Static(self.say("tui.until-stop-keys"), classes="drawer-hint", markup=False)

    def on_mount(self) -> None:
        """Begin."""
        self.go_on()

    def on_resize(self) -> None:
        """Fit the curve into the window."""
        self.draw()

    def draw(self) -> None:
        """Draw how far it has got."""
        width, height = self.room
        rows = max(min(_MOST_ROWS, height - _OTHER_ROWS), 1)
        self.fill(self._picture, progress(self.run, self.language, width, rows))

    def go_on(self) -> None:
        """Run a stretch; close when there are no more."""
        if self.run.outcome is not None:
            return
        more = self.run.go_on()
        self.draw()
        if more:
            self.set_timer(_PAUSE, self.go_on)
        else:
            self.dismiss(self.run.said())

    def action_stop(self) -> None:
        """End it where it is."""
        self.run.stop()
        self.dismiss(self.run.said())
