"""Convolution and pooling of (rows, columns) and (channels, rows, columns), and their gradients.

Valid, stride 1 and cross-correlation, as every framework has it: the kernel is not turned round.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from tutor.formula.operations.operation import (
    Array,
    Bench,
    Cells,
    Chance,
    Form,
    Index,
    Instruction,
    Mask,
    Operation,
    Options,
    OptionSpec,
    Reach,
    Shape,
    ShapeError,
    apply,
    describe,
    many,
    total,
)
from tutor.formula.tree import Expr, Option, number
from tutor.messages import Words

_Cell = TypeVar("_Cell", np.float64, np.bool_)

# Image axes are always the last two. The kernel's axes before them are (filters,) for a plain image, (channels,) or
# (filters, channels) for an image with channels.


def _layout(x: Shape, w: Shape) -> tuple[bool, bool]:
    """(the image has channels, there are several filters).

    Raises:
        ShapeError: if image and kernel do not fit.
    """
    channels, filters = len(x) == 3, len(w) == len(x) + 1
    fits = len(x) in (2, 3) and len(w) in (len(x), len(x) + 1) and (not channels or w[-3] == x[0])
    if not fits or w[-2] > x[-2] or w[-1] > x[-1]:
        raise ShapeError("conv2d-shapes", x=describe(x), w=describe(w))
    return channels, filters


def _conv2d_shape(x: Shape, w: Shape) -> Shape:
    _, filters = _layout(x, w)
    plane = (x[-2] - w[-2] + 1, x[-1] - w[-1] + 1)
    return (w[0], *plane) if filters else plane


def _as_convolved(value: Shape, x: Shape, w: Shape, result: Shape) -> Shape:
    """``result``, if ``value`` has the shape that the convolution of ``x`` with ``w`` has."""
    if value != _conv2d_shape(x, w):
        raise ShapeError("shapes-must-equal", shapes=f"{describe(value)} , {describe(_conv2d_shape(x, w))}")
    return result


def _subscripts(x: Shape, w: Shape) -> tuple[str, str, str]:
    """einsum's letters for windows, kernel and result: o filters, c channels, ij places, uv inside the window."""
    channels, filters = _layout(x, w)
    channel, filter_ = "c" if channels else "", "o" if filters else ""
    return f"{channel}ijuv", f"{filter_}{channel}uv", f"{filter_}ij"


def _conv2d_steps(bench: Bench, out: Array, x: Array, w: Array) -> list[Instruction]:
    window, kernel, result = _subscripts(x.shape, w.shape)

    def run() -> None:
        windows = sliding_window_view(x, w.shape[-2:], axis=(-2, -1))
        np.einsum(f"{window},{kernel}->{result}", windows, w, out=out)

    return [run]


class _Table:
    """A bench to compute on outside of any run."""

    chance: Chance

    def scratch(self, shape: Shape) -> Array:
        """An array for intermediate values."""
        return np.zeros(shape)

    def stream(self) -> str:
        """No draws are made here."""
        return ""


def _reach(steps: Callable[..., Sequence[Instruction]], shape: Callable[..., Shape]) -> Reach:
    """What a sum of products reaches: the products are not 0 where one operand is marked and the other is all ones."""

    def reach(*masks: Mask) -> Mask:
        out = np.zeros(shape(*(mask.shape for mask in masks)))
        reached = np.zeros(out.shape, dtype=bool)
        for position in range(2):
            operands = [mask.astype(float) if k == position else np.ones(mask.shape) for k, mask in enumerate(masks)]
            for instruction in steps(_Table(), out, *operands):
                instruction()
            reached |= out != 0
        return reached

    return reach


def _conv2d_cell(at: Index, x: Cells, w: Cells) -> Expr:
    channels, filters = _layout(x.shape, w.shape)
    row, column = at[-2:]
    before = at[:1] if filters else ()
    terms: list[Expr] = []
    for channel in [(c,) for c in range(x.shape[0])] if channels else [()]:
        for u, v in itertools.product(range(w.shape[-2]), range(w.shape[-1])):
            terms.append(apply("multiply", x[(*channel, row + u, column + v)], w[(*before, *channel, u, v)]))
    return total(terms)


