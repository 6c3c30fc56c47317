"""Everything that a key does, in one table: bindings, the footer, the help and the command palette are made from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from tutor.tui.jamo import with_jamo

Where = Literal[
    "anywhere", "step", "home", "quiz", "selecting", "timeline", "why", "race", "search", "glossary", "map",
    "page", "help", "welcome", "record", "compare", "practice",
    "list", "choose", "branches", "bookmarks", "variants", "naming", "goto", "until", "edit", "progress",
]  # fmt: skip
"""A screen or a drawer, or (``selecting``, ``timeline``, ``naming``) what one is used for meanwhile: its keys then go
before those of the screen. ``page`` and ``list`` are what several have in common."""

Group = Literal[
    "line", "update", "play", "goto", "until", "goal", "edit", "panel", "picture", "views", "log", "glyphs", "words",
    "scroll", "select", "along", "marks", "done", "end", "cells", "ask", "links", "walk", "follow", "unfold", "tens",
    "hundreds", "open", "search", "trials", "pick", "take", "pause", "best", "test", "due", "map", "next",
    "chapters", "page", "begin", "lessons", "exchange", "there", "compare", "rename", "drop", "delete", "name", "set",
    "run", "complete", "field", "stop", "close", "cancel", "back", "help", "quit",
]  # fmt: skip
"""Actions of one group share a word in the footer: → ← line."""

ONLY_IN: Mapping[Group, tuple[Where, ...]] = {
    "end": ("selecting", "why"),
    "quit": ("step", "home", "selecting", "timeline", "why", "race", "search", "map", "welcome"),
}
"""Groups that stand in the footer of nothing but these."""

_SHARED: Mapping[Where, Where] = {
    "help": "page", "welcome": "page", "record": "page", "compare": "page",
    "choose": "list", "branches": "list", "bookmarks": "list", "variants": "list",
}  # fmt: skip
"""What a screen has in common with its like; what it has itself under the same name goes before that."""

_TYPED: tuple[Where, ...] = ("quiz", "glossary", "naming", "goto", "until", "edit")
"""Where characters are text and no commands."""


class Action(NamedTuple):
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
    Action("select", ("enter", "s"), "step", "select"),
    Action("next_ten", ("greater_than_sign",), "step"),
    Action("previous_ten", ("less_than_sign",), "step"),
    Action("next_hundred", ("right_curly_bracket",), "step"),
    Action("previous_hundred", ("left_curly_bracket",), "step"),
    Action("next_epoch", ("E",), "step"),
    Action("play", ("space",), "step", "play"),
    Action("slower", ("comma",), "step"),
    Action("faster", ("full_stop",), "step"),
    Action("go_to", ("g",), "step", "goto"),
    Action("run_until", ("u",), "step", "until"),
    Action("bookmark", ("m",), "step"),
    Action("bookmarks", ("M",), "step"),
    Action("timeline", ("T",), "step"),
    Action("undo", ("ctrl+z", "U"), "step"),
    Action("redo", ("ctrl+y",), "step"),
    Action("beginning", ("home", "0"), "step"),
    Action("end", ("end",), "step"),
    Action("next_panel", ("tab",), "step", "panel"),
    Action("previous_panel", ("shift+tab",), "step"),
    Action("picture", ("p",), "step", "picture"),
    Action("next_view", ("n",), "step", "views"),
    Action("log_scale", ("L",), "step", "log"),
    Action("other_variants", ("O",), "step"),
    Action("glyphs", ("G",), "step", "glyphs"),
    Action("describe", ("d",), "step", "words"),
    Action("more_digits", ("plus",), "step"),
    Action("fewer_digits", ("minus",), "step"),
    Action("fixed_digits", ("equals_sign",), "step"),
    Action("scroll_down", ("pagedown",), "step", "scroll"),
    Action("scroll_up", ("pageup",), "step"),
    Action("open", ("enter", "right", "l"), "home", "open"),
    Action("next_lesson", ("n",), "home", "next"),
    Action("lower", ("down", "j"), "home"),
    Action("higher", ("up", "k"), "home"),
    Action("search", ("slash",), "home", "search"),
    Action("map", ("m",), "home", "map"),
    Action("variants", ("v",), "home"),
    Action("scroll_down", ("pagedown",), "home"),
    Action("scroll_up", ("pageup",), "home"),
    Action("edit", ("e",), "step", "edit"),
    Action("branches", ("b",), "step"),
    Action("own_run", ("o",), "step"),
    Action("turn_way", ("w",), "step"),
    Action("variants", ("W",), "step"),
    Action("write_out", ("v",), "step"),
    Action("next_row", ("r",), "step"),
    Action("check_gradients", ("c",), "step"),
    Action("copy", ("y",), "step"),
    Action("copy_numpy", ("Y",), "step"),
    Action("along_back", ("left", "h"), "timeline", "along"),
    Action("along_forward", ("right", "l"), "timeline", "along"),
    Action("previous_mark", ("up", "k"), "timeline", "marks"),
    Action("next_mark", ("down", "j"), "timeline", "marks"),
    Action("leave_timeline", ("enter",), "timeline", "done"),
    Action("select_left", ("left", "h"), "selecting", "cells"),
    Action("select_down", ("down", "j"), "selecting", "cells"),
    Action("select_up", ("up", "k"), "selecting", "cells"),
    Action("select_right", ("right", "l"), "selecting", "cells"),
    Action("select_first", ("home",), "selecting"),
    Action("select_last", ("end",), "selecting"),
    Action("ask", ("enter",), "selecting", "ask"),
    Action("next_link", ("n",), "selecting", "links"),
    Action("previous_link", ("N",), "selecting", "links"),
    Action("walk_back", ("backspace",), "selecting", "walk"),
    Action("unfold", ("f",), "selecting", "unfold"),
    Action("ask", ("enter",), "why", "follow"),
    Action("next_link", ("n", "tab", "right", "down"), "why", "links"),
    Action("previous_link", ("N", "shift+tab", "left", "up"), "why", "links"),
    Action("walk_back", ("backspace",), "why", "walk"),
    Action("unfold", ("f",), "why", "unfold"),
    Action("scroll_down", ("pagedown", "space"), "why", "scroll"),
    Action("scroll_up", ("pageup",), "why"),
    Action("all_rows", ("R",), "step"),
    Action("predict", ("t",), "step", "test"),
    Action("questions", ("Q",), "step"),
    Action("practice", ("P",), "step"),
    Action("record", ("i",), "step"),
    Action("due", ("d",), "home", "due"),
    Action("record", ("i",), "home"),
    Action("submit", ("enter",), "quiz"),
    Action("hint", ("f5", "ctrl+t"), "quiz"),
    Action("whats_wrong", ("f6", "ctrl+w"), "quiz"),
    Action("scratch", ("f7", "ctrl+k"), "quiz"),
    Action("show_line", ("f8", "ctrl+g"), "quiz"),
    Action("previous_paper", ("f9", "ctrl+o"), "quiz"),
    Action("next_paper", ("f10", "ctrl+n"), "quiz"),
    Action("adopt", ("ctrl+r",), "quiz"),
    Action("next_cell", ("tab",), "quiz"),
    Action("previous_cell", ("shift+tab",), "quiz"),
    Action("row_above", ("up",), "quiz"),
    Action("row_below", ("down",), "quiz"),
    Action("caret_left", ("left",), "quiz"),
    Action("caret_right", ("right",), "quiz"),
    Action("caret_start", ("home",), "quiz"),
    Action("caret_end", ("end",), "quiz"),
    Action("erase", ("backspace",), "quiz"),
    Action("erase_after", ("delete",), "quiz"),
    Action("scroll_down", ("pagedown",), "quiz"),
    Action("scroll_up", ("pageup",), "quiz"),
    Action("race", ("x",), "step"),
    Action("hyper_parameters", ("a",), "step", "trials"),
    Action("next_update", ("right_square_bracket", "right", "down", "l", "j"), "race", "update"),
    Action("previous_update", ("left_square_bracket", "left", "up", "h", "k"), "race", "update"),
    Action("next_ten", ("greater_than_sign",), "race", "tens"),
    Action("previous_ten", ("less_than_sign",), "race", "tens"),
    Action("next_hundred", ("right_curly_bracket",), "race", "hundreds"),
    Action("previous_hundred", ("left_curly_bracket",), "race", "hundreds"),
    Action("play", ("space",), "race", "play"),
    Action("race_to_the_end", ("u",), "race", "goal"),
    Action("beginning", ("R", "home", "0"), "race"),
    Action("next_view", ("n", "tab"), "race", "views"),
    Action("log_scale", ("L",), "race", "log"),
    Action("glyphs", ("G",), "race"),
    Action("previous_trial", ("up", "left", "k", "h"), "search", "pick"),
    Action("next_trial", ("down", "right", "j", "l"), "search", "pick"),
    Action("take_trial", ("enter",), "search", "take"),
    Action("pause", ("space",), "search", "pause"),
    Action("best_trial", ("b",), "search", "best"),
    Action("next_view", ("n", "tab"), "search", "views"),
    Action("previous_trials", ("pageup",), "search"),
    Action("next_trials", ("pagedown",), "search"),
    Action("first_trial", ("home", "0"), "search"),
    Action("last_trial", ("end",), "search"),
    Action("glyphs", ("G",), "search"),
    Action("chapter_left", ("left", "h"), "map", "chapters"),
    Action("chapter_below", ("down", "j"), "map", "chapters"),
    Action("chapter_above", ("up", "k"), "map", "chapters"),
    Action("chapter_right", ("right", "l"), "map", "chapters"),
    Action("open", ("enter",), "map", "open"),
    Action("next_chapter", ("n",), "map"),
    Action("lower", ("down",), "glossary", "pick"),
    Action("higher", ("up",), "glossary", "pick"),
    Action("scroll_down", ("pagedown",), "glossary"),
    Action("scroll_up", ("pageup",), "glossary"),
    Action("open", ("enter",), "glossary", "open"),
    Action("go_back", ("escape",), "glossary", "back"),
    Action("row_down", ("down", "j"), "page", "scroll"),
    Action("row_up", ("up", "k"), "page", "scroll"),
    Action("scroll_down", ("pagedown", "space"), "page", "page"),
    Action("scroll_up", ("pageup",), "page"),
    Action("page_top", ("home",), "page"),
    Action("page_end", ("end",), "page"),
    Action("go_back", ("escape", "q"), "page", "back"),
    Action("go_back", ("escape", "question_mark", "f1", "q"), "help", "back"),
    Action("begin", ("enter", "right"), "welcome", "begin"),
    Action("go_back", ("escape",), "welcome", "lessons"),
    Action("due", ("d",), "record", "due"),
    Action("go_back", ("escape", "q", "i"), "record", "back"),
    Action("next_update", ("right", "right_square_bracket", "l"), "compare", "update"),
    Action("previous_update", ("left", "left_square_bracket", "h"), "compare", "update"),
    Action("next_ten", ("greater_than_sign",), "compare", "tens"),
    Action("previous_ten", ("less_than_sign",), "compare", "tens"),
    Action("exchange", ("x",), "compare", "exchange"),
    Action("go_back", ("escape", "q", "b"), "compare", "back"),
    Action("entry_below", ("down", "j"), "practice", "pick"),
    Action("entry_above", ("up", "k"), "practice", "pick"),
    Action("start_practice", ("enter",), "practice", "begin"),
    Action("erase", ("backspace",), "practice"),
    Action("go_back", ("escape", "q"), "practice", "back"),
    Action("entry_below", ("down", "j"), "list", "pick"),
    Action("entry_above", ("up", "k"), "list", "pick"),
    Action("entries_below", ("pagedown",), "list"),
    Action("entries_above", ("pageup",), "list"),
    Action("first_entry", ("home",), "list"),
    Action("last_entry", ("end",), "list"),
    Action("go_back", ("escape", "q"), "list", "close"),
    Action("set_value", ("enter",), "choose", "set"),
    Action("go_back", ("escape", "q"), "choose", "cancel"),
    Action("go_to_branch", ("enter",), "branches", "there"),
    Action("compare", ("c",), "branches", "compare"),
    Action("rename", ("r",), "branches", "rename"),
    Action("drop", ("d",), "branches", "drop"),
    Action("go_to_bookmark", ("enter",), "bookmarks", "there"),
    Action("rename", ("r",), "bookmarks", "rename"),
    Action("delete", ("d", "delete"), "bookmarks", "delete"),
    Action("open_variant", ("enter", "right", "l"), "variants", "open"),
    Action("go_back", ("escape", "q", "left", "h"), "variants", "close"),
    Action("give_name", ("enter",), "naming", "name"),
    Action("go_back", ("escape",), "naming", "cancel"),
    Action("go_there", ("enter",), "goto", "there"),
    Action("complete", ("tab",), "goto", "complete"),
    Action("go_back", ("escape",), "goto", "close"),
    Action("begin_run", ("enter",), "until", "run"),
    Action("complete", ("tab",), "until", "complete"),
    Action("other_field", ("down", "up"), "until", "field"),
    Action("go_back", ("escape",), "until", "close"),
    Action("set_value", ("enter",), "edit", "set"),
    Action("cell_left", ("left",), "edit", "cells"),
    Action("cell_below", ("down",), "edit", "cells"),
    Action("cell_above", ("up",), "edit", "cells"),
    Action("cell_right", ("right",), "edit", "cells"),
    Action("next_cell", ("tab",), "edit"),
    Action("previous_cell", ("shift+tab",), "edit"),
    Action("cells_below", ("pagedown",), "edit"),
    Action("cells_above", ("pageup",), "edit"),
    Action("go_back", ("escape",), "edit", "cancel"),
    Action("stop_run", ("space", "enter", "escape", "q"), "progress", "stop"),
    Action("go_back", ("escape",), "anywhere", "end"),
    Action("language", ("f2",), "anywhere"),
    Action("theme", ("f3",), "anywhere"),
    Action("glossary", ("f4",), "anywhere"),
    Action("save_screen", ("ctrl+s",), "anywhere"),
    Action("palette", ("ctrl+p",), "anywhere"),
    Action("help", ("question_mark", "f1"), "anywhere", "help"),
    Action("leave", ("q", "ctrl+q"), "anywhere", "quit"),
)

_SHOWN = {
    "right": "→", "left": "←", "down": "↓", "up": "↑", "right_square_bracket": "]", "left_square_bracket": "[",
    "question_mark": "?", "home": "Home", "end": "End", "tab": "Tab", "shift+tab": "Shift+Tab", "escape": "Esc",
    "enter": "Enter", "pagedown": "PgDn", "pageup": "PgUp", "ctrl+p": "Ctrl+P", "ctrl+q": "Ctrl+Q",
    "backspace": "⌫", "delete": "Del",
    "greater_than_sign": ">", "less_than_sign": "<", "right_curly_bracket": "}", "left_curly_bracket": "{",
    "space": "Space", "comma": ",", "full_stop": ".", "ctrl+z": "Ctrl+Z", "ctrl+y": "Ctrl+Y",
    "f1": "F1", "f2": "F2", "f3": "F3", "f4": "F4", "ctrl+s": "Ctrl+S", "slash": "/",
    "plus": "+", "minus": "-", "equals_sign": "=",
}  # fmt: skip


def key_text(key: str) -> str:
    """A key as it is written on a keyboard."""
    if key.startswith("ctrl+") or (key.startswith("f") and key[1:].isdecimal()):
        return key.title()
    return _SHOWN.get(key, key)


@cache
def own_actions(where: Where) -> tuple[Action, ...]:
    """What belongs to a screen, with what it shares with its like, and the keys of the table."""
    own = [action for action in ACTIONS if action.where == where]
    names = {action.name for action in own}
    shared = [action for action in ACTIONS if action.where == _SHARED.get(where) and action.name not in names]
    return *own, *shared


@cache
def _names(where: Where) -> frozenset[str]:
    return frozenset(action.name for action in own_actions(where))


def in_mode(name: str, where: Where) -> bool:
    """Whether an action belongs to ``where``."""
    return name in _names(where)


def screens_of_actions() -> dict[str, set[str]]:
    """Every action by its name, with the screens where it can be done."""
    screens: dict[str, set[str]] = {}
    for where in {action.where for action in ACTIONS}:
        for action in own_actions(where):
            screens.setdefault(action.name, set()).add(where)
    return screens


@cache
def actions_on(where: Where) -> tuple[Action, ...]:
    """What can be done on a screen, in the order of the table, with the keys that it has now.

    What can be done anywhere comes last, with the keys that are left to it here.
    """
    here = list(own_actions(where))
    if where != "anywhere":
        here.extend(_left_over(here, typed=where in _TYPED))
    taken = {key for action in here for key in _remapped.get(action.name, ())}
    return tuple(_with_keys(action, taken) for action in here)


def _left_over(own: Collection[Action], *, typed: bool) -> Iterator[Action]:
    """What can be done anywhere and has no name of a screen's own actions, with its keys that mean nothing else here.

    Where there is none left, it cannot be done.
    """
    names, taken = {action.name for action in own}, {key for action in own for key in action.keys}
    for action in own_actions("anywhere"):
        keys = tuple(key for key in action.keys if key not in taken and not (typed and _is_character(key)))
        if keys and action.name not in names:
            yield action._replace(keys=keys)


def _is_character(key: str) -> bool:
    """Whether a key writes something where one types."""
    shown = _SHOWN.get(key, key)
    return key == "space" or (len(shown) == 1 and (shown.isascii() or shown.isalpha()))


_remapped: dict[str, tuple[str, ...]] = {}
"""Keys that the learner's settings give to actions, by the action's name."""

_BY_THE_PALETTE = ("ctrl+p",)
"""The way to an action whose every key was given to others."""

_SPELT = {shown: key for key, shown in _SHOWN.items() if len(shown) == 1}
"""What Textual calls the keys that are written with one sign."""


def _with_keys(action: Action, taken: Collection[str]) -> Action:
    """An action with the keys that the learner has given it, or those that are left to it."""
    if not _remapped:
        return action
    left = tuple(key for key in action.keys if key not in taken) or _BY_THE_PALETTE
    return action._replace(keys=_remapped.get(action.name, left))


def remap(keys: Mapping[str, tuple[str, ...]]) -> None:
    """Give actions these keys instead of the table's, by their names: there is one learner."""
    _remapped.clear()
    _remapped.update({name: tuple(_SPELT.get(key, key) for key in given) for name, given in keys.items()})
    actions_on.cache_clear()


def given_keys() -> dict[str, tuple[str, ...]]:
    """The keys that the learner has given to actions, by the action's slug, in either input mode."""
    return {action.slug: with_jamo(_remapped[action.name]) for action in ACTIONS if action.name in _remapped}


def keys_given_anywhere() -> set[str]:
    """Those of them that are given to what can be done anywhere."""
    slugs = {action.slug for action in ACTIONS if action.where == "anywhere"}
    return {key for slug, given in given_keys().items() if slug in slugs for key in given}
