"""The prompt for an address."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from tutor.engine.address import AddressError
from tutor.messages import Language
from tutor.tui.bookmarks import bookmarks
from tutor.tui.jamo import as_typed
from tutor.tui.panels.timeline import BOOKMARK
from tutor.tui.screens.drawer import Drawer
from tutor.tui.session import NoSuchPlaceError, Place, Session
from tutor.tui.widgets.names import Names

_LONGEST = 80


class GotoScreen(Drawer[Place | None]):
    """Asks where to go, offers what can be written there, and says in place what is wrong with what was written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(self, session: Session, language: Language) -> None:
        super().__init__(language)
        self._session = session

    def compose(self) -> ComposeResult:
        """What can be written, the field, and room for what is wrong."""
        names = self._session.names
        marked = tuple(one.name for one in bookmarks(self._session))
        with self.box(self.say("tui.goto-title")):
            yield Static(self._examples(), classes="drawer-hint", markup=False)
            yield Static("  ".join(names), classes="drawer-hint", markup=False)
            if marked:
                yield Static("  ".join(f"{BOOKMARK} {name}" for name in marked), classes="drawer-hint", markup=False)
            yield Input(
                compact=True,
                max_length=_LONGEST,
                suggester=Names((*names, *marked)),
                select_on_focus=False,
            )
            yield Static("", id="goto-problem", classes="drawer-problem", markup=False)

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
        self._complain("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go there, or say why not."""
        if not event.value.strip():
            self.dismiss(None)
            return
        try:
            self.dismiss(self._session.find(event.value))
        except (AddressError, NoSuchPlaceError) as found:
            self._complain(found.message.say(self.language))

    def _complain(self, text: str) -> None:
        self.query_one("#goto-problem", Static).update(text)

    def action_complete(self) -> None:
        """Take the name that is offered."""
        self.query_one(Input).action_cursor_right()
