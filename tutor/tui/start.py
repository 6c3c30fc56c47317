"""The start of the screen: with the learner's settings and memory, at home or in a lesson."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.theme import BUILTIN_THEMES

from tutor.messages import Language
from tutor.tui.app import DARK, TutorApp
from tutor.tui.surroundings import find_surroundings
from tutor.tui.visits import Visits

if TYPE_CHECKING:
    from tutor.engine.address import Address
    from tutor.engine.model import Model
    from tutor.lesson.collection import Collection
    from tutor.lesson.lesson import Lesson
    from tutor.tui.records import Opened


def open_home(collection: Collection, language: Language, *, asked: bool = False) -> int:
    """Show the lessons until the learner leaves; the exit code.

    ``asked``: the language was asked for, and is not only that of the locale.
    """
    found = find_surroundings(tuple(BUILTIN_THEMES))
    return run(TutorApp(collection, found.language(language, asked=asked), surroundings=found))


def open_lesson(
    collection: Collection,
    language: Language,
    lesson: Lesson,
    variant: str | None,
    model: Model,
    at: Address | None,
    *,
    asked: bool = False,
) -> int:
    """Open a lesson, run from ``model``; the exit code.

    It opens where it was left, or at an address, which is one of the lesson's own run. From parameters of the
    learner's it begins anew. ``asked`` as above.
    """
    from tutor.tui.records import Opened, at_own_run
    from tutor.tui.session import Session

    found = find_surroundings(tuple(BUILTIN_THEMES))
    language = found.language(language, asked=asked)
    if model is not lesson.model(variant):
        opened = Opened(Session(model, lesson, variant))
    else:
        opened = Visits(found.memory).open(lesson, variant)
        if at is not None:
            opened = at_own_run(opened)
    where = at if at is not None else opened.place
    return run(TutorApp(collection, language, opened.session, where, surroundings=found, said=opened.said))


def open_pictured(
    collection: Collection, language: Language, name: str, choose: Callable[[], Lesson | None], *, asked: bool = False
) -> int | None:
    """Open a lesson behind its picture from the last start; the exit code, or None if there is no such picture.

    ``choose`` gives the lesson, once the picture is painted; None: there is none after all.
    """
    from tutor.tui.afterimage import Window, find, is_kept

    if not is_kept():
        return None
    found = find_surroundings(tuple(BUILTIN_THEMES))
    language = found.language(language, asked=asked)
    theme = found.theme(tuple(BUILTIN_THEMES)) or DARK
    picture = None if found.complaints else find(Window(language, theme, *os.get_terminal_size()), name)
    if picture is None:
        return None

    def opening() -> Opened | None:
        lesson = choose()
        return None if lesson is None else Visits(found.memory).open(lesson)

    return run(TutorApp(collection, language, surroundings=found, picture=picture, opening=opening))


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
