"""Building formulas as a textbook prints them.

No ``* 1``, no ``- -x``; constants folded as fractions and put in front or below; numbers before matrices; equal terms
added. Used for derived lines only; what an author wrote is never rewritten.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, reduce

from tutor.formula.operations.operation import Shape, broadcast
from tutor.formula.operations.reductions import axis_of
from tutor.formula.parse import parse_expression
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, Number, Option, number

_LONG = 10**6
"""Where a fraction gets too long to be read and its decimals are left as they were."""

_LARGEST, _HUGE = Fraction(10**308), Fraction(10**300)
"""A constant beyond the first is written as a product, since no float64 holds it."""


@dataclass(slots=True)
class Product:
    """``times / by * over[0] * over[1] … / (under[0] * …)``.

    ``times`` and ``by`` are kept apart because a decimal that was only multiplied (0.1) is written as it was, while
    what has been divided (by the number of rows, say) is written as a fraction.
    """

    times: Fraction = Fraction(1)
    by: Fraction = Fraction(1)
    over: list[Expr] = field(default_factory=list)
    under: list[Expr] = field(default_factory=list)

    @property
    def coefficient(self) -> Fraction:
        """The constant in front."""
        return self.times / self.by

    @property
    def key(self) -> tuple[frozenset[tuple[Expr, int]], frozenset[tuple[Expr, int]]]:
        """What two terms have in common that differ in their coefficient only."""
        return frozenset(Counter(self.over).items()), frozenset(Counter(self.under).items())

    def joined(self, other: Product) -> Product:
        """The sum of two terms that differ in their coefficient only."""
        total = self.coefficient + other.coefficient
        decimal = self.by == other.by == 1
        times, by = (total, 1) if decimal else (total.numerator, total.denominator)
        return Product(Fraction(times), Fraction(by), self.over, self.under)

    def scaled(self, times: Fraction, by: Fraction = Fraction(1)) -> Product:
        """The product with another factor in front."""
        return Product(self.times * times, self.by * by, self.over, self.under)


def product_of(expr: Expr) -> Product:
    """``expr`` taken apart into its factors."""
    match expr:
        case Number(value=value):
            return Product(times=value)
        case Apply(op="negative", args=(inner,)):
            return product_of(inner).scaled(Fraction(-1))
        case Apply(op="multiply", args=(left, right)):
            a, b = product_of(left), product_of(right)
            return Product(a.times * b.times, a.by * b.by, a.over + b.over, a.under + b.under)
        case Apply(op="divide", args=(left, right)):
            a, b = product_of(left), product_of(right)
            if b.times == 0:
                return Product(over=[expr])
            return Product(a.times * b.by, a.by * b.times, a.over + b.under, a.under + b.over)
        case _:
            return Product(over=[expr])


def _terms(expr: Expr) -> list[Product]:
    match expr:
        case Apply(op="add", args=(left, right)):
            return _terms(left) + _terms(right)
        case Apply(op="subtract", args=(left, right)):
            return _terms(left) + [term.scaled(Fraction(-1)) for term in _terms(right)]
        case Apply(op="negative", args=(inner,)):
            return [term.scaled(Fraction(-1)) for term in _terms(inner)]
        case _:
            return [product_of(expr)]


@cache
def _template(text: str) -> Expr:
    return parse_expression(text)


class Algebra:
    """Simplifying constructors over names of known shapes."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self._shapes = shapes

    def shape(self, expr: Expr) -> Shape:
        """The shape of ``expr``."""
        return shape_of(expr, self._shapes)

    def fill(self, text: str, values: Mapping[str, Expr]) -> Expr:
        """The formula ``text`` with ``values`` put in for its names, simplified as it is put together."""
        return self._fill(_template(text), values)

    def _fill(self, node: Expr, values: Mapping[str, Expr]) -> Expr:
        if isinstance(node, Name):
            return values[node.id]
        if isinstance(node, Number):
            return node
        return self.build(node.op, [self._fill(arg, values) for arg in node.args], node.options)

    def build(self, op: str, args: Sequence[Expr], options: tuple[tuple[str, Option], ...] = ()) -> Expr:
        """``op`` applied to ``args``, in its simplest form."""
        match op:
            case "multiply" | "divide" | "negative":
                return self._product(product_of(Apply(op, tuple(args))))
            case "add" | "subtract":
                return self.total([Apply(op, tuple(args))])
            case "power":
                return self._power(args[0], args[1])
            case "matmul" | "outer":
                return self._linear(op, args, options)
            case "transpose":
                return self._transpose(args[0])
            case "sum":
                return self._sum(args[0], options)
            case "place" | "pick" | "reshape" | "conv2d_input" | "conv2d_kernel" | "max_unpool":
                return self._linear_first(op, args, options)
            case "spread":
                return self._spread(args[0], args[1], options)
            case _:
                return Apply(op, tuple(args), options)

    def total(self, terms: Sequence[Expr]) -> Expr:
        """The sum of ``terms`` in their order, equal ones counted together."""
        products: list[Product] = []
        for product in (part for term in terms for part in _terms(term)):
            same = next((k for k, other in enumerate(products) if other.key == product.key), None)
            if same is None:
                products.append(product)
            else:
                products[same] = products[same].joined(product)
        kept = [product for product in products if product.times != 0]
        if not kept:
            return number(0)
        return self._joined(self._bare_terms(kept))

    def _joined(self, products: list[Product]) -> Expr:
        first, *rest = products
        result = self._product(first)
        for product in rest:
            op = "subtract" if product.coefficient < 0 else "add"
            size = product.scaled(Fraction(-1)) if product.coefficient < 0 else product
            result = Apply(op, (result, self._product(size)))
        return result

    def _bare_terms(self, products: list[Product]) -> list[Product]:
        """The terms, those that are only spread over the others' shape without the spreading."""
        full = broadcast(*(self.shape(self._product(product)) for product in products))
        result = list(products)
        for position, product in enumerate(products if len(products) > 1 else ()):
            for factor in product.over:
                bare = self._bare(factor)
                if bare is None:
                    continue
                thin = _with(result[position], factor, bare)
                others = [*result[:position], thin, *result[position + 1 :]]
                if broadcast(*(self.shape(self._product(other)) for other in others)) == full:
                    result = others
        return result

    def _product(self, product: Product) -> Expr:
        """The product as a tree: constants, then numbers, then matrices; below, constants first."""
        if product.times == 0:
            return number(0)
        product = self._bare_factors(product)
        top, bottom = _above_and_below(product)
        over = self._numbers_first(product.over)
        above: list[Expr] = [*(_constants(top) if top != 1 or not over else []), *over]
        below: list[Expr] = [*(_constants(bottom) if bottom != 1 else []), *product.under]
        if product.coefficient < 0:
            above[0] = Apply("negative", (above[0],))
        result = _chain(above)
        return Apply("divide", (result, _chain(below))) if below else result

    def _numbers_first(self, factors: list[Expr]) -> list[Expr]:
        scalar = [self.shape(factor) == () for factor in factors]
        if all(scalar):
            return factors
        pairs = list(zip(factors, scalar, strict=True))
        return [factor for factor, flag in pairs if flag] + [factor for factor, flag in pairs if not flag]

    def _bare_factors(self, product: Product) -> Product:
        """The product without the spreading of factors that another factor's shape spreads anyway."""
        factors = product.over + product.under
        if len(factors) < 2:
            return product
        full = broadcast(*(self.shape(factor) for factor in factors))
        for factor in product.over:
            bare = self._bare(factor)
            if bare is not None:
                thin = _with(product, factor, bare)
                rest = thin.over + thin.under
                if rest and broadcast(*(self.shape(other) for other in rest)) == full:
                    product = thin
        return product

    def _bare(self, expr: Expr) -> Expr | None:
        """What ``expr`` spreads, if NumPy would broadcast it the same way; None if it is no such thing."""
        if _ones(expr):
            return number(1)
        if isinstance(expr, Apply) and expr.op == "spread":
            value, x = expr.args
            axis = axis_of(self.shape(x), expr.option("axis"))
            return value if axis in (None, 0) else None
        return None

    def _power(self, base: Expr, exponent: Expr) -> Expr:
        exponent = self.total([exponent])
        if exponent == number(1):
            return base
        if exponent == number(0):
            return number(1)
        if isinstance(exponent, Number) and exponent.value < 0:
            return Apply("power", (base, Apply("negative", (Number(-exponent.value),))))
        return Apply("power", (base, exponent))

    def _linear(self, op: str, args: Sequence[Expr], options: tuple[tuple[str, Option], ...]) -> Expr:
        """A product of matrices: its constants stand in front of it."""
        times, by = Fraction(1), Fraction(1)
        bare: list[Expr] = []
        for arg in args:
            product = product_of(arg)
            times, by = times * product.times, by * product.by
            bare.append(self._product(Product(over=product.over, under=product.under)))
        return self._product(Product(times, by, [Apply(op, tuple(bare), options)]))

    def _linear_first(self, op: str, args: Sequence[Expr], options: tuple[tuple[str, Option], ...]) -> Expr:
        """An operation that is linear in its first operand: that one's constant stands in front."""
        product = product_of(args[0])
        first = self._product(Product(over=product.over, under=product.under))
        return self._product(Product(product.times, product.by, [Apply(op, (first, *args[1:]), options)]))

    def _transpose(self, x: Expr) -> Expr:
        if len(self.shape(x)) < 2:
            return x
        if isinstance(x, Apply) and x.op == "transpose":
            return x.args[0]
        return self._linear_first("transpose", [x], ())

    def _sum(self, x: Expr, options: tuple[tuple[str, Option], ...]) -> Expr:
        shape = self.shape(x)
        if shape == ():
            return x
        product = product_of(x)
        whole = len(product.over) == 1 and not product.under and dict(options)["axis"] is None
        if whole and _ones(product.over[0]) and not dict(options)["keepdims"]:
            return self._product(Product(product.times * math.prod(shape), product.by))
        return self._linear_first("sum", [x], options)

    def _spread(self, value: Expr, x: Expr, options: tuple[tuple[str, Option], ...]) -> Expr:
        product = product_of(value)
        if not product.under and all(_ones(factor) for factor in product.over):
            if self.shape(x) == ():
                return value
            return self._product(Product(product.times, product.by, [Apply("ones_like", (x,))]))
        if self.shape(value) == self.shape(x):
            return value
        return self._linear_first("spread", [value, x], options)

    def gather(self, expr: Expr, like: Expr) -> Expr:
        """``expr`` summed over the axes along which broadcasting repeated ``like``, so that it gets its shape.

        >>> from tutor.formula.write import write
        >>> algebra = Algebra({"dz": (4, 2), "b": (2,)})
        >>> write(algebra.gather(Name("dz"), Name("b")))
        'sum(dz, axis=0)'
        """
        full, part = self.shape(expr), self.shape(like)
        if full == part:
            return expr
        product = product_of(expr)
        if not product.under and product.over and all(_ones(factor) for factor in product.over):
            repeats = Fraction(math.prod(full), math.prod(part))
            return self._spread(Number(product.coefficient * repeats), like, (("axis", None),))
        if not part:
            return self._sum(expr, _axis(None))
        while len(full) > len(part):
            expr, full = self._sum(expr, _axis(0)), full[1:]
        for axis, (size, wanted) in enumerate(zip(full, part, strict=True)):
            if size != wanted:
                expr = self._sum(expr, _axis(axis, keepdims=True))
        return expr


