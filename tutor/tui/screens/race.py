"""The race: variants or branches side by side, stepped together."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, get_args

from textual.binding import BindingType
from textual.timer import Timer

from tutor.messages import Message
from tutor.tui.actions import Where
from tutor.tui.panels import keys
from tutor.tui.panels.race import Look, pictures_of, race_page
from tutor.tui.picture.text import Picture, Row, Span, row, spread
from tutor.tui.race import Race
from tutor.tui.screens.base import bindings
from tutor.tui.screens.sheet import Sheet
from tutor.tui.settings import Glyphs

_PAUSE = 0.005
"""Seconds between two stretches, in which keys are heard and the screen is painted."""

_BEAT = 0.12
"""Seconds for an update while it plays."""

_GLYPHS: tuple[Glyphs, ...] = get_args(Glyphs)


class RaceScreen(Sheet[None]):
    """One table, and the curves or paths of all of them; every key moves all of them."""

    WHERE: ClassVar[Where] = "race"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("race"))

    def __init__(self, race: Race, title: str, glyphs: Glyphs) -> None:
        super().__init__()
        self.race = race
        self._heading = title
        self._look = Look(glyphs=glyphs)
        self._next_tick: Timer | None = None
        self._plays = False

    def on_screen_suspend(self) -> None:
        """Nothing runs behind another screen."""
        self._stop()

    def head(self, width: int) -> Row:
        """Where the race stands."""
        title = Message("tui.race-title", {"lesson": self._heading}).say(self.language)
        update = Message("tui.position-update", {"update": f"{self.race.update:,}"}).say(self.language)
        return spread(row(Span(f" {title}", "title")), row(Span(f"{update} ", "position")), width)

    def picture(self, width: int, height: int) -> Picture:
        """The table, and the curves or the paths."""
        return race_page(self.race, self.language, width - 1, height, self._look)

    def foot(self, width: int) -> Picture:
        """The keys; while they run, how to stop them."""
        if self._plays or self.race.runs:
            return keys.message(Message("tui.race-runs").say(self.language), width)
        return super().foot(width)

    # Moving

    def _move(self, update: int) -> None:
        self._stop()
        self.race.head_for(update)
        self._go_on()

    def _go_on(self) -> None:
        """A stretch of the way; keys are heard between two of them, and any of them ends it."""
        more = self.race.go_on()
        self.draw()
        if more:
            self._wait(_PAUSE, self._go_on)
        elif self._plays:
            self._wait(_BEAT, self._beat)

    def _beat(self) -> None:
        """The next update, while it plays; at the end of the race it stops."""
        if self.race.update >= self.race.limit:
            self._stop()
            self.draw()
            return
        self.race.head_for(self.race.update + 1)
        self._go_on()

    def _wait(self, seconds: float, then: Callable[[], None]) -> None:
        if self._next_tick is not None:
            self._next_tick.stop()
        self._next_tick = self.set_timer(seconds, then)

    def _stop(self) -> None:
        """Stay here, all of them at the same update."""
        self._plays = False
        self._told = None
        if self._next_tick is not None:
            self._next_tick.stop()
            self._next_tick = None
        if self.race.runs:
            self.race.stop()

    def action_next_update(self) -> None:
        """One update on."""
        self._move(self.race.update + 1)

    def action_previous_update(self) -> None:
        """One update back."""
        self._move(self.race.update - 1)

    def action_next_ten(self) -> None:
        """Ten updates on."""
        self._move(self.race.update + 10)

    def action_previous_ten(self) -> None:
        """Ten updates back."""
        self._move(self.race.update - 10)

    def action_next_hundred(self) -> None:
        """A hundred updates on."""
        self._move(self.race.update + 100)

    def action_previous_hundred(self) -> None:
        """A hundred updates back."""
        self._move(self.race.update - 100)

    def action_beginning(self) -> None:
        """Everyone back to the start."""
        self._move(0)

    def action_play(self) -> None:
        """Play, or pause."""
        if self._plays or self.race.runs:
            self._stop()
            self.draw()
            return
        self._plays = True
        self._beat()

    def action_race_to_the_end(self) -> None:
        """Run until everyone has met its lesson's condition, or the updates are over."""
        self._stop()
        self.race.head_for_the_end()
        self._go_on()

    # Looking

    def action_next_view(self) -> None:
        """The next number, or the paths."""
        self._look = self._look._replace(at=(self._look.at + 1) % len(pictures_of(self.race)))
        self.draw()

    def action_log_scale(self) -> None:
        """Make the value axis logarithmic, or even again."""
        self._look = self._look._replace(log=not self._look.log)
        self.tell(Message("tui.log-on" if self._look.log else "tui.log-off"))

    def action_glyphs(self) -> None:
        """Draw with the next kind of glyphs."""
        glyphs = _GLYPHS[(_GLYPHS.index(self._look.glyphs) + 1) % len(_GLYPHS)]
        self._look = self._look._replace(glyphs=glyphs)
        self.tell(Message(f"tui.glyphs-{glyphs}"))

    def action_go_back(self) -> None:
        """Stop; else back to the lesson."""
        if self._plays or self.race.runs:
            self._stop()
            self.draw()
        else:
            self.dismiss(None)
