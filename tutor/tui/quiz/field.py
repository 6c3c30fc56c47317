"""One line that is typed into: a text and a caret."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.quiz.reading import MOST_CHARACTERS


@dataclass
class Field:
    """A line of text being edited.

    Attributes:
        text: what stands in it.
        caret: the character before which the next one is put.
        most: characters that it takes.
    """

    text: str = ""
    caret: int = 0
    most: int = MOST_CHARACTERS

    def put(self, text: str) -> None:
        """Write another text, the caret at its end."""
        self.text, self.caret = text, len(text)

    def insert(self, text: str) -> bool:
        """Type ``text`` at the caret; False, and nothing typed, if the line would be too long."""
        if len(self.text) + len(text) > self.most:
            return False
        self.text = self.text[: self.caret] + text + self.text[self.caret :]
        self.caret += len(text)
        return True

    def backspace(self) -> None:
        """Take away the character before the caret."""
        if self.caret:
            self.text = self.text[: self.caret - 1] + self.text[self.caret :]
            self.caret -= 1

    def delete(self) -> None:
        """Take away the character after the caret."""
        self.text = self.text[: self.caret] + self.text[self.caret + 1 :]

    def move(self, by: int) -> bool:
        """Move the caret; False if it stands at that end already."""
        target = self.caret + by
        if not 0 <= target <= len(self.text):
            return False
        self.caret = target
        return True

    def to_start(self) -> None:
        """Put the caret before the first character."""
        self.caret = 0

    def to_end(self) -> None:
        """Put the caret behind the last character."""
        self.caret = len(self.text)
