"""The step screen's parts: where they stand, and how each moment is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from textual import events
from textual.app import ComposeResult

from tutor.engine.run import Position
from tutor.messages import Message, say
from tutor.tui.actions import Group, Where, in_mode
from tutor.tui.arrange import LEAST, PANELS, READ, Arrangement, Box, Panel, Slot, arrange, arrange_enlarged
from tutor.tui.happenings import sentences
from tutor.tui.moment import Moment
from tutor.tui.panels import header, keys
from tutor.tui.panels.line import heading, line
from tutor.tui.panels.table import Panels
from tutor.tui.panels.timeline import timeline
from tutor.tui.picture.tags import Tagged, ToPanel
from tutor.tui.picture.text import EMPTY, Picture, Row, Span, row
from tutor.tui.screens.base import TutorScreen
from tutor.tui.session import Session
from tutor.tui.texts import Texts
from tutor.tui.widgets.foot import Foot
from tutor.tui.widgets.picture_view import PictureView
from tutor.tui.widgets.timeline_view import TimelineView
from tutor.tui.wishes import wishes_of

_MARGIN = 1
"""Columns left and right of a panel's content."""

_ALWAYS = ("title", "rail", "line")


class Part(NamedTuple):
    """What a view shows, in so many columns and rows, under which heading."""

    picture: Picture
    room: tuple[int, int]
    heading: Row = EMPTY


# Textual takes half a millisecond to make a class of screens, and the first paint waits for each: only the whole of the
# subjects, ``StepScreen``, is one when the program runs.
if TYPE_CHECKING:
    _Screen = TutorScreen[None]
else:
    _Screen = object


