"""Numbers that keep mistakes apart: how well a line's numbers do, and fresh ones that do well."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from tutor.engine.model import Model
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array, Index
from tutor.quiz.diagnosis import APART, Suspect, Suspects, Typed, alike, ratio, same_formula
from tutor.quiz.fresh import DATA_AFTER, Numbers, fresh_numbers, shadow_of
from tutor.quiz.precision import Precision
from tutor.quiz.sheet import Sheet, Step, finite, sheet_of

MOST_TRIES = 24
CLEAR = APART + 0.5
"""Tolerances between mistaken values: those that marking wants, and room for what the learner rounds."""

LARGEST_TOLERANCE = 0.02
"""Of the value: where more would have to be allowed for rounding, it is not asked."""

_NEAR = 0.2
"""Mistaken values further apart than this part of their size need no tolerance to be told apart."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked on a sheet.

    Attributes:
        key: of a line.
        cell: the one cell of it; None: all.
    """

    key: str
    cell: Index | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that a line's numbers cannot tell.

    Attributes:
        kind: rounding takes more than it may; a mistake looks right; two mistakes look alike.
        suspects: the mistakes.
        always: whether other numbers would not help either.
        share: of the value that would have to be allowed for rounding.
    """

    kind: Literal["tolerance", "right", "pair"]
    suspects: tuple[Suspect, ...] = ()
    always: bool = False
    share: float = 0.0


def clashes(suspects: Suspects, shadow: Suspects, cell: Index | None = None) -> Iterator[Clash]:
    """Everything that the numbers of a line, or of one cell of it, cannot tell apart."""
    line = suspects.step
    share = largest_share(suspects.precision, line, cell)
    if share > LARGEST_TOLERANCE:
        yield Clash("tolerance", share=share)
    group = [one for one in suspects.formulas if one.value.shape == line.shape]
    right, tolerance = _at(suspects.right, cell), _at(suspects.tolerance, cell)
    for one in group:
        if ratio(np.abs(_at(one.value, cell) - right), tolerance) < CLEAR:
            yield Clash("right", (one,), cell is not None and _hidden(one, shadow, cell))
    for one, other in _near_pairs(group, cell):
        if one.id != other.id and _together(one, other, suspects, cell):
            yield Clash("pair", (one, other), same_formula(one, other, shadow, cell))


def _at(value: Array, cell: Index | None) -> Array:
    return value if cell is None else np.asarray(value[cell])


def _hidden(one: Suspect, shadow: Suspects, cell: Index) -> bool:
    """Whether a mistake never shows in the one cell that is asked."""
    value = None if one.expr is None else shadow.value(one.expr)
    return value is not None and alike(_at(value, cell), _at(shadow.right, cell), shadow.right)


def largest_share(precision: Precision, step: Step, cell: Index | None = None) -> float:
    """The largest part of a cell's value that has to be allowed for rounding."""
    tolerance, sizes = precision.tolerance(step), precision.measure(step)
    if not sizes.size or not sizes.any():
        return 0.0
    return ratio(_at(tolerance, cell), _at(np.where(sizes == 0, sizes.max(), sizes), cell))


def _near_pairs(group: Sequence[Suspect], cell: Index | None) -> Iterator[tuple[Suspect, Suspect]]:
    if not group:
        return
    values = np.stack([_at(one.value, cell).reshape(-1) for one in group])
    sizes = np.abs(values).max(axis=1, initial=0.0)
    gaps = np.abs(values[:, np.newaxis] - values[np.newaxis]).max(axis=2, initial=0.0)
    near = gaps <= _NEAR * np.maximum(sizes[:, np.newaxis], sizes[np.newaxis])
    for first, second in zip(*np.nonzero(np.triu(near, 1)), strict=True):
        yield group[int(first)], group[int(second)]


def _together(one: Suspect, other: Suspect, suspects: Suspects, cell: Index | None) -> bool:
    first, second = _at(one.value, cell), _at(other.value, cell)
    typed = Typed(first, np.zeros(first.shape), cell)
    allowed = np.maximum(suspects.allowed(one, typed), suspects.allowed(other, typed))
    return ratio(np.abs(first - second), allowed) < CLEAR


@dataclass(frozen=True, slots=True)
class Drawn:
    """Numbers that came of a seed.

    Attributes:
        model: with these numbers.
        numbers: what replaces the lesson's own.
        unclear: what is asked, by the update of its pass, whose mistakes they do not keep apart.
        sheets: the passes that were looked at, with these numbers.
    """

    seed: int
    model: Model
    numbers: Numbers
    unclear: frozenset[tuple[int, Ask]] = frozenset()
    sheets: tuple[Sheet, ...] = ()

    @property
    def clear(self) -> bool:
        """Whether they keep the mistakes of all asked lines apart."""
        return not self.unclear


