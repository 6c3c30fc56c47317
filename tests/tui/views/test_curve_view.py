"""Curves over the updates: what they pass through, what they are called, what is beside them."""

from __future__ import annotations

import pytest

from tests.tui.support import graph_model, moment_at, session, xor_model
from tutor.engine.model import Watch
from tutor.formula.parse import parse_expression
from tutor.formula.tree import Name
from tutor.lesson.parts import View
from tutor.tui.picture.text import Picture
from tutor.tui.session import Session
from tutor.tui.views.curve import VIEW, describe, draw, fits, points_of, spanned
from tutor.tui.views.view import Options

CURVE = Options(View("curve"))
ASCII = Options(View("curve"), "ascii")
LOSS = Name("L")


def watched() -> Session:
    watch = Watch(parse_expression("mean((y > 0.5) == Y)"))
    return Session(xor_model(watches={"accuracy": watch}))


def roles(picture: Picture) -> set[str]:
    return {span.role for row in picture.rows for span in row}


STORED = """\
 o L 0.7013   # accuracy 0.5
    0.8+                      |
       |xxxxxxxxxxxxxxxxxxxxxxo
    0.6+                      |
       |                   +++#
    0.4+                  +   |
       |                  +   |
    0.2++++++++++++++++++++   |
       ++------+---------------
        0      5        updates"""


def test_loss_and_watch_with_the_position() -> None:
    picture = draw(moment_at(watched(), 15, 5), 31, 10, ASCII)
    assert picture.plain() == STORED


def test_points_are_the_numbers_of_the_passes() -> None:
    opened = watched()
    moment_at(opened, 12, 5)
    points = points_of(opened, LOSS)
    assert [update for update, _ in points] == list(range(13))
    for update, value in (points[0], points[7], points[12]):
        other = Session(xor_model())
        other.run.go(update, 5)
        assert other.run.number(LOSS) == value


def test_a_position_before_the_last_shows_what_was_visited_after_it() -> None:
    opened = watched()
    moment_at(opened, 40, 5)
    moment = moment_at(opened, 3, 0)
    assert len(points_of(opened, LOSS)) == 40
    picture = draw(moment, 60, 12, CURVE)
    assert "●" in picture.plain()
    assert " ● L 0." in picture.plain()  # recorded, though this pass has not computed it again


def test_nothing_is_drawn_before_anything_is_computed() -> None:
    assert "No number" in draw(moment_at(watched(), 0, 0), 60, 12, CURVE).plain()
    assert "No number" in describe(moment_at(watched(), 0, 0), CURVE)


def test_branches_are_drawn_faintly_beside_it() -> None:
    opened = watched()
    moment_at(opened, 20, 5)
    assert "dim" not in roles(draw(moment_at(opened, 20, 5), 60, 12, CURVE))
    opened.run.go(5)
    opened.run.edit("W2", opened.run.entering("W2") * 3)
    opened.run.go(12, 5)
    assert "dim" in roles(draw(moment_at(opened, 12, 5), 60, 12, CURVE))


def test_the_logarithmic_scale_has_powers() -> None:
    opened = session()
    picture = draw(moment_at(opened, 600, 5), 60, 14, Options(View("curve", (LOSS,)), log=True))
    texts = picture.plain()
    assert "0.01┤" in texts
    assert " 1┤" in texts


def test_curves_are_told_apart_without_colours() -> None:
    text = draw(moment_at(session("train-validation-test"), 40, 9), 60, 14, CURVE).plain()
    assert all(mark in text for mark in "●◆▲")


@pytest.mark.parametrize(("update", "end"), [(0, 10), (10, 10), (11, 12), (480, 500), (30_560, 40_000), (999, 1000)])
def test_the_axis_ends_at_a_round_number(update: int, end: float) -> None:
    assert spanned([], update) == pytest.approx(end)


def test_in_words() -> None:
    said = describe(moment_at(watched(), 15, 5), CURVE)
    assert said.startswith("L goes from 0.7159 at the beginning to 0.7013 at update 15.")


def test_the_key_changes_when_a_number_is_computed_or_a_branch_goes_on() -> None:
    opened = watched()
    keys = [VIEW.key(moment_at(opened, 3, line), CURVE) for line in (0, 1, 4, 5, 6)]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3  # the accuracy after the fourth line, the loss after the fifth
    assert keys[3] == keys[4]
    assert VIEW.key(moment_at(opened, 4, 5), CURVE) != keys[4]


def test_it_fits_where_something_is_learned() -> None:
    assert fits(session())
    assert not fits(Session(graph_model()))
