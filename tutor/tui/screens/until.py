"""The prompt for a condition to run to."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from tutor.formula.problems import FormulaError, Problem
from tutor.lesson.complaint import excerpt_of
from tutor.tui.actions import Where
from tutor.tui.jamo import as_typed
from tutor.tui.screens.base import bindings
from tutor.tui.screens.drawer import Drawer, Hint
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

    WHERE: ClassVar[Where] = "until"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("until"))

    DEFAULT_CSS = """
    UntilScreen {
        #until-limit-row { height: 1; }
        #until-limit-row Hint { width: auto; margin-right: 1; }
        #until-limit { width: 14; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    @property
    def heading(self) -> str:
        """What it is for."""
        return self.say("tui.until-title")

    def parts(self) -> ComposeResult:
        """What can be written, and the two fields; what is wrong stands under the condition."""
        from textual.containers import Horizontal

        session = self._session
        names = known_names(session)
        yield Hint(self._examples)
        yield Hint(lambda: "  ".join(names[:_NAMES_SHOWN]))
        yield Input(
            default_condition(session),
            compact=True,
            max_length=_LONGEST,
            suggester=Names(names),
            select_on_focus=True,
            id="until-condition",
        )
        yield self.said
        with Horizontal(id="until-limit-row"):
            yield Hint(lambda: self.say("tui.until-at-most"))
            yield Input(str(default_limit(session)), compact=True, max_length=12, id="until-limit")

    def draw(self) -> None:
        """Say everything in the language of now."""
        super().draw()
        self._condition.placeholder = self.say("tui.until-empty")

    @property
    def _condition(self) -> Input:
        return self.query_one("#until-condition", Input)

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
        self.hush()

    def on_input_submitted(self) -> None:
        """The field takes Enter for itself."""
        self.action_begin_run()

    def action_begin_run(self) -> None:
        """Run to it, or say why not."""
        condition, limit = self._condition.value, self.query_one("#until-limit", Input)
        updates = read_limit(limit.value)
        if updates is None:
            limit.focus()
            self.complain(lambda: self.say("tui.until-no-number", most=f"{MOST_UPDATES:,}"))
            return
        try:
            self.dismiss(Until(read_condition(self._session, condition), updates))
        except FormulaError as found:
            self._condition.focus()
            problem = found.problems[0]
            self.complain(lambda: self._written(condition, problem))

    def _written(self, text: str, problem: Problem) -> str:
        """A complaint under the place that it is about."""
        said = problem.message.say(self.language)
        if problem.place is None:
            return said
        excerpt = excerpt_of(text, problem.place.column, problem.place.end)
        under = excerpt.carets if excerpt.line == text else f"{excerpt.line}\n{excerpt.carets}"
        return f"{under}\n{said}"

    def action_complete(self) -> None:
        """Take the name that is offered; in the other field, go to the first one."""
        condition = self._condition
        before = condition.value
        if condition.has_focus:
            condition.action_end()
            condition.action_cursor_right()
        if condition.value == before:
            self.action_other_field()

    def action_other_field(self) -> None:
        """Go to the other field."""
        self.focus_next()
