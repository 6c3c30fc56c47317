"""Addition to powers, and the matrix product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from tutor.formula.operations.operation import (
    ATOM,
    MATMUL,
    POWER,
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
    Shape,
    ShapeError,
    Terms,
    apply,
    broadcast,
    describe,
    elementwise,
    infix,
    reach_together,
    total,
)
from tutor.formula.tree import Expr
from tutor.messages import Words


def _times(shapes: Sequence[Shape], options: Options) -> Form:
    """⊙ between matrices, · where one side is a number."""
    return infix("·" if () in shapes else "⊙", PRODUCT, PRODUCT, SIGN)


def _times_latex(shapes: Sequence[Shape], options: Options) -> Form:
    return infix(r"\cdot" if () in shapes else r"\odot", PRODUCT, PRODUCT, SIGN)


add = elementwise(
    "add", ("a", "b"), Words("adds cell by cell", "칸마다 더하기"), np.add, ("g", "g"), spelled=False,
    ways=("passes",),
    writing={"formula": infix("+", SUM, SUM, PRODUCT)},
)  # fmt: skip
subtract = elementwise(
    "subtract", ("a", "b"), Words("subtracts cell by cell", "칸마다 빼기"), np.subtract, ("g", "-g"), spelled=False,
    ways=("passes", "turns"),
    writing={"formula": infix("-", SUM, SUM, PRODUCT), "unicode": infix("−", SUM, SUM, PRODUCT)},
)  # fmt: skip
multiply = elementwise(
    "multiply", ("a", "b"), Words("multiplies cell by cell", "칸마다 곱하기"), np.multiply, ("g * b", "g * a"),
    spelled=False, ways=("exchanges",),
    writing={"formula": infix("*", PRODUCT, PRODUCT, SIGN), "unicode": _times, "latex": _times_latex},
)  # fmt: skip
divide = elementwise(
    "divide", ("a", "b"), Words("divides cell by cell", "칸마다 나누기"), np.divide, ("g / b", "-(g * a / b**2)"),
    spelled=False, ways=("divides", ""),
    writing={"formula": infix("/", PRODUCT, PRODUCT, SIGN), "latex": Form(r"\frac{{{0}}}{{{1}}}")},
)  # fmt: skip
negative = elementwise(
    "negative", ("x",), Words("changes the sign", "부호를 바꾸기"), np.negative, ("-g",), spelled=False,
    ways=("turns",),
    writing={"formula": Form("-{0}", SIGN, (SIGN,)), "unicode": Form("−{0}", SIGN, (SIGN,))},
)  # fmt: skip


def _power_steps(bench: Bench, out: Array, base: Array, exponent: Array) -> list[Instruction]:
    """A square is a multiplication, as it is in NumPy's own ``x**2``: ten times as fast as ``np.power``."""
    if not exponent.flags.writeable and exponent.shape == () and exponent == 2:  # a constant of the formula
        return [partial(np.square, base, out)]
    return [partial(np.power, base, exponent, out)]


power = replace(
    elementwise(
        "power", ("a", "b"), Words("raises to a power, cell by cell", "칸마다 거듭제곱하기"), _power_steps,
        ("b * a**(b - 1) * g", "g * out * ln(a)"), spelled=False,
        writing={"formula": Form("{0}**{1}", POWER, (ATOM, SIGN)), "latex": Form("{0}^{{{1}}}", POWER, (ATOM, 0))},
    ),
    direct=True,
)  # fmt: skip


def _total_form(shapes: Sequence[Shape], options: Options) -> Form:
    text = " + ".join(f"{{{position}}}" for position in range(len(shapes)))
    return Form(text, SUM, (SUM, *[PRODUCT] * (len(shapes) - 1)))


def _total_steps(bench: Bench, out: Array, *args: Array) -> list[Instruction]:
    first, *rest = args
    return [partial(np.copyto, out, first), *(partial(np.add, out, arg, out) for arg in rest)]


