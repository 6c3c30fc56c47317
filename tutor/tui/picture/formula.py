"""A formula cut into the pieces that are drawn: matrices, and the signs between them.

``∂L/∂h ⊙ h ⊙ (1 − h)`` becomes ∂L/∂h, ⊙, h, ⊙ and ``1 − h``: a map of one matrix is drawn as the matrix that it gives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import ATOM, Form, Shape
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, Number, names_in, walk
from tutor.formula.write import Naming, write

Detail = Literal["whole", "brief", "terse"]
"""How far a formula is taken apart: to its names; to what stands in brackets; to the operands of its last operation."""

DETAILS: tuple[Detail, ...] = ("whole", "brief", "terse")

_FIRST, _LAST = 0xE000, 0xF8FF
"""Characters for private use stand for the operands while the rest of the formula is written."""

_TOKEN = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]|[()|]|[^{chr(_FIRST)}-{chr(_LAST)}()|]+")

_SUMS = ("add", "subtract", "total")

_RAISED_NAME = re.compile(f"([{chr(_FIRST)}-{chr(_LAST)}])([⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵀ]*)")


class Operand(NamedTuple):
    """A part of a formula that is drawn as one value."""

    expr: Expr
    label: str
    shape: Shape


Piece: TypeAlias = "Operand | str"
"""An operand, a bracket, or signs that are written as they are."""


def written(expr: Expr, shapes: Mapping[str, Shape], naming: Naming) -> str:
    """``expr`` in Unicode mathematics; a name that is a fraction is put in brackets before an exponent: (∂L/∂x)²."""
    names = list(names_in(expr))
    keys = {name: chr(_FIRST + number) for number, name in enumerate(names)}
    text = write(expr, "unicode", shapes, keys.__getitem__)

    def shown(match: re.Match[str]) -> str:
        name = naming(names[ord(match[1]) - _FIRST])
        return f"({name}){match[2]}" if match[2] and "/" in name else name + match[2]

    return _RAISED_NAME.sub(shown, text)


def pieces(expr: Expr, shapes: Mapping[str, Shape], naming: Naming, detail: Detail = "whole") -> tuple[Piece, ...]:
    """``expr`` from left to right, as ``write`` would write it.

    Args:
        shapes: of the names in it.
        naming: how a name is written.
        detail: how far it is taken apart.
    """
    cutter = _Cutter(shapes, naming, detail)
    text = write(cutter.cut(expr), "unicode", cutter.known, str)
    found: list[Piece] = []
    for match in _TOKEN.finditer(text):
        token = match.group().strip()
        if token:
            is_operand = len(token) == 1 and _FIRST <= ord(token) <= _LAST
            found.append(cutter.operands[ord(token) - _FIRST] if is_operand else token)
    return tuple(_without_double_brackets(found))


class _Cutter:
    """Puts a name in place of every part that is drawn as one value."""

    def __init__(self, shapes: Mapping[str, Shape], naming: Naming, detail: Detail) -> None:
        self.operands: list[Operand] = []
        self.known: dict[str, Shape] = {}
        self._shapes = shapes
        self._naming = naming
        self._detail = detail

    def cut(self, expr: Expr, *, root: bool = True, bracketed: bool = False) -> Expr:
        if self._is_operand(expr, root=root, bracketed=bracketed):
            return self._placeholder(expr)
        if isinstance(expr, Apply):
            inside = self._bracketed(expr)
            args = (
                self.cut(arg, root=root and not b and _goes_on(expr, arg), bracketed=b)
                for arg, b in zip(expr.args, inside, strict=True)
            )
            return Apply(expr.op, tuple(args), expr.options)
        return expr

    def _placeholder(self, expr: Expr) -> Name:
        shape = shape_of(expr, self._shapes)
        name = chr(_FIRST + len(self.operands))
        self.operands.append(Operand(expr, written(expr, self._shapes, self._naming), shape))
        self.known[name] = shape
        return Name(name)

    def _is_operand(self, expr: Expr, *, root: bool, bracketed: bool) -> bool:
        if isinstance(expr, Name):
            return True
        if isinstance(expr, Number):
            return False
        if OPERATIONS[expr.op].view is not None and self._is_operand(expr.args[0], root=False, bracketed=False):
            return True
        if root or any(isinstance(node, Apply) and OPERATIONS[node.op].random for node in walk(expr)):
            return False  # a draw is made once: the one that the line made cannot be drawn again here
        if self._detail == "terse" or _is_raised_name(expr):
            return True
        return bracketed and (self._detail == "brief" or self._maps_one_matrix(expr))

    def _maps_one_matrix(self, expr: Expr) -> bool:
        matrices = [node for node in walk(expr) if isinstance(node, Name) and self._shapes[node.id]]
        return len(matrices) == 1

    def _bracketed(self, expr: Apply) -> list[bool]:
        """For each operand whether it is written in brackets."""
        needs = self._form(expr).needs
        return [
            isinstance(arg, Apply) and number < len(needs) and needs[number] > self._binds(arg)
            for number, arg in enumerate(expr.args)
        ]

    def _binds(self, expr: Apply) -> int:
        return ATOM - 1 if _is_raised(expr) else self._form(expr).binds

    def _form(self, expr: Apply) -> Form:
        writer = OPERATIONS[expr.op].writer("unicode")
        if isinstance(writer, Form):
            return writer
        return writer([shape_of(arg, self._shapes) for arg in expr.args], dict(expr.options))


def _goes_on(expr: Apply, arg: Expr) -> bool:
    """Whether ``arg`` is the sum that ``expr`` adds one more term to."""
    return expr.op in _SUMS and isinstance(arg, Apply) and arg.op in _SUMS


def _is_raised(expr: Apply) -> bool:
    """Whether ``expr`` is written with a raised exponent: x²."""
    exponent = expr.args[-1]
    return expr.op == "power" and isinstance(exponent, Number) and exponent.value.denominator == 1


def _is_raised_name(expr: Apply) -> bool:
    return _is_raised(expr) and isinstance(expr.args[0], Name)


def _without_double_brackets(found: Sequence[Piece]) -> list[Piece]:
    """``σ ( ⎡ ⎤ )`` without the round brackets, since a matrix has brackets of its own."""
    kept: list[Piece] = []
    position = 0
    while position < len(found):
        inside = found[position + 1] if position + 2 < len(found) else None
        if found[position] == "(" and isinstance(inside, Operand) and inside.shape and found[position + 2] == ")":
            kept.append(inside)
            position += 3
        else:
            kept.append(found[position])
            position += 1
    return kept
