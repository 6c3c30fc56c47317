"""Setting a value by hand: the cells of a matrix as a grid, the old value beside the new one."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.widgets import Input, Static

from tutor.formula.display import display_name
from tutor.formula.operations.operation import Array
from tutor.messages import Language, Message
from tutor.tui.draft import Draft
from tutor.tui.picture.quantity import Spot
from tutor.tui.picture.seen import tag_at
from tutor.tui.picture.text import Picture
from tutor.tui.screens.drawer import Drawer
from tutor.tui.typed import NotANumberError, plain, read_number
from tutor.tui.widgets.picture_view import PictureView

_LONGEST = 80
_OTHER_ROWS = 9
"""Rows of the window that the grid leaves to the line above the drawer, and to what stands under the grid."""


class Edited(NamedTuple):
    """A value that was set by hand; None: it is as it was."""

    name: str
    value: Array | None


class EditScreen(Drawer[Edited | None]):
    """A cell is typed into; Tab and the arrows go on to other cells, Enter sets the value."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("left", "move(0, -1)", show=False, priority=True),
        Binding("right", "move(0, 1)", show=False, priority=True),
        Binding("up", "move(-1, 0)", show=False, priority=True),
        Binding("down", "move(1, 0)", show=False, priority=True),
        Binding("pageup", "move(-10, 0)", show=False, priority=True),
        Binding("pagedown", "move(10, 0)", show=False, priority=True),
        Binding("tab", "follow(1)", show=False, priority=True),
        Binding("shift+tab", "follow(-1)", show=False, priority=True),
    ]

    def __init__(self, draft: Draft, update: int | None, language: Language) -> None:
        """``update`` is the one before which the value is set; None where there are no updates."""
        super().__init__(language)
        self.draft = draft
        self._update = update
        self._grid = PictureView(id="edit-grid")
        self._cell = PictureView(id="edit-cell")

    def compose(self) -> ComposeResult:
        """The grid, the cell that is typed, the field, and room for what is wrong."""
        with self.box(self._title):
            yield self._grid
            yield self._cell
            yield Input(compact=True, max_length=_LONGEST, select_on_focus=False)
            yield Static("", id="edit-problem", classes="drawer-problem", markup=False)
            keys = "tui.edit-keys" if self.draft.old.size > 1 else "tui.edit-keys-one"
            yield Static(self.say(keys), classes="drawer-hint", markup=False)

    @property
    def _title(self) -> str:
        name = display_name(self.draft.name)
        if self._update is None:
            return self.say("tui.edit-title-here", name=name)
        return self.say("tui.edit-title", name=name, update=f"{self._update:,}")

    def on_mount(self) -> None:
        """Draw the value as it stands."""
        self._draw()

    def on_resize(self, event: Resize) -> None:
        """Fit the grid into the window."""
        del event
        self._draw()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is typed in its cell, as far as it is a number."""
        typed = plain(event.value)
        if typed != event.value:
            event.input.value = typed
            event.input.cursor_position = len(typed)
            return
        self._complain(None)
        try:
            self.draft.put(read_number(typed) if typed.strip() else None)
        except NotANumberError:
            self.draft.put(None)
        self._draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Set the value, if what was typed last is a number."""
        del event
        if self._taken():
            draft = self.draft
            self.dismiss(Edited(draft.name, draft.new if draft.changed else None))

    def on_click(self, event: Click) -> None:
        """A click on a cell goes on to it."""
        tag = tag_at(self._grid.picture, event.x, event.y) if event.widget is self._grid else None
        if isinstance(tag, Spot) and self._taken():
            self.draft.go_to(tag)
            self._at_another_cell()

    def action_move(self, rows: int, columns: int) -> None:
        """Go on to a cell beside this one."""
        if self._taken():
            self.draft.move(rows, columns)
            self._at_another_cell()

    def action_follow(self, by: int) -> None:
        """Go on to the next cell."""
        if self._taken():
            self.draft.follow(by)
            self._at_another_cell()

    def _at_another_cell(self) -> None:
        with self.prevent(Input.Changed):
            self._field.value = ""
        self._draw()

    def _taken(self) -> bool:
        """Whether what is typed is a number, or nothing; else it is said what is wrong, and where."""
        typed = self._field.value
        if not typed.strip():
            return True
        try:
            self.draft.put(read_number(typed))
        except NotANumberError as found:
            self._complain(found.message)
            if found.column is not None:
                self._field.cursor_position = min(found.column, len(typed))
            return False
        return True

    def _complain(self, message: Message | None) -> None:
        self.query_one("#edit-problem", Static).update("" if message is None else message.say(self.language))

    @property
    def _field(self) -> Input:
        return self.query_one(Input)

    def _draw(self) -> None:
        width, height = self.room
        self.fill(self._grid, self.draft.picture(width, max(height - _OTHER_ROWS, 3)))
        self.fill(self._cell, Picture((self.draft.cell(),)))
