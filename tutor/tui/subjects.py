"""What the values on the screen are, so that any of their cells can be selected and asked about. Knows no Textual."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.engine.program import Line
from tutor.formula.operations import OPERATIONS
from tutor.formula.tree import Apply, Expr, Name, names_in
from tutor.tui.picture.formula import DETAILS, Operand
from tutor.tui.picture.quantity import Quantity
from tutor.tui.picture.tags import Subject

if TYPE_CHECKING:
    from tutor.tui.moment import Moment
    from tutor.tui.session import Session

RESULT = "result"
"""The place of what a line computes; its operands are numbered."""


def subject_of_result(session: Session, number: int) -> Subject:
    """What line ``number`` computes; only a part of its line, if another line of the same update writes over it."""
    line = session.run.lines[number]
    if _writes(session, line.name, number + 1, len(session.run.lines)):
        return Subject("line", RESULT, "part", "", text=line.name)
    return Subject("line", RESULT, "value", line.name, int(line.phase == "update"))


def subject_of_operand(session: Session, number: int, place: int, operand: Operand) -> Subject:
    """A part of the formula of line ``number`` that is drawn as one value."""
    line = session.run.lines[number]
    expr, turned = operand.expr, False
    if isinstance(expr, Apply) and expr.op == "transpose":
        expr, turned = expr.args[0], True
    made = _made(session, expr.id, number, line) if isinstance(expr, Name) else None
    if isinstance(expr, Name) and made is not None:
        return Subject("line", str(place), "turned" if turned else "value", expr.id, made)
    return Subject("line", str(place), "part", _mapped(session, operand), text=operand.label)


def _made(session: Session, name: str, number: int, line: Line) -> int | None:
    """Whether line ``number`` reads ``name`` as an update made it; None if it reads what has no address."""
    if line.phase != "update" or not _writes(session, name, 0, number):
        return 0
    return None if _writes(session, name, number, len(session.run.lines)) else 1


def _writes(session: Session, name: str, start: int, stop: int) -> bool:
    """Whether an update line from ``start`` up to ``stop`` assigns ``name``."""
    return any(line.name == name and line.phase == "update" for line in session.run.lines[start:stop])


def _mapped(session: Session, operand: Operand) -> str:
    """The one value that a part maps cell by cell: ``h`` in ``1 − h``; nothing, if there is no such value."""
    names = [name for name in names_in(operand.expr) if session.programs.shapes[name]]
    if len(names) != 1 or session.programs.shapes[names[0]] != operand.shape:
        return ""
    return names[0] if _is_map(operand.expr) else ""


def _is_map(expr: Expr) -> bool:
    if not isinstance(expr, Apply):
        return True
    return OPERATIONS[expr.op].elementwise and all(map(_is_map, expr.args))


def subject_in_panel(session: Session, place: str, name: str) -> Subject | None:
    """A parameter, its gradient or its change; None where its value has no address just now."""
    if place == "gradient":
        return Subject("parameters", place, "value", name)
    number = session.run.position.line
    made = _writes(session, name, 0, number)
    if place == "change":
        return Subject("parameters", place, "change", name, int(made))
    if made and _writes(session, name, number, len(session.run.lines)):
        return None
    return Subject("parameters", place, "value", name, int(made))


def quantities(moment: Moment) -> Iterator[Quantity]:
    """Every value that may be on the screen: of the line however far it is taken apart, and of the panels."""
    if moment.shown is not None:
        yield moment.shown.equation.result
        for detail in DETAILS:
            for term in moment.shown.equation.terms(detail):
                if isinstance(term, Quantity):
                    yield term
    for line in moment.parameters:
        yield from (value for value in (line.value, line.gradient, line.change) if value is not None)
    for column in moment.data:
        yield column.quantity


def find(moment: Moment, subject: Subject) -> Quantity | None:
    """The value that ``subject`` stands for; None if it is not on the screen any more."""
    return next((quantity for quantity in quantities(moment) if quantity.subject == subject), None)


def part_of_line(moment: Moment, subject: Subject) -> Expr | None:
    """The formula of a part of the line; None if the line has no such part."""
    session = moment.session
    number = session.shown
    if number is None:
        return None
    if subject.place == RESULT:
        return session.run.lines[number].expr
    return next((piece.expr for piece in moment.operands(number) if piece.label == subject.text), None)
