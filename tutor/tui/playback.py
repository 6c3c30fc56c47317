"""Playing: one tick after another, at several speeds, until there is a reason to stop. Knows no Textual."""

from __future__ import annotations

from time import monotonic
from typing import Literal, NamedTuple

from tutor.formula.write import write
from tutor.messages import Message
from tutor.tui.session import Session

_SHORTEST = 0.05
"""Seconds between two ticks at least: what comes faster than that is done together in one."""

_LONGEST = 0.05
"""Seconds that the updates of one tick may take; what is not done by then is left out."""


What = Literal["line", "update"]


class Speed(NamedTuple):
    """So many lines or updates in a second."""

    what: What
    rate: float

    @property
    def period(self) -> float:
        """Seconds from one tick to the next."""
        return max(1 / self.rate, _SHORTEST)

    @property
    def steps(self) -> int:
        """How many lines or updates a tick goes on."""
        return max(round(self.rate * self.period), 1)

    @property
    def message(self) -> Message:
        """``2 lines/s``."""
        return per_second(self.what, f"{self.rate:,g}")


def per_second(what: What, rate: str) -> Message:
    """So many lines or updates in a second, as it is said."""
    return Message(f"tui.speed-{what}-one") if rate == "1" else Message(f"tui.speed-{what}", {"rate": rate})


SPEEDS = (
    *(Speed("line", rate) for rate in (0.5, 1, 2, 4, 8)),
    *(Speed("update", rate) for rate in (1, 3, 10, 40, 100, 400, 2000)),
)
"""From slow to fast: lines at first, then whole updates."""

USUAL = SPEEDS.index(Speed("line", 2))


class Playback:
    """Plays one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._number = USUAL
        self._heeds_until = True

    @property
    def speed(self) -> Speed:
        """How fast it plays. Without updates there are only lines."""
        return self._speeds[min(self._number, len(self._speeds) - 1)]

    @property
    def _speeds(self) -> tuple[Speed, ...]:
        if self._session.run.learns:
            return SPEEDS
        return tuple(speed for speed in SPEEDS if speed.what == "line")

    def change_speed(self, by: int) -> bool:
        """Play faster, or slower if negative; whether that is possible."""
        number = self._speeds.index(self.speed) + by
        if not 0 <= number < len(self._speeds):
            return False
        self._number = number
        return True

    def begin(self) -> Message | None:
        """Get ready to play from here; why that is impossible, if it is.

        The lesson's ``until`` stops it unless it holds here: whoever plays on from there has seen it.
        """
        self._heeds_until = not self._holds_here()
        return self._session.lost()

    def _holds_here(self) -> bool:
        """Whether the lesson's ``until`` holds in this pass, whatever of it has been computed."""
        run, until = self._session.run, self._session.model.until
        if until is None or not run.learns:
            return False
        return run.holds(until)

    def tick(self) -> Message | None:
        """Go on by one tick; why playing ends, if it does."""
        return self._lines() if self.speed.what == "line" else self._updates(self.speed.steps)

    def _lines(self) -> Message | None:
        run, until = self._session.run, self._session.model.until
        limit, update = self._session.model.limit, run.position.update
        if limit == update and run.position.line >= len(run.lines) - len(run.programs.update):
            return Message("tui.play-limit", {"update": f"{update:,}"})
        ended = self._session.forward()
        if ended is not None:
            return ended if run.learns else Message("tui.play-end")
        if until is not None and self._heeds_until and run.condition(until):
            return self._met()
        return self._session.lost()

    def _updates(self, count: int) -> Message | None:
        session, run = self._session, self._session.run
        update, line = run.position
        limit = session.model.limit
        target = update + count
        if limit is not None and update <= limit:
            target = min(target, limit)
        late = monotonic() + _LONGEST
        until = session.model.until if self._heeds_until else None
        outcome = run.run_until(until, target, lambda _: monotonic() < late)
        if outcome.reason == "condition":
            session.stand(run.position)
            return self._met()
        if outcome.reason == "diverged":
            session.stand(run.position)
            return session.lost()
        session.reach(line or len(run.programs.forward))
        if outcome.update == limit == target:
            return Message("tui.play-limit", {"update": f"{limit:,}"})
        return session.lost()

    def _met(self) -> Message:
        until = self._session.model.until
        condition = "" if until is None else write(until)
        return Message("tui.play-met", {"condition": condition, "update": f"{self._session.run.position.update:,}"})
