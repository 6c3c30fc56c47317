"""The prompt for an address."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from tutor.engine.address import AddressError
from tutor.messages import Language, Message, say
from tutor.tui.jamo import as_typed
from tutor.tui.screens.base import ClosesOnce
from tutor.tui.session import NoSuchPlaceError, Place, Session

_NAME = re.compile(r"[A-Za-z][\w.]*$", re.ASCII)
"""The beginning of a name at the end of what was typed."""

_LONGEST = 80


class GotoScreen(ModalScreen[Place | None], ClosesOnce[Place | None]):
    """Asks where to go, offers what can be written there, and says in place what is wrong with what was written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("tab", "complete", show=False, priority=True),
    ]

    DEFAULT_CSS = """
    GotoScreen {
        background: transparent;

        #goto {
            dock: bottom;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            background: $panel;
            border-top: solid $accent;
            border-title-color: $foreground;
        }
        #goto-hint, #goto-names { color: $foreground 70%; height: auto; }
        #goto-problem { color: $warning; height: auto; }
        Input { background: $surface; }
    }
    """

    def __init__(self, session: Session, language: Language) -> None:
        super().__init__()
        self._session = session
        self._language: Language = language

    def compose(self) -> ComposeResult:
        """What can be written, the field, and room for what is wrong."""
        with Vertical(id="goto") as box:
            box.border_title = f" {say('tui.goto-title', self._language)} "
            yield Static(self._examples(), id="goto-hint", markup=False)
            yield Static("  ".join(self._session.names), id="goto-names", markup=False)
            yield Input(
                compact=True,
                max_length=_LONGEST,
                suggester=_Names(self._session.names),
                select_on_focus=False,
            )
            yield Static("", id="goto-problem", markup=False)

    def _examples(self) -> str:
        """What can be written, with a value of this lesson: a gradient, and a matrix, if it has one."""
        lines = self._session.programs.backward or self._session.run.lines
        line = next((line for line in reversed(lines) if len(line.shape) == 2), lines[-1])
        cell = ",".join(str(size - 1) for size in line.shape)
        examples = [("value", line.name), *([("cell", f"{line.name}[{cell}]")] if line.shape else [])]
        if self._session.run.learns:
            examples = [("update", "480"), ("value", line.name), ("moment", f"12/{examples[-1][1]}")]
        width = max(len(text) for _, text in examples) + 3
        return "\n".join(f"{text:{width}}{say(f'tui.goto-{key}', self._language)}" for key, text in examples)

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
        except AddressError as found:
            self._complain(self._said(found.message))
        except NoSuchPlaceError as found:
            self._complain(self._said(found.message))

    def _said(self, message: Message) -> str:
        return message.say(self._language)

    def _complain(self, text: str) -> None:
        self.query_one("#goto-problem", Static).update(text)

    def action_complete(self) -> None:
        """Take the name that is offered."""
        self.query_one(Input).action_cursor_right()

    def action_cancel(self) -> None:
        """Stay."""
        self.dismiss(None)


class _Names(Suggester):
    """Offers the rest of a name that has been begun."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = names

    async def get_suggestion(self, value: str) -> str | None:
        """``value`` with its last name completed."""
        match = _NAME.search(value)
        if match is None:
            return None
        begun = match.group()
        found = next((name for name in self._names if name.startswith(begun) and name != begun), None)
        return None if found is None else value + found[len(begun) :]
