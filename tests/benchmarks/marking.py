"""The marker's rows: simulated learners over random problems, and how long marking takes.

python -m tests.benchmarks.marking [PROBLEMS]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from functools import partial

import numpy as np

from tests.benchmarks.measure import Row
from tests.quiz.learners import SLIPS, Habit, Learner
from tests.quiz.problems import Problem, random_problem
from tutor.formula.operations.operation import Array
from tutor.quiz.diagnosis import Suspect, Suspects, equal, ratio
from tutor.quiz.marking import Marker
from tutor.quiz.matrices import indices
from tutor.quiz.questions import practicable
from tutor.quiz.sheet import Sheet, Step, finite
from tutor.quiz.variants import Ask, Variants

PROBLEMS = 2_000
AT_ONCE = 50
"""Problems that one process works on before it takes the next ones."""

LINES = 1
"""Lines of each problem that are looked at with fresh numbers."""

NAMED = 3
"""Mistakes of each such line that are typed and marked."""

FLAT = 0.01

_WRITING = frozenset({"decimal-shift", "sign", "order"})
"""What these say of a slip is true of it: swapping the digits of 0.09 moves the point."""

HABITS: tuple[Habit, ...] = ("rounds", "cuts off")


@dataclass
class Counts:
    """What came out."""

    rejected: Counter[str] = field(default_factory=Counter)
    faultless: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    mistakes: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    flatly: Counter[str] = field(default_factory=Counter)
    slips: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    drawing: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    lines: int = 0
    unclear: int = 0
    odd: Counter[tuple[object, ...]] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        """Take in what came out elsewhere."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def simulate(count: int = PROBLEMS, seed: int = 0, workers: int | None = None) -> Counts:
    """Let learners loose on ``count`` random problems, in several processes (None: as many as there are processors)."""
    counts = Counts()
    with ProcessPoolExecutor(workers) as pool:
        starts = range(0, count, AT_ONCE)
        for found in pool.map(partial(_simulated, seed=seed, count=count), starts):
            counts.add(found)
    return counts


def _simulated(start: int, seed: int, count: int) -> Counts:
    counts = Counts()
    for number in range(start, min(start + AT_ONCE, count)):
        problem = random_problem(np.random.default_rng([seed, number]))
        rng = np.random.default_rng([seed, number, 1])
        sheet = problem.sheet()
        _faultless(sheet, counts)
        _mistaken(sheet, counts)
        lines = list(practicable(sheet))
        for position in rng.permutation(len(lines))[:LINES]:
            _with_fresh_numbers(problem, sheet, lines[int(position)], counts, rng)
    return counts


def _faultless(sheet: Sheet, counts: Counts) -> None:
    """Learners who write every intermediate value down with four digits, and make no mistake."""
    marker = Marker(sheet)
    for habit in HABITS:
        learner = Learner(sheet, habit)
        for step in practicable(sheet):
            typed = learner.exact_step(step) if marker.precision.by_step(step) else learner.values[step.key]
            if not finite(typed):  # an output of 0.99997 is 1.000 on paper, and has no ln(1 - y)
                continue
            mark = marker.mark(step, learner.typed(step, typed))
            marker.own.clear()
            counts.rejected[habit] += sum(cell.verdict != "right" for cell in mark.cells.values())
            off = np.abs(typed - mark.right) > FLAT * np.abs(mark.right)
            counts.rejected[f"{habit}, flat"] += int(off.sum())
            counts.faultless += len(mark.cells) if habit == "rounds" else 0


def _mistaken(sheet: Sheet, counts: Counts) -> None:
    """Every mistaken value of every line: whether it would be accepted as right, with the problem's own numbers."""
    marker = Marker(sheet)
    for step in practicable(sheet):
        suspects = marker.suspects(step)
        for suspect in _formulas(suspects):
            counts.mistakes["own"] += 1
            counts.accepted["own"] += _accepted(suspect, suspects)
            counts.accepted["own, flat"] += _within(suspect.value, suspects.right)


