"""The layers of a model, found in its lines: no lesson says where they are.

A layer begins where values are multiplied by a matrix of weights, and goes on through every line that treats each cell
by itself (the bias, the activation, a mask). What is multiplied first, and was not a layer yet, is a layer of inputs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tutor.engine.model import Model
from tutor.engine.program import Line, Programs
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Shape
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, names_in, walk
from tutor.tui.session import Session
from tutor.tui.views.kept import kept
from tutor.tui.views.view import Same

_ROWWISE = ("softmax",)
"""Activations that look at a whole row, and give one of the same shape."""


@dataclass(slots=True)
class Layer:
    """Units that are computed together.

    Attributes:
        names: the values of these units, in the order in which they are computed: ``z1``, ``h``.
        units: how many there are.
        axis: the axis of the arrays along which the units stand.
        single: whether the arrays are of one example, without an axis for more.
        bias: the name of their biases.
        column: its place from the inputs on.
    """

    names: list[str]
    units: int
    axis: int
    single: bool
    bias: str | None = None
    column: int = 0


class Link(NamedTuple):
    """The weights between two layers, by their numbers.

    Attributes:
        turned: whether the weights stand to × from.
    """

    source: int
    target: int
    weight: str
    turned: bool


@dataclass(frozen=True, slots=True)
class Net:
    """Layers and what connects them."""

    layers: list[Layer] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """How many layers stand one behind the other."""
        return 1 + max((layer.column for layer in self.layers), default=-1)

    @property
    def outputs(self) -> list[Layer]:
        """The layers that no other reads."""
        sources = {link.source for link in self.links}
        return [layer for number, layer in enumerate(self.layers) if number not in sources]

    @property
    def is_chain(self) -> bool:
        """Whether every layer is reached, each link leads to the next column, and all lead to one output."""
        ends = self.layers and all(
            self.layers[link.target].column - self.layers[link.source].column == 1 for link in self.links
        )
        return bool(ends) and len(self.outputs) == 1


def net_of(session: Session) -> Net:
    """The layers of a session's model; none where nothing is multiplied by a matrix of weights."""
    programs = session.programs
    return kept(session, ("layers", Same(programs)), lambda: _Finder(session.model, programs).net())


class _Product(NamedTuple):
    """Values times weights, as a line has it."""

    source: str
    weight: str
    shape: Shape
    first: bool
    """Whether the values stand before the weights: examples in rows."""
    turned: bool


