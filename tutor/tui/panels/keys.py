"""The keys at the foot of a screen; a sentence in their place when there is something to say."""

from __future__ import annotations

from collections.abc import Collection

from tutor.messages import Language, say
from tutor.tui.actions import ONLY_IN, Action, Group, Where, actions_on, key_text
from tutor.tui.picture.tags import Press, Tagged
from tutor.tui.picture.text import Picture, Row, Span, clip, row_width, wrap

_LAST = ("end", "stop", "close", "cancel", "back", "lessons", "help", "quit")
"""Groups that are kept whatever is left out: whoever knows them finds all others."""

_NOW: tuple[Group, ...] = ("panel", "scroll", "trials")
"""Groups that are only there where something is hidden, or in some lessons: kept before those that are always there."""

_APART = "   "


_drawn: dict[tuple[Where, Language, int, frozenset[Group]], tuple[tuple[Action, ...], Picture]] = {}
"""The keys as they were drawn last, in each way: they change seldom, and every step shows them."""

_MOST_DRAWN = 50


def keys(where: Where, language: Language, width: int, without: Collection[Group] = ()) -> Picture:
    """The keys of a screen but for groups that do nothing now; those that matter least make room for the others."""
    way, actions = (where, language, width, frozenset(without)), actions_on(where)
    known = _drawn.get(way)
    if known is None or known[0] is not actions:  # new ones: the learner's settings have been read
        if len(_drawn) >= _MOST_DRAWN:
            _drawn.clear()
        elsewhere = {group for group, places in ONLY_IN.items() if where not in places}
        known = _drawn[way] = actions, _draw(actions, language, width, way[-1] | elsewhere)
    return known[1]


def _draw(shown: tuple[Action, ...], language: Language, width: int, without: frozenset[Group]) -> Picture:
    groups: dict[str, list[Action]] = {}
    for action in shown:
        if action.group is not None and action.group not in without:
            groups.setdefault(action.group, []).append(action)
    entries = {group: _entry(group, actions, language) for group, actions in groups.items()}
    kept = list(entries)
    while _width(entries, kept) > width:
        rest = [group for group in kept if group not in _LAST]
        if not rest:
            break
        kept.remove(([group for group in rest if group not in _NOW] or rest)[-1])
    line: list[Span] = [Span(" ")]
    for number, group in enumerate(kept):
        line.extend(([Span(_APART)] if number else []) + list(entries[group]))
    return Picture((clip(tuple(line), width),))


def message(text: str, width: int) -> Picture:
    """A sentence in place of the keys, in as many rows as it needs."""
    return Picture(tuple((Span(" "), *line) for line in wrap(text, width - 2, "message")))


def _entry(group: str, actions: list[Action], language: Language) -> Row:
    """Every first key of a group, or all of them where it is one action, and what they do."""
    shown = [action.keys[0] for action in actions]
    signs = [Tagged(key_text(key), "key", Press(key)) for key in shown]
    return (*signs, Tagged(f" {say(f'tui.keys-{group}', language)}", "key-text", Press(shown[0])))


def _width(entries: dict[str, Row], kept: list[str]) -> int:
    return 1 + sum(row_width(entries[group]) for group in kept) + len(_APART) * (len(kept) - 1)
