"""Numbers that keep mistakes apart: how well a line's numbers do, and fresh ones that do well."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from tutor.engine.run import Run
from tutor.quiz.diagnosis import APART, Suspect, Suspects, Typed, ratio, same_formula
from tutor.quiz.fresh import Numbers, fresh_numbers, shadow_of
from tutor.quiz.precision import Precision
from tutor.quiz.sheet import Sheet, Step, finite, sheet_of

MOST_TRIES = 60
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
        if ratio(np.abs(one.value - suspects.right), suspects.tolerance) < APART:
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
    return ratio(np.abs(one.value - other.value), allowed) < APART


class Variants:
    """Fresh numbers for some lines of a model."""

    def __init__(self, sheet: Sheet, keys: Collection[str]) -> None:
        """``sheet``: with the lesson's own numbers; ``keys``: of the lines that are to be asked."""
        self.base = sheet
        self._keys = tuple(keys)
        self._shadow = shadow_of(sheet)

    def draw(self, seed: int) -> Drawn:
        """The numbers of ``seed``: the first ones that keep mistakes apart, or else the least bad of all tries."""
        best: tuple[int, Drawn] | None = None
        for attempt in range(MOST_TRIES):
            numbers = fresh_numbers(self.base.model, seed, attempt)
            sheet = self._put_in(numbers)
            if sheet is None:
                continue
            clear = self._clear_lines(sheet)
            drawn = Drawn(seed, sheet, numbers, frozenset(clear))
            if len(clear) == len(self._keys):
                return drawn
            if best is None or len(clear) > best[0]:
                best = len(clear), drawn
        return best[1] if best is not None else Drawn(seed, self.base, NOTHING_DRAWN, frozenset())

    def _put_in(self, numbers: Numbers) -> Sheet | None:
        """The pass with these numbers; None where one of them is lost on the way."""
        model = numbers.put_into(self.base.model)
        if self.base.update:
            sheet = sheet_of(Run(model), self.base.update)
            sheet = self.base.renewed({key: sheet.values[key] for key in sheet.given})
        else:
            given = {**numbers.parameters, **numbers.data}
            given |= {key: np.array(numbers.hyper[key]) for key in numbers.hyper if key in self.base.given}
            sheet = self.base.renewed(given)
        sheet = replace(sheet, model=model)
        return sheet if all(finite(sheet.values[step.key]) for step in sheet.steps) else None

    def _clear_lines(self, sheet: Sheet) -> list[str]:
        """The keys of the lines whose mistakes these numbers keep apart, up to the first that they do not."""
        precision = Precision(sheet)
        steps = [sheet.by_key[key] for key in self._keys]
        sharp = [step for step in steps if largest_share(precision, step) <= LARGEST_TOLERANCE]
        if len(sharp) < len(steps) and len(steps) > 1:
            return []
        clear = []
        for step in sharp:
            found = clashes(Suspects(sheet, step, precision), Suspects(self._shadow, self._shadow.by_key[step.key]))
            if all(clash.always for clash in found):
                clear.append(step.key)
            elif len(steps) > 1:
                break
        return clear


@dataclass(frozen=True, slots=True)
class Drawn:
    """Numbers that came of a seed.

    Attributes:
        sheet: the pass with them.
        numbers: what replaces the lesson's own.
        clear: the keys of the asked lines whose mistakes they keep apart.
    """

    seed: int
    sheet: Sheet
    numbers: Numbers
    clear: frozenset[str]


NOTHING_DRAWN = Numbers({}, {}, {})