conv2d = Operation(
    name="conv2d",
    operands=("x", "w"),
    about=Words(
        "slides a kernel over an image; at each place the sum of products (valid, stride 1, cross-correlation)",
        "이미지 위로 필터를 옮기며 자리마다 곱의 합을 구한다(패딩 없음, 스트라이드 1, 교차 상관)",
    ),
    shape=_conv2d_shape,
    steps=_conv2d_steps,
    gradients=("conv2d_input(g, w, x)", "conv2d_kernel(g, x, w)"),
    ways=("weighs",),
    cell=_conv2d_cell,
    reach=_reach(_conv2d_steps, _conv2d_shape),
    writing={
        "unicode": Form("{0} ⋆ {1}", 6, (6, 8)),
        "latex": Form(r"{0} \star {1}", 6, (6, 8)),
        "numpy": Form("conv2d({0}, {1})"),
        "pytorch": Form("conv2d({0}, {1})"),
    },
)


def _conv2d_input_steps(bench: Bench, out: Array, g: Array, w: Array, x: Array) -> list[Instruction]:
    """Each kernel cell sends the gradients back to the cells it was laid over."""
    window, kernel, result = _subscripts(x.shape, w.shape)
    rows, columns = g.shape[-2:]
    source = f"{result},{kernel.replace('uv', '')}->{window.replace('uv', '')}"
    part = bench.scratch((*x.shape[:-2], rows, columns))

    def run() -> None:
        out.fill(0.0)
        for u, v in itertools.product(range(w.shape[-2]), range(w.shape[-1])):
            np.einsum(source, g, w[..., u, v], out=part)
            out[..., u : u + rows, v : v + columns] += part

    return [run]


def _conv2d_input_cell(at: Index, g: Cells, w: Cells, x: Cells) -> Expr:
    channels, filters = _layout(x.shape, w.shape)
    row, column = at[-2:]
    channel = at[:1] if channels else ()
    terms: list[Expr] = []
    for before in [(o,) for o in range(w.shape[0])] if filters else [()]:
        for u, v in itertools.product(range(w.shape[-2]), range(w.shape[-1])):
            if 0 <= row - u < g.shape[-2] and 0 <= column - v < g.shape[-1]:
                terms.append(apply("multiply", g[(*before, row - u, column - v)], w[(*before, *channel, u, v)]))
    return total(terms)


conv2d_input = Operation(
    name="conv2d_input",
    operands=("value", "w", "x"),
    about=Words(
        "the gradient of a convolution with respect to its image x",
        "합성곱을 입력 이미지 x로 미분한 기울기",
    ),
    shape=lambda value, w, x: _as_convolved(value, x, w, x),
    steps=_conv2d_input_steps,
    gradients=("conv2d(g, w)", "conv2d_kernel(value, g, w)", None),
    cell=_conv2d_input_cell,
    reach=_reach(_conv2d_input_steps, lambda g, w, x: x),
)


def _conv2d_kernel_steps(bench: Bench, out: Array, g: Array, x: Array, w: Array) -> list[Instruction]:
    window, kernel, result = _subscripts(x.shape, w.shape)

    def run() -> None:
        windows = sliding_window_view(x, w.shape[-2:], axis=(-2, -1))
        np.einsum(f"{window},{result}->{kernel}", windows, g, out=out)

    return [run]


def _conv2d_kernel_cell(at: Index, g: Cells, x: Cells, w: Cells) -> Expr:
    channels, filters = _layout(x.shape, w.shape)
    before = at[:1] if filters else ()
    channel = at[-3:-2] if channels else ()
    u, v = at[-2:]
    places = itertools.product(range(g.shape[-2]), range(g.shape[-1]))
    return total([apply("multiply", x[(*channel, i + u, j + v)], g[(*before, i, j)]) for i, j in places])


conv2d_kernel = Operation(
    name="conv2d_kernel",
    operands=("value", "x", "w"),
    about=Words(
        "the gradient of a convolution with respect to its kernel w",
        "합성곱을 필터 w로 미분한 기울기",
    ),
    shape=lambda value, x, w: _as_convolved(value, x, w, w),
    steps=_conv2d_kernel_steps,
    gradients=("conv2d(x, g)", "conv2d_input(value, g, x)", None),
    cell=_conv2d_kernel_cell,
    reach=_reach(_conv2d_kernel_steps, lambda g, x, w: w),
)

_SIZE = OptionSpec("size", "count", 2, positional=True)


