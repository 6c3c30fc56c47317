"""Moving through time by lines, updates, epochs and addresses."""

from __future__ import annotations

from textual.timer import Timer

from tutor.engine.address import Address
from tutor.messages import Message
from tutor.tui.screens.step.resting import Resting
from tutor.tui.session import NoSuchPlaceError, Place, Session

_PAUSE = 0.001
"""Seconds between two stretches of a long journey, in which keys are heard."""


class Moving(Resting):
    """The keys that move by lines, updates and epochs, or to an address."""

    def __init__(self, session: Session, at: Address | Place | None = None, said: Message | None = None) -> None:
        """``at`` is where to begin; a place that the lesson does not have is said, and the beginning shown.

        ``said`` is what to say there.
        """
        super().__init__(session)
        self._journey: Place | None = None
        self._said = self._arrival = said
        self._stretch: Timer | None = None
        if at is not None:
            self._begin_at(at)

    def on_mount(self) -> None:
        """Go on with a journey that the address on the command line began."""
        if self._journey is not None:
            self._stretch = self.set_timer(_PAUSE, self._go_on)

    def moved(self, said: Message | None = None) -> None:
        """Any move ends a journey."""
        self._journey = None
        if self._stretch is not None:
            self._stretch.stop()
            self._stretch = None
        super().moved(said)

    # Lines and updates

    def action_next_line(self) -> None:
        """Run the next line."""
        self.session.undoable("lines-forward", together=True)
        self.stepped(self.session.forward())

    def action_previous_line(self) -> None:
        """Take the last line back."""
        self.session.undoable("lines-back", together=True)
        self.stepped(self.session.back())

    def action_next_update(self) -> None:
        """Go one update on."""
        self._advance(1)

    def action_previous_update(self) -> None:
        """Go one update back."""
        self._advance(-1)

    def action_next_epoch(self) -> None:
        """Go on by as many updates as there are batches: one where every update sees all the data."""
        self._advance(self.session.model.updates_per_epoch)

    def action_next_ten(self) -> None:
        """Go ten updates on."""
        self._advance(10)

    def action_previous_ten(self) -> None:
        """Go ten updates back."""
        self._advance(-10)

    def action_next_hundred(self) -> None:
        """Go a hundred updates on."""
        self._advance(100)

    def action_previous_hundred(self) -> None:
        """Go a hundred updates back."""
        self._advance(-100)

    def _advance(self, updates: int) -> None:
        """Go so many updates on; from where a journey leads, if there is one, so that every key counts."""
        self.session.undoable(f"updates-{'forward' if updates > 0 else 'back'}", together=True)
        update, line = self.session.run.position
        going = self._journey
        if going is None and (abs(updates) == 1 or not self.session.run.learns or update + updates <= 0):
            self.moved(self.session.advance(updates))
            return
        start = update if going is None else going.update
        self.set_out(Place(max(start + updates, 0), line if going is None else going.line))

    def action_beginning(self) -> None:
        """Go to the beginning of the lesson."""
        self.session.undoable("beginning")
        self.session.beginning()
        self.moved()

    def action_end(self) -> None:
        """Go to the end of this pass."""
        self.session.undoable("end")
        self.session.end()
        self.moved()

    def go_to_line(self, line: int) -> None:
        """Go to the place where ``line`` is the one that ran last."""
        self.session.undoable("goto")
        self.set_out(Place(self.session.run.position.update, line))

    # Addresses

    def action_go_to(self) -> None:
        """Ask for an address and go there."""
        from tutor.tui.screens.goto import GotoScreen  # late: the first paint needs no input field

        self.moved()
        self.app.push_screen(GotoScreen(self.session), self._arrive)

    def _arrive(self, place: Place | None) -> None:
        if place is not None:
            self.session.undoable("goto")
            self.set_out(place)

    def _begin_at(self, at: Address | Place) -> None:
        """Go to where the screen begins, or set out for it; to a pass that has no such place, at its beginning."""
        try:
            place = at if isinstance(at, Place) else self.session.place(at)
        except NoSuchPlaceError as found:
            self._said = self._arrival = found.message
            if not isinstance(at, Address) or not at.update or not self.session.run.learns:
                return
            place = Place(at.update, 0)
        if self.session.travel(place):
            self._said = self._arrival or self.session.describe_selected()
        else:
            self._journey = place

    # Journeys

    def set_out(self, place: Place, said: Message | None = None) -> None:
        """Go to a place, in stretches if it is a long way; any other move ends the journey. ``said`` is said there."""
        self._journey, self._arrival = place, said
        if self._stretch is None:  # else the next stretch goes there
            self._go_on()

    def _go_on(self) -> None:
        """A stretch of a journey; keys are heard between two of them."""
        self._stretch = None
        if self._journey is None:
            return
        if self.session.travel(self._journey):
            self.show_selected()
            self.moved(self._arrival or self.session.describe_selected())
        else:
            self.draw()
            self._stretch = self.set_timer(_PAUSE, self._go_on)

    def going_on(self) -> Message | None:
        """Where a journey has got to."""
        if self._journey is None:
            return super().going_on()
        return Message("tui.travelling", {"update": f"{self.session.run.position.update:,}"})

    def action_go_back(self) -> None:
        """End a journey."""
        if self._journey is None:
            super().action_go_back()
        else:
            self.moved(Message("tui.journey-ended", {"update": f"{self.session.run.position.update:,}"}))
