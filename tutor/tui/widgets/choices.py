"""A list to choose from, which neither a window too small for a single entry nor a title at its end upsets."""

from __future__ import annotations

from textual.widgets import OptionList


class Choices(OptionList):
    """Textual's list of options.

    In Textual 8.2 it looks for a line that it has not where there is no room for any, and chooses nothing where a page
    leads to an end whose entries cannot be chosen.
    """

    def action_page_up(self) -> None:
        """One page up, where there is a page."""
        if self.scrollable_content_region.size.area:
            super().action_page_up()  # type: ignore[no-untyped-call]
            if self.highlighted is None:
                self.action_first()

    def action_page_down(self) -> None:
        """One page down, where there is a page."""
        if self.scrollable_content_region.size.area:
            super().action_page_down()  # type: ignore[no-untyped-call]
            if self.highlighted is None:
                self.action_last()
