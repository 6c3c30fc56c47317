"""The line: its formula, and the same with the matrices in it."""

from __future__ import annotations

from tutor.messages import say
from tutor.tui.moment import Moment
from tutor.tui.picture.equation import draw_equation
from tutor.tui.picture.text import CUT, EMPTY, Picture, Row, Span, clip, row, row_width, wrap


def heading(moment: Moment) -> str:
    """What stands over it: whether the line has run, or is to come; which way, which row of the data is shown."""
    shown = moment.shown
    key = "tui.heading-next" if shown is None or not shown.computed else "tui.heading-line"
    parts = [say(key, moment.language)]
    session = moment.session
    if session.run.long_way and session.programs.fusable:
        parts.append(say("tui.way-long", moment.language))
    if moment.followed is not None:
        row, count = moment.followed
        parts.append(say("tui.row-followed", moment.language, row=row + 1, count=count))
    return " · ".join(parts)


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
    if moment.session.writes_out:
        rows.extend(_written_out(moment, width, max(height // 3, 1)))
    drawn = draw_equation(shown.equation, width, height - len(rows))
    between: list[Row] = [EMPTY] if len(rows) + drawn.height < height else []
    return Picture((*rows, *between, *drawn.rows))


def _written_out(moment: Moment, width: int, most: int) -> list[Row]:
    """The line in simpler operations, and one of its cells term by term, in so many rows at most."""
    from tutor.tui.ways import written_out  # late: only those who ask for it wait for what writes it

    texts = written_out(moment)
    if not texts:
        return wrap(say("tui.nothing-to-write-out", moment.language), width, "dim")
    rows = [line for text in texts for line in wrap(text, width, "plain")]
    return rows if len(rows) <= most else [*rows[: most - 1], clip((*rows[most - 1], Span(f" {CUT}")), width)]