def _pooled(x: Shape, size: Option) -> Shape:
    width = cast(int, size)
    if len(x) not in (2, 3) or x[-2] % width or x[-1] % width:
        raise ShapeError("max-pool-shape", x=describe(x), size=width)
    return (*x[:-2], x[-2] // width, x[-1] // width)


def _blocks(x: NDArray[_Cell], size: int) -> NDArray[_Cell]:
    """A view (…, rows, columns, size, size) of the blocks of ``x``."""
    *before, rows, columns = x.shape
    blocks = x.reshape(*before, rows // size, size, columns // size, size)
    return np.moveaxis(blocks, -2, -3)


def _max_pool_steps(bench: Bench, out: Array, x: Array, size: int) -> list[Instruction]:
    def run() -> None:
        np.maximum.reduce(_blocks(x, size), axis=(-2, -1), out=out)

    return [run]


def _block_cells(at: Index, x: Cells, size: int) -> list[Expr]:
    rows, columns = (range(position * size, (position + 1) * size) for position in at[-2:])
    return [x[(*at[:-2], row, column)] for row in rows for column in columns]


def _max_pool_cell(at: Index, x: Cells, size: int) -> Expr:
    return many("max_of", _block_cells(at, x, size))


def _max_pool_reach(x: Mask, size: int) -> Mask:
    return np.asarray(_blocks(x, size).any(axis=(-2, -1)))


max_pool = Operation(
    name="max_pool",
    operands=("x",),
    about=Words("the largest cell of each size × size block", "size × size 구역마다 가장 큰 칸"),
    shape=_pooled,
    steps=_max_pool_steps,
    gradients=("max_unpool(g, x, {size})",),
    ways=("chooses",),
    cell=_max_pool_cell,
    reach=_max_pool_reach,
    options=(_SIZE,),
    writing={"unicode": Form("maxpool({0}; {size})"), "latex": Form(r"\mathrm{{maxpool}}_{{{size}}}\left({0}\right)")},
)


def _max_unpool_shape(g: Shape, x: Shape, size: Option) -> Shape:
    if g != _pooled(x, size):
        raise ShapeError("shapes-must-equal", shapes=f"{describe(g)} , {describe(_pooled(x, size))}")
    return x


def _max_unpool_steps(bench: Bench, out: Array, g: Array, x: Array, size: int) -> list[Instruction]:
    """The gradient goes to the first of the largest cells of its block, as frameworks do."""

    def run() -> None:
        blocks = _blocks(x, size)
        flat = blocks.reshape(*blocks.shape[:-2], size * size)
        chosen = np.zeros(flat.shape)
        np.put_along_axis(chosen, flat.argmax(axis=-1)[..., np.newaxis], g[..., np.newaxis], axis=-1)
        out[...] = np.moveaxis(chosen.reshape(blocks.shape), -3, -2).reshape(x.shape)

    return [run]


def _max_unpool_cell(at: Index, g: Cells, x: Cells, size: int) -> Expr:
    row, column = at[-2:]
    block = (*at[:-2], row // size, column // size)
    position = (row % size) * size + column % size
    largest = apply("argmax_of", *_block_cells(block, x, size))
    return apply("multiply", g[block], apply("equal", largest, number(position)))


def _max_unpool_reach(g: Mask, x: Mask, size: int) -> Mask:
    return np.repeat(np.repeat(g | _max_pool_reach(x, size), size, axis=-2), size, axis=-1)


def _max_unpool_gradients(shapes: Sequence[Shape], options: Options) -> tuple[str, None]:
    """Each block's gradient at the cell that was largest, found by leaving out the others and adding up the block."""
    pooled, size = shapes[0], options["size"]
    blocks = f"{math.prod(pooled[:-1])}, {size}, {pooled[-1]}, {size}"
    chosen = f"reshape(g * max_unpool(ones_like(value), x, {size}), {blocks})"
    return f"reshape(sum(sum({chosen}, axis=3), axis=1), {', '.join(map(str, pooled))})", None


max_unpool = Operation(
    name="max_unpool",
    operands=("value", "x"),
    about=Words(
        "sends each gradient to the cell that was largest in its block of x",
        "기울기를 x의 구역마다 가장 컸던 칸으로 돌려보낸다",
    ),
    shape=_max_unpool_shape,
    steps=_max_unpool_steps,
    gradients=_max_unpool_gradients,
    cell=_max_unpool_cell,
    reach=_max_unpool_reach,
    options=(_SIZE,),
)

ENTRIES = (conv2d, conv2d_input, conv2d_kernel, max_pool, max_unpool)
