"""Fresh numbers for a lesson's model, drawn from a seed: the same ones on every machine.

The lesson keeps its shapes, its targets and its size of numbers; what is drawn avoids values that hide mistakes:
0 and 1, a half, equal cells.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from tutor.engine.draws import generator
from tutor.engine.model import Model
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Apply, Name, names_in, walk
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

_LARGEST_WIDENED = 1.0

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
    wide = 2.0 ** min(6, max(0, attempt - DATA_AFTER) // WIDEN_EVERY)
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


def _hides(number: float) -> bool:
    """Whether a factor of this size looks like another mistake: a doubling, a halving, a decimal point moved."""
    return number in _TRAPS or (number > 0 and math.log10(number) == round(math.log10(number)))


_SHARES = (0.6, 0.7, 0.8, 0.9)
"""Of a hyper-parameter that hides mistakes; below 1, so that a share of units or of a velocity stays one."""


def shadow_of(sheet: Sheet) -> Sheet:
    """The same sheet with all numbers different, on which only what is always equal is equal."""
    numbers = fresh_numbers(sheet.model, _SHADOW_SEED, attempt=10**6)
    state = [name for name in sheet.programs.state if name in sheet.given]
    given: dict[str, Array] = {name: np.asarray(sheet.values[name] * 1.37) for name in state}
    given |= {name: sheet.values[name] * 0.83 for name in _hyper_names(sheet)}
    given |= {**numbers.parameters, **numbers.data}
    return sheet.renewed({name: value for name, value in given.items() if name in sheet.given})


def _hyper_names(sheet: Sheet) -> list[str]:
    """Hyper-parameters under the names that the lines read them by."""
    names = [name for hyper in sheet.model.hyper_parameters for name in (hyper, f"rule.{hyper}")]
    return [name for name in names if name in sheet.given]


def targets(model: Model) -> frozenset[str]:
    """The data that must stay what they are: targets of a cross-entropy, labels, the sides of comparisons."""
    found: set[str] = set()
    for line in model.forward:
        for node in walk(line.expr):
            if not isinstance(node, Apply):
                continue
            position = _TARGET_OF.get(node.op)
            whole = node.op in ("equal", "not_equal")
            kept = [arg for k, arg in enumerate(node.args) if whole or k == position]
            found.update(part.id for arg in kept for part in walk(arg) if isinstance(part, Name))
    return frozenset(found) & model.data.keys()


def _drawn(value: Array, seed: int, name: str, attempt: int, wide: float) -> Array:
    """Numbers of the size of ``value``, or ``wide`` times that, in its shape."""
    if not 0 < value.size <= MOST_DRAWN or not np.isfinite(value).all():
        return value
    grid = _grid(value, wide)
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


def _grid(value: Array, wide: float) -> list[float]:
    """Numbers of one or two digits around the size of ``value``, without 0, a half and 1."""
    sizes = np.abs(value[value != 0])
    whole = sizes.size > 0 and bool((sizes == np.round(sizes)).all()) and float(sizes.max()) > 1
    if whole:
        low, high = 2, max(9, round(1.7 * float(np.median(sizes))))
        low = max(low, round(0.3 * float(np.median(sizes))))
        step = max(1, 10 ** (int(math.log10(high)) - 1))
        return [float(number) for number in range(low, high + 1, step)]
    size = float(np.median(sizes)) if sizes.size else 0.5
    size = max(size, min(wide * size, _LARGEST_WIDENED))
    unit = 10.0 ** (math.floor(math.log10(1.7 * size)) - 1)
    first, last = max(2, round(0.3 * size / unit)), round(1.7 * size / unit)
    numbers = [round(number * unit, _places(unit)) for number in range(first, last + 1)]
    return [number for number in numbers if number not in _TRAPS[:3]]


def _places(unit: float) -> int:
    return max(0, -math.floor(math.log10(unit)))
