"""Values of the lessons that ship, and their comparison with figures as they are printed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt

from tutor import resources
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array
from tutor.lesson.collection import Collection
from tutor.lesson.lesson import Lesson
from tutor.lesson.printed import prints_as


@cache
def lesson(name: str) -> Lesson:
    """The lesson called ``name``, which must be good."""
    reading = Collection(resources.lessons_folder(), resources.assets_folder()).find(name)
    assert reading.lesson is not None, [complaint.render("en") for complaint in reading.complaints]
    return reading.lesson


def run_to(name: str, update: int, variant: str | None = None, **hyper: float) -> Run:
    """A run that stands in pass ``update`` where all is computed and nothing updated; ``hyper`` is set beforehand."""
    model = lesson(name).model(variant)
    run = Run(replace(model, hyper={**model.hyper, **hyper}))
    run.go(update)
    run.go(update, len(run.programs.forward) + len(run.programs.backward))
    return run


def value(name: str, address: str, variant: str | None = None, **hyper: float) -> Array:
    """The value at ``address``, a gradient on demand where no line holds it."""
    update, _, what = address.partition("/")
    run = run_to(name, int(update), variant, **hyper)
    on_demand = what.startswith("d") and what not in run.programs.shapes
    found = run.gradient(what[1:]) if on_demand else run.value(what)
    assert found is not None, address
    return found


def watch(name: str, address: str, variant: str | None = None) -> float:
    """The watch at ``address``."""
    update, _, what = address.partition("/")
    found = run_to(name, int(update), variant).watches()[what]
    assert found is not None, address
    return found


def assert_prints(found: npt.ArrayLike, figures: str) -> None:
    """Each cell, rounded to the digits that its figure has, is that figure."""
    printed = figures.split()
    cells = np.asarray(found, dtype=float).ravel().tolist()
    assert len(printed) == len(cells), (cells, figures)
    for figure, cell in zip(printed, cells, strict=True):
        assert prints_as(cell, figure), f"{cell!r} does not print as {figure}"


def assert_same(found: Array, wanted: npt.ArrayLike) -> None:
    """The same numbers to twelve digits."""
    assert np.allclose(found, np.asarray(wanted, dtype=float), rtol=1e-12, atol=1e-12), (found, wanted)
