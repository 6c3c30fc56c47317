"""The variants of a lesson, to choose one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.lesson.parts import AS_IT_STANDS
from tutor.messages import Language, Words, say
from tutor.tui.jamo import with_jamo
from tutor.tui.screens.base import ClosesOnce
from tutor.tui.widgets.choices import Choices


class VariantsScreen(ModalScreen[str | None], ClosesOnce[str | None]):
    """Offers the lesson as it stands and its variants; gives the id of the one that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(with_jamo(("escape", "q", "left", "h"))), "cancel", show=False),
        Binding(",".join(with_jamo(("l", "right"))), "choose", show=False),
        Binding(",".join(with_jamo(("j",))), "lower", show=False),
        Binding(",".join(with_jamo(("k",))), "higher", show=False),
    ]

    DEFAULT_CSS = """
    VariantsScreen {
        background: transparent;
        #variants {
            dock: bottom; width: 100%; height: auto; max-height: 70%; padding: 0 1;
            background: $panel; border: none; border-top: solid $accent; border-title-color: $foreground;
            text-wrap: nowrap; text-overflow: ellipsis;  /* Textual 8.2 cannot wrap into no columns at all */
            &:ansi > .option-list--option-highlighted { text-style: bold underline; }
        }
    }
    """

    def __init__(self, title: Words, variants: Sequence[tuple[str, Words]]) -> None:
        super().__init__()
        self._lesson = title
        self._variants = tuple(variants)

    def compose(self) -> ComposeResult:
        """The list."""
        language = cast(Language, getattr(self.app, "language", "en"))
        choices = Choices(id="variants", markup=False)
        choices.border_title = Content(f" {self._lesson.say(language)} ")
        choices.add_option(Option(Content(say("tui.variant-none", language)), id=AS_IT_STANDS))
        choices.add_options(
            [Option(Content(_called(name, title, language)), id=name) for name, title in self._variants]
        )
        choices.highlighted = 0
        yield choices

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the choice back."""
        self.dismiss(event.option.id)

    @property
    def _choices(self) -> Choices:
        return self.query_one(Choices)

    def action_choose(self) -> None:
        """Choose the variant that is stood on."""
        self._choices.action_select()

    def action_lower(self) -> None:
        """Stand on the next one."""
        self._choices.action_cursor_down()

    def action_higher(self) -> None:
        """Stand on the one before."""
        self._choices.action_cursor_up()

    def action_cancel(self) -> None:
        """Choose none."""
        self.dismiss(None)


def _called(name: str, title: Words, language: Language) -> str:
    """A variant's title, and the name by which notes speak of it."""
    said = title.say(language)
    return f"{said} · {name}" if said and said != name else name
