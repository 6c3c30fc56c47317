"""What the network shows at one position: the numbers of its units, and the weights between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tutor.formula.operations.operation import Array
from tutor.formula.tree import names_in
from tutor.messages import Language, say
from tutor.tui.moment import Moment, compared
from tutor.tui.picture.equation import MARK
from tutor.tui.picture.matrix import cell_role
from tutor.tui.picture.numbers import MINUS, MISSING, number_text
from tutor.tui.picture.text import Role, cell_len
from tutor.tui.picture.visible import Gap, visible
from tutor.tui.views.kept import kept
from tutor.tui.views.layers import Layer, Link, Net
from tutor.tui.views.view import updates

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

_LARGE = 0.5
"""Of the largest weight between two layers, the size from which a stroke is thick."""

_SAID = 24
"""Weights of a link that a description names at most."""

_DIGITS = 3
"""Significant digits of a weight on its stroke."""


class Unit(NamedTuple):
    """A unit. ``error`` is None where none ever comes: for data, and where nothing is differentiated."""

    number: int
    name: str
    value: str
    role: Role
    error: str | None
    error_role: Role
    bias: str
    bias_role: Role

    def said(self, language: Language) -> str:
        """Its name and value."""
        bias = f" ({self.bias})" if self.bias else ""
        return f"{self.name} {self.value}{bias}"


@dataclass(frozen=True, slots=True)
class Fold:
    """So many units that are not shown."""

    count: int

    def said(self, language: Language) -> str:
        """How many they are."""
        return say("tui.network-folded", language, count=self.count)


class Group(NamedTuple):
    """A layer as it stands.

    Attributes:
        number: of the layer in its net.
        name: of the values that are shown; ``title`` is it with a mark if the last line computed them.
        new: whether it did.
    """

    number: int
    layer: Layer
    items: tuple[Unit | Fold, ...]
    name: str
    new: bool
    error_name: str
    error_new: bool

    @property
    def title(self) -> str:
        """What stands over the layer."""
        return (MARK if self.new else "") + self.name

    @property
    def title_role(self) -> Role:
        """How it is written."""
        return "new" if self.new else "name"

    @property
    def error_title(self) -> str:
        """What stands under that: the name of the errors."""
        return (MARK if self.error_new else "") + self.error_name if self.error_name else ""

    @property
    def error_role(self) -> Role:
        """How it is written."""
        return "new" if self.error_new else "label"

    @property
    def names(self) -> int:
        """The columns of the longest name of a unit."""
        return max((cell_len(item.name) for item in self.items if isinstance(item, Unit)), default=1)

    def number_width(self, value: int) -> int:
        """The columns of a number, where a computed one takes ``value``; data take what they need."""
        units = [item for item in self.items if isinstance(item, Unit)]
        computed = self.error_name or len(self.layer.names) > 1
        if computed or any(unit.value == MISSING or unit.bias for unit in units):
            return value
        return min(max((cell_len(unit.value) for unit in units), default=1), value)

    def width(self, value: int) -> int:
        """The columns of a unit with its name over its number."""
        return max(self.number_width(value), min(self.names, value + 4), 3)


class Tie(NamedTuple):
    """One weight."""

    source: int
    target: int
    value: float
    role: Role
    thick: bool
    which: str

    @property
    def said(self) -> str:
        """The units that it connects, and itself."""
        return f"{self.which} {fitted(self.value, 9)}"


class Ties(NamedTuple):
    """The weights between two layers.

    Attributes:
        title: their name, and an arrow the way that the numbers run; a double one where the last line ran through them.
    """

    source: int
    target: int
    name: str
    title: str
    role: Role
    ties: tuple[Tie, ...]

    def said(self, language: Language) -> str:
        """The weights, each with the units that it connects."""
        shown = [tie.said for tie in self.ties[:_SAID]]
        more = len(self.ties) - len(shown)
        rest = [say("tui.network-more", language, count=more)] if more else []
        return f"{self.name}: " + ", ".join([*shown, *rest])


def example(moment: Moment, row: int) -> str:
    """Which example runs through the network, and what it should give; empty where there is only one."""
    columns = {column.quantity.label: column.quantity for column in moment.data}
    counts = [quantity.shape[0] for quantity in columns.values() if len(quantity.shape) > 1]
    if not counts or max(counts) < 2:
        return ""
    row = min(row, max(counts) - 1)
    labels = next((quantity.rows for quantity in columns.values() if len(quantity.rows) > row), None)
    text = say("tui.network-example", moment.language, number=row + 1, count=max(counts))
    text += f" ({labels[row]})" if labels else ""
    for target, _ in compared(moment.session.programs.forward, moment.session.model.data):
        array = moment.session.value(target)
        if array is not None and array.ndim and row < len(array):
            cells = np.atleast_1d(array[row])
            if cells.ndim == 1 and len(cells) <= 4:
                label = moment.quantity(target, None).label
                text += f" · {label} = " + " ".join(number_text(float(cell)) for cell in cells)
    return text


def groups(moment: Moment, net: Net, row: int, most: int, width: int = 7) -> list[Group]:
    """The layers with their numbers for one example; of a layer at most ``most`` units, ``width`` columns a number."""
    return [_group(moment, number, layer, row, most, width) for number, layer in enumerate(net.layers)]


def _group(moment: Moment, number: int, layer: Layer, row: int, most: int, width: int) -> Group:
    session = moment.session
    current = session.run.current
    name = next((name for name in reversed(layer.names) if session.value(name) is not None), layer.names[-1])
    error = _error_of(moment, layer)
    values = _Cells(_cells(layer, session.value(name), row))
    errors = _Cells(None if error is None else _cells(layer, session.value(error), row))
    biases = None if layer.bias is None else session.value(layer.bias)
    names = _unit_names(moment, layer)
    items: list[Unit | Fold] = []
    for place in visible(layer.units, most):
        if isinstance(place, Gap):
            items.append(Fold(place.count))
            continue
        bias, bias_role = _bias(moment, layer, biases, place)
        text, role = values.number(place, width)
        error_text, error_role = errors.number(place, width) if error is not None else (None, role)
        items.append(Unit(place, names[place], text, role, error_text, error_role, bias, bias_role))
    is_new = current is not None and current.name == name
    error_new = current is not None and current.name == error
    shown = moment.quantity(name, None).label
    return Group(
        number, layer, tuple(items), shown, is_new,
        "" if error is None else moment.quantity(error, None).label, error_new,
    )  # fmt: skip


def _error_of(moment: Moment, layer: Layer) -> str | None:
    """The name of the gradient of a layer's units: of those that it has, the one that was computed last.

    Before any of them that is the one which will be: the gradient before the activation.
    """
    session = moment.session
    names = [f"d{name}" for name in layer.names if f"d{name}" in session.programs.gradients]
    return next((name for name in names if session.value(name) is not None), names[0] if names else None)


def _cells(layer: Layer, array: Array | None, row: int) -> Array | None:
    """The numbers of the units for one example."""
    if array is None:
        return None
    if array.ndim < 2:
        whole = layer.single or array.ndim == 0 or layer.units != 1
        return np.atleast_1d(array) if whole else array[min(row, len(array) - 1)].reshape(1)
    across = array if layer.axis == 1 else array.T
    cells: Array = across[min(row, len(across) - 1)]
    return cells


class _Cells:
    """The numbers of a layer's units, if they have been computed, and the largest of them: the measure of the rest."""

    def __init__(self, cells: Array | None) -> None:
        self._cells = cells
        self._largest = 0.0 if cells is None else _largest(cells)

    def number(self, place: int, width: int) -> tuple[str, Role]:
        """One of them as it is written."""
        if self._cells is None:
            return MISSING, "missing"
        value = float(self._cells[place])
        return fitted(value, width), cell_role(value, self._largest)


