"""A list in a drawer, from which one entry is chosen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.events import Click, Key
from textual.widgets import Input

from tutor.tui.actions import Where, in_mode
from tutor.tui.jamo import as_typed
from tutor.tui.picture.text import CUT, Picture, Row, Span, clip, row
from tutor.tui.screens.drawer import Drawer
from tutor.tui.widgets.picture_view import PictureView

Result = TypeVar("Result")

_OTHER_ROWS = 7
"""Rows of the window that are left to the line above the drawer, and to what stands under the list."""

_PAGE = 10
"""Entries that a page goes on by."""


class Listing(Drawer[Result]):
    """Rows, one of which is marked; an entry with a key of its own is chosen by it at once.

    What is listed and what choosing does is said by classes that come from this one.
    """

    AUTO_FOCUS: ClassVar[str | None] = ""  # keys are the list's, until it opens a field itself

    def __init__(self, at: int = 0) -> None:
        """``at`` is the entry that is marked first."""
        super().__init__()
        self.at = at
        self._list = PictureView(id="listing")
        self._first = 0

    # What is listed

    @abstractmethod
    def entries(self) -> Sequence[Row]:
        """The entries, each in one row."""

    def keys(self) -> Sequence[str]:
        """A key for each entry, as far as there are keys."""
        return ()

    @abstractmethod
    def choose(self, number: int) -> None:
        """Take the entry ``number``."""

    # The list

    def parts(self) -> ComposeResult:
        """The list."""
        yield self._list
        yield self.said

    def draw(self) -> None:
        """Draw the list around the entry that is marked, and how much of it is above and below."""
        super().draw()
        width, height = self.room
        entries = self.entries()
        self.at = min(max(self.at, 0), len(entries) - 1)
        most = max(height - _OTHER_ROWS, 3)
        self._first = 0 if len(entries) <= most else min(max(self.at - most // 2, 0), len(entries) - most)
        rows = [
            clip((Span("▸ " if number == self.at else "  ", "new"), *entry), width)
            for number, entry in enumerate(entries)
        ][self._first : self._first + most]
        hidden = len(entries) - len(rows)
        if hidden:
            rows.append(row(Span(f"  {CUT}{hidden}", "dim")))
        self.fill(self._list, Picture(tuple(rows)))

    def on_key(self, event: Key) -> None:
        """A key of an entry chooses it."""
        typed = as_typed(event.character or "")
        if typed and typed in self.keys():
            event.stop()
            self.choose(list(self.keys()).index(typed))

    def on_click(self, event: Click) -> None:
        """A click on an entry chooses it."""
        number = self._first + event.y
        if event.widget is self._list and number < len(self.entries()):
            self.choose(number)

    def take(self) -> None:
        """Take the entry that is marked."""
        self.choose(self.at)

    def _mark(self, number: int) -> None:
        self.at = number
        self.hush()
        self.draw()

    def action_entry_below(self) -> None:
        """Mark the next entry."""
        self._mark(self.at + 1)

    def action_entry_above(self) -> None:
        """Mark the entry before."""
        self._mark(self.at - 1)

    def action_entries_below(self) -> None:
        """Mark an entry a page below."""
        self._mark(self.at + _PAGE)

    def action_entries_above(self) -> None:
        """Mark an entry a page above."""
        self._mark(self.at - _PAGE)

    def action_first_entry(self) -> None:
        """Mark the first entry."""
        self._mark(0)

    def action_last_entry(self) -> None:
        """Mark the last entry."""
        self._mark(len(self.entries()) - 1)


class NamingListing(Listing[Result]):
    """A list whose entries can be given another name, in a field that opens under it."""

    LONGEST: ClassVar[int]
    """Characters of a name."""

    @property
    @abstractmethod
    def asking(self) -> str:
        """What stands in the empty field."""

    @abstractmethod
    def call(self, name: str) -> None:
        """Give the entry that is marked this name."""

    def parts(self) -> ComposeResult:
        """The list, and a field for a name."""
        yield self._list
        field = Input(compact=True, max_length=self.LONGEST)
        field.display = False
        yield field
        yield self.said

    def draw(self) -> None:
        """Say everything in the language of now."""
        super().draw()
        self._field.placeholder = self.asking

    @property
    def mode(self) -> Where:
        """While a name is typed, letters are no commands."""
        return "naming" if self.is_mounted and self._field.display else super().mode

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What belongs to the list waits while a name is typed, and the other way round."""
        waiting: Where = self.WHERE if self.mode == "naming" else "naming"
        if in_mode(action, waiting) and not in_mode(action, self.mode):
            return False
        return super().check_action(action, parameters)

    @property
    def _field(self) -> Input:
        return self.query_one(Input)

    def open_field(self, name: str) -> None:
        """Ask for a name in place of this one."""
        self._field.value = name
        self._field.display = True
        self._field.focus()
        self.draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The field takes Enter for itself."""
        event.stop()
        self.action_give_name()

    def action_give_name(self) -> None:
        """Give the name that was typed."""
        name = self._field.value
        self._close_field()
        self.call(name)

    def action_go_back(self) -> None:
        """Leave the name as it is; else close the list."""
        if self._field.display:
            self._close_field()
            self.draw()
        else:
            super().action_go_back()

    def _close_field(self) -> None:
        self._field.display = False
        self.set_focus(None)
