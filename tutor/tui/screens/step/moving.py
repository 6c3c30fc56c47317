"""Moving through time by lines, updates and addresses."""

from __future__ import annotations

from tutor.engine.address import Address
from tutor.messages import Message
from tutor.tui.screens.step.parts import StepParts
from tutor.tui.session import NoSuchPlaceError, Place, Session

_PAUSE = 0.001
"""Seconds between two stretches of a long journey, in which keys are heard."""


class Moving(StepParts):
    """The keys that move one line, one update, or to an address."""

    def __init__(self, session: Session, at: Address | None = None) -> None:
        """``at`` is where to begin; a place that the lesson does not have is said, and the beginning shown."""
        super().__init__(session)
        self._journey: Place | None = None
        if at is not None:
            self._set_out(at)

    def on_mount(self) -> None:
        """Go on with a journey that the address on the command line began."""
        if self._journey is not None:
            self.set_timer(_PAUSE, self._go_on)

    def moved(self, said: Message | None = None) -> None:
        """Any move ends a journey."""
        self._journey = None
        super().moved(said)

    def action_next_line(self) -> None:
        """Run the next line."""
        self.moved(self.session.forward())

    def action_previous_line(self) -> None:
        """Take the last line back."""
        self.moved(self.session.back())

    def action_next_update(self) -> None:
        """Go one update on."""
        self.moved(self.session.advance(1))

    def action_previous_update(self) -> None:
        """Go one update back."""
        self.moved(self.session.advance(-1))

    def action_beginning(self) -> None:
        """Go to the beginning of the lesson."""
        self.session.beginning()
        self.moved()

    def action_end(self) -> None:
        """Go to the end of this pass."""
        self.session.end()
        self.moved()

    def action_go_to(self) -> None:
        """Ask for an address and go there."""
        from tutor.tui.screens.goto import GotoScreen  # late: the first paint needs no input field

        self.moved()
        self.app.push_screen(GotoScreen(self.session, self.language), self._arrive)

    def _arrive(self, place: Place | None) -> None:
        if place is not None:
            self._journey = place
            self._go_on()

    def _set_out(self, address: Address) -> None:
        try:
            place = self.session.place(address)
        except NoSuchPlaceError as found:
            self._said = found.message
            return
        if self.session.travel(place):
            self._said = self.session.describe_selected()
        else:
            self._journey = place

    def _go_on(self) -> None:
        """A stretch of a journey; keys are heard between two of them, and any of them ends it."""
        if self._journey is None:
            return
        if self.session.travel(self._journey):
            self.moved(self.session.describe_selected())
        else:
            self.draw()
            self.set_timer(_PAUSE, self._go_on)

    def going_on(self) -> Message | None:
        """Where a journey has got to."""
        if self._journey is None:
            return super().going_on()
        return Message("tui.travelling", {"update": f"{self.session.run.position.update:,}"})

    def action_go_back(self) -> None:
        """End a journey; else go home."""
        if self._journey is not None:
            self.moved(Message("tui.journey-ended", {"update": f"{self.session.run.position.update:,}"}))
        else:
            self.tutor.go_home()
