"""Functions of one value: activations, exponentials, roots; and the choice between values."""

from __future__ import annotations

from functools import partial

import numpy as np

from tutor.formula.operations.operation import (
    ATOM,
    POWER,
    PRODUCT,
    SIGN,
    SUM,
    Array,
    Bench,
    Form,
    Instruction,
    OptionSpec,
    elementwise,
)
from tutor.messages import Words

_ONE = np.array(1.0)
_ZERO = np.array(0.0)


def _sigmoid_steps(bench: Bench, out: Array, x: Array) -> list[Instruction]:
    return [
        partial(np.negative, x, out),
        partial(np.exp, out, out),
        partial(np.add, out, _ONE, out),
        partial(np.reciprocal, out, out),
    ]


def _step_steps(bench: Bench, out: Array, x: Array) -> list[Instruction]:
    return [partial(np.greater, x, _ZERO, out)]


def _relu_steps(bench: Bench, out: Array, x: Array) -> list[Instruction]:
    return [partial(np.maximum, x, _ZERO, out=out)]


def _leaky_relu_steps(bench: Bench, out: Array, x: Array, slope: float) -> list[Instruction]:
    positive = np.empty(x.shape, dtype=bool)
    return [
        partial(np.greater, x, _ZERO, positive),
        partial(np.multiply, x, np.array(slope), out),
        partial(np.copyto, out, x, where=positive),
    ]


def _elu_steps(bench: Bench, out: Array, x: Array, alpha: float) -> list[Instruction]:
    positive = np.empty(x.shape, dtype=bool)
    return [
        partial(np.greater, x, _ZERO, positive),
        partial(np.expm1, x, out),
        partial(np.multiply, out, np.array(alpha), out),
        partial(np.copyto, out, x, where=positive),
    ]


def _where_steps(bench: Bench, out: Array, condition: Array, a: Array, b: Array) -> list[Instruction]:
    chosen = np.empty(condition.shape, dtype=bool)
    return [
        partial(np.not_equal, condition, _ZERO, chosen),
        partial(np.copyto, out, b),
        partial(np.copyto, out, a, where=chosen),
    ]


