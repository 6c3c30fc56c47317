"""Gradients of random programs: ours line by line, and those of others to compare them with."""

from __future__ import annotations

from collections.abc import Mapping

import autograd.numpy as anp
import numpy as np
from autograd import grad

from tests.interpreter import FixedChance, interpret, plain, run
from tests.strategies import Sample
from tutor.engine.derive import Backward, derive
from tutor.formula.evaluate import evaluate
from tutor.formula.operations.operation import Array, Shape
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Expr


def all_shapes(sample: Sample) -> dict[str, Shape]:
    """The shapes of everything that the forward lines read or define."""
    shapes = sample.shapes
    for line in sample.forward:
        shapes[line.name] = shape_of(line.expr, shapes)
    return shapes


def backward(sample: Sample, *, fuse: bool = True) -> Backward:
    """The derived program."""
    values = run(sample.forward, sample.given)

    def sums_to_one(target: Expr) -> bool:
        return bool(np.allclose(interpret(target, values).sum(axis=-1), 1, rtol=0, atol=1e-12))

    return derive(sample.forward, all_shapes(sample), list(sample.parameters), fuse=fuse, sums_to_one=sums_to_one)


def our_gradients(sample: Sample, *, fuse: bool = True) -> dict[str, Array]:
    """The parameters' gradients, zero where none arrives; every line is computed by evaluating its formula."""
    values = dict(sample.given)
    for line in sample.forward:
        values[line.name] = evaluate(line.expr, values, FixedChance())
    derived = backward(sample, fuse=fuse)
    for name, expr in derived.lines:
        values[name] = evaluate(expr, values, FixedChance())
        assert values[name].shape == values[name[1:]].shape
    for name in sample.parameters:
        assert (f"d{name}" in values) != (name in derived.blocked)
    return {name: values.get(f"d{name}", np.zeros(array.shape)) for name, array in sample.parameters.items()}


def autograd_gradients(sample: Sample) -> dict[str, Array]:
    """The same by the independent library, from the independent interpreter."""
    names = list(sample.parameters)

    def loss(arrays: list[Array]) -> object:
        return run(sample.forward, {**sample.data, **dict(zip(names, arrays, strict=True))}, anp)["L"]

    return {
        name: plain(gradient)
        for name, gradient in zip(names, grad(loss)(list(sample.parameters.values())), strict=True)
    }


def slope(sample: Sample, direction: Mapping[str, Array]) -> float:
    """The slope of the loss along ``direction``, by central differences of two widths, extrapolated."""

    def loss(step: float) -> float:
        moved = {name: array + step * direction[name] for name, array in sample.parameters.items()}
        return float(run(sample.forward, {**sample.data, **moved})["L"])

    wide, narrow = ((loss(h) - loss(-h)) / (2 * h) for h in (2e-4, 1e-4))
    return (4 * narrow - wide) / 3
