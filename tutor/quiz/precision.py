"""How far a faultless answer may be off: the tolerance that comes from the computation itself.

With u(n) the unit of the fourth significant digit of n, over all intermediate values nᵢ of the value v:

    tol(v) = 1.05 · max(u_typed, u(v)) + Σᵢ |∂v/∂nᵢ| · u(nᵢ)

The derivatives are those that the engine derives: the work is written as a program of single operations, its backward
program is derived, and every cell of v is sent back through it. Derivatives tell of small errors only; where rounding
itself, tried out, does more to v than the sum says, that much is allowed for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from weakref import ReferenceType, WeakKeyDictionary, ref

import numpy as np

from tutor.engine.derive import derive
from tutor.formula.evaluate import Binder, run_all
from tutor.formula.operations.operation import Array, Index, Instruction, Shape
from tutor.formula.parse import Assignment
from tutor.formula.problems import Place
from tutor.formula.tree import Apply, Expr, Name, names_in
from tutor.quiz.arithmetic import Work, are_short, products_of, short, written_products
from tutor.quiz.numbers import cut_off, rounded, short_cells, units, units_of
from tutor.quiz.sheet import NEXT, Sheet, Step, Structure

SLACK = 1.05
"""On the unit of the result itself, for what second-order terms add."""

_NOWHERE = Place(1, 1, 1)
_SUM = (("axis", None), ("keepdims", False))


class _Vector:
    """Values by name, all in one array, so that one call sees to all of them."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        sizes = [math.prod(shape) for shape in shapes.values()]
        self.starts = np.cumsum([0, *sizes])
        self.all = np.zeros(int(self.starts[-1]))
        self.parts = {
            name: self.all[start : start + size].reshape(shape)
            for (name, shape), start, size in zip(shapes.items(), self.starts, sizes, strict=False)
        }


