"""How the tests grow an application of each operation of the table (see ``tests.grower``)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tests.grower import MARGIN, Grower, Node, Recipe
from tutor.formula import limits
from tutor.formula.operations.operation import Array, Shape
from tutor.formula.tree import Option, Slice

GENERAL: tuple[Shape, ...] = ((), (3,), (2,), (2, 3), (3, 2), (4, 1), (1, 3), (2, 2), (4, 2), (2, 2, 2), (1, 1))
IMAGES: tuple[Shape, ...] = ((2, 2), (2, 3), (2, 2, 2), (3, 2))


def _unary(op: str, wrap: str = "node") -> Recipe:
    def recipe(grower: Grower, shape: Shape, depth: int) -> Node:
        operand = grower.node(shape, depth)
        return grower.apply(op, operand if wrap == "node" else getattr(grower, wrap)(operand))

    return recipe


def _sloped(op: str, option: str, values: tuple[float, ...]) -> Recipe:
    def recipe(grower: Grower, shape: Shape, depth: int) -> Node:
        return grower.apply(op, grower.clear(grower.node(shape, depth)), **{option: grower.one_of(values)})

    return recipe


def _binary(op: str) -> Recipe:
    def recipe(grower: Grower, shape: Shape, depth: int) -> Node:
        first, second = grower.pair(shape, depth)
        return grower.apply(op, first, grower.nonzero(second) if op == "divide" else second)

    return recipe


def _compared(op: str) -> Recipe:
    """For operations with a kink or a jump where their operands are equal."""

    def recipe(grower: Grower, shape: Shape, depth: int) -> Node | None:
        first, second = grower.pair(shape, depth)
        moves = first.smooth or second.smooth
        if moves and np.abs(first.value - second.value).min() < MARGIN:
            first, second = grower.clear(first), grower.constant("0")
        return grower.apply(op, first, second)

    return recipe


def _flags(op: str) -> Recipe:
    def recipe(grower: Grower, shape: Shape, depth: int) -> Node:
        first, second = grower.pair(shape, depth)
        return grower.apply(op, grower.clear(first), grower.clear(second))

    return recipe


def _power(grower: Grower, shape: Shape, depth: int) -> Node:
    way = grower.below(4)
    if way == 0:
        return grower.apply("power", grower.small(grower.node(shape, depth)), grower.constant(grower.one_of("23")))
    if way == 1:
        exponent = grower.constant(grower.one_of("12"))
        return grower.apply("power", grower.nonzero(grower.node(shape, depth)), grower.apply("negative", exponent))
    first, second = grower.pair(shape, depth)
    base = grower.positive(grower.small(first))
    exponent = grower.small(second) if way == 2 else grower.constant(grower.one_of(["0.5", "1.5", "0.25"]))
    return grower.apply("power", base, exponent)


def _where(grower: Grower, shape: Shape, depth: int) -> Node | None:
    condition = RECIPES[grower.one_of(["less", "greater", "not"])](grower, grower.part(shape), depth)
    first, second = grower.pair(shape, depth)
    return None if condition is None else grower.apply("where", condition, first, second)


def _matmul(grower: Grower, shape: Shape, depth: int) -> Node | None:
    inner = (1 + grower.below(3),)
    if len(shape) > 2:
        return None
    rows, columns = shape[:1], shape[1:]
    if len(shape) == 1 and grower.chance(50):  # a row times a matrix, else a matrix times a column
        rows, columns = (), shape
    first, second = rows + inner, inner + columns
    return grower.apply("matmul", grower.node(first, depth), grower.node(second, depth))


def _outer(grower: Grower, shape: Shape, depth: int) -> Node | None:
    if len(shape) != 2:
        return None
    return grower.apply("outer", grower.node(shape[:1], depth), grower.node(shape[1:], depth))


def _source(grower: Grower, shape: Shape, *, keep: bool = True) -> tuple[Shape, dict[str, Option]]:
    """A shape that a reduction brings to ``shape``, and the reduction's options."""
    ones = [axis for axis, size in enumerate(shape) if size == 1]
    if keep and ones and grower.chance(60):
        axis = grower.one_of(ones)
        size = 1 + grower.below(3)
        enlarged = (*shape[:axis], size, *shape[axis + 1 :])
        if len(ones) == len(shape) and grower.chance(50):
            return tuple(1 + grower.below(3) for _ in shape), {"axis": None, "keepdims": True}
        return enlarged, {"axis": axis - len(shape) * grower.below(2), "keepdims": True}
    if not shape and grower.chance(60):
        return grower.one_of(GENERAL), {"axis": None}
    axis, size = grower.below(len(shape) + 1), 1 + grower.below(3)
    enlarged = (*shape[:axis], size, *shape[axis:])
    return enlarged, {"axis": axis - len(enlarged) * grower.below(2)}


