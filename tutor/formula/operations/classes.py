"""Classification: softmax, one-hot rows, and the two losses whose conventions courses agree on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from tutor.formula.operations.arithmetic import multiply
from tutor.formula.operations.operation import (
    ATOM,
    PRODUCT,
    SIGN,
    SUM,
    Array,
    Bench,
    Cells,
    Form,
    Index,
    Instruction,
    Mask,
    Operation,
    Options,
    OptionSpec,
    Shape,
    ShapeError,
    Terms,
    apply,
    cells_of,
    elementwise,
    over,
    reach_all,
    reduction,
    same_shape,
    scaled,
    sources_all,
    total,
)
from tutor.formula.tree import Expr, number
from tutor.messages import Words

_ZERO = np.array(0.0)
_ONE = np.array(1.0)


def _softmax_shape(x: Shape) -> Shape:
    if not x:
        raise ShapeError("needs-vector", name="softmax")
    return x


def _softmax_steps(bench: Bench, out: Array, x: Array) -> list[Instruction]:
    """The largest of each row is taken off first: the same quotient, and no overflow."""
    row = bench.scratch((*x.shape[:-1], 1))
    return [
        reduction(np.maximum, x, row, -1, True),
        partial(np.subtract, x, row, out),
        partial(np.exp, out, out),
        reduction(np.add, out, row, -1, True),
        partial(np.divide, out, row, out),
    ]


def _softmax_gradient(shapes: Sequence[Shape], options: Options) -> tuple[str]:
    over = "" if len(shapes[0]) == 1 else ", axis=-1, keepdims=True"
    return (f"out * (g - sum(g * out{over}))",)


def _softmax_cell(at: Index, x: Cells) -> Expr:
    row = [apply("exp", x[(*at[:-1], k)]) for k in range(x.shape[-1])]
    return apply("divide", row[at[-1]], total(row))


def _softmax_reach(x: Mask) -> Mask:
    return np.broadcast_to(x.any(axis=-1, keepdims=True), x.shape)


softmax = Operation(
    name="softmax",
    operands=("x",),
    about=Words(
        "e^x divided by the sum over its row: positive, and each row adds up to 1",
        "e^x를 그 행의 합으로 나눈 것: 모두 양수이고 행마다 합이 1이다",
    ),
    shape=_softmax_shape,
    steps=_softmax_steps,
    gradients=_softmax_gradient,
    cell=_softmax_cell,
    reach=_softmax_reach,
    sources=lambda needed, x: (_softmax_reach(needed),),
    spelt=lambda shapes, options: (
        "exp(x) / sum(exp(x))" if len(shapes[0]) == 1 else "exp(x) / sum(exp(x), axis=-1, keepdims=True)"
    ),
    writing={
        "latex": Form(r"\mathrm{{softmax}}\left({0}\right)"),
        "numpy": Form("np.exp({0}) / np.sum(np.exp({0}), axis=-1, keepdims=True)", PRODUCT),
        "pytorch": Form("torch.softmax({0}, dim=-1)"),
    },
)


def _one_hot_steps(bench: Bench, out: Array, labels: Array, classes: int) -> list[Instruction]:
    return [partial(np.equal, labels[..., np.newaxis], np.arange(float(classes)), out)]


one_hot = Operation(
    name="one_hot",
    operands=("labels",),
    about=Words(
        "each label as a row with a single 1; no gradient passes",
        "라벨마다 정답 자리만 1인 행으로 바꾼다. 기울기가 지나가지 않는다",
    ),
    shape=lambda labels, classes: (*labels, classes),
    steps=_one_hot_steps,
    gradients=(None,),
    cell=lambda at, labels, classes: apply("equal", labels[at[:-1]], number(at[-1])),
    reach=lambda labels, classes: np.repeat(labels[..., np.newaxis], classes, axis=-1),
    options=(OptionSpec("classes", "count", required=True, positional=True),),
    writing={
        "latex": Form(r"\mathrm{{onehot}}_{{{classes}}}\left({0}\right)"),
        "numpy": Form("np.eye({classes})[{0}.astype(int)]", ATOM, (ATOM,)),
        "pytorch": Form("torch.nn.functional.one_hot({0}.long(), {classes}).double()", ATOM, (ATOM,)),
    },
)


def _weighted_log(out: Array, weight: Array, value: Array) -> list[Instruction]:
    """``weight * ln(value)`` into ``out``, where 0 · ln 0 is 0.

    Logarithms are taken everywhere (a masked logarithm costs as much as three others) and the cells of no weight are
    put right afterwards only if there can be one: a sum that is not a number says so.
    """

    def mend() -> None:
        if np.isnan(out).any():
            out[(weight == 0) & (value == 0)] = 0.0

    return [partial(np.log, value, out), partial(np.multiply, weight, out, out), mend]


def _bce_steps(bench: Bench, out: Array, y: Array, t: Array) -> list[Instruction]:
    """Both terms at once, and the rare 0 · ln 0 (seen as a result that is no number) once more with care."""
    positive, other, rest = bench.scratch(y.shape), bench.scratch(y.shape), bench.scratch(y.shape)
    share = np.array(-1.0 / max(y.size, 1))
    quick: tuple[Instruction, ...] = (
        partial(np.log, y, positive),
        partial(np.multiply, t, positive, positive),
        partial(np.subtract, _ONE, y, other),
        partial(np.log, other, other),
        partial(np.subtract, _ONE, t, rest),
        partial(np.multiply, rest, other, other),
        partial(np.add, positive, other, positive),
        reduction(np.add, positive, out),
    )

    def with_care() -> None:
        if out != out:  # nan: a term 0 · (-inf), or a value that is none already
            np.log(y, positive)
            np.multiply(t, positive, positive)
            positive[(t == 0) & (y == 0)] = 0.0
            np.log(1 - y, other)
            np.multiply(rest, other, other)
            other[(t == 1) & (y == 1)] = 0.0
            np.add.reduce(positive + other, axis=None, out=out)

    return [*quick, with_care, partial(np.multiply, out, share, out)]


def _weighted_steps(bench: Bench, out: Array, weight: Array, value: Array) -> list[Instruction]:
    def mend() -> None:
        np.copyto(out, 0.0, where=(weight == 0) & np.isneginf(value))

    return [partial(np.multiply, weight, value, out), mend]


weighted = elementwise(
    "weighted", ("weight", "value"),
    Words("a weight times a logarithm, where 0 · ln 0 is 0", "가중치와 로그의 곱. 0 · ln 0은 0으로 봄"),
    _weighted_steps, ("g * value", "g * weight"), spelled=False,
    writing={style: multiply.writer(style) for style in ("formula", "unicode", "latex")},
)  # fmt: skip
"""A term of the two losses, as their expansions show it."""


def _bce_cell(at: Index, y: Cells, t: Cells) -> Expr:
    outputs, targets = cells_of(y), cells_of(t)

    def term(position: int) -> Expr:
        cell, other = divmod(position, 2)
        if other:
            return apply("weighted", _rest(targets[cell]), apply("ln", _rest(outputs[cell])))
        return apply("weighted", targets[cell], apply("ln", outputs[cell]))

    return scaled(total(Terms(2 * len(outputs), term)), len(outputs), negative=True)


def _rest(expr: Expr) -> Expr:
    return apply("subtract", number(1), expr)


def _scalar_loss(y: Shape, t: Shape) -> Shape:
    same_shape(y, t)
    return ()


bce = Operation(
    name="bce",
    operands=("y", "t"),
    about=Words(
        "binary cross-entropy: -mean(t ln y + (1 - t) ln(1 - y)) over all cells",
        "이진 교차 엔트로피: 모든 칸에 대한 -mean(t ln y + (1 - t) ln(1 - y))",
    ),
    shape=_scalar_loss,
    steps=_bce_steps,
    gradients=lambda shapes, options: (
        f"g * (y - t) / ({_size(shapes[0])} * y * (1 - y))",
        f"g * ln((1 - y) / y) / {_size(shapes[0])}",
    ),
    spelt=lambda shapes, options: over("-sum(t * ln(y) + (1 - t) * ln(1 - y))", _size(shapes[0])),
    cell=_bce_cell,
    reach=reach_all,
    sources=sources_all,
    writing={
        "unicode": Form("BCE({0}, {1})"),
        "latex": Form(r"\mathrm{{BCE}}\left({0}, {1}\right)"),
        "numpy": Form("-np.mean({1} * np.log({0}) + (1 - {1}) * np.log(1 - {0}))", SIGN, (ATOM, ATOM)),
        "pytorch": Form("torch.nn.functional.binary_cross_entropy({0}, {1})"),
    },
)


def _size(shape: Shape) -> int:
    size = 1
    for axis in shape:
        size *= axis
    return size


def _rows(shape: Shape) -> int:
    """N of the cross-entropy: the rows of a matrix; a vector is one row."""
    return shape[0] if len(shape) > 1 else 1


def _cross_entropy_shape(p: Shape, t: Shape) -> Shape:
    if not p:
        raise ShapeError("needs-vector", name="cross_entropy")
    return _scalar_loss(p, t)


def _cross_entropy_steps(bench: Bench, out: Array, p: Array, t: Array) -> list[Instruction]:
    terms = bench.scratch(p.shape)
    share = np.array(-1.0 / _rows(p.shape))
    return [
        *_weighted_log(terms, t, p),
        reduction(np.add, terms, out),
        partial(np.multiply, out, share, out),
    ]


def _cross_entropy_cell(at: Index, p: Cells, t: Cells) -> Expr:
    outputs, targets = cells_of(p), cells_of(t)
    terms = Terms(len(outputs), lambda k: apply("weighted", targets[k], apply("ln", outputs[k])))
    return scaled(total(terms), _rows(p.shape), negative=True)


cross_entropy = Operation(
    name="cross_entropy",
    operands=("p", "t"),
    about=Words(
        "cross-entropy: -(1/N) sum(t ln p), N the number of rows",
        "교차 엔트로피: -(1/N) sum(t ln p). N은 행의 수",
    ),
    shape=_cross_entropy_shape,
    steps=_cross_entropy_steps,
    gradients=lambda shapes, options: (f"-(g * t / ({_rows(shapes[0])} * p))", f"-(g * ln(p) / {_rows(shapes[0])})"),
    spelt=lambda shapes, options: over("-sum(t * ln(p))", _rows(shapes[0])),
    cell=_cross_entropy_cell,
    reach=reach_all,
    sources=sources_all,
    writing={
        "unicode": Form("CE({0}, {1})"),
        "latex": Form(r"\mathrm{{CE}}\left({0}, {1}\right)"),
        "numpy": lambda shapes, options: Form(
            f"-np.sum({{1}} * np.log({{0}})) / {_rows(shapes[0])}", PRODUCT, (SUM, ATOM)
        ),
        "pytorch": lambda shapes, options: Form(
            f"-torch.sum({{1}} * torch.log({{0}})) / {_rows(shapes[0])}", PRODUCT, (SUM, ATOM)
        ),
    },
)

ENTRIES = (softmax, one_hot, weighted, bce, cross_entropy)
