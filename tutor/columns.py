"""How wide text is in a terminal: a Korean syllable takes two columns, a combining mark none."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """The columns that ``text`` takes.

    >>> width("W₁"), width("손실")
    (2, 4)
    """
    return sum(map(_columns, text))


def pad(text: str, columns: int) -> str:
    """``text`` with spaces up to ``columns``.

    >>> pad("손실", 6) + "|"
    '손실  |'
    """
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """The words of ``text`` in lines of at most ``columns``; a longer word has a line of its own.

    >>> wrap("손실 함수 하나", 9)
    ['손실 함수', '하나']
    """
    lines: list[str] = []
    for word in text.split():
        if lines and width(lines[-1]) + 1 + width(word) <= columns:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
