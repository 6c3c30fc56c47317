"""Random operations. Their draws belong to a position in time, so that going back finds the same ones."""

from __future__ import annotations

from functools import partial

import numpy as np

from tutor.formula.operations.operation import (
    Array,
    Bench,
    Form,
    Instruction,
    Mask,
    Operation,
    Shape,
    ShapeError,
    describe,
)
from tutor.messages import Words


def _scalar_and_like(scalar: Shape, like: Shape) -> Shape:
    if scalar:
        raise ShapeError("needs-scalar", shape=describe(scalar))
    return like


def _bernoulli_steps(bench: Bench, out: Array, p: Array, like: Array) -> list[Instruction]:
    return [partial(bench.chance.uniform, bench.stream(), out), partial(np.less, out, p, out)]


def _normal_steps(bench: Bench, out: Array, std: Array, like: Array) -> list[Instruction]:
    return [partial(bench.chance.normal, bench.stream(), out), partial(np.multiply, out, std, out)]


def _reach(scale: Mask, like: Mask) -> Mask:
    """Every draw depends on the probability or the standard deviation; of ``like`` only the shape is used."""
    return np.broadcast_to(scale, like.shape)


bernoulli = Operation(
    name="bernoulli",
    operands=("p", "like"),
    about=Words(
        "ones with probability p, else zeros, in the shape of like; no gradient passes",
        "like와 같은 모양에서 확률 p로 1, 아니면 0. 기울기가 지나가지 않는다",
    ),
    shape=_scalar_and_like,
    steps=_bernoulli_steps,
    gradients=(None, None),
    cell=None,
    reach=_reach,
    random=True,
    writing={
        "latex": Form(r"\mathrm{{Bernoulli}}\left({0}\right)"),
        "numpy": Form("(rng.random(np.shape({1})) < {0}).astype(float)"),
        "pytorch": Form("torch.bernoulli(torch.full_like({1}, {0}))"),
    },
)
normal = Operation(
    name="normal",
    operands=("std", "like"),
    about=Words(
        "normal noise of standard deviation std in the shape of like; no gradient passes",
        "like와 같은 모양으로, 표준편차가 std인 정규분포에서 뽑은 값. 기울기가 지나가지 않는다",
    ),
    shape=_scalar_and_like,
    steps=_normal_steps,
    gradients=(None, None),
    cell=None,
    reach=_reach,
    random=True,
    writing={
        "latex": Form(r"\mathcal{{N}}\left(0, {0}^2\right)"),
        "numpy": Form("{0} * rng.standard_normal(np.shape({1}))", 6, (6,)),
        "pytorch": Form("{0} * torch.randn_like({1})", 6, (6,)),
    },
)

ENTRIES = (bernoulli, normal)
