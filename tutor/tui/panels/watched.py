"""The numbers that are always watched, beside the rail: the loss, the hyper-parameters, the watches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from tutor.tui.moment import Moment, Reading
from tutor.tui.picture.numbers import MISSING, Precision, number_text
from tutor.tui.picture.text import CUT, EMPTY, Row, Span, cell_len, clip, row, row_width

ROWS = 3
"""Rows beside the rail: the loss stands in the first, the hyper-parameters in the second, the watches below."""

_APART = 3
"""Columns between two readings."""

_AROUND = 3
"""What a number may take besides its digits: a sign, a point, a zero before it. A row is not filled up to the last
column, so that readings stay where they are while their numbers change."""

_SHORTEST = 6
"""Columns that a label keeps at the least."""


def watched(moment: Moment, width: int) -> tuple[Row, Row, Row]:
    """Three rows of readings, each at most so many columns wide; those that there is no room for are counted."""
    precision = moment.session.precision
    loss = [] if moment.loss is None else [moment.loss]
    before = [_spans(readings, precision, width) for readings in (loss, moment.hyper, [])]
    rows = _fitted(moment.watches, before, precision, width)
    return rows[0], rows[1], rows[2]


def _fitted(watches: Sequence[Reading], before: list[Row], precision: Precision, width: int) -> list[Row]:
    """The watches under their names, or their short ones; in the last row, or in all of them."""
    short = [reading._replace(label=reading.short or reading.label) for reading in watches]
    used = [row_width(line) for line in before]
    for readings, most in _ways(watches, short):
        shares, rest = _share(readings, used, most, precision, width)
        if not rest:
            return _filled(shares, before, precision, width)
    shares, rest = _share(short, used, (len(short),) * ROWS, precision, width - cell_len(f" {CUT}{len(short)}"))
    lines = _filled(shares, before, precision, width)
    if rest == len(short):  # not even one: a name that is cut tells more than a count
        lines[-1] = _spans(short[:1], precision, width - cell_len(f" {CUT}{len(short)}"))
        rest -= 1
    return [*lines[:-1], (*lines[-1], Span(f" {CUT}{rest}", "dim"))] if rest else lines


def _ways(full: Sequence[Reading], short: Sequence[Reading]) -> Iterator[tuple[Sequence[Reading], tuple[int, ...]]]:
    """The names to try, with how many watches each row takes at most, what is easiest to read first."""
    last, even = (0,) * (ROWS - 1) + (len(full),), (ceil(len(full) / ROWS),) * ROWS
    yield from ((full, last), (short, last), (full, even), (short, even), (short, (len(short),) * ROWS))


def _share(
    readings: Sequence[Reading], used: Sequence[int], most: Sequence[int], precision: Precision, width: int
) -> tuple[list[Sequence[Reading]], int]:
    """The readings of each row, from the first row down, and how many are left over."""
    shares: list[Sequence[Reading]] = []
    at = 0
    for columns, limit in zip(used, most, strict=True):
        begin, taken = at, columns
        while at < len(readings) and at - begin < limit:
            taken += _room(readings[at], precision) + (_APART if taken else 0)
            if taken > width:
                break
            at += 1
        shares.append(readings[begin:at])
    return shares, len(readings) - at


def _room(reading: Reading, precision: Precision) -> int:
    return cell_len(reading.label) + 1 + precision.digits + _AROUND


def _filled(shares: Sequence[Sequence[Reading]], before: Sequence[Row], precision: Precision, width: int) -> list[Row]:
    """The rows with what stands in them already, and their readings after it."""
    lines = []
    for line, readings in zip(before, shares, strict=True):
        gap = row(Span(" " * _APART)) if line and readings else EMPTY
        more = _spans(readings, precision, width - row_width((*line, *gap)))
        lines.append(clip((*line, *gap, *more), width))
    return lines


def _spans(readings: Sequence[Reading], precision: Precision, width: int) -> Row:
    """Labels and numbers; where there is no room for all of it, the labels are cut and not the numbers."""
    longest = max((cell_len(reading.label) for reading in readings), default=0)
    line = _labelled(readings, precision, longest)
    while row_width(line) > width and longest > _SHORTEST:
        longest -= 1
        line = _labelled(readings, precision, longest)
    return clip(line, width)


def _labelled(readings: Sequence[Reading], precision: Precision, longest: int) -> Row:
    spans: list[Span] = []
    for number, reading in enumerate(readings):
        if number:
            spans.append(Span(" " * _APART))
        spans.extend((*clip(row(Span(reading.label, "dim")), longest), Span(" ")))
        if reading.value is None:
            spans.append(Span(MISSING, "missing"))
        else:
            text = number_text(reading.value, *precision)
            spans.append(Span(text, "lost" if text.strip("−") in ("∞", "NaN") else "strong"))
    return tuple(spans)
