"""The long way and the short way from the loss back, and a line with its operations written out. Knows no Textual."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tutor.engine.program import Line, Programs
from tutor.engine.run import Position, Run
from tutor.formula.display import display_name
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array
from tutor.formula.shapes import shape_of
from tutor.formula.spell import spelt_out
from tutor.formula.tree import Apply, Expr, names_in, walk
from tutor.messages import Message
from tutor.tui.moment import Moment
from tutor.tui.picture.formula import written
from tutor.tui.picture.numbers import number_text
from tutor.tui.session import Session

AGREE = 1e-9
"""Both ways agree where no gradient differs by more than this part of the largest one."""


def turn(session: Session) -> Message:
    """Show the long way, or the short one again; what is shown, and how far both agree."""
    run = session.run
    if not run.programs.fusable:
        return Message("tui.ways-none")
    session.undoable("way")
    position, before = run.position, run.programs
    here = _gradients(run)
    run.long_way = not run.long_way
    there = _gradients(run)
    session.stand(Position(position.update, line_in(run.lines, before.lines, position.line)))
    long = run.programs if run.long_way else before
    key = "tui.ways-long" if run.long_way else "tui.ways-short"
    return Message(key, {"steps": _steps(session, long), "agree": _agreement(session, here, there)})


def line_in(lines: Sequence[Line], before: Sequence[Line], count: int) -> int:
    """How many of ``lines`` stand where ``count`` of the lines ``before`` stood.

    After the same line, if there is one; else after the first line that comes later in both.
    """
    if count == 0:
        return 0
    places = {key: place for place, key in enumerate(_keys(lines), 1)}
    return next((places[key] for key in _keys(before)[count - 1 :] if key in places), len(lines))


def _keys(lines: Sequence[Line]) -> list[tuple[str, str, int]]:
    """What tells each line: its program, its name, and how many lines of this name stand before it."""
    names = [(line.phase, line.name) for line in lines]
    return [(*name, names[:number].count(name)) for number, name in enumerate(names)]


def _gradients(run: Run) -> dict[str, Array]:
    """Every gradient of the pass, in the way that is shown; the position is the end of the backward program."""
    update = run.position.update
    run.go(update)
    run.go(update, len(run.lines) - len(run.programs.update))
    return {line.name: np.array(run.value(line.name)) for line in run.programs.backward}


def _steps(session: Session, long: Programs) -> str:
    """The gradients that the long way takes one after the other: ``∂L/∂ŷ, ∂L/∂z₂``."""
    names: list[str] = []
    for output in dict.fromkeys(long.fusable):
        names.append(f"d{output}")
        names.extend([line.name for line in long.backward if f"d{output}" in names_in(line.expr)][:1])
    return ", ".join(display_name(name, {name}, session.model.loss) for name in dict.fromkeys(names))


def _agreement(session: Session, here: dict[str, Array], there: dict[str, Array]) -> Message:
    """The largest difference between the gradients that both ways compute."""
    both = [name for name in here if name in there]
    with np.errstate(all="ignore"):
        apart = {name: float(np.max(np.abs(here[name] - there[name]), initial=0.0)) for name in both}
        largest = max((float(np.max(np.abs(array), initial=0.0)) for array in there.values()), default=0.0)
    name = max(both, key=lambda key: (not np.isfinite(apart[key]), apart[key]))
    gaps = {"difference": number_text(apart[name], 2), "name": display_name(name, {name}, session.model.loss)}
    if not np.isfinite(apart[name]):
        return Message("tui.ways-lost", gaps)
    return Message("tui.ways-agree" if apart[name] <= AGREE * largest else "tui.ways-differ", gaps)


# A line written out


def written_out(moment: Moment) -> list[str]:
    """The line that is shown, written out: in simpler operations, and one of its cells term by term.

    Empty where it is as plain as it can be.
    """
    session = moment.session
    number = session.shown
    if number is None:
        return []
    programs, line = session.programs, session.run.lines[number]
    rows: list[str] = []
    spelt = spelt_out(line.expr, programs.shapes)
    if spelt is not line.expr:
        rows.append("= " + written(spelt, programs.shapes, moment.name))
    cell = _cell(moment, line)
    return rows if cell is None else [*rows, cell]


def _cell(moment: Moment, line: Line) -> str | None:
    """One cell as a sum of terms: the selected one, or the first; None where a line makes each cell of its like."""
    from tutor.explain.expansion import Expansion, one_step
    from tutor.explain.naming import naming_of
    from tutor.explain.origin import Reading
    from tutor.explain.writing import Layout

    session, programs = moment.session, moment.session.programs
    inner = [node for node in walk(line.expr) if isinstance(node, Apply)]
    if any(OPERATIONS[node.op].random for node in inner):
        return None  # a draw is no sum of anything
    first = ((0,) * len(shape_of(node, programs.shapes)) for node in inner)
    shapes = ([shape_of(arg, programs.shapes) for arg in node.args] for node in inner)
    if not any(_gathers(one_step(*step)) for step in zip(inner, first, shapes, strict=True)):
        return None
    reads = {name: Reading(name, 0, np.broadcast_to(0.0, programs.shapes[name])) for name in names_in(line.expr)}
    selected = session.selected
    index = selected.index if selected is not None and selected.name == line.name else None
    if index is None:
        index = (0,) * len(line.shape)
    labels = {} if session.lesson is None else session.lesson.labels
    naming = naming_of(programs, session.model, labels)
    text = Layout(Expansion(reads).cell(line.expr, index), naming).symbolic()
    return f"{naming.cell(line.name, index)} = {text}"


def _gathers(cell: Expr) -> bool:
    """Whether the formula of a cell takes many cells together; their terms are not looked at, they may be many."""
    if not isinstance(cell, Apply):
        return False
    return OPERATIONS[cell.op].variadic or any(map(_gathers, cell.args))
