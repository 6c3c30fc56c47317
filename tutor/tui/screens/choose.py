"""Which value is to be set by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from tutor.messages import Message
from tutor.tui.actions import Where
from tutor.tui.editable import Editable, editable
from tutor.tui.moment import Moment
from tutor.tui.picture.text import Row, Span, cell_len, pad, row
from tutor.tui.screens.base import bindings
from tutor.tui.screens.listing import Listing

_KEYS = "123456789abcdefghilmnoprstuvwxyz"
"""Digits, then letters that do not move the mark."""


class ChooseScreen(Listing[str | None]):
    """The parameters, the data and the hyper-parameters, each with a key; gives the name of one."""

    WHERE: ClassVar[Where] = "choose"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("choose"))

    def __init__(self, moment: Moment, why: Message | None = None) -> None:
        """``why`` there is something to choose."""
        super().__init__()
        self._session = moment.session
        self._values = editable(moment)
        self._why = why

    @property
    def heading(self) -> str:
        """What the list is about."""
        return self.say("tui.edit-choose")

    @property
    def standing(self) -> Message:
        """Why there is a list, or that each value has a key."""
        return self._why or Message("tui.edit-choose-how")

    def draw(self) -> None:
        """Say in the language of now what each value stands for."""
        self._values = editable(Moment(self._session, self.language))
        super().draw()

    def keys(self) -> Sequence[str]:
        """A key for each value."""
        return _KEYS[: len(self._values)]

    def entries(self) -> Sequence[Row]:
        """A value a row: its key, its name, what it is, its shape or its number, what it stands for."""
        names = max(cell_len(value.label) for value in self._values) + 2
        kinds = max(cell_len(self._kind(value)) for value in self._values) + 2
        return [self._entry(number, value, names, kinds) for number, value in enumerate(self._values)]

    def choose(self, number: int) -> None:
        """Set this one."""
        self.dismiss(self._values[number].name)

    def action_set_value(self) -> None:
        """Set the one that is marked."""
        self.take()

    def _entry(self, number: int, value: Editable, names: int, kinds: int) -> Row:
        key = _KEYS[number] if number < len(_KEYS) else " "
        name = pad(row(Span(value.label, "name")), names)
        kind = pad(row(Span(self._kind(value), "dim")), kinds)
        return (Span(f"{key}  ", "key"), *name, *kind, Span(value.text), Span(f"  {value.about}", "dim"))

    def _kind(self, value: Editable) -> str:
        return self.say(f"tui.edit-{value.kind}")
