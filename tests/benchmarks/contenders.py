"""The same update of XOR 2-2-1 (sigmoid, binary cross-entropy over four rows, plain gradient descent) four ways.

Each way does all that the three programs do, the loss included, from the same starting values.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tests.benchmarks.measure import Work
from tutor.engine.model import Model
from tutor.engine.rules import RULES
from tutor.engine.run import Run
from tutor.formula.parse import parse_program

X = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
Y = [[0.0], [1.0], [1.0], [0.0]]
W1 = [[1.2, 1.4], [-1.0, -0.7]]
B1 = [-1.2, 0.8]
W2 = [[-0.8], [1.1]]
B2 = [-0.5]
ETA = 2.0
FORWARD = """
z1 = X @ W1 + b1
h = sigmoid(z1)
z2 = h @ W2 + b2
y = sigmoid(z2)
L = bce(y, Y)
"""


def xor_model() -> Model:
    """XOR as the engine runs it."""
    lines, _ = parse_program(FORWARD)
    parameters = {"W1": np.array(W1), "b1": np.array(B1), "W2": np.array(W2), "b2": np.array(B2)}
    data = {"X": np.array(X), "Y": np.array(Y)}
    return Model(lines, data, parameters, hyper={"eta": ETA}, update=RULES["sgd"])


def engine() -> Work:
    """The engine, headless."""
    run = Run(xor_model())

    def work(updates: int) -> None:
        run.run_until(None, run.position.update + updates)

    return work


def handwritten() -> Work:
    """The same lines in NumPy, one preallocated array for each, as one would write them by hand for speed."""
    x, target = np.array(X), np.array(Y)
    w1, b1, w2, b2 = np.array(W1), np.array(B1), np.array(W2), np.array(B2)
    eta, one, rows = np.array(ETA), np.array(1.0), np.array(4.0)
    z1, h, z2, y = np.empty((4, 2)), np.empty((4, 2)), np.empty((4, 1)), np.empty((4, 1))
    loss, other, rest = np.empty(()), np.empty((4, 1)), np.empty((4, 1))
    dz2, dw2, db2, dh = np.empty((4, 1)), np.empty((2, 1)), np.empty(1), np.empty((4, 2))
    dz1, slope, dw1, db1 = np.empty((4, 2)), np.empty((4, 2)), np.empty((2, 2)), np.empty(2)
    step1, step2, step3, step4 = np.empty((2, 2)), np.empty(2), np.empty((2, 1)), np.empty(1)
    log = np.empty((4, 1))
    xt, ht, w2t = x.T, h.T, w2.T
    matmul, add, subtract, multiply, divide = np.matmul, np.add, np.subtract, np.multiply, np.divide
    negative, exp, reciprocal, ln, total = np.negative, np.exp, np.reciprocal, np.log, np.add.reduce

    def work(updates: int) -> None:
        for _ in range(updates):
            matmul(x, w1, z1)
            add(z1, b1, z1)
            negative(z1, h)
            exp(h, h)
            add(h, one, h)
            reciprocal(h, h)
            matmul(h, w2, z2)
            add(z2, b2, z2)
            negative(z2, y)
            exp(y, y)
            add(y, one, y)
            reciprocal(y, y)
            ln(y, log)
            multiply(target, log, log)
            subtract(one, y, other)
            ln(other, other)
            subtract(one, target, rest)
            multiply(rest, other, other)
            add(log, other, log)
            total(log, axis=None, out=loss)
            divide(loss, rows, loss)
            negative(loss, loss)
            subtract(y, target, dz2)
            divide(dz2, rows, dz2)
            matmul(ht, dz2, dw2)
            total(dz2, axis=0, out=db2)
            matmul(dz2, w2t, dh)
            multiply(dh, h, dz1)
            subtract(one, h, slope)
            multiply(dz1, slope, dz1)
            matmul(xt, dz1, dw1)
            total(dz1, axis=0, out=db1)
            multiply(eta, dw1, step1)
            subtract(w1, step1, w1)
            multiply(eta, db1, step2)
            subtract(b1, step2, b1)
            multiply(eta, dw2, step3)
            subtract(w2, step3, w2)
            multiply(eta, db2, step4)
            subtract(b2, step4, b2)

    return work


def pytorch() -> Work | None:
    """PyTorch eager with ``torch.optim.SGD``; None where it is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    double = torch.float64
    x, target = torch.tensor(X, dtype=double), torch.tensor(Y, dtype=double)
    parameters = [torch.tensor(value, dtype=double, requires_grad=True) for value in (W1, B1, W2, B2)]
    w1, b1, w2, b2 = parameters
    optimiser = torch.optim.SGD(parameters, lr=ETA)

    def work(updates: int) -> None:
        for _ in range(updates):
            optimiser.zero_grad()
            y = torch.sigmoid(torch.sigmoid(x @ w1 + b1) @ w2 + b2)
            loss = torch.nn.functional.binary_cross_entropy(y, target)
            loss.backward()
            optimiser.step()

    return work


def micrograd() -> Work:
    """micrograd, with a sigmoid and a logarithm added in its own manner."""
    from micrograd.engine import Value

    def node(result: float, child: Any, slope: float) -> Any:
        out = Value(result, (child,))

        def backward() -> None:
            child.grad += slope * out.grad

        out._backward = backward
        return out

    def sigmoid(v: Any) -> Any:
        s = 1 / (1 + math.exp(-v.data))
        return node(s, v, s * (1 - s))

    def ln(v: Any) -> Any:
        return node(math.log(v.data), v, 1 / v.data)

    w1 = [[Value(cell) for cell in row] for row in W1]
    b1 = [Value(cell) for cell in B1]
    w2 = [Value(row[0]) for row in W2]
    b2 = Value(B2[0])
    parameters = [*w1[0], *w1[1], *b1, *w2, b2]

    def work(updates: int) -> None:
        for _ in range(updates):
            loss = Value(0.0)
            for (first, second), (target,) in zip(X, Y, strict=True):
                h = [sigmoid(w1[0][k] * first + w1[1][k] * second + b1[k]) for k in range(2)]
                y = sigmoid(h[0] * w2[0] + h[1] * w2[1] + b2)
                loss = loss + ln(y) * target + ln(1 - y) * (1 - target)
            loss = loss * -0.25
            for parameter in parameters:
                parameter.grad = 0.0
            loss.backward()
            for parameter in parameters:
                parameter.data -= ETA * parameter.grad

    return work
