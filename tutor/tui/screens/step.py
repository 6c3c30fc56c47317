"""The step screen: a lesson, one line of arithmetic at a time."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from tutor.engine.address import Address
from tutor.messages import Message, say
from tutor.tui.actions import Group, Where
from tutor.tui.arrange import LEAST, Arrangement, Box, Panel, Slot, arrange
from tutor.tui.moment import Moment
from tutor.tui.panels import header, keys
from tutor.tui.panels.data import data
from tutor.tui.panels.line import heading, line
from tutor.tui.panels.note import note
from tutor.tui.panels.parameters import parameters
from tutor.tui.picture.text import Picture
from tutor.tui.screens.base import TutorScreen, bindings
from tutor.tui.session import NoSuchPlaceError, Place, Session
from tutor.tui.texts import Texts
from tutor.tui.widgets.picture_view import PictureView
from tutor.tui.wishes import wishes_of

_MARGIN = 1
"""Columns left and right of a panel's content."""

_PAUSE = 0.001
"""Seconds between two stretches of a long journey, in which keys are heard."""

_ALWAYS = ("title", "rail", "line", "keys")
_PANELS = ("line", "note", "parameters", "data")


class StepScreen(TutorScreen[None]):
    """Shows one session; each key moves it and draws the moment in which it then stands."""

    WHERE: ClassVar[Where] = "step"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("step"))

    DEFAULT_CSS = """
    StepScreen {
        overflow: hidden;
        background: $background;

        #title { background: $panel; }
        .panel {
            padding: 0 1;
            border-top: solid $foreground 30%;
            border-title-color: $foreground;
            border-title-background: $background;
        }
        #line { overflow-x: auto; }
        #keys { background: $panel; overflow: hidden; }
    }
    """

    def __init__(self, session: Session, at: Address | None = None) -> None:
        """``at`` is where to begin; a place that the lesson does not have is said, and the beginning shown."""
        super().__init__()
        self.session = session
        self._texts = Texts(session.model.loss)
        self._views = {name: PictureView(id=name) for name in ("title", "rail", *_PANELS, "keys", "small")}
        self._arrangement: Arrangement | None = None
        self._settled = 0, 0
        self._chosen: Panel = "note"
        self._said: Message | None = None
        self._journey: Place | None = None
        if at is not None:
            self._set_out(at)

    # The screen and its parts

    def compose(self) -> ComposeResult:
        """The parts, already arranged and drawn: the first paint is the whole screen."""
        for name in _PANELS:
            self._views[name].add_class("panel")
        self._settle(self.app.size.width, self.app.size.height)
        yield from self._views.values()

    def on_mount(self) -> None:
        """Go on with a journey that the address on the command line began."""
        if self._journey is not None:
            self.set_timer(_PAUSE, self._go_on)

    def on_resize(self, event: events.Resize) -> None:
        """Arrange everything anew, unless it stands in this size already, as it does when the screen opens."""
        if (event.size.width, event.size.height) != self._settled:
            self._settle(event.size.width, event.size.height)

    def _settle(self, width: int, height: int) -> None:
        self._settled = width, height
        moment = self._moment
        arrangement = arrange(width, height, wishes_of(moment))
        self._arrangement = arrangement
        small = self._views["small"]
        small.display = arrangement is None
        if arrangement is None:
            for name, view in self._views.items():
                view.display = name == "small"
            _put(small, Box(0, 0, width, height))
            small.show(header.too_small(self.language, width, height, LEAST), (width, height))
            return
        for name in _ALWAYS:
            self._views[name].display = True
            _put(self._views[name], getattr(arrangement, name))
        self._show_panels(arrangement)
        self.draw()

    def _show_panels(self, arrangement: Arrangement) -> None:
        """Put into each slot the panel that is to be seen there, and hide the others."""
        shown = {self._panel_in(slot): slot for slot in arrangement.slots}
        for name in ("note", "parameters", "data"):
            view = self._views[name]
            view.display = name in shown
        for panel, slot in shown.items():
            _put(self._views[panel], slot.box)

    def _panel_in(self, slot: Slot) -> Panel:
        return self._chosen if self._chosen in slot.panels else slot.panels[0]

    # Drawing

    @property
    def _moment(self) -> Moment:
        return Moment(self.session, self.language, self._texts)

    def draw(self) -> None:
        """Draw every part that is to be seen; a part that has not changed is not painted again."""
        arrangement = self._arrangement
        if arrangement is None:
            self._views["small"].show(
                header.too_small(self.language, self.size.width, self.size.height, LEAST), self.size
            )
            return
        moment = self._moment
        self._show("title", header.title(moment, arrangement.title.width), arrangement.title)
        self._show("rail", header.rail(moment, arrangement.rail.width), arrangement.rail)
        width, height = _inside(arrangement.line)
        self._show("line", line(moment, width, height), arrangement.line)
        self._title("line", heading(moment))
        for slot in arrangement.slots:
            self._draw_panel(moment, slot)
        self._draw_keys(arrangement.keys.width)

    def _draw_panel(self, moment: Moment, slot: Slot) -> None:
        panel = self._panel_in(slot)
        width, height = _inside(slot.box)
        if panel == "parameters":
            picture = parameters(moment, width, height)
        elif panel == "data":
            picture = data(moment, width, height)
        else:
            picture = note(moment, width, height)
        self._show(panel, picture, slot.box)
        self._title(panel, self._heading(slot, panel))

    def _heading(self, slot: Slot, shown: Panel) -> str:
        """The names of the panels in a slot, the one that is shown first and marked."""
        names = [say(f"tui.panel-{panel}", self.language) for panel in slot.panels]
        if len(names) == 1:
            return names[0]
        shown_at = slot.panels.index(shown)
        return "  ".join(f"[b]• {name}[/b]" if number == shown_at else name for number, name in enumerate(names))

    def _draw_keys(self, width: int) -> None:
        said = self._said or self.session.lost()
        if self._journey is not None:
            said = Message("tui.travelling", {"update": f"{self.session.run.position.update:,}"})
        if said is None:
            picture = keys.keys("step", self.language, width, without=self._idle)
        else:
            picture = keys.message(said.say(self.language), width)
        self._views["keys"].show(picture, (width, 1))

    @property
    def _idle(self) -> list[Group]:
        """The keys that do nothing now: that turn panels or scroll, where all is to be seen."""
        scrolls = any(view.virtual_size for view in self._views.values() if view.display)
        idle: list[tuple[Group, bool]] = [("panel", self._shared is None), ("scroll", not scrolls)]
        return [group for group, is_idle in idle if is_idle]

    def _show(self, name: str, picture: Picture, box: Box) -> None:
        room = _inside(box) if name in _PANELS else (box.width, box.height)
        self._views[name].show(picture, room)

    def _title(self, name: str, text: str) -> None:
        view = self._views[name]
        if view.border_title != f" {text} ":
            view.border_title = f" {text} "

    def tell(self, message: Message) -> None:
        """Say a sentence in place of the keys, until the next key."""
        self._said = message
        self.draw()

    # Moving

    def _moved(self, said: Message | None) -> None:
        self._journey = None
        self._said = said
        self.draw()

    def action_next_line(self) -> None:
        """Run the next line."""
        self._moved(self.session.forward())

    def action_previous_line(self) -> None:
        """Take the last line back."""
        self._moved(self.session.back())

    def action_next_update(self) -> None:
        """Go one update on."""
        self._moved(self.session.advance(1))

    def action_previous_update(self) -> None:
        """Go one update back."""
        self._moved(self.session.advance(-1))

    def action_beginning(self) -> None:
        """Go to the beginning of the lesson."""
        self.session.beginning()
        self._moved(None)

    def action_end(self) -> None:
        """Go to the end of this pass."""
        self.session.end()
        self._moved(None)

    def action_go_to(self) -> None:
        """Ask for an address and go there."""
        from tutor.tui.screens.goto import GotoScreen  # late: the first paint needs no input field

        self._moved(None)
        self.app.push_screen(GotoScreen(self.session, self.language), self._arrive)

    def _arrive(self, place: Place | None) -> None:
        if place is not None:
            self._journey = place
            self._go_on()

    def _set_out(self, address: Address) -> None:
        try:
            place = self.session.place(address)
        except NoSuchPlaceError as found:
            self._said = found.message
            return
        if self.session.travel(place):
            self._said = self.session.describe_selected()
        else:
            self._journey = place

    def _go_on(self) -> None:
        """A stretch of a journey; keys are heard between two of them, and any of them ends it."""
        if self._journey is None:
            return
        if self.session.travel(self._journey):
            self._moved(self.session.describe_selected())
        else:
            self.draw()
            self.set_timer(_PAUSE, self._go_on)

    # Panels

    def action_next_panel(self) -> None:
        """Show the next panel where several share a place."""
        self._turn(1)

    def action_previous_panel(self) -> None:
        """Show the panel before it."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        slot = self._shared
        self._said = None
        if slot is None or self._arrangement is None:
            self.tell(Message("tui.all-panels-shown"))
            return
        here = slot.panels.index(self._panel_in(slot))
        self._chosen = slot.panels[(here + by) % len(slot.panels)]
        self._show_panels(self._arrangement)
        self.draw()

    @property
    def _shared(self) -> Slot | None:
        """The slot that holds several panels, if there is one."""
        slots = () if self._arrangement is None else self._arrangement.slots
        return next((slot for slot in slots if len(slot.panels) > 1), None)

    def action_scroll_down(self) -> None:
        """Scroll what is longer than its room."""
        for view in self._views.values():
            if view.display:
                view.scroll_page_down(animate=False)

    def action_scroll_up(self) -> None:
        """Scroll back."""
        for view in self._views.values():
            if view.display:
                view.scroll_page_up(animate=False)

    # Leaving

    def action_go_back(self) -> None:
        """End a journey; else go home."""
        if self._journey is not None:
            self._moved(Message("tui.journey-ended", {"update": f"{self.session.run.position.update:,}"}))
        else:
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
