"""Undo and redo."""

from __future__ import annotations

from tutor.messages import Message
from tutor.tui.screens.step.moving import Moving
from tutor.tui.session import Place
from tutor.tui.undo import Reached


class Undoing(Moving):
    """The keys that take back what was done, and do it again."""

    def action_undo(self) -> None:
        """Make everything what it was before the last thing that was done."""
        nothing = "tui.nothing-to-undo" if self.session.variant is None else "tui.nothing-to-undo-variant"
        self._arrive_again(self.session.undo.back(), "undone", Message(nothing))

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self._arrive_again(self.session.undo.forth(), "redone", Message("tui.nothing-to-redo"))

    def _arrive_again(self, reached: Reached | None, how: str, nothing: Message) -> None:
        if reached is None:
            self.moved(nothing)
            return
        said = Message(f"tui.{how}", {"what": reached.what})
        self.moved(said)
        self.arrange_anew()
        if self.session.run.position != reached.position:
            self.set_out(Place(*reached.position, self.session.selected, through=True), said)
