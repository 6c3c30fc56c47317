"""Which mistake a wrong answer shows, if it shows one.

Every rewrite that fits the line is worked out, on the learner's own earlier values first, then on the right ones. The
whole matrix must match; exactly one mistake may, and the next best must be three tolerances away.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from tutor.formula.evaluate import evaluate
from tutor.formula.operations.operation import Array, Index
from tutor.formula.problems import FormulaError
from tutor.formula.tree import Expr, names_in
from tutor.messages import Message
from tutor.quiz.fresh import shadow_of
from tutor.quiz.mistakes import MISTAKES, Line, Mistake, Rewrite
from tutor.quiz.mistakes.mistake import SLIP
from tutor.quiz.numbers import miswritten, units
from tutor.quiz.precision import SLACK, Precision
from tutor.quiz.sheet import Sheet, Step, Structure

APART = 3.0
"""Tolerances by which a mistake must stand clear of the next one, and of the right answer."""

MOST_SUSPECTS = 200
ALIKE = 1e-4
"""Of two formulas whose values differ by less than this part whatever the numbers, no answer shows which it was: the ε
of an update rule does not appear in four digits, the last of which is never a smaller part."""

MOST_NAMED = 2
"""Mistakes that are named together; where more fit, nothing is said about which."""

_REWRITES: WeakKeyDictionary[Structure, dict[str, list[tuple[Mistake, Rewrite]]]] = WeakKeyDictionary()
_NOTHING: Mapping[str, Array] = {}
_TINY = float(np.finfo(float).tiny)
_NEAR = 0.3
"""Of a value that is further off than this part of its largest cell, the tolerance is not worked out."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for a line, read.

    Attributes:
        values: of all cells.
        units: of their last typed digits; 0 for exact expressions.
        cell: the cell that was asked for, where only one was; ``values`` then has one number.
        turned: whether rows and columns stood exchanged.
    """

    values: Array
    units: Array
    cell: Index | None = None
    turned: bool = False

    def of(self, value: Array) -> Array:
        """The part of a value of the whole line that this is to be compared with."""
        return value if self.cell is None else np.asarray(value[self.cell])


@dataclass(eq=False)
class Suspect:
    """One mistaken formula for a line, with what it would give.

    Attributes:
        mistake: the entry of the table.
        message: what to say if it is this one.
        value: of the whole line; of a slip, of what was typed.
        expr: the mistaken formula, over keys; None for a slip.
        inputs: values that were put into it instead of those of the sheet.
        unit, spread: of a slip, the units of its last digits, and what rounding does to it.
    """

    mistake: Mistake
    message: Message
    value: Array
    expr: Expr | None = None
    inputs: Mapping[str, Array] = field(default_factory=dict)
    unit: Array | None = None
    spread: Array | None = None

    @property
    def id(self) -> str:
        """Of the mistake."""
        return self.mistake.id


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a wrong answer shows: one mistake, several that cannot be told apart, or (empty) none."""

    suspects: tuple[Suspect, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Of the mistakes, each once."""
        return tuple(dict.fromkeys(suspect.id for suspect in self.suspects))

    @property
    def message(self) -> Message | None:
        """The sentence; None where nothing can be said."""
        if not self.suspects:
            return None
        if len(self.suspects) == 1:
            return self.suspects[0].message
        first, second = self.suspects[:2]
        return Message("quiz.fits-either", {"first": first.message, "second": second.message})


class Suspects:
    """The mistaken values of one line of a sheet."""

    def __init__(self, sheet: Sheet, step: Step, precision: Precision | None = None) -> None:
        self.line = Line(sheet, step)
        self.sheet = sheet
        self.step = step
        self.precision = precision or Precision(sheet)

    @cached_property
    def right(self) -> Array:
        """The right value."""
        return self.sheet.values[self.step.key]

    @cached_property
    def tolerance(self) -> Array:
        """Of the right value, for as many digits as are asked for."""
        return self.precision.tolerance(self.step)

    @cached_property
    def all(self) -> tuple[Suspect, ...]:
        """Every mistaken formula with a finite value, each once, under the most particular of its names."""
        entries = MISTAKES.values()
        numbers = [(entry, rewrite) for entry in entries if entry.numeric for rewrite in entry.numeric(self.line)]
        return (*self.formulas, *self._worked_out(numbers))

    @cached_property
    def formulas(self) -> tuple[Suspect, ...]:
        """Those of them that depend on the formula alone; they are found once for all numbers."""
        known = _REWRITES.setdefault(self.sheet.structure, {})
        if self.step.key not in known:
            known[self.step.key] = self._distinct_rewrites()
        return tuple(self._worked_out(known[self.step.key])[:MOST_SUSPECTS])

    def _worked_out(self, rewrites: Iterable[tuple[Mistake, Rewrite]]) -> list[Suspect]:
        found: list[Suspect] = []
        with np.errstate(all="ignore"):
            for mistake, rewrite in rewrites:
                value = self.value(rewrite.expr, rewrite.inputs)
                if value is not None and np.isfinite(value).all() and self._fits(value, mistake):
                    message = _message(mistake, rewrite.form, rewrite.gaps)
                    found.append(Suspect(mistake, message, value, rewrite.expr, rewrite.inputs))
        return found

    def _distinct_rewrites(self) -> list[tuple[Mistake, Rewrite]]:
        """The rewrites that are not the line itself, each formula under the most particular of its names.

        Two mistakes of one rank that are always equal are both kept: then nobody can tell which it was.
        """
        kept: list[tuple[Mistake, Rewrite, list[Array]]] = []
        shadows = [shadow_of(self.sheet, which) for which in range(2)]
        right = [shadow.values[self.step.key] for shadow in shadows]

        def always(one: list[Array], other: list[Array]) -> bool:
            return all(alike(*values) for values in zip(one, other, right, strict=True))

        for mistake in sorted(MISTAKES.values(), key=lambda entry: entry.rank):
            for rewrite in mistake.rewrite(self.line) if mistake.rewrite else ():
                made = [_value(shadow, rewrite.expr) for shadow in shadows]
                values = [value for value in made if value is not None and self._fits(value, mistake)]
                if len(values) < len(made) or always(values, right):
                    continue
                twins = [other for other, _, known in kept if always(values, known)]
                if all(other.rank == mistake.rank and other.id != mistake.id for other in twins):
                    kept.append((mistake, rewrite, values))
        return [(mistake, rewrite) for mistake, rewrite, _ in kept]

    def _fits(self, value: Array, mistake: Mistake) -> bool:
        turned = mistake.id == "transpose-result" and value.shape == self.step.shape[::-1]
        return turned or value.shape == self.step.shape

    def value(self, expr: Expr, inputs: Mapping[str, Array] = _NOTHING) -> Array | None:
        """The value of a formula over keys on this sheet; None if its operands do not fit."""
        return _value(self.sheet, expr, inputs)

    def slips(self, typed: Typed) -> list[Suspect]:
        """What can befall any quantity, as far as it would explain what was typed."""
        if typed.turned:
            return []
        found: list[Suspect] = []
        right = typed.of(self.right)
        unit, spread = typed.of(self.precision.unit(self.step)), typed.of(self.precision.spread(self.step.key))
        for mistake in MISTAKES.values():
            for slip in mistake.fit(typed.values, right) if mistake.fit is not None else ():
                if slip.source is not None:
                    moved = [side.reshape(-1)[list(slip.source)].reshape(side.shape) for side in (unit, spread)]
                else:
                    with np.errstate(all="ignore"):
                        scale = np.where(right == 0, 1.0, np.abs(slip.value / right))
                    moved = [np.asarray(side * scale) for side in (unit, spread)]
                message = _message(mistake, "", slip.gaps)
                found.append(Suspect(mistake, message, slip.value, unit=moved[0], spread=moved[1]))
        return found

    def allowed(self, suspect: Suspect, typed: Typed) -> Array:
        """How far an answer may be from a mistaken value that it still shows."""
        if suspect.inputs:  # made from values that are known exactly: half of the last typed digit
            unit = np.where(typed.units == 0, 1e-9 * np.abs(typed.values), typed.units)
            return np.asarray(0.5 * unit * (1 + 1e-9))
        if suspect.unit is not None and suspect.spread is not None:
            return np.asarray(SLACK * np.maximum(typed.units, suspect.unit) + suspect.spread)
        unit = np.maximum(typed.units, typed.of(self.unit(suspect)))
        return np.asarray(SLACK * unit + typed.of(self.spread(suspect)))

    def unit(self, suspect: Suspect) -> Array:
        """The units of the last digits of a mistaken value of the line."""
        before = self.sheet.before(self.step)
        if before is None or not self.precision.by_step(self.step) or suspect.value.shape != self.step.shape:
            return units(suspect.value)
        moved = suspect.value - before
        return np.asarray(np.where(moved == 0, self.precision.unit(self.step), units(moved)))

    def spread(self, suspect: Suspect) -> Array:
        """What rounding does to a mistaken value of the line."""
        if suspect.spread is None:
            expr = suspect.expr or self.line.expr
            suspect.spread = self.precision.spread_of(expr)
        return suspect.spread

    def distance(self, typed: Typed, suspect: Suspect) -> float:
        """How many tolerances what was typed is away from a mistaken value, in its worst cell."""
        if typed.turned != (suspect.value.shape != self.step.shape) and suspect.expr is not None:
            return np.inf
        value = suspect.value if suspect.expr is None else typed.of(suspect.value)
        gap = np.abs(typed.values - value)
        near = _NEAR * float(np.abs(value).max(initial=0.0)) + 10 * float(self.tolerance.max(initial=0.0))
        return np.inf if (gap > near).any() else ratio(gap, self.allowed(suspect, typed))

    def is_right(self, suspect: Suspect, typed: Typed) -> bool:
        """Whether a mistaken value lies within the tolerance of the right one: then it is no mistake here."""
        if suspect.expr is not None and suspect.value.shape != self.step.shape:
            return False
        value = suspect.value if suspect.expr is None else typed.of(suspect.value)
        tolerance = typed.of(self.precision.tolerance(self.step))
        return ratio(np.abs(value - typed.of(self.right)), np.maximum(tolerance, SLACK * typed.units)) <= 1


def ratio(gap: Array, allowed: Array) -> float:
    """The largest of ``gap / allowed``, where no gap at all is 0 tolerances."""
    with np.errstate(all="ignore"):
        each = np.where(gap == 0, 0.0, gap / np.where(allowed > 0, allowed, _TINY))
    worst = float(each.max(initial=0.0))
    return np.inf if math.isnan(worst) else worst


def diagnose(typed: Typed, groups: Sequence[Suspects]) -> Diagnosis:
    """What a wrong answer shows.

    Args:
        typed: what was typed; finite.
        groups: the mistaken values on the learner's own earlier values (if there are any), then on the right ones.
    """
    if any(_is_miswritten(typed, group) for group in groups):
        return Diagnosis()
    for group in groups:
        found = _matching(typed, group)
        if found:
            return Diagnosis(tuple(found)) if len({suspect.id for suspect in found}) <= MOST_NAMED else Diagnosis()
    return Diagnosis()


def _is_miswritten(typed: Typed, group: Suspects) -> bool:
    """Whether all but one cell are right, and that one is but for a digit, or for two digits that changed places.

    Somebody who makes a mistake seldom arrives there, and everybody who miswrites a number does.
    """
    if typed.turned:
        return False
    right, tolerance = typed.of(group.right), typed.of(group.precision.tolerance(group.step))
    off = np.flatnonzero(np.abs(typed.values - right) > tolerance)
    if off.size != 1:
        return False
    number, unit, near, allowed = (
        float(side.reshape(-1)[off[0]]) for side in (typed.values, typed.units, right, tolerance)
    )
    return miswritten(number, near, unit, allowed)


def _matching(typed: Typed, group: Suspects) -> list[Suspect]:
    """The suspects that what was typed shows; none where one alone does, but another is nearer than ``APART``.

    What befalls numbers as they are written down is thought of only where no formula explains the answer.
    """
    pool = [*group.all, *group.slips(typed)]
    near = [(distance, suspect) for suspect in pool if (distance := group.distance(typed, suspect)) < APART]
    near = [(distance, suspect) for distance, suspect in near if not group.is_right(suspect, typed)]
    first = min((suspect.mistake.rank for distance, suspect in near if distance <= 1), default=None)
    if first is None:
        return []
    found: list[tuple[float, Suspect]] = []
    for distance, suspect in sorted(near, key=lambda pair: (pair[1].mistake.rank, pair[0])):
        slip = suspect.mistake.rank == SLIP and first < SLIP
        if not slip and not any(suspect.id == other.id and equal(suspect.value, other.value) for _, other in found):
            found.append((distance, suspect))
    shown = [suspect for distance, suspect in found if distance <= 1]
    return shown if len(shown) > 1 or len({suspect.id for _, suspect in found}) == 1 else []


def same_formula(one: Suspect, other: Suspect, shadow: Suspects, cell: Index | None = None) -> bool:
    """Whether two mistaken formulas give the same on other numbers too, so that no numbers tell them apart.

    ``cell``: the one that is asked; None: all.
    """
    if one.expr is None or other.expr is None or one.inputs or other.inputs:
        return False
    first, second = shadow.value(one.expr), shadow.value(other.expr)
    if first is None or second is None or first.shape != second.shape:
        return False
    if cell is not None:
        first, second = np.asarray(first[cell]), np.asarray(second[cell])
    return alike(first, second, shadow.right)


def _value(sheet: Sheet, expr: Expr, inputs: Mapping[str, Array] = _NOTHING) -> Array | None:
    try:
        if inputs:
            return evaluate(expr, {key: inputs.get(key, sheet.values[key]) for key in names_in(expr)})
        return sheet.compute(expr)
    except FormulaError:
        return None


def equal(one: Array, other: Array, within: float = 1e-9, noise: float = 0.0) -> bool:
    """Whether two values are the same but for their last bits, or but for this part of the larger one, or ``noise``."""
    if one.shape != other.shape:
        return False
    with np.errstate(invalid="ignore"):  # what a mistake makes infinite is like nothing else
        return ratio(np.abs(one - other), within * np.maximum(np.abs(one), np.abs(other)) + noise) <= 1


def alike(one: Array, other: Array, right: Array) -> bool:
    """Whether no answer shows which of two values it has; what is but noise beside the right one is 0."""
    return equal(one, other, ALIKE, 1e-12 * float(np.abs(right).max(initial=0.0)))


def _message(mistake: Mistake, form: str, gaps: Mapping[str, object]) -> Message:
    return Message(f"quiz.mistake-{mistake.id}" + (f"-{form}" if form else ""), dict(gaps))