def _reduction(op: str) -> Recipe:
    def recipe(grower: Grower, shape: Shape, depth: int) -> Node | None:
        source, options = _source(grower, shape, keep=op != "argmax")
        if len(source) > limits.RANK:
            return None
        operand: Node | None = grower.node(source, depth)
        assert operand is not None
        if op in ("all", "any"):
            operand = grower.clear(operand)
        elif op in ("max", "min", "argmax"):
            axis = options["axis"]
            operand = grower.apart(
                operand,
                lambda value: np.moveaxis(value, axis, -1) if isinstance(axis, int) else value.reshape(1, -1),
            )
        return None if operand is None else grower.apply(op, operand, **options)

    return recipe


def _softmax(grower: Grower, shape: Shape, depth: int) -> Node | None:
    return grower.apply("softmax", grower.node(shape, depth)) if shape else None


def _one_hot(grower: Grower, shape: Shape, depth: int) -> Node | None:
    if not shape:
        return None
    labels = RECIPES[grower.one_of(["argmax", "step"])](grower, shape[:-1], depth)
    return None if labels is None else grower.apply("one_hot", labels, classes=shape[-1])


def _loss(op: str) -> Recipe:
    def recipe(grower: Grower, shape: Shape, depth: int) -> Node | None:
        if shape:
            return None
        inner = grower.one_of([(3,), (4, 1), (2, 3), (2, 2)])
        output, target = grower.node(inner, depth), grower.node(inner, depth)
        if op == "bce":
            return grower.apply("bce", grower.probability(output), grower.probability(target))
        probable = grower.positive(output) if grower.chance(50) else grower.apply("softmax", output)
        return grower.apply("cross_entropy", probable, target)

    return recipe


def _transpose(grower: Grower, shape: Shape, depth: int) -> Node:
    return grower.apply("transpose", grower.leaf(shape[::-1]) if not shape else grower.node(shape[::-1], depth))


def _range(grower: Grower, size: int, before: int, after: int) -> Slice:
    """A slice of ``size`` cells out of ``before + size + after``, written in one of its ways."""
    start = before if before or grower.chance(50) else None
    stop = None if not after and grower.chance(50) else before + size
    if after and grower.chance(50):
        stop = -after
    return (start, stop)


def _pick(grower: Grower, shape: Shape, depth: int) -> Node:
    base: list[int] = []
    at: list[Slice] = []
    for size in shape:
        before, after = grower.below(2), grower.below(2)
        base.append(before + size + after)
        at.append(_range(grower, size, before, after))
    if not shape or (len(shape) < 3 and grower.chance(40)):
        axis, size = grower.below(len(base) + 1), 1 + grower.below(3)
        base.insert(axis, size)
        at.insert(axis, grower.below(size) - size * grower.below(2))
    elif at[-1] == (None, None) and len(at) > 1 and grower.chance(50):
        at.pop()
    source = grower.node(tuple(base), depth) if base[1:] or depth else grower.leaf(tuple(base))
    return grower.apply("pick", source, at=tuple(at))


