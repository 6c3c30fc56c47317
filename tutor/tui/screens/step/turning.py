"""Turning over the panels that share a place, and scrolling them."""

from __future__ import annotations

from tutor.messages import Message
from tutor.tui.arrange import PANELS
from tutor.tui.screens.step.parts import StepParts


class Turning(StepParts):
    """The keys that bring a panel forward, and that scroll."""

    def action_next_panel(self) -> None:
        """Show the next of the panels that are hidden."""
        self._turn(1)

    def action_previous_panel(self) -> None:
        """Show the one before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        hidden = self.hidden_panels
        if not hidden:
            self.tell(Message("tui.all-panels-shown"))
            return
        sharing = [panel for slot in self._slots if len(slot.panels) > 1 for panel in [self._panel_in(slot)]]
        last = next((panel for panel in self._front if panel in sharing), sharing[0])
        after = [PANELS[(PANELS.index(last) + by * step) % len(PANELS)] for step in range(1, len(PANELS) + 1)]
        self.bring_forward(next(panel for panel in after if panel in hidden))
        self.moved()

    def action_scroll_down(self) -> None:
        """Scroll what is longer than its room."""
        for view in self._views.values():
            if view.display:
                view.scroll_page_down(animate=False)

    def action_scroll_up(self) -> None:
        """Scroll back."""
        for view in self._views.values():
            if view.display:
                view.scroll_page_up(animate=False)
