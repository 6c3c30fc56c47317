"""Operations that move numbers without changing them: transposes, slices, shapes; and what undoes a reduction."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import cast

import numpy as np

from tutor.formula import limits
from tutor.formula.operations.operation import (
    ATOM,
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
    Writer,
    broadcast,
    describe,
)
from tutor.formula.operations.reductions import AXIS, axis_of
from tutor.formula.tree import Expr, Option, Slice, number
from tutor.messages import Words

transpose = Operation(
    name="transpose",
    operands=("x",),
    spelled=False,
    about=Words("rows become columns", "행과 열을 바꾸기(전치)"),
    shape=lambda x: x[::-1],
    steps=lambda bench, out, x: [partial(np.copyto, out, x.T)],
    gradients=("g.T",),
    ways=("passes",),
    cell=lambda at, x: x[at[::-1]],
    reach=lambda x: x.T,
    sources=lambda needed, x: (needed.T,),
    view=lambda x: x.T,
    writing={
        "formula": Form("{0}.T", ATOM, (ATOM,)),
        "unicode": Form("{0}ᵀ", ATOM, (ATOM,)),
        "latex": Form(r"{0}^{{\top}}", ATOM, (ATOM,)),
    },
)


def _slices(shape: Shape, at: Option) -> list[int | range]:
    """What ``at`` picks of each axis: a position, or the positions of a range.

    Raises:
        ShapeError: if an index lies outside, a range is empty, or there are more indices than axes.
    """
    parts = cast("tuple[Slice, ...]", at)
    if len(parts) > len(shape):
        raise ShapeError("too-many-indices", count=len(parts), shape=describe(shape))
    picked: list[int | range] = []
    for axis, size in enumerate(shape):
        part = parts[axis] if axis < len(parts) else (None, None)
        if isinstance(part, int):
            if not -size <= part < size:
                raise ShapeError("index-outside", index=part, size=size, shape=describe(shape), last=size - 1)
            picked.append(part % size)
        else:
            positions = range(*slice(*part).indices(size))
            if not positions or any(bound is not None and not -size <= bound <= size for bound in part):
                raise ShapeError("slice-outside", size=size, shape=describe(shape))
            picked.append(positions)
    return picked


def _pick_shape(x: Shape, at: Option) -> Shape:
    return tuple(len(part) for part in _slices(x, at) if isinstance(part, range))


def _selector(shape: Shape, at: Option) -> tuple[int | slice, ...]:
    return tuple(part if isinstance(part, int) else slice(part.start, part.stop) for part in _slices(shape, at))


def _pick_view(x: Array, at: Option) -> Array:
    return x[(*_selector(x.shape, at), ...)]


def _pick_cell(at_cell: Index, x: Cells, at: Option) -> Expr:
    rest = iter(at_cell)
    return x[tuple(part if isinstance(part, int) else part[next(rest)] for part in _slices(x.shape, at))]


def indices_text(at: Option) -> str:
    """The indices of a pick as they are written between brackets.

    >>> indices_text((0, (None, 2)))
    '0, :2'
    """

    def one(part: Slice) -> str:
        if isinstance(part, int):
            return str(part)
        return ":".join("" if bound is None else str(bound) for bound in part)

    return ", ".join(one(part) for part in cast("tuple[Slice, ...]", at))


AT = OptionSpec("at", "at", required=True)


def _pick_form(shapes: Sequence[Shape], options: Options) -> Form:
    return Form(f"{{0}}[{indices_text(options['at'])}]", ATOM, (ATOM,))


pick = Operation(
    name="pick",
    operands=("x",),
    spelled=False,
    about=Words("some rows, columns or cells", "행, 열 또는 칸의 일부"),
    shape=_pick_shape,
    steps=lambda bench, out, x, at: [partial(np.copyto, out, _pick_view(x, at))],
    gradients=lambda shapes, options: (f"place(g, x[{indices_text(options['at'])}])",),
    ways=("passes",),
    cell=_pick_cell,
    reach=lambda x, at: x[(*_selector(x.shape, at), ...)],
    view=_pick_view,
    options=(AT,),
    writing={
        "formula": _pick_form,
        "latex": lambda s, o: Form(f"{{0}}_{{{{[{indices_text(o['at'])}]}}}}", ATOM, (ATOM,)),
    },
)


def _place_shape(value: Shape, x: Shape, at: Option) -> Shape:
    if broadcast(value, _pick_shape(x, at)) != _pick_shape(x, at):
        raise ShapeError("shapes-differ", shapes=f"{describe(value)} , {describe(_pick_shape(x, at))}")
    return x


def _place_steps(bench: Bench, out: Array, value: Array, x: Array, at: Option) -> list[Instruction]:
    return [partial(out.fill, 0.0), partial(np.copyto, _pick_view(out, at), value)]


def _place_cell(at_cell: Index, value: Cells, x: Cells, at: Option) -> Expr:
    inside: list[int] = []
    for position, part in zip(at_cell, _slices(x.shape, at), strict=True):
        if isinstance(part, int):
            if position != part:
                return number(0)
        elif position not in part:
            return number(0)
        else:
            inside.append(position - part.start)
    return value.under(tuple(inside))


def _place_gradient(shapes: Sequence[Shape], options: Options) -> str:
    value, x = shapes
    return gather(f"g[{indices_text(options['at'])}]", _pick_shape(x, options["at"]), value)


def _place_reach(value: Mask, x: Mask, at: Option) -> Mask:
    reached = np.zeros(x.shape, dtype=bool)
    reached[_selector(x.shape, at)] = value
    return reached


def _place_form(shapes: Sequence[Shape], options: Options) -> Form:
    return Form(f"place({{0}}, {{1}}[{indices_text(options['at'])}])", ATOM, (0, ATOM))


place = Operation(
    name="place",
    operands=("value", "x"),
    about=Words(
        "zeros in the shape of x, with the value put where the slice was",
        "x와 같은 모양의 0에, 잘라 낸 자리에만 값을 놓는다",
    ),
    shape=_place_shape,
    steps=_place_steps,
    gradients=lambda shapes, options: (_place_gradient(shapes, options), None),
    cell=_place_cell,
    reach=_place_reach,
    options=(OptionSpec("at", "at"),),
    writing={"formula": _place_form},
)


def _ones_cell(at: Index, x: Cells) -> Expr:
    return number(1)


ones_like = Operation(
    name="ones_like",
    operands=("x",),
    about=Words("ones in the shape of x", "x와 같은 모양의 1"),
    shape=lambda x: x,
    steps=lambda bench, out, x: [partial(out.fill, 1.0)],
    gradients=(None,),
    cell=_ones_cell,
    reach=np.zeros_like,
    writing={
        "unicode": Form("1[{0}]"), "latex": Form(r"\mathbf{{1}}_{{{0}}}"),
        "numpy": Form("np.ones_like({0})"), "pytorch": Form("torch.ones_like({0})"),
    },
)  # fmt: skip


def _spread_shape(value: Shape, x: Shape, axis: Option) -> Shape:
    if broadcast(_opened(value, x, axis), x) != x:
        raise ShapeError("shapes-differ", shapes=f"{describe(value)} , {describe(x)}")
    return x


def _opened(value: Shape, x: Shape, axis: Option) -> Shape:
    """``value`` with the axis that the reduction removed put back at size 1."""
    at = axis_of(x, axis)
    if at is None:
        return value
    whole = (1,) * (len(x) - 1 - len(value)) + value
    return (*whole[:at], 1, *whole[at:])


def _spread_view(value: Array, x: Array, axis: Option) -> Array:
    return np.broadcast_to(value.reshape(_opened(value.shape, x.shape, axis)), x.shape)


def _spread_steps(bench: Bench, out: Array, value: Array, x: Array, axis: Option) -> list[Instruction]:
    def run() -> None:
        np.copyto(out, _spread_view(value, x, axis))

    return [run]


def _spread_reach(value: Mask, x: Mask, axis: Option) -> Mask:
    return np.broadcast_to(value.reshape(_opened(value.shape, x.shape, axis)), x.shape)


def _spread_cell(at_cell: Index, value: Cells, x: Cells, axis: Option) -> Expr:
    at = axis_of(x.shape, axis)
    return value.under(at_cell if at is None else at_cell[:at] + at_cell[at + 1 :])


spread = Operation(
    name="spread",
    operands=("value", "x"),
    about=Words(
        "repeats a value over the shape of x, along the axis that a sum or mean removed",
        "합이나 평균이 없앤 축을 따라, x와 같은 모양으로 값을 되풀이한다",
    ),
    shape=_spread_shape,
    steps=_spread_steps,
    gradients=lambda shapes, options: (_spread_gradient(shapes, options), None),
    cell=_spread_cell,
    reach=_spread_reach,
    options=(AXIS,),
    writing={
        "numpy": lambda shapes, options: _numpy_spread("np", shapes, options),
        "pytorch": lambda shapes, options: _numpy_spread("torch", shapes, options),
    },
)


def _spread_gradient(shapes: Sequence[Shape], options: Options) -> str:
    value, x = shapes
    at = axis_of(x, options["axis"])
    if at is None:
        return gather("g", x, value)
    return gather(f"sum(g, axis={options['axis']})", x[:at] + x[at + 1 :], value)


def gather(text: str, full: Shape, part: Shape) -> str:
    """Formula text that sums ``text``, of shape ``full``, over the axes along which ``part`` was broadcast to it.

    >>> gather("g", (4, 2), (2,)), gather("g", (4, 2), ()), gather("g", (4, 2), (4, 1)), gather("g", (2,), (2,))
    ('sum(g, axis=0)', 'sum(g)', 'sum(g, axis=1, keepdims=True)', 'g')
    """
    if not part:
        return f"sum({text})" if full else text
    while len(full) > len(part):
        text, full = f"sum({text}, axis=0)", full[1:]
    for axis, (size, wanted) in enumerate(zip(full, part, strict=True)):
        if size != wanted:
            text = f"sum({text}, axis={axis}, keepdims=True)"
    return text


def _numpy_spread(library: str, shapes: Sequence[Shape], options: Options) -> Form:
    value, x = shapes
    opened = _opened(value, x, options["axis"])
    inner = "{0}" if opened == value else f"{library}.reshape({{0}}, {opened})"
    return Form(f"{library}.broadcast_to({inner}, {x})")


def _concat_shape(*shapes: Shape, axis: Option) -> Shape:
    at = axis_of(shapes[0], axis)
    if at is None or any(
        len(shape) != len(shapes[0]) or shape[:at] + shape[at + 1 :] != shapes[0][:at] + shapes[0][at + 1 :]
        for shape in shapes
    ):
        raise ShapeError("concat-shapes", shapes=" , ".join(describe(shape) for shape in shapes), axis=axis)
    return (*shapes[0][:at], sum(shape[at] for shape in shapes), *shapes[0][at + 1 :])


def _concat_gradients(shapes: Sequence[Shape], options: Options) -> tuple[str, ...]:
    at = cast(int, axis_of(shapes[0], options["axis"]))
    pieces, start = [], 0
    for shape in shapes:
        pieces.append(f"g[{':, ' * at}{start}:{start + shape[at]}]")
        start += shape[at]
    return tuple(pieces)


def _concat_steps(bench: Bench, out: Array, *args: Array, axis: Option) -> list[Instruction]:
    at = cast(int, axis_of(out.shape, axis))
    steps: list[Instruction] = []
    start = 0
    for arg in args:
        stop = start + arg.shape[at]
        steps.append(partial(np.copyto, out[(slice(None),) * at + (slice(start, stop),)], arg))
        start = stop
    return steps


def _concat_cell(at_cell: Index, *parts: Cells, axis: Option) -> Expr:
    at = cast(int, axis_of(parts[0].shape, axis))
    position = at_cell[at]
    for part in parts:
        if position < part.shape[at]:
            return part[(*at_cell[:at], position, *at_cell[at + 1 :])]
        position -= part.shape[at]
    raise IndexError(at_cell)


def _list_form(before: str, after: str) -> Writer:
    def form(shapes: Sequence[Shape], options: Options) -> Form:
        slots = ", ".join(f"{{{position}}}" for position in range(len(shapes)))
        return Form(f"{before}[{slots}], {after}={options['axis']})")

    return form


concat = Operation(
    name="concat",
    operands=("x",),
    variadic=True,
    about=Words(
        "puts values side by side (axis 1) or below one another (axis 0)",
        "값을 옆으로(축 1) 또는 아래로(축 0) 이어 붙인다",
    ),
    shape=_concat_shape,
    steps=_concat_steps,
    gradients=_concat_gradients,
    ways=("passes",),
    cell=_concat_cell,
    reach=lambda *masks, axis: np.concatenate(masks, axis=axis),
    options=(OptionSpec("axis", "axis", 0),),
    writing={
        "numpy": _list_form("np.concatenate(", "axis"),
        "pytorch": _list_form("torch.cat(", "dim"),
    },
)


def _reshape_shape(x: Shape, shape: Option) -> Shape:
    wanted = cast("tuple[int, ...]", shape)
    if len(wanted) > limits.RANK or any(size < 1 for size in wanted) or math.prod(wanted) != math.prod(x):
        raise ShapeError("reshape", x=describe(x), wanted=describe(wanted))
    return wanted


def _reshape_cell(at: Index, x: Cells, shape: Option) -> Expr:
    flat = int(np.ravel_multi_index(at, cast("tuple[int, ...]", shape))) if at else 0
    return x[tuple(int(axis) for axis in np.unravel_index(flat, x.shape))]


def _reshape_form(library: str) -> Writer:
    return lambda shapes, options: Form(f"{library}.reshape({{0}}, {options['shape']})")


reshape = Operation(
    name="reshape",
    operands=("x",),
    about=Words("the same cells, row by row, in another shape", "같은 칸을 행 순서대로 다른 모양에 담기"),
    shape=_reshape_shape,
    steps=lambda bench, out, x, shape: [lambda: np.copyto(out, x.reshape(out.shape))],
    gradients=lambda shapes, options: (f"reshape(g, {', '.join(map(str, shapes[0]))})" if shapes[0] else "sum(g)",),
    ways=("passes",),
    cell=_reshape_cell,
    reach=lambda x, shape: x.reshape(shape),
    options=(OptionSpec("shape", "shape", required=True, positional=True),),
    writing={"numpy": _reshape_form("np"), "pytorch": _reshape_form("torch")},
)

ENTRIES = (transpose, pick, place, ones_like, spread, concat, reshape)
