"""The other variants of a lesson, run along with it so that their curves stand beside its own. Knows no Textual."""

from __future__ import annotations

from time import monotonic

from tutor.messages import Message
from tutor.tui.race import Racer, other_variants
from tutor.tui.session import Session

_SLICE = 0.03
"""Seconds that a stretch takes; keys are heard and the screen is painted between two."""


class Companions:
    """The other variants, each in a run of its own: the learner's is only looked at.

    Attributes:
        racers: in the order of the lesson's file.
    """

    def __init__(self, racers: list[Racer]) -> None:
        self.racers = racers

    def behind(self, update: int) -> bool:
        """Whether one of them has not come to ``update`` yet, and still can."""
        return any(racer.update < update and racer.lost is None for racer in self.racers)

    def follow(self, update: int) -> None:
        """A stretch of the way to ``update``, those that are furthest behind first; nobody goes back."""
        until = monotonic() + _SLICE
        for racer in sorted(self.racers, key=lambda racer: racer.update):
            if racer.update < update and racer.lost is None:
                racer.run_to(update, until)


def turn_companions(session: Session) -> Message:
    """Let the other variants come along, or leave them; what has become of it."""
    if session.companions is not None:
        session.companions = None
        return Message("tui.companions-off")
    racers = other_variants(session) if session.run.learns else []
    if not racers:
        return Message("tui.companions-none")
    session.companions = Companions(racers)
    return Message("tui.companions-on", {"count": len(racers)})
