"""The greeting of the first start, as a page."""

from __future__ import annotations

from tutor.messages import Language, say
from tutor.tui.picture.text import EMPTY, Picture, Row, Span, pad, row, row_width, wrap

_KEYS = (("→ ←", "line"), ("] [", "update"), ("?", "help"), ("F2", "language"), ("Esc", "home"))


def welcome_page(language: Language, width: int) -> Picture:
    """What this is, the keys to begin with, and how to begin."""
    rows: list[Row] = [EMPTY, row(Span(say("tui.title", language), "title")), EMPTY]
    rows += wrap(say("tui.welcome", language), width)
    rows.append(EMPTY)
    entries = [(row(Span(f"  {keys}", "key")), say(f"tui.welcome-{name}", language)) for keys, name in _KEYS]
    first = max(row_width(keys) for keys, _ in entries) + 2
    for keys, meaning in entries:
        for number, line in enumerate(wrap(meaning, max(width - first, 10))):
            rows.append((*pad(keys if number == 0 else EMPTY, first), *line))
    rows += [EMPTY, *wrap(say("tui.welcome-begin", language), width, "strong")]
    return Picture(tuple((Span(" "), *line) for line in rows))
