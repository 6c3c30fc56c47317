"""Values, gradients and optimisers against PyTorch, where it is installed: `TUTOR_TORCH=1 pytest tests/engine`.

Importing it takes seconds, so it is asked for.
"""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given

from tests.budget import examples
from tests.differentiated import our_gradients
from tests.formula.test_write import HELPED, labels_fit, operations
from tests.interpreter import FixedChance, interpret
from tests.models import model, value
from tests.recipes import RECIPES
from tests.strategies import Sample, formulas, programs
from tutor.engine.run import Run
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Apply, Expr, names_in, walk
from tutor.formula.write import write

if "TUTOR_TORCH" not in os.environ:
    pytest.skip("TUTOR_TORCH is not set", allow_module_level=True)
torch = pytest.importorskip("torch")

from tests.torch_interpreter import TORCH, torch_gradients  # noqa: E402 - only where PyTorch is there

CLOSE = 1e-12


def test_every_operation_has_its_counterpart() -> None:
    assert set(TORCH) == set(RECIPES)


@given(programs())
@examples(2000)
def test_values_and_gradients_of_random_programs(sample: Sample) -> None:
    """|a − b| ≤ 1e-12 · max(1, |b|)."""
    values = dict(sample.given)
    for line in sample.forward:
        values[line.name] = evaluate(line.expr, values, FixedChance())
    loss, theirs = torch_gradients(sample)
    assert abs(values["L"] - float(loss)) <= CLOSE * max(1, abs(float(loss)))
    ours = our_gradients(sample)
    for name, expected in theirs.items():
        assert (np.abs(ours[name] - expected) <= CLOSE * np.maximum(1, np.abs(expected))).all(), name


def is_constant(expr: Expr) -> bool:
    """Whether something in ``expr`` compares constants: Python has no tensor there, and nobody writes it."""
    compared = [node for node in walk(expr) if isinstance(node, Apply) and OPERATIONS[node.op].flat]
    return any(not names_in(node) for node in compared)


@pytest.mark.filterwarnings("ignore:Tensor.T", "ignore:The use of `x.T`")
@given(formulas(depth=3))
@examples(500)
def test_pytorch_text_computes_the_same(formula: tuple[Expr, dict[str, Array]]) -> None:
    expr, values = formula
    if operations(expr) & HELPED or not labels_fit(expr, values) or is_constant(expr):
        return
    text = write(expr, "pytorch", {name: array.shape for name, array in values.items()})
    tensors = {name: torch.tensor(array) for name, array in values.items()}
    computed = np.asarray(eval(text, {"torch": torch, **tensors}), dtype=np.float64)
    np.testing.assert_allclose(computed, interpret(expr, values), rtol=1e-12, atol=1e-12, err_msg=text)


OPTIMISERS = {
    "sgd": ("SGD", {"lr": 0.1}, {"eta": 0.1}),
    "adagrad": ("Adagrad", {"lr": 0.1, "eps": 1e-8}, {"eta": 0.1}),
    "rmsprop": ("RMSprop", {"lr": 0.1, "alpha": 0.9, "eps": 1e-8}, {"eta": 0.1}),
    "adam": ("Adam", {"lr": 0.1, "eps": 1e-8}, {"eta": 0.1}),
}


@pytest.mark.parametrize("rule", OPTIMISERS)
def test_update_rules(rule: str) -> None:
    name, settings, hyper = OPTIMISERS[rule]
    start = np.array([[1.5, -0.5], [0.25, 2.0]])
    run = Run(model("L = sum(W**4) - sum(W**2) + sum(W)", {"W": start}, rule=rule, hyper=hyper))
    weights = torch.tensor(start, requires_grad=True)
    optimiser = getattr(torch.optim, name)([weights], **settings)
    for update in range(1, 41):
        optimiser.zero_grad()
        (weights**4 - weights**2 + weights).sum().backward()
        optimiser.step()
        run.go(update)
        np.testing.assert_allclose(value(run, "W"), weights.detach().numpy(), rtol=1e-10, atol=1e-12)


def test_momentum_is_pytorch_s_with_the_rate_inside_the_velocity() -> None:
    run = Run(model("L = sum(W**2)", {"W": [1.0, -2.0]}, rule="momentum", hyper={"eta": 0.05}))
    weights = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([weights], lr=0.05, momentum=0.9)
    for update in range(1, 30):
        optimiser.zero_grad()
        (weights**2).sum().backward()
        optimiser.step()
        run.go(update)
        np.testing.assert_allclose(value(run, "W"), weights.detach().numpy(), rtol=1e-12)
