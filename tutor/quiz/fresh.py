"""Fresh numbers for a lesson's model, drawn from a seed: the same ones on every machine.

The lesson keeps its shapes, its targets and its size of numbers; what is drawn avoids values that hide mistakes:
0 and 1, a half, equal cells.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median

import numpy as np

from tutor.engine.draws import generator
from tutor.engine.model import Model
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Apply, Name, names_in, walk
from tutor.quiz.numbers import MASK
from tutor.quiz.sheet import Sheet

MOST_DRAWN = 400
"""Numbers of one array that are drawn anew; nobody works with a larger one by hand."""

DATA_AFTER = 3
"""Tries with the lesson's own data before they are drawn as well."""

DEFAULTS_AFTER = 8
"""Tries before a rule's own hyper-parameters, which the lesson leaves as they are, are drawn: a factor of 0.999 does
not show in four digits."""

WIDEN_EVERY = 2
"""Tries, from then on, before numbers are drawn twice as large, on both sides of 0: small ones, and positive ones
alone, leave activations all alike."""

NARROW_EVERY = 3
"""Of those tries each such one draws smaller numbers instead: large ones leave nothing of an activation's slope."""

_LARGEST_WIDENED = 1.0
_SMALLEST_NARROWED = 0.3

_TARGET_OF = {"bce": 1, "cross_entropy": 1, "one_hot": 0}
_TRAPS = (0.0, 0.5, 1.0, 2.0)
_SHADOW_SEED = 20_240_229


@dataclass(frozen=True, slots=True)
class Numbers:
    """What replaces a model's own numbers."""

    parameters: Mapping[str, Array]
    data: Mapping[str, Array]
    hyper: Mapping[str, float]

    def put_into(self, model: Model) -> Model:
        """``model`` with these numbers."""
        return replace(
            model,
            parameters={**model.parameters, **self.parameters},
            data={**model.data, **self.data},
            hyper={**model.hyper, **self.hyper},
        )


def fresh_numbers(model: Model, seed: int, attempt: int = 0) -> Numbers:
    """The numbers of the ``attempt``-th try with ``seed``."""
    wide = _width(attempt)
    parameters = {name: _drawn(value, seed, name, attempt, wide) for name, value in model.parameters.items()}
    data: dict[str, Array] = {}
    if attempt >= DATA_AFTER or not parameters:
        fixed, compared = targets(model), names_in(model.forward[-1].expr)
        for name, value in model.data.items():
            if name not in fixed:
                data[name] = _drawn(value, seed, name, attempt, 1.0 if name in compared else wide)
    hyper: dict[str, float] = {}
    for name, number in model.hyper_parameters.items():
        late = attempt >= (DATA_AFTER if name in model.hyper else DEFAULTS_AFTER)
        if number > 0 and name != "eps" and (late or (_hides(number) and name in model.hyper)):
            choice = generator(seed, f"fresh/{name}", attempt).random()
            hyper[name] = float(f"{number * _SHARES[int(choice * len(_SHARES))]:.2g}")
    return Numbers(parameters, data, hyper)


