"""The learner's own settings: a TOML file in the place where the system keeps such files. Nobody needs one.

It is read when the tutor starts, and never written:

language = "ko"              # or "en"
theme = "textual-light"      # any theme that the command palette lists
digits = 5                   # that a number is shown with, 2 to 12
numbers = "fixed"            # the same number of decimals everywhere; or "significant"
glyphs = "ascii"             # what pictures are drawn with: "braille", "block" or "ascii"

[keys]                       # by the name of an action, as the command palette lists them
next_line = ["right", "n"]
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from tutor.lesson.complaint import Complaint, Complaints, printable
from tutor.lesson.files import FileError, read_text
from tutor.lesson.kinds import Field, Listing, OneOf, Record, Text, Whole, in_table, unknown
from tutor.lesson.nodes import Node, read_toml
from tutor.messages import LANGUAGES, Language

Numbers = Literal["significant", "fixed"]
Glyphs = Literal["braille", "block", "ascii"]

ANYWHERE = "anywhere"
"""The screen of what can be done on every one."""

_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
"""What may be held down with a key."""

DIGITS = 4
FEWEST_DIGITS, MOST_DIGITS = 2, 12

_SETTINGS = Record(
    {
        "language": Field(OneOf(LANGUAGES)),
        "theme": Field(Text(60)),
        "digits": Field(Whole(FEWEST_DIGITS, MOST_DIGITS)),
        "numbers": Field(OneOf(("significant", "fixed"))),
        "glyphs": Field(OneOf(("braille", "block", "ascii"))),
        "keys": Field(Record({}, others=Listing(Text(40), most=8))),
    }
)


@dataclass(frozen=True)
class Settings:
    """What the file says; what it leaves out is as it comes.

    Attributes:
        language, theme: None where the file does not say.
        digits: that a number is shown with.
        numbers: so many significant digits, or so many decimals.
        glyphs: what pictures are drawn with.
        keys: by an action's name, the keys that stand for it instead of its own.
    """

    language: Language | None = None
    theme: str | None = None
    digits: int = DIGITS
    numbers: Numbers = "significant"
    glyphs: Glyphs = "braille"
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_settings(
    file: Path, actions: Mapping[str, Collection[str]], themes: Collection[str]
) -> tuple[Settings, tuple[Complaint, ...]]:
    """The settings in ``file``, and what is wrong with it; what cannot be used is left out.

    ``actions`` are the names that keys may be given to, each with the screens where it can be done, ``themes`` those
    that may be chosen.
    """
    complaints = Complaints(file)
    try:
        text = read_text(file)
    except FileError as found:
        if found.problem.message.key != "lesson.no-such-file":
            complaints.add(found.problem)
        return Settings(), complaints.all
    complaints = Complaints(file, text)
    if not text.strip():
        return Settings(), ()
    node = read_toml(text, complaints)
    if node is None or not _SETTINGS.check(node, "", complaints):
        return Settings(), complaints.all
    settings = Settings(
        language=cast("Language | None", node.text_of("language") or None),
        theme=_theme(node, themes, complaints),
        digits=node.integer_of("digits", DIGITS),
        numbers=cast(Numbers, node.text_of("numbers", "significant")),
        glyphs=cast(Glyphs, node.text_of("glyphs", "braille")),
        keys=_keys(node, actions, complaints),
    )
    return settings, complaints.all


def _keys(node: Node, actions: Mapping[str, Collection[str]], complaints: Complaints) -> dict[str, tuple[str, ...]]:
    """The keys of each action; without those that are none, and those that another action has there already."""
    given: dict[str, tuple[str, ...]] = {}
    for name, entry in node.entries("keys"):
        if name not in actions:
            unknown(complaints, "unknown-key", entry.key, name, actions, where=in_table("keys"))
            continue
        good = []
        for key in entry.items:
            other = next((one for one in given if key.text in given[one] and _meet(actions[one], actions[name])), None)
            if not _is_key(key.text):
                complaints.error("no-such-key", key.place, given=printable(key.text, 40))
            elif other is not None:
                complaints.error("key-given-twice", key.place, given=key.text, first=other, second=name)
            else:
                good.append(key.text)
        if good:
            given[name] = tuple(good)
    return given


def _meet(some: Collection[str], others: Collection[str]) -> bool:
    """Whether two actions can be done on the same screen."""
    return ANYWHERE in some or ANYWHERE in others or not set(some).isdisjoint(others)


def _is_key(text: str) -> bool:
    """Whether Textual would ever send such a key."""
    from textual.keys import Keys, key_to_character  # late: few have a file with keys

    *modifiers, name = text.split("+") if len(text) > 1 else [text]
    if not _MODIFIERS.issuperset(modifiers):
        return False
    return len(name) == 1 or name in {key.value for key in Keys} or key_to_character(name) is not None


def _theme(node: Node, themes: Collection[str], complaints: Complaints) -> str | None:
    """The theme, if there is one of that name."""
    theme = node.text_of("theme")
    if theme and theme not in themes:
        unknown(complaints, "unknown-theme", node.table["theme"].place, theme, themes)
        return None
    return theme or None
