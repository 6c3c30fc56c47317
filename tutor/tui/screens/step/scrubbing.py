"""Going along the timeline, with the mouse or with keys."""

from __future__ import annotations

from tutor.messages import Message
from tutor.tui.actions import Where, in_mode
from tutor.tui.panels.timeline import Track, marks, track
from tutor.tui.screens.step.moving import Moving
from tutor.tui.session import Place
from tutor.tui.widgets.timeline_view import TimelineView


class Scrubbing(Moving):
    """The timeline under the mouse, and under the arrows while they are lent to it."""

    _along = False
    """Whether the arrows move along the timeline."""

    @property
    def scrubs(self) -> bool:
        """Whether the arrows move along the timeline, which has to be there for it."""
        return self._along and self._track is not None

    @property
    def mode(self) -> Where:
        """The part of the table of actions that is in force."""
        return "timeline" if self.scrubs else super().mode

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What belongs to the timeline is done only while the arrows are lent to it."""
        if in_mode(action, "timeline"):
            return self.scrubs
        return super().check_action(action, parameters)

    def action_timeline(self) -> None:
        """Lend the arrows to the timeline, or take them back."""
        if self._track is None:
            why = Message("tui.no-room-for-timeline") if self.session.run.learns else self.session.why_no_update()
            self.tell(why)
            return
        self._along = not self._along
        self.moved()

    def action_along_back(self) -> None:
        """One column to the left."""
        self._go_along(-1)

    def action_along_forward(self) -> None:
        """One column to the right."""
        self._go_along(1)

    def action_previous_mark(self) -> None:
        """To the bookmark, fork or keyframe before."""
        if (on := self._track) is not None:
            self._scrub(max((update for update in marks(self.session, on) if update < self._heading_for), default=0))

    def action_next_mark(self) -> None:
        """To the next bookmark, fork or keyframe."""
        if (on := self._track) is not None:
            after = (update for update in marks(self.session, on) if update > self._heading_for)
            self._scrub(min(after, default=self._heading_for))

    def action_leave_timeline(self) -> None:
        """Take the arrows back."""
        self._along = False
        self.moved()

    def action_go_back(self) -> None:
        """Take the arrows back."""
        if self.scrubs and self._journey is None:
            self.action_leave_timeline()
        else:
            super().action_go_back()

    def on_timeline_view_pointed(self, event: TimelineView.Pointed) -> None:
        """Go to the update under the mouse."""
        event.stop()
        if (on := self._track) is None:
            return
        if event.first:  # a drag is undone as a whole
            self.session.undoable("timeline")
        self._head_for(on.update(event.column))

    @property
    def _track(self) -> Track | None:
        """The timeline as it is drawn; None: there is none."""
        if self._arrangement is None or self._arrangement.timeline is None:
            return None
        return track(self.session, self._arrangement.timeline.width)

    @property
    def _heading_for(self) -> int:
        """The update that is gone to, or else stood at."""
        return self.session.run.position.update if self._journey is None else self._journey.update

    def _go_along(self, columns: int) -> None:
        if (on := self._track) is not None:
            by = max(round(on.end / (on.width - 1)), 1)
            self._scrub(min(max(self._heading_for + columns * by, 0), on.end))

    def _scrub(self, update: int) -> None:
        """Go to an update, as a key asks it; keys that follow one another are undone together."""
        self.session.undoable("timeline", together=True)
        self._head_for(update)

    def _head_for(self, update: int) -> None:
        """Set out for an update, for the same line of its pass."""
        self.set_out(Place(update, self.session.run.position.line))
