"""The list of lessons, which a mouse and the arrows choose from."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets.option_list import Option

from tutor.lesson.collection import BadFile
from tutor.lesson.heads import Head
from tutor.messages import Language
from tutor.tui.panels.home import BAD, bad_entry, chapter_row, entry
from tutor.tui.picture.text import Role, Row
from tutor.tui.shelf import Shelf
from tutor.tui.widgets.choices import Choices

_STYLES: dict[Role, str] = {"dim": "dim", "strong": "bold"}

_BESIDE_TEXT = 3
"""Columns of a list that are not its text's: the margins, and the bar."""


class LessonList(Choices):
    """Lessons by chapter, then the files that are no good lessons; chapters cannot be chosen."""

    def __init__(self, *, id: str, markup: bool) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id, markup=markup)
        self._things: dict[str, Head | BadFile] = {}

    def fill(self, shelf: Shelf, language: Language, query: str, width: int, chosen: str | None) -> None:
        """List what ``query`` finds in so many columns, and stand on ``chosen`` if it is among it."""
        self._things = {}
        self.clear_options()
        self.add_options(list(self._listed(shelf, language, query, width - _BESIDE_TEXT)))
        ids = [option.id for option in self.options]
        if chosen in ids:
            self.highlighted = ids.index(chosen)
        else:
            self.action_first()

    def _listed(self, shelf: Shelf, language: Language, query: str, width: int) -> Iterator[Option]:
        for group in shelf.groups(query):
            if group.title is not None:
                heading = chapter_row(shelf, group, language, width, whole=not query)
                yield Option(_content(heading), disabled=True)
            for head in group.lessons:
                self._things[head.id] = head
                yield Option(_content(entry(shelf, head, language, width)), id=head.id)
        for number, bad in enumerate(() if query else shelf.bad):
            self._things[f"{BAD}{number}"] = bad
            yield Option(_content(bad_entry(bad, language, width)), id=f"{BAD}{number}")

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Bring the chosen lesson into sight; over the first one of a chapter, the chapter's title too."""
        super().scroll_to_highlight(top)
        above = (self.highlighted or 0) - 1
        if self.is_mounted and above >= 0 and self.options[above].disabled:
            y = self._index_to_line.get(above)
            if y is not None and y < self.scroll_offset.y:
                self.scroll_to(y=y, animate=False, immediate=True, force=True)

    @property
    def chosen_id(self) -> str | None:
        """The id of what is chosen."""
        option = self.highlighted_option
        return None if option is None else option.id

    @property
    def chosen(self) -> Head | BadFile | None:
        """What is chosen: a lesson, or a file that is none."""
        return self.find(self.chosen_id)

    def find(self, name: str | None) -> Head | BadFile | None:
        """What an entry stands for."""
        return self._things.get(name or "")


def _content(row: Row) -> Content:
    return Content.assemble(*((span.text, _STYLES.get(span.role, "")) for span in row))
