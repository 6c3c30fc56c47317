"""The kinds of pictures: one line each. Each is imported when it is first asked about."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

from tutor.lesson.parts import ViewKind

if TYPE_CHECKING:
    from tutor.tui.views.view import ViewEntry

_MODULES: Mapping[ViewKind, str] = {
    "graph": "graph",
    "network": "network",
    "boundary": "boundary",
    "contour": "contour",
    "curve": "curve",
    "slice": "slice",
    "activation": "activation",
    "histogram": "histogram",
}
"""The file of each kind, the one that says most about a small model first: where a lesson does not choose, the first
that fits is shown."""

KINDS: tuple[ViewKind, ...] = tuple(_MODULES)


def entry(kind: ViewKind) -> ViewEntry:
    """The view of a kind: what its file calls ``VIEW``.

    A file imports nothing heavy at its top: the panels ask every kind whether it fits before any is drawn.
    """
    return cast("ViewEntry", import_module(f"tutor.tui.views.{_MODULES[kind]}").VIEW)
