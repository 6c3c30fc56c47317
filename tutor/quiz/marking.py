"""Marking one answer.

In this order: can it be read, has it enough digits, is it right, is it right from the learner's own earlier values, and
which mistake does it show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from tutor.formula.operations.operation import Array, Index
from tutor.formula.tree import names_in
from tutor.messages import Message
from tutor.quiz.diagnosis import Diagnosis, Suspects, Typed, diagnose
from tutor.quiz.matrices import Paste, indices
from tutor.quiz.numbers import decimals, units
from tutor.quiz.precision import SLACK, Precision
from tutor.quiz.reading import Answer, Empty, Understood, Unread, read_cell
from tutor.quiz.sheet import Sheet, Step, finite

Verdict: TypeAlias = Literal["unread", "empty", "digits", "wrong", "consistent", "right"]
ORDER: tuple[Verdict, ...] = ("unread", "empty", "digits", "wrong", "consistent", "right")
"""The order of judgement: the whole stands where its first cell stopped."""

EXACT = 1e-9
"""Nearer than this part of the right value an answer is right, however few digits it has."""

ENOUGH = 0.005
"""Half of the last typed digit may be at most this part of the number."""

_NOISE = 1e-12


@dataclass(frozen=True, slots=True)
class CellMark:
    """One cell: what was understood, and how it was judged."""

    answer: Answer
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked answer.

    Attributes:
        verdict: of the whole.
        cells: by index; of those that were asked.
        tolerance: how far a cell may be off, in the shape of the line.
        right: the right value of the line.
        diagnosis: what a wrong answer shows.
        own: the keys of the learner's earlier values that a consistent answer is right from.
        decimals: after the point, that a value judged by its step needs; None for any other.
    """

    verdict: Verdict
    cells: Mapping[Index, CellMark]
    tolerance: Array
    right: Array
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    own: tuple[str, ...] = ()
    decimals: int | None = None

    @property
    def accepted(self) -> bool:
        """Whether one can go on to the next line."""
        return self.verdict in ("right", "consistent")

    @property
    def costs(self) -> bool:
        """Whether it counts as an answer: what could not be read, or had too few digits, does not."""
        return self.verdict in ("right", "consistent", "wrong")

    def where(self, *verdicts: Verdict) -> list[Index]:
        """The cells that were judged so."""
        return [index for index, cell in self.cells.items() if cell.verdict in verdicts]


class Marker:
    """Marks the answers to the lines of one sheet, and remembers the learner's own values.

    Attributes:
        sheet: the right values.
        own: by key, the values that the learner has typed and that were not right.
        own_units: by key, what the last digits of those stand for.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.precision = Precision(sheet)
        self.own: dict[str, Array] = {}
        self.own_units: dict[str, Array] = {}
        self._suspects: dict[str, Suspects] = {}

    def mark(
        self, step: Step, texts: Mapping[Index, str] | Paste, cell: Index | None = None, *, keep: bool = True
    ) -> Mark:
        """Mark what was typed for ``step``, or for one ``cell`` of it; ``keep``: and follow it through from now on."""
        turned = isinstance(texts, Paste) and texts.turned
        typed = texts.cells(step.shape) if isinstance(texts, Paste) else texts
        asked = indices(step.shape) if cell is None else [cell]
        answers = {index: read_cell(typed.get(index, "")) for index in asked}
        judge = _Judge(self.precision, step)
        verdicts = {index: judge.verdict(answer, index) for index, answer in answers.items()}
        if turned:  # exchanged rows and columns are not what the line asks, whatever the numbers
            verdicts = {index: "wrong" if verdict == "right" else verdict for index, verdict in verdicts.items()}
        overlay = None if turned else self._overlay(step)
        if overlay is not None and "wrong" in verdicts.values():
            again = _Judge(overlay.precision, overlay.step)
            for index, verdict in verdicts.items():
                if verdict == "wrong" and again.verdict(answers[index], index) == "right":
                    verdicts[index] = "consistent"
        whole = next(verdict for verdict in ORDER if verdict in verdicts.values())
        diagnosis, used = Diagnosis(), tuple[str, ...]()
        if whole == "wrong":
            diagnosis = self._diagnosed(step, _typed(answers, step, cell, turned), overlay)
        elif whole == "consistent" and overlay is not None:
            used = tuple(sorted(self._relevant(step)))
        if keep:
            self._remember(step, answers, judge.typed_units(answers), whole)
        marks = {index: CellMark(answers[index], verdict) for index, verdict in verdicts.items()}
        tolerance = self.precision.tolerance(step, judge.typed_units(answers))
        return Mark(whole, marks, tolerance, judge.right, diagnosis, used, judge.decimals)

    def suspects(self, step: Step) -> Suspects:
        """The mistakes that ``step`` invites."""
        if step.key not in self._suspects:
            self._suspects[step.key] = Suspects(self.sheet, step, self.precision)
        return self._suspects[step.key]

    def _diagnosed(self, step: Step, typed: Typed, overlay: Suspects | None) -> Diagnosis:
        groups = [self.suspects(step)]
        if overlay is not None:
            groups.insert(0, overlay)
        return diagnose(typed, groups)

    def _relevant(self, step: Step) -> set[str]:
        """The learner's own values that ``step`` depends on."""
        needed = set(names_in(step.expr))
        for other in reversed(self.sheet.steps):
            if other.key in needed and other.key not in self.own:
                needed.update(names_in(other.expr))
        return needed & self.own.keys() - {step.key}

    def _overlay(self, step: Step) -> Suspects | None:
        """The line as the learner's own values make it; None where it does not depend on them.

        Of an own value only the digits that were typed are known; on paper there may be more.
        """
        relevant = self._relevant(step)
        if not relevant:
            return None
        overlay = self.sheet.overlaid({key: self.own[key] for key in relevant})
        if not finite(overlay.values[step.key]):
            return None
        off = {key: np.maximum(units(self.own[key]), self.own_units.get(key, 0.0)) for key in relevant}
        return Suspects(overlay, overlay.by_key[step.key], Precision(overlay, off))

    def _remember(self, step: Step, answers: Mapping[Index, Answer], last: Array, whole: Verdict) -> None:
        """Keep what was typed to follow it through, unless it would make what follows trivial."""
        if whole == "right":
            self.own.pop(step.key, None)
        if whole not in ("wrong", "consistent"):
            return
        right = self.sheet.values[step.key]
        value = np.array(self.own.get(step.key, right))
        for index, answer in answers.items():
            if isinstance(answer, Understood):
                if answer.value in (0.0, 1.0) and right[index] != answer.value:
                    self.own.pop(step.key, None)
                    return
                value[index] = answer.value
        value.flags.writeable = False
        self.own[step.key], self.own_units[step.key] = value, last


