"""Running until a condition holds: what the learner may write, and how such a run goes on. Knows no Textual."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic
from typing import NamedTuple

from tutor.engine.checks import check_model
from tutor.engine.run import Outcome
from tutor.formula.parse import parse_expression
from tutor.formula.problems import FormulaError
from tutor.formula.tree import Expr
from tutor.formula.write import write
from tutor.messages import Message
from tutor.tui.session import Session

USUAL_LIMIT = 10_000
"""Updates at most, where neither the lesson nor the learner says so."""

MOST_UPDATES = 100_000_000

_SLICE = 0.04
"""Seconds that a stretch takes; keys are heard and the screen is painted between two."""


class Until(NamedTuple):
    """What to run to: a condition, if there is one, and after so many updates at the latest."""

    condition: Expr | None
    updates: int

    @property
    def text(self) -> str:
        """The condition as it is written."""
        return "" if self.condition is None else write(self.condition)


def default_condition(session: Session) -> str:
    """The lesson's own condition."""
    until = session.model.until
    return "" if until is None else write(until)


def default_limit(session: Session) -> int:
    """As many updates as the lesson still has."""
    left = (session.model.limit or 0) - session.run.position.update
    return left if left > 0 else USUAL_LIMIT


def examples(session: Session) -> Iterator[tuple[str, str]]:
    """Conditions that can be written here, and the end of the key of what each says."""
    programs, model = session.programs, session.model
    if not programs.shapes[model.loss]:
        yield f"{model.loss} < 0.05", "loss"
    watch = next(iter(model.watches), None)
    if watch is not None:
        yield f"{watch} >= 0.99", "watch"
    gradients = {line.name: line for line in programs.backward}
    gradient = next((gradients[f"d{name}"] for name in model.parameters if f"d{name}" in gradients), None)
    if gradient is not None:
        name = gradient.name
        yield (f"max(abs({name})) < 0.001" if gradient.shape else f"abs({name}) < 0.001"), "gradient"


def known_names(session: Session) -> tuple[str, ...]:
    """What a condition may read, in the order in which it is offered: watches, the lines, what is learned."""
    lines = (line.name for line in session.run.lines if line.phase != "update")
    return tuple(dict.fromkeys((*session.model.watches, *lines, *session.run.learned, *session.model.hyper_parameters)))


def read_condition(session: Session, text: str) -> Expr | None:
    """The condition that ``text`` is; None if there is no text.

    Raises:
        FormulaError: if it is none, or reads what this lesson does not have.
    """
    if not text.strip():
        return None
    condition = parse_expression(text)
    problems = check_model(replace(session.model, until=condition))
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise FormulaError(errors)
    return condition


def read_limit(text: str) -> int | None:
    """The number of updates that ``text`` is; None if it is none, or too large."""
    digits = text.strip().replace(",", "").replace("_", "")
    number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 12 else 0
    return number if 0 < number <= MOST_UPDATES else None


class RunUntil:
    """A run on its way.

    Attributes:
        start: the update that it began at.
        limit: the one at which it ends at the latest.
        outcome: why it ended; None: it goes on.
    """

    def __init__(self, session: Session, until: Until) -> None:
        self.session = session
        self.until = until
        self.start = session.run.position.update
        self.limit = self.start + until.updates
        self.outcome: Outcome | None = None
        self.rate = 0.0
        self._seconds = 0.0

    @property
    def update(self) -> int:
        """The update that it has got to."""
        return self.session.run.position.update

    def go_on(self) -> bool:
        """Run a stretch; whether there is more."""
        began = monotonic()
        late = began + _SLICE
        outcome = self.session.run.run_until(self.until.condition, self.limit, lambda _: monotonic() < late)
        self._seconds += monotonic() - began
        self.rate = (self.update - self.start) / max(self._seconds, 1e-9)
        if outcome.reason != "stopped":
            self._end(outcome)
        return self.outcome is None

    def stop(self) -> None:
        """End it where it is."""
        if self.outcome is None:
            self._end(Outcome("stopped", self.update))

    def _end(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.session.stand(self.session.run.position)

    def said(self) -> Message | None:
        """Why it ended; None while it goes on."""
        outcome = self.outcome
        if outcome is None:
            return None
        gaps = {"update": f"{outcome.update:,}", "condition": self.until.text, "began": outcome.began or ""}
        key = outcome.reason
        if outcome.reason == "limit" and self.until.condition is not None:
            return Message("tui.until-limit-missed", gaps)
        if outcome.reason == "condition" and outcome.update == self.start:
            return Message("tui.until-already", gaps)
        return Message(f"tui.until-{key}", gaps)
