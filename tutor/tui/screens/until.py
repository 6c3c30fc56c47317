"""The prompt for a condition to run to."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from tutor.formula.problems import FormulaError, Problem
from tutor.lesson.complaint import excerpt_of
from tutor.messages import Language
from tutor.tui.jamo import as_typed
from tutor.tui.screens.drawer import Drawer
from tutor.tui.session import Session
from tutor.tui.until import (
    MOST_UPDATES,
    Until,
    default_condition,
    default_limit,
    examples,
    known_names,
    read_condition,
    read_limit,
)
from tutor.tui.widgets.names import Names

_LONGEST = 200
_NAMES_SHOWN = 40


class UntilScreen(Drawer[Until | None]):
    """Asks for a condition and a limit, offers what can be written, and says in place what is wrong."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("tab", "complete", show=False, priority=True),
        Binding("up,down", "other", show=False, priority=True),
    ]

    DEFAULT_CSS = """
    UntilScreen {
        #until-limit-row { height: 1; }
        #until-limit-row Static { width: auto; }
        #until-limit { width: 14; }
    }
    """

    def __init__(self, session: Session, language: Language) -> None:
        super().__init__(language)
        self._session = session

    def compose(self) -> ComposeResult:
        """What can be written, the two fields, and room for what is wrong."""
        from textual.containers import Horizontal

        session = self._session
        with self.box(self.say("tui.until-title")):
            yield Static(self._examples(), classes="drawer-hint", markup=False)
            names = known_names(session)
            yield Static("  ".join(names[:_NAMES_SHOWN]), classes="drawer-hint", markup=False)
            yield Input(
                default_condition(session),
                compact=True,
                max_length=_LONGEST,
                suggester=Names(names),
                select_on_focus=True,
                id="until-condition",
            )
            yield Static("", id="until-problem", classes="drawer-problem", markup=False)
            with Horizontal(id="until-limit-row"):
                yield Static(self.say("tui.until-at-most") + " ", markup=False)
                yield Input(str(default_limit(session)), compact=True, max_length=12, id="until-limit")
            yield Static(self.say("tui.until-keys"), classes="drawer-hint", markup=False)

    def _examples(self) -> str:
        found = list(examples(self._session))
        width = max((len(text) for text, _ in found), default=0) + 3
        return "\n".join(f"{text:{width}}{self.say(f'tui.until-example-{key}')}" for text, key in found)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take Hangul for the letters on the same keys, and a complaint away."""
        typed = as_typed(event.value)
        if typed != event.value:
            event.input.value = typed
            event.input.cursor_position = len(typed)
        self._complain("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Run to it, or say why not."""
        del event
        condition, limit = self.query_one("#until-condition", Input), self.query_one("#until-limit", Input)
        updates = read_limit(limit.value)
        if updates is None:
            limit.focus()
            self._complain(self.say("tui.until-no-number", most=f"{MOST_UPDATES:,}"))
            return
        try:
            self.dismiss(Until(read_condition(self._session, condition.value), updates))
        except FormulaError as found:
            condition.focus()
            self._complain(self._written(condition.value, found.problems[0]))

    def _written(self, text: str, problem: Problem) -> str:
        """A complaint under the place that it is about."""
        said = problem.message.say(self.language)
        if problem.place is None:
            return said
        excerpt = excerpt_of(text, problem.place.column, problem.place.end)
        under = excerpt.carets if excerpt.line == text else f"{excerpt.line}\n{excerpt.carets}"
        return f"{under}\n{said}"

    def _complain(self, text: str) -> None:
        self.query_one("#until-problem", Static).update(text)

    def action_complete(self) -> None:
        """Take the name that is offered; in the other field, go to the first one."""
        condition = self.query_one("#until-condition", Input)
        before = condition.value
        if condition.has_focus:
            condition.action_end()
            condition.action_cursor_right()
        if condition.value == before:
            self.action_other()

    def action_other(self) -> None:
        """Go to the other field."""
        self.focus_next()