class _Judge:
    """Judges single cells of one line against one sheet."""

    def __init__(self, precision: Precision, step: Step) -> None:
        self.right = precision.sheet.values[step.key]
        self._unit, self._spread = precision.unit(step), precision.spread(step.key)
        self._sizes = precision.measure(step) if precision.by_step(step) else None
        read = [float(np.abs(precision.sheet.values[name]).max(initial=0.0)) for name in names_in(step.expr)]
        self._noise = _NOISE * max(read, default=0.0)

    def verdict(self, answer: Answer, index: Index) -> Verdict:
        """The judgement of one cell, without follow-through."""
        if isinstance(answer, Unread):
            return "unread"
        if isinstance(answer, Empty):
            return "empty"
        right = float(self.right[index])
        gap = abs(answer.value - right)
        if gap <= max(EXACT * abs(right), self._noise if answer.value == 0 else 0.0):
            return "right"
        unit = answer.unit or 0.0
        if unit / 2 > ENOUGH * self._size(answer, index):
            return "digits"
        allowed = SLACK * max(unit, float(self._unit[index])) + float(self._spread[index])
        return "right" if gap <= allowed else "wrong"

    def _size(self, answer: Understood, index: Index) -> float:
        """What the last typed digit must be small against: the number, or the step that an update makes."""
        if self._sizes is None or not self._sizes.any():
            return abs(answer.value)
        return float(self._sizes[index] or self._sizes.max())

    @property
    def decimals(self) -> int | None:
        """How many digits after the point an updated value needs."""
        return None if self._sizes is None or not self._sizes.any() else decimals(float(self._unit.min()))

    def typed_units(self, answers: Mapping[Index, Answer]) -> Array:
        """The units of the last typed digits, in the shape of the line; 0 where nothing was understood."""
        result = np.zeros(self.right.shape)
        for index, answer in answers.items():
            if isinstance(answer, Understood) and answer.unit is not None:
                result[index] = answer.unit
        return result


def _typed(answers: Mapping[Index, Answer], step: Step, cell: Index | None, turned: bool) -> Typed:
    """The numbers that were understood; called where all of them were."""
    shape = step.shape if cell is None else ()
    numbers = [(answer.value, answer.unit or 0.0) for answer in answers.values() if isinstance(answer, Understood)]
    values, last = (np.array(column).reshape(shape) for column in zip(*numbers, strict=True))
    if turned:
        return Typed(values.T, last.T, None, turned=True)
    return Typed(values, last, cell)


def cells_text(cells: Iterator[Index] | list[Index]) -> str:
    """Cells as addresses name them.

    >>> cells_text([(0, 1), (1, 0)])
    '[0,1], [1,0]'
    """
    return ", ".join(f"[{','.join(map(str, index))}]" for index in cells if index)


def sentence(mark: Mark, sheet: Sheet, step: Step) -> Message:
    """What to say about a marked answer, in one sentence; the cells have their own."""
    wrong = cells_text(mark.where("wrong"))
    if mark.verdict == "wrong":
        found = mark.diagnosis.message
        if found is not None:
            return found
        return Message("quiz.where", {"cells": wrong}) if wrong else Message("quiz.differs")
    if mark.verdict == "consistent":
        return Message("quiz.consistent", {"names": ", ".join(sheet.show(key) for key in mark.own)})
    if mark.verdict == "digits":
        short = mark.where("digits")
        where = "-cells" if len(short) < len(mark.cells) else ""
        kind = "digits" if mark.decimals is None else "digits-step"
        return Message(f"quiz.{kind}{where}", {"cells": cells_text(short), "decimals": mark.decimals})
    if mark.verdict == "unread":
        unread = ((index, cell.answer) for index, cell in mark.cells.items())
        first, reason = next((index, answer.message) for index, answer in unread if isinstance(answer, Unread))
        return Message("quiz.unread-cell", {"cell": cells_text([first]), "reason": reason}) if first else reason
    if mark.verdict == "empty":
        empty = cells_text(mark.where("empty"))
        return Message("quiz.empty-cells", {"cells": empty}) if empty else Message("quiz.empty")
    return Message("quiz.right", {"name": sheet.show(step.key)})
