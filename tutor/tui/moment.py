"""What a position shows: names, formulas and values, ready to be drawn. Knows no Textual.

The arrays are the engine's own, which the next step writes over: a moment is drawn at once and not kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tutor.engine.program import Line, Phase, Programs
from tutor.formula.display import display_name
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Apply, Expr, Name, names_in
from tutor.formula.write import Naming, write
from tutor.messages import Language
from tutor.tui.picture.equation import Equation, Term
from tutor.tui.picture.formula import Detail, Operand, Piece, pieces
from tutor.tui.picture.quantity import Quantity
from tutor.tui.session import Session

State = Literal["done", "current", "coming"]
PHASES: tuple[Phase, ...] = ("forward", "backward", "update")


@dataclass(frozen=True, slots=True)
class Stop:
    """A line as it stands on the rail."""

    label: str
    state: State


@dataclass(frozen=True, slots=True)
class Reading:
    """A number that is watched: the loss, a hyper-parameter, a watch. None: not computed yet."""

    label: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Shown:
    """The line that is shown.

    Attributes:
        formula: in Unicode mathematics, with its left-hand side.
        about: what its value stands for, where the lesson says so.
        what: what its outermost operation does, in a few words; empty where there is none.
        computed: False at the beginning of a pass, where the first line is still to come.
    """

    formula: str
    equation: Equation
    about: str
    what: str
    computed: bool


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A parameter or a state of the rule. A gradient is None where the lesson has none for it."""

    value: Quantity
    gradient: Quantity | None
    change: Quantity | None
    flat: bool = False
    """Whether no gradient reaches it, for a reason that the lesson's formulas have."""


def naming_of(programs: Programs, loss: str) -> Naming:
    """How the names of a pass are written: gradients as ∂L/∂…"""
    left_out = {f"d{name}" for name in programs.fusable}
    gradients = programs.gradients | left_out
    return lambda name: display_name(name, gradients, loss)


class Moment:
    """One position of a session, in one language."""

    def __init__(self, session: Session, language: Language, texts: Texts | None = None) -> None:
        self._session = session
        self._language = language
        self._run = session.run
        self._programs = session.programs
        self._texts = texts or Texts()
        self._naming = naming_of(self._programs, session.model.loss)
        self.update, self.line = session.run.position
        self.count = len(session.run.lines)

    @property
    def phase(self) -> Phase | None:
        """The program that the line last run belongs to."""
        current = self._run.current
        return None if current is None else current.phase

    @property
    def title(self) -> str:
        """The lesson's title, and that of its variant."""
        lesson, variant = self._session.lesson, self._session.variant
        if lesson is None:
            return ""
        title = lesson.title.say(self._language)
        if variant is None or variant not in lesson.variants:
            return title
        return f"{title} · {lesson.variants[variant].title.say(self._language) or variant}"

    @property
    def rail(self) -> dict[Phase, list[Stop]]:
        """The lines of the three programs."""
        rail: dict[Phase, list[Stop]] = {phase: [] for phase in PHASES}
        for number, line in enumerate(self._run.lines, start=1):
            state: State = "current" if number == self.line else "done" if number < self.line else "coming"
            rail[line.phase].append(Stop(self._short(line.name), state))
        return rail

    def _short(self, name: str) -> str:
        """A gradient as ∂W₁ where it is clear of what."""
        return f"∂{display_name(name[1:])}" if name in self._programs.gradients else self._naming(name)

    @property
    def loss(self) -> Reading | None:
        """The loss, or whatever single number the last forward line gives; None if it gives more than one."""
        name = self._session.model.loss
        if self._programs.shapes[name]:
            return None
        value = self._session.value(name)
        return Reading(self._naming(name), None if value is None else float(value))

    @property
    def hyper(self) -> list[Reading]:
        """The hyper-parameters."""
        return [Reading(display_name(name), value) for name, value in self._run.hyper.items()]

    @property
    def watches(self) -> list[Reading]:
        """The watches, under their titles."""
        lesson = self._session.lesson
        titles = {} if lesson is None else lesson.watch_titles
        return [
            Reading(titles[name].say(self._language) if name in titles else name, value)
            for name, value in self._run.watches().items()
        ]

    # The line

    @property
    def shown(self) -> Shown | None:
        """The line that ran last; at the beginning of a pass the first one, still to come."""
        number = self._session.shown
        if number is None:
            return None
        line = self._run.lines[number]
        computed = number < self.line
        read = self._session.read_by(number)
        text = self._texts.formula(self._programs, number, self._naming)
        result = self._quantity(line.name, new=computed)
        if not computed:
            result = self._quantity(line.name, array=None)

        def terms(detail: Detail) -> Sequence[Term]:
            cut = self._texts.pieces(self._programs, number, self._naming, detail)
            return [piece if isinstance(piece, str) else self._operand(piece, read) for piece in cut]

        return Shown(text, Equation(terms, result), self._meaning(line.name), self._what(line.expr), computed)

    @property
    def next_formula(self) -> str | None:
        """The line that → runs, within this pass; None at its end."""
        if self.line >= self.count:
            return None
        return self._texts.formula(self._programs, self.line, self._naming)

    def _what(self, expr: Expr) -> str:
        return OPERATIONS[expr.op].about.say(self._language) if isinstance(expr, Apply) else ""

    def _meaning(self, name: str) -> str:
        lesson = self._session.lesson
        label = None if lesson is None else lesson.labels.get(name)
        return "" if label is None or label.name is None else label.name.say(self._language)

    def _operand(self, operand: Operand, read: Mapping[str, Array | None]) -> Quantity:
        array = _value(operand.expr, read)
        rows, columns = self._labels_of(operand.expr)
        return Quantity(operand.label, operand.shape, array, rows=rows, columns=columns)

    _HERE: object = object()

    def _quantity(self, name: str, *, array: Array | None | object = _HERE, new: bool = False) -> Quantity:
        value = self._session.value(name) if array is self._HERE else array
        shape = self._programs.shapes[name]
        selected = self._session.selected
        cell = selected.index if selected is not None and selected.name == name else None
        rows, columns = self._labels(name)
        known = value if isinstance(value, np.ndarray) else None
        return Quantity(self._naming(name), shape, known, new, rows, columns, cell)
