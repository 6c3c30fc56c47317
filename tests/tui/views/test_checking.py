"""An author is told of pictures that cannot be drawn, and of those that show nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lesson.helpers import good, lesson_text, place_of
from tutor.tui.moment import Moment
from tutor.tui.picture.text import Picture
from tutor.tui.views import table
from tutor.tui.views.checking import check_views
from tutor.tui.views.view import Options, ViewEntry

FAR = '''
[variants.far]
title = { en = "far", ko = "멀리" }
model = """
only = X @ W1 + b1
y = only @ W2 + b2
L = mean((y - Y)**2)
"""
'''


def view(kind: str, more: str = "") -> str:
    return f"view = [{{ kind = '{kind}'{more} }}]\n"


@pytest.mark.parametrize("kind", table.KINDS)
def test_pictures_that_draw_earn_no_complaint(tmp_path: Path, kind: str) -> None:
    cells = ", along = ['W1[0,0]', 'W1[0,1]']" if kind == "contour" else ""
    assert check_views(good(tmp_path, view(kind, cells))) == ()


def test_what_is_raised_while_drawing_is_said_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(moment: Moment, width: int, height: int, options: Options) -> Picture:
        raise ZeroDivisionError("by nothing")

    def failing(kind: str) -> ViewEntry:
        found = entry(kind)  # type: ignore[arg-type]
        return found._replace(draw=fail) if kind == "slice" else found

    entry = table.entry
    lesson = good(tmp_path, view("slice"))
    monkeypatch.setattr("tutor.tui.views.checking.entry", failing)
    (found,) = check_views(lesson)
    assert (found.severity, found.message.key) == ("error", "tui.view-not-drawn")
    assert (found.line, found.column) == place_of(lesson_text(view("slice")), "'slice'")
    assert "by nothing" in found.message.say("ko")


@pytest.mark.parametrize(
    ("fragment", "key"),
    [
        (view("histogram", ", of = 'dX'"), "view-never-shown"),  # no line computes it
        (view("boundary", ", of = 'L', along = 'X'"), "view-empty"),  # one number for all rows
        (view("contour", ", of = 'z1', along = ['W1[0,0]', 'W1[0,1]']"), "view-empty"),  # a matrix, which has no height
        (view("slice", ", of = 'h', along = 'W1[0,0]'"), "view-empty"),
        (view("contour"), "view-empty"),  # of more than two parameters
    ],
)
def test_pictures_that_show_nothing(tmp_path: Path, fragment: str, key: str) -> None:
    found = check_views(good(tmp_path, fragment))
    assert [(one.severity, one.message.key) for one in found] == [("advice", f"tui.{key}")]
    assert found[0].excerpt.carets


def test_a_picture_of_the_whole_lesson_may_not_suit_each_variant(tmp_path: Path) -> None:
    for kind in ("activation", "network"):
        assert check_views(good(tmp_path, view(kind) + FAR)) == ()
