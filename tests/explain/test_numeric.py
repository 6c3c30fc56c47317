"""The numeric gradient, and what its error means."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.explain.helpers import at
from tests.models import model, xor
from tutor.engine.address import parse_address
from tutor.engine.run import Run
from tutor.explain.explainer import Explainer
from tutor.explain.numeric import Numeric


@pytest.mark.parametrize("name", ["X", "W1", "b1", "z1", "h", "W2", "b2", "z2", "y"])
def test_every_value_on_the_way_to_the_loss(name: str) -> None:
    run = Run(xor())
    run.go(0, len(run.lines))
    gradient = run.gradient(name)
    assert gradient is not None
    for index in np.ndindex(gradient.shape):
        numeric = at(run, f"0/d{name}[{','.join(map(str, index))}]").numeric
        assert numeric is not None
        assert numeric.value == pytest.approx(gradient[index], rel=1e-6, abs=1e-9)
        assert numeric.meaning.key in ("explain.numeric-agrees", "explain.numeric-close")


def test_the_error_is_that_of_the_table_of_all_gradients() -> None:
    run = Run(xor())
    for check in run.check_gradients():
        numeric = at(run, f"0/d{check.name}[{','.join(map(str, check.index))}]").numeric
        assert numeric is not None
        assert (numeric.value, numeric.error) == (check.numeric, check.error)


def test_asking_twice_gives_the_same() -> None:
    """What was changed to measure is put back."""
    explainer = Explainer(Run(xor()))
    asked = ("0/dW1[0,0]", "0/dz1[2,1]", "0/dX[1,1]")
    one_after_another = [explainer.explain(parse_address(text)).numeric for text in asked]
    assert one_after_another == [at(Run(xor()), text).numeric for text in asked]


def test_a_kink_is_neither_s_mistake() -> None:
    numeric = at(Run(model("y = relu(w)\nL = sum(y)", {"w": [0.0, 1.0]})), "0/dw[0]").numeric
    assert numeric is not None
    assert numeric.kink
    assert numeric.slopes.left == 0
    assert numeric.slopes.right == pytest.approx(1)
    assert numeric.meaning.say("en").startswith("The loss has a kink here: its slope is 0 to the left and 1")


@pytest.mark.parametrize(
    ("error", "key"),
    [(0.0, "agrees"), (1e-7, "agrees"), (5e-5, "close"), (5e-3, "doubtful"), (0.5, "differs"), (math.nan, "lost")],
)
def test_what_an_error_means(error: float, key: str) -> None:
    slopes = at(Run(xor()), "0/dW1[0,0]").numeric
    assert slopes is not None
    assert Numeric(0.0, error, slopes.slopes, kink=False).meaning.key == f"explain.numeric-{key}"


def test_draws_are_the_same_while_it_is_measured() -> None:
    text = "keep = bernoulli(0.5, x)\ny = w * x * keep\nL = sum(y**2)"
    run = Run(model(text, {"w": np.ones(12)}, {"x": np.ones(12)}))
    errors = [at(run, f"0/dw[{unit}]").numeric for unit in range(12)]
    assert all(numeric is not None and numeric.error < 1e-7 for numeric in errors)
