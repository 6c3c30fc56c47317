"""The search for hyper-parameters: its trials as they come, and the way back to the lesson with one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, get_args

from textual.binding import BindingType
from textual.timer import Timer

from tutor.engine.search import Trial
from tutor.messages import Message
from tutor.tui.actions import Group, Where
from tutor.tui.panels.search import Look, search_page
from tutor.tui.panels.search_picture import pictures_of
from tutor.tui.picture.text import Picture, Row, Span, row, spread
from tutor.tui.screens.base import bindings
from tutor.tui.screens.sheet import Sheet
from tutor.tui.session import Session
from tutor.tui.settings import Glyphs
from tutor.tui.trials import Trials

_PAUSE = 0.005
"""Seconds between two stretches, in which keys are heard and the screen is painted."""

_GLYPHS: tuple[Glyphs, ...] = get_args(Glyphs)


class SearchScreen(Sheet[Trial | None]):
    """Runs in stretches; gives the trial whose hyper-parameters are to be taken."""

    WHERE: ClassVar[Where] = "search"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("search"))

    def __init__(self, trials: Trials, session: Session) -> None:
        super().__init__()
        self.trials = trials
        self._session = session
        self._look = Look(glyphs=session.glyphs)
        self._next_tick: Timer | None = None

    def on_mount(self) -> None:
        """Begin, unless it was stopped before it was left."""
        if self.trials.runs:
            self._go_on()

    def on_screen_suspend(self) -> None:
        """Nothing runs behind another screen."""
        self._stop()

    def head(self, width: int) -> Row:
        """Which lesson is searched, and which of its variants."""
        lesson, variant = self._session.lesson, self._session.variant
        title = "" if lesson is None else lesson.title.say(self.language)
        named = "" if lesson is None or variant is None else lesson.variants[variant].title.say(self.language)
        said = Message("tui.search-title", {"lesson": title}).say(self.language)
        return spread(row(Span(f" {said}", "title")), row(Span(f"{named} ", "position")), width)

    def picture(self, width: int, height: int) -> Picture:
        """The rounds, the picture, the list."""
        return search_page(self.trials, self._session, self.language, width - 1, height, self._look)

    def idle(self) -> Iterator[Group]:
        """At the end there is nothing to stop."""
        yield from super().idle()
        if self.trials.study.ended:
            yield "pause"

    # On and off

    def _go_on(self) -> None:
        """A stretch of the way; keys are heard between two of them."""
        more = self.trials.go_on()
        self.draw()
        if more:
            self._next_tick = self.set_timer(_PAUSE, self._go_on)

    def _stop(self) -> None:
        if self._next_tick is not None:
            self._next_tick.stop()
            self._next_tick = None
        self.trials.runs = False

    def action_pause(self) -> None:
        """Stop, or go on."""
        self._told = None
        if self.trials.runs:
            self._stop()
            self.draw()
        else:
            self.trials.runs = not self.trials.study.ended
            self._go_on()

    # Choosing

    def _select(self, trial: Trial | None) -> None:
        self._told = None
        self.trials.select(trial)
        self.draw()

    def _move(self, by: int) -> None:
        self._told = None
        self.trials.move(by)
        self.draw()

    def action_next_trial(self) -> None:
        """The trial that was made after this one."""
        self._move(1)

    def action_previous_trial(self) -> None:
        """The one that was made before it."""
        self._move(-1)

    def action_next_trials(self) -> None:
        """Ten trials on."""
        self._move(10)

    def action_previous_trials(self) -> None:
        """Ten trials back."""
        self._move(-10)

    def action_first_trial(self) -> None:
        """The first one."""
        self._move(-self.trials.study.planned)

    def action_last_trial(self) -> None:
        """The one that was made last."""
        self._move(self.trials.study.planned)

    def action_best_trial(self) -> None:
        """The best one so far, whichever that becomes."""
        self._select(None)

    def action_take_trial(self) -> None:
        """Back to the lesson, with the hyper-parameters of the chosen trial."""
        chosen = self.trials.chosen
        if chosen is None:
            self.tell(Message("tui.search-nothing-to-take"))
            return
        self._stop()
        self.dismiss(chosen)

    # Looking

    def action_next_view(self) -> None:
        """The next picture."""
        self._told = None
        self._look = self._look._replace(at=(self._look.at + 1) % len(pictures_of(self.trials.study)))
        self.draw()

    def action_glyphs(self) -> None:
        """Draw with the next kind of glyphs."""
        glyphs = _GLYPHS[(_GLYPHS.index(self._look.glyphs) + 1) % len(_GLYPHS)]
        self._look = self._look._replace(glyphs=glyphs)
        self.tell(Message(f"tui.glyphs-{glyphs}"))

    def action_go_back(self) -> None:
        """Stop; else back to the lesson."""
        if self.trials.runs:
            self._stop()
            self._told = None
            self.draw()
        else:
            self.dismiss(None)
