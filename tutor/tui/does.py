"""What a line does, in words: its operations in the order in which they are carried out. Knows no Textual."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tutor.formula.operations import OPERATIONS, logic
from tutor.formula.operations.operation import Shape
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, Number, walk
from tutor.formula.write import Naming
from tutor.messages import Language, Message, say
from tutor.tui.actions import actions_on, key_text
from tutor.tui.picture.formula import written
from tutor.tui.picture.text import CUT

_ARROW = " → "

_JOINED = ("add", "multiply")
"""Operations of which several in a row are one: a · b · c."""

_SIDES = ("subtract", "divide", "power", "matmul")

_REDUCTIONS = ("sum", "mean", "max", "min")

_TRUTHS = frozenset(entry.name for entry in logic.ENTRIES)

_LONGEST = 200
"""Characters of a chain of steps that can still be followed."""


def what_it_does(expr: Expr, shapes: Mapping[str, Shape], naming: Naming, language: Language) -> Message | None:
    """The steps of ``expr``, none left out, or how many there are, if they are too many; None where it is a number.

    Each step goes on with what the one before gives, as long as only one operand has to be computed first. Where two
    have to be, both are written as they are in the formula: a chain of words would hide which belongs to which.

    Args:
        shapes: of the names in it.
        naming: how a name is written.
    """
    what = _ARROW.join(_Speaker(expr, shapes, naming, language).steps(expr))
    if len(what) <= _LONGEST:
        return Message("tui.does", {"what": what}) if what else None
    count = sum(isinstance(node, Apply) for node in walk(expr))
    key = next(action.keys[0] for action in actions_on("step") if action.name == "select")
    return Message("tui.does-many", {"count": count, "key": key_text(key)})


class _Speaker:
    def __init__(self, whole: Expr, shapes: Mapping[str, Shape], naming: Naming, language: Language) -> None:
        self._whole = whole
        self._shapes = shapes
        self._naming = naming
        self._language = language

    def steps(self, expr: Expr) -> Iterator[str]:
        """One phrase for each operation, the innermost first."""
        if isinstance(expr, Number):
            return
        if isinstance(expr, Name):
            yield self._say("copies", name=self._text(expr))
            return
        operands = list(_operands(expr))
        inner = [operand for operand in operands if not _is_atom(operand)]
        before = inner[0] if len(inner) == 1 and _goes_on(expr) else None
        if before is not None:
            yield from self.steps(before)
        yield self._step(expr, operands, before)

    def _step(self, expr: Apply, operands: Sequence[Expr], before: Expr | None) -> str:
        """What an operation does with its operands, of which the step before gives ``before``."""
        if expr.op in _JOINED:
            return self._joined(expr, operands, before)
        if expr.op in _SIDES:
            return self._sides(expr, before)
        if expr.op in _REDUCTIONS:
            return self._of_one(self._say(expr.op, cells=self._cells(expr)), expr, before)
        if expr.op in _TRUTHS:
            return self._say("truth", condition=self._text(expr))
        if expr.op == "where":
            condition, one, other = map(self._text, operands)
            return self._say("where", condition=condition, one=one, other=other)
        return self._about(expr, before)

    def _joined(self, expr: Apply, operands: Sequence[Expr], before: Expr | None) -> str:
        """``before``, or else the largest operand, with all the others."""
        first = max(operands, key=lambda operand: len(self._shape(operand))) if before is None else before
        others = list(operands)
        others.remove(first)
        said = self._say(expr.op, left=self._thing(first, before, others), right=self._list(others))
        return self._by_cells(said, expr, operands)

    def _sides(self, expr: Apply, before: Expr | None) -> str:
        """Both operands in their places."""
        left, right = expr.args
        if expr.op == "matmul":
            return self._say(expr.op, left=self._thing(left, before), right=self._thing(right, before))
        one, other = self._thing(left, before, [right]), self._thing(right, before, [left])
        return self._by_cells(self._say(expr.op, left=one, right=other), expr, expr.args)

    def _thing(self, operand: Expr, before: Expr | None, others: Sequence[Expr] = ()) -> str:
        """An operand by its name, or as what the step before gives; every part of it, where each meets ``others``."""
        unit = self._unit(operand, others)
        if unit is None:
            return self._say("that") if operand is before else self._text(operand)
        gaps = {"unit": self._say(unit)}
        return self._say("every", **gaps) if operand is before else self._say("of", **gaps, name=self._text(operand))

    def _unit(self, operand: Expr, others: Sequence[Expr]) -> str | None:
        """What part of an operand meets each of the others, where those are smaller: a cell, a row, a column."""
        shape = self._shape(operand)
        smaller = {self._shape(other) for other in others}
        if not shape or not smaller or shape in smaller:
            return None
        if smaller == {()}:
            return "cell"
        if len(shape) == 2:
            if smaller <= {(), shape[1:], (1, shape[1])}:
                return "row"
            if smaller <= {(), (shape[0], 1)}:
                return "column"
        return None

    def _by_cells(self, said: str, expr: Apply, operands: Sequence[Expr]) -> str:
        """That it happens cell by cell, where cells meet cells; of a row that is added to every row it is clear."""
        shapes = [shape for shape in map(self._shape, operands) if shape]
        obvious = len(shapes) < 2 or (expr.op in ("add", "subtract") and len(set(shapes)) > 1)
        return said if obvious else self._say("cells", what=said)

    def _cells(self, expr: Apply) -> str:
        """Which cells a reduction takes together."""
        axis, rank = expr.option("axis"), len(self._shape(expr.args[0]))
        if not isinstance(axis, int) or rank < 2:
            return self._say("all")
        if rank > 2:
            return self._say("axis", axis=axis % rank)
        return self._say("columns" if axis % rank == 0 else "rows")

    def _about(self, expr: Apply, before: Expr | None) -> str:
        """What the table says of an operation, with the operands in place of the letters that it calls them by.

        Of several operands, those that it does not call by a letter stand behind it.
        """
        operation, about = OPERATIONS[expr.op], OPERATIONS[expr.op].about
        letters = [None] * len(expr.args) if operation.variadic else operation.operands
        shown = [CUT if arg is before else self._text(arg) for arg in expr.args]
        named: dict[str, str] = {}
        others: list[str] = []
        for letter, text in zip(letters, shown, strict=True):
            if letter is not None and all(_letter(letter).search(words) for words in about):
                named[letter] = text
            else:
                others.append(text)
        said = about.say(self._language)
        if named:
            said = _letter(*named).sub(lambda match: named[match[0]], said)
        if len(shown) == 1:
            return said if named else self._of_one(said, expr, before)
        return self._say("with", what=said, operands=", ".join(others)) if others else said

    def _of_one(self, said: str, expr: Apply, before: Expr | None) -> str:
        """With its one operand, where that is neither all that there is nor what the step before gives."""
        is_clear = expr is self._whole or before is not None
        return said if is_clear else self._say("with", what=said, operands=self._text(expr.args[0]))

    def _list(self, operands: Sequence[Expr]) -> str:
        *most, last = map(self._text, operands)
        return self._say("and", most=", ".join(most), last=last) if most else last

    def _text(self, expr: Expr) -> str:
        return written(expr, self._shapes, self._naming)

    def _shape(self, expr: Expr) -> Shape:
        return shape_of(expr, self._shapes)

    def _say(self, key: str, **gaps: object) -> str:
        return say(f"tui.does-{key}", self._language, **gaps)


def _operands(expr: Apply) -> Iterator[Expr]:
    """The operands, those of the same operation again taken together: ``a * b * c`` has three."""
    for arg in expr.args:
        if expr.op in _JOINED and isinstance(arg, Apply) and arg.op == expr.op:
            yield from _operands(arg)
        else:
            yield arg


def _is_atom(expr: Expr) -> bool:
    """Whether nothing has to be computed for an operand: it is a number, or shows a value as it is, or turned."""
    while isinstance(expr, Apply) and OPERATIONS[expr.op].view is not None:
        expr = expr.args[0]
    return not isinstance(expr, Apply)


def _goes_on(expr: Apply) -> bool:
    """Whether what it does can be said of what the step before gives."""
    return len(expr.args) == 1 or expr.op in (*_JOINED, *_SIDES)


def _letter(*names: str) -> re.Pattern[str]:
    """A letter that stands by itself, Hangul beside it or not."""
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(names)})(?![A-Za-z])")
