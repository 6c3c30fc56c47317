"""What formulas would give if something that they read were different: forward lines on arrays of their own.

A probe is bound once and loaded with what a run reads, as often as that changes. The run itself is only looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tutor.engine.draws import Clockwork
from tutor.engine.machine import Given
from tutor.engine.model import TRAINING, Model
from tutor.engine.run import Run
from tutor.formula.evaluate import Binder, run_all
from tutor.formula.operations.operation import Array, Instruction, Shape, describe
from tutor.formula.parse import Assignment
from tutor.formula.problems import FormulaError, Problem
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, names_in, rebuild, substitute
from tutor.formula.write import write
from tutor.messages import Message


def with_watches(expr: Expr, model: Model) -> Expr:
    """``expr`` with the watches that it reads put in for their names, where they look at the pass."""
    lines = {line.name for line in model.forward}
    known = {name: watch.expr for name, watch in model.watches.items() if watch.on == "pass" and name not in lines}
    return substitute(expr, known)


class _Inputs:
    """Arrays for what a run reads: data, parameters, hyper-parameters, the clock."""

    def __init__(self, model: Model, data: Mapping[str, Shape], *, training: bool) -> None:
        self._given = Given(model)
        self._data = {name: np.zeros(shape) for name, shape in data.items()}
        self._parameters = {name: np.array(array) for name, array in model.parameters.items()}
        self.chance = Clockwork(model.seed, self._given.clock)
        self.values: dict[str, Array] = {**self._given.scalars, **self._data, **self._parameters}
        if TRAINING in self.values:
            self.values[TRAINING][...] = training

    def load(self, run: Run, *, whole: bool) -> None:
        """Copy what the run reads in the pass that it stands in; all the data, or those of the pass."""
        for name, array in self._data.items():
            seen = run.data(name) if whole else run.value(name)
            if seen is not None:
                array[...] = seen
        for name, array in self._parameters.items():
            array[...] = run.entering(name)
        for name, value in run.hyper.items():
            self._given.hyper[name][...] = value
        self._given.clock[...] = run.position.update + 1


class Sweep:
    """Formulas of one pass while one of its values is given by hand.

    Attributes:
        values: the array of every name. What is varied is written to there.
        cells: how many numbers there are, as a measure of what one evaluation costs.
    """

    def __init__(self, model: Model, exprs: Sequence[Expr], vary: Sequence[str], rows: int | None = None) -> None:
        """Bind ``exprs``.

        Args:
            vary: the names that are given by hand: data, parameters, hyper-parameters or forward lines.
            rows: how many rows of the batched data the pass sees; None: all the data, whatever a batch shows.

        Raises:
            FormulaError: if a formula reads what a forward pass does not compute.
        """
        self._whole = rows is None
        self._inputs = _Inputs(model, model.data_shapes(rows), training=True)
        self.values = self._inputs.values
        binder = Binder(self.values, self._inputs.chance)
        exprs = [with_watches(expr, model) for expr in exprs]
        moved = set(vary)
        self._once: list[Instruction] = []
        self._each: list[Instruction] = []
        for line in _needed(model, exprs):
            depends = not moved.isdisjoint(names_in(line.expr))
            instructions = binder.line(line.name, line.expr)
            if line.name in vary:  # it has its own value first, and is then written over
                self._once.extend(instructions)
                continue
            (self._each if depends else self._once).extend(instructions)
            if depends:
                moved.add(line.name)
        for number, expr in enumerate(exprs):
            self._each.extend(binder.line(f"probe {number}", expr))
        self._results = [self.values[f"probe {number}"] for number in range(len(exprs))]
        if any(result.shape for result in self._results):
            raise FormulaError([Problem(Message("engine.condition-one-number", _gaps(exprs, self._results)))])
        lines = {line.name for line in model.forward}
        asked = {name for expr in exprs for name in names_in(expr)}
        asked.update(name for line in _needed(model, exprs) for name in names_in(line.expr))
        self._reads = frozenset(asked - lines)
        self.cells = sum(array.size for array in self.values.values())

    def load(self, run: Run) -> None:
        """Take everything from the pass that the run stands in."""
        self._inputs.load(run, whole=self._whole)
        run_all(self._once)

    def read(self) -> tuple[bytes, ...]:
        """Everything that the formulas read, as it stands: as long as it is the same, so are they."""
        return tuple(array.tobytes() for name, array in self._inputs.values.items() if name in self._reads)

    def along(self, target: Array, index: tuple[int, ...], at: Array) -> list[Array]:
        """Each formula's number where the cell ``index`` of ``target`` is each of ``at``; then it is as before."""
        kept = float(target[index])
        found = np.empty((len(self._results), len(at)))
        readers = [result.item for result in self._results]
        with np.errstate(all="ignore"):
            for number, value in enumerate(at):
                target[index] = value
                for instruction in self._each:
                    instruction()
                found[:, number] = [read() for read in readers]
        target[index] = kept
        return list(found)


