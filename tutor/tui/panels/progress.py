"""A run on its way, drawn: a bar, how fast it goes, and the loss so far."""

from __future__ import annotations

import math

from tutor.formula.display import display_name
from tutor.messages import Language, say
from tutor.tui.picture.numbers import number_text
from tutor.tui.picture.sparks import sparks
from tutor.tui.picture.text import EMPTY, Picture, Row, Span, cell_len, clip, pad, row, row_width, spread
from tutor.tui.playback import per_second
from tutor.tui.until import RunUntil

_PARTS = " ▏▎▍▌▋▊▉█"
"""Eighths of a column."""

_LEAST_BAR = 10

_BESIDE = 24
"""Columns beside the curve, for the numbers at its edges."""

_WIDE = 100
"""Where the highest loss is so many times the lowest, the curve is drawn on a logarithmic scale."""


def progress(run: RunUntil, language: Language, width: int, rows: int) -> Picture:
    """How far a run has got, in ``width`` columns, with a curve of ``rows`` rows."""
    ascii_only = run.session.glyphs == "ascii"
    done = say("tui.until-progress", language, update=f"{run.update:,}", limit=f"{run.limit:,}")
    rate = per_second("update", f"{run.rate:,.0f}").say(language)
    right = row(Span(f" {done}", "strong"), Span(f"   {rate}", "dim"))
    room = width - row_width(right)
    part = (run.update - run.start) / max(run.limit - run.start, 1)
    first = clip(right, width) if room < _LEAST_BAR else (*bar(part, room, ascii_only=ascii_only), *right)
    return Picture((first, *_losses(run, language, width, rows, ascii_only=ascii_only)))


def bar(part: float, width: int, *, ascii_only: bool = False) -> Row:
    """A bar of ``width`` columns of which ``part``, from 0 to 1, is full.

    >>> [span.text for span in bar(0.5, 6)], [span.text for span in bar(0.5, 6, ascii_only=True)]
    (['███', '░░░'], ['===', '---'])
    """
    part = min(max(part, 0.0), 1.0)
    if ascii_only:
        full = round(part * width)
        return row(Span("=" * full, "curve1"), Span("-" * (width - full), "dim"))
    eighths = round(part * width * 8)
    full, rest = divmod(eighths, 8)
    filled = "█" * full + (_PARTS[rest] if rest else "")
    return row(Span(filled, "curve1"), Span("░" * (width - len(filled)), "dim"))


def _losses(run: RunUntil, language: Language, width: int, rows: int, *, ascii_only: bool) -> list[Row]:
    """The loss from where the run began, its highest and lowest value at the left edge, its last one at the right."""
    session = run.session
    name = session.model.loss
    if session.programs.shapes[name]:
        return [EMPTY]
    room = max(width - _BESIDE, 8)
    losses = [loss for _, loss in session.run.branch.some_losses(run.start, run.update, room)][-room:]
    if not losses:
        return [EMPTY] * (rows + 1)
    finite = [loss for loss in losses if math.isfinite(loss)] or [0.0]
    low, high = min(finite), max(finite)
    logarithmic = 0 < low < high / _WIDE
    heights = [math.log(loss) if math.isfinite(loss) else loss for loss in losses] if logarithmic else losses
    edge = [number_text(high), *[""] * (rows - 2), number_text(low)][:rows]
    left = max(map(cell_len, edge))
    drawn = zip(edge, sparks(heights, rows, ascii_only=ascii_only), strict=True)
    lines = [(*pad(row(Span(text, "dim")), left, "right"), Span(" "), *line) for text, line in drawn]
    last = row(Span(f"{display_name(name)} = {number_text(losses[-1])} ", "strong"))
    over = row(Span(say("tui.until-log", language), "dim")) if logarithmic else EMPTY
    return [clip(over, width), *lines[:-1], spread(lines[-1], last, width)]
