"""The start of the screen: with the learner's settings and memory, at home or in a lesson."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.theme import BUILTIN_THEMES

from tutor.lesson.outline import read_formulas
from tutor.messages import Language
from tutor.tui.afterimage import Window, find
from tutor.tui.app import DARK, NOTHING_TO_OPEN, Curtain, TutorApp
from tutor.tui.screens.curtain import Afterimage, Cover
from tutor.tui.surroundings import find_surroundings
from tutor.tui.visits import Visits

if TYPE_CHECKING:
    from tutor.engine.address import Address
    from tutor.engine.model import Model
    from tutor.lesson.collection import Collection
    from tutor.lesson.lesson import Lesson
    from tutor.tui.memory import Memory
    from tutor.tui.records import Opened


def open_home(collection: Collection, language: Language, *, asked: bool = False) -> int:
    """Show the lessons until the learner leaves; the exit code.

    ``asked``: the language was asked for, and is not only that of the locale.
    """
    found = find_surroundings(tuple(BUILTIN_THEMES))
    return run(TutorApp(collection, found.language(language, asked=asked), surroundings=found))


class Wanted(NamedTuple):
    """What is to be opened: a lesson in a variant, a run from ``model``, at an address or (None) where it was left."""

    lesson: Lesson
    variant: str | None
    model: Model
    at: Address | None = None


def open_lesson(
    collection: Collection,
    language: Language,
    name: str,
    choose: Callable[[], Wanted | None],
    *,
    as_left: bool = True,
    asked: bool = False,
) -> int:
    """Open the lesson called ``name``; the exit code.

    What can be painted at once is, and only then is ``choose`` asked what is to be opened; None: nothing can be.
    ``as_left``: it will be the lesson as it was left. ``asked`` as above.
    """
    found = find_surroundings(tuple(BUILTIN_THEMES))
    language = found.language(language, asked=asked)

    def opening() -> Opened | None:
        wanted = choose()
        return None if wanted is None else _opened(wanted, found.memory)

    curtain = None
    if not found.complaints:  # they come first
        theme = found.theme(tuple(BUILTIN_THEMES)) or DARK
        window = Window(language, theme, *os.get_terminal_size()) if as_left else None
        curtain = _curtain(collection, name, window)
    if curtain is not None:
        return run(TutorApp(collection, language, surroundings=found, curtain=curtain, opening=opening))
    opened = opening()
    if opened is None:
        return NOTHING_TO_OPEN
    return run(TutorApp(collection, language, opened.session, opened.place, surroundings=found, said=opened.said))


def _curtain(collection: Collection, name: str, window: Window | None) -> Curtain | None:
    """The picture of the lesson from the last start in this ``window`` (None: not wanted), or else its cover."""
    picture = None if window is None else find(window, name)
    if picture is not None:
        return partial(Afterimage, picture)
    head = collection.head(name)
    return None if head is None else partial(Cover, head, read_formulas(head.file))


def _opened(wanted: Wanted, memory: Memory | None) -> Opened:
    """A session where it was left, or at an address, which is one of the lesson's own run.

    From parameters of the learner's it begins anew.
    """
    from tutor.tui.records import Opened, at_own_run
    from tutor.tui.session import Session

    lesson, variant, model, at = wanted
    if model is not lesson.model(variant):
        return Opened(Session(model, lesson, variant), at)
    opened = Visits(memory).open(lesson, variant)
    return opened if at is None else at_own_run(opened, at)


def run(app: TutorApp) -> int:
    """Run the application; the exit code. Whatever ends it, it is remembered where the learner stood."""
    gc.disable()  # until the first paint: 20 ms each time that everything just imported is looked through
    try:
        app.run()
    finally:
        app.keep()
    trouble = app.visits.trouble()
    if trouble is not None and sys.stderr is not None:
        with contextlib.suppress(OSError):  # the terminal may be closed
            sys.stderr.write(f"{trouble.say(app.language)}\n")
    return app.return_code or 0
