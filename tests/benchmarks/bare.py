"""The bare Textual application that the tutor's screen is measured against: one line of text that a key changes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Static


class Bare(App[None]):
    """One line of text and one key."""

    BINDINGS: ClassVar[list[BindingType]] = [("right", "count", "")]
    presses = 0

    def compose(self) -> ComposeResult:
        yield Static("bare 0")

    def action_count(self) -> None:
        self.presses += 1
        self.query_one(Static).update(f"bare {self.presses}")


if __name__ == "__main__":
    Bare().run()
