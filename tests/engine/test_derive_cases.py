"""Programs made to trip a derivation, each against the independent library."""

from __future__ import annotations

import numpy as np
import pytest

from tests.differentiated import autograd_gradients, backward, our_gradients
from tests.strategies import Sample, sample_of
from tutor.engine.derive import Blocked, derive
from tutor.formula.parse import parse_program
from tutor.formula.problems import FormulaError
from tutor.formula.write import write

V, U, S = [0.5, -1.25, 2.0], [1.5, 0.75, -0.5], 1.75
M = [[0.5, -1.0, 0.25], [2.0, 0.75, -0.5]]
COLUMN, SQUARE = [[1.0], [-2.0]], [[0.5, -1.0], [2.0, 0.75]]
IMAGE = [[1.0, 0.2, -0.5, 0.3], [0.4, -1.2, 0.9, 0.1], [0.7, 0.6, -0.3, 1.1], [-0.8, 0.35, 0.45, -0.15]]

CASES: dict[str, tuple[str, dict[str, object], dict[str, object]]] = {
    "zero times a parameter": ("L = sum(0 * v) + s", {"v": V, "s": S}, {}),
    "to the power of zero": ("L = sum(v**0)", {"v": V}, {}),
    "minus itself": ("h = v - v\nL = sum(h**2)", {"v": V}, {}),
    "terms that cancel": ("L = sum(v * u - u * v)", {"v": V, "u": U}, {}),
    "a zero on one of two ways": ("h = 0 * v\nL = sum(h) + sum(v**2)", {"v": V}, {}),
    "the loss is a parameter": ("L = s", {"s": S}, {}),
    "the loss is minus a parameter": ("L = -s", {"s": S}, {}),
    "a line that only renames": ("h = v\nk = h\nL = sum(k * h)", {"v": V}, {}),
    "a line that nobody reads": ("h = exp(v)\nk = h * 2\nL = sum(v)", {"v": V}, {}),
    "read again after its own line": ("h = v * 2\nk = h * v\nL = sum(h * k * v)", {"v": V}, {}),
    "used three times in one line": ("L = sum(v * v * v)", {"v": V}, {}),
    "a parameter in several lines": ("a = M @ v\nb = a @ M\nL = sum(b * v)", {"v": V, "M": M}, {}),
    "the same formula twice": ("a = tanh(v)\nb = tanh(v)\nL = sum(a * b)", {"v": V}, {}),
    "a formula that a line has a name for": ("a = tanh(v)\nL = sum(tanh(v) * a * v)", {"v": V}, {}),
    "the target is a parameter": ("y = sigmoid(v)\nL = bce(y, sigmoid(u))", {"v": V, "u": U}, {}),
    "both are the same": ("y = sigmoid(v)\nL = bce(y, y)", {"v": V}, {}),
    "the prediction is read again": ("y = sigmoid(v)\nL = bce(y, t) + sum(y**2)", {"v": V}, {"t": [0, 1, 1]}),
    "two losses of one prediction": ("y = sigmoid(v)\nL = bce(y, t) + bce(y, t)", {"v": V}, {"t": [0, 1, 1]}),
    "the loss is a half and a third": ("y = sigmoid(v)\nL = bce(y, t) / 2 / 3", {"v": V}, {"t": [0, 1, 1]}),
    "targets with some doubt": ("y = sigmoid(v)\nL = bce(y, t)", {"v": V}, {"t": [0.1, 0.9, 0.5]}),
    "a vector is its own transpose": ("L = sum(v.T * u)", {"v": V, "u": U}, {}),
    "vector times matrix": ("L = sum((s * u[:2]) @ M)", {"u": U, "M": M, "s": S}, {}),
    "matrix times vector": ("L = sum(sin @ v)", {"v": V}, {"sin": M}),
    "vector times vector": ("L = (v @ u)**2", {"v": V, "u": U}, {}),
    "row times column": ("L = sum(M[:1] @ M[:1].T)", {"M": M}, {}),
    "a transposed product": ("L = sum((M.T @ SQ).T * M)", {"M": M, "SQ": SQUARE}, {}),
    "a scalar broadcast": ("L = sum((M + s) * M / s)", {"M": M, "s": S}, {}),
    "a row and a column make a matrix": ("L = sum((C + v)**2)", {"C": COLUMN, "v": V}, {}),
    "a matrix of one": ("L = sum(o * M) + sum(o + v)", {"o": [[2.0]], "M": M, "v": V}, {}),
    "a vector of one": ("L = sum(o * M)", {"o": [2.0], "M": M}, {}),
    "kept axes": ("L = sum(M / sum(abs(M), axis=1, keepdims=True))", {"M": M}, {}),
    "everything kept": ("L = sum(M * max(M, keepdims=True))", {"M": M}, {}),
    "negative axes": ("L = sum(sum(M, axis=-2) * max(M, axis=-2)) + sum(mean(M, axis=-1)**2)", {"M": M}, {}),
    "a mean of a mean": ("L = mean(mean(M, axis=0)**2)", {"M": M}, {}),
    "a sum of nothing but one": ("L = sum(s) * max(s) * mean(s)", {"s": S}, {}),
    "a normalised sum": ("L = sum(v / sum(v) * u)", {"v": V, "u": U}, {}),
    "softmax by hand": ("e = exp(M)\np = e / sum(e, axis=1, keepdims=True)\nL = -sum(T * ln(p))", {"M": M}, {"T": M}),
    "slices that overlap": ("L = sum(v[:2] * v[1:]) + v[-1] * v[0]", {"v": V}, {}),
    "a slice of a slice": ("L = sum(M[1:][0][:2]**2)", {"M": M}, {}),
    "rows and columns": ("L = sum(M[0] * M[1, :]) + sum(M[:, 0] * M[:, -1])", {"M": M}, {}),
    "reshaped to a number": ("h = reshape(o, ())\nL = h**2", {"o": [[2.0]]}, {}),
    "reshaped from a number": ("h = reshape(s, 1, 1)\nL = sum(h * M)", {"s": S, "M": M}, {}),
    "concatenated with itself": ("L = sum(concat(v, v, u)**2 * concat(u, v, v))", {"v": V, "u": U}, {}),
    "columns side by side": ("L = sum(concat(M, C, axis=-1)**2)", {"M": M, "C": COLUMN}, {}),
    "one thing concatenated": ("L = sum(concat(v)**2)", {"v": V}, {}),
    "placed and broadcast": ("L = sum(place(s, M[:, 1:]) * M)", {"s": S, "M": M}, {}),
    "a row placed into rows": ("L = sum(place(v, M[0:2]) * M)", {"v": V, "M": M}, {}),
    "spread and broadcast": (
        "L = sum(spread(s, M, axis=1) * M) + sum(spread(C, M) * M)",
        {"s": S, "M": M, "C": COLUMN}, {},
    ),
    "a vector spread along the middle axis": (
        "L = sum(spread(u[:2], X, axis=1) * X)",
        {"u": U, "X": [SQUARE, [[1.5, 2.5], [-0.5, 0.3]]]}, {},
    ),
    "spread along an axis": ("L = sum(spread(v, M, axis=0) * M)", {"v": V, "M": M}, {}),
    "the largest of equals": ("L = max(v) * 3", {"v": [1.0, 2.0, 2.0]}, {}),
    "the smallest of equals along an axis": (
        "L = sum(min(M, axis=0) * v)",
        {"M": [[1.0, 2.0, 3.0], [1.0, 0.0, 3.0]], "v": V}, {},
    ),
    "a fractional power": ("L = sum(p**1.5) + sum(p**-0.5)", {"p": [0.5, 1.25, 2.0]}, {}),
    "a negative base": ("L = sum(v**3) + sum(v**-2)", {"v": V}, {}),
    "the exponent is a parameter": ("L = sum(p**v) + 2**s", {"p": [0.5, 1.25, 2.0], "v": V, "s": S}, {}),
    "to the power of itself": ("L = sum(p**p)", {"p": [0.5, 1.25, 2.0]}, {}),
    "zero squared": ("L = sum(z**2) + sum(z**3)", {"z": [0.0, 1.0]}, {}),
    "a steep leaky ReLU": ("L = sum(leaky_relu(v, 3) * v)", {"v": V}, {}),
    "a leaky ReLU with many digits": ("L = sum(leaky_relu(v, 0.123456789) * v)", {"v": V}, {}),
    "ELU with a small alpha": ("L = sum(elu(v, 0.05) * v)", {"v": V}, {}),
    "a choice that depends on a parameter": ("L = sum(where(v > 0, v * u, u / v))", {"v": V, "u": U}, {}),
    "a choice between numbers": ("L = sum(where(v > s, 1, 2) * v)", {"v": V, "s": S}, {}),
    "a convolution with channels and filters": (
        "L = sum(conv2d(X, W)**2)",
        {"X": [IMAGE, IMAGE], "W": [[SQUARE, SQUARE]] * 3}, {},
    ),
    "a filter bank on a plain image": (
        "L = sum(relu(conv2d(X, W)))",
        {"X": IMAGE, "W": [SQUARE, [[1.0, 2.0], [0.5, -1.0]]]}, {},
    ),
    "pooled": ("L = sum(max_pool(conv2d(X, W))**2)", {"X": IMAGE, "W": [[0.3]]}, {}),
    "the gradients of a convolution, differentiated": (
        "a = conv2d_input(G, W, X)\nb = conv2d_kernel(G, X, W)\nL = sum(a * X) + sum(b**2)",
        {"G": [[1.0, 2.0, 0.5], [0.1, -1.0, 0.3], [0.2, 0.4, -0.6]], "W": SQUARE, "X": IMAGE}, {},
    ),
    "the gradient of pooling, differentiated": (
        "a = max_unpool(G, X)\nL = sum(a**2 * X)", {"G": [SQUARE, SQUARE], "X": [IMAGE, IMAGE]}, {},
    ),
    "constants below all float64": ("L = s * 1e-200 * 1e-200 * 1e300", {"s": S}, {}),
    "a constant of many digits": ("L = 0.123456789 * (0.987654321 * (1.23456789 * s))", {"s": S}, {}),
    "an integer of many digits": ("L = 12345678901234567 * s", {"s": S}, {}),
    "thirds and decimals": ("L = s / 3 + 0.1 * s + s**2 / 7 / 0.3", {"s": S}, {}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.filterwarnings("ignore:Output seems independent of input")
def test_against_the_library(case: str) -> None:
    text, parameters, data = CASES[case]
    sample = sample_of(text, parameters, data)
    ours, theirs = our_gradients(sample), autograd_gradients(sample)
    for name, expected in theirs.items():
        np.testing.assert_allclose(ours[name], expected, rtol=1e-12, atol=1e-12, err_msg=f"d{name}")


def test_a_constant_too_large_to_be_folded_is_written_as_a_product() -> None:
    (line,) = backward(sample_of("L = 1e200 * (1e200 * s)", {"s": S})).lines
    assert write(line[1]) == "1e100 * 1e300"


def test_a_gradient_that_is_zero_has_the_shape_of_its_parameter() -> None:
    assert [write(expr) for _, expr in backward(sample_of("L = sum(0 * v)", {"v": V})).lines] == ["0 * ones_like(v)"]
    assert [write(expr) for _, expr in backward(sample_of("L = s - s", {"s": S})).lines] == ["0"]


BLOCKED = [
    ("y = step(X @ w)\nL = sum(y)", Blocked("step", "y")),
    ("y = sign(X @ w)\nL = sum(y**2)", Blocked("sign", "y")),
    ("L = sum(X @ w > 0)", Blocked("greater", "L")),
    ("L = sum(one_hot(argmax(X @ w), 4))", Blocked("argmax", "L")),
    ("z = X @ w\na = argmax(z)\nL = a * 2", Blocked("argmax", "a")),
    ("z = X @ w\nL = sum(ones_like(z))", Blocked("ones_like", "L")),
    ("m = bernoulli(0.5, X @ w)\nL = sum(m)", Blocked("bernoulli", "m")),
    ("L = all(X @ w)", Blocked("all", "L")),
    ("L = sum(where(X @ w, 1, 2))", Blocked("where", "L")),
    ("L = sum(spread(2, X @ w))", Blocked("spread", "L")),
    ("L = sum(place(2, (X @ w)[0:2]))", Blocked("place", "L")),
    # the flat operation on the way to the loss, not one beside it
    ("z = X @ w\nwatched = z > 0\nL = sum(step(z))", Blocked("step", "L")),
    ("z = X @ w\nL = sum(step(z) * sign(z))", Blocked("sign", "L")),
    ("L = sum(step(relu(X @ w > 0)))", Blocked("greater", "L")),
    ("L = sum(X)", Blocked(None, None)),
    ("z = X @ w\nL = sum(X)", Blocked(None, None)),
]


@pytest.mark.parametrize(("text", "reason"), BLOCKED, ids=[text for text, _ in BLOCKED])
def test_why_no_gradient_reaches_a_parameter(text: str, reason: Blocked) -> None:
    sample = sample_of(text, {"w": [0.5, -1.0]}, {"X": [[1.0, 2.0], [3.0, 4.0], [-1.0, 0.5]]})
    derived = backward(sample)
    assert dict(derived.blocked) == {"w": reason}
    assert "dw" not in dict(derived.lines)


def test_a_parameter_that_one_of_two_ways_reaches_is_not_blocked() -> None:
    sample = sample_of("z = X @ w\nL = sum(step(z)) + sum(z)", {"w": [0.5, -1.0]}, {"X": [[1.0, 2.0], [3.0, 4.0]]})
    assert not backward(sample).blocked


def unrolled(steps: int) -> Sample:
    """A parameter that is read in every one of many lines."""
    lines = [f"s{k + 1} = tanh(s{k} + {k + 1} * x)" for k in range(steps)]
    return sample_of("\n".join(["s0 = x", *lines, f"L = s{steps}"]), {"x": 0.01})


def test_a_parameter_read_in_a_hundred_lines() -> None:
    sample = unrolled(100)
    np.testing.assert_allclose(our_gradients(sample)["x"], autograd_gradients(sample)["x"], rtol=1e-12)


def test_a_gradient_of_too_many_terms_is_refused_and_never_a_traceback() -> None:
    forward, _ = parse_program(unrolled(490).text)
    shapes = {line.name: () for line in forward} | {"x": ()}
    with pytest.raises(FormulaError) as caught:
        derive(forward, shapes, ["x"])
    (problem,) = caught.value.problems
    assert problem.message.key == "engine.too-many-terms"
    assert problem.place is not None
    assert problem.place.line == 1
