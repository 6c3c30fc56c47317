"""The backward program reads as a textbook prints it: the derived text itself, line by line."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tutor.engine.derive import Backward, derive
from tutor.formula.operations.operation import Shape
from tutor.formula.parse import parse_program
from tutor.formula.shapes import shape_of
from tutor.formula.write import write

Shapes = Mapping[str, Shape]


def derived(
    text: str, parameters: Shapes, data: Shapes | None = None, *, fuse: bool = True, one_hot: bool = False
) -> Backward:
    """The backward program; ``one_hot``: whether the targets of a softmax are known to sum to 1."""
    lines, problems = parse_program(text)
    assert not problems
    shapes = {**parameters, **(data or {})}
    for line in lines:
        shapes[line.name] = shape_of(line.expr, shapes)
    return derive(lines, shapes, list(parameters), fuse=fuse, sums_to_one=lambda target: one_hot)


def texts(backward: Backward) -> list[str]:
    return [f"{name} = {write(expr)}" for name, expr in backward.lines]


def expected(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


XOR = "z1 = X @ W1 + b1\nh = sigmoid(z1)\nz2 = h @ W2 + b2\ny = sigmoid(z2)\nL = bce(y, Y)"
XOR_PARAMETERS = {"W1": (2, 2), "b1": (2,), "W2": (2, 1), "b2": (1,)}
ROWS = {"X": (4, 2), "Y": (4, 1)}
LINE = {"w": (2, 1), "b": (1,)}


def test_xor_with_the_loss_and_the_sigmoid_cancelled() -> None:
    backward = derived(XOR, XOR_PARAMETERS, ROWS)
    assert texts(backward) == expected("""
        dz2 = (y - Y) / 4
        dW2 = h.T @ dz2
        db2 = sum(dz2, axis=0)
        dh = dz2 @ W2.T
        dz1 = dh * h * (1 - h)
        dW1 = X.T @ dz1
        db1 = sum(dz1, axis=0)
    """)
    assert backward.fused == ("y",)
    assert backward.fusable == ("y",)
    assert not backward.blocked


def test_xor_the_long_way() -> None:
    backward = derived(XOR, XOR_PARAMETERS, ROWS, fuse=False)
    assert texts(backward) == expected("""
        dy = (y - Y) / (4 * y * (1 - y))
        dz2 = dy * y * (1 - y)
        dW2 = h.T @ dz2
        db2 = sum(dz2, axis=0)
        dh = dz2 @ W2.T
        dz1 = dh * h * (1 - h)
        dW1 = X.T @ dz1
        db1 = sum(dz1, axis=0)
    """)
    assert backward.fused == ()
    assert backward.fusable == ("y",)


def test_linear_regression_with_half_the_sum_of_squares() -> None:
    assert texts(derived("y = X @ w + b\nL = 0.5 * sum((y - Y)**2)", LINE, ROWS)) == expected("""
        dy = y - Y
        dw = X.T @ dy
        db = sum(dy, axis=0)
    """)


def test_linear_regression_with_the_mean_of_squares() -> None:
    assert texts(derived("y = X @ w + b\nL = mean((y - Y)**2)", LINE, ROWS)) == expected("""
        dy = (y - Y) / 2
        dw = X.T @ dy
        db = sum(dy, axis=0)
    """)


def test_a_fraction_that_has_no_short_decimal_stays_a_fraction() -> None:
    backward = derived("y = X @ w\nL = mean((y - Y)**2)", {"w": (2, 3)}, {"X": (1, 2), "Y": (1, 3)})
    assert texts(backward)[0] == "dy = 2 * (y - Y) / 3"


def test_the_square_of_a_sum() -> None:
    assert texts(derived("t = x + y\nz = t**2", {"x": (), "y": ()})) == ["dt = 2 * t", "dx = dt", "dy = dt"]


def test_three_times_a_plus_b_times_c() -> None:
    backward = derived("u = b * c\nv = a + u\nJ = 3 * v", {"a": (), "b": (), "c": ()})
    assert texts(backward) == ["dv = 3", "da = dv", "du = dv", "db = du * c", "dc = du * b"]


def test_two_steps_of_a_recurrent_net_share_their_weights() -> None:
    text = "h1 = tanh(x1 @ Wx + h0 @ Wh + b)\nh2 = tanh(x2 @ Wx + h1 @ Wh + b)\nL = 0.5 * sum((h2 @ V - Y)**2)"
    parameters = {"Wx": (2, 3), "Wh": (3, 3), "b": (3,), "V": (3, 1)}
    data = {"x1": (4, 2), "x2": (4, 2), "h0": (4, 3), "Y": (4, 1)}
    assert texts(derived(text, parameters, data)) == expected("""
        dV = h2.T @ (h2 @ V - Y)
        dh2 = (h2 @ V - Y) @ V.T
        dh1 = (dh2 * (1 - h2**2)) @ Wh.T
        dWx = x2.T @ (dh2 * (1 - h2**2)) + x1.T @ (dh1 * (1 - h1**2))
        dWh = h1.T @ (dh2 * (1 - h2**2)) + h0.T @ (dh1 * (1 - h1**2))
        db = sum(dh2 * (1 - h2**2), axis=0) + sum(dh1 * (1 - h1**2), axis=0)
    """)


def test_batch_normalisation() -> None:
    text = (
        "mu = mean(z, axis=0)\nc = z - mu\nvar = mean(c**2, axis=0)\nstd = sqrt(var + 1e-5)\nn = c / std\n"
        "o = gamma * n + beta\nL = 0.5 * sum((o - T)**2)"
    )
    parameters = {"gamma": (2,), "beta": (2,), "z": (4, 2)}
    assert texts(derived(text, parameters, {"T": (4, 2)})) == expected("""
        do = o - T
        dgamma = sum(do * n, axis=0)
        dbeta = sum(do, axis=0)
        dn = do * gamma
        dstd = -sum(dn * c / std**2, axis=0)
        dvar = dstd / (2 * std)
        dc = dn / std + c * dvar / 2
        dmu = -sum(dc, axis=0)
        dz = dc + dmu / 4
    """)


SOFTMAX = "p = softmax(z)\nL = cross_entropy(p, T)"
CLASSES = {"T": (4, 3)}


def test_softmax_and_cross_entropy_cancel_for_targets_that_sum_to_one() -> None:
    assert texts(derived(SOFTMAX, {"z": (4, 3)}, CLASSES, one_hot=True)) == ["dz = (p - T) / 4"]


@pytest.mark.parametrize(("fuse", "one_hot"), [(False, True), (True, False)])
def test_softmax_and_cross_entropy_the_long_way(fuse: bool, one_hot: bool) -> None:
    """Asked for, or because it is not known that the targets sum to 1."""
    backward = derived(SOFTMAX, {"z": (4, 3)}, CLASSES, fuse=fuse, one_hot=one_hot)
    assert texts(backward) == ["dp = -T / (4 * p)", "dz = p * (dp - sum(dp * p, axis=-1, keepdims=True))"]
    assert backward.fusable == (("p",) if one_hot else ())


def test_a_prediction_that_something_else_reads_too_keeps_its_gradient() -> None:
    backward = derived("y = sigmoid(z)\nL = bce(y, t) + sum(y**2)", {"z": (3,)}, {"t": (3,)})
    assert texts(backward) == ["dy = (y - t) / (3 * y * (1 - y)) + 2 * y", "dz = dy * y * (1 - y)"]
    assert backward.fused == backward.fusable == ()


def test_an_activation_inside_the_loss_s_own_line_cancels_too() -> None:
    backward = derived("L = bce(sigmoid(X @ w), Y) + 0.5 * lam * sum(w**2)", {"w": (2, 1)}, {**ROWS, "lam": ()})
    assert texts(backward) == ["dw = X.T @ (sigmoid(X @ w) - Y) / 4 + lam * w"]


def test_a_vector_is_one_row() -> None:
    assert texts(derived(SOFTMAX, {"z": (3,)}, {"T": (3,)}, one_hot=True)) == ["dz = p - T"]
    assert texts(derived(SOFTMAX, {"z": (3,)}, {"T": (3,)}))[1] == "dz = p * (dp - sum(dp * p))"


def test_a_reduction_spreads_back_over_the_axes_that_it_removed() -> None:
    assert texts(derived("L = sum(X @ W)", {"W": (2, 3)}, {"X": (4, 2)})) == ["dW = X.T @ ones_like(X @ W)"]
    assert texts(derived("m = mean(X @ W, axis=1)\nL = sum(m**2)", {"W": (2, 3)}, {"X": (4, 2)})) == [
        "dm = 2 * m",
        "dW = X.T @ spread(dm, X @ W, axis=1) / 3",
    ]


FORMS = [
    ("L = x", {"x": ()}, ["dx = 1"]),
    ("L = -x", {"x": ()}, ["dx = -1"]),
    ("L = -(-x)", {"x": ()}, ["dx = 1"]),
    ("L = 3 - x", {"x": ()}, ["dx = -1"]),
    ("L = 0.5 * 2 * x", {"x": ()}, ["dx = 1"]),
    ("L = x / 3 + x / 4", {"x": ()}, ["dx = 7 / 12"]),
    ("L = x**2 / 6 + x**2 / 8", {"x": ()}, ["dx = 7 * x / 12"]),
    ("L = x / 3 + 0.1 * x", {"x": ()}, ["dx = 13 / 30"]),
    ("L = 0.1 * x + 0.2 * x", {"x": ()}, ["dx = 0.3"]),
    ("L = 0.1 * x / 3", {"x": ()}, ["dx = 1 / 30"]),
    ("L = 0.01 * x**2 + 0.1 * x", {"x": ()}, ["dx = 0.02 * x + 0.1"]),
    ("L = x**2 / 20 + y**2", {"x": (), "y": ()}, ["dx = x / 10", "dy = 2 * y"]),
    ("L = (-x)**3", {"x": ()}, ["dx = -3 * (-x)**2"]),
    ("L = -x**2", {"x": ()}, ["dx = -2 * x"]),
    ("L = x**-2", {"x": ()}, ["dx = -2 * x**-3"]),
    ("L = x**0.5", {"x": ()}, ["dx = 0.5 * x**-0.5"]),
    ("L = x**1", {"x": ()}, ["dx = 1"]),
    ("L = 2**x", {"x": ()}, ["dx = L * ln(2)"]),
    ("L = x * y * z", {"x": (), "y": (), "z": ()}, ["dx = z * y", "dy = z * x", "dz = x * y"]),
    ("L = x / y", {"x": (), "y": ()}, ["dx = 1 / y", "dy = -x / y**2"]),
    ("L = exp(x)", {"x": ()}, ["dx = L"]),
    ("L = ln(x)", {"x": ()}, ["dx = 1 / x"]),
    ("s = sqrt(x)\nL = s + 1", {"x": ()}, ["ds = 1", "dx = ds / (2 * s)"]),
    ("L = sum(v)", {"v": (3,)}, ["dv = ones_like(v)"]),
    ("L = mean(v)", {"v": (3,)}, ["dv = ones_like(v) / 3"]),
    ("L = sum(v**2)", {"v": (3,)}, ["dv = 2 * v"]),
    ("L = v @ w", {"v": (3,), "w": (3,)}, ["dv = w", "dw = v"]),
    ("y = x @ W\nL = sum(y**2)", {"x": (2,), "W": (2, 3)}, ["dy = 2 * y", "dx = dy @ W.T", "dW = outer(x, dy)"]),
    ("y = W @ x\nL = sum(y**2)", {"x": (3,), "W": (2, 3)}, ["dy = 2 * y", "dW = outer(dy, x)", "dx = W.T @ dy"]),
    ("L = sum(abs(v))", {"v": (3,)}, ["dv = sign(v)"]),
    ("L = sum(relu(v))", {"v": (3,)}, ["dv = v > 0"]),
    ("L = v[1] * 2", {"v": (3,)}, ["dv = 2 * place(1, v[1])"]),
    ("L = 0.5 * lam * sum(w**2)", {"w": (2, 1)}, ["dw = lam * w"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parameters", "lines"), FORMS, ids=[text for text, _, _ in FORMS])
def test_small_forms(text: str, parameters: Shapes, lines: list[str]) -> None:
    assert texts(derived(text, parameters, {"lam": ()})) == lines


def test_nothing_is_derived_from_a_last_line_that_is_no_number() -> None:
    assert derived("y = X @ w", {"w": (2, 1)}, ROWS) == Backward()