def _above_and_below(product: Product) -> tuple[Fraction, Fraction]:
    """The size of the constant as it is written: a decimal, or the shortest numbers above and below a line."""
    size = abs(product.coefficient)
    if product.by == 1 and size.denominator != 1:
        return size, Fraction(1)
    if max(size.numerator, size.denominator) < _LONG or product.by == 1:
        return Fraction(size.numerator), Fraction(size.denominator)
    return abs(product.times), abs(product.by)


def _constants(value: Fraction) -> list[Expr]:
    """``value`` as factors, each of which can be written and is a number that the machine has."""
    factors: list[Expr] = []
    while value > _LARGEST:
        factors.append(Number(_HUGE))
        value /= _HUGE
    while value < 1 / _LARGEST:
        factors.append(Number(1 / _HUGE))
        value *= _HUGE
    return [number(float(value)), *factors]


def _axis(axis: int | None, keepdims: bool = False) -> tuple[tuple[str, Option], ...]:
    return (("axis", axis), ("keepdims", keepdims))


def _ones(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.op == "ones_like"


def _chain(factors: list[Expr]) -> Expr:
    return reduce(lambda left, right: Apply("multiply", (left, right)), factors)


def _with(product: Product, factor: Expr, bare: Expr) -> Product:
    """``product`` with one factor replaced."""
    position = product.over.index(factor)
    new = product_of(bare)
    over = product.over[:position] + new.over + product.over[position + 1 :]
    return Product(product.times * new.times, product.by * new.by, over, product.under + new.under)
