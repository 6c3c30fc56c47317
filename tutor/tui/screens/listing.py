"""A list in a drawer, from which one entry is chosen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Click, Key, Resize
from textual.widgets import Input, Static

from tutor.messages import Language
from tutor.tui.jamo import as_typed, with_jamo
from tutor.tui.picture.text import CUT, Picture, Row, Span, clip, row
from tutor.tui.screens.drawer import Drawer
from tutor.tui.widgets.picture_view import PictureView

Result = TypeVar("Result")

_OTHER_ROWS = 7
"""Rows of the window that are left to the line above the drawer, and to what stands under the list."""


class Listing(Drawer[Result]):
    """Rows, one of which is marked; an entry with a key of its own is chosen by it at once.

    What is listed and what choosing does is said by classes that come from this one.
    """

    AUTO_FOCUS: ClassVar[str | None] = ""  # keys are the list's, until it opens a field itself

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("enter", "choose", show=False),
        Binding(",".join(with_jamo(("down", "j"))), "move(1)", show=False),
        Binding(",".join(with_jamo(("up", "k"))), "move(-1)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("home", "move(-1000)", show=False),
        Binding("end", "move(1000)", show=False),
    ]

    def __init__(self, language: Language, at: int = 0) -> None:
        """``at`` is the entry that is marked first."""
        super().__init__(language)
        self.at = at
        self._list = PictureView(id="listing")
        self._first = 0

    # What is listed

    @property
    @abstractmethod
    def heading(self) -> str:
        """What the list is about."""

    @property
    @abstractmethod
    def foot(self) -> str:
        """What can be pressed, or what was done last."""

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

    def compose(self) -> ComposeResult:
        """The list, and what can be pressed."""
        with self.box(self.heading):
            yield self._list
            yield Static("", id="listing-foot", classes="drawer-hint", markup=False)

    def on_mount(self) -> None:
        """Draw the list."""
        self.draw()

    def on_resize(self, event: Resize) -> None:
        """Fit the list into the window."""
        del event
        self.draw()

    def draw(self) -> None:
        """Draw the list around the entry that is marked, and how much of it is above and below."""
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
        self.query_one("#listing-foot", Static).update(self.foot)

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

    def action_move(self, by: int) -> None:
        """Mark another entry."""
        self.at += by
        self.draw()

    def action_choose(self) -> None:
        """Take the entry that is marked."""
        self.choose(self.at)


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

    def compose(self) -> ComposeResult:
        """The list, a field for a name, and what can be pressed."""
        with self.box(self.heading):
            yield self._list
            field = Input(compact=True, max_length=self.LONGEST, placeholder=self.asking)
            field.display = False
            yield field
            yield Static("", id="listing-foot", classes="drawer-hint", markup=False)

    def open_field(self, name: str) -> None:
        """Ask for a name in place of this one."""
        field = self.query_one(Input)
        field.value = name
        field.display = True
        field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the name that was typed."""
        event.stop()
        self._close_field()
        self.call(event.value)

    def action_cancel(self) -> None:
        """Leave the name as it is; else close the list."""
        if self.query_one(Input).display:
            self._close_field()
        else:
            super().action_cancel()

    def _close_field(self) -> None:
        self.query_one(Input).display = False
        self.set_focus(None)