class _Errors:
    """Work that is bound once: how far each value may be off, for any numbers that are put into it."""

    def __init__(self, work: Work, targets: Iterable[str]) -> None:
        """``targets``: the names whose errors will be asked for."""
        self.work = work
        self.owner: ReferenceType[Precision] | None = None
        self._given = list(work.given)
        self._made = [operation.name for operation in work.operations]
        shapes = {name: work.shapes[name] for name in (*self._given, *self._made)}
        self._values, self._gradients = _Vector(shapes), _Vector(shapes)
        self._off = _Vector(shapes)
        self._units = _Vector(shapes)
        binder = Binder(dict(self._values.parts))
        self._operations = [(one.name, binder.line(one.name, one.expr)) for one in work.operations]
        self._forward = [step for _, steps in self._operations for step in steps]
        self._backward = self._derived(binder, sorted(set(targets)))
        self._depends = self._dependencies()
        self._steep = sorted(_steep(work))

    def _derived(self, binder: Binder, targets: list[str]) -> list[Instruction]:
        """Instructions that send the seeds of ``targets`` back to every name."""
        shapes = dict(self.work.shapes)
        terms: list[Expr] = []
        self._seeds: dict[str, Array] = {}
        for name in targets:
            self._seeds[name] = binder.values[f"s{name}"] = np.zeros(shapes[name])
            shapes[f"s{name}"] = shapes[name]
            term = Apply("multiply", (Name(name), Name(f"s{name}")))
            terms.append(Apply("sum", (term,), _SUM) if shapes[name] else term)
        forward = [Assignment(one.name, one.expr, _NOWHERE) for one in self.work.operations]
        forward.append(Assignment("all", terms[0] if len(terms) == 1 else Apply("total", tuple(terms)), _NOWHERE))
        wanted = [*self._given, *self._made]
        lines = derive(forward, {**shapes, "all": ()}, wanted, fuse=False).lines
        for name in wanted:
            binder.values[f"d{name}"] = self._gradients.parts[name]
        return [step for name, expr in lines for step in binder.line(name, expr)]

    def _dependencies(self) -> list[tuple[int, list[int]]]:
        """For each operation its place and the places of what it reads."""
        place = {name: at for at, name in enumerate((*self._given, *self._made))}
        return [(place[one.name], [place[name] for name in names_in(one.expr)]) for one in self.work.operations]

    def load(self, values: Mapping[str, Array], off: Mapping[str, Array]) -> None:
        """Put numbers in: ``values`` of the given names, and how far each of them may itself be off."""
        for name in self._given:
            self._values.parts[name][...] = values[name]
        run_all(self._forward)
        starts = self._values.starts[:-1]
        with np.errstate(all="ignore"):
            self._units.all[:] = units_of(self._values.all)
            brief = np.logical_and.reduceat(short_cells(self._values.all), starts)
        exact = [not off[name].any() for name in self._given]
        for one, (place, reads) in zip(self.work.operations, self._depends, strict=True):
            known = bool(brief[place]) and all(exact[read] for read in reads)
            exact.append(known and are_short(one.expr, self._values.parts))
        for place, (name, part) in enumerate(self._units.parts.items()):
            value = self._values.parts[name]
            if exact[place]:
                part[...] = 0.0
            elif not value.all():
                part[value == 0] = part.max(initial=0.0)
        for name in self._given:
            self._units.parts[name][...] = 0.0
        self._off.all[:] = self._units.all
        for name in self._given:
            self._off.parts[name][...] = off[name]
        for place, one in enumerate(self.work.operations, start=len(self._given)):
            products = None if exact[place] else products_of(one.expr, self._values.parts)
            if products is not None:
                self._off.parts[one.name] += products
        for name in self._steep:
            part = self._values.parts[name]
            part[part == 0] = _TINY

    def on_paper(self, written: Callable[[Array], Array]) -> Mapping[str, Array]:
        """Every value, all its digits kept, as it comes of values that were each ``written`` down before."""
        exact = self._values.all.copy()
        found: dict[str, Array] = {}
        for one, (_, steps) in zip(self.work.operations, self._operations, strict=True):
            part = self._values.parts[one.name]
            products = written_products(one.expr, self._values.parts, written)
            if products is None:
                run_all(steps)
            else:
                part[...] = products
            found[one.name] = part.copy()
            part[...] = written(part)
        self._values.all[:] = exact
        return found

    def unit(self, name: str) -> Array:
        """The units of its last digits; 0 where it is exact on paper, and for what is given."""
        return self._units.parts[name]

    def spread(self, name: str) -> Array:
        """Σ |∂v/∂nᵢ| · u(nᵢ) for each cell of the value ``name``, its own unit left out."""
        if name not in self._seeds:
            return self._off.parts[name].copy()
        seed = self._seeds[name]
        result = np.zeros(seed.shape)
        for index in np.ndindex(seed.shape):
            seed[index] = 1.0
            run_all(self._backward)
            seed[index] = 0.0
            with np.errstate(all="ignore"):
                errors = np.abs(self._gradients.all) * self._off.all
            total = errors.sum()
            if not np.isfinite(total):
                total = errors[np.isfinite(errors)].sum()
            result[index] = total
        return result - self._units.parts[name]


_TINY = 1e-150


def _steep(work: Work) -> set[str]:
    """The names whose value 0 would make a slope infinite: roots, and what logarithms and powers are taken of.

    What is exactly 0 there is exactly 0 on paper too; an infinite slope times no error would make all others unknown.
    """
    found = {one.name for one in work.operations if isinstance(one.expr, Apply) and one.expr.op == "sqrt"}
    for one in work.operations:
        if isinstance(one.expr, Apply) and one.expr.op in ("ln", "power"):
            found.update(names_in(one.expr.args[0]))
    return found


_BOUND: WeakKeyDictionary[Structure, tuple[_Errors, dict[Expr, _Errors]]] = WeakKeyDictionary()


def _bound(sheet: Sheet) -> tuple[_Errors, dict[Expr, _Errors]]:
    """The bound work of all sheets of this structure; beside it, that of single formulas that were asked for."""
    if sheet.structure not in _BOUND:
        work = Work({key: sheet.shapes[key] for key in sorted(sheet.given)})
        ends = [work.add(step.key, step.expr) for step in sheet.steps]
        _BOUND[sheet.structure] = _Errors(work, ends), {}
    return _BOUND[sheet.structure]