class StepParts(_Screen):
    """Shows one session, as it stands.

    What keys do is in the classes beside this one, a subject each: they change the session and call ``moved``.
    """

    WHERE: ClassVar[Where] = "step"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._texts = Texts(session.model.loss)
        self._panels = Panels()
        self._views = {name: PictureView(id=name) for name in ("title", "rail", "line", *PANELS, "small")}
        self._views["timeline"] = TimelineView(id="timeline")
        self._views["keys"] = self._foot = Foot(id="keys")
        self._arrangement: Arrangement | None = None
        self._settled = 0, 0
        self._front: list[Panel] = []
        self._said: Message | None = None
        self._out_of_date = False
        self._only_words = True
        self._stepping = False
        self._later: list[PictureView] = []
        self._ahead: dict[Position, dict[str, Part]] = {}
        self._enlarged = False

    # The screen and its parts

    def compose(self) -> ComposeResult:
        """The parts that are seen first, already arranged: the line and what is read of it."""
        for name in ("line", *PANELS):
            self._views[name].add_class("panel")
        self._settle(self.app.size.width, self.app.size.height)
        if self._only_words:
            self._later = [
                view
                for name, view in self._views.items()
                if view is not self._foot and (not view.display or (name in PANELS and name not in READ))
            ]
        with self._foot.body:
            yield from (view for view in self._views.values() if view not in (*self._later, self._foot))
        yield self._foot

    def draw_at_once(self) -> None:
        """Have the first paint wait for everything: a picture of it is shown already."""
        self._only_words = False

    def on_mount(self) -> None:
        """Draw what the first paint did not wait for: matrices and pictures bring a lot of code with them."""
        self.call_after_refresh(self._draw_all)

    def _draw_all(self) -> None:
        if self.is_attached:  # somebody may have left before it was painted
            self._only_words = False
            self._foot.body.mount(*self._later)
            self.show_selected()
            self.draw()

    def on_resize(self, event: events.Resize) -> None:
        """Arrange everything anew, unless it stands in this size already, as it does when the screen opens."""
        if (event.size.width, event.size.height) != self._settled:
            self._settle(event.size.width, event.size.height)

    def _settle(self, width: int, height: int) -> None:
        self._settled = width, height
        moment = self._moment
        place = arrange_enlarged if self._enlarged else arrange
        arrangement = place(width, height, wishes_of(moment, width))
        self._arrangement = arrangement
        self._ahead.clear()  # it was drawn for another place
        self._stepping = False
        small = self._views["small"]
        small.display = arrangement is None
        if arrangement is None:
            for name, view in self._views.items():
                view.display = name == "small"
            self._foot.away()
            _put(small, Box(0, 0, width, height))
            small.show(header.too_small(self.language, width, height, LEAST), (width, height))
            return
        for name in _ALWAYS:
            self._views[name].display = True
            _put(self._views[name], getattr(arrangement, name))
        self._views["timeline"].display = arrangement.timeline is not None
        if arrangement.timeline is not None:
            _put(self._views["timeline"], arrangement.timeline)
        self._show_panels(arrangement)
        self.draw()

    def _show_panels(self, arrangement: Arrangement) -> None:
        """Put into each slot the panel that is to be seen there, and hide the others."""
        shown = {self._panel_in(slot): slot for slot in arrangement.slots}
        for name in PANELS:
            self._views[name].display = name in shown
        for panel, slot in shown.items():
            _put(self._views[panel], slot.box)

    def _panel_in(self, slot: Slot) -> Panel:
        """The panel of a slot that was brought forward last; its first one if none was."""
        return next((panel for panel in self._front if panel in slot.panels), slot.panels[0])

    @property
    def shown_panels(self) -> list[Panel]:
        """The panels that are seen."""
        return [self._panel_in(slot) for slot in self._slots]

    @property
    def hidden_panels(self) -> list[Panel]:
        """The panels that wait behind another."""
        shown = self.shown_panels
        return [panel for panel in PANELS if any(panel in slot.panels for slot in self._slots) and panel not in shown]

    @property
    def _slots(self) -> tuple[Slot, ...]:
        return () if self._arrangement is None else self._arrangement.slots

    def bring_forward(self, panel: Panel) -> None:
        """Show a panel in the place that it shares with others; nothing, if this lesson has no such panel."""
        self._front = [panel, *(other for other in self._front if other != panel)]
        if self._enlarged and panel != "picture":
            self.enlarge(on=False)
        if self._arrangement is not None:
            self._show_panels(self._arrangement)

    @property
    def is_enlarged(self) -> bool:
        """Whether a picture fills the window."""
        return self._enlarged

    def enlarge(self, *, on: bool) -> None:
        """Let the picture fill the window, or give every panel its place back.

        Without colours, what it shows is said in words too.
        """
        self._enlarged = on
        self.session.pictures.with_words = on and self.app.no_color
        self.arrange_anew()

    def arrange_anew(self) -> None:
        """Make room for a panel that there was not before, or that is no longer wanted."""
        self._settle(*self._settled)

    # Drawing

    @property
    def _moment(self) -> Moment:
        return Moment(self.session, self.language, self._texts)

    def draw(self) -> None:
        """Draw every part that is to be seen; a part that has not changed is not painted again.

        After a line step the picture follows once the keys rest, and what was drawn ahead is only painted.
        """
        self._out_of_date = False
        arrangement = self._arrangement
        if arrangement is None:
            self._views["small"].show(
                header.too_small(self.language, self.size.width, self.size.height, LEAST), self.size
            )
            return
        stepping, self._stepping = self._stepping and not self._enlarged, False
        moment = self._moment
        frame = (self._ahead.get(self.session.run.position) if stepping else None) or self._frame(moment, arrangement)
        self._ahead.clear()
        for name, part in frame.items():
            self._views[name].show(*part)
        if not stepping:
            self.draw_picture(moment)
        if arrangement.timeline is not None:
            width = arrangement.timeline.width
            self._views["timeline"].show(timeline(self.session, width, held=self.mode == "timeline"), (width, 1))
        self._draw_keys(moment, arrangement.keys)
        self.drawn(stepping=stepping)

    def drawn(self, *, stepping: bool) -> None:
        """Everything is drawn; after a line step all but the picture."""

    def draw_ahead(self, by: Literal[1, -1]) -> None:
        """Draw what a line step on or back will show, so that it is only painted when it comes."""
        if self._arrangement is None or self.session.selection.on or self.session.selection.inquiry is not None:
            return
        with self.session.peek(by) as inside:
            if inside:
                self._ahead[self.session.run.position] = self._frame(self._moment, self._arrangement)

    def draw_picture(self, moment: Moment | None = None) -> None:
        """Draw the picture, where one is seen."""
        moment = moment or self._moment
        for slot in self._slots:
            if self._panel_in(slot) == "picture" and not self._only_words:
                self._views["picture"].show(*self._panel(moment, slot))

    def _frame(self, moment: Moment, arrangement: Arrangement) -> dict[str, Part]:
        """What depends on the moment, but for the picture."""
        width, height = _inside(arrangement.line)
        shown = line(moment, width, height)
        if self._enlarged:  # the formula alone, and nothing to be scrolled
            shown = Picture(shown.rows[:height])
        frame = {
            "title": Part(header.title(moment, arrangement.title.width), _size(arrangement.title)),
            "rail": Part(header.rail(moment, arrangement.rail.width), _size(arrangement.rail)),
            "line": Part(shown, (width, height), self._line_heading(moment)),
        }
        for slot in arrangement.slots:
            panel = self._panel_in(slot)
            if panel != "picture" and (panel in READ or not self._only_words):
                frame[panel] = self._panel(moment, slot)
        return frame

    def _panel(self, moment: Moment, slot: Slot) -> Part:
        panel, room = self._panel_in(slot), _inside(slot.box)
        return Part(self._panels.draw(panel, moment, *room), room, self._heading(slot, panel))

    def _line_heading(self, moment: Moment) -> Row:
        """What stands on the rule over the line."""
        return row(heading(moment))

    def _heading(self, slot: Slot, shown: Panel) -> Row:
        """The names of the panels in a slot, the one that is shown marked."""
        names = [self._called(panel) for panel in slot.panels]
        if len(names) == 1:
            return row(*names)
        spans: list[Span] = []
        for panel, name in zip(slot.panels, names, strict=True):
            spans.append(Span("  ") if spans else Span(""))
            spans.append(Span(f"• {name}", "strong") if panel == shown else Tagged(name, "plain", ToPanel(panel)))
        return tuple(spans)

    def _called(self, panel: Panel) -> str:
        """What a panel is called: a picture by what it draws."""
        if panel == "picture":
            pictures = self.session.pictures
            return pictures.heading(self._moment) if self._enlarged else pictures.title(self._moment)
        return say(f"tui.panel-{panel}", self.language)

    def _draw_keys(self, moment: Moment, box: Box) -> None:
        said = self.going_on() or self._said or self._unseen(moment)
        if said is None:
            picture = keys.keys(self.mode, self.language, box.width, without=list(self._idle()))
        else:
            picture = keys.message(said.say(self.language), box.width)
        self._foot.put(picture, box)

    def _unseen(self, moment: Moment) -> Message | None:
        """That numbers are lost, or what has just begun here, where the note that says it is hidden."""
        if "note" in self.shown_panels:
            return None
        return moment.lost or next(iter(sentences(self.session.happenings.begun(self.session.run))), None)

    def going_on(self) -> Message | None:
        """What takes time just now, said in place of the keys; None if nothing does."""
        return None

    def _idle(self) -> Iterable[Group]:
        """The keys that do nothing now: where all is to be seen, those that turn panels or scroll."""
        if not self.hidden_panels:
            yield "panel"
        if not any(view.virtual_size for view in self._views.values() if view.display):
            yield "scroll"
        if not self.offers("hyper_parameters"):
            yield "trials"

    def show_selected(self) -> None:
        """Let the cell that was gone to by its address be seen."""

    def go_to_line(self, line: int) -> None:
        """Go to a line of this pass."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a window that is too small to show anything, a lesson stays as it is."""
        return (self.can_be_seen or not in_mode(action, "step")) and super().check_action(action, parameters)

    @property
    def can_be_seen(self) -> bool:
        """Whether the window is large enough."""
        return self._arrangement is not None

    def offers(self, action: str) -> bool:
        """Not every lesson has a search."""
        lesson = self.session.lesson
        return action != "hyper_parameters" or (lesson is not None and lesson.search is not None)

    def tell(self, message: Message) -> None:
        """Say a sentence in place of the keys, until the next key."""
        self._said = message
        self.draw()

    def moved(self, said: Message | None = None) -> None:
        """Draw the session as it stands now, and say a sentence, if there is one, until the next key.

        It is drawn as soon as no key waits any more: held down, a key never runs ahead of what is to be seen.
        """
        self._said = said
        self._stepping = False
        self._out_of_date = True
        self.check_idle()

    def stepped(self, said: Message | None = None) -> None:
        """The same after a line step: the picture follows as soon as the keys rest."""
        self.moved(said)
        self._stepping = True

    def on_idle(self) -> None:
        """Draw what the keys have changed, just before Textual paints."""
        if self._out_of_date:
            self.draw()

    def action_go_back(self) -> None:
        """Home. A subject that has something going on ends that first."""
        if self.can_be_seen:
            self.tutor.go_home()


def _put(view: PictureView, box: Box) -> None:
    """Place a view; nothing is laid out again if it stands there already."""
    styles = view.styles
    styles.offset = (box.x, box.y)
    styles.width = box.width
    styles.height = box.height


def _inside(box: Box) -> tuple[int, int]:
    """The columns and rows of a panel's content: within its margins, under its rule."""
    return box.width - 2 * _MARGIN, box.height - 1


def _size(box: Box) -> tuple[int, int]:
    return box.width, box.height
