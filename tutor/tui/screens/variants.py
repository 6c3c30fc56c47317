"""The variants of a lesson, to choose one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from tutor.lesson.parts import AS_IT_STANDS
from tutor.messages import Language, Words
from tutor.tui.actions import Where
from tutor.tui.picture.text import Row, row
from tutor.tui.screens.base import bindings
from tutor.tui.screens.listing import Listing


class VariantsScreen(Listing[str | None]):
    """Offers the lesson as it stands and its variants; gives the id of the one that was chosen."""

    WHERE: ClassVar[Where] = "variants"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("variants"))

    def __init__(self, title: Words, variants: Sequence[tuple[str, Words]]) -> None:
        super().__init__()
        self._lesson = title
        self._variants = tuple(variants)

    @property
    def heading(self) -> str:
        """The lesson."""
        return self._lesson.say(self.language)

    def entries(self) -> Sequence[Row]:
        """A variant a row, after the lesson itself."""
        called = (_called(name, title, self.language) for name, title in self._variants)
        return [row(self.say("tui.variant-none")), *map(row, called)]

    def choose(self, number: int) -> None:
        """Give the choice back."""
        self.dismiss(self._variants[number - 1][0] if number else AS_IT_STANDS)

    def action_open_variant(self) -> None:
        """Open the one that is marked."""
        self.take()


def _called(name: str, title: Words, language: Language) -> str:
    """A variant's title, and the name by which notes speak of it."""
    said = title.say(language)
    return f"{said} · {name}" if said and said != name else name
