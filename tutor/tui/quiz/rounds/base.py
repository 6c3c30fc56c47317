"""What every way of being asked has in common."""

from __future__ import annotations

from typing import ClassVar, Literal, Protocol

from tutor.messages import Message, Words
from tutor.tui.quiz.papers import Paper

Mode = Literal["predict", "questions", "practice", "bug"]

Title = Words | Message | None


class Round(Protocol):
    """Papers, one after another."""

    mode: ClassVar[Mode]

    @property
    def paper(self) -> Paper | None:
        """What lies before the learner; None: after the last one."""

    @property
    def title(self) -> Title:
        """The lesson that it is from."""

    @property
    def place(self) -> Message:
        """Which of them this is, and where its numbers come from."""

    def next(self) -> Message | None:
        """Go on; a sentence where that cannot be done."""

    def back(self) -> Message | None:
        """Back to the one before; a sentence where there is none."""

    def keep(self) -> None:
        """Keep what was done for another day."""

    def news(self) -> Message | None:
        """What the last answer has brought about, to be said once."""
