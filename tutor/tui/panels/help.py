"""The help: every key, and everything that is on the screen."""

from __future__ import annotations

from tutor.messages import Language, say
from tutor.tui.actions import ACTIONS, Action, Where, key_text
from tutor.tui.picture.text import EMPTY, Picture, Role, Row, Span, pad, row, row_width, wrap

_TEXTS = ("lines", "equation", "numbers", "panels", "addresses", "more")
"""Paragraphs about what is on the screen."""

_MARKS: tuple[tuple[str, Role, str], ...] = (
    ("▸", "new", "current"),
    ("✓", "done", "done"),
    ("·", "missing", "missing"),
    ("…12…  ⋮12", "missing", "left-out"),
    ("1.25", "plus3", "plus"),
    ("−1.25", "minus3", "minus"),
    ("4×2", "dim", "shape"),
    ("∂L/∂W₁", "label", "gradient"),
    ("A · B", "sign", "product"),
    ("A ⊙ B", "sign", "cellwise"),
    ("Aᵀ", "sign", "transposed"),
    ("Σ↓  Σ→", "sign", "sums"),
)


def help_page(language: Language, width: int, where: Where) -> Picture:
    """The help for someone who stands on the screen ``where``."""
    places: list[Where] = [where, "anywhere"] if where != "anywhere" else ["anywhere"]
    rows: list[Row] = []
    for place in places:
        rows.extend(_heading(say(f"tui.help-keys-{place}", language)))
        rows.extend(_table([_key_entry(action, language) for action in ACTIONS if action.where == place], width))
    rows.extend(wrap(say("tui.help-hangul", language), width - 2, "dim"))
    if where == "step":
        rows.extend(_heading(say("tui.help-screen", language)))
        rows.extend(_table([(row(Span(f"  {sign}", role)), say(f"tui.help-mark-{key}", language))
                            for sign, role, key in _MARKS], width))  # fmt: skip
        for text in _TEXTS:
            rows.extend([EMPTY, *wrap(say(f"tui.help-{text}", language), width - 2)])
    return Picture(tuple((Span(" "), *line) for line in rows))


def _heading(text: str) -> list[Row]:
    return [EMPTY, row(Span(text, "title")), EMPTY]


def _key_entry(action: Action, language: Language) -> tuple[Row, str]:
    spans: list[Span] = [Span("  ")]
    for number, key in enumerate(action.keys):
        spans.extend(([Span("  ")] if number else []) + [Span(key_text(key), "key")])
    return tuple(spans), say(f"tui.action-{action.slug}", language)


def _table(entries: list[tuple[Row, str]], width: int) -> list[Row]:
    """Two columns: a sign or keys, and what they mean, wrapped in its own column."""
    first = max(row_width(sign) for sign, _ in entries) + 3
    rows: list[Row] = []
    for sign, meaning in entries:
        for number, line in enumerate(wrap(meaning, max(width - first - 2, 10))):
            rows.append((*pad(sign if number == 0 else EMPTY, first), *line))
    return rows
