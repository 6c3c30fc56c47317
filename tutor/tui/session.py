"""A lesson being worked through: the run, where it stands, and what a step did. Knows no Textual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from tutor.engine.address import Address, AddressError, parse_address
from tutor.engine.history import Branch
from tutor.engine.model import Model
from tutor.engine.passes import Reason
from tutor.engine.program import Line, Programs
from tutor.engine.run import Position, Run
from tutor.formula.operations.operation import Array, Index, Shape
from tutor.formula.problems import nearest
from tutor.formula.tree import names_in
from tutor.messages import Message
from tutor.tui.bookmarks import Marked, named
from tutor.tui.happenings import Happenings
from tutor.tui.picture.numbers import Precision, whole_text
from tutor.tui.sampled import sampled
from tutor.tui.selection import Selection
from tutor.tui.undo import Undo

if TYPE_CHECKING:
    from tutor.lesson.lesson import Lesson
    from tutor.tui.companions import Companions
    from tutor.tui.examples import Examples
    from tutor.tui.memory import Stage
    from tutor.tui.settings import Glyphs, Numbers
    from tutor.tui.trials import Trials
    from tutor.tui.views.pictures import Pictures

_SLICE = 0.04
"""Seconds that a long journey may keep the screen waiting at a time."""

_KNOWN = 40
"""Names that a complaint lists at most."""


class NoSuchPlaceError(ValueError):
    """An address that this lesson does not have; ``message`` says why, and what there is."""

    def __init__(self, key: str, **parameters: object) -> None:
        self.message = Message(f"tui.{key}", parameters)
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class Selected:
    """A value, and a cell of it, that was asked for by its address."""

    name: str
    index: Index | None = None


class Place(NamedTuple):
    """Where a journey goes.

    Attributes:
        selected: the value that is looked at there.
        branch: on which it is; None: on the one where the run stands.
        through: whether it goes on where numbers are lost.
    """

    update: int
    line: int
    selected: Selected | None = None
    branch: Branch | None = None
    through: bool = False


class Session:
    """One lesson in one variant, its run, and the moves that a learner makes in it.

    Attributes:
        model: what runs.
        lesson: None where a model is run without a lesson around it.
        selected: the value that the last address named; forgotten by the next move.
        bookmarks: the places that the learner has marked.
        undo: what was done here, and the way back.
        selection: the cell that is selected, what was asked about it, how far matrices are scrolled.
        furthest: the most lines of a pass that have run here.
        row: the row of the data that is followed, from 0; None: none is.
        examples: which values have a row for each example, for the programs that it was worked out for.
        writes_out: whether the line is written out under its formula.
        happenings: what is seen here and is worth a sentence.
        practised: in a lesson that practises others, how far that has come; None: not begun, or not looked at yet.
        entered: what the pass before this one began with, and which pass that is: what changed is shown from it.
        companions: the other variants that run along for their curves; None: they were not asked for.
        trials: the search for hyper-parameters, as far as it has got; None: it was not opened.
        digits, numbers, glyphs: how numbers and pictures are drawn, as the settings name it.
    """

    digits: int = 4
    numbers: Numbers = "significant"
    glyphs: Glyphs = "braille"

    @property
    def precision(self) -> Precision:
        """How exactly numbers are shown."""
        return Precision(self.digits, self.numbers == "fixed")

    def __init__(self, model: Model, lesson: Lesson | None = None, variant: str | None = None) -> None:
        self.model = model
        self.lesson = lesson
        self.variant = variant
        self.run = Run(model)
        self.selected: Selected | None = None
        self.bookmarks: tuple[Marked, ...] = ()
        self.practised: Stage | None = None
        self.undo = Undo(self)
        self.selection = Selection()
        self.furthest = 0
        self.row: int | None = None
        self.examples: tuple[Programs, Examples] | None = None
        self.writes_out = False
        self.happenings = Happenings()
        self.companions: Companions | None = None
        self.trials: Trials | None = None
        self.entered: tuple[tuple[Branch, int], Mapping[str, Array]] | None = None

    @property
    def run(self) -> Run:
        """The run, which keeps the numbers that curves are drawn from."""
        return self._run

    @run.setter
    def run(self, run: Run) -> None:
        run.record(sampled(self.model, self.lesson, self.variant))
        self._run = run

    def undoable(self, what: str, *, together: bool = False, **gaps: object) -> None:
        """Say that something is about to be done that can be undone: one line before it is.

        ``what`` is the end of a key: the sentence ``tui.undo-<what>`` names it, with ``gaps``. Things of one kind that
        follow one another are undone ``together``, if that is asked for.
        """
        self.undo.note(Message(f"tui.undo-{what}", gaps), together=together)

    @cached_property
    def pictures(self) -> Pictures:
        """The pictures that there are of what runs here."""
        from tutor.tui.views.pictures import Pictures  # late: it looks at this session

        return Pictures(self)

    # What is here

    @property
    def programs(self) -> Programs:
        """The programs of the pass that the run stands in."""
        return self.run.programs

    @property
    def shown(self) -> int | None:
        """Which line is shown: the one that ran last; at the beginning the first, which is to come. None: no lines."""
        line = self.run.position.line
        return None if not self.run.lines else max(line - 1, 0)

    def value(self, name: str) -> Array | None:
        """The value of ``name`` here; None if it has not been computed yet, or is nothing that has a value."""
        try:
            return self.run.value(name)
        except KeyError:
            return None

    def read_by(self, number: int) -> dict[str, Array | None]:
        """What line ``number`` read, or would read if it ran next."""
        line = self.run.lines[number]
        values = {name: self.value(name) for name in names_in(line.expr)}
        if line.name in values and number < self.run.position.line:
            values[line.name] = self._before(number, line)
        return values

    def _before(self, number: int, line: Line) -> Array | None:
        """The value of a line's own name before the line ran: ``W`` in ``W = W − η · g``."""
        written = any(other.name == line.name for other in self.run.lines[:number] if other.phase == "update")
        if not written and line.name in self.run.learned:
            return self.run.entering(line.name)
        self.run.back()
        value = self.value(line.name)
        value = None if value is None else value.copy()
        self.run.step()
        return value

    def change(self, name: str) -> Array | None:
        """What the last update of a parameter or state changed; None before there was one."""
        update, line = self.run.position
        if any(other.name == name and other.phase == "update" for other in self.run.lines[:line]):
            value = self.value(name)
            return None if value is None else value - self.run.entering(name)
        if update == 0 or self.entered is None or self.entered[0] != (self.run.branch, update - 1):
            return None
        return self.run.entering(name) - self.entered[1][name]

    # Moving by keys

    def forward(self) -> Message | None:
        """Run the next line, into the next pass where this one ends; a sentence if there is none."""
        update, line = self.run.position
        if line == len(self.run.lines):
            if not self.run.learns:
                return self.why_no_update()
            self._move(update + 1, 1)
        else:
            self._move(update, line + 1)
        return None

    def back(self) -> Message | None:
        """Take the last line back, into the pass before where this one begins; a sentence at the very beginning."""
        update, line = self.run.position
        if line > 1 or (line == 1 and update == 0):
            self._move(update, line - 1)
        elif update > 0:
            self._move(update - 1, len(self.run.lines))
        else:
            return Message("tui.at-beginning")
        return None

    @contextmanager
    def peek(self, by: Literal[1, -1]) -> Iterator[bool]:
        """The session as a line step on or back will leave it, and then as it was; False if that leaves the pass."""
        position = self.run.position
        inside = position.line < len(self.run.lines) if by > 0 else position.line > 1
        if not inside:
            yield False
            return
        kept = self.selected, self.furthest, self.entered
        try:
            _ = self.forward() if by > 0 else self.back()
            yield True
        finally:
            self.run.go(*position)
            self.selected, self.furthest, self.entered = kept

    def advance(self, updates: int) -> Message | None:
        """Go so many updates on (back if negative), to the same line of that pass; a sentence where there is none."""
        update, line = self.run.position
        if not self.run.learns:
            return self.why_no_update()
        if updates < 0 and update == 0:
            return Message("tui.first-update")
        self._move(max(update + updates, 0), line)
        return None

    def beginning(self) -> None:
        """Go to where the lesson begins."""
        self._move(0, 0)

    def end(self) -> None:
        """Go to the end of this pass."""
        self._move(self.run.position.update, len(self.run.lines))

    def stand(self, position: Position) -> None:
        """Stand at a position that was reached in some other way than by a move, so that what changed is shown too."""
        self.entered = None
        self._move(*position)

    def reach(self, line: int) -> None:
        """Go to a line of this pass, which was reached in some other way than by a move."""
        self.stand(Position(self.run.position.update, line))

    def why_no_update(self) -> Message:
        """Why there are no updates, in a lesson where nothing is learned."""
        if self.model.update is None:
            return Message("tui.no-training")
        return Message("tui.nothing-moves")

    def _move(self, update: int, line: int) -> None:
        """Go to a position, remembering what the pass before it began with: what changed is shown from that."""
        self.selected = None
        self._remember(update - 1)
        self.run.go(update, line)
        self.furthest = max(self.furthest, self.run.position.line)

    def _remember(self, update: int) -> None:
        """Keep what pass ``update`` began with."""
        key = (self.run.branch, update)
        if update < 0 or (self.entered is not None and self.entered[0] == key):
            return
        if self.run.position.update != update:
            self.run.go(update)
        self.entered = key, {name: self.run.entering(name).copy() for name in self.run.learned}

    # Moving by address

    def find(self, text: str) -> Place:
        """The place that ``text`` names: an address, or else a bookmark.

        Raises:
            AddressError: if it is no address.
            NoSuchPlaceError: if this lesson has no such place.
        """
        try:
            return self.place(parse_address(text))
        except (AddressError, NoSuchPlaceError):
            marked = named(self, text.strip())
            if marked is None:
                raise
            return Place(*marked.position, branch=marked.branch)

    def place(self, address: Address) -> Place:
        """The place that ``address`` names: after the line that computes the value, or at the beginning of the pass.

        Raises:
            NoSuchPlaceError: if this lesson has no such place.
        """
        update = self.run.position.update if address.update is None else address.update
        if update > 0 and not self.run.learns:
            raise NoSuchPlaceError("goto-untrained", update=update, why=self.why_no_update())
        if address.name is None:
            return Place(update, 0)
        shape = self._shape_of(address.name)
        if address.index is not None and not _inside(address.index, shape):
            raise _no_such_cell(address, shape)
        return Place(update, self._line_of(address.name), Selected(address.name, address.index))

    @property
    def names(self) -> tuple[str, ...]:
        """What an address can name: the lines in their order, then what is learned, then the data."""
        lines = (line.name for line in self.run.lines)
        return tuple(dict.fromkeys((*lines, *self.run.learned, *self.model.data)))

    def _shape_of(self, name: str) -> Shape:
        shapes = self.programs.shapes
        if name in shapes:
            return shapes[name]
        if name.startswith("d") and name[1:] in shapes and self.programs.backward:
            fused = name[1:] in self.programs.fusable and not self.run.long_way
            raise NoSuchPlaceError("goto-fused" if fused else "goto-left-out", name=name)
        suggestion = nearest(name, self.names)
        if suggestion is not None:
            raise NoSuchPlaceError("goto-unknown-near", name=name, suggestion=suggestion)
        raise NoSuchPlaceError("goto-unknown", name=name, known=", ".join(self.names[:_KNOWN]))

    def _line_of(self, name: str) -> int:
        """How many lines have run once ``name`` has the value that its address means."""
        if name in self.run.learned:  # 12/W1 is what pass 12 reads
            return 0
        return next((number + 1 for number, line in enumerate(self.run.lines) if line.name == name), 0)

    def travel(self, place: Place) -> bool:
        """Go to ``place``, or part of the way if that takes long; whether it has been reached.

        A journey that meets a number that is not finite ends there, unless it is to go through, or sets out where
        numbers are lost already.
        """
        if place.branch is not None and place.branch is not self.run.branch:
            self.run.switch(place.branch)
        target = place.update - 1
        known = self.run.branch.keyframe(target)
        if known is not None and known[0] > self.run.position.update:
            self.run.go(known[0])
        if target - self.run.position.update > 1:
            through = place.through or self.run.lost_since() is not None
            reason = self._hasten(target, monotonic() + _SLICE, through=through)
            if reason == "stopped":
                return False
            if reason == "diverged":
                self._move(*self.run.position)
                return True
        self._move(place.update, place.line)
        self.selected = place.selected
        return True

    def _hasten(self, target: int, until: float, *, through: bool) -> Reason:
        """Run whole passes towards ``target`` until that time; why that ended."""
        if not through:
            return self.run.run_until(None, target, lambda _: monotonic() < until).reason
        stretch = 1
        while self.run.position.update < target:
            if monotonic() >= until:
                return "stopped"
            self.run.go(min(self.run.position.update + stretch, target))
            stretch *= 2 if monotonic() < until - _SLICE / 2 else 1
        return "limit"

    # What is to be said

    def describe_selected(self) -> Message | None:
        """The value that was asked for, in full; None if none was, or it has not been computed."""
        selected = self.selected
        if selected is None or selected.index is None:
            return None
        array = self.value(selected.name)
        if array is None:
            return None
        address = Address(self.run.position.update, selected.name, selected.index)
        return Message("tui.cell", {"address": str(address), "value": whole_text(float(array[selected.index]))})

    def lost(self) -> Message | None:
        """That numbers are not finite any more, and with which value that began: here, or before."""
        began = self.run.lost_since()
        if began is None:
            return None
        key = "engine.sign-diverged" if began == self.run.lost_at() else "tui.lost-since"
        return Message(key, {"address": began})


def _inside(index: Index, shape: Shape) -> bool:
    return len(index) == len(shape) and bool(np.all([at < size for at, size in zip(index, shape, strict=True)]))


def _no_such_cell(address: Address, shape: Shape) -> NoSuchPlaceError:
    """What is wrong with the index of an address in a value of that shape."""
    gaps = {"name": address.name, "shape": ", ".join(map(str, shape)), "text": str(address)}
    if not shape:
        return NoSuchPlaceError("goto-no-cells", **gaps)
    given = len(address.index or ())
    if given == len(shape):
        return NoSuchPlaceError("goto-outside", **gaps)
    example = str(replace(address, index=(0,) * len(shape)))
    key = "goto-which-cell" if len(shape) > 1 else "goto-one-index"
    return NoSuchPlaceError(key, **gaps, count=len(shape), given=given, example=example)
