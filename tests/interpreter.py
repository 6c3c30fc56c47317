"""Formulas computed a second time, for the tests alone: plain array functions that share nothing with the table.

The same functions run on NumPy and on ``autograd.numpy``, so that one interpreter gives values to compare with and the
other one derivatives. Results are float arrays; comparisons give 0 and 1.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any, cast

import numpy as np
from autograd.tracer import getval
from numpy.typing import NDArray

from tutor.formula.parse import Assignment
from tutor.formula.tree import Expr, Name, Number

Array = NDArray[np.float64]
Value = Any
"""An array, or autograd's box around one."""

Implementation = Callable[..., Value]


class FixedChance:
    """Draws that depend on nothing but the shape, for the interpreter and the program alike."""

    def uniform(self, stream: str, out: Array) -> None:
        out[...] = fixed_uniform(out.shape)

    def normal(self, stream: str, out: Array) -> None:
        out[...] = fixed_normal(out.shape)


def fixed_uniform(shape: tuple[int, ...]) -> Array:
    return np.random.default_rng(11).random(shape)


def fixed_normal(shape: tuple[int, ...]) -> Array:
    return np.random.default_rng(12).standard_normal(shape)


def interpret(expr: Expr, values: Mapping[str, Value], xp: ModuleType = np) -> Value:
    """The value of ``expr``; ``xp`` is ``numpy`` or ``autograd.numpy``."""
    if isinstance(expr, Number):
        return np.array(float(expr.value))
    if isinstance(expr, Name):
        return values[expr.id]
    return compute(expr.op, [interpret(arg, values, xp) for arg in expr.args], dict(expr.options), xp)


def compute(op: str, args: Sequence[Value], options: Mapping[str, object], xp: ModuleType = np) -> Value:
    """One operation applied to values."""
    with np.errstate(all="ignore"):
        return IMPLEMENTATIONS[op](xp, *args, **options)


def run(forward: Sequence[Assignment], given: Mapping[str, Value], xp: ModuleType = np) -> dict[str, Value]:
    """Every value of a program."""
    values = dict(given)
    for line in forward:
        values[line.name] = interpret(line.expr, values, xp)
    return values


def _flag(condition: object) -> Array:
    return np.asarray(condition, dtype=np.float64)


def _flat(function: Callable[..., object]) -> Implementation:
    """An implementation without a derivative: it sees plain arrays only."""

    def implementation(xp: ModuleType, *args: Value, **options: object) -> Value:
        return _flag(function(*(np.asarray(getval(arg)) for arg in args), **options))

    return implementation


def _choose(xp: ModuleType, chosen: Value, a: Value, b: Value) -> Value:
    """``where``, with the operands spread first: autograd does not sum back over what ``where`` broadcasts."""
    full = np.zeros(np.broadcast_shapes(np.shape(chosen), np.shape(a), np.shape(b)))
    return xp.where(np.asarray(chosen) + full != 0, a + full, b + full)


def _sigmoid(xp: ModuleType, x: Value) -> Value:
    return 0.5 * (xp.tanh(0.5 * x) + 1.0)


def _softmax(xp: ModuleType, x: Value) -> Value:
    grown = xp.exp(x - np.max(getval(x), axis=-1, keepdims=True))
    return grown / xp.sum(grown, axis=-1, keepdims=True)


def _leaky_relu(xp: ModuleType, x: Value, slope: float) -> Value:
    return _choose(xp, getval(x) > 0, x, slope * x)


def _elu(xp: ModuleType, x: Value, alpha: float) -> Value:
    positive = getval(x) > 0
    return _choose(xp, positive, x, alpha * (xp.exp(_choose(xp, positive, 0.0, x)) - 1.0))


def _weighted_log(xp: ModuleType, weight: Value, value: Value) -> Value:
    """weight · ln value, where 0 · ln 0 is 0."""
    nothing = np.asarray(getval(weight)) == 0
    return weight * xp.log(_choose(xp, nothing, 1.0, value))


def _bce(xp: ModuleType, y: Value, t: Value) -> Value:
    return -xp.mean(_weighted_log(xp, t, y) + _weighted_log(xp, 1.0 - t, 1.0 - y))


def _cross_entropy(xp: ModuleType, p: Value, t: Value) -> Value:
    rows = np.shape(p)[0] if np.ndim(p) > 1 else 1
    return -xp.sum(_weighted_log(xp, t, p)) / rows


def _outer(xp: ModuleType, a: Value, b: Value) -> Value:
    return xp.reshape(a, (-1, 1)) * xp.reshape(b, (1, -1))


def _positions(shape: tuple[int, ...], at: Sequence[int | tuple[int | None, int | None]]) -> NDArray[np.intp]:
    """The flat positions that ``at`` picks, found by indexing an array of positions."""
    numbered = np.arange(int(np.prod(shape))).reshape(shape)
    key = tuple(part if isinstance(part, int) else slice(*part) for part in at)
    return np.asarray(numbered[key])


