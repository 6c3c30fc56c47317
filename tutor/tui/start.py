"""The start of the screen: with the learner's settings and memory, at home or in a lesson."""

from __future__ import annotations

import contextlib
import gc
import sys
from typing import TYPE_CHECKING

from textual.theme import BUILTIN_THEMES

from tutor.messages import Language
from tutor.tui.app import TutorApp
from tutor.tui.surroundings import find_surroundings
from tutor.tui.visits import Visits

if TYPE_CHECKING:
    from tutor.engine.address import Address
    from tutor.engine.model import Model
    from tutor.lesson.collection import Collection
    from tutor.lesson.lesson import Lesson


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
