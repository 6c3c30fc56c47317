"""What views keep from one picture to the next, beside the session that it belongs to."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from tutor.tui.session import Session

Kept = TypeVar("Kept")

_ROOM = 32
"""Things that are kept of one session: a few for each of its pictures."""

_KEPT: WeakKeyDictionary[Session, OrderedDict[Hashable, object]] = WeakKeyDictionary()


def kept(session: Session, key: Hashable, make: Callable[[], Kept]) -> Kept:
    """What ``make`` gave when it was first asked for under ``key``; forgotten with the session, or for want of room."""
    things = _KEPT.setdefault(session, OrderedDict())
    if key not in things:
        things[key] = make()
    things.move_to_end(key)
    while len(things) > _ROOM:
        things.popitem(last=False)
    return cast(Kept, things[key])
