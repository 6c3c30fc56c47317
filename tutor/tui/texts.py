"""How names and lines are written, kept so that a step does not write them again."""

from __future__ import annotations

from tutor.engine.program import Programs
from tutor.formula.display import display_name
from tutor.messages import Language, Message
from tutor.tui.picture.formula import Detail, Piece, pieces, written


class Texts:
    """The lines of one lesson's programs in Unicode mathematics."""

    def __init__(self, loss: str) -> None:
        """``loss`` is the name of what is differentiated."""
        self._loss = loss
        self._formulas: dict[tuple[int, int], str] = {}
        self._pieces: dict[tuple[int, int, Detail], tuple[Piece, ...]] = {}
        self._does: dict[tuple[int, int, Language], Message | None] = {}
        self._kept: list[Programs] = []  # so that an id stays that of the same programs

    def name(self, programs: Programs, name: str) -> str:
        """``name`` as it is shown; a gradient as ∂L/∂W₁."""
        return display_name(name, {name} if is_gradient(programs, name) else (), self._loss)

    def short(self, programs: Programs, name: str) -> str:
        """The same where it is clear what is differentiated: ∂W₁."""
        return f"∂{display_name(name[1:])}" if is_gradient(programs, name) else display_name(name)

    def formula(self, programs: Programs, number: int) -> str:
        """Line ``number`` with its left-hand side."""
        key = (id(programs), number)
        if key not in self._formulas:
            line = programs.lines[number]
            right = written(line.expr, programs.shapes, lambda name: self.name(programs, name))
            self._formulas[key] = f"{self.name(programs, line.name)} = {right}"
            self._kept.append(programs)
        return self._formulas[key]

    def does(self, programs: Programs, number: int, language: Language) -> Message | None:
        """What line ``number`` does, step by step; None where it only sets a number."""
        from tutor.tui.does import what_it_does  # late: where a lesson says something, that is no part of the note

        key = (id(programs), number, language)
        if key not in self._does:
            expr = programs.lines[number].expr
            self._does[key] = what_it_does(expr, programs.shapes, lambda name: self.name(programs, name), language)
            self._kept.append(programs)
        return self._does[key]

    def pieces(self, programs: Programs, number: int, detail: Detail) -> tuple[Piece, ...]:
        """The right-hand side of line ``number``, taken apart."""
        key = (id(programs), number, detail)
        if key not in self._pieces:
            expr = programs.lines[number].expr
            self._pieces[key] = pieces(expr, programs.shapes, lambda name: self.name(programs, name), detail)
            self._kept.append(programs)
        return self._pieces[key]


def is_gradient(programs: Programs, name: str) -> bool:
    """Whether ``name`` is a gradient of this pass: one that a line computes, or one that fusing leaves out."""
    return name in programs.gradients or (name.startswith("d") and name[1:] in programs.fusable)
