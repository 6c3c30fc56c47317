"""Home: the lessons, by chapter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.lesson.collection import Collection
from tutor.lesson.heads import Head
from tutor.messages import Message, say
from tutor.tui.actions import Where
from tutor.tui.panels import keys
from tutor.tui.picture.text import EMPTY, Picture, Span, row, wrap
from tutor.tui.screens.base import TutorScreen, bindings
from tutor.tui.widgets.picture_view import PictureView

_FIRST = "xor"
"""The lesson that is chosen at the start: the one that anyone opens first."""


class LessonList(OptionList):
    """The list, which a window too small for a single lesson does not upset."""

    def action_page_up(self) -> None:
        """One page up, where there is a page."""
        if self.scrollable_content_region.height:  # else Textual 8.2 looks for a line that it has not
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """One page down, where there is a page."""
        if self.scrollable_content_region.height:
            super().action_page_down()  # type: ignore[no-untyped-call]


class HomeScreen(TutorScreen[None]):
    """Lists the lessons; enter opens one."""

    WHERE: ClassVar[Where] = "home"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("home"))

    DEFAULT_CSS = """
    HomeScreen {
        overflow: hidden;
        background: $background;
        #welcome { width: 100%; height: 4; position: relative; overflow: hidden; }
        #lessons {
            height: 1fr; border: none; padding: 0 1; background: $background; background-tint: $background 0%;
            & > .option-list--option-disabled { color: $foreground 70%; }
        }
        #home-keys { width: 100%; height: 1; dock: bottom; position: relative; background: $panel; overflow: hidden; }
    }
    """

    def __init__(self, collection: Collection, opened: str | None = None) -> None:
        """``opened`` is the lesson that was open last."""
        super().__init__()
        self._collection = collection
        self._opened = opened or _FIRST
        self._welcome = PictureView(id="welcome")
        self._lessons = LessonList(id="lessons", markup=False)
        self._keys = PictureView(id="home-keys")
        self._said: Message | None = None

    def compose(self) -> ComposeResult:
        """A word of welcome, the lessons, the keys."""
        self._list()
        self._draw(self.app.size.width)
        yield self._welcome
        yield self._lessons
        yield self._keys

    def on_mount(self) -> None:
        """Stand on the lesson that is to be opened next."""
        self._lessons.focus()
        self._stand_on(self._opened)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew."""
        self._draw(event.size.width)

    def draw(self) -> None:
        """Say everything in the language of now."""
        chosen = self._chosen
        self._lessons.clear_options()
        self._list()
        self._stand_on(chosen)
        self._draw(self.size.width)

    def tell(self, message: Message) -> None:
        """Say a sentence in place of the keys, until the choice moves."""
        self._said = message
        self._draw(self.size.width)

    def _list(self) -> None:
        self._lessons.add_options(self._options())

    def _options(self) -> Iterator[Option]:
        chapter: str | None = None
        titles = {known.id: known.title for known in self._collection.chapters}
        widest = max((cell_len(head.title.say(self.language)) for head in self._collection.lessons), default=0)
        for head in self._collection.lessons:
            if head.chapter != chapter and head.chapter in titles:
                chapter = head.chapter
                yield Option(Content(titles[chapter].say(self.language)), disabled=True)
            yield Option(self._entry(head, widest), id=head.id)
        for bad in self._collection.bad:
            reason = bad.complaints[0].message.say(self.language)
            yield Option(Content(f"✗ {bad.file.name}: {reason}"), disabled=True)

    def _entry(self, head: Head, width: int) -> Content:
        entry = Content(f"  {set_cell_size(head.title.say(self.language), width)}")
        if head.minutes is None:
            return entry
        return entry.append(Content.styled(f"   {say('tui.minutes', self.language, minutes=head.minutes)}", "dim"))

    @property
    def _chosen(self) -> str | None:
        highlighted = self._lessons.highlighted_option
        return None if highlighted is None else highlighted.id

    def _stand_on(self, lesson: str | None) -> None:
        ids = [option.id for option in self._lessons.options]
        if lesson in ids:
            self._lessons.highlighted = ids.index(lesson)
        else:
            self._lessons.action_first()

    def _draw(self, width: int) -> None:
        key = "tui.welcome" if self._collection.lessons else "tui.no-lessons"
        about = wrap(say(key, self.language), max(width - 4, 2))
        title = row(Span(f" {say('tui.title', self.language)}", "title"))
        rows = (EMPTY, title, *((Span(" "), *line) for line in about))
        self._welcome.show(Picture(rows[:4]), (width, 4))
        picture = keys.keys("home", self.language, width)
        if self._said is not None:
            picture = keys.message(self._said.say(self.language), width)
        self._keys.show(picture, (width, 1))

    def on_option_list_option_highlighted(self) -> None:
        """A moved choice takes the sentence away."""
        if self._said is not None:
            self._said = None
            self._draw(self.size.width)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what was chosen."""
        if event.option.id is not None:
            self.tutor.open(event.option.id)

    def action_open(self) -> None:
        """Open the lesson that is chosen."""
        self._lessons.action_select()

    def action_lower(self) -> None:
        """Choose the next lesson."""
        self._lessons.action_cursor_down()

    def action_higher(self) -> None:
        """Choose the lesson before."""
        self._lessons.action_cursor_up()

    def action_go_back(self) -> None:
        """There is nothing to go back to; say how to leave."""
        self.tell(Message("tui.how-to-leave"))
