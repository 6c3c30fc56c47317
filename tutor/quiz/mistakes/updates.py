"""Mistakes in updates: of the step, of momentum, of Adam's corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tutor.formula.tree import Apply, Expr, Name, names_in, number, rebuild
from tutor.quiz.mistakes.mistake import SPECIFIC, Line, Mistake, Rewrite
from tutor.quiz.trees import (
    Term,
    factors_of,
    is_one_minus,
    negative,
    one_minus,
    parts,
    swap,
    terms_of,
    times,
    total,
)


def _no_update(line: Line) -> Iterator[Rewrite]:
    if line.old is not None:
        yield Rewrite(line.old, {"name": line.sheet.show(line.old.id)})


def _step_only(line: Line) -> Iterator[Rewrite]:
    if line.old is None or line.step.name not in line.sheet.model.parameters:
        return
    terms = terms_of(line.expr)
    rest = [term for term in terms if term != Term(line.old)]
    if len(rest) == len(terms) or not rest:
        return
    step = total(rest)
    for expr in (step, negative(step)):
        yield Rewrite(expr, {"name": line.sheet.show(line.old.id)})


def _delta_for_gradient(line: Line) -> Iterator[Rewrite]:
    if not line.updating:
        return
    for name in line.names:
        gradient = line.sheet.by_key.get(name)
        if gradient is None or gradient.phase != "backward":
            continue
        for error in names_in(gradient.expr):
            if error in line.sheet.gradients:
                gaps = {"error": line.sheet.show(error), "gradient": line.sheet.show(name)}
                yield Rewrite(swap(line.expr, Name(name), Name(error)), gaps)


def _momentum(line: Line) -> tuple[Expr, list[Term], Expr] | None:
    """(μ, the other terms, the gradient) of a velocity ``μ v ± … g``."""
    if line.old is None or line.step.name in line.sheet.model.parameters:
        return None
    terms = terms_of(line.expr)
    for k, term in enumerate(terms):
        factors = [factor.expr for factor in factors_of(term.expr)]
        if line.old in factors and len(factors) == 2:
            decay = factors[1 - factors.index(line.old)]
            rest = [other for j, other in enumerate(terms) if j != k]
            weighed = any(is_one_minus(f.expr, decay) for other in rest for f in factors_of(other.expr))
            gradient = next((Name(name) for name in line.names if name in line.sheet.gradients), None)
            if line.is_hyper(decay) and rest and not weighed and gradient is not None:
                return decay, rest, gradient
    return None


def _dampened(line: Line) -> Iterator[Rewrite]:
    found = _momentum(line)
    if found is None or line.old is None:
        return
    decay, rest, gradient = found
    kept = Term(times(line.old, decay))
    gaps = {"decay": line.text(decay)}
    yield Rewrite(total([kept, *(Term(times(term.expr, one_minus(decay)), term.minus) for term in rest)]), gaps)
    yield Rewrite(total([kept, Term(times(gradient, one_minus(decay)))]), gaps)


def _no_momentum(line: Line) -> Iterator[Rewrite]:
    found = _momentum(line)
    if found is not None:
        _, rest, gradient = found
        for expr in (total(rest), gradient):
            yield Rewrite(expr, {"velocity": line.sheet.show(line.step.name)})


def _everywhere(line: Line, change: Callable[[Expr], Expr | None]) -> Expr | None:
    """The line with ``change`` made wherever it can be; None where it cannot."""
    if not line.updating:
        return None
    changed = rebuild(line.expr, change)
    return None if changed == line.expr else changed


def _one_by_one(line: Line, change: Callable[[Expr], Expr | None]) -> Iterator[Expr]:
    """The line with ``change`` made in each place where it can be, then in all."""
    if not line.updating:
        return
    seen: list[Expr] = []
    targets = list(dict.fromkeys(node for _, node in parts(line.expr) if change(node) is not None))
    for target in targets:
        changed = change(target)
        if changed is not None:
            seen.append(swap(line.expr, target, changed))
    whole = _everywhere(line, change)
    if whole is not None:
        seen.append(whole)
    yield from dict.fromkeys(seen)


def _is_correction(line: Line, expr: Expr) -> bool:
    """Whether ``expr`` is ``1 - beta**t``."""
    if not (isinstance(expr, Apply) and expr.op == "subtract" and expr.args[0] == number(1)):
        return False
    power = expr.args[1]
    return isinstance(power, Apply) and power.op == "power" and line.is_clock(power.args[1])


def _no_bias_correction(line: Line) -> Iterator[Rewrite]:
    def uncorrected(node: Expr) -> Expr | None:
        if not (isinstance(node, Apply) and node.op == "divide" and _is_correction(line, node.args[1])):
            return None
        return node.args[0]

    for expr in _one_by_one(line, uncorrected):
        yield Rewrite(expr)


def _powers(line: Line, exponent: Callable[[Expr], Expr]) -> Iterator[Rewrite]:
    def changed(node: Expr) -> Expr | None:
        if isinstance(node, Apply) and node.op == "power" and line.is_clock(node.args[1]):
            return Apply("power", (node.args[0], exponent(node.args[1])))
        return None

    for expr in _one_by_one(line, changed):
        yield Rewrite(expr, {"update": line.step.update})


def _less_one(clock: Expr) -> Expr:
    return Apply("subtract", (clock, number(1)))


def _no_root(line: Line) -> Iterator[Rewrite]:
    def rootless(node: Expr) -> Expr | None:
        return node.args[0] if isinstance(node, Apply) and node.op == "sqrt" else None

    for expr in _one_by_one(line, rootless):
        yield Rewrite(expr)


def _epsilon_inside(line: Line) -> Iterator[Rewrite]:
    def inside(node: Expr) -> Expr | None:
        if not (isinstance(node, Apply) and node.op == "add"):
            return None
        root, small = node.args
        if isinstance(root, Apply) and root.op == "sqrt":
            return Apply("sqrt", (Apply("add", (root.args[0], small)),))
        return None

    for expr in _one_by_one(line, inside):
        yield Rewrite(expr)


ENTRIES = (
    Mistake("no-update", _no_update, rank=SPECIFIC),
    Mistake("step-only", _step_only, rank=SPECIFIC),
    Mistake("delta-for-gradient", _delta_for_gradient, rank=SPECIFIC),
    Mistake("dampened", _dampened, rank=SPECIFIC),
    Mistake("no-momentum", _no_momentum, rank=SPECIFIC),
    Mistake("no-bias-correction", _no_bias_correction, rank=SPECIFIC),
    Mistake("no-power", lambda line: _powers(line, lambda _: number(1)), rank=SPECIFIC),
    Mistake("power-two", lambda line: _powers(line, lambda _: number(2)), rank=SPECIFIC),
    Mistake("step-off-by-one", lambda line: _powers(line, _less_one), rank=SPECIFIC),
    Mistake("no-root", _no_root, rank=SPECIFIC),
    Mistake("epsilon-inside", _epsilon_inside, rank=SPECIFIC),
)
