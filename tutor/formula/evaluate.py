"""From a tree to NumPy calls whose arrays are bound once and never move.

Running a bound line is calling its instructions in order: no tree is walked and no array is made, so that an update
costs what the same lines cost when they are written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from functools import partial

import numpy as np

from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array, Chance, Instruction, Shape
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, Number, names_in


class NoChance:
    """Draws for formulas that are evaluated outside a run: always the same."""

    def uniform(self, stream: str, out: Array) -> None:  # noqa: ARG002 - a Chance
        """Fill ``out`` with draws from [0, 1)."""
        out[...] = np.random.default_rng(0).random(out.shape)

    def normal(self, stream: str, out: Array) -> None:  # noqa: ARG002 - a Chance
        """Fill ``out`` with draws from the standard normal distribution."""
        out[...] = np.random.default_rng(0).standard_normal(out.shape)


class Binder:
    """Binds formulas to arrays by name.

    Attributes:
        values: the array of every name; a bound line's own array is added to it.
        chance: where random operations draw from.
    """

    def __init__(self, values: MutableMapping[str, Array], chance: Chance | None = None) -> None:
        self.values = values
        self.chance: Chance = chance or NoChance()
        self._line = ""
        self._draws = 0

    def line(self, name: str, expr: Expr) -> tuple[Instruction, ...]:
        """The instructions that compute ``expr`` into the array of ``name``, which is made if there is none yet."""
        shape = self._shape(expr)
        if name not in self.values:
            self.values[name] = np.zeros(shape)
        out = self.values[name]
        self._line, self._draws = name, 0
        instructions: list[Instruction] = []
        # W = W - eta * g may be computed in W's own array by its last call only: what it reads must still be there.
        reads_itself = name in names_in(expr)
        in_place = not reads_itself or (isinstance(expr, Apply) and OPERATIONS[expr.op].direct)
        result = self._bind(expr, out if in_place else None, instructions, lend=not reads_itself)
        if result is not out:
            instructions.append(partial(np.copyto, out, result))
        return tuple(instructions)

    def scratch(self, shape: Shape) -> Array:
        """An array for intermediate values, which no one else uses."""
        return np.zeros(shape)

    def stream(self) -> str:
        """A name for the next random operation of this line."""
        self._draws += 1
        return f"{self._line}#{self._draws}"

    def _shape(self, expr: Expr) -> Shape:
        names = names_in(expr)
        known = names if all(name in self.values for name in names) else self.values
        return shape_of(expr, {name: self.values[name].shape for name in known})

    def _bind(self, expr: Expr, out: Array | None, instructions: list[Instruction], *, lend: bool = True) -> Array:
        """The array that will hold ``expr``: ``out`` if one is given and the expression is computed.

        ``lend``: whether an operand may be computed in the result's array.
        """
        if isinstance(expr, Number):
            constant = np.array(float(expr.value))
            constant.flags.writeable = False
            return constant
        if isinstance(expr, Name):
            return self.values[expr.id]
        operation = OPERATIONS[expr.op]
        options = dict(expr.options)
        if operation.view is not None:
            return operation.view(self._bind(expr.args[0], None, instructions), **options)
        target = out if out is not None else self.scratch(self._shape(expr))
        operands = self._operands(expr, target if operation.direct and lend else None, instructions)
        instructions.extend(operation.steps(self, target, *operands, **options))
        return target

    def _operands(self, expr: Apply, reusable: Array | None, instructions: list[Instruction]) -> list[Array]:
        """Bind the operands; the first computed one of the result's shape is computed in the result's own array."""
        operands: list[Array] = []
        for arg in expr.args:
            lends = reusable is not None and isinstance(arg, Apply) and OPERATIONS[arg.op].view is None
            if lends and reusable is not None and self._shape(arg) == reusable.shape:
                operands.append(self._bind(arg, reusable, instructions))
                reusable = None
            else:
                operands.append(self._bind(arg, None, instructions))
        return operands


def run_all(instructions: Sequence[Instruction]) -> None:
    """Call the instructions in order; a division by zero is a value here, not a warning."""
    with np.errstate(all="ignore"):
        for instruction in instructions:
            instruction()


def evaluate(expr: Expr, values: Mapping[str, Array], chance: Chance | None = None) -> Array:
    """The value of ``expr``, a new float64 array.

    >>> from tutor.formula.parse import parse_expression
    >>> evaluate(parse_expression("x @ x"), {"x": np.array([3.0, 4.0])})
    array(25.)

    Raises:
        FormulaError: an unknown name, or operands that do not fit.
    """
    shape_of(expr, {name: array.shape for name, array in values.items()})
    binder = Binder(dict(values), chance)
    instructions = binder.line("", expr)
    run_all(instructions)
    return binder.values[""]
