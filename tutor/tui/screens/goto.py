"""The prompt for an address."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from tutor.engine.address import AddressError
from tutor.tui.actions import Where
from tutor.tui.bookmarks import bookmarks
from tutor.tui.jamo import as_typed
from tutor.tui.panels.timeline import BOOKMARK
from tutor.tui.screens.base import bindings
from tutor.tui.screens.drawer import Drawer, Hint
from tutor.tui.session import NoSuchPlaceError, Place, Session
from tutor.tui.widgets.names import Names

_LONGEST = 80


class GotoScreen(Drawer[Place | None]):
    """Asks where to go, offers what can be written there, and says in place what is wrong with what was written."""

    WHERE: ClassVar[Where] = "goto"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("goto"))

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    @property
    def heading(self) -> str:
        """What it is for."""
        return self.say("tui.goto-title")

    def parts(self) -> ComposeResult:
        """What can be written, and the field."""
        names = self._session.names
        marked = tuple(one.name for one in bookmarks(self._session))
        yield Hint(self._examples)
        yield Hint(lambda: "  ".join(names))
        if marked:
            yield Hint(lambda: "  ".join(f"{BOOKMARK} {name}" for name in marked))
        yield Input(
            compact=True,
            max_length=_LONGEST,
            suggester=Names((*names, *marked)),
            select_on_focus=False,
        )
        yield self.said

    def _examples(self) -> str:
        """What can be written, with a value of this lesson: a gradient, and a matrix, if it has one."""
        lines = self._session.programs.backward or self._session.run.lines
        line = next((line for line in reversed(lines) if len(line.shape) == 2), lines[-1])
        cell = ",".join(str(size - 1) for size in line.shape)
        examples = [("value", line.name), *([("cell", f"{line.name}[{cell}]")] if line.shape else [])]
        if self._session.run.learns:
            examples = [("update", "480"), ("value", line.name), ("moment", f"12/{examples[-1][1]}")]
        width = max(len(text) for _, text in examples) + 3
        return "\n".join(f"{text:{width}}{self.say(f'tui.goto-{key}')}" for key, text in examples)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take Hangul for the letters on the same keys, and a complaint away."""
        typed = as_typed(event.value)
        if typed != event.value:
            event.input.value = typed
            event.input.cursor_position = len(typed)
        self.hush()

    def on_input_submitted(self) -> None:
        """The field takes Enter for itself."""
        self.action_go_there()

    def action_go_there(self) -> None:
        """Go there, or say why not."""
        address = self.query_one(Input).value
        if not address.strip():
            self.dismiss(None)
            return
        try:
            self.dismiss(self._session.find(address))
        except (AddressError, NoSuchPlaceError) as found:
            message = found.message
            self.complain(lambda: message.say(self.language))

    def action_complete(self) -> None:
        """Take the name that is offered."""
        self.query_one(Input).action_cursor_right()