def _pick(xp: ModuleType, x: Value, at: Any) -> Value:
    chosen = _positions(np.shape(x), at)
    matrix = np.eye(int(np.prod(np.shape(x))))[chosen.ravel()]
    return xp.reshape(xp.dot(matrix, xp.ravel(x)), chosen.shape)


def _place(xp: ModuleType, value: Value, x: Value, at: Any) -> Value:
    chosen = _positions(np.shape(x), at)
    matrix = np.eye(int(np.prod(np.shape(x))))[chosen.ravel()].T
    return xp.reshape(xp.dot(matrix, xp.ravel(value * np.ones(chosen.shape))), np.shape(x))


def _spread(xp: ModuleType, value: Value, x: Value, axis: int | None) -> Value:
    shape = np.shape(x)
    if axis is not None:
        before, after = shape[: axis % len(shape)], shape[axis % len(shape) + 1 :]
        value = xp.reshape(value * np.ones(before + after), (*before, 1, *after))
    return value * np.ones(shape)


def _windows(x: tuple[int, ...], w: tuple[int, ...]) -> list[tuple[int, int]]:
    """The places (u, v) of a kernel."""
    return list(itertools.product(range(w[-2]), range(w[-1])))


def _conv2d(xp: ModuleType, x: Value, w: Value) -> Value:
    """The image is moved under each cell of the kernel, and the moved images are added up."""
    channels, filters = np.ndim(x) == 3, np.ndim(w) == np.ndim(x) + 1
    image = x if channels else xp.reshape(x, (1, *np.shape(x)))
    kernels = w if filters else xp.reshape(w, (1, *np.shape(w)))
    kernels = kernels if channels else xp.reshape(kernels, (np.shape(kernels)[0], 1, *np.shape(kernels)[1:]))
    rows, columns = (np.shape(x)[k] - np.shape(w)[k] + 1 for k in (-2, -1))
    planes = []
    for kernel in range(np.shape(kernels)[0]):
        plane: Value = np.zeros((rows, columns))
        for channel in range(np.shape(image)[0]):
            for u, v in _windows(np.shape(x), np.shape(w)):
                moved = image[channel, u : u + rows, v : v + columns]
                plane = plane + moved * kernels[kernel, channel, u, v]
        planes.append(xp.reshape(plane, (1, rows, columns)))
    stacked = xp.concatenate(planes, axis=0)
    return stacked if filters else stacked[0]


def _conv2d_matrix(x: tuple[int, ...], w: tuple[int, ...]) -> Array:
    """M[p, q, r]: how the convolution's cell p is made of image cell q times kernel cell r."""
    image, kernel = np.eye(int(np.prod(x))), np.eye(int(np.prod(w)))
    parts = [[np.ravel(_conv2d(np, one.reshape(x), other.reshape(w))) for other in kernel] for one in image]
    return np.moveaxis(np.array(parts), -1, 0)


def _conv2d_input(xp: ModuleType, g: Value, w: Value, x: Value) -> Value:
    matrix = _conv2d_matrix(np.shape(x), np.shape(w))
    return xp.reshape(xp.einsum("pqr,p,r->q", matrix, xp.ravel(g), xp.ravel(w)), np.shape(x))


def _conv2d_kernel(xp: ModuleType, g: Value, x: Value, w: Value) -> Value:
    matrix = _conv2d_matrix(np.shape(x), np.shape(w))
    return xp.reshape(xp.einsum("pqr,p,q->r", matrix, xp.ravel(g), xp.ravel(x)), np.shape(w))


