"""Small models for the engine's tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tutor.engine.model import Model, Watch
from tutor.engine.rules import RULES, Rule, parse_rule
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array
from tutor.formula.parse import Assignment, parse_expression, parse_program
from tutor.formula.tree import Expr


def arrays(values: Mapping[str, object]) -> dict[str, Array]:
    """Values as a lesson file gives them."""
    return {name: np.array(value, dtype=np.float64) for name, value in values.items()}


def lines(text: str) -> tuple[Assignment, ...]:
    """The lines of a program without problems."""
    read, problems = parse_program(text)
    assert not problems, problems
    return read


def model(
    forward: str,
    parameters: Mapping[str, object],
    data: Mapping[str, object] | None = None,
    *,
    rule: str = "",
    update: str = "",
    watch: Mapping[str, str] | None = None,
    hyper: Mapping[str, float] | None = None,
    **given: Any,
) -> Model:
    """A model from text. ``rule``: a name or formula text; ``update``: a whole update program."""
    how: Rule | tuple[Assignment, ...] | None = None
    if rule:
        how = parse_rule(rule) if "=" in rule else RULES[rule]
    elif update:
        how = lines(update)
    watches = {name: Watch(parse_expression(text)) for name, text in (watch or {}).items()}
    made = Model(lines(forward), arrays(data or {}), arrays(parameters), hyper=hyper or {}, update=how, watches=watches)
    return replace(made, **given)


XOR_FORWARD = "z1 = X @ W1 + b1\nh = sigmoid(z1)\nz2 = h @ W2 + b2\ny = sigmoid(z2)\nL = bce(y, Y)"
XOR_DATA = {"X": [[0, 0], [0, 1], [1, 0], [1, 1]], "Y": [[0], [1], [1], [0]]}
XOR_PARAMETERS = {"W1": [[1.2, 1.4], [-1.0, -0.7]], "b1": [-1.2, 0.8], "W2": [[-0.8], [1.1]], "b2": [-0.5]}


def xor(*, rule: str = "sgd", eta: float = 2.0, **given: Any) -> Model:
    """XOR with the deck's starting weights."""
    return model(XOR_FORWARD, XOR_PARAMETERS, XOR_DATA, rule=rule, hyper={"eta": eta}, **given)


def valley(rule: str, **hyper: float) -> Model:
    """x²/20 + y² from (−7, 2), which optimisers are compared on."""
    return model("f = x**2 / 20 + y**2", {"x": -7.0, "y": 2.0}, rule=rule, hyper=hyper)


def value(run: Run, name: str) -> Array:
    """A value that has been computed where ``run`` stands."""
    array = run.value(name)
    assert array is not None
    return np.array(array)


def number(run: Run, name: str) -> float:
    return float(value(run, name))


def condition(text: str) -> Expr:
    return parse_expression(text)
