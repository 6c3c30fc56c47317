"""Taking formulas apart and putting them together again with one thing changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tutor.formula.tree import Apply, Expr, Name, Number, number, rebuild

Path: TypeAlias = tuple[int, ...]
"""The way from the root of a formula to one of its parts: positions among operands."""

_PRODUCT = ("multiply", "divide")
_SUM = ("add", "subtract", "total")


def parts(expr: Expr, at: Path = ()) -> Iterator[tuple[Path, Expr]]:
    """Every part of ``expr`` with the way to it, itself first."""
    yield at, expr
    if isinstance(expr, Apply):
        for position, arg in enumerate(expr.args):
            yield from parts(arg, (*at, position))


def put(expr: Expr, at: Path, new: Expr) -> Expr:
    """``expr`` with the part at ``at`` replaced."""
    if not at:
        return new
    if not isinstance(expr, Apply):
        raise IndexError(at)
    args = list(expr.args)
    args[at[0]] = put(args[at[0]], at[1:], new)
    return Apply(expr.op, tuple(args), expr.options)


def at_path(expr: Expr, at: Path) -> Expr:
    """The part of ``expr`` at ``at``."""
    for position in at:
        if not isinstance(expr, Apply):
            raise IndexError(at)
        expr = expr.args[position]
    return expr


def swap(expr: Expr, old: Expr, new: Expr) -> Expr:
    """``expr`` with every occurrence of ``old`` replaced."""
    return rebuild(expr, lambda node: new if node == old else None)


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a product; ``under``: it divides."""

    expr: Expr
    under: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a sum; ``minus``: it is taken off."""

    expr: Expr
    minus: bool = False


def products(expr: Expr) -> Iterator[tuple[Path, list[Factor]]]:
    """Every product in ``expr`` with the way to it and all its factors."""
    for at, node in parts(expr):
        above = at_path(expr, at[:-1]) if at else None
        if _is(node, _PRODUCT) and not (above is not None and _is(above, _PRODUCT)):
            yield at, factors_of(node)


def sums(expr: Expr) -> Iterator[tuple[Path, list[Term]]]:
    """Every sum in ``expr`` with the way to it and all its terms."""
    for at, node in parts(expr):
        above = at_path(expr, at[:-1]) if at else None
        if _is(node, _SUM) and not (above is not None and _is(above, _SUM)):
            yield at, terms_of(node)


def factors_of(expr: Expr, under: bool = False) -> list[Factor]:
    """The factors of a product; a formula that is none is its own only factor."""
    if isinstance(expr, Apply) and expr.op in _PRODUCT:
        left, right = expr.args
        return factors_of(left, under) + factors_of(right, under != (expr.op == "divide"))
    if isinstance(expr, Apply) and expr.op == "negative":
        return [Factor(number(-1)), *factors_of(expr.args[0], under)]
    return [Factor(expr, under)]


def terms_of(expr: Expr, minus: bool = False) -> list[Term]:
    """The terms of a sum."""
    if isinstance(expr, Apply) and expr.op in _SUM:
        found = terms_of(expr.args[0], minus)
        for arg in expr.args[1:]:
            found += terms_of(arg, minus != (expr.op == "subtract"))
        return found
    if isinstance(expr, Apply) and expr.op == "negative":
        return terms_of(expr.args[0], not minus)
    return [Term(expr, minus)]


def product(factors: Sequence[Factor]) -> Expr:
    """The product of ``factors``; 1 where there are none."""
    over = [factor.expr for factor in factors if not factor.under]
    under = [factor.expr for factor in factors if factor.under]
    top = _chain("multiply", over) if over else number(1)
    return Apply("divide", (top, _chain("multiply", under))) if under else top


def total(terms: Sequence[Term]) -> Expr:
    """The sum of ``terms``; 0 where there are none."""
    if not terms:
        return number(0)
    first, *rest = terms
    result: Expr = negative(first.expr) if first.minus else first.expr
    for term in rest:
        result = Apply("subtract" if term.minus else "add", (result, term.expr))
    return result


def negative(expr: Expr) -> Expr:
    """``-expr``."""
    return Apply("negative", (expr,))


def times(expr: Expr, by: Expr | int) -> Expr:
    """``by * expr``."""
    return Apply("multiply", (number(by) if isinstance(by, int) else by, expr))


def over(expr: Expr, by: Expr | int) -> Expr:
    """``expr / by``."""
    return Apply("divide", (expr, number(by) if isinstance(by, int) else by))


def turned(expr: Expr) -> Expr:
    """The transpose, twice of which is none."""
    if isinstance(expr, Apply) and expr.op == "transpose":
        return expr.args[0]
    return Apply("transpose", (expr,))


def one_minus(expr: Expr) -> Expr:
    """``1 - expr``."""
    return Apply("subtract", (number(1), expr))


def is_one_minus(expr: Expr, of: Expr) -> bool:
    """Whether ``expr`` is ``1 - of``."""
    return expr == one_minus(of)


def is_constant(expr: Expr) -> bool:
    """Whether ``expr`` is a number that stands in the formula."""
    return isinstance(expr, Number) or (_is(expr, ("negative",)) and is_constant(at_path(expr, (0,))))


def has(expr: Expr, *ops: str) -> bool:
    """Whether one of the operations occurs."""
    return any(_is(node, ops) for _, node in parts(expr))


def is_name(expr: Expr) -> bool:
    """Whether ``expr`` is a name alone."""
    return isinstance(expr, Name)


def _is(expr: Expr, ops: Sequence[str]) -> bool:
    return isinstance(expr, Apply) and expr.op in ops


def _chain(op: str, exprs: Sequence[Expr]) -> Expr:
    result = exprs[0]
    for expr in exprs[1:]:
        result = Apply(op, (result, expr))
    return result