def _blocks(x: tuple[int, ...], size: int) -> NDArray[np.intp]:
    """The flat positions of the cells of each block: (…, rows, columns, cells)."""
    numbered = np.arange(int(np.prod(x))).reshape(x)
    pooled = (*x[:-2], x[-2] // size, x[-1] // size)
    blocks = np.zeros((*pooled, size * size), dtype=np.intp)
    for at in np.ndindex(pooled):
        row, column = at[-2] * size, at[-1] * size
        blocks[at] = numbered[(*at[:-2], slice(row, row + size), slice(column, column + size))].ravel()
    return blocks


def _largest(x: Value, size: int) -> NDArray[np.intp]:
    """The flat position of the (first) largest cell of each block."""
    plain = np.asarray(getval(x))
    blocks = _blocks(plain.shape, size)
    return np.asarray(np.take_along_axis(blocks, plain.ravel()[blocks].argmax(-1)[..., None], -1)[..., 0])


def _max_pool(xp: ModuleType, x: Value, size: int) -> Value:
    largest = _largest(x, size)
    matrix = np.eye(int(np.prod(np.shape(x))))[largest.ravel()]
    return xp.reshape(xp.dot(matrix, xp.ravel(x)), largest.shape)


def _max_unpool(xp: ModuleType, g: Value, x: Value, size: int) -> Value:
    matrix = np.eye(int(np.prod(np.shape(x))))[_largest(x, size).ravel()]
    return xp.reshape(xp.dot(matrix.T, xp.ravel(g)), np.shape(x))


def _argmax_of(xp: ModuleType, *cells: Value) -> Value:
    return _flag(np.argmax([float(getval(cell)) for cell in cells]))


IMPLEMENTATIONS: Mapping[str, Implementation] = {
    "add": lambda xp, a, b: a + b,
    "subtract": lambda xp, a, b: a - b,
    "multiply": lambda xp, a, b: a * b,
    "divide": lambda xp, a, b: a / b,
    "negative": lambda xp, x: -x,
    "power": lambda xp, a, b: a**b,
    "weighted": lambda xp, a, b: _choose(xp, (getval(a) == 0) & np.isneginf(getval(b)), 0.0, a * b),
    "total": lambda xp, *args: sum(args[1:], args[0]),
    "matmul": lambda xp, a, b: xp.matmul(a, b),
    "outer": _outer,
    "sigmoid": _sigmoid,
    "tanh": lambda xp, x: xp.tanh(x),
    "relu": lambda xp, x: x * (getval(x) > 0),
    "leaky_relu": _leaky_relu,
    "elu": _elu,
    "step": _flat(lambda x: x > 0),
    "exp": lambda xp, x: xp.exp(x),
    "ln": lambda xp, x: xp.log(x),
    "sqrt": lambda xp, x: xp.sqrt(x),
    "abs": lambda xp, x: x * np.sign(getval(x)),
    "sign": _flat(np.sign),
    "maximum": lambda xp, a, b: _choose(xp, getval(a) >= getval(b), a, b),
    "minimum": lambda xp, a, b: _choose(xp, getval(a) <= getval(b), a, b),
    "where": lambda xp, c, a, b: _choose(xp, np.asarray(getval(c)) != 0, a, b),
    "less": _flat(lambda a, b: a < b),
    "less_equal": _flat(lambda a, b: a <= b),
    "greater": _flat(lambda a, b: a > b),
    "greater_equal": _flat(lambda a, b: a >= b),
    "equal": _flat(lambda a, b: a == b),
    "not_equal": _flat(lambda a, b: a != b),
    "and": _flat(lambda a, b: (a != 0) & (b != 0)),
    "or": _flat(lambda a, b: (a != 0) | (b != 0)),
    "not": _flat(lambda x: x == 0),
    "sum": lambda xp, x, axis, keepdims: xp.sum(x, axis=axis, keepdims=keepdims),
    "mean": lambda xp, x, axis, keepdims: xp.mean(x, axis=axis, keepdims=keepdims),
    "max": lambda xp, x, axis, keepdims: xp.max(x, axis=axis, keepdims=keepdims),
    "min": lambda xp, x, axis, keepdims: xp.min(x, axis=axis, keepdims=keepdims),
    "all": _flat(lambda x, axis, keepdims: np.all(x, axis=axis, keepdims=keepdims)),
    "any": _flat(lambda x, axis, keepdims: np.any(x, axis=axis, keepdims=keepdims)),
    "argmax": _flat(lambda x, axis: np.argmax(x, axis=axis)),
    "argmax_of": _argmax_of,
    "max_of": _flat(lambda *cells: max(float(cell) for cell in cells)),
    "min_of": _flat(lambda *cells: min(float(cell) for cell in cells)),
    "all_of": _flat(lambda *cells: all(cell != 0 for cell in cells)),
    "any_of": _flat(lambda *cells: any(cell != 0 for cell in cells)),
    "softmax": _softmax,
    "one_hot": _flat(lambda labels, classes: np.arange(classes) == labels[..., None]),
    "bce": _bce,
    "cross_entropy": _cross_entropy,
    "transpose": lambda xp, x: xp.transpose(x),
    "pick": _pick,
    "place": _place,
    "ones_like": lambda xp, x: np.ones(np.shape(x)),
    "spread": _spread,
    "concat": lambda xp, *args, axis: xp.concatenate(args, axis=axis),
    "reshape": lambda xp, x, shape: xp.reshape(x, shape),
    "bernoulli": _flat(lambda p, like: fixed_uniform(like.shape) < p),
    "normal": lambda xp, std, like: _flag(getval(std) * fixed_normal(np.shape(like))),
    "conv2d": _conv2d,
    "conv2d_input": _conv2d_input,
    "conv2d_kernel": _conv2d_kernel,
    "max_pool": _max_pool,
    "max_unpool": _max_unpool,
}


def plain(value: Value) -> Array:
    """``value`` as a float array."""
    return cast(Array, np.asarray(getval(value), dtype=np.float64))
