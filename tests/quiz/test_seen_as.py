"""What each mistake is seen as on paper: answers that people gave, typed in and recognised."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.quiz.nets import NETS, Net, model
from tests.quiz.test_mistakes import typed
from tutor.formula.parse import parse_expression
from tutor.formula.tree import Expr, Name, substitute
from tutor.quiz.diagnosis import Diagnosis
from tutor.quiz.marking import Marker
from tutor.quiz.sheet import Sheet
from tutor.quiz.variants import Ask, Variants

SEEDS = range(6)

OTHERS: Mapping[str, Net] = {
    "kink": Net(model(
        "h = relu(z)\nL = 0.5 * sum((h - Y)**2)", {"Y": [[0.7, 0.3, 0.9]]}, {"z": [[1.3, 0.0, -0.7]]}, rule=None,
    )),
    "fork": Net(model(
        "a = sigmoid(x)\nb = a**2\nc = tanh(a)\nL = b * c + b", {}, {"x": 0.37}, rule=None,
    )),
    "column": Net(model(
        "h = X @ W + b\ns = softmax(h)\nL = cross_entropy(s, T)",
        {"X": [[0.3, 1.2, -0.4], [0.8, -0.6, 1.7]], "T": [[1, 0], [0, 1]]},
        {"W": [[0.7, -0.4], [1.3, 0.9], [0.6, -1.1]], "b": [0.2, -0.3]},
    )),
    "weights squared": Net(model(
        "y = X @ W\nL = 0.5 * sum((y - Y)**2) + 0.5 * lam * sum(W**2)",
        {"X": [[0.3, 1.2], [0.8, -0.6], [1.4, 0.2]], "Y": [[0.2], [0.7], [0.4]]}, {"W": [[0.9], [0.7]]},
        hyper={"lam": 0.3},
    )),
}  # fmt: skip

SEEN = (
    # σ′ missing in the error of a hidden layer, and of the output
    ("drop-factor", "squares", "dz1", "dh"),
    ("drop-factor", "squares", "dz2", "dy"),
    ("drop-factor", "one row", "dz1", "dh"),
    # only one of h and 1 - h
    ("drop-factor", "squares", "dz1", "dh * h"),
    ("drop-factor", "squares", "dz1", "dh * (1 - h)"),
    # the error itself missing; the input missing in dW; the learning rate missing
    ("drop-factor", "squares", "dz1", "h * (1 - h)"),
    ("drop-factor", "squares", "dW1", "ones_like(X).T @ dz1"),
    ("drop-factor", "squares", "W1_new", "W1 - dW1"),
    # the bias missing, one term of the cross-entropy, one product of a dot product, weight decay, one way at a fork
    ("drop-term", "squares", "z1", "X @ W1"),
    ("drop-term", "cross-entropy", "L", "-mean(Y * ln(y))"),
    ("drop-term", "written", "L", "-sum(Y * ln(y))"),
    ("drop-term", "squares", "z2", "h[:, 0:1] @ W2[0:1] + b2"),
    ("drop-term", "weights squared", "dW", "X.T @ dy"),
    ("drop-term", "fork", "da", "2 * a * db"),
    # y - ŷ for ŷ - y, the step added, the bias subtracted, the velocity's sign
    ("flip-sign", "squares", "dy", "Y - y"),
    ("flip-sign", "squares", "W2_new", "W2 + eta * dW2"),
    ("flip-sign", "squares", "z1", "X @ W1 - b1"),
    ("flip-sign", "momentum", "W.v_new", "alpha * W.v + eta * dW"),
    # σ′ with the cross-entropy, δ·b for db, η·g for g
    ("extra-factor", "cross-entropy", "dz2", "y * (1 - y) * (y - Y) / 3"),
    ("extra-factor", "squares", "db2", "b2 * sum(dz2, axis=0)"),
    ("extra-factor", "squares", "dW1", "eta * (X.T @ dz1)"),
    # the ½ of a squared error, 2λ for λ
    ("double", "squares", "L", "sum((y - Y)**2)"),
    ("double", "weights squared", "dW", "X.T @ dy + 2 * lam * W"),
    ("halve", "weights squared", "L", "0.25 * sum((y - Y)**2) + 0.25 * lam * sum(W**2)"),
    # the average over the batch missing, or taken where there is none
    ("sum-for-mean", "cross-entropy", "dz2", "y - Y"),
    ("mean-for-sum", "squares", "db2", "sum(dz2, axis=0) / 3"),
    ("mean-for-sum", "cross-entropy", "dz2", "(y - Y) / 9"),
    # W for Wᵀ in a hidden error, Wᵀx for Wx
    ("transpose-operand", "square net", "dh", "dy @ W2"),
    ("transpose-operand", "square net", "z1", "X @ W1.T + b1"),
    # dW as δ·aᵀ for a·δᵀ
    ("transpose-result", "square net", "dW2", "dy.T @ h"),
    # softmax over the batch, db over units, one sum for all units
    ("wrong-axis", "column", "s", "softmax(h.T).T"),
    ("wrong-axis", "column", "db", "sum(dh, axis=1)"),
    ("wrong-axis", "classes", "db", "sum(dz) * ones_like(b)"),
    ("elementwise-for-matmul", "square net", "dW2", "h.T * dy"),
    ("matmul-for-elementwise", "square net", "dz1", "(dh * h) @ (1 - h)"),
    # z for a in the next layer, and in dW
    ("preactivation", "squares", "z2", "z1 @ W2 + b2"),
    ("preactivation", "squares", "dW2", "z1.T @ dz2"),
    ("skip-activation", "squares", "h", "z1"),
    ("twice", "squares", "h", "sigmoid(sigmoid(z1))"),
    # σ′ taken at a; the short form fed with z
    ("derivative-at-output", "squares", "dz1", "dh * sigmoid(h) * (1 - sigmoid(h))"),
    ("derivative-at-output", "squares", "dz1", "dh * z1 * (1 - z1)"),
    # tanh for sigmoid, sigmoid per unit for softmax, the other side of ReLU, its mask from the gradient, slope 1 at 0
    ("other-activation", "squares", "h", "tanh(z1)"),
    ("other-activation", "squares", "dz1", "dh * (1 - h**2)"),
    ("other-activation", "classes", "p", "sigmoid(z)"),
    ("other-activation", "cross-entropy", "h", "minimum(z1, 0)"),
    ("other-activation", "cross-entropy", "dz1", "dh * (dh > 0)"),
    ("exponent-sign", "squares", "h", "sigmoid(-z1)"),
    ("updated-weight", "squares", "dh", "dz2 @ W2_new.T"),
    ("gradient-for-weight", "squares", "dh", "dz2 @ dW2.T"),
    ("weight-for-input", "square net", "dW1", "W1.T @ dz1"),
    ("neighbour", "squares", "dW1", "W1"),
    ("neighbour", "squares", "dW1", "concat(X[1:], X[:1], axis=0).T @ dz1"),
    ("log10", "cross-entropy", "L", "bce(y, Y) / 2.302585092994046"),
    ("difference-of-squares", "squares", "L", "0.5 * sum(y**2 - Y**2)"),
    ("absolute", "squares", "L", "0.5 * sum(abs(y - Y))"),
    ("swap-classes", "cross-entropy", "L", "bce(y, 1 - Y)"),
    ("swap-classes", "cross-entropy", "dz2", "(y - (1 - Y)) / 3"),
    ("logits", "cross-entropy", "dz2", "(z2 - Y) / 3"),
    ("diagonal-softmax", "classes, the long way", "dz", "dp * p * (1 - p)"),
    ("zero", "squares", "db2", "0 * b2"),
    ("no-update", "squares", "W2_new", "W2"),
    ("step-only", "squares", "W2_new", "eta * dW2"),
    ("step-only", "squares", "W2_new", "-eta * dW2"),
    ("delta-for-gradient", "square net", "W1_new", "W1 - eta * dz1"),
    ("dampened", "momentum", "W.v_new", "alpha * W.v + (1 - alpha) * dW"),
    ("no-momentum", "momentum", "W.v_new", "dW"),
    ("no-bias-correction", "adam", "W_new", "W - eta * W.m_new / (sqrt(W.v_new) + eps)"),
    ("no-power", "adam", "W_new", "W - eta * (W.m_new / (1 - beta1)) / (sqrt(W.v_new / (1 - beta2)) + eps)"),
    ("power-two", "adam", "W_new", "W - eta * (W.m_new / (1 - beta1**2)) / (sqrt(W.v_new / (1 - beta2**2)) + eps)"),
    ("step-off-by-one", "adam", "W_new",
     "W - eta * (W.m_new / (1 - beta1**3)) / (sqrt(W.v_new / (1 - beta2**3)) + eps)"),
    ("no-root", "adam", "W_new", "W - eta * (W.m_new / (1 - beta1**4)) / (W.v_new / (1 - beta2**4) + eps)"),
    ("epsilon-inside", "adam", "W_new", "W - eta * (W.m_new / (1 - beta1**4)) / sqrt(W.v_new / (1 - beta2**4) + eps)"),
    ("one-sided", "measured", "slope", "(ahead - x**3) / h"),
    ("no-two", "measured", "slope", "(ahead - behind) / h"),
    ("unbiased-variance", "batch", "var", "sum(c**2, axis=0) / 2"),
    ("variance-for-deviation", "batch", "n", "c / (var + 1e-5)"),
    ("no-scale-shift", "batch", "o", "n"),
    ("not-scaled", "dropout", "d", "mask * h"),
    ("scaled-by-drop", "dropout", "d", "mask * h / p"),
)  # fmt: skip


def key_of(word: str) -> str:
    """``W_new`` is W after its update."""
    return word.removesuffix("_new") + "'" if word.endswith("_new") else word


def formula(text: str) -> Expr:
    """A formula over the keys of a sheet."""
    words = {word.replace(".", "__"): word for word in re.findall(r"[A-Za-z]\w*(?:\.[mvh]\w*)?", text)}
    plain = re.sub(r"([A-Za-z]\w*)\.([mvh]\w*)", r"\1__\2", text)
    return substitute(parse_expression(plain), {plain: Name(key_of(word)) for plain, word in words.items()})


def diagnosed(sheet: Sheet, key: str, text: str) -> Diagnosis:
    marker, step = Marker(sheet), sheet.by_key[key]
    value = sheet.compute(formula(text))
    mark = marker.mark(step, typed(value, marker.precision.unit(step) if marker.precision.by_step(step) else None))
    assert mark.verdict == "wrong"
    return mark.diagnosis


@pytest.mark.parametrize(("name", "net", "key", "text"), SEEN, ids=[f"{row[0]}: {row[2]} as {row[3]}" for row in SEEN])
def test_it_is_recognised(name: str, net: str, key: str, text: str) -> None:
    chosen = {**NETS, **OTHERS}[net]
    own = chosen.sheet()
    variants = Variants(chosen.model, [(own, [Ask(key_of(key))])])
    named = 0
    for seed in SEEDS:
        drawn = variants.draw(seed)
        if drawn.clear:
            found = diagnosed(drawn.sheets[0], key_of(key), text)
            assert name in found.ids
            named += found.ids == (name,)
        if named:
            break
    assert named, "it is never the only one that fits"


def test_the_slope_of_relu_at_0() -> None:
    found = diagnosed(OTHERS["kink"].sheet(), "dz", "dh * (z >= 0)")
    assert found.ids == ("other-activation",)


def test_the_values_of_another_way_to_lay_out_rows() -> None:
    sheet = NETS["one row"].sheet()
    assert diagnosed(sheet, "dW2", "dy.T @ h").ids == ("transpose-result",)
