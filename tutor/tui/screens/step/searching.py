"""Looking for hyper-parameters: the lesson's own search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.messages import Message
from tutor.tui.screens.step.parts import StepParts

if TYPE_CHECKING:
    from tutor.engine.search import Trial


class Searching(StepParts):
    """The key that opens the search, and what is brought back from it."""

    def action_hyper_parameters(self) -> None:
        """Open the search where it was left, or say why there is none."""
        from tutor.tui.trials import trials_of  # late: the first paint needs no search

        trials = trials_of(self.session)
        if isinstance(trials, Message):
            self.moved(trials)
            return
        from tutor.tui.screens.search import SearchScreen

        self.moved()
        self.app.push_screen(SearchScreen(trials, self.session), self._take_trial)

    def _take_trial(self, trial: Trial | None) -> None:
        if trial is None:
            self.moved()
            return
        from tutor.tui.trials import take

        self.moved(take(self.session, trial))
