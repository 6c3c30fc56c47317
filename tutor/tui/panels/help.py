"""The help: every key, and everything that is on the screen."""

from __future__ import annotations

from tutor.messages import Language, say
from tutor.tui.actions import Action, Where, actions_on, key_text
from tutor.tui.panels.search_picture import BEST, LEVELS, LOST
from tutor.tui.panels.timeline import BOOKMARK, COMING, EVERYWHERE, FORK, HERE, KEYFRAME, KNOWN
from tutor.tui.picture.text import EMPTY, Picture, Role, Row, Span, pad, row, row_width, wrap

_TEXTS = ("lines", "equation", "numbers", "panels", "pictures", "addresses", "time", "more")
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
    ("»1.25«", "strong", "followed"),
)


_TIMELINE: tuple[tuple[str, Role, str], ...] = (
    (HERE, "current", "here"),
    (f"{KNOWN} {COMING}", "done", "known"),
    (f"{KEYFRAME} {EVERYWHERE}", "done", "keyframe"),
    (FORK, "strong", "fork"),
    (BOOKMARK, "key", "bookmark"),
)

_DONE: tuple[tuple[str, Role, str], ...] = (
    ("·", "plain", "lesson-new"),
    ("◐", "plain", "lesson-begun"),
    ("✓", "plain", "lesson-done"),
    ("✗", "plain", "lesson-bad"),
)

_VERDICTS: tuple[tuple[str, Role, str], ...] = (
    ("✓", "right", "right"),
    ("✗", "wrong", "wrong"),
    ("≈", "follows", "consistent"),
    ("+", "follows", "digits"),
    ("?", "follows", "unread"),
)

_TRIALS: tuple[tuple[str, Role, str], ...] = (
    (BEST["braille"], "new", "trial-best"),
    (" ".join(LEVELS["braille"]), "plain", "trial-levels"),
    (LOST["braille"], "wrong", "trial-lost"),
    ("▸", "strong", "trial-chosen"),
)

_CHAPTERS: tuple[tuple[str, Role, str], ...] = (
    ("✓", "done", "chapter-done"),
    ("◐", "plain", "chapter-begun"),
    ("○", "new", "chapter-ready"),
    ("·", "dim", "chapter-later"),
    ("▸", "strong", "chapter-next"),
)

_SELECTING: tuple[tuple[str, Role, str], ...] = (
    ("‹1.25›", "selected", "selected"),
    ("=1.25", "asked", "asked"),
    ("•1.25", "read", "read"),
    ("∘1.25", "reader", "reader"),
)


def help_page(language: Language, width: int, where: Where) -> Picture:
    """The help for someone who stands on the screen ``where``."""
    actions = actions_on(where)
    rows: list[Row] = []
    for place in dict.fromkeys((where, "anywhere")):
        rows.extend(_heading(say(f"tui.help-keys-{place}", language)))
        here = [action for action in actions if (action.where == "anywhere") == (place == "anywhere")]
        rows.extend(_table([_key_entry(action, language) for action in here], width))
    if any(key.isalpha() and len(key) == 1 for action in actions for key in action.keys):
        rows.extend(wrap(say("tui.help-hangul", language), width - 2, "dim"))
    if where == "home":
        rows.extend(_heading(say("tui.help-screen", language)))
        rows.extend(_signs(_DONE, language, width))
        rows.extend([EMPTY, *wrap(say("tui.help-home", language), width - 2)])
    if where == "map":
        rows.extend(_heading(say("tui.help-screen", language)))
        rows.extend(_signs(_CHAPTERS, language, width))
        rows.extend([EMPTY, *wrap(say("tui.help-map", language), width - 2)])
    if where == "quiz":
        rows.extend(_heading(say("tui.help-quiz-title", language)))
        rows.extend(_signs(_VERDICTS, language, width))
        rows.extend([EMPTY, *wrap(say("tui.help-quiz", language), width - 2)])
    if where in ("selecting", "why"):
        rows.extend(_heading(say("tui.help-why-title", language)))
        rows.extend(_signs(_SELECTING, language, width))
        rows.extend([EMPTY, *wrap(say("tui.help-why", language), width - 2)])
    if where == "search":
        rows.extend(_heading(say("tui.help-screen", language)))
        rows.extend(_signs(_TRIALS, language, width))
        rows.extend([EMPTY, *wrap(say("tui.help-search", language), width - 2)])
    if where == "timeline":
        rows.extend(_heading(say("tui.help-screen", language)))
        rows.extend(_signs(_TIMELINE, language, width))
        rows.extend([EMPTY, *wrap(say("tui.help-time", language), width - 2)])
    if where == "step":
        rows.extend(_heading(say("tui.help-screen", language)))
        rows.extend(_signs((*_MARKS, *_TIMELINE, *_SELECTING), language, width))
        for text in (*_TEXTS[:-1], "why", "what-if", _TEXTS[-1]):
            rows.extend([EMPTY, *wrap(say(f"tui.help-{text}", language), width - 2)])
    return Picture(tuple((Span(" "), *line) for line in rows))


def _signs(signs: tuple[tuple[str, Role, str], ...], language: Language, width: int) -> list[Row]:
    """Signs and what they mean."""
    entries = [(row(Span(f"  {sign}", role)), say(f"tui.help-mark-{key}", language)) for sign, role, key in signs]
    return _table(entries, width)


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
