"""Random problems: networks of several shapes, activations, losses and update rules, small enough for paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tutor.engine.model import Model
from tutor.engine.rules import RULES
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array
from tutor.formula.parse import parse_program
from tutor.formula.tree import Apply
from tutor.quiz.sheet import Sheet, finite, sheet_of

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu")
HEADS = {
    "bce": ("sigmoid({z})", "L = bce(y, Y)"),
    "softmax": ("softmax({z})", "L = cross_entropy(y, Y)"),
    "half-squares": ("sigmoid({z})", "L = 0.5 * sum((y - Y)**2)"),
    "mean-squares": ("{z}", "L = mean((y - Y)**2)"),
    "bce-written": ("sigmoid({z})", "L = -mean(Y * ln(y) + (1 - Y) * ln(1 - y))"),
    "decay": ("sigmoid({z})", "L = 0.5 * sum((y - Y)**2) + lam * sum(W1**2)"),
}


@dataclass(frozen=True)
class Problem:
    """A model with the words that describe it."""

    name: str
    model: Model
    update: int

    def sheet(self) -> Sheet:
        return sheet_of(Run(self.model), self.update)


def random_problem(rng: np.random.Generator) -> Problem:
    """A problem whose values are all finite."""
    while True:
        problem = _problem(rng)
        sheet = problem.sheet()
        if all(finite(sheet.values[step.key]) for step in sheet.steps) and not _saturated(sheet):
            return problem


def _saturated(sheet: Sheet) -> bool:
    """Whether an output is so near to 0 or 1 that four digits cannot tell: 0.99998 is 1.000 on paper."""
    output = sheet.by_key["y"]
    squashed = isinstance(output.expr, Apply) and output.expr.op in ("sigmoid", "softmax")
    values = sheet.values["y"]
    return squashed and bool((np.minimum(values, 1 - values) < 2e-3).any())


def _problem(rng: np.random.Generator) -> Problem:
    rows, inputs = int(rng.integers(1, 5)), int(rng.integers(2, 4))
    layers = [int(size) for size in rng.integers(2, 4, int(rng.integers(0, 3)))]
    head = str(rng.choice(list(HEADS)))
    outputs = int(rng.integers(2, 4)) if head == "softmax" else int(rng.integers(1, 3))
    activation = str(rng.choice(ACTIVATIONS))
    rule = str(rng.choice(["sgd", "sgd", "momentum", "adam", "adagrad", "rmsprop", "nesterov"]))
    lines, parameters, last = [], {}, "X"
    for number, (before, after) in enumerate(zip([inputs, *layers], [*layers, outputs], strict=True), start=1):
        parameters[f"W{number}"] = _weights(rng, (before, after))
        parameters[f"b{number}"] = _weights(rng, (after,))
        lines.append(f"z{number} = {last} @ W{number} + b{number}")
        if number <= len(layers):
            lines.append(f"h{number} = {activation}(z{number})")
            last = f"h{number}"
    output, loss = HEADS[head]
    lines.append(f"y = {output.format(z=f'z{len(layers) + 1}')}")
    lines.append(loss)
    forward, problems = parse_program("\n".join(lines))
    assert not problems
    data = {"X": np.abs(_weights(rng, (rows, inputs))), "Y": _targets(rng, head, rows, outputs)}
    hyper = {"eta": float(rng.choice([0.1, 0.3, 0.7, 2.0])), **({"lam": 0.1} if head == "decay" else {})}
    model = Model(
        forward=forward, data=data, parameters=parameters, hyper=hyper, update=RULES[rule],
        fuse=bool(rng.random() < 0.8),
    )  # fmt: skip
    shape = "-".join(map(str, [inputs, *layers, outputs]))
    update = 0 if rule == "sgd" else int(rng.integers(1, 4))
    return Problem(f"{shape} {activation} {head} {rule} {rows} rows", model, update)


def _weights(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """One decimal, no two alike in size where there are enough of them."""
    size = int(np.prod(shape))
    grid = np.array([k / 10 for k in range(2, 18) if k not in (5, 10)])
    picked = rng.permutation(grid)[:size] if size <= grid.size else rng.choice(grid, size)
    return np.asarray((picked * rng.choice([-1, 1], size)).reshape(shape))


def _targets(rng: np.random.Generator, head: str, rows: int, outputs: int) -> Array:
    if head == "softmax":
        return np.eye(outputs)[rng.integers(0, outputs, rows)]
    if head.startswith("bce"):
        return rng.integers(0, 2, (rows, outputs)).astype(float)
    return rng.integers(11, 99, (rows, outputs)) / 100


def problems(count: int, seed: int = 0) -> Iterator[Problem]:
    """``count`` problems that depend on ``seed`` alone."""
    for number in range(count):
        yield random_problem(np.random.default_rng([seed, number]))
