"""Mistakes with activations: left out, applied twice, another one, or their slope taken at the wrong place."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.formula.operations import OPERATIONS
from tutor.formula.tree import Apply, Expr, Name, number
from tutor.quiz.mistakes.mistake import SPECIFIC, Line, Mistake, Rewrite
from tutor.quiz.trees import Factor, is_one_minus, negative, one_minus, parts, product, products, put, swap

_SQUARE = number(2)


def _preactivation(line: Line) -> Iterator[Rewrite]:
    for name in line.names:
        activated = line.activation(Name(name))
        if activated is not None:
            gaps = {"value": line.sheet.show(name), "before": line.text(activated[1])}
            yield Rewrite(swap(line.expr, Name(name), activated[1]), gaps)


def _activations(expr: Expr) -> Iterator[tuple[tuple[int, ...], Apply]]:
    for at, node in parts(expr):
        if isinstance(node, Apply) and (OPERATIONS[node.op].activation or node.op == "softmax"):
            yield at, node


def _skip_activation(line: Line) -> Iterator[Rewrite]:
    for at, node in _activations(line.expr):
        yield Rewrite(put(line.expr, at, node.args[0]), {"activation": line.text(node)})


def _twice(line: Line) -> Iterator[Rewrite]:
    for at, node in _activations(line.expr):
        again = Apply(node.op, (node,), node.options)
        yield Rewrite(put(line.expr, at, again), {"activation": line.text(node)})


def _slopes(line: Line) -> Iterator[tuple[tuple[int, ...], list[Factor], str, Expr, tuple[int, ...]]]:
    """Every slope among the factors of a product: the way to it, its factors, the activation, its output, where.

    ``h * (1 - h)`` of a sigmoid, ``1 - h**2`` of a tanh.
    """
    for at, factors in products(line.expr):
        for k, factor in enumerate(factors):
            activated = line.activation(factor.expr)
            if activated is not None and activated[0] == "sigmoid":
                for other in (j for j, rest in enumerate(factors) if is_one_minus(rest.expr, factor.expr)):
                    yield at, factors, "sigmoid", factor.expr, (k, other)
            for output in _tanh_outputs(line, factor.expr):
                yield at, factors, "tanh", output, (k,)


def _tanh_outputs(line: Line, expr: Expr) -> Iterator[Expr]:
    if isinstance(expr, Apply) and expr.op == "subtract" and expr.args[0] == number(1):
        square = expr.args[1]
        if isinstance(square, Apply) and square.op == "power" and square.args[1] == _SQUARE:
            activated = line.activation(square.args[0])
            if activated is not None and activated[0] == "tanh":
                yield square.args[0]


def _slope(activation: str, at: Expr) -> Expr:
    """The short form of a slope, fed with ``at``."""
    if activation == "sigmoid":
        return Apply("multiply", (at, one_minus(at)))
    return one_minus(Apply("power", (at, _SQUARE)))


def _with_slope(line: Line, at: tuple[int, ...], factors: list[Factor], where: tuple[int, ...], new: Expr) -> Expr:
    kept = [factor for k, factor in enumerate(factors) if k not in where]
    return put(line.expr, at, product([*kept, Factor(new)]))


def _derivative_at_output(line: Line) -> Iterator[Rewrite]:
    for at, factors, activation, output, where in _slopes(line):
        activated = line.activation(output)
        if activated is None:
            continue
        gaps = {"slope": line.text(_slope(activation, output)), "output": line.text(output)}
        inner = _slope(activation, Apply(activation, (output,)))
        yield Rewrite(_with_slope(line, at, factors, where, inner), gaps)
        fed = _slope(activation, activated[1])
        gaps = {**gaps, "input": line.text(activated[1])}
        yield Rewrite(_with_slope(line, at, factors, where, fed), gaps, "input")


_OTHERS = {"sigmoid": ("tanh",), "tanh": ("sigmoid",), "softmax": ("sigmoid",), "relu": ("sigmoid",), "elu": ("relu",),
           "leaky_relu": ("relu",)}  # fmt: skip


def _other_activation(line: Line) -> Iterator[Rewrite]:
    for at, node in _activations(line.expr):
        for other in _OTHERS.get(node.op, ()):
            changed = Apply(other, node.args)
            yield Rewrite(put(line.expr, at, changed), {"used": line.text(changed), "asked": line.text(node)})
        if node.op == "relu":
            under = Apply("minimum", (node.args[0], number(0)))
            yield Rewrite(put(line.expr, at, under), {"used": line.text(under), "asked": line.text(node)})
    for at, factors, activation, output, where in _slopes(line):
        used, asked = _slope("tanh" if activation == "sigmoid" else "sigmoid", output), _slope(activation, output)
        gaps = {"used": line.text(used), "asked": line.text(asked)}
        yield Rewrite(_with_slope(line, at, factors, where, used), gaps)
    yield from _masks(line)


def _masks(line: Line) -> Iterator[Rewrite]:
    """The slope of ReLU taken from the gradient, or on the other side."""
    for at, factors, mask in _slopes_of_relu(line):
        gradients = [f.expr for f in factors if isinstance(f.expr, Name) and f.expr.id in line.sheet.gradients]
        used = [Apply("greater", (gradient, number(0))) for gradient in gradients]
        for other in (*used, Apply("less", mask.args)):
            yield _with_mask(line, at, factors, mask, other)


def _slope_at_zero(line: Line) -> Iterator[Rewrite]:
    """The slope 1 where the input of a ReLU is 0: it shows only in numbers that are."""
    for at, factors, mask in _slopes_of_relu(line):
        inside = mask.args[0]
        if isinstance(inside, Name) and not line.sheet.values[inside.id].all():
            yield _with_mask(line, at, factors, mask, Apply("greater_equal", mask.args))


def _slopes_of_relu(line: Line) -> Iterator[tuple[tuple[int, ...], list[Factor], Apply]]:
    for at, factors in products(line.expr):
        for factor in factors:
            mask = factor.expr
            if isinstance(mask, Apply) and mask.op == "greater" and mask.args[1] == number(0):
                yield at, factors, mask


def _with_mask(line: Line, at: tuple[int, ...], factors: list[Factor], mask: Apply, other: Expr) -> Rewrite:
    changed = product([Factor(other) if factor.expr is mask else factor for factor in factors])
    return Rewrite(put(line.expr, at, changed), {"used": line.text(other), "asked": line.text(mask)})


def _exponent_sign(line: Line) -> Iterator[Rewrite]:
    for at, node in parts(line.expr):
        if isinstance(node, Apply) and node.op in ("sigmoid", "exp", "softmax"):
            changed = Apply(node.op, (negative(node.args[0]),))
            gaps = {"used": line.text(changed), "asked": line.text(node)}
            yield Rewrite(put(line.expr, at, changed), gaps)


ENTRIES = (
    Mistake("preactivation", _preactivation),
    Mistake("skip-activation", _skip_activation, rank=SPECIFIC),
    Mistake("twice", _twice),
    Mistake("derivative-at-output", _derivative_at_output, rank=SPECIFIC, forms=("", "input")),
    Mistake("other-activation", _other_activation, numeric=_slope_at_zero),
    Mistake("exponent-sign", _exponent_sign, rank=SPECIFIC),
)