def _formulas(suspects: Suspects) -> Iterator[Suspect]:
    """The mistakes that are formulas, in the shape of the line, and that change it."""
    for suspect in suspects.all:
        if (
            not suspect.inputs
            and suspect.value.shape == suspects.step.shape
            and not equal(suspect.value, suspects.right)
        ):
            yield suspect


def _accepted(suspect: Suspect, suspects: Suspects) -> bool:
    return ratio(np.abs(suspect.value - suspects.right), suspects.tolerance) <= 1


def _within(value: Array, right: Array) -> bool:
    return ratio(np.abs(value - right), FLAT * np.abs(right)) <= 1


def _with_fresh_numbers(problem: Problem, own: Sheet, line: Step, counts: Counts, rng: np.random.Generator) -> None:
    """A line with numbers that were chosen: mistakes are typed by a learner who rounds, and slips."""
    variants = Variants(problem.model, [(own, [Ask(line.key)])])
    start = time.perf_counter()
    variants.draw(0)  # what depends on the formulas alone is worked out once
    second = time.perf_counter()
    drawn = variants.draw(1)
    counts.first.append(1000 * (second - start))
    counts.drawing.append(1000 * (time.perf_counter() - second))
    counts.lines += 1
    if not drawn.clear:
        counts.unclear += 1
        return
    sheet = drawn.sheets[0]
    step = sheet.by_key[line.key]
    marker = Marker(sheet)
    suspects = marker.suspects(step)
    learner = Learner(sheet, "rounds")
    found = list(_formulas(suspects))
    for suspect in found:
        counts.mistakes["fresh"] += 1
        counts.accepted["fresh"] += _accepted(suspect, suspects)
        counts.accepted["fresh, flat"] += _within(suspect.value, suspects.right)
    for position in rng.permutation(len(found))[:NAMED]:
        _name(found[int(position)], suspects, marker, learner, counts)
    for kind in SLIPS:
        _slip(kind, suspects, marker, learner, counts, rng)


def _name(suspect: Suspect, suspects: Suspects, marker: Marker, learner: Learner, counts: Counts) -> None:
    step = suspects.step
    if suspect.expr is None:
        return
    value = learner.work_out(suspect.expr) if not marker.precision.by_step(step) else suspect.value
    if not finite(value):
        return
    start = time.perf_counter()
    mark = marker.mark(step, learner.typed(step, value))
    counts.milliseconds.append(1000 * (time.perf_counter() - start))
    marker.own.clear()
    ids = mark.diagnosis.ids
    outcome: str
    if mark.verdict != "wrong":
        outcome = mark.verdict
    elif not ids:
        outcome = "not named"
    else:
        outcome = "rightly" if ids == (suspect.id,) else "either of two" if suspect.id in ids else "wrongly"
    counts.named[outcome] += 1
    counts.flatly[_flatly(suspect.id, suspects, value)] += 1
    if outcome != "rightly":
        counts.odd[outcome, suspect.id, ids] += 1


def _flatly(made: str, suspects: Suspects, value: Array) -> str:
    """What an answer would be called by who allows everything 1 %."""
    ids = _flat_ids(suspects, value)
    if _within(value, suspects.right):
        return "right"
    return "not named" if not ids else "rightly" if ids == {made} else "several" if made in ids else "wrongly"


def _flat_ids(suspects: Suspects, value: Array) -> set[str]:
    return {one.id for one in _formulas(suspects) if _within(value, one.value)}


