"""What a position shows: names, formulas and values, ready to be drawn. Knows no Textual.

The arrays are the engine's own, which the next step writes over: a moment is drawn at once and not kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from tutor.engine.program import Line, Phase
from tutor.formula.display import display_name
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array, Index, Shape
from tutor.formula.tree import Apply, Expr, Name, names_in
from tutor.messages import Language, Message, Words
from tutor.tui.happenings import sentences
from tutor.tui.picture.equation import Equation, Term
from tutor.tui.picture.formula import DETAILS, Detail, Operand
from tutor.tui.picture.quantity import Quantity, Source
from tutor.tui.picture.tags import Subject
from tutor.tui.session import Session
from tutor.tui.subjects import subject_in_panel, subject_of_operand, subject_of_result
from tutor.tui.texts import Texts

if TYPE_CHECKING:
    from tutor.lesson.lesson import Lesson
    from tutor.lesson.parts import Figure, Note

State = Literal["done", "current", "coming"]
PHASES: tuple[Phase, ...] = ("forward", "backward", "update")


class Stop(NamedTuple):
    """A line as it stands on the rail."""

    label: str
    state: State
    line: int


class Reading(NamedTuple):
    """A number that is watched: the loss, a hyper-parameter, a watch. None: not computed yet.

    ``short`` is its label where there is little room; empty: the same.
    """

    label: str
    value: float | None
    short: str = ""


class Shown(NamedTuple):
    """The line that is shown.

    Attributes:
        formula: in Unicode mathematics, with its left-hand side.
        about: what its value stands for, where the lesson says so.
        computed: False at the beginning of a pass, where the first line is still to come.
    """

    formula: str
    equation: Equation
    about: str
    computed: bool


class ParameterRow(NamedTuple):
    """A parameter or a state of the rule.

    Attributes:
        gradient: None where there is none to show: for a state, and where nothing is differentiated.
        change: None where nothing is updated.
        flat: whether no gradient can reach it, as its lesson is written.
    """

    value: Quantity
    gradient: Quantity | None
    change: Quantity | None
    flat: bool = False


class DataColumn(NamedTuple):
    """An array of the data, or a prediction beside it, and what it stands for."""

    quantity: Quantity
    about: str


class Moment:
    """One position of a session, in one language."""

    def __init__(self, session: Session, language: Language, texts: Texts | None = None) -> None:
        self.session = session
        self.language = language
        self._run = session.run
        self._programs = session.programs
        self._texts = texts or Texts(session.model.loss)
        self.update, self.line = session.run.position
        self.count = len(session.run.lines)

    # The whole

    @property
    def title(self) -> str:
        """The lesson's title, and that of its variant."""
        lesson, variant = self.session.lesson, self.session.variant
        if lesson is None:
            return ""
        title = lesson.title.say(self.language)
        if variant is None:
            return title
        return f"{title} · {lesson.variants[variant].title.say(self.language) or variant}"

    @property
    def phase(self) -> Phase | None:
        """The program that the line last run belongs to."""
        current = self._run.current
        return None if current is None else current.phase

    @property
    def rail(self) -> dict[Phase, list[Stop]]:
        """The lines of the three programs."""
        rail: dict[Phase, list[Stop]] = {phase: [] for phase in PHASES}
        for number, line in enumerate(self._run.lines, start=1):
            state: State = "current" if number == self.line else "done" if number < self.line else "coming"
            rail[line.phase].append(Stop(self._texts.short(self._programs, line.name), state, number))
        return rail

    @property
    def loss(self) -> Reading | None:
        """The loss, or whatever single number the last forward line gives; None if it gives more than one."""
        name = self.session.model.loss
        if self._programs.shapes[name]:
            return None
        value = self.session.value(name)
        return Reading(self.name(name), None if value is None else float(value))

    @property
    def hyper(self) -> list[Reading]:
        """The hyper-parameters."""
        return [Reading(display_name(name), value) for name, value in self._run.hyper.items()]

    @property
    def watches(self) -> list[Reading]:
        """The watches, under their titles."""
        lesson = self.session.lesson
        titles, shorts = ({}, {}) if lesson is None else (lesson.watch_titles, lesson.watch_shorts)
        return [
            Reading(
                titles.get(name, Words(name, name)).say(self.language),
                value,
                shorts[name].say(self.language) if name in shorts else "",
            )
            for name, value in self._run.watches().items()
        ]

    @cached_property
    def shown(self) -> Shown | None:
        """The line that ran last; at the beginning of a pass the first one, still to come. None: there are no lines."""
        number = self.session.shown
        if number is None:
            return None
        line = self._run.lines[number]
        computed = number < self.line
        array = self.session.value(line.name) if computed else None
        result = self.quantity(line.name, array, new=computed, subject=subject_of_result(self.session, number))
        read = self.session.read_by(number)

        def terms(detail: Detail) -> Sequence[Term]:
            cut = self._texts.pieces(self._programs, number, detail)
            return [
                piece if isinstance(piece, str) else self._operand(number, place, piece, read)
                for place, piece in enumerate(cut)
            ]

        formula = self._texts.formula(self._programs, number)
        return Shown(formula, Equation(terms, result), self.meaning(line.name), computed)

    @property
    def next_formula(self) -> str | None:
        """The line that → runs, within this pass; None at its end."""
        return None if self.line >= self.count else self._texts.formula(self._programs, self.line)

    @cached_property
    def followed(self) -> tuple[int, int] | None:
        """The row of the data that is followed, from 0, and how many there are; None where none is."""
        if self.session.row is None:
            return None
        from tutor.tui.following import followed  # late: few follow a row, and it is no part of the first paint

        return followed(self.session)

    @property
    def does(self) -> Message | None:
        """What the line that is shown does, step by step; None where there is none, or it only sets a number."""
        number = self.session.shown
        return None if number is None else self._texts.does(self._programs, number, self.language)

    def meaning(self, name: str) -> str:
        """What ``name`` stands for, where the lesson says so."""
        lesson = self.session.lesson
        label = None if lesson is None else lesson.labels.get(name)
        return "" if label is None or label.name is None else label.name.say(self.language)

    def operands(self, number: int) -> list[Operand]:
        """The parts of line ``number`` that may be drawn as one value, however far it is taken apart."""
        cut = (piece for detail in DETAILS for piece in self._texts.pieces(self._programs, number, detail))
        return [piece for piece in cut if isinstance(piece, Operand)]

    def _operand(self, number: int, place: int, operand: Operand, read: Mapping[str, Array | None]) -> Quantity:
        whole = _value(operand.expr, read) if _is_view(operand.expr) else None
        source = partial(_value, operand.expr, read) if whole is None else whole
        subject = subject_of_operand(self.session, number, place, operand)
        labels = self._labels_of(operand.expr, operand.shape)
        return self._quantity(operand.label, operand.shape, source, operand.expr, subject, labels)

    def _quantity(
        self,
        label: str,
        shape: Shape,
        source: Source,
        expr: Expr,
        subject: Subject | None,
        labels: tuple[tuple[str, ...], tuple[str, ...]],
        *,
        new: bool = False,
        cell: Index | None = None,
    ) -> Quantity:
        """The value of ``expr`` as it is drawn: marked, from its window on, the row that is followed told apart."""
        selection = self.session.selection
        marks = None if subject is None else selection.marks(subject, self.update)
        window = (0, 0) if subject is None else selection.windows.get(subject, (0, 0))
        followed = self._row_in(expr)
        rows, columns = labels
        return Quantity(
            label, shape, source, new, rows, columns, cell, subject, marks, window, followed, self.session.precision
        )

    def _row_in(self, expr: Expr) -> tuple[int, int] | None:
        """The axis of the examples in the value of ``expr``, and the one that is followed."""
        if self.followed is None:
            return None
        from tutor.tui.following import examples

        axis = examples(self.session).axis(expr)
        return None if axis is None else (axis, self.followed[0])

    # Words

    @property
    def alarms(self) -> list[Message]:
        """What has to be said before anything else: that a number is no longer finite, or what is seen here."""
        return sentences(self.session.happenings.known(self._run)) if self.lost is None else [self.lost]

    @cached_property
    def lost(self) -> Message | None:
        """That numbers are not finite any more, and where that began; all of them are looked at for it."""
        return self.session.lost()

    @property
    def reached(self) -> bool:
        """Whether the lesson's goal is seen to be reached here."""
        goal = self.session.model.goal
        return goal is not None and bool(self._run.condition(goal))

    @property
    def practises(self) -> int:
        """At the very beginning of a lesson that practises others: how many they are; elsewhere none."""
        lesson = self.session.lesson
        return 0 if lesson is None or self.update or self.line else len(lesson.practises)

    @property
    def notes(self) -> list[str]:
        """What the lesson says here; at its very beginning what it is about."""
        lesson = self.session.lesson
        if lesson is None:
            return []
        texts = [note.text for note in self._notes(lesson)]
        if self.update == self.line == 0:
            variant = lesson.variants.get(self.session.variant or "")
            about = lesson.about if variant is None or not variant.about.say(self.language) else variant.about
            texts = [about, *([lesson.goal] if lesson.goal is not None else []), *texts]
        return [text for words in texts if (text := words.say(self.language))]

    def _notes(self, lesson: Lesson) -> Sequence[Note]:
        current, variant = self._run.current, self.session.variant
        if current is None:  # 12/W1 is what pass 12 reads; W1, without a number, is where W1 is computed
            read = (note for name in self._run.learned for note in lesson.notes_at(self.update, name, variant))
            here = lesson.notes_at(self.update, None, variant)
            return list(dict.fromkeys([*here, *(note for note in read if note.at.update is not None)]))
        is_update = current.phase == "update" and current.name in self._run.learned
        return lesson.notes_at(self.update + is_update, current.name, variant)

    @property
    def figures(self) -> list[tuple[Figure, bool]]:
        """The published figures of the line that ran last, each with whether it comes out here, edits and all."""
        lesson, current = self.session.lesson, self._run.current
        if lesson is None or current is None or not lesson.figures:
            return []
        from tutor.lesson.figures import comes_out  # late: few lines have any

        update = self.update + (current.phase == "update" and current.name in self._run.learned)
        array = self.session.value(current.name)
        return [
            (figure, array is not None and comes_out(figure, array))
            for figure in lesson.figures
            if figure.source.say(self.language) and figure.belongs(update, current.name, self.session.variant)
        ]

    # Values

    def quantity(
        self,
        name: str,
        array: Array | None,
        *,
        new: bool = False,
        label: str | None = None,
        subject: Subject | None = None,
    ) -> Quantity:
        """The value called ``name``, drawn as ``array``; its cells can be selected if ``subject`` says which it is."""
        shape = self._programs.shapes[name]
        selected = self.session.selected
        cell = selected.index if selected is not None and selected.name == name else None
        shown = self.name(name) if label is None else label
        labels = self._labels(name, shape)
        return self._quantity(shown, shape, array, Name(name), subject, labels, new=new, cell=cell)

    @property
    def parameters(self) -> list[ParameterRow]:
        """The parameters with their gradients, each with the states that the rule keeps for it."""
        return [
            self._parameter(name)
            for parameter in self.session.model.parameters
            for name in (parameter, *(state for state in self._programs.state if state.startswith(f"{parameter}.")))
        ]

    def _parameter(self, name: str) -> ParameterRow:
        gradient = change = None
        current = self._run.current
        is_parameter = name in self.session.model.parameters
        new = None if current is None else current.name
        if is_parameter and f"d{name}" in self._programs.gradients:
            gradient = self._in_panel("gradient", f"d{name}", self.session.value(f"d{name}"), new)
        if self._run.learns:
            change = self._in_panel("change", name, self.session.change(name), new, label="")
        value = self._in_panel("value", name, self.session.value(name), new)
        return ParameterRow(value, gradient, change, is_parameter and name in self._programs.blocked)

    def _in_panel(
        self, place: str, name: str, array: Array | None, new: str | None, label: str | None = None
    ) -> Quantity:
        subject = subject_in_panel(self.session, place, name)
        return self.quantity(name, array, new=new == name, label=label, subject=subject)

    @property
    def data_names(self) -> tuple[str, ...]:
        """The arrays of the data, with what is predicted beside what it is compared with."""
        names = list(self.session.model.data)
        for target, prediction in compared(self._run.programs.forward, self.session.model.data):
            names.remove(target)
            names.extend((target, prediction))
        return tuple(dict.fromkeys(names))

    @property
    def data(self) -> list[DataColumn]:
        """The data, with what is predicted beside what it is compared with."""
        current = self._run.current
        new = None if current is None else current.name
        return [
            DataColumn(
                self.quantity(
                    name, self.session.value(name), new=name == new, subject=Subject("data", "value", "value", name)
                ),
                self.meaning(name),
            )
            for name in self.data_names
        ]

    def name(self, name: str) -> str:
        """``name`` as it is shown; a gradient as ∂L/∂W₁."""
        return self._texts.name(self._programs, name)

    def _labels(self, name: str, shape: Shape) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What the rows and columns of a value stand for; a gradient's are those of what it is the gradient of."""
        lesson = self.session.lesson
        if lesson is None or not shape or len(shape) > 2:
            return (), ()
        owner = name.partition(".")[0]
        label = lesson.labels.get(owner)
        if label is None and owner.startswith("d"):
            label = lesson.labels.get(owner[1:])
        if label is None:
            return (), ()
        rows, columns = label.rows, label.columns or (label.rows if len(shape) == 1 else ())
        if len(shape) == 1 or len(rows) != shape[0] or self._shuffles(name):
            rows = ()
        columns = columns if len(columns) == shape[-1] else ()
        return self._said(rows), self._said(columns)

    def _said(self, words: Sequence[Words]) -> tuple[str, ...]:
        return tuple(word.say(self.language) for word in words)

    def _shuffles(self, name: str) -> bool:
        """Whether the rows of ``name`` are those of a mini-batch, another in every pass."""
        return self.session.model.batches is not None and name not in self._run.learned

    def _labels_of(self, expr: Expr, shape: Shape) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The labels of a part of a formula that shows one value, as it is, transposed or mapped."""
        if isinstance(expr, Name):
            return self._labels(expr.id, shape)
        names = names_in(expr)
        if isinstance(expr, Apply) and expr.op == "transpose":
            rows, columns = self._labels_of(expr.args[0], shape[::-1])
            return columns, rows
        if len(names) == 1 and self._programs.shapes[names[0]] == shape and isinstance(expr, Apply):
            return self._labels(names[0], shape) if OPERATIONS[expr.op].elementwise else ((), ())
        return (), ()


def _is_view(expr: Expr) -> bool:
    """Whether a part of a formula shows a value as it is, or turned: nothing has to be computed for it."""
    while isinstance(expr, Apply) and OPERATIONS[expr.op].view is not None:
        expr = expr.args[0]
    return isinstance(expr, Name)


def _value(expr: Expr, read: Mapping[str, Array | None]) -> Array | None:
    """The value of a part of a formula; a mere view is not computed."""
    if isinstance(expr, Name):
        return read[expr.id]
    if isinstance(expr, Apply):
        view = OPERATIONS[expr.op].view
        if view is not None:
            inside = _value(expr.args[0], read)
            return None if inside is None else view(inside, **dict(expr.options))
    known = {name: array for name in names_in(expr) if (array := read[name]) is not None}
    return evaluate(expr, known) if len(known) == len(names_in(expr)) else None


def compared(forward: Sequence[Line], data: Mapping[str, Array]) -> list[tuple[str, str]]:
    """The data that a prediction is compared with, and the prediction: both read, with one shape, by one late line."""
    shapes = {line.name: line.shape for line in forward}
    for line in reversed(forward):
        names = names_in(line.expr)
        targets = [name for name in names if name in data and data[name].shape]
        for target in targets:
            same = [name for name in names if name in shapes and shapes[name][1:] == data[target].shape[1:]]
            same = [name for name in same if len(shapes[name]) == data[target].ndim]
            if same:
                return [(target, same[-1])]
    return []
