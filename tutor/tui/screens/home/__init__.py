"""Home: the lessons, by chapter."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, OptionList

from tutor.lesson.collection import BadFile, Collection
from tutor.lesson.heads import Head
from tutor.messages import Message, say
from tutor.tui.actions import Where
from tutor.tui.arrange import Box
from tutor.tui.panels import keys
from tutor.tui.panels.home import HomeBoxes, arrange_home, bad_page, lesson_page, top
from tutor.tui.picture.text import Picture, Span, row
from tutor.tui.screens.base import TutorScreen, bindings
from tutor.tui.screens.home.lesson_list import LessonList
from tutor.tui.shelf import Shelf
from tutor.tui.visits import Visits
from tutor.tui.widgets.foot import Foot
from tutor.tui.widgets.picture_view import PictureView

_NOTHING = Picture()

_SIGN = " / "
"""Stands before what is searched for."""


class HomeScreen(TutorScreen[None]):
    """Lists the lessons; enter opens one."""

    WHERE: ClassVar[Where] = "home"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("home"))

    DEFAULT_CSS = """
    HomeScreen {
        overflow: hidden;
        background: $background;
        #search { position: absolute; height: 1; background: $panel; overflow: hidden; }
        #page { padding: 0 1; }
        #lessons {
            position: absolute; border: none; padding: 0 1; background: $background; background-tint: $background 0%;
            scrollbar-size-vertical: 1;
            text-wrap: nowrap; text-overflow: ellipsis;  /* Textual 8.2 cannot wrap into no columns at all */
            &:ansi > .option-list--option-highlighted { text-style: bold underline; }
            & > .option-list--option-disabled { color: $foreground 70%; text-style: bold; }
        }
    }
    """

    def __init__(self, collection: Collection, visits: Visits) -> None:
        super().__init__()
        self._shelf = Shelf(collection, visits)
        self._room = 80, 24
        self._query: str | None = None
        self._chosen: str | None = self._shelf.proposed
        self._last = self._shelf.last
        self._known = False
        self._told: Message | None = None
        self._top = PictureView(id="home-top")
        self._lessons = LessonList(id="lessons", markup=False)
        self._page = PictureView(id="page")
        self._keys = Foot(id="home-keys")
        self._search = Input(id="search", compact=True, max_length=80, select_on_focus=False)

    # The parts

    def compose(self) -> ComposeResult:
        """What was done so far, the lessons, the page about the one that is chosen, the keys."""
        self._search.display = False
        self._settle(self.app.size.width, self.app.size.height)
        with self._keys.body:
            yield from (self._top, self._lessons, self._page)
        yield from (self._keys, self._search)

    def on_mount(self) -> None:
        """Stand on the lesson that is to be opened next; what takes longer to read follows the first paint."""
        self._lessons.focus()
        self.call_after_refresh(self._know_more)

    def _know_more(self) -> None:
        self._known = True
        self._draw_page()

    def on_resize(self, event: events.Resize) -> None:
        """Arrange and wrap anew."""
        self._settle(event.size.width, event.size.height)

    def on_screen_resume(self) -> None:
        """Something may have been done since, and another language chosen; a lesson that was visited is stood on."""
        last = self._shelf.last
        if last is not None and last != self._last:
            self._chosen = last.id
        self._last = last
        if self._known:
            self.draw()

    @property
    def _boxes(self) -> HomeBoxes:
        return arrange_home(*self._room)

    def _settle(self, width: int, height: int) -> None:
        self._room = width, height
        boxes = self._boxes
        for view, box in ((self._top, boxes.top), (self._page, boxes.page)):
            view.display = box is not None
            if box is not None:
                _put(view, box)
        _put(self._lessons, boxes.lessons)
        _put(self._search, _after_sign(boxes.keys))
        self.draw()

    # Drawing

    def draw(self) -> None:
        """Say everything in the language of now."""
        boxes = self._boxes
        self._lessons.fill(self._shelf, self.language, self._query or "", boxes.lessons.width, self._chosen)
        room = boxes.top.width, boxes.top.height
        self._top.show(top(self._shelf, self.language, *room, self._query), room)
        self._search.placeholder = say("tui.home-search", self.language)
        self._draw_page()
        self._draw_keys()

    def _draw_page(self) -> None:
        box = self._boxes.page
        if box is None:
            return
        found, width = self._lessons.chosen, box.width - 3  # margins, and a bar where it scrolls
        picture = _NOTHING
        if isinstance(found, Head):
            outline = self._shelf.outline(found) if self._known else None
            picture = lesson_page(self._shelf, found, self.language, width, outline)
        elif isinstance(found, BadFile):
            picture = bad_page(found, self.language, width)
        self._page.show(picture, (box.width - 2, box.height))

    def _draw_keys(self) -> None:
        box = self._boxes.keys
        told = _NOTHING if self._told is None else keys.message(self._told.say(self.language), box.width)
        if self._query is not None:  # what is searched for stays to be seen
            told = Picture((*told.rows, row(Span(_SIGN, "key"))))
        self._keys.put(told if told.rows else keys.keys("home", self.language, box.width), box)

    def tell(self, message: Message) -> None:
        """Say a sentence in place of the keys, until the choice moves."""
        self._told = message
        self._draw_keys()

    # The list

    def on_option_list_option_highlighted(self) -> None:
        """Show the page about the lesson that is chosen now; a sentence goes away."""
        chosen = self._lessons.chosen_id
        if chosen is None or chosen == self._chosen:
            return
        self._chosen = chosen
        self._draw_page()
        if self._told is not None:
            self._told = None
            self._draw_keys()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what was chosen."""
        found = self._lessons.find(event.option.id)
        if isinstance(found, Head):
            self._close_search()
            self._chosen = found.id
            self.tutor.open(found.id)
        elif isinstance(found, BadFile):
            from tutor.tui.screens.complaints import ComplaintsScreen

            self.app.push_screen(ComplaintsScreen(Message("tui.complaints-bad"), found.file, found.complaints))

    def action_open(self) -> None:
        """Open the lesson that is chosen."""
        self._lessons.action_select()

    def action_next_lesson(self) -> None:
        """Choose the lesson that comes next."""
        following = self._shelf.next
        if following is None:
            self.tell(Message("tui.home-all-done"))
            return
        self._close_search()
        self._chosen = following.id
        self.draw()

    def action_lower(self) -> None:
        """Choose the next lesson."""
        self._lessons.action_cursor_down()

    def action_higher(self) -> None:
        """Choose the lesson before."""
        self._lessons.action_cursor_up()

    def action_scroll_down(self) -> None:
        """Choose a lesson a page below."""
        self._lessons.action_page_down()

    def action_scroll_up(self) -> None:
        """Choose a lesson a page above."""
        self._lessons.action_page_up()

    def action_variants(self) -> None:
        """Choose one of the variants of the lesson, and open it."""
        found = self._lessons.chosen
        if not isinstance(found, Head):
            return
        variants = self._shelf.outline(found).variants
        if not variants:
            self.tell(Message("tui.no-variants", {"title": found.title}))
            return
        from tutor.tui.screens.variants import VariantsScreen

        lesson = found.id

        def chosen(variant: str | None) -> None:
            if variant is not None:
                self.tutor.open(lesson, variant)

        self.app.push_screen(VariantsScreen(found.title, variants), chosen)

    def action_map(self) -> None:
        """Show how the chapters build on each other, and go to the lesson that is chosen there."""
        from tutor.tui.screens.map import MapScreen

        if not self._shelf.chapters:
            self.tell(Message("tui.map-none"))
            return
        self._close_search()
        self.app.push_screen(MapScreen(self._shelf, self.tutor.settings.glyphs), self._go_to)

    def _go_to(self, found: Head | None) -> None:
        """Open a lesson; one that is done is stood on only."""
        if found is None:
            return
        self._chosen = found.id
        if self._shelf.stage(found) == "done":
            self.draw()
        else:
            self.tutor.open(found.id)

    # The search

    def action_due(self) -> None:
        """Practise what is due, from any lesson."""
        from tutor.tui.screens.quiz.opening import due  # late: a list of lessons needs no NumPy

        due(self.tutor, lambda _: self.draw())

    def action_record(self) -> None:
        """Show what was practised."""
        from tutor.tui.screens.record import RecordScreen  # late, as above

        self.app.push_screen(RecordScreen())

    def action_search(self) -> None:
        """Write what to search for; the list follows every letter."""
        self._query = self._query or ""
        self._search.display = True
        self._search.focus()
        self.draw()

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what is found."""
        if self._query is not None and event.value != self._query:
            self._query = event.value
            self._chosen = self._shelf.named(event.value) or self._chosen
            self.draw()

    def on_input_submitted(self) -> None:
        """Open the lesson that is chosen among those that were found."""
        self._lessons.action_select()

    def _close_search(self) -> None:
        if self._query is None:
            return
        self._query = None
        self._search.value = ""
        self._search.display = False
        self._lessons.focus()
        self.draw()

    def action_go_back(self) -> None:
        """End the search; there is nothing else to go back to, so say how to leave."""
        if self._query is None:
            self.tell(Message("tui.how-to-leave"))
        else:
            self._close_search()


def _after_sign(box: Box) -> Box:
    return Box(box.x + len(_SIGN), box.y, max(box.width - len(_SIGN), 1), box.height)


def _put(view: PictureView | LessonList | Input, box: Box) -> None:
    styles = view.styles
    styles.offset = (box.x, box.y)
    styles.width = box.width
    styles.height = box.height
