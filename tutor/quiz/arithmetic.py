"""Formulas as they are worked out on paper: one operation after another, every intermediate value with a name.

``1 / (1 + e^-x)`` is three operations, a softmax is exponentials, their sum and quotients, a loss is its logarithms and
products. What is written down in between is what a learner rounds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from tutor.formula.evaluate import evaluate
from tutor.formula.operations.operation import Array, Shape
from tutor.formula.operations.reductions import count
from tutor.formula.parse import parse_expression
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, Number, names_in, number, rebuild, substitute
from tutor.quiz.numbers import short_cells, units

_BY_HAND = {
    name: (operands, parse_expression(text))
    for name, operands, text in (
        ("sigmoid", ("x",), "1 / (1 + exp(-x))"),
        ("softmax", ("x",), "exp(x) / sum(exp(x), axis=-1, keepdims=True)"),
        ("bce", ("y", "t"), "-mean(t * ln(y) + (1 - t) * ln(1 - y))"),
    )
}
"""Operations that nobody has a key for, as they are worked out."""

_MOVES = frozenset({"negative", "transpose", "pick", "place", "spread", "concat", "reshape", "ones_like"})
"""Operations that round nothing: they copy numbers, or change signs."""

_PRODUCTS = frozenset({"matmul", "conv2d", "conv2d_input", "conv2d_kernel"})
"""Operations whose cells are sums of products; each product is an intermediate value of its own."""

_EACH_PRODUCT = 10_000
"""Products that are looked at one by one; of more of them the units are bounded."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation on paper: ``name = expr``, whose operands are names and numbers (perhaps turned or picked)."""

    name: str
    expr: Expr


class Work:
    """Formulas taken apart. Equal parts are worked out once."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        """``shapes``: of the keys that the formulas read without working them out."""
        self.operations: list[Operation] = []
        self.shapes: dict[str, Shape] = {}
        self.names: dict[str, str] = {}
        self._made: dict[Expr, str] = {}
        for key, shape in shapes.items():
            self.names[key] = f"g{len(self.names)}"
            self.shapes[self.names[key]] = shape
        self.given = tuple(self.names.values())

    def add(self, key: str, expr: Expr) -> str:
        """Work out ``expr`` and call its value ``key`` from now on; the name of the last operation."""
        result = self._taken_apart(by_hand(expr, {old: self.shapes[new] for old, new in self.names.items()}))
        if not (isinstance(result, Name) and result.id.startswith("n")) or result.id in self.names.values():
            result = self._operation(result)
        self.names[key] = result.id
        return result.id

    def _taken_apart(self, expr: Expr) -> Expr:
        if isinstance(expr, Name):
            return Name(self.names[expr.id])
        if isinstance(expr, Number):
            return expr
        whole = Apply(expr.op, tuple(self._taken_apart(arg) for arg in expr.args), expr.options)
        if expr.op in _MOVES:
            return whole
        return Name(self._made[whole]) if whole in self._made else self._operation(whole)

    def _operation(self, expr: Expr) -> Name:
        name = f"n{len(self.operations)}"
        self.shapes[name] = shape_of(expr, self.shapes)
        self.operations.append(Operation(name, expr))
        self._made[expr] = name
        return Name(name)


def by_hand(expr: Expr, shapes: Mapping[str, Shape]) -> Expr:
    """``expr`` with the operations that are worked out in several steps written as those steps."""

    def step(node: Expr) -> Expr | None:
        if not isinstance(node, Apply):
            return None
        args = tuple(rebuild(arg, step) for arg in node.args)
        if node.op in _BY_HAND:
            operands, formula = _BY_HAND[node.op]
            return rebuild(substitute(formula, dict(zip(operands, args, strict=True))), _mean_in_steps)
        if node.op == "cross_entropy":
            rows = (shape_of(args[0], shapes) or (1,))[0] if len(shape_of(args[0], shapes)) > 1 else 1
            terms = Apply("multiply", (args[1], Apply("ln", (args[0],))))
            whole = Apply("negative", (Apply("sum", (terms,), (("axis", None), ("keepdims", False))),))
            return whole if rows == 1 else Apply("divide", (whole, number(rows)))
        return _mean_in_steps(Apply(node.op, args, node.options))

    def _mean_in_steps(node: Expr) -> Expr | None:
        if isinstance(node, Apply) and node.op == "mean":
            size = count(shape_of(node.args[0], shapes), node.option("axis"))
            return Apply("divide", (Apply("sum", node.args, node.options), number(size)))
        return node if isinstance(node, Apply) else None

    return rebuild(expr, step)


def products_of(expr: Expr, values: Mapping[str, Array]) -> Array | None:
    """The units of all products that go into each cell of a sum of products, added up; None for other operations."""
    if not (isinstance(expr, Apply) and expr.op in _PRODUCTS):
        return None
    products = _each_product(expr, values)
    if products is not None:
        each = np.where(products == 0, 0.0, units(products))  # 0 · w is exact
        return _added(each, expr, values) if products.shape[1] > 1 else np.zeros(_shape(expr, values))
    sizes = {f"side{position}": np.abs(_value(arg, values)) for position, arg in enumerate(expr.args[:2])}
    args = (*(Name(name) for name in sizes), *expr.args[2:])
    return np.asarray(evaluate(Apply(expr.op, args, expr.options), {**values, **sizes}) * 1e-3)


def are_short(expr: Expr, values: Mapping[str, Array]) -> bool:
    """Whether four digits write every product of a sum of products; of any other operation nothing is asked."""
    if not (isinstance(expr, Apply) and expr.op in _PRODUCTS):
        return True
    products = _each_product(expr, values)
    return products is not None and (products.shape[1] == 1 or short(products))


def written_products(expr: Expr, values: Mapping[str, Array], written: Callable[[Array], Array]) -> Array | None:
    """A product of matrices whose single products are ``written`` down before they are added; None for the rest."""
    products = _each_product(expr, values) if isinstance(expr, Apply) and expr.op == "matmul" else None
    return None if products is None else _added(written(products), expr, values)


def _each_product(expr: Expr, values: Mapping[str, Array]) -> Array | None:
    """Every product of a product of matrices: (rows, products of a cell, columns); None where there are too many."""
    if not (isinstance(expr, Apply) and expr.op == "matmul"):
        return None
    left, right = (_value(arg, values) for arg in expr.args)
    columns = right if right.ndim == 2 else right[:, np.newaxis]
    rows = left if left.ndim == 2 else left[np.newaxis, :]
    if rows.size * columns.shape[1] > _EACH_PRODUCT:
        return None
    return np.asarray(rows[:, :, np.newaxis] * columns[np.newaxis])


def _added(products: Array, expr: Expr, values: Mapping[str, Array]) -> Array:
    return np.asarray(products.sum(axis=1).reshape(_shape(expr, values)))


def _shape(expr: Expr, values: Mapping[str, Array]) -> Shape:
    return shape_of(expr, {name: values[name].shape for name in names_in(expr)})


def _value(expr: Expr, values: Mapping[str, Array]) -> Array:
    if isinstance(expr, Name):
        return values[expr.id]
    if isinstance(expr, Apply) and expr.op == "transpose":
        return _value(expr.args[0], values).T
    return evaluate(expr, {name: values[name] for name in names_in(expr)})


def short(value: Array) -> bool:
    """Whether every number is what four significant digits write."""
    return bool(short_cells(value).all())