class Precision:
    """The tolerances of one sheet."""

    def __init__(self, sheet: Sheet, off: Mapping[str, Array] | None = None) -> None:
        """``off``: how far given values may be off that are known otherwise than as they stand there."""
        self.sheet = sheet
        self._spreads: dict[str, Array] = {}
        values = sheet.values
        self._given = {  # a given value is exact as it stands on paper, unless it has more than four digits
            key: np.zeros(values[key].shape) if short(values[key]) else units(values[key]) for key in sheet.given
        } | dict(off or {})

    def _whole(self) -> _Errors:
        """The bound work with the numbers of this sheet in it."""
        errors, _ = _bound(self.sheet)
        if errors.owner is None or errors.owner() is not self:
            names = errors.work.names
            given = {names[key]: self.sheet.values[key] for key in self.sheet.given}
            errors.load(given, {names[key]: off for key, off in self._given.items()})
            errors.owner = ref(self)  # a strong one would keep the structure alive, and with it these errors, for ever
        return errors

    def spread(self, key: str) -> Array:
        """What the rounding of everything before it does to the value ``key``, cell by cell."""
        if key not in self._spreads:
            if key in self.sheet.given:
                self._spreads[key] = self._given[key]
            else:
                errors = self._whole()
                self._spreads[key] = np.maximum(errors.spread(errors.work.names[key]), SLACK * self._lost(key))
        return self._spreads[key]

    def unit(self, step: Step) -> Array:
        """The unit of the last digit that is asked for, cell by cell.

        An updated parameter is judged by its step: its four digits are those of what it moves by.
        """
        return units(self._judged(step))

    def measure(self, step: Step) -> Array:
        """The sizes that a tolerance is small or large against: of the value, or of the step that it makes."""
        return np.abs(self._judged(step))

    def _judged(self, step: Step) -> Array:
        value, before = self.sheet.values[step.key], self.sheet.before(step)
        return np.asarray(value - before) if before is not None and self.by_step(step) else value

    def by_step(self, step: Step) -> bool:
        """Whether the value is judged by how far it moves, as a parameter is, or a state that something is added to."""
        if self.sheet.before(step) is None:
            return False
        if step.name in self.sheet.model.parameters:
            return True
        old = Name(step.key.removesuffix(NEXT))
        return isinstance(step.expr, Apply) and step.expr.op in ("add", "subtract") and step.expr.args[0] == old

    def tolerance(self, step: Step, typed_units: Array | float = 0.0) -> Array:
        """How far a typed cell may be from the right value; ``typed_units``: of the last typed digits."""
        return np.asarray(SLACK * np.maximum(typed_units, self.unit(step)) + self.spread(step.key))

    def holds(self, step: Step, cell: Index | None = None) -> bool:
        """Whether everybody gets to a number: of an output of 0.99998, written as 1.000, there is no ln(1 - y)."""
        where = ... if cell is None else cell
        name = self._whole().work.names[step.key]
        return all(bool(np.isfinite(paper[name])[where].all()) for paper in self._papers)

    @cached_property
    def _papers(self) -> tuple[Mapping[str, Array], ...]:
        """What one gets who rounds every value, and one who cuts it off."""
        errors = self._whole()
        with np.errstate(all="ignore"):
            return tuple(errors.on_paper(written) for written in (rounded, cut_off))

    def _lost(self, key: str) -> Array:
        """How far off they get: more than derivatives tell where digits are lost, as in 1 - y of an output of 0.998."""
        name, right = self._whole().work.names[key], self.sheet.values[key]
        with np.errstate(all="ignore"):
            gaps = [np.abs(paper[name] - right) for paper in self._papers]
        return np.maximum(*(np.where(np.isfinite(gap), gap, 0.0) for gap in gaps))

    def error(self, key: str) -> Array:
        """How far ``key`` may be off where it is read: what comes before it, and its own last digit."""
        spread = self.spread(key)
        if key in self.sheet.given:
            return spread
        errors = self._whole()
        return np.asarray(spread + errors.unit(errors.work.names[key]))

    def spread_of(self, expr: Expr) -> Array:
        """What rounding does to the value of any formula over keys, its own last digit left out."""
        keys = names_in(expr)
        _, others = _bound(self.sheet)
        if expr not in others:
            work = Work({key: self.sheet.shapes[key] for key in keys})
            others[expr] = _Errors(work, [work.add("", expr)])
        errors = others[expr]
        names = errors.work.names
        off = {names[key]: self.error(key) for key in keys}
        errors.load({names[key]: self.sheet.values[key] for key in keys}, off)
        return errors.spread(names[""])
