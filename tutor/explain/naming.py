"""How a cell is written: ``h[0,0]`` in formulas, h₁₁ in mathematics, and what its row and column stand for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tutor.engine.model import Model
from tutor.engine.program import Programs
from tutor.formula.display import display_name
from tutor.formula.operations.operation import Index
from tutor.lesson.parts import Label
from tutor.messages import Words

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTER = re.compile(r"(?P<letter>[A-Z])(?P<layer>\d*)")
_LAYERED = re.compile(r"(?P<stem>[A-Za-z]+?)(?P<layer>\d+)")


def formula_cell(name: str, index: Index) -> str:
    """A cell as the formula language picks it, as in its address.

    >>> formula_cell("h", (1, 0)), formula_cell("L", ())
    ('h[1,0]', 'L')
    """
    return f"{name}[{','.join(map(str, index))}]" if index else name


def subscript(index: Index) -> str:
    """An index as mathematics writes it: from 1, below the line.

    >>> subscript((1, 0)), subscript((11, 2))
    ('₂₁', '₁₂,₃')
    """
    between = "" if all(position < 9 for position in index) else ","
    return between.join(str(position + 1).translate(_SUBSCRIPTS) for position in index)


@dataclass(frozen=True)
class Naming:
    """The names of one lesson.

    Attributes:
        names: all of them.
        gradients: those that are shown as ∂L/∂….
        loss: what is differentiated.
        parameters: the names whose rows and columns are units that an edge connects.
        labels: what values, rows and columns stand for, where the lesson says so.
        shuffled: whether a pass sees a batch, whose rows are others each time: then rows have no labels, but for those
            of parameters.
    """

    names: Collection[str]
    gradients: Collection[str]
    loss: str
    parameters: Collection[str] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)
    shuffled: bool = False

    def is_gradient(self, name: str) -> bool:
        """Whether ``name`` is a gradient, of a line or computed on demand."""
        return name in self.gradients or (name not in self.names and name.startswith("d") and name[1:] in self.names)

    def value(self, name: str) -> str:
        """A whole value in Unicode mathematics."""
        return display_name(name, {name} if self.is_gradient(name) else (), of=self.loss)

    def cell(self, name: str, index: Index) -> str:
        """A cell in Unicode mathematics, counted from 1: a small letter, the layer raised, row and column below.

        ``W1[1,0]`` is w⁽¹⁾₂₁ and ``dW1[1,0]`` is ∂L/∂w⁽¹⁾₂₁. A capital stays one where the lesson calls something else
        by the small letter.
        """
        if not index:
            return self.value(name)
        if self.is_gradient(name):
            return f"∂{display_name(self.loss)}/∂{self.cell(name[1:], index)}"
        below = subscript(index)
        owner, dot, state = name.partition(".")
        if dot:
            return f"{display_name(owner)}.{display_name(state)}{below}"
        stem, raised = self._stem(name)
        return f"{stem}{raised}{below}"

    def _stem(self, name: str) -> tuple[str, str]:
        match = _LETTER.fullmatch(name)
        if match is not None and match["letter"].lower() + match["layer"] not in self.names:
            name = match["letter"].lower() + match["layer"]
        layered = _LAYERED.fullmatch(name)
        if layered is None:
            return display_name(name), ""
        return display_name(layered["stem"]), f"⁽{layered['layer'].translate(_SUPERSCRIPTS)}⁾"

    # What rows and columns stand for

    def units(self, name: str, index: Index) -> Words | None:
        """What the row and the column of a cell stand for; None where the lesson does not say.

        A weight leads from its row to its column (x₂→h₁); elsewhere rows are examples (h₁, 01).
        """
        owner = self._owner(name)
        label = self.labels.get(owner)
        if label is None:
            return None
        rows = () if self.shuffled and owner not in self.parameters else label.rows
        columns = label.columns
        if len(index) == 1:
            return _at(columns, index[0]) or _at(rows, index[0])
        if len(index) != 2:
            return None
        row, column = _at(rows, index[0]), _at(columns, index[1])
        if row is None or column is None:
            return column or row
        if owner in self.parameters:
            return _joined(row, "→", column)
        return _joined(column, ", ", row)

    def _owner(self, name: str) -> str:
        owner = name.partition(".")[0]
        return owner[1:] if self.is_gradient(owner) else owner

    def spoken(self, name: str, index: Index) -> Words:
        """A cell as a sentence speaks of it: in mathematics, with its units behind it where they are labelled."""
        cell, units = self.cell(name, index), self.units(name, index)
        if units is None:
            return Words(cell, cell)
        return Words(f"{cell} ({units.say('en')})", f"{cell} ({units.say('ko')})")


def naming_of(programs: Programs, model: Model, labels: Mapping[str, Label]) -> Naming:
    """The names of a pass of ``model``, with the lesson's labels."""
    return Naming(
        names=frozenset(programs.shapes) - programs.gradients,
        gradients=programs.gradients,
        loss=model.loss,
        parameters=frozenset(model.parameters),
        labels=labels,
        shuffled=model.batches is not None,
    )


def _at(labels: tuple[Words, ...], position: int) -> Words | None:
    return labels[position] if position < len(labels) else None


def _joined(first: Words, between: str, second: Words) -> Words:
    return Words(*(f"{first.say(language)}{between}{second.say(language)}" for language in ("en", "ko")))