total_ = Operation(
    name="total",
    operands=("x",),
    variadic=True,
    spelled=False,
    about=Words("adds all its terms", "항을 모두 더하기"),
    shape=broadcast,
    steps=_total_steps,
    gradients=lambda shapes, options: ("g",) * len(shapes),
    cell=lambda at, *parts: total([part.under(at) for part in parts]),
    reach=reach_together,
    ways=("passes",),
    writing={"formula": _total_form},
    elementwise=True,
)


def _matmul_shape(a: Shape, b: Shape) -> Shape:
    if not (1 <= len(a) <= 2 and 1 <= len(b) <= 2):
        raise ShapeError("matmul-rank", a=describe(a), b=describe(b))
    if a[-1] != b[0]:
        raise ShapeError("matmul-sizes", a=describe(a), b=describe(b), columns=a[-1], rows=b[0])
    return a[:-1] + b[1:]


def _matmul_gradients(shapes: Sequence[Shape], options: Options) -> tuple[str, str]:
    """The factor that is not differentiated, transposed, on the side where it stood; a vector makes it outer."""
    first, second = (len(shape) for shape in shapes)
    if first == second == 1:
        return "g * b", "g * a"
    if first == 1:
        return "g @ b.T", "outer(a, g)"
    if second == 1:
        return "outer(g, b)", "a.T @ g"
    return "g @ b.T", "a.T @ g"


def _matmul_cell(at: Index, a: Cells, b: Cells) -> Expr:
    row = at[: len(a.shape) - 1]
    column = at[len(row) :]
    return total(Terms(b.shape[0], lambda k: apply("multiply", a[(*row, k)], b[(k, *column)])))


def _matmul_sources(needed: Mask, a: Shape, b: Shape) -> tuple[Mask, Mask]:
    rows = np.asarray(needed.any(axis=-1)) if len(b) > 1 else needed
    columns = np.asarray(needed.any(axis=0)) if len(a) > 1 else needed
    return np.broadcast_to(rows[..., np.newaxis], a), np.broadcast_to(columns[np.newaxis, ...], b)


def _matmul_reach(a: Mask, b: Mask) -> Mask:
    return np.asarray(np.logical_or.outer(a.any(axis=-1), b.any(axis=0)))


matmul = Operation(
    name="matmul",
    operands=("a", "b"),
    spelled=False,
    about=Words("the matrix product: rows times columns", "행렬 곱: 행과 열을 곱해 더하기"),
    shape=_matmul_shape,
    steps=lambda bench, out, a, b: [partial(np.matmul, a, b, out)],
    gradients=_matmul_gradients,
    ways=("weighs",),
    cell=_matmul_cell,
    reach=_matmul_reach,
    sources=_matmul_sources,
    writing={
        "formula": infix("@", MATMUL, MATMUL, SIGN),
        "unicode": infix("·", MATMUL, MATMUL, SIGN),
        "latex": Form(r"{0} \, {1}", MATMUL, (MATMUL, SIGN)),
    },
)


def _outer_shape(a: Shape, b: Shape) -> Shape:
    if len(a) != 1 or len(b) != 1:
        raise ShapeError("outer-vectors", a=describe(a), b=describe(b))
    return a + b


outer = Operation(
    name="outer",
    operands=("a", "b"),
    about=Words("every cell of one vector times every cell of the other", "두 벡터의 칸을 모두 짝지어 곱하기"),
    shape=_outer_shape,
    steps=lambda bench, out, a, b: [partial(np.multiply, a[:, np.newaxis], b, out)],
    gradients=("g @ b", "a @ g"),
    ways=("weighs",),
    cell=lambda at, a, b: apply("multiply", a[at[:1]], b[at[1:]]),
    reach=lambda a, b: np.asarray(np.logical_or.outer(a, b)),
    writing={
        "unicode": Form("{0} ⊗ {1}", PRODUCT, (PRODUCT, SIGN)),
        "latex": Form(r"{0} \otimes {1}", PRODUCT, (PRODUCT, SIGN)),
        "numpy": Form("np.outer({0}, {1})"),
        "pytorch": Form("torch.outer({0}, {1})"),
    },
)


ENTRIES = (add, subtract, multiply, divide, negative, power, total_, matmul, outer)
