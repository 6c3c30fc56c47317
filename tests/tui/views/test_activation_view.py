"""Activation functions: each operation's derivative against a difference quotient, points where the values are."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import graph_model, moment_at, session
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.tree import Apply, Name
from tutor.lesson.parts import View
from tutor.tui.session import Session
from tutor.tui.views.activation import VIEW, derivative, describe, draw, fits, plan
from tutor.tui.views.view import Options

ACTIVATION = Options(View("activation"))
NAMES = [name for name, operation in OPERATIONS.items() if operation.elementwise and operation.activation]


@pytest.mark.parametrize("name", NAMES)
def test_the_derivative_is_the_slope(name: str) -> None:
    node = Apply(name, (Name("x"),), tuple((option.name, option.default) for option in OPERATIONS[name].options))
    xs = np.array([-2.3, -0.7, 0.4, 1.9])
    values, slopes = derivative(node, xs)
    np.testing.assert_allclose(values, evaluate(node, {"x": xs}))
    numeric = (evaluate(node, {"x": xs + 1e-6}) - evaluate(node, {"x": xs - 1e-6})) / 2e-6
    np.testing.assert_allclose(slopes, numeric, rtol=1e-6, atol=1e-9)


def test_a_step_is_flat() -> None:
    values, slopes = derivative(Apply("step", (Name("x"),)), np.array([-1.0, 1.0]))
    assert values.tolist() == [0, 1]
    assert slopes.tolist() == [0, 0]


STORED = """\
 xx ReLU(x)   ++ its derivative
      4+              |           xx
       |              |         xxx
       |              |       xxx
      2+              |    xx3
       |              +++xxx++++++++
       |              |xx2   o
      0+xxxxxxxxxx1xxxxx------------
       ++------+------+------+------
       -4     -2      0      2     x"""


def test_points_stand_on_the_curves() -> None:
    opened = session("activations", "relu")
    picture = draw(moment_at(opened, 0, 1), 36, 10, Options(View("activation"), "ascii"))
    assert picture.plain() == STORED


def test_before_its_input_is_computed_there_are_no_points() -> None:
    opened = session("xor")
    before, after = (draw(moment_at(opened, 0, line), 60, 15, ACTIVATION).plain() for line in (0, 2))
    assert "○" not in before
    assert "○" in after
    assert VIEW.key(moment_at(opened, 0, 0), ACTIVATION) != VIEW.key(moment_at(opened, 0, 1), ACTIVATION)
    assert VIEW.key(moment_at(opened, 0, 1), ACTIVATION) != VIEW.key(moment_at(opened, 1, 1), ACTIVATION)


def test_it_follows_the_pass_through_the_layers() -> None:
    opened = session("xor")
    lines = []
    for line in (0, 2, 3, 4, 16):
        moment_at(opened, 0, line)
        planned = plan(opened, ACTIVATION)
        assert planned is not None
        lines.append(planned.line)
    assert lines == ["h", "h", "h", "y", "y"]


def test_the_lesson_may_choose() -> None:
    planned = plan(session("xor"), Options(View("activation", (Name("y"),))))
    assert planned is not None
    assert planned.line == "y"


def test_in_words() -> None:
    said = describe(moment_at(session("activations"), 0, 1), ACTIVATION)
    assert "In goes −1, out comes 0.2689, the slope is 0.1966." in said


def test_it_fits_where_there_is_one() -> None:
    assert fits(session("xor"))
    assert not fits(Session(graph_model()))
