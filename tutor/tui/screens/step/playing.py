"""Playing: the lesson goes on by itself until a key is pressed."""

from __future__ import annotations

from time import monotonic

from textual.timer import Timer

from tutor.engine.address import Address
from tutor.messages import Message
from tutor.tui.playback import Playback
from tutor.tui.screens.step.moving import Moving
from tutor.tui.session import Place, Session

_GAP = 0.005
"""Seconds between two ticks at least, in which keys are heard and the screen is painted."""


class Playing(Moving):
    """The keys that play, pause, and make it slower and faster."""

    def __init__(self, session: Session, at: Address | Place | None = None, said: Message | None = None) -> None:
        super().__init__(session, at, said)
        self._playback = Playback(session)
        self._next_tick: Timer | None = None

    @property
    def plays(self) -> bool:
        """Whether it goes on by itself just now."""
        return self._next_tick is not None

    def moved(self, said: Message | None = None) -> None:
        """Any move pauses."""
        self._pause()
        super().moved(said)

    def on_screen_suspend(self) -> None:
        """Nothing plays behind another screen."""
        if self.plays:
            self.moved()

    def action_play(self) -> None:
        """Play, or pause."""
        if self.plays:
            self.moved(Message("tui.paused"))
            return
        impossible = self._playback.begin()
        self.moved(impossible)
        if impossible is None:
            self.session.undoable("play")
            self._wait(self._playback.speed.period)

    def action_slower(self) -> None:
        """Play more slowly."""
        self._change_speed(-1, Message("tui.slowest"))

    def action_faster(self) -> None:
        """Play faster."""
        self._change_speed(1, Message("tui.fastest"))

    def _change_speed(self, by: int, not_possible: Message) -> None:
        changed = self._playback.change_speed(by)
        if self.plays and changed:
            self._wait(self._playback.speed.period)
        speed = Message("tui.play-speed", {"speed": self._playback.speed.message})
        self.tell(speed if changed else not_possible)

    def _wait(self, seconds: float) -> None:
        """Tick in so many seconds, once."""
        self._pause()
        self._next_tick = self.set_timer(max(seconds, _GAP), self.tick)

    def _pause(self) -> None:
        if self._next_tick is not None:
            self._next_tick.stop()
            self._next_tick = None

    def tick(self) -> None:
        """Go on by one tick, and wait for the next.

        Each is only ordered when the one before is done, so that none ever waits behind another.
        """
        if not self.plays:
            return
        began = monotonic()
        ended = self._playback.tick()
        if ended is not None:
            self.moved(ended)
            return
        self._said = None
        self.draw()
        self._wait(self._playback.speed.period - (monotonic() - began))

    def going_on(self) -> Message | None:
        """That it plays, and how fast."""
        if not self.plays:
            return super().going_on()
        return Message("tui.playing", {"speed": self._playback.speed.message})

    def action_go_back(self) -> None:
        """Pause."""
        if self.plays:
            self.moved(Message("tui.paused"))
        else:
            super().action_go_back()
