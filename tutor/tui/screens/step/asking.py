"""Asking why the selected cell has its value, and walking on to the cells that it comes from or goes into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.address import Address
from tutor.explain.problem import ExplainError
from tutor.messages import Message
from tutor.tui.picture.tags import Spot
from tutor.tui.screens.step.selecting import Selecting
from tutor.tui.subjects import find, part_of_line

if TYPE_CHECKING:
    from tutor.tui.inquiry import Inquiry, Questions

_LEAST = 4
"""Rows of the panel below which the answer has a screen of its own at once."""


class Asking(Selecting):
    """The keys that ask why, and that walk from cell to cell."""

    def action_ask(self) -> None:
        """Ask why; go to the cell that is chosen; asked once more, show the answer on the whole screen."""
        self.ask()

    def ask(self) -> None:
        """Ask about the selected cell, or walk on to it."""
        inquiry = self.session.selection.inquiry
        if inquiry is not None and inquiry.chosen is not None:
            self.go_to_cell(inquiry.chosen)
            return
        spot, quantity = self._selected()
        if spot is None or quantity is None:
            self.action_select()
        elif inquiry is not None and inquiry.seen.spot == spot:
            self._show_whole()
        elif quantity.array is None:
            self.tell(Message("tui.why-not-computed"))
        else:
            self._ask(spot)

    def _ask(self, spot: Spot) -> None:
        selection = self.session.selection
        address = spot.subject.address(self.session.run.position.update, spot.cell)
        if selection.inquiry is not None and address is not None and selection.inquiry.leads_to(address):
            self._enter(selection.inquiry, address)
            return
        found = self._inquiry(spot)
        if isinstance(found, Message):
            self.tell(found)
            return
        anew = selection.inquiry is None
        selection.inquiry = found
        self._answer(anew=anew)

    def _inquiry(self, spot: Spot) -> Inquiry | Message:
        """A new walk, beginning at a cell; or why there is none."""
        part = part_of_line(self._moment, spot.subject) if spot.subject.kind == "part" else None
        try:
            return self._questions.ask(spot, part)
        except ExplainError as found:
            return found.message

    @property
    def _questions(self) -> Questions:
        """What is asked through; it keeps what it has worked out as long as the run is the same."""
        from tutor.tui.inquiry import Questions  # late: whoever steps without asking need not wait for it

        selection = self.session.selection
        if selection.questions is None or selection.questions.run is not self.session.run:
            selection.questions = Questions(self.session)
        return selection.questions

    def _answer(self, *, anew: bool) -> None:
        """Show the answer in its panel, or on a screen of its own where the panel is too small."""
        self.bring_forward("why")
        if anew:
            self.arrange_anew()
        self.moved()
        room = next((slot.box.height - 1 for slot in self._slots if self._panel_in(slot) == "why"), 0)
        if room < _LEAST:
            self._show_whole()

    def _show_whole(self) -> None:
        from tutor.tui.screens.why import WhyScreen

        inquiry = self.session.selection.inquiry
        if inquiry is not None:
            self.app.push_screen(WhyScreen(inquiry), self._closed_whole)

    def _closed_whole(self, _: None) -> None:
        """The walk may have gone on over there."""
        self._arrived()

    # Walking

    def go_to_cell(self, address: Address) -> None:
        """Go on to a cell that is named in the answer."""
        inquiry = self.session.selection.inquiry
        if inquiry is not None:
            self._enter(inquiry, address)

    def _enter(self, inquiry: Inquiry, address: Address) -> None:
        try:
            inquiry.enter(address)
        except ExplainError as found:
            self.tell(found.message)
            return
        self._arrived()

    def _arrived(self) -> None:
        """Select the cell that the walk has come to, if it is to be seen."""
        selection = self.session.selection
        inquiry = selection.inquiry
        if inquiry is None:
            return
        spot = inquiry.seen.spot
        if spot is None:
            self.draw()  # what is to be seen there is known once it is drawn
            spot = self._spot_of(self._moment, inquiry.here.address)
            inquiry.noticed(spot)
        selection.spot = spot
        self.moved()

    def action_walk_back(self) -> None:
        """Back to the cell where one came from."""
        inquiry = self.session.selection.inquiry
        if inquiry is None or not inquiry.back():
            self.tell(Message("tui.walk-begins-here"))
            return
        self._arrived()

    def action_next_link(self) -> None:
        """Choose the next of the cells that this one comes from or goes into."""
        self._choose(1)

    def action_previous_link(self) -> None:
        """Choose the one before."""
        self._choose(-1)

    def _choose(self, by: int) -> None:
        inquiry = self.session.selection.inquiry
        if inquiry is None:
            self.tell(Message("tui.why-first"))
            return
        address = inquiry.choose(by)
        if address is None:
            self.tell(Message("tui.why-no-links"))
            return
        self.session.selection.spot = self._spot_of(self._moment, address) or inquiry.seen.spot
        self.moved()

    def action_unfold(self) -> None:
        """Show long sums whole, or folded again."""
        inquiry = self.session.selection.inquiry
        if inquiry is None:
            self.tell(Message("tui.why-first"))
            return
        inquiry.unfolded = not inquiry.unfolded
        self.moved()

    def action_check_gradients(self) -> None:
        """Check every gradient of this pass against the numeric one."""
        from tutor.tui.screens.gradients import GradientsScreen

        self.app.push_screen(GradientsScreen(self.session, self._questions))

    # Staying with what is asked

    def _select(self, spot: Spot) -> None:
        inquiry = self.session.selection.inquiry
        if inquiry is not None:
            inquiry.link = None
        super()._select(spot)

    def draw(self) -> None:
        """Draw everything; if the run is another since, what was asked is asked of the same cell as it is now."""
        selection = self.session.selection
        if selection.inquiry is not None and selection.inquiry.is_out_of_date:
            selection.inquiry = self._asked_again(selection.inquiry)
        super().draw()
        self._keep_link_in_sight()

    def _asked_again(self, inquiry: Inquiry) -> Inquiry | None:
        spot = inquiry.seen.spot
        quantity = None if spot is None else find(self._moment, spot.subject)
        if spot is None or quantity is None or quantity.array is None:
            return None
        found = self._inquiry(spot)
        return None if isinstance(found, Message) else found

    def _keep_link_in_sight(self) -> None:
        """Scroll the answer to the cell that is chosen in it."""
        inquiry, view = self.session.selection.inquiry, self._views["why"]
        if inquiry is None or inquiry.chosen is None or not view.display or not view.virtual_size:
            return
        for y, row in enumerate(view.picture.rows):
            if any(span.role == "selected" and span.text.startswith("‹") for span in row):
                if not view.scroll_offset.y <= y < view.scroll_offset.y + view.size.height:
                    view.scroll_to(y=max(y - view.size.height // 2, 0), animate=False, immediate=True)
                return

    def end_selecting(self) -> None:
        """Go back to where the first question was asked, and let the arrows step through the lines again."""
        inquiry = self.session.selection.inquiry
        if inquiry is not None:
            inquiry.leave()
        super().end_selecting()
