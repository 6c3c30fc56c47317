"""Hyper-parameters by trial: random settings (Bergstra and Bengio 2012), and ranges that narrow around the best.

A trial sets the hyper-parameters before the first update, as an edit by hand there would, trains for so many updates,
and reads one watch. After each round every range becomes half as long, on its own scale, with the best setting so far
in its middle; it is moved where it would leave the range that the search began with. So a best setting near the end
of a narrowed range is looked for beyond it in the next round, but never beyond the first.

The best is the trial with the highest watch, or with the lowest; of equal ones the first that was tried. A trial whose
numbers are lost is worse than any other; while all are, the ranges stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from tutor.engine.model import Model
from tutor.engine.passes import Progress
from tutor.engine.ranges import Range, Search
from tutor.engine.rules import Rule
from tutor.engine.run import Outcome, Run, RunError
from tutor.formula.tree import names_in


class Trial(NamedTuple):
    """A setting that was tried.

    Attributes:
        round, number: which one it is, both counted from 1.
        values: of the hyper-parameters.
        watch: what came of it; NaN if numbers were lost.
        lost: the pass in which a number was no longer finite; None: all were.
    """

    round: int
    number: int
    values: Mapping[str, float]
    watch: float
    lost: int | None = None


class Round(NamedTuple):
    """One round: where it looks, and what it has tried so far."""

    ranges: tuple[Range, ...]
    trials: list[Trial]


class Study:
    """A search on its way; it can be left after any stretch and gone on with later, and finds the same.

    Attributes:
        search: what is looked for.
        rounds: those that have begun.
        best: the best trial so far; None while there is none whose numbers were kept.
    """

    def __init__(self, model: Model, search: Search) -> None:
        """Nothing is tried yet.

        Raises:
            RunError: if ``model`` learns nothing, lacks the watch, or does not read one of the hyper-parameters.
        """
        self.search = search
        self._run = Run(model)
        _refuse(self._run, search)
        self.rounds = [Round(search.ranges, [])]
        self.best: Trial | None = None
        self._values: dict[str, float] | None = None  # of the trial that is under way

    @property
    def trials(self) -> list[Trial]:
        """Everything that was tried, in order."""
        return [trial for round in self.rounds for trial in round.trials]  # noqa: A001 - what a search calls it

    @property
    def planned(self) -> int:
        """How many trials there are to be."""
        return self.search.rounds * self.search.trials

    @property
    def ended(self) -> bool:
        """Whether all of them have been made."""
        return len(self.rounds) == self.search.rounds and len(self.rounds[-1].trials) == self.search.trials

    @property
    def update(self) -> int:
        """How many updates the trial that is under way has made."""
        return 0 if self._values is None else self._run.position.update

    def __iter__(self) -> Iterator[Trial]:
        """Each trial that is still to be made, as soon as it has been."""
        while not self.ended:
            trial = self.go_on()
            if trial is not None:
                yield trial

    def go_on(self, progress: Progress | None = None) -> Trial | None:
        """Go on with the trial that is under way, or begin the next; the trial, once it is through.

        None if ``progress``, which is called now and then with the update reached, has stopped it, or nothing is left.
        """
        if self.ended:
            return None
        if self._values is None:
            self._values = self._begin()
        outcome = self._run.run_until(None, self.search.updates, progress)
        if outcome.reason == "stopped":
            return None
        trial = self._judged(self._values, outcome)
        self._run.drop(self._run.branch)
        self._values = None
        self._keep(trial)
        return trial

    def _begin(self) -> dict[str, float]:
        """Draw the next setting, and stand at the beginning of a branch that has it."""
        search, number, trial = self.search, len(self.rounds), len(self.rounds[-1].trials) + 1
        values = {found.name: found.draw(search.seed, number, trial) for found in self.rounds[-1].ranges}
        edits = {name: np.array(value) for name, value in values.items()}
        self._run.switch(self._run.graft(self._run.branches[0], 0, edits))
        return values

    def _judged(self, values: dict[str, float], outcome: Outcome) -> Trial:
        """The trial that has just ended, read where all of its last pass has run but the update."""
        run, lost = self._run, outcome.update
        watch: float | None = None
        if outcome.reason != "diverged":
            run.go(lost, len(run.lines) - len(run.programs.update))
            watch = run.watches()[self.search.watch] if run.lost_at() is None else None
        round, number = len(self.rounds), len(self.rounds[-1].trials) + 1  # noqa: A001
        if watch is None or not math.isfinite(watch):
            return Trial(round, number, values, math.nan, lost)
        return Trial(round, number, values, watch)

    def _keep(self, trial: Trial) -> None:
        """Put a trial on record; after the last one of a round, narrow the ranges for the next."""
        self.rounds[-1].trials.append(trial)
        if trial.lost is None and (self.best is None or self._beats(trial, self.best)):
            self.best = trial
        if len(self.rounds[-1].trials) == self.search.trials and not self.ended:
            self.rounds.append(Round(self._narrowed(), []))

    def _beats(self, one: Trial, other: Trial) -> bool:
        return one.watch > other.watch if self.search.highest else one.watch < other.watch

    def _narrowed(self) -> tuple[Range, ...]:
        ranges, best = self.rounds[-1].ranges, self.best
        if best is None:
            return ranges
        pairs = zip(ranges, self.search.ranges, strict=True)
        return tuple(found.around(best.values[found.name], first) for found, first in pairs)


def _refuse(run: Run, search: Search) -> None:
    """Complain about a search in which nothing could be found."""
    if not run.learns:
        raise RunError("nothing-to-learn")
    if search.watch not in run.model.watches:
        raise RunError("search-without-watch", name=search.watch)
    read = _read_by(run.model) & run.hyper.keys()
    for found in search.ranges:
        if found.name not in read:
            raise RunError("search-unread", name=found.name)


def _read_by(model: Model) -> set[str]:
    """Every name that a pass reads."""
    lines = [*model.forward, *(model.update if isinstance(model.update, tuple) else ())]
    rule = model.update.reads if isinstance(model.update, Rule) else frozenset[str]()
    return {name for line in lines for name in names_in(line.expr)} | rule
