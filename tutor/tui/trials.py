"""A search for hyper-parameters as the screen runs it: in stretches, one of its trials chosen. Knows no Textual."""

from __future__ import annotations

from time import monotonic

import numpy as np

from tutor.engine.run import RunError
from tutor.engine.search import Study, Trial
from tutor.formula.display import display_name
from tutor.messages import Message
from tutor.tui.branching import branch_name
from tutor.tui.picture.numbers import number_text
from tutor.tui.session import Session

_SLICE = 0.04
"""Seconds that a stretch takes; keys are heard and the screen is painted between two."""


class Trials:
    """The trials of one search, and which of them is looked at.

    Attributes:
        study: the search itself.
        runs: whether it is on its way.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self.runs = True
        self._selected: Trial | None = None

    @property
    def chosen(self) -> Trial | None:
        """The trial that was selected; until one is, the best so far."""
        return self._selected or self.study.best

    @property
    def selected(self) -> bool:
        """Whether the learner has selected one."""
        return self._selected is not None

    def go_on(self) -> bool:
        """A stretch of the way; whether there is more."""
        late = monotonic() + _SLICE
        while not self.study.ended and monotonic() < late:
            self.study.go_on(lambda _: monotonic() < late)
        self.runs = self.runs and not self.study.ended
        return self.runs

    def select(self, trial: Trial | None) -> None:
        """Look at this one; None: at the best so far."""
        self._selected = trial

    def move(self, by: int) -> None:
        """Select the trial that was made so many later (earlier, if negative), as far as there are any."""
        trials = self.study.trials
        if trials:
            here = len(trials) - 1 if self.chosen is None else trials.index(self.chosen)
            self.select(trials[min(max(here + by, 0), len(trials) - 1)])


def trials_of(session: Session) -> Trials | Message:
    """The search of a session's lesson, as far as it has got; a sentence, where there is none."""
    search = None if session.lesson is None else session.lesson.search
    if search is None:
        return Message("tui.search-none")
    if session.trials is None:
        try:
            session.trials = Trials(Study(session.model, search))
        except RunError as found:
            return Message("tui.search-not-here", {"why": found.message})
    return session.trials


def take(session: Session, trial: Trial) -> Message:
    """Give the hyper-parameters of a trial to a branch from the lesson's beginning, and stand there; what has come."""
    run = session.run
    session.undoable("search", trial=place_of(trial))
    run.switch(run.branches[0])
    run.go(0)
    branch = run.branch
    for name, value in trial.values.items():
        branch = run.edit(name, np.array(value))
    session.stand(run.position)
    return Message("tui.search-taken", {"branch": branch_name(branch), "setting": setting_text(trial)})


def place_of(trial: Trial) -> str:
    """Which trial it is: ``2.13`` is the thirteenth of the second round."""
    return f"{trial.round}.{trial.number}"


def setting_text(trial: Trial) -> str:
    """``η = 0.1953, λ = 0.0002``."""
    return ", ".join(f"{display_name(name)} = {number_text(value)}" for name, value in trial.values.items())
