"""One row of the data followed through the net."""

from __future__ import annotations

from tutor.tui.screens.step.parts import StepParts


class Following(StepParts):
    """The keys that choose the row."""

    def action_next_row(self) -> None:
        """Follow the next row."""
        from tutor.tui.following import next_row  # late: few follow a row, and none does at the first paint

        self.session.undoable("row", together=True)
        self.moved(next_row(self.session))

    def action_all_rows(self) -> None:
        """Show all rows alike."""
        from tutor.tui.following import all_rows

        self.session.undoable("row", together=True)
        self.moved(all_rows(self.session))
