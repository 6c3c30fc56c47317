"""Small models, one for each kind of line that a mistake can be made in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tutor.engine.model import Model
from tutor.engine.rules import RULES
from tutor.engine.run import Run
from tutor.formula.parse import parse_program
from tutor.quiz.sheet import Sheet, sheet_of

Numbers = Sequence[object] | float


def model(
    text: str, data: Mapping[str, object], parameters: Mapping[str, object], *, rule: str | None = "sgd",
    hyper: Mapping[str, float] | None = None, update: str | None = None, fuse: bool = True,
) -> Model:  # fmt: skip
    """A model from the text of its lines; ``update`` is a whole update program."""
    forward, problems = parse_program(text)
    assert not problems
    program, problems = parse_program(update or "")
    assert not problems
    return Model(
        forward=forward,
        data={name: np.array(value, dtype=np.float64) for name, value in data.items()},
        parameters={name: np.array(value, dtype=np.float64) for name, value in parameters.items()},
        hyper={"eta": 0.7, **(hyper or {})} if rule or update else dict(hyper or {}),
        update=program if update else (RULES[rule] if rule else None),
        fuse=fuse,
    )


@dataclass(frozen=True)
class Net:
    """A model and the pass of it that is looked at."""

    model: Model
    update: int = 0

    def sheet(self) -> Sheet:
        return sheet_of(Run(self.model), self.update)


_X3 = [[0.3, 1.2], [0.8, -0.6], [1.4, 0.2]]
_X2 = [[0.3, 1.2], [0.8, -0.6]]
_W1 = [[0.7, -0.4], [1.3, 0.9]]
_W2 = [[1.1], [-0.8]]
_SQUARE = [[1.1, -0.3], [-0.8, 0.6]]
_HEAD = "z1 = X @ W1 + b1\n"

NETS: Mapping[str, Net] = {
    "squares": Net(model(
        _HEAD + "h = sigmoid(z1)\nz2 = h @ W2 + b2\ny = sigmoid(z2)\nL = 0.5 * sum((y - Y)**2)",
        {"X": _X3, "Y": [[0.2], [0.7], [0.4]]}, {"W1": _W1, "b1": [0.2, -0.6], "W2": _W2, "b2": [0.3]},
    )),
    "one row": Net(model(
        _HEAD + "h = tanh(z1)\ny = h @ W2 + b2\nL = sum((y - Y)**2) + lam * sum(W1**2)",
        {"X": [[0.3, 1.2]], "Y": [[0.2, 0.9]]}, {"W1": _W1, "b1": [0.2, -0.6], "W2": _SQUARE, "b2": [0.3, 0.4]},
        hyper={"lam": 0.3},
    )),
    "square net": Net(model(
        _HEAD + "h = sigmoid(z1)\ny = h @ W2\nL = mean((y - Y)**2)",
        {"X": _X2, "Y": [[0.2, 0.9], [0.6, 0.3]]}, {"W1": _W1, "b1": [0.2, -0.6], "W2": _SQUARE},
    )),
    "cross-entropy": Net(model(
        _HEAD + "h = relu(z1)\nz2 = h @ W2 + b2\ny = sigmoid(z2)\nL = bce(y, Y)",
        {"X": _X3, "Y": [[1], [0], [1]]}, {"W1": _W1, "b1": [0.2, 0.6], "W2": _W2, "b2": [0.3]},
    )),
    "logits": Net(model(
        "z = X @ W + b\ny = sigmoid(z)\nL = bce(y, Y)",
        {"X": [[0.3, 0.2], [0.4, 0.1], [0.2, 0.3]], "Y": [[1], [0], [1]]}, {"W": [[0.9], [0.7]], "b": [0.2]},
    )),
    "classes": Net(model(
        "z = X @ W + b\np = softmax(z)\nL = cross_entropy(p, T)",
        {"X": _X3, "T": [[0, 1, 0], [1, 0, 0], [0, 0, 1]]},
        {"W": [[0.7, -0.4, 0.3], [1.3, 0.9, -0.8]], "b": [0.2, -0.6, 0.4]},
    )),
    "classes, the long way": Net(model(
        "z = X @ W + b\np = softmax(z)\nL = cross_entropy(p, T)",
        {"X": _X3, "T": [[0, 1, 0], [1, 0, 0], [0, 0, 1]]},
        {"W": [[0.7, -0.4, 0.3], [1.3, 0.9, -0.8]], "b": [0.2, -0.6, 0.4]}, fuse=False,
    )),
    "written": Net(model(
        "z = X @ W + b\ny = sigmoid(z)\nL = -sum(Y * ln(y) + (1 - Y) * ln(1 - y))",
        {"X": _X3, "Y": [[1], [0], [1]]}, {"W": [[0.9], [0.7]], "b": [0.2]},
    )),
    "momentum": Net(model(
        "y = X @ W + b\nL = 0.5 * sum((y - Y)**2)", {"X": _X3, "Y": [[0.2], [0.7], [0.4]]},
        {"W": [[0.9], [0.7]], "b": [0.2]}, rule="momentum", hyper={"eta": 0.3, "alpha": 0.8},
    ), update=2),
    "adam": Net(model(
        "y = X @ W + b\nL = 0.5 * sum((y - Y)**2)", {"X": _X3, "Y": [[0.2], [0.7], [0.4]]},
        {"W": [[0.9], [0.7]], "b": [0.2]}, rule="adam", hyper={"eta": 0.3, "beta1": 0.7, "beta2": 0.6, "eps": 0.1},
    ), update=3),  # of the third update t - 1 is the 2 that others always take
    "batch": Net(model(
        "mu = mean(z, axis=0)\nc = z - mu\nvar = mean(c**2, axis=0)\nstd = sqrt(var + 1e-5)\nn = c / std\n"
        "o = gamma * n + beta\nL = sum(o**3)",
        {}, {"z": [[0.3, 1.2], [0.8, -0.6], [1.4, 0.2]], "gamma": [1.3, 0.7], "beta": [0.4, -0.3]}, rule=None,
    )),
    "dropout": Net(model(
        _HEAD + "h = tanh(z1)\nmask = bernoulli(1 - p, h)\nd = mask * h / (1 - p)\nL = 0.5 * sum((d - Y)**2)",
        {"X": _X3, "Y": [[0.2, 0.9], [0.6, 0.3], [0.4, 0.1]]}, {"W1": _W1, "b1": [0.2, -0.6]}, hyper={"p": 0.3},
    )),
    "measured": Net(model(
        "ahead = (x + h)**3\nbehind = (x - h)**3\nslope = (ahead - behind) / (2 * h)",
        {"h": 0.4}, {"x": 1.7}, rule=None,
    )),
    "graph": Net(model(
        "u = b * c\nv = a + u\nJ = 3 * v", {}, {"a": 5, "b": 3, "c": 2}, rule=None,
    )),
    "late": Net(model(
        _HEAD + "h = sigmoid(z1)\ny = h @ W2\nL = 0.5 * sum((y - Y)**2)",
        {"X": _X3, "Y": [[0.2], [0.7], [0.4]]}, {"W1": _W1, "b1": [0.2, -0.6], "W2": _W2},
        update="W2 = W2 - eta * dW2\nlate = (dy @ W2.T) * h * (1 - h)\nW1 = W1 - eta * (X.T @ late)",
    )),
}  # fmt: skip
