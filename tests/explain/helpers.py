"""Expressions computed a second time from the values that they name, and cells to try."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np

from tutor.engine.address import Address, parse_address
from tutor.engine.program import Line
from tutor.engine.run import Run
from tutor.explain.expansion import Expansion
from tutor.explain.explainer import Explainer
from tutor.explain.explanation import Explanation
from tutor.explain.expression import Constant, Node, Operated, leaves
from tutor.explain.origin import Computed, Reading
from tutor.explain.scalar import compute
from tutor.formula.operations.operation import Index, Shape
from tutor.formula.tree import Apply, Name, Number, walk
from tutor.formula.write import write

CLOSE = 1e-12
MOST_LEAVES = 10**6 if "TUTOR_EXAMPLES" in os.environ else 300
"""Leaves of an expression that is computed from them alone."""

MOST = 10**9 if "TUTOR_EXAMPLES" in os.environ else 300
"""Cells of a value that are all tried; of a larger one its first, its last, and others that are always the same."""

MOST_TERMS = 10**9 if "TUTOR_EXAMPLES" in os.environ else 6000
"""Terms that the cells of one value that are tried may have together, where cells are long sums."""

APART = 10**9 if "TUTOR_EXAMPLES" in os.environ else 6
"""The same where each cell is taken apart as far as it goes."""

DRAWN, FEW = 16, 4
"""How many cells are drawn of a larger value, and how many where each is taken apart as far as it goes."""


def at(run: Run, address: str) -> Explanation:
    """The explanation of a cell, asked for alone."""
    return Explainer(run).explain(parse_address(address))


def again(node: Node, *, deep: bool = True) -> tuple[float, float]:
    """The value of an expression computed from its leaves alone, and Σ|terms|.

    Where it is not ``deep``, parts of the line that have a value of their own are taken as they are.

    For a sum of products Σ|terms| is the sum of the products' sizes. A function of such a sum passes on what the sum
    may differ by, times its own steepness; a choice the larger of its operands.
    """
    if not isinstance(node, Operated):
        return node.value, abs(node.value)
    parts = [
        (part.value, abs(part.value))
        if not deep and isinstance(part, Operated) and part.whole is not None
        else again(part, deep=deep)
        for part in node.parts
    ]
    values, sizes = [value for value, _ in parts], [size for _, size in parts]
    value = compute(node.op, values, node.options)
    if node.op in ("add", "subtract", "total"):
        return value, sum(sizes)
    if node.op in ("multiply", "weighted", "negative"):
        return value, math.prod(sizes) if math.isfinite(math.prod(sizes)) else abs(value)
    if node.op in ("max_of", "min_of", "maximum", "minimum", "where"):
        return value, max(sizes)
    steepness = [0.0 if isinstance(part, Constant) else _steep(node, values, k) for k, part in enumerate(node.parts)]
    return value, abs(value) + sum(steep * size for steep, size in zip(steepness, sizes, strict=True))


def _steep(node: Operated, values: list[float], position: int) -> float:
    """How much one operand moves the result, by a small difference."""
    step = 1e-6 * max(abs(values[position]), 1e-3)
    low, high = list(values), list(values)
    low[position] -= step
    high[position] += step
    return abs(compute(node.op, high, node.options) - compute(node.op, low, node.options)) / (2 * step)


def check_value(explanation: Explanation) -> None:
    """The expression, evaluated with the values it names, is the value within 1e-12 · Σ|terms|; so are its terms."""
    deep = sum(1 for _ in islice(leaves(explanation.node), MOST_LEAVES + 1)) <= MOST_LEAVES
    value, size = again(explanation.node, deep=deep)
    if not deep and abs(value - explanation.value) > CLOSE * size:  # what cancels may do so further within
        value, size = again(explanation.node)
    if not all(map(math.isfinite, (value, size, explanation.value))):
        return
    assert abs(value - explanation.value) <= CLOSE * size, (str(explanation.address), value, explanation.value)
    terms = sum(term.value for term in explanation.terms)
    if math.isfinite(terms):
        assert abs(terms - explanation.value) <= CLOSE * max(size, _size(explanation)), str(explanation.address)


def _size(explanation: Explanation) -> float:
    return sum(abs(term.value) for term in explanation.terms)


def check_line(origin: Computed) -> None:
    """Every cell of the line and of every part of it, expanded by one operation, is what the engine computed.

    The operands of that operation are taken as the arrays that they are, which all cells share: each of them is checked
    in its turn, so that step by step the whole expression of every cell is.
    """
    whole = Expansion(origin.reads)
    for part in walk(origin.expr):
        if not isinstance(part, Apply):
            continue
        array = origin.array if part is origin.expr else whole.array(part)
        operands = {
            str(number): Reading(str(number), 0, whole.array(arg))
            for number, arg in enumerate(part.args)
            if not isinstance(arg, Number)
        }
        args = tuple(Name(str(number)) if str(number) in operands else arg for number, arg in enumerate(part.args))
        alone, expansion = Apply(part.op, args, part.options), Expansion(operands)
        terms = sum(1 for _ in leaves(expansion.cell(alone, (0,) * array.ndim)))
        room = max(MOST_TERMS // max(terms, 1), FEW)
        for index in some_cells(array.shape, min(MOST, room), min(DRAWN, room)):
            value, size = again(expansion.cell(alone, index))
            computed = float(array[index])
            if abs(value - computed) > CLOSE * size:  # what cancels may do so further within
                value, size = again(whole.cell(part, index))
            if math.isfinite(size) and math.isfinite(computed):
                assert abs(value - computed) <= CLOSE * size, (origin.name, write(part), index, value, computed)


def some_cells(shape: Shape, most: int = MOST, drawn: int = DRAWN) -> Iterator[Index]:
    """All cells of a value of at most ``most``; of a larger one the corners and a seeded sample."""
    count = int(np.prod(shape))
    chosen: Iterable[int] = range(count)
    if count > most:
        chosen = sorted({0, count - 1, *np.random.default_rng(count).integers(0, count, drawn - 2).tolist()})
    for position in chosen:
        yield tuple(int(axis) for axis in np.unravel_index(position, shape)) if shape else ()


def address_of(run: Run, line: Line, index: Index) -> Address:
    """The address of what a line of the pass gives where ``run`` stands."""
    return Address(run.position.update + (line.phase == "update"), line.name, index or None)


def every_line(run: Run, explainer: Explainer) -> Iterator[Explanation]:
    """Some cells of every line of the pass where ``run`` stands, and of everything the lines read."""
    seen: set[str] = set()
    for line in run.lines:
        for index in some_cells(line.shape, APART, FEW):
            explanation = explainer.explain(address_of(run, line, index))
            yield explanation
            for read in explanation.reads[:3]:
                if read.name is not None and f"{read.update}/{read.name}" not in seen:
                    seen.add(f"{read.update}/{read.name}")
                    yield explainer.explain(read)
