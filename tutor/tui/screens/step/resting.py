"""What waits until the keys rest: a key that is held never waits for what nobody can look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

from tutor.tui.happenings import sentences
from tutor.tui.screens.step.parts import StepParts

if TYPE_CHECKING:
    from tutor.tui.companions import Companions

_REST = 0.03
"""Seconds without a key after which the picture follows a line step, too short to be noticed; and between two rounds of
chores, in which keys are heard."""

_MOMENT = 0.01
"""Seconds after which no other chore is begun before keys were heard."""

Chore = Callable[[], None]


class Resting(StepParts):
    """Once the keys rest, one chore after another, until the next key."""

    _rest: Timer | None = None
    _chores: Iterator[Chore] = iter(())

    def on_mount(self) -> None:
        """Begin to wait for rest."""
        self._rest = self.set_interval(_REST, self._do_next, pause=True)

    def drawn(self, *, stepping: bool) -> None:
        """Everything is drawn: what is left to do waits until the keys rest."""
        self._chores = self._left(stepping=stepping)
        if self._rest is not None:
            self._rest.reset()

    def _left(self, *, stepping: bool) -> Iterator[Chore]:
        if stepping:
            yield self.draw_picture
        yield self._look
        if self.going_on() is None:
            yield partial(self.draw_ahead, 1)
            yield partial(self.draw_ahead, -1)
        yield self.tutor.keep_picture
        while (beside := self.session.companions) is not None and beside.behind(self.session.run.position.update):
            yield partial(self._accompany, beside)

    def _do_next(self) -> None:
        """As many chores as a moment has room for; the last one done, nothing ticks any more."""
        late = monotonic() + _MOMENT
        while self.is_current and (chore := next(self._chores, None)) is not None:
            chore()
            if monotonic() >= late:
                return
        if self._rest is not None:
            self._rest.pause()

    def _look(self) -> None:
        """Look at the pass; what is seen in it is said."""
        run, happenings = self.session.run, self.session.happenings
        said = sentences(happenings.known(run)), happenings.begun(run)
        if said != (sentences(happenings.seen(run)), happenings.begun(run)):
            self.draw()

    def _accompany(self, companions: Companions) -> None:
        """Let the other variants come along, and draw how far they have come."""
        companions.follow(self.session.run.position.update)
        self.draw_picture()
