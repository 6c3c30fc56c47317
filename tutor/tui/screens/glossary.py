"""The glossary: a term is written, the list follows, its meaning stands beside it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tutor.lesson.collection import Collection
from tutor.lesson.curriculum import Term
from tutor.messages import Message, say
from tutor.tui.actions import Group, Where
from tutor.tui.arrange import Box
from tutor.tui.glossary import Glossary
from tutor.tui.panels import keys
from tutor.tui.panels.glossary import count_row, name_of, term_page
from tutor.tui.panels.home import HomeBoxes, arrange_home
from tutor.tui.picture.text import Picture, clip
from tutor.tui.screens.base import TutorScreen, bindings
from tutor.tui.widgets.choices import Choices
from tutor.tui.widgets.foot import Foot
from tutor.tui.widgets.picture_view import PictureView

_TOP = 2
"""Rows over the list: how many terms there are, and what is searched for."""


class GlossaryScreen(TutorScreen[None]):
    """Letters are searched for, arrows choose, enter opens a lesson that works with the term."""

    WHERE: ClassVar[Where] = "glossary"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("glossary"))

    DEFAULT_CSS = """
    GlossaryScreen {
        overflow: hidden;
        background: $background;
        #glossary-search { position: absolute; height: 1; background: $panel; }
        #terms {
            position: absolute; border: none; padding: 0 1; background: $background; background-tint: $background 0%;
            scrollbar-size-vertical: 1;
            text-wrap: nowrap; text-overflow: ellipsis;  /* Textual 8.2 cannot wrap into no columns at all */
            &:ansi > .option-list--option-highlighted { text-style: bold underline; }
        }
        #term { padding: 0 1; }
    }
    """

    def __init__(self, collection: Collection) -> None:
        super().__init__()
        self._glossary = Glossary(collection)
        self._found: list[Term] = []
        self._room = 80, 24
        self._told: Message | None = None
        self._count = PictureView(id="glossary-count")
        self._search = Input(id="glossary-search", compact=True, max_length=80)
        self._terms = Choices(id="terms", markup=False)
        self._page = PictureView(id="term")
        self._keys = Foot(id="glossary-keys")

    def compose(self) -> ComposeResult:
        """The search, the terms, the meaning of the one that is chosen."""
        self._settle(self.app.size.width, self.app.size.height)
        with self._keys.body:
            yield from (self._count, self._search, self._terms, self._page)
        yield self._keys

    def on_mount(self) -> None:
        """Letters go into the search."""
        self._search.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Arrange anew."""
        self._settle(event.size.width, event.size.height)

    @property
    def _boxes(self) -> HomeBoxes:
        return arrange_home(*self._room, _TOP)

    def _settle(self, width: int, height: int) -> None:
        self._room = width, height
        boxes = self._boxes
        _put(self._count, Box(0, 0, width, 1))
        _put(self._search, Box(0, 1, width, 1))
        _put(self._terms, boxes.lessons)
        self._page.display = boxes.page is not None
        if boxes.page is not None:
            _put(self._page, boxes.page)
        self.draw()

    def draw(self) -> None:
        """Say everything in the language of now."""
        chosen = self._chosen
        self._found = self._glossary.find(self._search.value)
        self._terms.clear_options()
        self._terms.add_options([Option(Content(name_of(term, self.language))) for term in self._found])
        if self._found:
            self._terms.highlighted = self._found.index(chosen) if chosen in self._found else 0
        self._search.placeholder = say("tui.glossary-search", self.language)
        width = self._room[0]
        row = count_row(len(self._found), len(self._glossary.terms), self.language)
        self._count.show(Picture((clip(row, width),)), (width, 1))
        self._draw_term()

    @property
    def _chosen(self) -> Term | None:
        at = self._terms.highlighted
        return self._found[at] if at is not None and at < len(self._found) else None

    def _draw_term(self) -> None:
        term, box = self._chosen, self._boxes.page
        lessons = [] if term is None else self._glossary.lessons(term)
        if box is not None:
            picture = Picture() if term is None else term_page(term, lessons, self.language, box.width - 3)
            self._page.show(picture, (box.width - 2, box.height))
        width = self._room[0]
        if self._told is None:
            idle: tuple[Group, ...] = () if lessons else ("open",)
            foot = keys.keys("glossary", self.language, width, without=idle)
        else:
            foot = keys.message(self._told.say(self.language), width)
        self._keys.put(foot, self._boxes.keys)

    def tell(self, message: Message) -> None:
        """Say a sentence until the choice moves."""
        self._told = message
        self._draw_term()

    def on_input_changed(self) -> None:
        """List what is found, the best first."""
        self._terms.highlighted = None
        self.draw()

    def on_option_list_option_highlighted(self) -> None:
        """Say what the term means that is chosen now."""
        self._told = None
        self._draw_term()

    def on_option_list_option_selected(self) -> None:
        """A term that is clicked is chosen; letters go on into the search."""
        self._search.focus()

    def on_input_submitted(self) -> None:
        """Enter has gone into the search."""
        self.action_open()

    def action_open(self) -> None:
        """Open the first of the lessons that work with the term."""
        lessons = [] if self._chosen is None else self._glossary.lessons(self._chosen)
        if lessons:
            self.tutor.open_from_glossary(lessons[0].id)

    def action_lower(self) -> None:
        """Choose the next term."""
        self._terms.action_cursor_down()

    def action_higher(self) -> None:
        """Choose the term before."""
        self._terms.action_cursor_up()

    def action_scroll_down(self) -> None:
        """Choose a term a page below."""
        self._terms.action_page_down()

    def action_scroll_up(self) -> None:
        """Choose a term a page above."""
        self._terms.action_page_up()

    def action_go_back(self) -> None:
        """Take the search back; without one, go back to where the glossary was asked for."""
        if self._search.value:
            self._search.value = ""
        else:
            self.dismiss(None)


def _put(view: PictureView | OptionList | Input, box: Box) -> None:
    styles = view.styles
    styles.offset = (box.x, box.y)
    styles.width = box.width
    styles.height = box.height