def _place(grower: Grower, shape: Shape, depth: int) -> Node | None:
    if not shape:
        return None
    at: list[Slice] = []
    inner: list[int] = []
    for size in shape:
        if grower.chance(35):
            at.append(grower.below(size))
            continue
        start = grower.below(size)
        stop = start + 1 + grower.below(size - start)
        at.append((start, stop))
        inner.append(stop - start)
    value = grower.node(tuple(inner) if grower.chance(70) else grower.part(tuple(inner)), depth)
    return grower.apply("place", value, grower.leaf(shape), at=tuple(at))


def _spread(grower: Grower, shape: Shape, depth: int) -> Node:
    like = grower.leaf(shape)
    if not shape or grower.chance(50):
        return grower.apply("spread", grower.node(grower.part(shape), depth), like)
    axis = grower.below(len(shape))
    inner = shape[:axis] + shape[axis + 1 :]
    value = grower.node(inner if grower.chance(70) else grower.part(inner), depth)
    return grower.apply("spread", value, like, axis=axis - len(shape) * grower.below(2))


def _concat(grower: Grower, shape: Shape, depth: int) -> Node | None:
    if not shape:
        return None
    axis = grower.below(len(shape))
    rest, parts = shape[axis], []
    while rest:
        size = 1 + grower.below(rest)
        parts.append(grower.node((*shape[:axis], size, *shape[axis + 1 :]), depth))
        rest -= size
    return grower.apply("concat", *parts, axis=axis - len(shape) * grower.below(2))


def _reshape(grower: Grower, shape: Shape, depth: int) -> Node:
    size = int(np.prod(shape))
    source = grower.one_of([(size,), (1, size), shape[::-1], (size, 1), *([()] if size == 1 else [])])
    return grower.apply("reshape", grower.node(source, depth), shape=shape)


def _drawn(op: str) -> Recipe:
    def recipe(grower: Grower, shape: Shape, depth: int) -> Node:
        return grower.apply(op, grower.constant(grower.one_of(["0.5", "0.3"])), grower.node(shape, depth))

    return recipe


def _kernel(grower: Grower, image: Shape, *, filters: bool | None = None) -> Shape:
    """The shape of a kernel that fits an image."""
    small = tuple(1 + grower.below(min(2, size)) for size in image[-2:])
    many = grower.chance(50) if filters is None else filters
    return (*((1 + grower.below(2),) if many else ()), *image[:-2], *small)


def _result(image: Shape, kernel: Shape) -> Shape:
    plane = tuple(image[k] - kernel[k] + 1 for k in (-2, -1))
    return (kernel[0], *plane) if len(kernel) > len(image) else plane


def _conv2d(grower: Grower, shape: Shape, depth: int) -> Node | None:
    if len(shape) not in (2, 3):
        return None
    channels = (1 + grower.below(2),) if grower.chance(50) else ()
    small = (1 + grower.below(2), 1 + grower.below(2))
    image = (*channels, shape[-2] + small[0] - 1, shape[-1] + small[1] - 1)
    kernel = (*shape[:-2], *channels, *small)
    return grower.apply("conv2d", grower.node(image, depth), grower.node(kernel, depth))


def _conv2d_input(grower: Grower, shape: Shape, depth: int) -> Node | None:
    if len(shape) not in (2, 3):
        return None
    kernel = _kernel(grower, shape)
    result = grower.node(_result(shape, kernel), depth)
    return grower.apply("conv2d_input", result, grower.node(kernel, depth), grower.leaf(shape))


def _conv2d_kernel(grower: Grower, shape: Shape, depth: int) -> Node | None:
    if len(shape) not in (2, 3):
        return None
    channels = shape[:-2] if grower.chance(50) else ()
    image = (*channels, shape[-2] + grower.below(2), shape[-1] + grower.below(2))
    if not channels and len(shape) == 2:
        image = image[-2:]
    result = grower.node(_result(image, shape), depth)
    return grower.apply("conv2d_kernel", result, grower.node(image, depth), grower.leaf(shape))


