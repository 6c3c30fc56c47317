"""Derived lines are tidy whatever the program: nothing that a textbook would not print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given

from tests.budget import examples
from tests.differentiated import all_shapes, backward
from tests.strategies import Sample, programs
from tutor.formula import limits
from tutor.formula.parse import parse_expression
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Number, number, walk
from tutor.formula.write import write


def derived_parts(sample: Sample) -> Iterator[tuple[Expr, Expr]]:
    """The nodes of derived lines that the author has not written himself, each with its line."""
    authors = {node for line in sample.forward for node in walk(line.expr)}
    for _, expr in backward(sample).lines:
        yield from ((node, expr) for node in _own_parts(expr, authors))


def _own_parts(expr: Expr, authors: set[Expr]) -> Iterator[Expr]:
    if expr not in authors:
        yield expr
        if isinstance(expr, Apply):
            for arg in expr.args:
                yield from _own_parts(arg, authors)


def is_one(expr: Expr) -> bool:
    return isinstance(expr, Number) and expr.value == 1


def is_negative(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.op == "negative"


@given(programs())
@examples(400)
def test_no_needless_ones_zeros_or_signs(sample: Sample) -> None:
    for node, line in derived_parts(sample):
        if not isinstance(node, Apply):
            continue
        first, last = node.args[0], node.args[-1]
        text = write(line)
        if node.op in ("multiply", "divide"):
            assert not is_one(last), text
            assert node.op == "divide" or not is_one(first), text
        if node.op == "power":
            assert not is_one(last), text
        if node.op in ("add", "subtract"):
            assert number(0) not in (first, last), text
            assert not is_negative(last), text
        if node.op == "negative":
            assert not is_negative(first), text


@given(programs())
@examples(400)
def test_constants_are_short_decimals_or_fractions(sample: Sample) -> None:
    """Never 0.6666666666666666, never 0.30000000000000004: what cannot be written exactly stays a fraction."""
    for node, line in derived_parts(sample):
        if isinstance(node, Number):
            assert node.value >= 0
            assert node.value == type(node.value)(repr(float(node.value))), write(line)
            assert len(re.sub(r"e.*|\.|^0\.0*", "", repr(float(node.value)))) <= 12, write(line)


@given(programs())
@examples(300)
def test_derived_text_reads_back_as_the_same_tree(sample: Sample) -> None:
    for name, expr in backward(sample).lines:
        text = write(expr)
        if len(text) <= limits.LINE_LENGTH:
            assert parse_expression(text) == expr, name


@given(programs())
@examples(300)
def test_every_gradient_has_the_shape_of_what_it_belongs_to(sample: Sample) -> None:
    shapes = all_shapes(sample)
    shapes.update({f"d{name}": shape for name, shape in shapes.items()})
    for name, expr in backward(sample).lines:
        assert shape_of(expr, shapes) == shapes[name]


@given(programs())
@examples(300)
def test_lines_come_in_an_order_in_which_they_can_be_computed(sample: Sample) -> None:
    known = set(all_shapes(sample))
    for name, expr in backward(sample).lines:
        read = {node.id for node in walk(expr) if hasattr(node, "id")}
        assert read <= known
        assert name not in known
        known.add(name)
