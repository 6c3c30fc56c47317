"""Questions by hand: a line of a sheet that is asked, with all that has to be in view while it is worked out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tutor.engine.address import Address
from tutor.formula.operations.operation import Array, Index
from tutor.formula.tree import Apply, Number, names_in, number, walk
from tutor.messages import Message, Words
from tutor.quiz.matrices import indices
from tutor.quiz.mistakes.mistake import Line
from tutor.quiz.numbers import DIGITS, decimals
from tutor.quiz.precision import Precision
from tutor.quiz.sheet import Sheet, SheetError, Step, finite
from tutor.quiz.skills import skill_of

MOST_CELLS = 64
"""Cells that a learner may be asked to fill in."""

MOST_PRACTISED = 12
"""Cells of a line that the tutor itself chooses to ask."""

MOST_TERMS = 12
"""Products, or terms, in one cell of a line that the tutor itself chooses."""

_LOGARITHMS = ("ln", "bce", "cross_entropy")
_MOVES = ("transpose", "pick", "place", "spread", "reshape")
_TWO = number(2)


@dataclass(frozen=True, slots=True)
class Needed:
    """A value that the asked line reads.

    Attributes:
        key: on the sheet.
        name: as a reader knows it.
        value: the whole of it.
        address: where it stands; None for a hyper-parameter or another constant of the pass.
    """

    key: str
    name: str
    value: Array
    address: Address | None


@dataclass(frozen=True, eq=False)
class ByHand:
    """One question by hand.

    Attributes:
        sheet: the pass with the numbers of the question.
        step: the line that is asked.
        cell: the one cell that is asked; None: all of them.
        text: as the lesson's author put it; None: the tutor asks it itself.
        lesson, variant, seed: where the numbers come from; without a seed they are the lesson's own.
    """

    sheet: Sheet
    step: Step
    cell: Index | None = None
    text: Words | None = None
    lesson: str = ""
    variant: str | None = None
    seed: int | None = None

    @property
    def address(self) -> Address:
        """Of what is asked."""
        return Address(self.step.update, self.step.name, self.cell)

    @property
    def name(self) -> str:
        """What is asked, as a reader knows it."""
        return self.sheet.show(self.step.key)

    @property
    def asking(self) -> Message | Words:
        """The question."""
        if self.text is not None:
            return self.text
        key = "ask-cell" if self.cell is not None else "ask"
        cell = "" if self.cell is None else f"[{','.join(map(str, self.cell))}]"
        return Message(f"quiz.{key}", {"name": self.name, "cell": cell})

    @cached_property
    def cells(self) -> tuple[Index, ...]:
        """The cells to be filled in, row by row."""
        return tuple(indices(self.step.shape)) if self.cell is None else (self.cell,)

    @cached_property
    def needed(self) -> tuple[Needed, ...]:
        """The values that the line reads."""
        return tuple(_needed(self.sheet, key) for key in names_in(self.step.expr))

    @cached_property
    def conventions(self) -> tuple[Message, ...]:
        """What the question takes for granted, and how many digits it wants."""
        return tuple(_conventions(self.sheet, self.step))

    @cached_property
    def skill(self) -> str:
        """What it practises."""
        return skill_of(self.sheet, self.step)


def question_at(sheet: Sheet, address: Address, text: Words | None = None) -> ByHand:
    """The question for the value, or the cell, at ``address``.

    Raises:
        SheetError: if no line of the sheet computes it, or it has too many cells.
    """
    step = sheet.at(address)
    if address.index is not None and address.index not in indices(step.shape):
        raise SheetError("no-such-cell", address=str(address))
    if address.index is None and math.prod(step.shape) > MOST_CELLS:
        raise SheetError("too-many-cells", address=str(address), count=math.prod(step.shape), most=MOST_CELLS)
    if not finite(sheet.values[step.key][... if address.index is None else address.index]):
        raise SheetError("not-finite", address=str(address))
    return ByHand(sheet, step, address.index, text)


def practicable(sheet: Sheet) -> Iterator[Step]:
    """The lines that the tutor may choose to ask: small ones, in which something is worked out."""
    for step in sheet.steps:
        trivial = not isinstance(step.expr, Apply) or step.expr.op in _MOVES
        large = math.prod(step.shape) > MOST_PRACTISED or _terms(sheet, step) > MOST_TERMS
        if not trivial and not large and finite(sheet.values[step.key]):
            yield step


def _terms(sheet: Sheet, step: Step) -> int:
    """The most products or summands that go into one cell."""
    line = Line(sheet, step)
    longest = 1
    for node in walk(step.expr):
        if isinstance(node, Apply) and node.op == "matmul":
            longest = max(longest, (line.shape(node.args[0]) or (1,))[-1])
        elif isinstance(node, Apply) and node.op in ("sum", "mean", "max", "min", "bce", "cross_entropy", "conv2d"):
            inside, outside = (math.prod(line.shape(part) or ()) for part in (node.args[0], node))
            longest = max(longest, inside // max(outside, 1))
    return longest


def _needed(sheet: Sheet, key: str) -> Needed:
    name, value = sheet.show(key), sheet.values[key]
    step = sheet.by_key.get(key)
    if step is not None:
        return Needed(key, name, value, step.address)
    constant = key.removeprefix("rule.") in {*sheet.model.hyper_parameters, "t", "training"}
    constant = constant and key not in sheet.model.parameters and key not in sheet.model.data
    return Needed(key, name, value, None if constant else Address(sheet.update, key))


def _conventions(sheet: Sheet, step: Step) -> Iterator[Message]:
    line = Line(sheet, step)
    if line.backward and line.loss is not None:
        loss = f"{sheet.show(sheet.loss)} = {sheet.text(line.loss)}"
        learns = sheet.model.update is not None
        yield Message(f"quiz.convention-{'gradient' if learns else 'derivative'}", {"loss": loss})
    if step.key == sheet.loss or line.backward:
        yield from _of_loss(line)
    parts = [node for node in walk(step.expr) if isinstance(node, Apply)]
    if any(node.op in _LOGARITHMS for node in parts):
        yield Message("quiz.convention-logarithm")
    if any(node.op == "softmax" for node in parts):
        yield Message("quiz.convention-softmax")
    if any(node.op == "matmul" and len(line.shape(node.args[0]) or ()) == 2 for node in parts):
        yield Message("quiz.convention-rows")
    if line.updating:
        yield Message("quiz.convention-update")
    precision = Precision(sheet)
    if precision.by_step(step) and precision.measure(step).any():
        places = decimals(float(precision.unit(step).min()))
        yield Message("quiz.convention-decimals", {"decimals": places, "digits": DIGITS})
    else:
        yield Message("quiz.convention-digits", {"digits": DIGITS})


def _of_loss(line: Line) -> Iterator[Message]:
    """Whether the loss carries a ½, and whether it is a sum or a mean."""
    if line.loss is None:
        return
    nodes = line.loss_parts
    ops = {node.op for node in nodes if isinstance(node, Apply)}
    if "bce" in ops:
        yield Message("quiz.convention-bce", {"count": max(line.averages(), default=1)})
    elif "cross_entropy" in ops:
        yield Message("quiz.convention-cross-entropy", {"count": max(line.averages(), default=1)})
    elif "mean" in ops:
        yield Message("quiz.convention-mean", {"count": max(line.averages(), default=1)})
    elif "sum" in ops:
        yield Message("quiz.convention-sum")
    halves = any(isinstance(node, Number) and node.value * 2 == 1 for node in nodes)
    squares = any(isinstance(node, Apply) and node.op == "power" and node.args[1] == _TWO for node in nodes)
    if squares and "bce" not in ops:
        yield Message("quiz.convention-half" if halves else "quiz.convention-no-half")
