"""A lesson being worked through: the run, where it stands, and what a step did. Knows no Textual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from tutor.engine.address import Address, parse_address
from tutor.engine.model import Model
from tutor.engine.program import Line, Programs
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array, Index, Shape
from tutor.formula.problems import nearest
from tutor.formula.tree import names_in
from tutor.messages import Message

if TYPE_CHECKING:
    from tutor.lesson.lesson import Lesson

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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a journey goes: a position, and the value that is looked at there."""

    update: int
    line: int
    selected: Selected | None = None


class Session:
    """One lesson in one variant, its run, and the moves that a learner makes in it.

    Attributes:
        model: what runs.
        lesson: None where a model is run without a lesson around it.
        selected: the value that the last address named; forgotten by the next move.
    """

    def __init__(self, model: Model, lesson: Lesson | None = None, variant: str | None = None) -> None:
        self.model = model
        self.lesson = lesson
        self.variant = variant
        self.run = Run(model)
        self.selected: Selected | None = None
        self._entered: tuple[tuple[int, int], Mapping[str, Array]] | None = None

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
        if update == 0 or self._entered is None or self._entered[0] != (self.run.branch.number, update - 1):
            return None
        return self.run.entering(name) - self._entered[1][name]

    # Moving by keys

    def forward(self) -> Message | None:
        """Run the next line, into the next pass where this one ends; a sentence if there is none."""
        update, line = self.run.position
        if line == len(self.run.lines):
            if not self.run.learns:
                return self._why_no_update()
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

    def advance(self, updates: int) -> Message | None:
        """Go so many updates on (back if negative), to the same line of that pass; a sentence where there is none."""
        update, line = self.run.position
        if not self.run.learns:
            return self._why_no_update()
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

    def _why_no_update(self) -> Message:
        if self.model.update is None:
            return Message("tui.no-training")
        return Message("tui.nothing-moves")

    def _move(self, update: int, line: int) -> None:
        """Go to a position, remembering what the pass before it began with: what changed is shown from that."""
        self.selected = None
        self._remember(update - 1)
        self.run.go(update, line)

    def _remember(self, update: int) -> None:
        """Keep what pass ``update`` began with."""
        key = (self.run.branch.number, update)
        if update < 0 or (self._entered is not None and self._entered[0] == key):
            return
        if self.run.position.update != update:
            self.run.go(update)
        self._entered = key, {name: self.run.entering(name).copy() for name in self.run.learned}

    # Moving by address

    def find(self, text: str) -> Place:
        """The place that ``text`` names.

        Raises:
            AddressError: if it is no address.
            NoSuchPlaceError: if this lesson has no such place.
        """
        return self.place(parse_address(text))

    def place(self, address: Address) -> Place:
        """The place that ``address`` names: after the line that computes the value, or at the beginning of the pass.

        Raises:
            NoSuchPlaceError: if this lesson has no such place.
        """
        update = self.run.position.update if address.update is None else address.update
        if update > 0 and not self.run.learns:
            raise NoSuchPlaceError("goto-untrained", update=update, why=self._why_no_update())
        if address.name is None:
            return Place(update, 0)
        shape = self._shape_of(address.name)
        if address.index is not None and not _inside(address.index, shape):
            cells = ", ".join(str(size) for size in shape)
            key = "goto-no-cells" if not shape else "goto-outside"
            raise NoSuchPlaceError(key, name=address.name, shape=cells, text=str(address))
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
            raise NoSuchPlaceError("goto-left-out", name=name)
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

        A journey that meets a number that is not finite ends there.
        """
        target = place.update - 1
        if target - self.run.position.update > 1:
            until = monotonic() + _SLICE
            outcome = self.run.run_until(None, target, lambda _: monotonic() < until)
            if outcome.reason == "stopped":
                return False
            if outcome.reason == "diverged":
                update, line = self.run.position
                self._move(update, line)
                return True
        self._move(place.update, place.line)
        self.selected = place.selected
        return True

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
        return Message("tui.cell", {"address": str(address), "value": repr(float(array[selected.index]))})

    def lost(self) -> Message | None:
        """That a number is not finite any more, and where that shows first in this pass."""
        address = self.run.lost_at()
        return None if address is None else Message("engine.sign-diverged", {"address": address})


def _inside(index: Index, shape: Shape) -> bool:
    return len(index) == len(shape) and bool(np.all([at < size for at, size in zip(index, shape, strict=True)]))
