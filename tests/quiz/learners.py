"""Simulated learners: they work a pass out on paper, write every intermediate value down with four digits, and slip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np

from tutor.formula.evaluate import evaluate
from tutor.formula.operations.operation import Array, Index
from tutor.formula.tree import Apply, Expr, names_in
from tutor.quiz.arithmetic import Work
from tutor.quiz.matrices import indices
from tutor.quiz.numbers import DIGITS, cut_off, rounded, units_of, written_to
from tutor.quiz.precision import Precision
from tutor.quiz.sheet import Sheet, Step

Habit = Literal["rounds", "cuts off"]


def written_down(values: Array, habit: Habit, digits: int = DIGITS) -> Array:
    """Every number at ``digits`` significant digits."""
    with np.errstate(all="ignore"):
        return rounded(values, digits) if habit == "rounds" else cut_off(values, digits)


class Learner:
    """Works out all lines of a sheet, one operation after another, from what is on the learner's own paper."""

    def __init__(self, sheet: Sheet, habit: Habit) -> None:
        self.sheet = sheet
        self.habit = habit
        self.values: dict[str, Array] = {
            key: np.asarray(sheet.values[key] if key in sheet.model.parameters else written_down(value, habit, 6))
            for key, value in sheet.values.items()
            if key in sheet.given
        }
        for step in sheet.steps:
            self.values[step.key] = self.work_out(step.expr)

    def work_out(self, expr: Expr) -> Array:
        """A formula over keys, every operation and every product written down before the next."""
        keys = names_in(expr)
        work = Work({key: self.values[key].shape for key in keys})
        end = work.add("", expr)
        paper = {work.names[key]: self.values[key] for key in keys}
        for operation in work.operations:
            paper[operation.name] = self._operation(operation.expr, paper)
        return paper[end]

    def _operation(self, expr: Expr, paper: Mapping[str, Array]) -> Array:
        def down(values: Array) -> Array:
            return written_down(values, self.habit)

        if isinstance(expr, Apply) and expr.op == "matmul":
            left, right = (evaluate(arg, {name: paper[name] for name in names_in(arg)}) for arg in expr.args)
            if left.ndim == right.ndim == 2:
                return down(down(left[:, :, np.newaxis] * right[np.newaxis]).sum(axis=1))
        value = evaluate(expr, {name: paper[name] for name in names_in(expr)})
        if isinstance(expr, Apply) and expr.op == "multiply":  # on paper 0 times anything is 0, ln 0 included
            sides = [evaluate(arg, {name: paper[name] for name in names_in(arg)}) for arg in expr.args]
            value = np.where((sides[0] == 0) | (sides[1] == 0), 0.0, value)
        return down(value)

    def answer(self, step: Step) -> dict[Index, str]:
        """What is typed for a line: its value from the learner's own paper."""
        return self.typed(step, self.values[step.key])

    def typed(self, step: Step, value: Array) -> dict[Index, str]:
        """A value as it is typed into the cells of a line, with the digits that the box asks for."""
        precision = Precision(self.sheet)
        if precision.by_step(step) and precision.measure(step).any():
            before = self.sheet.before(step)
            unit = np.minimum(precision.unit(step), _units(value - (0.0 if before is None else before)))
        else:
            unit = _units(value)
        return {index: typed_number(float(value[index]), float(unit[index])) for index in indices(step.shape)}

    def exact_step(self, step: Step) -> Array:
        """A parameter after its update from this learner's gradient, all decimals kept: the step is what is rounded."""
        return evaluate(step.expr, {key: self.values[key] for key in names_in(step.expr)})


def _units(values: Array) -> Array:
    found = units_of(values)
    return np.where(found == 0, np.where(found.any(), found.max(initial=1.0), 1.0), found)


def typed_number(value: float, unit: float) -> str:
    """A number with its digits down to ``unit``."""
    if value == 0:
        return "0"
    return written_to(value, unit) if unit < 1 else f"{round(value / unit) * unit:.0f}"


Slip = Callable[[str, np.random.Generator], str]


def _digit_changed(text: str, rng: np.random.Generator) -> str:
    places = [k for k, character in enumerate(text) if character.isdigit() and (character != "0" or k > 1)]
    if not places:
        return text
    k = int(rng.choice(places))
    other = str(int(rng.choice([digit for digit in range(10) if str(digit) != text[k]])))
    return text[:k] + other + text[k + 1 :]


def _digits_swapped(text: str, rng: np.random.Generator) -> str:
    pairs = [k for k in range(len(text) - 1) if text[k].isdigit() and text[k + 1].isdigit() and text[k] != text[k + 1]]
    if not pairs:
        return text
    k = int(rng.choice(pairs))
    return text[:k] + text[k + 1] + text[k] + text[k + 2 :]


def _decimal_shifted(text: str, rng: np.random.Generator) -> str:
    return f"{text}e{int(rng.choice([-2, -1, 1, 2]))}" if "e" not in text else text


SLIPS: Mapping[str, Slip] = {
    "digit changed": _digit_changed,
    "digits swapped": _digits_swapped,
    "decimal shifted": _decimal_shifted,
}
