"""Formulas computed by PyTorch's own functions; imported only where PyTorch is installed and asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from tests.interpreter import fixed_normal, fixed_uniform
from tests.strategies import Sample
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Expr, Name, Number

Tensor = Any


def torch_gradients(sample: Sample) -> tuple[Tensor, dict[str, Array]]:
    """The loss and the parameters' gradients."""
    values: dict[str, Tensor] = {name: torch.tensor(array) for name, array in sample.data.items()}
    leaves = {name: torch.tensor(array, requires_grad=True) for name, array in sample.parameters.items()}
    values.update(leaves)
    for line in sample.forward:
        values[line.name] = interpret(line.expr, values)
    loss = values["L"]
    if loss.requires_grad:
        loss.backward()
    gradients = {
        name: np.zeros(leaf.shape) if leaf.grad is None else leaf.grad.numpy() for name, leaf in leaves.items()
    }
    return loss.detach(), gradients


def interpret(expr: Expr, values: Mapping[str, Tensor]) -> Tensor:
    if isinstance(expr, Number):
        return torch.tensor(float(expr.value), dtype=torch.float64)
    if isinstance(expr, Name):
        return values[expr.id]
    return TORCH[expr.op](*(interpret(arg, values) for arg in expr.args), **dict(expr.options))


def _flag(condition: Tensor) -> Tensor:
    return condition.to(torch.float64)


def _reduced(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def reduce(x: Tensor, axis: int | None, keepdims: bool) -> Tensor:
        return function(x, dim=tuple(range(x.ndim)) if axis is None else axis, keepdim=keepdims)

    return reduce


def _truth(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def reduce(x: Tensor, axis: int | None, keepdims: bool) -> Tensor:
        dims = list(range(x.ndim)) if axis is None else [axis % x.ndim]
        result = x != 0
        for dim in reversed(dims):
            result = function(result, dim=dim, keepdim=keepdims)
        return _flag(result)

    return reduce


def _key(at: Any) -> Any:
    return tuple(part if isinstance(part, int) else slice(*part) for part in at)


def _place(value: Tensor, x: Tensor, at: Any) -> Tensor:
    out = torch.zeros(x.shape, dtype=torch.float64)
    out[_key(at)] = value
    return out


def _spread(value: Tensor, x: Tensor, axis: int | None) -> Tensor:
    if axis is None:
        return value.expand(x.shape)
    axis = axis % x.ndim
    return value.expand((*x.shape[:axis], *x.shape[axis + 1 :])).unsqueeze(axis).expand(x.shape)


def _planes(x: Tensor, w: Tensor) -> tuple[Tensor, Tensor]:
    """Image and kernels with all the axes that PyTorch wants: (1, channels, …) and (filters, channels, …)."""
    kernels = w if w.ndim > x.ndim else w.unsqueeze(0)
    return (x.unsqueeze(0), kernels) if x.ndim == 3 else (x[None, None], kernels.unsqueeze(1))


def _conv2d(x: Tensor, w: Tensor) -> Tensor:
    result = functional.conv2d(*_planes(x, w))[0]
    return result if w.ndim > x.ndim else result[0]


def _conv2d_input(g: Tensor, w: Tensor, x: Tensor) -> Tensor:
    _, kernels = _planes(x, w)
    result = functional.conv_transpose2d((g if w.ndim > x.ndim else g.unsqueeze(0)).unsqueeze(0), kernels)[0]
    return result if x.ndim == 3 else result[0]


def _conv2d_kernel(g: Tensor, x: Tensor, w: Tensor) -> Tensor:
    """The gradient of a convolution with respect to its kernel is a convolution of the image with the gradient."""
    images = x if x.ndim == 3 else x.unsqueeze(0)
    sent = g if w.ndim > x.ndim else g.unsqueeze(0)
    result = functional.conv2d(images.unsqueeze(1), sent.unsqueeze(1)).transpose(0, 1)
    return result.reshape(w.shape)


def _max_pool(x: Tensor, size: int) -> Tensor:
    pooled = functional.max_pool2d(x if x.ndim == 3 else x.unsqueeze(0), size)
    return pooled if x.ndim == 3 else pooled[0]


def _max_unpool(g: Tensor, x: Tensor, size: int) -> Tensor:
    images, sent = (x, g) if x.ndim == 3 else (x.unsqueeze(0), g.unsqueeze(0))
    _, where = functional.max_pool2d(images, size, return_indices=True)
    flat = torch.zeros((len(images), images.shape[-2] * images.shape[-1]), dtype=torch.float64)
    flat = flat.scatter(1, where.reshape(len(images), -1), sent.reshape(len(images), -1))
    return flat.reshape(x.shape)


TORCH: Mapping[str, Callable[..., Tensor]] = {
    "add": torch.add,
    "subtract": torch.sub,
    "multiply": torch.mul,
    "divide": torch.div,
    "negative": torch.neg,
    "power": torch.pow,
    "matmul": torch.matmul,
    "outer": torch.outer,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "step": lambda x: _flag(x > 0),
    "exp": torch.exp,
    "ln": torch.log,
    "sqrt": torch.sqrt,
    "abs": torch.abs,
    "sign": torch.sign,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "where": lambda c, a, b: torch.where(c != 0, a, b),
    "less": lambda a, b: _flag(a < b),
    "less_equal": lambda a, b: _flag(a <= b),
    "greater": lambda a, b: _flag(a > b),
    "greater_equal": lambda a, b: _flag(a >= b),
    "equal": lambda a, b: _flag(a == b),
    "not_equal": lambda a, b: _flag(a != b),
    "and": lambda a, b: _flag(torch.logical_and(a, b)),
    "or": lambda a, b: _flag(torch.logical_or(a, b)),
    "not": lambda x: _flag(torch.logical_not(x)),
    "sum": _reduced(torch.sum),
    "mean": _reduced(torch.mean),
    "max": _reduced(torch.amax),
    "min": _reduced(torch.amin),
    "all": _truth(torch.all),
    "any": _truth(torch.any),
    "argmax": lambda x, axis: _flag(torch.argmax(x, dim=axis)),
    "softmax": lambda x: torch.softmax(x, dim=-1),
    "one_hot": lambda labels, classes: _flag(labels.unsqueeze(-1) == torch.arange(classes)),
    "bce": lambda y, t: -torch.mean(torch.xlogy(t, y) + torch.xlogy(1 - t, 1 - y)),
    "cross_entropy": lambda p, t: -torch.sum(torch.xlogy(t, p)) / (p.shape[0] if p.ndim > 1 else 1),
    "transpose": lambda x: x.permute(tuple(reversed(range(x.ndim)))),
    "pick": lambda x, at: x[_key(at)],
    "place": _place,
    "ones_like": torch.ones_like,
    "spread": _spread,
    "concat": lambda *args, axis: torch.cat(args, dim=axis),
    "reshape": lambda x, shape: x.reshape(shape),
    "bernoulli": lambda p, like: _flag(torch.tensor(fixed_uniform(tuple(like.shape))) < p),
    "normal": lambda std, like: std.detach() * torch.tensor(fixed_normal(tuple(like.shape))),
    "conv2d": _conv2d,
    "conv2d_input": _conv2d_input,
    "conv2d_kernel": _conv2d_kernel,
    "max_pool": _max_pool,
    "max_unpool": _max_unpool,
}