class Field:
    """A formula over other rows of one data matrix than the lesson's: the points of a grid.

    What mixes the rows (the mean over the examples in batch normalisation) keeps the value that it has on the data.

    Attributes:
        points: (rows, columns), to be written to before ``run``.
        results: what the formulas gave, a row for each point.
    """

    def __init__(self, model: Model, exprs: Sequence[Expr], name: str, rows: int) -> None:
        """``name`` is the data matrix whose rows are replaced by ``rows`` others.

        Raises:
            FormulaError: if a formula needs more than that matrix, row by row.
        """
        self._inputs = _Inputs(model, {key: array.shape for key, array in model.data.items()}, training=False)
        there = self._inputs.values
        data = Binder(there, self._inputs.chance)
        self._on_data: list[Instruction] = []
        self.points: Array = np.zeros((rows, *model.data[name].shape[1:]))
        values: dict[str, Array] = {name: self.points}
        grid = Binder(values, self._inputs.chance)
        self._on_grid: list[Instruction] = []
        shapes = _Shapes(name, model.data[name].shape)

        exprs = [with_watches(expr, model) for expr in exprs]
        asked = {f"probe {number}": expr for number, expr in enumerate(exprs)}
        needed = {line.name: line.expr for line in _needed(model, exprs)}
        for line, formula in {**needed, **asked}.items():
            shapes.learn(there)
            expr, mixed = shapes.split(formula, line)
            for key, part in mixed.items():
                self._on_data.extend(data.line(key, part))
            if shapes.follows(line, expr):
                values.update({key: there[key] for key in names_in(expr) if key in there and key not in values})
                self._on_grid.extend(grid.line(line, expr))
            if line not in asked or line not in values:
                self._on_data.extend(data.line(line, formula))
        self.results = [(values if line in values else there)[line] for line in asked]

    def load(self, run: Run) -> None:
        """Take parameters and hyper-parameters from the pass that the run stands in, and the data as they stand."""
        self._inputs.load(run, whole=True)
        run_all(self._on_data)

    def run(self) -> None:
        """Compute the formulas at the points."""
        run_all(self._on_grid)


class _Shapes:
    """Which formulas have a row for each row of one data matrix: those whose shape changes when it has one more."""

    def __init__(self, name: str, shape: Shape) -> None:
        self._one: dict[str, Shape] = {name: shape}
        self._more: dict[str, Shape] = {name: (shape[0] + 1, *shape[1:])}
        self._depends = {name}

    def learn(self, values: Mapping[str, Array]) -> None:
        """Take in the shapes of what is known by now."""
        for name, array in values.items():
            self._one.setdefault(name, array.shape)
            self._more.setdefault(name, array.shape)

    def split(self, expr: Expr, owner: str) -> tuple[Expr, dict[str, Expr]]:
        """``expr`` with what mixes the rows replaced by names, and the formulas of these names."""
        hoisted: dict[str, Expr] = {}

        def change(node: Expr) -> Expr | None:
            if not isinstance(node, Apply) or self._depends.isdisjoint(names_in(node)) or self._by_rows(node):
                return None
            key = f"{owner} over rows {len(hoisted)}"
            hoisted[key] = node
            self._one[key] = self._more[key] = shape_of(node, self._one)
            return Name(key)

        return rebuild(expr, change), hoisted

    def _by_rows(self, expr: Expr) -> bool:
        """Whether there is a row for each row; where rows meet rows (``X @ X.T``), no other rows can be looked at."""
        one, more = shape_of(expr, self._one), shape_of(expr, self._more)
        if one[1:] != more[1:]:
            raise FormulaError([Problem(Message("engine.rows-meet-rows", {"name": write(expr)}))])
        return one != more

    def follows(self, name: str, expr: Expr) -> bool:
        """Whether ``expr``, the formula of ``name``, has a row for each row; its shapes are then known."""
        self._one[name], self._more[name] = shape_of(expr, self._one), shape_of(expr, self._more)
        if self._one[name] == self._more[name]:
            return False
        self._depends.add(name)
        return True


def _gaps(exprs: Sequence[Expr], results: Sequence[Array]) -> dict[str, str]:
    """The first formula that is not one number, and its shape."""
    expr, result = next(pair for pair in zip(exprs, results, strict=True) if pair[1].shape)
    return {"name": write(expr), "shape": describe(result.shape)}


def _needed(model: Model, exprs: Sequence[Expr]) -> list[Assignment]:
    """The forward lines that ``exprs`` depend on, in order."""
    wanted = {name for expr in exprs for name in names_in(expr)}
    lines: list[Assignment] = []
    for line in reversed(model.forward):
        if line.name in wanted:
            lines.append(line)
            wanted.update(names_in(line.expr))
    return lines[::-1]
