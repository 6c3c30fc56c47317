"""The paths to the loss: chains of lines whose contributions add up to the gradient."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from tests.budget import examples
from tests.explain.helpers import at, some_cells
from tests.models import model, xor
from tests.strategies import Sample, programs
from tutor.engine.address import Address
from tutor.engine.run import Run
from tutor.explain.explainer import Explainer
from tutor.explain.explanation import Explanation
from tutor.explain.paths import MOST_PATHS, REST
from tutor.formula.parse import parse_expression


def lines(explanation: Explanation) -> list[tuple[str, ...]]:
    assert explanation.paths is not None
    return [path.lines for path in explanation.paths.all]


def total(explanation: Explanation) -> float:
    assert explanation.paths is not None
    return sum(path.value for path in explanation.paths.all)


def recurrent(steps: int = 2) -> Run:
    rng = np.random.default_rng(1)
    forward = [f"h{k} = tanh(x{k} @ Wx + h{k - 1} @ Wh + b)" for k in range(1, steps + 1)]
    forward.append(f"L = 0.5 * sum((h{steps} @ V - Y)**2) + 0.01 * sum(Wh**2)")
    data = {f"x{k}": rng.normal(size=(4, 2)) for k in range(1, steps + 1)}
    shapes = {"Wx": (2, 3), "Wh": (3, 3), "b": (3,), "V": (3, 1)}
    parameters = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    return Run(model("\n".join(forward), parameters, {**data, "h0": np.ones((4, 3)), "Y": np.ones((4, 1))}))


def test_one_path() -> None:
    explanation = at(Run(xor()), "0/dW1[0,1]")
    assert lines(explanation) == [("z1", "h", "z2", "y", "L")]
    assert total(explanation) == explanation.value


def test_a_weight_that_is_used_twice_has_two() -> None:
    explanation = at(recurrent(), "0/dWx[1,2]")
    assert lines(explanation) == [("h1", "h2", "L"), ("h2", "L")]
    assert total(explanation) == pytest.approx(explanation.value, rel=1e-12)


def test_a_penalty_is_a_path_of_its_own() -> None:
    explanation = at(recurrent(), "0/dWh[1,2]")
    assert lines(explanation) == [("h1", "h2", "L"), ("h2", "L"), ("L",)]
    assert explanation.paths is not None
    weight = float(explanation.snapshot.before["Wh"][1, 2])
    assert explanation.paths.all[-1].value == pytest.approx(0.02 * weight)


def test_twice_in_one_line_is_one_path() -> None:
    explanation = at(Run(model("y = w * w\nL = sum(y)", {"w": [3.0]})), "0/dw[0]")
    assert lines(explanation) == [("y", "L")]


def test_the_loss_itself() -> None:
    explanation = at(Run(xor()), "0/dL")
    assert lines(explanation) == [()]
    assert total(explanation) == 1


@pytest.mark.parametrize("address", ["0/X[0,0]", "0/h[0,0]", "1/W1[0,0]"])
def test_only_gradients_have_paths(address: str) -> None:
    explanation = at(Run(xor()), address)
    assert explanation.paths is None
    assert explanation.numeric is None


def test_a_mask_is_no_path() -> None:
    """What only says yes or no passes nothing back."""
    run = Run(model("h = x * w\nm = h > 0\ny = where(m, h, 0)\nL = sum(y * m)", {"w": [1.0, -2.0]}, {"x": [2.0, 3.0]}))
    assert lines(at(run, "0/dw[0]")) == [("h", "y", "L")]


def test_what_is_read_for_its_shape_alone_is_no_path() -> None:
    run = Run(model("h = x * w\ny = spread(sum(h), h)\nL = sum(y)", {"w": [1.0, -2.0]}, {"x": [2.0, 3.0]}))
    assert lines(at(run, "0/dh[1]")) == [("y", "L")]
    run = Run(model("s = w * 2\ny = spread(v, s)\nL = sum(y) + sum(s)", {"w": [1.0, 2.0], "v": 3.0}))
    assert lines(at(run, "0/dw[1]")) == [("s", "L")]


def test_very_many_paths_are_counted() -> None:
    forward = [f"a{k + 1} = a{k} + tanh(b{k})\nb{k + 1} = b{k} - 0.5 * a{k}" for k in range(12)]
    run = Run(model("a0 = w * 0.5\nb0 = w * 0.25\n" + "\n".join(forward) + "\nL = a12 + b12", {"w": 0.3}))
    explanation = at(run, "0/dw")
    assert explanation.paths is not None
    assert explanation.paths.count == 2**13
    assert len(explanation.paths.listed) == MOST_PATHS
    assert explanation.paths.all[-1].lines == (REST,)
    assert total(explanation) == pytest.approx(explanation.value, rel=1e-9)


def test_a_program_of_five_hundred_lines() -> None:
    """Nothing is recursive in the lines."""
    forward = "\n".join(f"a{k + 1} = tanh(a{k}) + 0.1 * a{k}" for k in range(497))
    run = Run(model(f"a0 = w\n{forward}\nL = a497 + 0.1 * a1", {"w": 0.3}))
    explanation = at(run, "0/dw")
    assert explanation.paths is not None
    assert explanation.paths.count == 2
    assert total(explanation) == pytest.approx(explanation.value, rel=1e-9)


def test_a_saturated_output_on_two_paths() -> None:
    """Loss and activation are one step where they cancel: apart they would be 0 / 0."""
    text = "h = w * x\nz = h + w * 1000\ny = sigmoid(z)\nL = bce(y, Y)"
    run = Run(model(text, {"w": [[1.0]]}, {"x": [[1.0]], "Y": [[0.0]]}))
    explanation = at(run, "0/dw[0,0]")
    assert lines(explanation) == [("h", "z", "y", "L"), ("z", "y", "L")]
    assert [path.value for path in explanation.paths.all] == [1, 1000]  # type: ignore[union-attr]


def test_a_mistaken_line_is_found_out() -> None:
    """Paths and numeric gradient come from the forward lines, so they do not follow the mistake."""
    right = at(Run(xor()), "0/dz1[1,0]")
    wrong = at(Run(replace(xor(), wrong={"dz1": parse_expression("dh * h")})), "0/dz1[1,0]")
    assert wrong.value != pytest.approx(right.value)
    assert total(wrong) == pytest.approx(right.value)
    assert wrong.numeric is not None
    assert wrong.numeric.meaning.key == "explain.numeric-differs"


@given(programs(lines=5))
@examples(80)
def test_contributions_add_up_and_the_numeric_gradient_agrees(sample: Sample) -> None:
    """For every gradient, of parameters, data and what lies between; random programs keep away from kinks."""
    run = Run(sample.model())
    explainer = Explainer(run)
    run.go(0, len(run.lines))
    for name in [*sample.parameters, *sample.data, *(line.name for line in run.programs.forward)]:
        gradient = run.gradient(name)
        if gradient is None:
            continue
        for index in some_cells(gradient.shape):
            explanation = explainer.explain(Address(0, f"d{name}", index or None))
            assert explanation.paths is not None
            sizes = sum(abs(path.value) for path in explanation.paths.all)
            assert abs(total(explanation) - explanation.value) <= 1e-9 * max(abs(explanation.value), sizes)