class _Finder:
    def __init__(self, model: Model, programs: Programs) -> None:
        self._shapes = programs.shapes
        self._lines = {line.name: line for line in programs.forward}
        self._data = frozenset(model.data)
        self._weights = _weights(model.parameters, programs.forward, self._data)
        self._layers: list[Layer] = []
        self._links: list[Link] = []
        self._layer_of: dict[str, int] = {}

    def net(self) -> Net:
        for line in self._lines.values():
            if line.name in self._weights:
                continue
            products = [product for product in self._products(line.expr) if product.shape == line.shape]
            if products:
                self._begin(line, products)
            else:
                self._join(line, strict=True)
        self._cut()
        self._place()
        return Net(self._layers, self._links)

    def _products(self, expr: Expr) -> Iterator[_Product]:
        """The products of a value and weights in ``expr``."""
        for node in walk(expr):
            if not (isinstance(node, Apply) and node.op == "matmul"):
                continue
            (left, left_turned), (right, right_turned) = map(_operand, node.args)
            if left is None or right is None or (left in self._weights) == (right in self._weights):
                continue
            first = right in self._weights
            source, weight = (left, right) if first else (right, left)
            if (left_turned if first else right_turned) or not self._shapes[weight]:
                continue
            turned = right_turned if first else not left_turned
            yield _Product(source, weight, shape_of(node, self._shapes), first, turned)

    def _begin(self, line: Line, products: list[_Product]) -> None:
        """A new layer, and links from those that it reads."""
        sources = [self._source(product) for product in products]
        known = self._layers[sources[0]]
        axis = 1 if products[0].first else 0
        units = 1 if len(line.shape) < 2 and not known.single else line.shape[axis if len(line.shape) > 1 else 0] \
            if line.shape else 1  # fmt: skip
        multiplied = {name for product in products for name in (product.weight, product.source)}
        biases = [
            name for name in names_in(line.expr)
            if name not in multiplied and (name in self._weights or name in self._data) and self._is_bias(name, units)
        ]  # fmt: skip
        number = len(self._layers)
        self._layers.append(Layer([line.name], units, axis, known.single, biases[0] if biases else None))
        self._layer_of[line.name] = number
        self._links.extend(
            Link(source, number, product.weight, product.turned)
            for source, product in zip(sources, products, strict=True)
        )

    def _is_bias(self, name: str, units: int) -> bool:
        shape = self._shapes[name]
        return shape in ((), (units,), (1, units), (units, 1))

    def _source(self, product: _Product) -> int:
        """The layer that a product reads; one of inputs if its value is in none."""
        name = product.source
        if name not in self._layer_of and name in self._lines:
            self._join(self._lines[name], strict=False)
        if name not in self._layer_of:
            shape = self._shapes[name]
            axis = 1 if product.first else 0
            self._layer_of[name] = len(self._layers)
            units = shape[axis] if len(shape) > 1 else shape[0]
            self._layers.append(Layer([*self._scaled(name), name], units, axis, len(shape) == 1))
        return self._layer_of[name]

    def _scaled(self, name: str) -> list[str]:
        """The data of which an input is the scaled form."""
        line = self._lines.get(name)
        if line is None or not _cell_by_cell(line.expr):
            return []
        return [other for other in names_in(line.expr) if other in self._data and self._shapes[other] == line.shape]

    def _join(self, line: Line, *, strict: bool) -> None:
        """Let a line belong to the layer whose cells it treats one by one.

        Where it reads other values of that shape too it is a comparison, unless (not ``strict``) a layer reads it.
        """
        if not line.shape or not _cell_by_cell(line.expr):
            return
        same = [name for name in names_in(line.expr) if self._shapes[name] == line.shape and name not in self._weights]
        layers = {self._layer_of.get(name) for name in same}
        if not strict:
            layers.discard(None)
        if len(layers) != 1 or (number := layers.pop()) is None:
            return
        self._layers[number].names.append(line.name)
        self._layer_of[line.name] = number

    def _cut(self) -> None:
        """Leave out what is computed from a layer beyond what the next one reads."""
        read = {
            product.source
            for line in self._lines.values()
            if line.name in self._layer_of
            for product in self._products(line.expr)
        }
        for layer in self._layers:
            last = max((at for at, name in enumerate(layer.names) if name in read), default=None)
            if last is not None:
                del layer.names[last + 1 :]

    def _place(self) -> None:
        """A layer stands behind all that it reads; inputs stand just before what reads them."""
        targets = {link.target for link in self._links}
        for link in self._links:  # in the order of the lines: what is read stands before what reads it
            layers = self._layers
            layers[link.target].column = max(layers[link.target].column, layers[link.source].column + 1)
        for number, layer in enumerate(self._layers):
            if number not in targets:
                readers = (self._layers[link.target] for link in self._links if link.source == number)
                layer.column = min(reader.column for reader in readers) - 1


def _weights(parameters: Collection[str], forward: Collection[Line], data: Collection[str]) -> frozenset[str]:
    """The parameters, and what is computed from nothing but them."""
    weights = set(parameters) - set(data)
    given = {line.name for line in forward} | set(data)
    for line in forward:
        names = names_in(line.expr)
        if any(name in weights for name in names) and all(name in weights or name not in given for name in names):
            weights.add(line.name)
    return frozenset(weights)


def _operand(expr: Expr) -> tuple[str | None, bool]:
    """The name that is an operand of a product, and whether it is transposed."""
    if isinstance(expr, Apply) and expr.op == "transpose":
        name, turned = _operand(expr.args[0])
        return name, not turned
    return (expr.id, False) if isinstance(expr, Name) else (None, False)


def _cell_by_cell(expr: Expr) -> bool:
    """Whether each cell of ``expr`` is computed from the cells in its place, or in its row."""
    return all(
        OPERATIONS[node.op].elementwise or OPERATIONS[node.op].random or node.op in _ROWWISE
        for node in walk(expr)
        if isinstance(node, Apply)
    )
