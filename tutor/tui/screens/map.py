"""The map of the chapters: arrows or the mouse choose one, Enter opens what is to be done in it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp

from tutor.lesson.heads import Head
from tutor.messages import Message
from tutor.tui.actions import Where
from tutor.tui.chapter_map import chapter_map
from tutor.tui.layered import above, below, beside
from tutor.tui.panels.chapter_map import MapPage, head_row, map_page
from tutor.tui.picture.text import Picture, Row
from tutor.tui.screens.base import bindings
from tutor.tui.screens.sheet import Sheet
from tutor.tui.settings import Glyphs
from tutor.tui.shelf import Shelf


class MapScreen(Sheet[Head | None]):
    """Gives the lesson that was chosen: the one to be done in a chapter, or the first where all are done."""

    WHERE: ClassVar[Where] = "map"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("map"))

    def __init__(self, shelf: Shelf, glyphs: Glyphs) -> None:
        """``shelf`` has a chapter at least."""
        super().__init__()
        self._found = chapter_map(shelf)
        self._glyphs: Glyphs = glyphs
        self.chosen = self._found.next or self._found.stops[0].id
        self._drawn: MapPage | None = None

    def head(self, width: int) -> Row:
        """What it is, and what its signs mean."""
        return head_row(self._found, self.language, width, self._glyphs)

    def picture(self, width: int, height: int) -> Picture:
        """The map, and a page about the chapter that is chosen."""
        self._drawn = map_page(self._found, self.chosen, self.language, (width, height), self._glyphs)
        return self._drawn.picture

    # Choosing

    def _choose(self, name: str) -> None:
        self.chosen = name
        self._told = None
        self.draw()

    def action_chapter_left(self) -> None:
        """Choose the chapter at the left."""
        self._choose(beside(self._found.layers, self.chosen, -1))

    def action_chapter_right(self) -> None:
        """Choose the chapter at the right."""
        self._choose(beside(self._found.layers, self.chosen, 1))

    def action_chapter_above(self) -> None:
        """Choose a chapter that this one builds on."""
        if self._drawn is not None:
            self._choose(above(self._found.layers, self._drawn.layout, self.chosen))

    def action_chapter_below(self) -> None:
        """Choose a chapter that builds on this one."""
        if self._drawn is not None:
            self._choose(below(self._found.layers, self._drawn.layout, self.chosen))

    def action_next_chapter(self) -> None:
        """Choose the chapter that is to be done next."""
        self._choose(self._found.next or self.chosen)

    def on_click(self, event: Click) -> None:
        """Choose the chapter under the mouse; the one that is chosen is opened."""
        place = event.screen_offset - self._page.region.offset
        name = None if self._drawn is None else self._drawn.at(place.x, place.y)
        if name == self.chosen:
            self.action_open()
        elif name is not None:
            self._choose(name)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Down the lines: what is out of sight comes into it."""
        event.stop()
        self.action_chapter_below()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Up the lines."""
        event.stop()
        self.action_chapter_above()

    def action_open(self) -> None:
        """Open the lesson that is to be done in the chapter; where all are done, stand on the first in the list."""
        stop = self._found.stop(self.chosen)
        found = stop.opens or next((head for head, _ in stop.lessons), None)
        if found is None:
            self.tell(Message("tui.map-empty"))
        else:
            self.dismiss(found)