class Variants:
    """Fresh numbers for the asked lines of a model."""

    def __init__(self, model: Model, sheets: Sequence[tuple[Sheet, Collection[Ask]]]) -> None:
        """``sheets``: passes with the model's own numbers, each with what is asked there."""
        self.model = model
        self._sheets = sheets

    def draw(self, seed: int) -> Drawn:
        """The numbers of ``seed``: those of the first try that keeps mistakes apart.

        If no try does, those of the first that does so for the most lines, and on which no number is lost.
        """
        best: Drawn | None = None
        for attempt in range(MOST_TRIES if any(asks for _, asks in self._sheets) else 1 + DATA_AFTER):
            numbers = fresh_numbers(self.model, seed, attempt)
            model = numbers.put_into(self.model)
            sheets = tuple(self._renumbered(base, model, numbers) for base, _ in self._sheets)
            if not all(_all_finite(sheet) for sheet in sheets):
                continue
            unclear = self._unclear(sheets, None if best is None else len(best.unclear))
            if best is None or len(unclear) < len(best.unclear):
                best = Drawn(seed, model, numbers, unclear, sheets)
            if best.clear:
                return best
        everything = frozenset((sheet.update, ask) for sheet, asks in self._sheets for ask in asks)
        return best or Drawn(seed, self.model, Numbers({}, {}, {}), everything)

    def _unclear(self, sheets: Sequence[Sheet], most: int | None) -> frozenset[tuple[int, Ask]]:
        """What the numbers of ``sheets`` cannot keep apart; those with ``most`` of it are not looked at any further."""
        precisions = [Precision(sheet) for sheet in sheets]
        asked = [
            (precision, ask) for precision, (_, asks) in zip(precisions, self._sheets, strict=True) for ask in asks
        ]
        found: list[tuple[int, Ask]] = []
        for passes in (_is_sharp, _holds, _is_apart):  # the quick looks first, at all of them
            for precision, ask in asked:
                known = precision.sheet.update, ask
                if len(found) != most and known not in found and not passes(precision, ask):
                    found.append(known)
        return frozenset(found)

    def _renumbered(self, base: Sheet, model: Model, numbers: Numbers) -> Sheet:
        """The pass that ``base`` is, with other numbers put into its model."""
        if base.update or base.structure.draws or model.batches is not None:
            given = self._passed(base, numbers)
        else:
            given = {**numbers.parameters, **numbers.data}
            for name, value in numbers.hyper.items():
                given |= {key: np.array(value) for key in (name, f"rule.{name}") if key in base.given}
        return replace(base.renewed(given), model=model)

    def _passed(self, base: Sheet, numbers: Numbers) -> dict[str, Array]:
        """What is given in the pass that ``base`` is, after a run from other numbers."""
        run = self._run
        hyper = {name: np.array(value) for name, value in numbers.hyper.items()}
        branch = run.graft(run.branch, 0, {**numbers.parameters, **numbers.data, **hyper})
        run.switch(branch)
        if base.structure.draws:  # what is drawn is known only when its line has run
            values: Mapping[str, Array | None] = sheet_of(run, base.update).values
        else:
            run.go(base.update, 0)
            values = {key: run.value(key) for key in base.given}
        given = {key: value.copy() for key, value in values.items() if value is not None and key in base.given}
        run.drop(branch)
        return given

    @cached_property
    def _run(self) -> Run:
        """Everything that was bound for one set of numbers serves the next: they come as edits of the beginning."""
        return Run(self.model)


def is_clear(sheet: Sheet, ask: Ask) -> bool:
    """Whether the numbers of ``sheet`` keep apart whatever numbers can, in what is asked."""
    precision = Precision(sheet)
    return _is_sharp(precision, ask) and _holds(precision, ask) and _is_apart(precision, ask)


def _is_sharp(precision: Precision, ask: Ask) -> bool:
    """Whether rounding takes no more than it may."""
    return largest_share(precision, precision.sheet.by_key[ask.key], ask.cell) <= LARGEST_TOLERANCE


def _holds(precision: Precision, ask: Ask) -> bool:
    """Whether no digits are lost on paper."""
    return precision.holds(precision.sheet.by_key[ask.key], ask.cell)


def _is_apart(precision: Precision, ask: Ask) -> bool:
    """Whether the mistakes show, each as itself, as far as they do with any numbers."""
    sheet = precision.sheet
    shadow = shadow_of(sheet)
    suspects = Suspects(sheet, sheet.by_key[ask.key], precision), Suspects(shadow, shadow.by_key[ask.key])
    return all(clash.always for clash in clashes(*suspects, ask.cell))


def _all_finite(sheet: Sheet) -> bool:
    return all(finite(sheet.values[step.key]) for step in sheet.steps)
