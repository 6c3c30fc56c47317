"""What may be shown of one lesson besides its head: what it covers, its variants, and its formulas as they are written.

Read when it is asked for, without NumPy and without judging the lesson: a file that says something odd has nothing to
show here, and opening it tells why.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from tutor.lesson.files import FileError, read_text
from tutor.lesson.heads import MODEL, words_in
from tutor.lesson.nodes import LONG_KEY
from tutor.lesson.texts import NO_WORDS
from tutor.messages import Words

_COVERS = re.compile(r"^\[\[\s*covers\s*\]\][^\n]*\n(?:(?!\s*\[)[^\n]*(?:\n|\Z))*", re.MULTILINE)
"""One table of what a lesson covers, as far as the next table."""


class Covered(NamedTuple):
    """A lecture deck and what of it a lesson works through."""

    deck: str
    what: Words


class Outline(NamedTuple):
    """What a lesson covers, and its variants by id with their titles."""

    covers: tuple[Covered, ...] = ()
    variants: tuple[tuple[str, Words], ...] = ()


def read_covers(file: Path) -> tuple[Covered, ...]:
    """What the lesson in ``file`` covers: only this part of the file is parsed, so that all lessons can be searched."""
    text = _text(file)
    return _covers(_parsed("".join(found.group() for found in _COVERS.finditer(text))))


def read_outline(file: Path) -> Outline:
    """All that can be shown of the lesson in ``file``: the whole file is parsed."""
    values = _parsed(_text(file))
    variants = values.get("variants")
    found = variants.items() if isinstance(variants, dict) else ()
    titled = [(name, words_in(entry.get("title")) or NO_WORDS) for name, entry in found if isinstance(entry, dict)]
    return Outline(_covers(values), tuple(titled))


def read_formulas(file: Path) -> str:
    """The formulas of the lesson in ``file`` with its author's remarks; empty where there are none."""
    found = MODEL.search(_text(file))
    model = _parsed(found.group()).get("model") if found is not None else None
    return model.strip("\n") if isinstance(model, str) else ""


def _covers(values: dict[str, object]) -> tuple[Covered, ...]:
    entries = values.get("covers")
    tables = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return tuple(Covered(str(entry.get("deck", "")), words) for entry in tables if (words := words_in(entry)))


def _text(file: Path) -> str:
    try:
        text = read_text(file)
    except FileError:
        return ""
    return "" if LONG_KEY.search(text) else text


def _parsed(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}