def _pooled(value: Array, size: int) -> Array:
    """The cells of each block in a row."""
    *before, rows, columns = value.shape
    blocks = value.reshape(*before, rows // size, size, columns // size, size)
    return np.moveaxis(blocks, -2, -3).reshape(*before, rows // size, columns // size, size * size)


def _max_pool(grower: Grower, shape: Shape, depth: int) -> Node | None:
    if len(shape) not in (2, 3):
        return None
    size = grower.one_of([2, 2, 1, 3])
    image = (*shape[:-2], shape[-2] * size, shape[-1] * size)
    operand = grower.apart(grower.node(image, depth), lambda value: _pooled(value, size))
    return None if operand is None else grower.apply("max_pool", operand, size=size)


def _max_unpool(grower: Grower, shape: Shape, depth: int) -> Node | None:
    if len(shape) not in (2, 3):
        return None
    size = 2 if shape[-1] % 2 == shape[-2] % 2 == 0 else 1
    pooled = (*shape[:-2], shape[-2] // size, shape[-1] // size)
    operand = grower.apart(grower.leaf(shape), lambda value: _pooled(value, size))
    return None if operand is None else grower.apply("max_unpool", grower.node(pooled, depth), operand, size=size)


RECIPES: Mapping[str, Recipe] = {
    **{op: _unary(op) for op in ("tanh", "sigmoid", "negative", "ones_like")},
    **{op: _unary(op, "clear") for op in ("relu", "abs", "step", "sign", "not")},
    "exp": _unary("exp", "small"),
    "ln": _unary("ln", "positive"),
    "sqrt": _unary("sqrt", "positive"),
    "leaky_relu": _sloped("leaky_relu", "slope", (0.1, 0.01, 2.0, -0.5)),
    "elu": _sloped("elu", "alpha", (1.0, 0.3)),
    **{op: _binary(op) for op in ("add", "subtract", "multiply", "divide")},
    **{op: _compared(op) for op in ("maximum", "minimum", "less", "less_equal", "greater", "greater_equal")},
    **{op: _compared(op) for op in ("equal", "not_equal")},
    **{op: _flags(op) for op in ("and", "or")},
    **{op: _reduction(op) for op in ("sum", "mean", "max", "min", "all", "any", "argmax")},
    **{op: _loss(op) for op in ("bce", "cross_entropy")},
    **{op: _drawn(op) for op in ("bernoulli", "normal")},
    "power": _power,
    "where": _where,
    "matmul": _matmul,
    "outer": _outer,
    "softmax": _softmax,
    "one_hot": _one_hot,
    "transpose": _transpose,
    "pick": _pick,
    "place": _place,
    "spread": _spread,
    "concat": _concat,
    "reshape": _reshape,
    "conv2d": _conv2d,
    "conv2d_input": _conv2d_input,
    "conv2d_kernel": _conv2d_kernel,
    "max_pool": _max_pool,
    "max_unpool": _max_unpool,
}
"""By operation; ``total`` and ``argmax_of`` appear in the expansion of cells only."""

ROOTS: Mapping[str, tuple[Shape, ...]] = {
    "bce": ((),),
    "cross_entropy": ((),),
    "outer": ((2, 3), (3, 2), (1, 3)),
    "matmul": ((), (3,), (2, 3), (4, 2)),
    **dict.fromkeys(("conv2d", "max_pool", "conv2d_input"), IMAGES),
    "conv2d_kernel": ((2, 2), (2, 1), (2, 2, 2)),
    "max_unpool": ((2, 2), (4, 4), (2, 2, 2), (2, 4)),
    **dict.fromkeys(("softmax", "one_hot", "place", "concat"), ((3,), (2, 3), (4, 2), (2, 2, 2))),
}
"""The shapes that a line may be given whose outermost operation is this one; elsewhere ``GENERAL``."""
