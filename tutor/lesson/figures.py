"""The figures that a lesson promises: each is computed, and one that does not come out as printed is complained of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from tutor.engine.address import Address
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array, Index
from tutor.lesson.complaint import Complaint
from tutor.lesson.lesson import Lesson
from tutor.lesson.parts import Figure
from tutor.lesson.printed import prints_as
from tutor.lesson.source import Source

LATEST = 20_000
"""Updates before the latest figure that is computed."""

MOST_NUMBERS = 500_000_000
"""Numbers that are computed on the way to a figure at most: a pass of a large net takes long."""


class Difference(NamedTuple):
    """A number that does not come out: which of the figure's, from 0, its cell, and what is computed there."""

    position: int
    cell: Index
    computed: float


def check_figures(lesson: Lesson) -> tuple[Complaint, ...]:
    """An error for each printed number that does not come out; advice about figures that lie too far off."""
    if not lesson.figures:
        return ()
    source = Source(lesson.file)
    for variant in (None, *lesson.variants):
        numbered = [(number, figure) for number, figure in enumerate(lesson.figures) if figure.variant == variant]
        if numbered:
            run = Run(lesson.model(variant))
            for number, figure in sorted(numbered, key=lambda entry: entry[1].at.update or 0):
                _check(run, number, figure, source)
    return source.complaints.all


def _check(run: Run, number: int, figure: Figure, source: Source) -> None:
    place, complaints = source.place("figure", number, "at"), source.complaints
    address, update = str(figure.at), figure.at.update or 0
    if update > 0 and not run.learns:
        complaints.error("no-updates", place, address=address)
        return
    if is_too_far(run, update):
        complaints.advise("figure-too-far", place, address=address, updates=f"{LATEST:,}", numbers=f"{MOST_NUMBERS:,}")
        return
    found = computed(run, figure.at)
    if found is None:
        complaints.error("figure-not-computed", place, address=address)
    elif found.size != len(figure.printed):  # in a short last batch, which has shapes of its own
        complaints.error("figure-count", place, address=address, found=len(figure.printed), cells=found.size)
    else:
        for difference in differences(figure, found):
            cell = Address(figure.at.update, figure.at.name, ((*(figure.at.index or ()), *difference.cell)) or None)
            complaints.error(
                "figure-differs",
                source.word("figure", number, "is", difference.position),
                address=str(cell),
                printed=figure.printed[difference.position],
                computed=repr(difference.computed),
            )


def is_too_far(run: Run, update: int) -> bool:
    """Whether it would take too long to find out what stands in pass ``update``."""
    shapes = run.programs.shapes
    numbers = sum(int(np.prod(shapes[line.name], dtype=np.float64)) for line in run.lines)
    return update > LATEST or update * numbers > MOST_NUMBERS


def computed(run: Run, at: Address) -> Array | None:
    """What stands at an address of a figure; None if no gradient reaches it. The run stands there afterwards."""
    name, update = at.name or "", at.update or 0
    lines = [line.name for line in run.lines]
    ends = len(lines) if name in lines else len(lines) - len(run.programs.update)
    run.go(update, 0 if name in run.learned else ends)
    found = value_of(run, name)
    return None if found is None else found[at.index or ()]


def value_of(run: Run, name: str) -> Array | None:
    """The value, the watch or the gradient called ``name`` where a run stands; None if it is not known there."""
    if name in run.programs.shapes:
        return run.value(name)
    if name in run.model.watches:
        number = run.watches()[name]
        return None if number is None else np.asarray(number)
    return run.gradient(name[1:])


def comes_out(figure: Figure, value: Array) -> bool:
    """Whether a figure is what is printed of ``value``, the whole of what its address names."""
    found = value[figure.at.index or ()]
    return found.size == len(figure.printed) and next(differences(figure, found), None) is None


def differences(figure: Figure, found: Array) -> Iterator[Difference]:
    """The cells of ``found`` that do not print as the figure does."""
    for position, (cell, printed) in enumerate(zip(np.ndindex(found.shape), figure.printed, strict=True)):
        if not prints_as(float(found[cell]), printed):
            yield Difference(position, cell, float(found[cell]))
