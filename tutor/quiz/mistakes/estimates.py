"""Mistakes in numeric gradients, batch normalisation and dropout."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tutor.formula.operations.reductions import count
from tutor.formula.tree import Apply, Expr, Name, names_in, number, rebuild, substitute
from tutor.quiz.mistakes.mistake import SPECIFIC, Line, Mistake, Rewrite
from tutor.quiz.trees import (
    Factor,
    factors_of,
    is_one_minus,
    one_minus,
    over,
    parts,
    product,
    products,
    put,
    sums,
    times,
)

_TWO = number(2)


def _central(line: Line) -> Iterator[tuple[tuple[int, ...], Expr, Expr, Expr]]:
    """Every ``(f(x + h) - f(x - h)) / (2 * h)``: the way to it, both values, and h."""
    for at, ahead, behind, step in _halved_differences(line):
        if any(_unmoved(node, step) is not None for _, node in parts(_expanded(line, behind, step))):
            yield at, ahead, behind, step


def _halved_differences(line: Line) -> Iterator[tuple[tuple[int, ...], Expr, Expr, Expr]]:
    for at, node in parts(line.expr):
        if not (isinstance(node, Apply) and node.op == "divide"):
            continue
        difference, below = node.args[0], [factor.expr for factor in factors_of(node.args[1])]
        if len(below) == 2 and _TWO in below and isinstance(difference, Apply) and difference.op == "subtract":
            yield at, difference.args[0], difference.args[1], below[1 - below.index(_TWO)]


def _no_two(line: Line) -> Iterator[Rewrite]:
    for at, ahead, behind, step in _central(line):
        changed = over(Apply("subtract", (ahead, behind)), step)
        yield Rewrite(put(line.expr, at, changed), {"step": line.text(step)})


def _one_sided(line: Line) -> Iterator[Rewrite]:
    for at, ahead, behind, step in _central(line):
        here = rebuild(_expanded(line, behind, step), partial(_unmoved, step=step))
        changed = over(Apply("subtract", (ahead, here)), step)
        yield Rewrite(put(line.expr, at, changed), {"step": line.text(step)})


def _expanded(line: Line, expr: Expr, step: Expr) -> Expr:
    """``expr`` with the names of lines that read ``step`` replaced by what they stand for."""
    reading = {
        name: line.formula(Name(name))
        for name in names_in(expr)
        if any(node == step for _, node in parts(line.formula(Name(name))))
    }
    return substitute(expr, reading)


def _unmoved(node: Expr, step: Expr) -> Expr | None:
    moved = isinstance(node, Apply) and node.op in ("subtract", "add") and node.args[1] == step
    return node.args[0] if moved and isinstance(node, Apply) else None


def _unbiased_variance(line: Line) -> Iterator[Rewrite]:
    for at, node in parts(line.expr):
        if not (isinstance(node, Apply) and node.op == "mean" and _is_square(node.args[0])):
            continue
        size = count(line.shape(node.args[0]) or (1,), node.option("axis"))
        if size > 1:
            changed = over(times(node, size), size - 1)
            yield Rewrite(put(line.expr, at, changed), {"count": size, "less": size - 1})


def _is_square(expr: Expr) -> bool:
    if not isinstance(expr, Apply):
        return False
    return (expr.op == "power" and expr.args[1] == _TWO) or (expr.op == "multiply" and expr.args[0] == expr.args[1])


def _variance_for_deviation(line: Line) -> Iterator[Rewrite]:
    if line.updating:  # there the root is Adam's, and has entries of its own
        return
    for at, factors in products(line.expr):
        for k, factor in enumerate(factors):
            formula = line.formula(factor.expr)
            if factor.under and isinstance(formula, Apply) and formula.op == "sqrt":
                changed = [*factors[:k], Factor(formula.args[0], under=True), *factors[k + 1 :]]
                gaps = {"deviation": line.text(factor.expr), "variance": line.text(formula.args[0])}
                yield Rewrite(put(line.expr, at, product(changed)), gaps)


def _no_scale_shift(line: Line) -> Iterator[Rewrite]:
    for at, terms in sums(line.expr):
        shifts = [term for term in terms if line.is_parameter(term.expr) and not term.minus]
        scaled = [term for term in terms if term not in shifts]
        if len(terms) != 2 or len(shifts) != 1 or scaled[0].minus:
            continue
        factors = factors_of(scaled[0].expr)
        scales = [factor for factor in factors if line.is_parameter(factor.expr)]
        rest = [factor for factor in factors if factor not in scales]
        if len(scales) == 1 and rest and not scales[0].under:
            gaps = {"scale": line.text(scales[0].expr), "shift": line.text(shifts[0].expr)}
            yield Rewrite(put(line.expr, at, product(rest)), gaps)


def _kept_share(line: Line) -> Iterator[tuple[tuple[int, ...], list[Factor], int]]:
    """Every product with a mask in it that is divided by the share of units that are kept."""
    for at, factors in products(line.expr):
        if any(_is_mask(line, factor.expr) for factor in factors if not factor.under):
            for k, factor in enumerate(factors):
                if factor.under and line.shape(factor.expr) == ():
                    yield at, factors, k


def _is_mask(line: Line, expr: Expr) -> bool:
    drawn = {one.name for one in line.sheet.programs.forward} & line.sheet.given
    return isinstance(expr, Name) and expr.id in drawn


def _not_scaled(line: Line) -> Iterator[Rewrite]:
    for at, factors, k in _kept_share(line):
        rest = [factor for j, factor in enumerate(factors) if j != k]
        yield Rewrite(put(line.expr, at, product(rest)), {"share": line.text(factors[k].expr)})


def _scaled_by_drop(line: Line) -> Iterator[Rewrite]:
    for at, factors, k in _kept_share(line):
        share = factors[k].expr
        is_rest = isinstance(share, Apply) and share.op == "subtract" and is_one_minus(share, share.args[1])
        dropped = share.args[1] if is_rest and isinstance(share, Apply) else one_minus(share)
        changed = [*factors[:k], Factor(dropped, under=True), *factors[k + 1 :]]
        gaps = {"share": line.text(share), "dropped": line.text(dropped)}
        yield Rewrite(put(line.expr, at, product(changed)), gaps)


ENTRIES = (
    Mistake("one-sided", _one_sided, rank=SPECIFIC),
    Mistake("no-two", _no_two, rank=SPECIFIC),
    Mistake("unbiased-variance", _unbiased_variance, rank=SPECIFIC),
    Mistake("variance-for-deviation", _variance_for_deviation, rank=SPECIFIC),
    Mistake("no-scale-shift", _no_scale_shift, rank=SPECIFIC),
    Mistake("not-scaled", _not_scaled, rank=SPECIFIC),
    Mistake("scaled-by-drop", _scaled_by_drop, rank=SPECIFIC),
)
