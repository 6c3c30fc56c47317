"""Expressions computed a second time from the values that they name, and cells to try."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np

from tests.interpreter import Array
from tests.terms import scalar_value, size_of_terms
from tutor.engine.address import Address, parse_address
from tutor.engine.program import Line
from tutor.engine.run import Run
from tutor.explain.explainer import Explainer
from tutor.explain.explanation import Explanation
from tutor.explain.expression import Constant, Node, Operated
from tutor.formula.operations.operation import Index, Shape
from tutor.formula.tree import Apply, Expr, Name, Number

CLOSE = 1e-12
MOST = 10**9 if "TUTOR_EXAMPLES" in os.environ else 4
"""Cells of a large value that are tried."""


def at(run: Run, address: str) -> Explanation:
    """The explanation of a cell, asked for alone."""
    return Explainer(run).explain(parse_address(address))


def as_formula(node: Node, values: dict[str, Array]) -> Expr:
    """``node`` as a formula of names whose ``values`` are those of its leaves."""
    if isinstance(node, Constant):
        return Number(node.number)
    if isinstance(node, Operated):
        parts = tuple(as_formula(part, values) for part in node.parts)
        return Apply(node.op, parts, tuple(node.options.items()))
    name = f"v{len(values)}"
    values[name] = np.array(node.value)
    return Name(name)


def check_value(explanation: Explanation) -> None:
    """The expression, evaluated with the values it names, is the value within 1e-12 · Σ|terms|; so are its terms."""
    values: dict[str, Array] = {}
    formula = as_formula(explanation.node, values)
    with np.errstate(all="ignore"):
        again, size = scalar_value(formula, values), size_of_terms(formula, values)
    if not np.isfinite([again, explanation.value, size]).all():
        return
    assert abs(again - explanation.value) <= CLOSE * size, (str(explanation.address), again, explanation.value)
    terms = sum(term.value for term in explanation.terms)
    if np.isfinite(terms):
        assert abs(terms - explanation.value) <= CLOSE * max(size, _size(explanation)), str(explanation.address)


def _size(explanation: Explanation) -> float:
    return sum(abs(term.value) for term in explanation.terms)


def some_cells(shape: Shape) -> Iterator[Index]:
    """All cells of a small value; of a large one the corners and some others."""
    count = int(np.prod(shape))
    chosen = range(count) if count <= MOST + 2 else sorted({0, count - 1, *(k * 7919 % count for k in range(MOST - 2))})
    for position in chosen:
        yield tuple(int(axis) for axis in np.unravel_index(position, shape)) if shape else ()


def address_of(run: Run, line: Line, index: Index) -> Address:
    """The address of what a line of the pass gives where ``run`` stands."""
    return Address(run.position.update + (line.phase == "update"), line.name, index or None)


def every_line(run: Run, explainer: Explainer) -> Iterator[Explanation]:
    """Some cells of every line of the pass where ``run`` stands, and of everything the lines read."""
    seen: set[str] = set()
    for line in run.lines:
        for index in some_cells(line.shape):
            explanation = explainer.explain(address_of(run, line, index))
            yield explanation
            for read in explanation.reads[:3]:
                if read.name is not None and f"{read.update}/{read.name}" not in seen:
                    seen.add(f"{read.update}/{read.name}")
                    yield explainer.explain(read)
