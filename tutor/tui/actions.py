"""Everything that a key does, in one table: bindings, the footer, the help and the command palette are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tutor.tui.jamo import with_jamo

Where = Literal["anywhere", "step", "home"]

Group = Literal["line", "update", "goto", "panel", "scroll", "open", "help", "quit"]
"""Actions of one group share a word in the footer: → ← line."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done.

    Attributes:
        name: of the method ``action_<name>``, and, with hyphens, of the sentence ``tui.action-<name>``.
        keys: as Textual calls them; the jamo of letters are added.
        where: on which screen.
        group: its place in the footer; None: not there.
    """

    name: str
    keys: tuple[str, ...]
    where: Where
    group: Group | None = None

    @property
    def slug(self) -> str:
        """The part of a catalogue key that names it."""
        return self.name.replace("_", "-")

    @property
    def all_keys(self) -> tuple[str, ...]:
        """Its keys in either input mode."""
        return with_jamo(self.keys)


ACTIONS: tuple[Action, ...] = (
    Action("next_line", ("right", "l"), "step", "line"),
    Action("previous_line", ("left", "h"), "step", "line"),
    Action("next_update", ("down", "right_square_bracket", "j"), "step", "update"),
    Action("previous_update", ("up", "left_square_bracket", "k"), "step", "update"),
    Action("go_to", ("g",), "step", "goto"),
    Action("beginning", ("home", "0"), "step"),
    Action("end", ("end",), "step"),
    Action("next_panel", ("tab",), "step", "panel"),
    Action("previous_panel", ("shift+tab",), "step"),
    Action("scroll_down", ("pagedown",), "step", "scroll"),
    Action("scroll_up", ("pageup",), "step"),
    Action("open", ("enter", "right", "l"), "home", "open"),
    Action("lower", ("down", "j"), "home"),
    Action("higher", ("up", "k"), "home"),
    Action("go_back", ("escape",), "anywhere"),
    Action("language", ("f2",), "anywhere"),
    Action("theme", ("f3",), "anywhere"),
    Action("palette", ("ctrl+p",), "anywhere"),
    Action("help", ("question_mark", "f1"), "anywhere", "help"),
    Action("leave", ("q", "ctrl+q"), "anywhere", "quit"),
)

_SHOWN = {
    "right": "→", "left": "←", "down": "↓", "up": "↑", "right_square_bracket": "]", "left_square_bracket": "[",
    "question_mark": "?", "home": "Home", "end": "End", "tab": "Tab", "shift+tab": "Shift+Tab", "escape": "Esc",
    "enter": "Enter", "pagedown": "PgDn", "pageup": "PgUp", "ctrl+p": "Ctrl+P", "ctrl+q": "Ctrl+Q",
    "f1": "F1", "f2": "F2", "f3": "F3",
}  # fmt: skip


def key_text(key: str) -> str:
    """A key as it is written on a keyboard."""
    return _SHOWN.get(key, key)


def actions_on(where: Where) -> tuple[Action, ...]:
    """What can be done on a screen, in the order of the table."""
    return tuple(action for action in ACTIONS if action.where in (where, "anywhere"))
