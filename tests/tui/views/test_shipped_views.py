"""Every picture of curves and planes of every shipped lesson and variant, in every kind of glyphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from tests.tui.support import moment_at, shipped
from tutor.lesson.parts import View, ViewKind
from tutor.messages import LANGUAGES
from tutor.tui.moment import Moment
from tutor.tui.session import Session
from tutor.tui.settings import Glyphs
from tutor.tui.views import table
from tutor.tui.views.view import Options

KINDS: tuple[ViewKind, ...] = ("curve", "boundary", "contour", "slice", "activation")
GLYPHS: tuple[Glyphs, ...] = ("braille", "block", "ascii")
FRAMES = re.compile(r"[─-╿▀-▟⠀-⣿]")
"""Frames, blocks and braille."""


def opened(name: str) -> Iterator[Session]:
    lesson = shipped().find(name).lesson
    assert lesson is not None
    for variant in (None, *lesson.variants):
        yield Session(lesson.model(variant), lesson, variant)


def views(session: Session) -> Iterator[View]:
    """What the lesson asks for, and what is sensible."""
    asked = () if session.lesson is None else session.lesson.views_of(session.variant)
    yield from (view for view in asked if view.kind in KINDS)
    yield from (View(kind) for kind in KINDS if table.entry(kind).fits(session))


NAMES = [head.id for head in shipped().lessons]


@pytest.mark.parametrize("name", NAMES)
def test_they_are_drawn_within_their_room_and_said_in_words(name: str) -> None:
    for session in opened(name):
        session.run.advance(2)
        for line in (0, len(session.run.lines)):
            moment = moment_at(session, session.run.position.update, line)
            for view in views(session):
                check(moment, view)


def check(moment: Moment, view: View) -> None:
    entry = table.entry(view.kind)
    for glyphs, (width, height) in (*product(GLYPHS, [(24, 7)]), ("braille", (60, 15))):
        options = Options(view, glyphs, log=width == 24)
        picture = entry.draw(moment, width, height, options)
        assert picture.width <= width, (view, glyphs)
        assert picture.height <= height
        if glyphs == "ascii":
            assert FRAMES.search(picture.plain()) is None
        hash(entry.key(moment, options))
    for language in LANGUAGES:
        said = entry.describe(Moment(moment.session, language), Options(view))
        assert said
        assert "tui." not in said


def test_drawing_leaves_the_run_as_it_is() -> None:
    for session in opened("linear-regression"):
        session.run.advance(3)
        for line in range(len(session.run.lines)):
            moment = moment_at(session, 3, line)
            before = {name: np.array(session.value(name)) for name in session.names}
            for view in views(session):
                table.entry(view.kind).draw(moment, 60, 15, Options(view))
            assert session.run.position == (3, line)
            for name, value in before.items():
                assert np.array_equal(np.array(session.value(name)), value, equal_nan=value.dtype.kind == "f")


@pytest.mark.parametrize("name", ["hyper-parameters", "gradient-descent", "batch-normalisation"])
def test_what_has_grown_beyond_all_bounds_is_drawn_too(name: str) -> None:
    for session in opened(name):
        if session.run.learns:
            session.run.go(60, len(session.run.lines))
            for view in views(session):
                check(Moment(session, "en"), view)
