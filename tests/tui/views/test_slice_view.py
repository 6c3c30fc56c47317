"""Slices: the loss along a cell, and the tangent there."""

from __future__ import annotations

from tests.tui.support import graph_model, lesson, moment_at, session
from tutor.lesson.parts import View
from tutor.tui.session import Selected, Session
from tutor.tui.views.slice import VIEW, describe, draw, fits, plan, slope_of
from tutor.tui.views.view import Options

SLICE = Options(View("slice"))


def asked(name: str) -> Options:
    return Options(next(view for view in lesson(name).views if view.kind == "slice"))


STORED = """\
 o L 0.3294   / ∂L/∂b[0] −0.125
       |           |               x
     10+           |             xxx
       |           |            xx
       |xx         |          xx
       | xxx       |       xxx
       |    xxxx   |   xxxxx
      0+       ++++o++++
       +---+------+------+----------
          -2      0      2      b[0]"""


def test_the_loss_along_the_bias() -> None:
    opened = session("linear-regression")
    moment = moment_at(opened, 0, len(opened.run.lines))
    assert draw(moment, 36, 10, Options(asked("linear-regression").view, "ascii")).plain() == STORED


def test_the_tangent_has_the_slope_of_the_curve() -> None:
    opened = session("linear-regression")
    moment = moment_at(opened, 3, len(opened.run.programs.forward) + len(opened.run.programs.backward))
    planned = plan(opened, asked("linear-regression"))
    assert planned is not None
    slope = slope_of(opened, planned)
    gradient = opened.run.value("db")
    assert gradient is not None
    assert slope == (0, float(gradient[0]))
    assert "strong" in {span.role for row in draw(moment, 60, 12, asked("linear-regression")).rows for span in row}


def test_before_the_gradient_there_is_no_tangent() -> None:
    opened = session("linear-regression")
    planned = plan(opened, asked("linear-regression"))
    assert planned is not None
    moment_at(opened, 3, 1)
    assert slope_of(opened, planned) is None
    lines = range(len(opened.run.lines) + 1)
    keys = [VIEW.key(moment_at(opened, 3, line), asked("linear-regression")) for line in lines]
    assert len(set(keys)) == 2


def test_the_loss_written_out_is_known_for_the_loss() -> None:
    opened = session("why-not-squared-error")
    moment_at(opened, 0, len(opened.run.lines))
    planned = plan(opened, asked("why-not-squared-error"))
    assert planned is not None
    slope = slope_of(opened, planned)
    assert slope is not None
    assert slope[0] == 0


def test_the_selected_cell_is_looked_along() -> None:
    opened = session("xor")
    opened.selected = Selected("dW2", (1, 0))
    planned = plan(opened, SLICE)
    assert planned is not None
    assert (planned.name, planned.place) == ("W2", (1, 0))
    opened.selected = Selected("h", (1, 0))
    planned = plan(opened, SLICE)
    assert planned is not None
    assert (planned.name, planned.place) == ("W1", (0, 0))


def test_the_window_follows_a_cell_that_goes_far() -> None:
    opened = session("xor")
    opened.selected = Selected("W2", (0, 0))
    moment_at(opened, 480, 0)
    opened.selected = Selected("W2", (0, 0))
    planned = plan(opened, SLICE)
    assert planned is not None
    assert planned.low < float(opened.run.entering("W2")[0, 0]) < planned.high


def test_data_and_hyper_parameters_can_be_looked_along() -> None:
    assert "std" in draw(moment_at(session("initial-values", "variance"), 0, 0), 60, 12, SLICE_OF_STD).plain()
    assert "y[2]" in draw(moment_at(session("losses"), 0, 0), 60, 12, asked("losses")).plain()


SLICE_OF_STD = Options(next(view for view in lesson("initial-values").views_of("variance") if view.kind == "slice"))


def test_in_words() -> None:
    opened = session("linear-regression")
    said = describe(moment_at(opened, 3, len(opened.run.lines)), asked("linear-regression"))
    assert said.startswith("L along b[0]: at 0.2026 it is 0.1885; lowest in the window near 0.167")
    assert said.endswith("The tangent has the slope ∂L/∂b[0] = 0.03086.")


def test_it_fits_where_a_number_depends_on_parameters() -> None:
    assert fits(session("xor"))
    assert fits(Session(graph_model()))
    assert not fits(session("softmax-argmax"))
