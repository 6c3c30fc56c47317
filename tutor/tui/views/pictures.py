"""The pictures of one session: which there are, which one is looked at and how, and the last drawing of each."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from tutor.formula.tree import Expr, Name, names_in
from tutor.formula.write import write
from tutor.lesson.parts import View, ViewKind
from tutor.messages import say
from tutor.tui.moment import Moment
from tutor.tui.picture.text import EMPTY, Picture, wrap
from tutor.tui.settings import Glyphs
from tutor.tui.views.table import KINDS, entry
from tutor.tui.views.view import Options, ViewEntry

if TYPE_CHECKING:
    from tutor.tui.session import Session

_GLYPHS: tuple[Glyphs, ...] = ("braille", "block", "ascii")

_ROOM = 24
"""Pictures that are remembered."""

_LONGEST = 28
"""Characters of formulas in a heading at most."""


def _has_all(session: Session, view: View) -> bool:
    """Whether a session has all that a view shows: one for the whole lesson may not suit each of its variants."""
    known = {*session.programs.shapes, *session.model.watches, *session.run.hyper}
    read = {name for expr in view.of for name in names_in(expr)}
    read |= {address.name for address in view.along if address.name is not None}
    suits = session.variant is None or view.variant is not None or entry(view.kind).can(session, view)
    return suits and known >= read


def _failure(trouble: Exception, moment: Moment) -> str:
    return say("tui.picture-fails", moment.language, reason=type(trouble).__name__)


class Pictures:
    """What can be looked at in a session.

    The lesson's own pictures come first, then those that are sensible by the shapes of its values.

    Attributes:
        log: whether value axes are logarithmic.
        in_words: whether they are said in words instead.
        with_words: whether they are said in words too, under the picture.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        lesson = session.lesson
        chosen = () if lesson is None else lesson.views_of(session.variant)
        self._found = [view for view in chosen if _has_all(session, view)]
        asked = {view.kind for view in self._found}
        self._untried = [kind for kind in KINDS if kind not in asked]
        self.log = False
        self.in_words = False
        self.with_words = False
        self._at = 0
        self._drawn: dict[tuple[int, int, int], tuple[Hashable, Picture]] = {}

    def __bool__(self) -> bool:
        return self._at_least(1)

    def _at_least(self, count: int) -> bool:
        """Whether there are so many; no more kinds are tried than it takes, since to try one is to import it."""
        while len(self._found) < count and self._untried:
            kind = self._untried.pop(0)
            if entry(kind).fits(self._session):
                self._found.append(View(kind))
        return len(self._found) >= count

    @property
    def views(self) -> list[View]:
        """All of them."""
        while self._untried:
            self._at_least(len(self._found) + 1)
        return self._found

    @property
    def are_several(self) -> bool:
        """Whether there is another one, as far as is known without looking for it."""
        return len(self._found) > 1

    @property
    def view(self) -> View:
        """The one that is looked at.

        Raises:
            IndexError: if there is none.
        """
        self._at_least(self._at + 1)
        return self._found[self._at]

    @property
    def entry(self) -> ViewEntry:
        """Its kind."""
        return entry(self.view.kind)

    @property
    def options(self) -> Options:
        """How it is drawn."""
        return Options(self.view, self._session.glyphs, self.log, self._session.row or 0)

    def turn(self, by: int) -> None:
        """Look at the next one, or the one before."""
        self._at = (self._at + by) % len(self.views)

    def turn_to(self, kind: ViewKind) -> None:
        """Look at the first one of a kind, unless one of that kind is looked at already, or there is none."""
        kinds = [view.kind for view in self.views]
        if kind in kinds and self.view.kind != kind:
            self._at = kinds.index(kind)

    def change_glyphs(self) -> Glyphs:
        """Draw with the next kind of glyphs."""
        glyphs = _GLYPHS[(_GLYPHS.index(self._session.glyphs) + 1) % len(_GLYPHS)]
        self._session.glyphs = glyphs
        return glyphs

    def draw(self, moment: Moment, width: int, height: int) -> Picture:
        """The picture; the last one of this size again, where nothing that it depends on has changed."""
        if self.in_words:
            return Picture(tuple(wrap(self.describe(moment), width)))
        if self.with_words:
            rows = self._picture(moment, width, height * 3 // 5).rows
            return Picture((*rows, EMPTY, *wrap(self.describe(moment), width)))
        return self._picture(moment, width, height)

    def _picture(self, moment: Moment, width: int, height: int) -> Picture:
        options = self.options
        key = moment.language, options, self.entry.key(moment, options)
        place = self._at, width, height
        if (last := self._drawn.get(place)) is not None and last[0] == key:
            return last[1]
        picture = self._drawing(moment, width, height, options)
        if len(self._drawn) >= _ROOM:  # a window that is dragged has many sizes
            self._drawn.clear()
        self._drawn[place] = key, picture
        return picture

    def _drawing(self, moment: Moment, width: int, height: int, options: Options) -> Picture:
        try:
            return self.entry.draw(moment, width, height, options)
        except Exception as trouble:  # noqa: BLE001 - a stranger's lesson may ask for anything; the others can be seen
            return Picture(tuple(wrap(_failure(trouble, moment), width)))

    def describe(self, moment: Moment) -> str:
        """The same in words."""
        try:
            return self.entry.describe(moment, self.options)
        except Exception as trouble:  # noqa: BLE001 - as above
            return _failure(trouble, moment)

    def size(self, moment: Moment) -> tuple[int, int]:
        """The columns and rows that it would like."""
        size = self.entry.size
        return self.entry.room if size is None else size(moment, self.options)

    def title(self, moment: Moment) -> str:
        """What it is called, with what it draws where the lesson has several of the kind."""
        title = say(f"tui.view-{self.view.kind}", moment.language)
        same = [view for view in self._found if view.kind == self.view.kind]
        shown = ", ".join(self._called(expr, moment) for expr in self.view.of)
        if len(same) < 2 or not shown:
            return title
        return f"{title} · {shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + '…'}"

    def _called(self, expr: Expr, moment: Moment) -> str:
        """A formula, or the title of a watch."""
        lesson = self._session.lesson
        if isinstance(expr, Name) and lesson is not None and expr.id in lesson.watch_titles:
            return lesson.watch_titles[expr.id].say(moment.language)
        return write(expr, "unicode")

    def heading(self, moment: Moment) -> str:
        """Its title, and which of how many it is."""
        title = self.title(moment)
        if len(self.views) == 1:
            return title
        return say("tui.picture-of", moment.language, title=title, number=self._at + 1, count=len(self.views))
