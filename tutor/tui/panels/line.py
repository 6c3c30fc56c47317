"""The line: its formula, and the same with the matrices in it."""

from __future__ import annotations

from tutor.messages import say
from tutor.tui.moment import Moment
from tutor.tui.picture.equation import draw_equation
from tutor.tui.picture.text import CUT, EMPTY, Picture, Row, Span, clip, row, row_width, wrap


def heading(moment: Moment) -> str:
    """What stands over it: whether the line has run, or is to come."""
    shown = moment.shown
    return say("tui.heading-next" if shown is None or not shown.computed else "tui.heading-line", moment.language)


def line(moment: Moment, width: int, height: int) -> Picture:
    """The line that ran last, or at the beginning of a pass the one that will run next."""
    shown = moment.shown
    if shown is None:
        return Picture(tuple(wrap(say("tui.no-lines", moment.language), width)))
    rows = wrap(shown.formula, width, "name")
    most = max(height // 4, 1)
    if len(rows) > most:
        rows = [*rows[: most - 1], clip((*rows[most - 1], Span(f" {CUT}", "name")), width)]
    if shown.about:
        beside = row(Span("   "), Span(shown.about, "dim"))
        if row_width(rows[-1]) + row_width(beside) <= width:
            rows[-1] = (*rows[-1], *beside)
    drawn = draw_equation(shown.equation, width, height - len(rows))
    between: list[Row] = [EMPTY] if len(rows) + drawn.height < height else []
    return Picture((*rows, *between, *drawn.rows))
