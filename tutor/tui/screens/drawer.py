"""A drawer that opens at the foot of a screen: what it is about on its upper edge, its keys in its last row."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import TypeAlias, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize
from textual.widgets import Static

from tutor.messages import Message, say
from tutor.tui.actions import Group
from tutor.tui.panels import keys
from tutor.tui.picture.text import Picture
from tutor.tui.screens.base import TutorScreen
from tutor.tui.widgets.picture_view import PictureView

Result = TypeVar("Result")

Says: TypeAlias = Callable[[], str]
"""Gives a text in the language of now."""

AROUND = 2
"""Columns of a drawer's margins."""


class Hint(Static):
    """A text in a drawer, said again when the language changes; without a text it takes no room."""

    def __init__(self, says: Says, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__("", id=id, classes="drawer-hint", markup=False)
        self.says = says
        self._shown = ""
        self.display = False

    def say_again(self) -> None:
        """Show what there is to say now."""
        text = self.says()
        if text != self._shown:
            self._shown = text
            self.display = bool(text)
            self.update(text)


class Drawer(TutorScreen[Result]):
    """What opens there to ask something: it leaves the screen below to be seen, and does not cover its keys up.

    It is no modal screen: what can be done anywhere can be done over a drawer too. What each shows is said by classes
    that come from this one.
    """

    DEFAULT_CSS = """
    Drawer {
        background: transparent;
        &:ansi { background: transparent; }

        #drawer {
            dock: bottom;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            background: $panel;
            border-top: solid $accent;
            border-title-color: $foreground;
        }
        #drawer PictureView { position: relative; width: 100%; background: $panel; }
        #drawer Input { background: $surface; }
        .drawer-hint { color: $foreground 70%; height: auto; }
        .drawer-problem { color: $warning; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._box = Vertical(id="drawer")
        self._saying: Says | None = None
        self.said = Hint(self._what_is_said, id=f"{self.WHERE}-said")
        self._keys = PictureView(id="drawer-keys")

    # What a drawer shows

    @property
    @abstractmethod
    def heading(self) -> str:
        """What it is about."""

    @abstractmethod
    def parts(self) -> ComposeResult:
        """What stands in it; ``said``, the room for sentences, is put where they belong."""

    @property
    def standing(self) -> Message | None:
        """What is said as long as nothing else is."""
        return None

    def idle(self) -> Iterator[Group]:
        """The keys that do nothing now."""
        yield from ()

    def foot(self, width: int) -> Picture:
        """The keys, without the margin that they have elsewhere: a drawer has its own."""
        rows = keys.keys(self.mode, self.language, width + 1, without=tuple(self.idle())).rows
        return Picture(tuple(row[1:] for row in rows))

    # The drawer

    def compose(self) -> ComposeResult:
        """The parts, and the keys below them."""
        with self._box:
            yield from self.parts()
            yield self._keys

    def on_mount(self) -> None:
        """Say everything for the first time."""
        self.draw()

    def on_resize(self, event: Resize) -> None:
        """Fit it into the window."""
        del event
        self.draw()

    def draw(self) -> None:
        """Say everything in the language of now; what was typed stays."""
        self._box.border_title = f" {self.heading} "
        for hint in self.query(Hint):
            hint.say_again()
        self.fill(self._keys, self.foot(self.room[0]))

    def say(self, key: str, **gaps: object) -> str:
        """A sentence of this screen."""
        return say(key, self.language, **gaps)

    def tell(self, message: Message) -> None:
        """Say a sentence, until something is typed or another entry is marked."""
        self._now_say(lambda: message.say(self.language))

    def complain(self, says: Says) -> None:
        """The same of what is wrong."""
        self._now_say(says, wrong=True)

    def hush(self) -> None:
        """Take what was said away."""
        self._now_say(None)

    def _now_say(self, says: Says | None, *, wrong: bool = False) -> None:
        self._saying = says
        self.said.set_class(wrong, "drawer-problem")
        self.said.say_again()

    def _what_is_said(self) -> str:
        if self._saying is not None:
            return self._saying()
        return "" if self.standing is None else self.standing.say(self.language)

    @property
    def room(self) -> tuple[int, int]:
        """The columns inside a drawer, and the rows of the whole window."""
        return self.app.size.width - AROUND, self.app.size.height

    def fill(self, view: PictureView, picture: Picture) -> None:
        """Show a picture as high as it is."""
        height = max(picture.height, 1)
        view.styles.height = height
        view.show(picture, (self.room[0], height))

    def action_go_back(self) -> None:
        """Close it, with nothing done."""
        self.dismiss(None)
