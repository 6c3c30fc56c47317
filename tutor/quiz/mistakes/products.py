"""Mistakes in products and sums: factors, terms and signs left out, added or changed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tutor.formula.operations.reductions import axis_of
from tutor.formula.tree import Apply, Expr, Name, Number
from tutor.quiz.mistakes.mistake import Line, Mistake, Rewrite
from tutor.quiz.trees import (
    Term,
    is_constant,
    is_one_minus,
    negative,
    one_minus,
    over,
    parts,
    product,
    products,
    put,
    sums,
    times,
    total,
)

_MOST_PRODUCTS = 6
"""Products of a dot product, or terms of a sum, of which one may have been left out."""


def _drop_factor(line: Line) -> Iterator[Rewrite]:
    for at, factors in products(line.expr):
        for position, factor in enumerate(factors):
            if is_constant(factor.expr):
                continue
            rest = [other for k, other in enumerate(factors) if k != position]
            form = "under" if factor.under else ""
            yield from _without(line, at, product(rest), factor.expr, form)
            pair = next((k for k, other in enumerate(factors) if is_one_minus(other.expr, factor.expr)), None)
            if pair is not None and not factor.under and not factors[pair].under:  # σ′ as a unit: h (1 - h)
                rest = [other for k, other in enumerate(factors) if k not in (position, pair)]
                unit = product([factor, factors[pair]])
                yield from _without(line, at, product(rest), unit, "")
    for at, node in parts(line.expr):
        if isinstance(node, Apply) and node.op in ("matmul", "outer"):
            for position, operand in enumerate(node.args):
                ones = Apply("ones_like", (operand,))
                yield Rewrite(put(line.expr, (*at, position), ones), {"factor": line.text(operand)})


def _without(line: Line, at: tuple[int, ...], rest: Expr, factor: Expr, form: str) -> Iterator[Rewrite]:
    """The line with a product replaced by the rest of its factors, spread to the shape that it had."""
    changed = put(line.expr, at, rest)
    if not line.fits(changed):
        changed = put(line.expr, at, times(rest, Apply("ones_like", (factor,))))
    yield Rewrite(changed, {"factor": line.text(factor)}, form)


def _drop_term(line: Line) -> Iterator[Rewrite]:
    for at, terms in sums(line.expr):
        for position, term in enumerate(terms):
            rest = [other for k, other in enumerate(terms) if k != position]
            if is_constant(term.expr) or line.is_guard(term.expr) or all(is_constant(other.expr) for other in rest):
                continue  # of 1 - h neither is a term that anyone forgets
            yield Rewrite(put(line.expr, at, total(rest)), {"term": line.text(term.expr)})
    for at, node in parts(line.expr):
        if isinstance(node, Apply) and node.op == "matmul":
            yield from _drop_one_product(line, at, node)
        elif isinstance(node, Apply) and node.op in ("sum", "mean") and not node.option("keepdims"):
            yield from _drop_summand(line, at, node)
        elif isinstance(node, Apply) and node.op == "bce":
            y, t = node.args
            logs = [times(Apply("ln", (part,)), weight) for weight, part in ((t, y), (one_minus(t), one_minus(y)))]
            for kept, lost in (logs, logs[::-1]):
                mean = Apply("mean", (kept,), (("axis", None), ("keepdims", False)))
                yield Rewrite(put(line.expr, at, negative(mean)), {"term": line.text(lost)})


def _drop_one_product(line: Line, at: tuple[int, ...], node: Apply) -> Iterator[Rewrite]:
    left, right = (line.shape(arg) or () for arg in node.args)
    if not left or not 2 <= left[-1] <= _MOST_PRODUCTS:
        return
    for k in range(left[-1]):
        one = Apply("pick", (node.args[0],), (("at", ((None, None),) * (len(left) - 1) + ((k, k + 1),)),))
        other = Apply("pick", (node.args[1],), (("at", ((k, k + 1),) + ((None, None),) * (len(right) - 1)),))
        changed = Apply("subtract", (node, Apply("matmul", (one, other))))
        yield Rewrite(put(line.expr, at, changed), {"number": k + 1, "product": line.text(node)}, "product")


def _drop_summand(line: Line, at: tuple[int, ...], node: Apply) -> Iterator[Rewrite]:
    shape = line.shape(node.args[0]) or ()
    axis = axis_of(shape, node.option("axis")) if shape else None
    if axis is None and len(shape) != 1:
        return
    axis = axis or 0
    if not 2 <= shape[axis] <= _MOST_PRODUCTS:
        return
    for k in range(shape[axis]):
        one: Expr = Apply("pick", (node.args[0],), (("at", ((None, None),) * axis + (k,)),))
        one = over(one, shape[axis]) if node.op == "mean" else one
        changed = Apply("subtract", (node, one))
        yield Rewrite(put(line.expr, at, changed), {"number": k + 1, "product": line.text(node)}, "summand")


def _flip_sign(line: Line) -> Iterator[Rewrite]:
    signed = False
    for at, terms in sums(line.expr):
        signed = signed or any(term.minus for term in terms)
        for position, term in enumerate(terms):
            if position == 0 and (is_constant(term.expr) or any(other.minus for other in terms[1:])):
                continue
            if line.is_guard(term.expr):
                continue
            flipped = [Term(other.expr, other.minus != (k == position)) for k, other in enumerate(terms)]
            yield Rewrite(put(line.expr, at, total(flipped)), {"term": line.text(term.expr)}, "term")
    signed = signed or any(isinstance(node, Apply) and node.op == "negative" for _, node in parts(line.expr))
    if signed and not line.updating:
        yield Rewrite(negative(line.expr))


def _extra_factor(line: Line) -> Iterator[Rewrite]:
    owner = line.owner
    if owner is None:
        return
    for output in line.sheet.fused:
        activated = line.activation(Name(output)) if output else None
        if activated is not None and activated[1] == Name(owner):
            slope = product_of_slope(Name(output))
            yield Rewrite(times(slope, line.expr), {"factor": line.text(slope)}, "slope")
    if owner in line.sheet.model.parameters:
        if line.is_bias(owner):
            yield Rewrite(times(Name(owner), line.expr), {"factor": line.text(Name(owner))})
        if "eta" in line.sheet.given:
            yield Rewrite(times(Name("eta"), line.expr), {"factor": line.text(Name("eta"))}, "rate")


def product_of_slope(output: Expr) -> Expr:
    """``y * (1 - y)``."""
    return Apply("multiply", (output, one_minus(output)))


def _scaled(line: Line, by: Fraction) -> Iterator[Rewrite]:
    """The line, or one term of it that a coefficient weighs, by a factor of 2 or of a half."""
    if line.updating or not _has_two(line):
        return
    scale: Expr = Number(by)
    yield Rewrite(times(line.expr, scale), form="" if line.sheet.model.update is not None else "factor")
    for at, terms in sums(line.expr):
        for position, term in enumerate(terms):
            if any(line.is_hyper(node) for _, node in parts(term.expr)):
                changed = [
                    Term(times(other.expr, scale), other.minus) if k == position else other
                    for k, other in enumerate(terms)
                ]
                yield Rewrite(put(line.expr, at, total(changed)), {"term": line.text(term.expr)}, "term")


def _has_two(line: Line) -> bool:
    """Whether a square, a 2 or a ½ stands in the line, or (for a gradient) in the loss."""
    nodes = [node for _, node in parts(line.expr)] + (list(line.loss_parts) if line.backward else [])
    return any(isinstance(node, Number) and node.value in (2, Fraction(1, 2)) for node in nodes)


def _sum_for_mean(line: Line) -> Iterator[Rewrite]:
    for at, node in parts(line.expr):
        for size in _mean_sizes(line, node):
            yield Rewrite(put(line.expr, at, times(node, size)), {"count": size})
    if line.backward:
        for size in line.averages():
            yield Rewrite(times(line.expr, size), {"count": size})


def _mean_for_sum(line: Line) -> Iterator[Rewrite]:
    for at, node in parts(line.expr):
        for size in (*_mean_sizes(line, node), *_sum_sizes(line, node)):
            yield Rewrite(put(line.expr, at, over(node, size)), {"count": size})
    if line.backward:
        for size in line.totals():
            yield Rewrite(over(line.expr, size), {"count": size})


def _mean_sizes(line: Line, node: Expr) -> list[int]:
    if not isinstance(node, Apply):
        return []
    if line.backward and node.op == "divide" and isinstance(node.args[1], Number):
        value = node.args[1].value
        return [int(value)] if value.denominator == 1 and value in line.averages() else []
    return sorted(set(line.counts(node, ("mean", "bce", "cross_entropy"))))


def _sum_sizes(line: Line, node: Expr) -> list[int]:
    """How many rows a sum, or a product of matrices in a gradient, goes over."""
    if not isinstance(node, Apply):
        return []
    if node.op == "matmul" and line.backward and line.owner in line.sheet.model.parameters:
        size = (line.shape(node.args[0]) or (1,))[-1]
        return [size] if size > 1 else []
    return sorted(set(line.counts(node, ("sum",))))


ENTRIES = (
    Mistake("drop-factor", _drop_factor, forms=("", "under")),
    Mistake("drop-term", _drop_term, forms=("", "product", "summand")),
    Mistake("flip-sign", _flip_sign, forms=("", "term")),
    Mistake("extra-factor", _extra_factor, forms=("", "slope", "rate")),
    Mistake("double", lambda line: _scaled(line, Fraction(2)), forms=("", "term", "factor")),
    Mistake("halve", lambda line: _scaled(line, Fraction(1, 2)), forms=("", "term", "factor")),
    Mistake("sum-for-mean", _sum_for_mean),
    Mistake("mean-for-sum", _mean_for_sum),
)
