"""Selecting a cell, with arrows or the mouse, and scrolling matrices that are larger than their room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import events

from tutor.engine.address import Address
from tutor.messages import Message
from tutor.tui.actions import Where, in_mode
from tutor.tui.arrange import PANELS
from tutor.tui.moment import Moment
from tutor.tui.picture.quantity import Quantity
from tutor.tui.picture.tags import Spot, Subject, Tag, ToLine, ToPanel
from tutor.tui.picture.text import Row, Span, row
from tutor.tui.screens.step.turning import Turning
from tutor.tui.session import Selected
from tutor.tui.subjects import find, quantities
from tutor.tui.widgets.picture_view import PictureView

if TYPE_CHECKING:
    from tutor.tui.picture.seen import Direction, Seen

_WHEEL = 3
"""Rows or columns that a click of the wheel scrolls."""

_STEPS: dict[str, tuple[int, int]] = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}


class Selecting(Turning):
    """The keys and clicks that select a cell; while one selects, arrows move the selection and no line."""

    @property
    def mode(self) -> Where:
        """The part of the table of actions that is in force."""
        return "selecting" if self.session.selection.on else super().mode

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What belongs to selecting is done only while one selects; then it goes before what its keys do otherwise."""
        if in_mode(action, "selecting"):
            return self.session.selection.on and self.can_be_seen
        return super().check_action(action, parameters)

    # Selecting

    def action_select(self) -> None:
        """Begin to select: where the last selection was, or at the result's first cell."""
        if self.is_enlarged:  # a picture fills the window: there is no cell to be seen
            self.enlarge(on=False)
        spot = self._first_spot()
        if spot is None:
            self.tell(Message("tui.nothing-to-select"))
            return
        self._select(spot)

    def _first_spot(self) -> Spot | None:
        moment, selection, named = self._moment, self.session.selection, self.session.selected
        if named is not None and named.index is not None:
            spot = self._spot_of(moment, Address(moment.update, named.name, named.index))
            if spot is not None:
                return spot
        if selection.spot is not None and _has(find(moment, selection.spot.subject), selection.spot):
            return selection.spot
        for quantity in quantities(moment):
            if quantity.subject is not None:
                return Spot(quantity.subject, (0,) * len(quantity.shape))
        return None

    def _spot_of(self, moment: Moment, address: Address) -> Spot | None:
        """Where the cell at an address is to be seen: best in the line itself, else in a panel that is shown."""
        found: list[Spot] = []
        for quantity in quantities(moment):
            subject = quantity.subject
            if subject is None or subject.kind == "change" or subject.where not in ("line", *self.shown_panels):
                continue
            spot = Spot(subject, subject.turned(address.index or ()))
            if subject.address(moment.update, spot.cell) == address and _has(quantity, spot):
                found.append(spot)
        return found[0] if found else None

    def _select(self, spot: Spot) -> None:
        """Make ``spot`` the selected cell."""
        selection = self.session.selection
        selection.on, selection.spot = True, spot
        self.moved()

    def end_selecting(self) -> None:
        """Let the arrows step through the lines again."""
        self.session.selection.end()
        self.session.selected = None
        self.arrange_anew()
        self.moved()

    def action_go_back(self) -> None:
        """Escape ends selecting; else it does what it always does."""
        if self.session.selection.on:
            self.end_selecting()
        else:
            super().action_go_back()

    # Arrows

    def action_select_left(self) -> None:
        """One cell to the left, or into the matrix beside this one."""
        self._go("left")

    def action_select_right(self) -> None:
        """One cell to the right, or into the matrix beside this one."""
        self._go("right")

    def action_select_up(self) -> None:
        """One cell up, or into what stands above."""
        self._go("up")

    def action_select_down(self) -> None:
        """One cell down, or into what stands below."""
        self._go("down")

    def action_select_first(self) -> None:
        """The first cell of the row; of a column, the first cell."""
        self._to_end(first=True)

    def action_select_last(self) -> None:
        """The last cell of the row; of a column, the last cell."""
        self._to_end(first=False)

    def _to_end(self, *, first: bool) -> None:
        spot, quantity = self._selected()
        if spot is None or quantity is None or not spot.cell:
            self.action_select()
            return
        axis = -1 if quantity.shape[-1] > 1 or len(spot.cell) == 1 else -2
        index = list(spot.cell)
        index[axis] = 0 if first else quantity.shape[axis] - 1
        self._select(Spot(spot.subject, tuple(index)))

    def _selected(self) -> tuple[Spot | None, Quantity | None]:
        """The selected cell and the value that it is in; nothing, if that is not on the screen any more."""
        spot = self.session.selection.spot
        quantity = None if spot is None else find(self._moment, spot.subject)
        return (spot, quantity) if spot is not None and _has(quantity, spot) else (None, None)

    def _go(self, direction: Direction) -> None:
        spot, quantity = self._selected()
        if spot is None or quantity is None:
            self.action_select()
            return
        within = _beside(quantity.shape, spot.cell, *_STEPS[direction])
        if within is not None:
            self._select(Spot(spot.subject, within))
            return
        next_one = self._neighbour(spot, direction)
        if next_one is not None:
            self._select(next_one)
        else:
            self.tell(Message("tui.at-edge"))

    def _neighbour(self, spot: Spot, direction: Direction) -> Spot | None:
        from tutor.tui.picture.seen import neighbour

        cells = list(self.cells())
        here = next((cell for cell in cells if cell.spot == spot), None)
        if here is None:  # it was selected by a key whose picture has not been drawn yet
            self.draw()
            cells = list(self.cells())
            here = next((cell for cell in cells if cell.spot == spot), None)
        found = None if here is None else neighbour(cells, here, direction)
        return None if found is None else found.spot

    def cells(self) -> Iterator[Seen]:
        """Every cell that is drawn, with its place in the window; also what its panel has scrolled out of sight."""
        from tutor.tui.picture.seen import cells_in

        for name, view in self._cell_views():
            corner = self._corner(name, view)
            yield from cells_in(view.picture, *corner)

    def _cell_views(self) -> Iterator[tuple[str, PictureView]]:
        for name in ("line", *PANELS):
            if self._views[name].display and self._arrangement is not None:
                yield name, self._views[name]

    def _corner(self, name: str, view: PictureView) -> tuple[int, int]:
        """Where the first column and row of a view's picture stand in the window."""
        box = next((slot.box for slot in self._slots if self._panel_in(slot) == name), None)
        if self._arrangement is not None and name == "line":
            box = self._arrangement.line
        x, y = (0, 0) if box is None else (box.x, box.y)
        return x + 1 - view.scroll_offset.x, y + 1 - view.scroll_offset.y

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Select the cell that was clicked; asked again, it answers why."""
        tag = self._tag_under(event)
        if isinstance(tag, Spot):
            event.stop()
            if self.session.selection.on and self.session.selection.spot == tag:
                self.ask()
            else:
                self._select(tag)
        elif isinstance(tag, Address):
            event.stop()
            self.go_to_cell(tag)
        elif isinstance(tag, ToLine):
            event.stop()
            self.go_to_line(tag.line)
        elif isinstance(tag, ToPanel):
            event.stop()
            self.bring_forward(tag.panel)
            self.moved()

    def ask(self) -> None:
        """Ask why the selected cell has its value."""

    def go_to_cell(self, address: Address) -> None:
        """Go on to a cell that is named in an answer."""

    def _tag_under(self, event: events.MouseEvent) -> Tag | None:
        view = self._view_under(event)
        return None if view is None else view.tag_at(event.screen_x, event.screen_y)

    def _view_under(self, event: events.MouseEvent) -> PictureView | None:
        views = (view for view in reversed(self._views.values()) if view.display)  # the foot may cover others
        return next((view for view in views if view.region.contains(event.screen_x, event.screen_y)), None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the matrix under the mouse; with shift, sideways."""
        self._wheel(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the matrix under the mouse back."""
        self._wheel(event, -_WHEEL)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Scroll the matrix under the mouse sideways."""
        self._wheel(event, _WHEEL, sideways=True)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Scroll the matrix under the mouse back sideways."""
        self._wheel(event, -_WHEEL, sideways=True)

    def _wheel(self, event: events.MouseEvent, by: int, *, sideways: bool = False) -> None:
        view, tag = self._view_under(event), self._tag_under(event)
        if isinstance(tag, Spot):
            across = sideways or event.shift or event.ctrl
            self._scroll(tag.subject, (0, by) if across else (by, 0))
            self.moved()
        elif view is not None and view.virtual_size:
            view.scroll_relative(y=by, animate=False, immediate=True)

    # Windows

    def show_selected(self) -> None:
        """Let the cell that was gone to by its address be seen; while one selects, it is selected from now on."""
        named, selection = self.session.selected, self.session.selection
        if named is None or named.index is None:
            return
        spot = self._spot_of(self._moment, Address(self.session.run.position.update, named.name, named.index))
        if selection.on:
            selection.end()
            selection.on, selection.spot = spot is not None, spot
        elif spot is not None and self.can_be_seen:
            self.draw()  # where it stands is known once it is drawn
            self._bring_into_window(spot)

    def _bring_into_window(self, spot: Spot) -> None:
        """Scroll the value that a cell is in to the cell, if that is not shown."""
        from tutor.tui.picture.seen import shown_of

        rows, columns = shown_of(self.cells(), spot.subject)
        row_, column = (0, 0, *spot.cell)[-2:]
        if rows and (row_ not in rows or column not in columns):
            self._scroll(spot.subject, (row_ - rows[0], column - columns[0]))

    def _scroll(self, subject: Subject, by: tuple[int, int]) -> None:
        """Show another part of a value; the selection goes along if it is in it."""
        from tutor.tui.picture.seen import shown_of

        quantity = find(self._moment, subject)
        if quantity is None or not quantity.shape:
            return
        selection = self.session.selection
        spot = selection.spot
        if selection.on and spot is not None and spot.subject == subject:
            selection.spot = Spot(subject, _moved_by(quantity.shape, spot.cell, by))
            return
        shape = (1, *quantity.shape)[-2:]
        start, shown = selection.windows.get(subject, (0, 0)), shown_of(self.cells(), subject)
        first, second = (
            max(min(start[axis] + by[axis], shape[axis] - len(shown[axis])), 0) for axis in (0, 1)
        )  # fmt: skip
        selection.windows[subject] = first, second

    def action_scroll_down(self) -> None:
        """Scroll what is longer than its room, matrices too."""
        super().action_scroll_down()
        self._page(1)

    def action_scroll_up(self) -> None:
        """Scroll back."""
        super().action_scroll_up()
        self._page(-1)

    def _page(self, by: int) -> None:
        """Scroll every matrix that is cut by a page; while one selects, the one that the selected cell is in."""
        from tutor.tui.picture.seen import shown_of

        selection = self.session.selection
        cells = list(self.cells())
        subjects = {cell.spot.subject for cell in cells}
        if selection.on:
            subjects = set() if selection.spot is None else {selection.spot.subject}
        cut = [(subject, shown_of(cells, subject)[0]) for subject in subjects]
        cut = [(subject, rows) for subject, rows in cut if rows and rows != list(range(_rows(self._moment, subject)))]
        for subject, rows in cut:
            self._scroll(subject, (by * max(len(rows) - 1, 1), 0))
        if cut:
            self.moved()

    def draw(self) -> None:
        """Draw everything; while one selects, keep the selected cell in sight, and its windows where they now stand."""
        selection = self.session.selection
        if selection.on and selection.spot is not None:
            self._make_known(selection.spot)
        super().draw()
        if selection.on and selection.spot is not None and self._arrangement is not None:
            self._keep_in_sight(selection.spot)

    def _make_known(self, spot: Spot) -> None:
        """Let those who look for what was selected by its address find the selected cell."""
        subject = spot.subject
        if subject.kind in ("value", "turned"):
            self.session.selected = Selected(subject.name, subject.turned(spot.cell))

    def _keep_in_sight(self, spot: Spot) -> None:
        from tutor.tui.picture.seen import run_around, shown_of

        cells = list(self.cells())
        here = next((cell for cell in cells if cell.spot == spot), None)
        if here is None:
            return
        rows, columns = shown_of(cells, spot.subject)
        row_, column = (0, 0, *spot.cell)[-2:]
        start = run_around(rows, row_), run_around(columns, column)
        if start != (0, 0) or spot.subject in self.session.selection.windows:
            self.session.selection.windows[spot.subject] = start
        name = spot.subject.where
        view = self._views[name]
        if view.virtual_size:
            y = here.y - self._corner(name, view)[1]
            if not view.scroll_offset.y <= y < view.scroll_offset.y + view.size.height:
                view.scroll_to(y=max(y - view.size.height // 2, 0), animate=False, immediate=True)

    # What is said of it

    def _line_heading(self, moment: Moment) -> Row:
        """The selected cell, behind the name of the panel: in mathematics, its address, its value in full."""
        heading = super()._line_heading(moment)
        spot, quantity = self._selected() if self.session.selection.on else (None, None)
        if spot is None or quantity is None:
            return heading
        from tutor.tui.spoken import spoken_spot

        return (*heading, Span("  "), *row(Span(spoken_spot(moment, spot, quantity), "strong")))


def _has(quantity: Quantity | None, spot: Spot) -> bool:
    """Whether ``quantity`` has the cell."""
    if quantity is None or len(quantity.shape) != len(spot.cell):
        return False
    return all(at < size for at, size in zip(spot.cell, quantity.shape, strict=True))


def _rows(moment: Moment, subject: Subject) -> int:
    quantity = find(moment, subject)
    return 0 if quantity is None else (1, 1, *quantity.shape)[-2]


def _beside(shape: tuple[int, ...], index: tuple[int, ...], down: int, across: int) -> tuple[int, ...] | None:
    """The cell beside ``index``; None beyond the edge. Sideways, matrices of an array of more axes follow on."""
    if not index or (down and len(index) == 1):
        return None
    moved = list(index)
    axis = -2 if down else -1
    moved[axis] += down + across
    if 0 <= moved[axis] < shape[axis]:
        return tuple(moved)
    if len(index) < 3 or down or not 0 <= index[-3] + across < shape[-3]:
        return None
    moved[-3] += across
    moved[-1] = 0 if across > 0 else shape[-1] - 1
    return tuple(moved)


def _moved_by(shape: tuple[int, ...], index: tuple[int, ...], by: tuple[int, int]) -> tuple[int, ...]:
    """``index`` so many rows and columns on, within ``shape``."""
    moved = list(index)
    for axis, step in ((-2, by[0]), (-1, by[1])):
        if len(index) >= -axis:
            moved[axis] = max(min(moved[axis] + step, shape[axis] - 1), 0)
    return tuple(moved)
