"""A race: several variants of a lesson, or several branches of a run, taken through the updates together.

Each has a session of its own; the learner's own session is only looked at. Knows no Textual.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

from tutor.engine.record import from_record, to_record
from tutor.formula.problems import FormulaError
from tutor.formula.tree import Expr, Name
from tutor.messages import Message, Words
from tutor.tui.branching import branch_name
from tutor.tui.session import Session

MOST = 6
"""Who takes part at most: as many as there are marks and colours."""

USUAL_LIMIT = 1_000
"""Updates of a race whose lesson names no end."""

_SLICE = 0.04
"""Seconds that a stretch takes; keys are heard and the screen is painted between two."""

_STRETCH = 64
"""Updates that one runs before the next has its turn: they stay side by side on the screen."""


@dataclass(eq=False, slots=True)
class Racer:
    """One who takes part.

    Attributes:
        title: what it is called.
        finished: the first update at which the lesson's condition held; None: not yet.
        lost: the update in which a number was no longer finite; it goes no further.
    """

    title: Message | Words
    session: Session
    finished: int | None = None
    lost: int | None = None

    @property
    def update(self) -> int:
        """Where it stands."""
        return self.session.run.position.update

    def stand(self, update: int) -> None:
        """Stand at the end of the forward pass, so that everything that is watched is computed."""
        run = self.session.run
        run.go(update, len(run.programs.forward))
        self._look()

    def run_to(self, target: int, until: float) -> bool:
        """Run to update ``target``, as far as there is time; whether it is there, or goes no further."""
        run = self.session.run
        if self.lost is not None and target >= self.lost:
            self.stand(self.lost)
            return True
        while run.position.update < target:
            condition = self.session.model.until if self.finished is None else None
            outcome = run.run_until(condition, target, lambda _: monotonic() < until)
            if outcome.reason == "condition":
                self.finished = outcome.update
                if run.position.update < target:
                    continue
            if outcome.reason == "diverged":
                self.lost = outcome.update
                self.stand(outcome.update)
                return True
            if outcome.reason == "stopped":
                return False
        self.stand(target)
        return True

    def _look(self) -> None:
        """Notice that the condition holds here, or that a number is lost."""
        run, until = self.session.run, self.session.model.until
        if self.lost is None and run.lost_at() is not None:
            self.lost = run.position.update
        if (
            until is not None
            and (self.finished is None or run.position.update < self.finished)
            and run.condition(until)
        ):
            self.finished = run.position.update


class Race:
    """Everyone who takes part, side by side.

    Attributes:
        racers: in the order of the lesson's file, or in which the branches were made.
        update: where they stand, those that go on.
        target: where they are on their way to.
    """

    def __init__(self, racers: list[Racer]) -> None:
        self.racers = racers
        self.update = 0
        self.target = 0
        self._to_the_end = False
        for racer in racers:
            racer.stand(0)

    @property
    def numbers(self) -> tuple[Expr, ...]:
        """The numbers that all of them have: the loss, and the watches that they share."""
        first = self.racers[0].session
        shared = [expr for expr in first.run.recorded if all(_has(racer.session, expr) for racer in self.racers)]
        named = [expr for expr in shared if isinstance(expr, Name) and _is_watched(first, expr.id)]
        return tuple(named)

    @property
    def runs(self) -> bool:
        """Whether it is on its way."""
        return self.update != self.target

    @property
    def limit(self) -> int:
        """Where the race is over at the latest: as many updates as the lessons are given, or a usual number."""
        limits = [racer.session.model.limit for racer in self.racers]
        return max([limit for limit in limits if limit is not None], default=USUAL_LIMIT)

    def head_for(self, update: int) -> None:
        """Set out for an update."""
        self.target = max(update, 0)
        self._to_the_end = False

    def head_for_the_end(self) -> None:
        """Set out until everyone has met its lesson's condition, or for the last update."""
        self.target = max(self.limit, self.update)
        self._to_the_end = True

    def stop(self) -> None:
        """Stay here."""
        self.target = self.update
        for racer in self.racers:
            racer.run_to(self.update, math.inf)

    def go_on(self) -> bool:
        """A stretch of the way, all of them side by side; whether there is more."""
        until = monotonic() + _SLICE
        if self.target < self.update:
            self._all_to(self.target)
        while self.update < self.target and monotonic() < until:
            step = min(self.update + _STRETCH, self.target)
            if not all(racer.run_to(step, until) for racer in self.racers):
                break
            self.update = step
            if self._to_the_end and all(racer.finished is not None or racer.lost is not None for racer in self.racers):
                self.target = max([self._ended(racer) for racer in self.racers], default=step)
                self._all_to(self.target)
        return self.runs

    def _all_to(self, update: int) -> None:
        self.update = self.target = update
        for racer in self.racers:
            racer.stand(update if racer.lost is None else min(update, racer.lost))

    def _ended(self, racer: Racer) -> int:
        return min(at for at in (racer.finished, racer.lost) if at is not None)


def race_of(session: Session) -> Race | Message:
    """The race that a session's lesson offers: of its branches, if the learner made any, else of its variants.

    A sentence, where nobody could race against it.
    """
    if not session.run.learns:
        return Message("tui.race-nothing-learned")
    racers = list(_branches(session)) if len(session.run.branches) > 1 else list(_variants(session))
    return Race(racers) if len(racers) > 1 else Message("tui.race-alone")


def _branches(session: Session) -> Iterator[Racer]:
    """The branches of a run, each in a run of its own; the one that the session stands on is among them."""
    kept = [session.run.branch, *(branch for branch in session.run.branches if branch is not session.run.branch)][:MOST]
    for branch in session.run.branches:
        if branch not in kept:
            continue
        record = {**to_record(session.run), "branch": session.run.branches.index(branch)}
        own = Session(session.model, session.lesson, session.variant)
        own.run = from_record(session.model, record)[0]
        yield Racer(branch_name(branch), own)


def _variants(session: Session) -> Iterator[Racer]:
    """The lesson itself and its variants that learn, with the same loss; the one that is open is among them."""
    lesson = session.lesson
    if lesson is None:
        return
    others = {racer.session.variant: racer for racer in other_variants(session)}
    for name in (None, *lesson.variants):
        if name == session.variant:
            yield Racer(_title(session), Session(lesson.model(name), lesson, name))
        elif name in others:
            yield others[name]


def other_variants(session: Session, most: int = MOST - 1) -> list[Racer]:
    """The lesson itself and its variants that learn, with the same loss, but for the one that is open."""
    lesson = session.lesson
    ids: list[str | None] = [] if lesson is None else [None, *lesson.variants]
    found: list[Racer] = []
    for name in ids:
        if lesson is not None and name != session.variant and len(found) < most:
            other = Session(lesson.model(name), lesson, name)
            if _comparable(session, other):
                found.append(Racer(_title(other), other))
    return found


def _title(session: Session) -> Message | Words:
    """What a variant is called."""
    if session.lesson is None or session.variant is None:
        return Message("tui.race-own")
    return session.lesson.variants[session.variant].title


def _comparable(session: Session, other: Session) -> bool:
    """Whether two learn the same thing: a loss of the same name, from data of the same shapes."""
    one, two = session.model, other.model
    same = {name: array.shape for name, array in one.data.items()} == {
        name: array.shape for name, array in two.data.items()
    }
    return other.run.learns and one.loss == two.loss and same


def _has(session: Session, expr: Expr) -> bool:
    try:
        session.run.knows(expr)
    except FormulaError:
        return False
    return expr in session.run.recorded


def _is_watched(session: Session, name: str) -> bool:
    return name == session.model.loss or name in session.model.watches
