"""How exactly numbers are shown."""

from __future__ import annotations

from tutor.messages import Message
from tutor.tui.screens.step.parts import StepParts
from tutor.tui.settings import FEWEST_DIGITS, MOST_DIGITS, Numbers


class Rounding(StepParts):
    """The keys for more or fewer digits, significant ones or decimals. What is computed stays exact all the while."""

    def action_more_digits(self) -> None:
        """Show one digit more."""
        self._show_digits(self.session.digits + 1, self.session.numbers)

    def action_fewer_digits(self) -> None:
        """Show one digit fewer."""
        self._show_digits(self.session.digits - 1, self.session.numbers)

    def action_fixed_digits(self) -> None:
        """As many decimals everywhere, or significant digits again."""
        self._show_digits(self.session.digits, "significant" if self.session.numbers == "fixed" else "fixed")

    def _show_digits(self, digits: int, numbers: Numbers) -> None:
        self.session.undoable("digits", together=True)
        self.session.digits = min(max(digits, FEWEST_DIGITS), MOST_DIGITS)
        self.session.numbers = numbers
        self.arrange_anew()
        self.moved(Message(f"tui.digits-{self.session.numbers}", {"digits": self.session.digits}))
