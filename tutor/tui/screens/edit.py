"""Setting a value by hand: the cells of a matrix as a grid, the old value beside the new one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Click
from textual.widgets import Input

from tutor.formula.display import display_name
from tutor.formula.operations.operation import Array
from tutor.tui.actions import Group, Where
from tutor.tui.draft import Draft
from tutor.tui.picture.seen import tag_at
from tutor.tui.picture.tags import Spot
from tutor.tui.picture.text import Picture
from tutor.tui.screens.base import bindings
from tutor.tui.screens.drawer import Drawer
from tutor.tui.typed import NotANumberError, plain, read_number
from tutor.tui.widgets.picture_view import PictureView

_LONGEST = 80
_OTHER_ROWS = 9
"""Rows of the window that the grid leaves to the line above the drawer, and to what stands under the grid."""

_PAGE = 10
"""Rows of cells that a page goes on by."""


class Edited(NamedTuple):
    """A value that was set by hand; None: it is as it was."""

    name: str
    value: Array | None


class EditScreen(Drawer[Edited | None]):
    """A cell is typed into; Tab and the arrows go on to other cells, Enter sets the value."""

    WHERE: ClassVar[Where] = "edit"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("edit", before_field=("cell_left", "cell_right")))

    def __init__(self, draft: Draft, update: int | None) -> None:
        """``update`` is the one before which the value is set; None where there are no updates."""
        super().__init__()
        self.draft = draft
        self._update = update
        self._grid = PictureView(id="edit-grid")
        self._cell = PictureView(id="edit-cell")

    def parts(self) -> ComposeResult:
        """The grid, the cell that is typed, and the field."""
        yield self._grid
        yield self._cell
        yield Input(compact=True, max_length=_LONGEST, select_on_focus=False)
        yield self.said

    def idle(self) -> Iterator[Group]:
        """A number has no other cells."""
        if self.draft.old.size == 1:
            yield "cells"

    @property
    def heading(self) -> str:
        """What is set, and where."""
        name = display_name(self.draft.name)
        if self._update is None:
            return self.say("tui.edit-title-here", name=name)
        return self.say("tui.edit-title", name=name, update=f"{self._update:,}")

    def draw(self) -> None:
        """Draw the value as it stands, and say everything in the language of now."""
        super().draw()
        self._field.placeholder = self.say("tui.edit-empty")
        self._draw_grid()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is typed in its cell, as far as it is a number."""
        typed = plain(event.value)
        if typed != event.value:
            event.input.value = typed
            event.input.cursor_position = len(typed)
            return
        self.hush()
        try:
            self.draft.put(read_number(typed) if typed.strip() else None)
        except NotANumberError:
            self.draft.put(None)
        self._draw_grid()

    def on_input_submitted(self) -> None:
        """The field takes Enter for itself."""
        self.action_set_value()

    def action_set_value(self) -> None:
        """Set the value, if what was typed last is a number."""
        if self._taken():
            draft = self.draft
            self.dismiss(Edited(draft.name, draft.new if draft.changed else None))

    def on_click(self, event: Click) -> None:
        """A click on a cell goes on to it."""
        tag = tag_at(self._grid.picture, event.x, event.y) if event.widget is self._grid else None
        if isinstance(tag, Spot) and self._taken():
            self.draft.go_to(tag)
            self._at_another_cell()

    def action_cell_left(self) -> None:
        """Go on to the cell at the left."""
        self._move(0, -1)

    def action_cell_right(self) -> None:
        """Go on to the cell at the right."""
        self._move(0, 1)

    def action_cell_above(self) -> None:
        """Go on to the cell above."""
        self._move(-1, 0)

    def action_cell_below(self) -> None:
        """Go on to the cell below."""
        self._move(1, 0)

    def action_cells_above(self) -> None:
        """Go on to a cell a page above."""
        self._move(-_PAGE, 0)

    def action_cells_below(self) -> None:
        """Go on to a cell a page below."""
        self._move(_PAGE, 0)

    def action_next_cell(self) -> None:
        """Go on to the next cell."""
        self._follow(1)

    def action_previous_cell(self) -> None:
        """Go back to the cell before."""
        self._follow(-1)

    def _move(self, rows: int, columns: int) -> None:
        if self._taken():
            self.draft.move(rows, columns)
            self._at_another_cell()

    def _follow(self, by: int) -> None:
        if self._taken():
            self.draft.follow(by)
            self._at_another_cell()

    def _at_another_cell(self) -> None:
        with self.prevent(Input.Changed):
            self._field.value = ""
        self.hush()
        self._draw_grid()

    def _taken(self) -> bool:
        """Whether what is typed is a number, or nothing; else it is said what is wrong, and where."""
        typed = self._field.value
        if not typed.strip():
            return True
        try:
            self.draft.put(read_number(typed))
        except NotANumberError as found:
            message = found.message
            self.complain(lambda: message.say(self.language))
            if found.column is not None:
                self._field.cursor_position = min(found.column, len(typed))
            return False
        return True

    @property
    def _field(self) -> Input:
        return self.query_one(Input)

    def _draw_grid(self) -> None:
        width, height = self.room
        self.fill(self._grid, self.draft.picture(width, max(height - _OTHER_ROWS, 3)))
        self.fill(self._cell, Picture((self.draft.cell(),)))