def _width(attempt: int) -> float:
    """How much larger than the lesson's own the numbers of a try are; less than 1: smaller."""
    later = max(0, attempt - DATA_AFTER)
    doublings = min(6, later // WIDEN_EVERY)
    return 2.0 ** (-doublings if later % NARROW_EVERY == NARROW_EVERY - 1 else doublings)


def _hides(number: float) -> bool:
    """Whether a factor of this size looks like another mistake: a doubling, a halving, a decimal point moved."""
    return number in _TRAPS or (number > 0 and math.log10(number) == round(math.log10(number)))


_SHARES = (0.6, 0.7, 0.8, 0.9)
"""Of a hyper-parameter that hides mistakes; below 1, so that a share of units or of a velocity stays one."""


def shadow_of(sheet: Sheet, which: int = 0) -> Sheet:
    """The same sheet with all numbers different, on which hardly anything is equal but what always is.

    ``which``: one of several, for who must be certain: on one of them units may be dead that others have alive.
    """
    numbers = fresh_numbers(_of_pass(sheet), _SHADOW_SEED, attempt=10**6 + which)
    state = [name for name in sheet.programs.state if name in sheet.given]
    given: dict[str, Array] = {name: np.asarray(sheet.values[name] * 1.37) for name in state}
    given |= {name: sheet.values[name] * 0.83 for name in _hyper_names(sheet)}
    given |= {**numbers.parameters, **numbers.data}
    return sheet.renewed({name: value for name, value in given.items() if name in sheet.given})


def _of_pass(sheet: Sheet) -> Model:
    """The model with the data that the pass reads: of mini-batches one batch."""
    return replace(sheet.model, data={name: sheet.values.get(name, value) for name, value in sheet.model.data.items()})


def _hyper_names(sheet: Sheet) -> list[str]:
    """Hyper-parameters under the names that the lines read them by."""
    names = [name for hyper in sheet.model.hyper_parameters for name in (hyper, f"rule.{hyper}")]
    return [name for name in names if name in sheet.given]


def targets(model: Model) -> frozenset[str]:
    """The data that must stay what they are: targets of a cross-entropy, classes, labels, the sides of comparisons."""
    found = {name for name in names_in(model.forward[-1].expr) if _is_one_hot(model.data.get(name))}
    for line in model.forward:
        for node in walk(line.expr):
            if not isinstance(node, Apply):
                continue
            position = _TARGET_OF.get(node.op)
            whole = node.op in ("equal", "not_equal")
            kept = [arg for k, arg in enumerate(node.args) if whole or k == position]
            found.update(part.id for arg in kept for part in walk(arg) if isinstance(part, Name))
    return frozenset(found) & model.data.keys()


def _is_one_hot(value: Array | None) -> bool:
    """Whether every row says which class it is."""
    if value is None or value.ndim != 2 or value.shape[1] < 2:
        return False
    return bool(np.isin(value, (0, 1)).all() and (value.sum(axis=1) == 1).all())


def _drawn(value: Array, seed: int, name: str, attempt: int, wide: float) -> Array:
    """Numbers of the size of ``value``, or ``wide`` times that, in its shape."""
    if not 0 < value.size <= MOST_DRAWN or not np.isfinite(value).all() or (np.abs(value) >= MASK).any():
        return value
    grid = _grid(tuple(np.abs(value[value != 0]).tolist()), wide)
    draws = generator(seed, f"fresh/{name}", attempt).random(len(grid) + 2 * value.size)
    shuffled, shares, signs = np.split(draws, [len(grid), len(grid) + value.size])
    if value.size <= len(grid):
        picked = np.array(grid)[np.argsort(shuffled, kind="stable")[: value.size]]  # each number once
    else:
        picked = np.round(grid[0] + shares * (grid[-1] - grid[0]), _places(grid[0]) + 1)
    if (value < 0).any() or not value.any() or wide > 1:
        picked = np.where(signs < 0.5, -picked, picked)
    result = np.asarray(picked.reshape(value.shape), dtype=np.float64)
    result.flags.writeable = False
    return result


@lru_cache(maxsize=1000)
def _grid(sizes: tuple[float, ...], wide: float) -> tuple[float, ...]:
    """Numbers of one or two digits around these sizes, without 0, a half and 1."""
    if wide >= 1 and sizes and max(sizes) > 1 and all(size == round(size) for size in sizes):
        low, high = 2, max(9, round(1.7 * median(sizes)))
        low = max(low, round(0.3 * median(sizes)))
        step = max(1, 10 ** (len(str(high)) - 2))
        return tuple(float(number) for number in range(low, high + 1, step))
    size = median(sizes) if sizes else 0.5
    if wide < 1:
        size = min(size, max(wide * size, _SMALLEST_NARROWED))
    size = max(size, min(wide * size, _LARGEST_WIDENED))
    unit = 10.0 ** (math.floor(math.log10(1.7 * size)) - 1)
    first, last = max(2, round(0.3 * size / unit)), round(1.7 * size / unit)
    numbers = [round(number * unit, _places(unit)) for number in range(first, last + 1)]
    return tuple(number for number in numbers if number not in _TRAPS[:3])


def _places(unit: float) -> int:
    return max(0, -math.floor(math.log10(unit)))