def _slip(
    kind: str, suspects: Suspects, marker: Marker, learner: Learner, counts: Counts, rng: np.random.Generator
) -> None:
    """One cell of a right answer is typed wrongly."""
    step = suspects.step
    typed = learner.typed(step, learner.exact_step(step)) if marker.precision.by_step(step) else learner.answer(step)
    cells = indices(step.shape)
    index = cells[int(rng.integers(len(cells)))]
    typed[index] = SLIPS[kind](typed[index], rng)
    mark = marker.mark(step, typed)
    marker.own.clear()
    if mark.verdict != "wrong":
        return
    ids = mark.diagnosis.ids
    counts.slips["all"] += 1
    values = np.array([getattr(cell.answer, "value", np.nan) for cell in mark.cells.values()]).reshape(step.shape)
    counts.slips["flat"] += bool(_flat_ids(suspects, values))
    if ids and not _WRITING.issuperset(ids):
        counts.slips["wrongly named"] += 1
        counts.odd["slip", kind, ids, len(cells)] += 1


def rows(count: int = PROBLEMS) -> Iterator[Row]:
    """What the simulation shows, beside the bounds."""
    found = simulate(count)
    faultless, own, fresh = found.faultless, found.mistakes["own"], found.mistakes["fresh"]
    for habit in HABITS:
        wrong, flat = found.rejected[habit], found.rejected[f"{habit}, flat"]
        what = f"faultless cells rejected, of a learner who {habit} every intermediate value to 4 digits"
        yield Row(what, f"{wrong} of {faultless:,}", "0", wrong == 0)
        yield _beside("the same, by a flat 1 %", _share(flat, faultless))
    accepted = found.accepted
    yield Row("single mistakes accepted as right, problem's own numbers", _share(accepted["own"], own), "≤ 3.5 %",
              accepted["own"] <= 0.035 * own)  # fmt: skip
    yield _beside("the same, by a flat 1 %", _share(accepted["own, flat"], own))
    yield Row("single mistakes accepted as right, chosen numbers", f"{accepted['fresh']} of {fresh:,}", "0",
              accepted["fresh"] == 0)  # fmt: skip
    yield _beside("the same, by a flat 1 %", _share(accepted["fresh, flat"], fresh))
    yield _beside("lines for which no try found numbers that can be marked: they are not asked",
                  _share(found.unclear, found.lines))  # fmt: skip
    named, total = found.named, sum(found.named.values())
    rightly, wrongly = named["rightly"], named["wrongly"]
    yield Row("single mistakes named rightly", _share(rightly, total), "≥ 97 %", rightly >= 0.97 * total)
    yield _beside("the same, by a flat 1 %", _share(found.flatly["rightly"], total))
    yield _beside("named as either of two", _share(named["either of two"], total))
    yield _beside("wrong, and not named", _share(named["not named"], total))
    yield Row("named wrongly", f"{wrongly} of {total:,}", "0", wrongly == 0)
    yield _beside("the same, by a flat 1 %", f"{found.flatly['wrongly']} of {total:,}")
    slips, misnamed = found.slips["all"], found.slips["wrongly named"]
    yield Row("random slips named as a mistake", _share(misnamed, slips), "≤ 0.5 %", misnamed <= 0.005 * slips)
    yield _beside("the same, by a flat 1 %", _share(found.slips["flat"], slips))
    yield _time("marking with diagnosis of one answer", found.milliseconds)
    yield _time("a new variant of a line", found.drawing)
    yield _beside("the first variant of a line, with all that depends on its formulas alone", _median(found.first))


def _beside(what: str, value: str) -> Row:
    """A row that has no bound: it stands beside another for comparison."""
    return Row(what, value, "–", holds=True)


def _time(what: str, milliseconds: list[float]) -> Row:
    worst = statistics.quantiles(milliseconds, n=20)[18]
    text = f"{_median(milliseconds)} (95 of 100: {worst:.0f} ms)"
    return Row(f"{what}, median", text, "≤ 50 ms", statistics.median(milliseconds) <= 50)


def _median(milliseconds: list[float]) -> str:
    return f"{statistics.median(milliseconds):.1f} ms"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / max(whole, 1):.2f} %"


if __name__ == "__main__":
    chosen = int(sys.argv[1]) if len(sys.argv) > 1 else PROBLEMS
    for row in rows(chosen):
        print(row)
