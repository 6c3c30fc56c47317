"""Numbers that keep mistakes apart: how well a line's numbers do, and fresh ones that do well."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from tutor.engine.model import Model
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array
from tutor.quiz.diagnosis import APART, Suspect, Suspects, Typed, ratio, same_formula
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


def clashes(suspects: Suspects, shadow: Suspects) -> Iterator[Clash]:
    """Everything that the numbers of a line cannot tell apart."""
    line = suspects.step
    share = largest_share(suspects.precision, line)
    if share > LARGEST_TOLERANCE:
        yield Clash("tolerance", share=share)
    group = [one for one in suspects.all if not one.inputs and one.value.shape == line.shape]
    for one in group:
        if ratio(np.abs(one.value - suspects.right), suspects.tolerance) < CLEAR:
            yield Clash("right", (one,))
    for one, other in _near_pairs(group):
        if one.id != other.id and _together(one, other, suspects):
            yield Clash("pair", (one, other), same_formula(one, other, shadow))


def largest_share(precision: Precision, step: Step) -> float:
    """The largest part of a cell's value that has to be allowed for rounding."""
    tolerance, sizes = precision.tolerance(step), precision.measure(step)
    if not sizes.size or not sizes.any():
        return 0.0
    return ratio(tolerance, np.where(sizes == 0, sizes.max(), sizes))


def _near_pairs(group: Sequence[Suspect]) -> Iterator[tuple[Suspect, Suspect]]:
    if not group:
        return
    values = np.stack([one.value.reshape(-1) for one in group])
    sizes = np.abs(values).max(axis=1, initial=0.0)
    gaps = np.abs(values[:, np.newaxis] - values[np.newaxis]).max(axis=2, initial=0.0)
    near = gaps <= _NEAR * np.maximum(sizes[:, np.newaxis], sizes[np.newaxis])
    for first, second in zip(*np.nonzero(np.triu(near, 1)), strict=True):
        yield group[int(first)], group[int(second)]


def _together(one: Suspect, other: Suspect, suspects: Suspects) -> bool:
    typed = Typed(one.value, np.zeros(one.value.shape))
    allowed = np.maximum(suspects.allowed(one, typed), suspects.allowed(other, typed))
    return ratio(np.abs(one.value - other.value), allowed) < CLEAR


@dataclass(frozen=True, slots=True)
class Drawn:
    """Numbers that came of a seed.

    Attributes:
        model: with these numbers.
        numbers: what replaces the lesson's own.
        clear: whether they keep the mistakes of all asked lines apart.
        sheets: the passes that were looked at, with these numbers.
    """

    seed: int
    model: Model
    numbers: Numbers
    clear: bool
    sheets: tuple[Sheet, ...] = ()


class Variants:
    """Fresh numbers for the asked lines of a model."""

    def __init__(self, model: Model, sheets: Sequence[tuple[Sheet, Collection[str]]]) -> None:
        """``sheets``: passes with the model's own numbers, each with the keys of the lines that are asked there."""
        self.model = model
        self._sheets = sheets

    def draw(self, seed: int) -> Drawn:
        """The numbers of ``seed``: those of the first try that keeps mistakes apart.

        If no try does, those of the first on which no number is lost.
        """
        first: Drawn | None = None
        for attempt in range(MOST_TRIES if any(keys for _, keys in self._sheets) else 1 + DATA_AFTER):
            numbers = fresh_numbers(self.model, seed, attempt)
            model = numbers.put_into(self.model)
            sheets = [(renumbered(base, model, numbers), keys) for base, keys in self._sheets]
            if not all(_all_finite(sheet) for sheet, _ in sheets):
                continue
            if all(is_clear(sheet, keys) for sheet, keys in sheets):
                return Drawn(seed, model, numbers, True, tuple(sheet for sheet, _ in sheets))
            first = first or Drawn(seed, model, numbers, False, tuple(sheet for sheet, _ in sheets))
        return first or Drawn(seed, self.model, Numbers({}, {}, {}), False)


def renumbered(base: Sheet, model: Model, numbers: Numbers) -> Sheet:
    """The pass that ``base`` is, with other numbers put into its model."""
    if base.update:
        sheet = sheet_of(Run(model), base.update)
        given: dict[str, Array] = {key: sheet.values[key] for key in sheet.given if key in base.given}
    else:
        given = {**numbers.parameters, **numbers.data}
        for name, value in numbers.hyper.items():
            given |= {key: np.array(value) for key in (name, f"rule.{name}") if key in base.given}
    return replace(base.renewed(given), model=model)


def is_clear(sheet: Sheet, keys: Collection[str]) -> bool:
    """Whether the numbers of ``sheet`` keep apart whatever numbers can, in the lines called ``keys``."""
    precision = Precision(sheet)
    steps = [sheet.by_key[key] for key in keys]
    if any(largest_share(precision, step) > LARGEST_TOLERANCE or not precision.holds(step) for step in steps):
        return False
    shadow = shadow_of(sheet) if steps else sheet
    return all(
        clash.always
        for step in steps
        for clash in clashes(Suspects(sheet, step, precision), Suspects(shadow, shadow.by_key[step.key]))
    )


def _all_finite(sheet: Sheet) -> bool:
    return all(finite(sheet.values[step.key]) for step in sheet.steps)