sigmoid = elementwise(
    "sigmoid", ("x",),
    Words("1 / (1 + e^-x): maps any number between 0 and 1", "1 / (1 + e^-x): 모든 수를 0과 1 사이로 옮기기"),
    _sigmoid_steps, ("g * out * (1 - out)",),
    ways=("slope",),
    activation=True,
    spelt=lambda shapes, options: "1 / (1 + exp(-x))",
    writing={
        "unicode": Form("σ({0})"),
        "latex": Form(r"\sigma\left({0}\right)"),
        "numpy": Form("1 / (1 + np.exp(-{0}))", PRODUCT, (SIGN,)),
        "pytorch": Form("torch.sigmoid({0})"),
    },
)  # fmt: skip
tanh = elementwise(
    "tanh", ("x",),
    Words("maps any number between -1 and 1", "모든 수를 -1과 1 사이로 옮기기"),
    np.tanh, ("g * (1 - out**2)",),
    ways=("slope",),
    activation=True,
    writing={
        "latex": Form(r"\tanh\left({0}\right)"), "numpy": Form("np.tanh({0})"), "pytorch": Form("torch.tanh({0})"),
    },
)  # fmt: skip
relu = elementwise(
    "relu", ("x",),
    Words("negative to 0, positive unchanged", "음수는 0으로, 양수는 그대로"),
    _relu_steps, ("g * (x > 0)",),
    ways=("gates",),
    activation=True,
    spelt=lambda shapes, options: "maximum(x, 0)",
    writing={
        "unicode": Form("ReLU({0})"), "latex": Form(r"\mathrm{{ReLU}}\left({0}\right)"),
        "numpy": Form("np.maximum({0}, 0)"), "pytorch": Form("torch.relu({0})"),
    },
)  # fmt: skip
leaky_relu = elementwise(
    "leaky_relu", ("x",),
    Words("positive unchanged, negative times a small slope", "양수는 그대로, 음수는 작은 기울기를 곱하기"),
    _leaky_relu_steps, ("g * where(x > 0, 1, {slope!r})",),
    ways=("slope",),
    options=(OptionSpec("slope", "number", 0.1, positional=True),),
    activation=True,
    writing={
        "unicode": Form("LeakyReLU({0}; {slope:g})"),
        "latex": Form(r"\mathrm{{LeakyReLU}}_{{{slope:g}}}\left({0}\right)"),
        "numpy": Form("np.where({0} > 0, {0}, {slope!r} * {0})", ATOM, (SIGN,)),
        "pytorch": Form("torch.nn.functional.leaky_relu({0}, {slope!r})"),
    },
)  # fmt: skip
elu = elementwise(
    "elu", ("x",),
    Words("x above 0, alpha (e^x - 1) below", "0보다 크면 x, 아니면 alpha (e^x - 1)"),
    _elu_steps, ("g * where(x > 0, 1, out + {alpha!r})",),
    ways=("slope",),
    options=(OptionSpec("alpha", "number", 1.0, positional=True),),
    activation=True,
    writing={
        "unicode": Form("ELU({0}; {alpha:g})"),
        "latex": Form(r"\mathrm{{ELU}}_{{{alpha:g}}}\left({0}\right)"),
        "numpy": Form("np.where({0} > 0, {0}, {alpha!r} * np.expm1({0}))", ATOM, (SUM,)),
        "pytorch": Form("torch.nn.functional.elu({0}, {alpha!r})"),
    },
)  # fmt: skip
step = elementwise(
    "step", ("x",),
    Words(
        "1 above 0, else 0; flat, so no gradient passes",
        "0보다 크면 1, 아니면 0. 평평해서 기울기가 지나가지 않는다",
    ),
    _step_steps, (None,),
    writing={
        "latex": Form(r"\mathbf{{1}}\left[{0} > 0\right]"),
        "numpy": Form("np.heaviside({0}, 0)"), "pytorch": Form("({0} > 0).double()", ATOM, (SUM,)),
    },
)  # fmt: skip
exp = elementwise(
    "exp", ("x",), Words("e to the power x", "e의 x제곱"), np.exp, ("g * out",), ways=("slope",),
    writing={
        "unicode": Form("exp({0})"), "latex": Form("e^{{{0}}}", POWER),
        "numpy": Form("np.exp({0})"), "pytorch": Form("torch.exp({0})"),
    },
)  # fmt: skip
ln = elementwise(
    "ln", ("x",), Words("the natural logarithm", "자연로그"), np.log, ("g / x",), also=("log",), ways=("slope",),
    writing={
        "latex": Form(r"\ln\left({0}\right)"), "numpy": Form("np.log({0})"), "pytorch": Form("torch.log({0})"),
    },
)  # fmt: skip
sqrt = elementwise(
    "sqrt", ("x",), Words("the square root", "제곱근"), np.sqrt, ("g / (2 * out)",), ways=("slope",),
    writing={
        "unicode": Form("√({0})"), "latex": Form(r"\sqrt{{{0}}}"),
        "numpy": Form("np.sqrt({0})"), "pytorch": Form("torch.sqrt({0})"),
    },
)  # fmt: skip
abs_ = elementwise(
    "abs", ("x",), Words("the size without the sign", "부호를 뺀 크기(절댓값)"), np.absolute, ("g * sign(x)",),
    ways=("slope",),
    writing={
        "unicode": Form("|{0}|"), "latex": Form(r"\left|{0}\right|"),
        "numpy": Form("np.abs({0})"), "pytorch": Form("torch.abs({0})"),
    },
)  # fmt: skip
sign = elementwise(
    "sign", ("x",),
    Words("-1, 0 or 1; flat, so no gradient passes", "-1, 0 또는 1. 평평해서 기울기가 지나가지 않음"),
    np.sign, (None,),
    writing={
        "latex": Form(r"\mathrm{{sign}}\left({0}\right)"),
        "numpy": Form("np.sign({0})"), "pytorch": Form("torch.sign({0})"),
    },
)  # fmt: skip
maximum = elementwise(
    "maximum", ("a", "b"), Words("the larger of two, cell by cell", "칸마다 둘 중 큰 값"), np.maximum,
    ("g * (a >= b)", "g * (a < b)"), ways=("chooses",),
    writing={
        "unicode": Form("max({0}, {1})"), "latex": Form(r"\max\left({0}, {1}\right)"),
        "numpy": Form("np.maximum({0}, {1})"), "pytorch": Form("torch.maximum({0}, {1})"),
    },
)  # fmt: skip
minimum = elementwise(
    "minimum", ("a", "b"), Words("the smaller of two, cell by cell", "칸마다 둘 중 작은 값"), np.minimum,
    ("g * (a <= b)", "g * (a > b)"), ways=("chooses",),
    writing={
        "unicode": Form("min({0}, {1})"), "latex": Form(r"\min\left({0}, {1}\right)"),
        "numpy": Form("np.minimum({0}, {1})"), "pytorch": Form("torch.minimum({0}, {1})"),
    },
)  # fmt: skip
where = elementwise(
    "where", ("condition", "a", "b"),
    Words("a where the condition holds, b elsewhere", "조건이 맞는 칸은 a, 아닌 칸은 b"),
    _where_steps, (None, "where(condition, g, 0)", "where(condition, 0, g)"),
    writing={
        "latex": Form(r"\begin{{cases}} {1} & {0} \\ {2} & \text{{else}} \end{{cases}}"),
        "numpy": Form("np.where({0}, {1}, {2})"), "pytorch": Form("torch.where({0}, {1}, {2})"),
    },
)  # fmt: skip

ENTRIES = (sigmoid, tanh, relu, leaky_relu, elu, step, exp, ln, sqrt, abs_, sign, maximum, minimum, where)
