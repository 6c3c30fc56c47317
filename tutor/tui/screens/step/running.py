"""Running until a condition holds."""

from __future__ import annotations

from tutor.messages import Message
from tutor.tui.screens.step.moving import Moving
from tutor.tui.until import RunUntil, Until


class Running(Moving):
    """The key that asks for a condition and runs to it."""

    def action_run_until(self) -> None:
        """Ask for a condition; where numbers are lost already, there is none to run to."""
        from tutor.tui.screens.until import UntilScreen  # late: the first paint needs no prompt

        if not self.session.run.learns:
            self.moved(self.session.why_no_update())
            return
        began = self.session.run.lost_since()
        if began is not None:
            self.moved(Message("tui.until-lost", {"address": began}))
            return
        self.moved()
        self.app.push_screen(UntilScreen(self.session), self._run)

    def _run(self, until: Until | None) -> None:
        from tutor.tui.screens.progress import ProgressScreen

        if until is None:
            return
        if until.text:
            self.session.undoable("until", condition=until.text)
        else:
            self.session.undoable("run")
        screen = ProgressScreen(RunUntil(self.session, until))
        self.app.push_screen(screen, self._ended)

    def _ended(self, said: Message | None) -> None:
        self.moved(said)