def _largest(array: Array) -> float:
    """The largest size of a finite number in ``array``."""
    sizes = np.abs(array)
    largest = float(sizes.max(initial=0.0))
    return largest if np.isfinite(largest) else float(sizes[np.isfinite(sizes)].max(initial=0.0))


def fitted(value: float, width: int, digits: int = 4) -> str:
    """A number in at most ``width`` columns, with as many digits as there is room for."""
    while digits > 0:
        text = number_text(value, digits)
        over = len(text) - width
        if over <= 0:
            return text
        digits = min(max(digits - over, 1), digits - 1)  # a digit is a column
    mantissa, _, exponent = f"{value:.0e}".partition("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)


def _bias(moment: Moment, layer: Layer, biases: Array | None, place: int) -> tuple[str, Role]:
    if layer.bias is None or biases is None:
        return "", "plain"
    value = float(np.ravel(biases)[min(place, biases.size - 1)])
    current = moment.session.run.current
    new = current is not None and current.name == layer.bias
    return f"b {fitted(value, 5, _DIGITS)}", "new" if new else cell_role(value, abs(value))


def _unit_names(moment: Moment, layer: Layer) -> Sequence[str]:
    """What the units are called: as the lesson labels them, else numbered."""
    key = "names", tuple(layer.names), layer.units, moment.language
    return kept(moment.session, key, lambda: _named(moment, layer))


def _named(moment: Moment, layer: Layer) -> Sequence[str]:
    for name in reversed(layer.names):
        quantity = moment.quantity(name, None)
        labels = quantity.columns if layer.axis == 1 or layer.single else quantity.rows
        if len(labels) == layer.units:
            return labels
    stem = moment.quantity(layer.names[-1], None).label
    if layer.units == 1:
        return [stem]
    apart = "," if stem[-1] in "₀₁₂₃₄₅₆₇₈₉" else ""
    return [f"{stem}{apart}{str(number + 1).translate(_SUBSCRIPTS)}" for number in range(layer.units)]


def ties(moment: Moment, net: Net, most: int) -> list[Ties]:
    """The weights of every link, between at most ``most`` units of each layer."""
    names = [_unit_names(moment, layer) for layer in net.layers]
    return [_ties(moment, link, names, most) for link in net.links]


def _ties(moment: Moment, link: Link, names: Sequence[Sequence[str]], most: int) -> Ties:
    current = moment.session.run.current
    new = current is not None and current.name in (link.weight, f"d{link.weight}")
    name = moment.quantity(link.weight, None).label
    through = current is not None and current.phase != "update" and link.weight in names_in(current.expr)
    back, on = ("⇐", "⇒") if through else ("←", "→")
    title = (MARK if new else "") + (f"{back} {name}" if moment.phase == "backward" else f"{name} {on}")
    role: Role = "new" if new else "strong" if through else "label"
    sources, targets = names[link.source], names[link.target]
    weights = moment.session.value(link.weight)
    if weights is None:
        return Ties(link.source, link.target, name, title, role, ())
    matrix = weights.T if link.turned else weights
    moved = moment.line if moment.phase == "update" else 0  # weights stand still until the update program moves them
    key = "ties", updates(moment), moved, link.weight, link.source, link.target, most, moment.language
    matrix = matrix.reshape(len(sources), len(targets))
    found = kept(moment.session, key, lambda: _between(matrix, sources, targets, most))
    return Ties(link.source, link.target, name, title, role, found)


def _between(matrix: Array, sources: Sequence[str], targets: Sequence[str], most: int) -> tuple[Tie, ...]:
    """The weights between two layers, as far as both of the units that they tie may be seen."""
    largest = _largest(matrix)
    first, second = ([place for place in visible(size, most) if isinstance(place, int)] for size in matrix.shape)
    return tuple(
        _tie(at, to, float(matrix[at, to]), largest, f"{sources[at]}→{targets[to]}") for at in first for to in second
    )


def _tie(source: int, target: int, value: float, largest: float, which: str) -> Tie:
    thick = largest > 0 and abs(value) >= _LARGE * largest
    return Tie(source, target, value, cell_role(value, largest), thick, which)
