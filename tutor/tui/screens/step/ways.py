"""The long way and the short way, and the line written out."""

from __future__ import annotations

from tutor.tui.screens.step.parts import StepParts


class Ways(StepParts):
    """The keys that show the same arithmetic in more steps, or in more detail."""

    def action_turn_way(self) -> None:
        """From the short way to the long one, and back."""
        from tutor.tui.ways import turn  # late: nothing else needs both ways

        self.moved(turn(self.session))

    def action_write_out(self) -> None:
        """Write the line out under its formula, or no longer."""
        self.session.undoable("writing")
        self.session.writes_out = not self.session.writes_out
        self.moved()
