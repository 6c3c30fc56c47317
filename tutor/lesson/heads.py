"""The head of a lesson file: what a list of lessons shows.

Reading a whole lesson parses its formulas and runs its model, which takes NumPy. A list needs the first few lines only,
so only they are parsed, and a list of the whole curriculum stays a matter of milliseconds.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from tutor.lesson.files import FileError, read_text
from tutor.lesson.nodes import LONG_KEY
from tutor.lesson.texts import NO_WORDS, prose
from tutor.messages import Words

_BODY = re.compile(
    r"^(?:\[+\s*(?:data|split|parameters|training|watch|goal|wrong|labels|figure|note|question|view|search|variants)\b"
    r"|(?:model|wrong|goal)\s*=)",
    re.MULTILINE,
)
"""Where the head ends. If that stands inside a text, what comes before it is no TOML, and the whole file is read."""

MODEL = re.compile(r"^model\s*=\s*(?:\"{3}.*?\"{3}|'{3}.*?'{3})", re.MULTILINE | re.DOTALL)
"""The formulas of a lesson. They stand above the title when this has a table of its own."""

_PRACTISES = re.compile(r"^practises\s*=", re.MULTILINE)


class Head(NamedTuple):
    """What stands at the top of a lesson file. ``about`` is empty when it stands further down."""

    file: Path
    shipped: bool
    id: str
    title: Words
    chapter: str | None = None
    minutes: int | None = None
    about: Words = NO_WORDS
    practises: tuple[str, ...] = ()


def read_head(file: Path, *, shipped: bool) -> Head | None:
    """The head of ``file``, or None if it cannot be read: then reading the lesson says why."""
    try:
        text = read_text(file)
    except FileError:
        return None
    if LONG_KEY.search(text):
        return None
    for part in (_up_to_body(text), _up_to_body(MODEL.sub("", text, count=1)), text):
        if _PRACTISES.search(text) and not _PRACTISES.search(part):
            continue
        try:
            values = tomllib.loads(part)
        except (ValueError, RecursionError):
            continue
        head = _head(values, file, shipped)
        if head is not None:
            return head
    return None


def _up_to_body(text: str) -> str:
    match = _BODY.search(text)
    return text if match is None else text[: match.start()]


def _head(values: dict[str, object], file: Path, shipped: bool) -> Head | None:
    lesson, chapter, minutes = values.get("id"), values.get("chapter"), values.get("minutes")
    practises = values.get("practises")
    title = words_in(values.get("title"))
    if not isinstance(lesson, str) or title is None:
        return None
    return Head(
        file,
        shipped,
        lesson,
        title,
        chapter if isinstance(chapter, str) else None,
        minutes if isinstance(minutes, int) else None,
        words_in(values.get("about")) or NO_WORDS,
        tuple(name for name in practises if isinstance(name, str)) if isinstance(practises, list) else (),
    )


def words_in(value: object) -> Words | None:
    """The text in a table with ``en`` and ``ko``; None where there is none."""
    if not isinstance(value, dict):
        return None
    en, ko = value.get("en", ""), value.get("ko", "")
    return Words(prose(en), prose(ko)) if isinstance(en, str) and isinstance(ko, str) and (en or ko) else None
