"""The gradients of a pass beside the numeric ones: a row for each parameter, and the worst cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tutor.explain.checking import Checked, GradientTable, Verdict
from tutor.explain.rounding import rounded
from tutor.messages import Language, say
from tutor.tui.picture.text import EMPTY, Picture, Role, Row, Span, cell_len, clip, pad, row, wrap

_GAP = 3
_MARKS: dict[str, tuple[str, Role]] = {
    "✓": ("agrees", "done"), "?": ("doubtful", "warning"), "✗": ("differs", "lost"), "∧": ("kink", "warning"),
    "·": ("waiting", "missing"),
}  # fmt: skip


def gradients(table: GradientTable, language: Language, width: int, digits: int, name: Callable[[str], str]) -> Picture:
    """The table; ``name`` writes a gradient."""
    rows = list(_rows(table, language, digits, name))
    indented = [(Span(" "), *clip(line, width - 1)) for line in rows]
    sentences = [(Span(" "), *line) for line in _sentences(table, language, width - 1)]
    worst = [(Span(" "), *clip(line, width - 1)) for line in _worst(table, language, digits)]
    heading = row(Span(" "), Span(say("tui.check-title", language, update=f"{table.update:,}"), "title"))
    return Picture((EMPTY, heading, EMPTY, *indented, EMPTY, *sentences, *worst))


def _rows(table: GradientTable, language: Language, digits: int, name: Callable[[str], str]) -> Iterator[Row]:
    headings = [say(f"tui.check-{key}", language) for key in ("gradient", "cells", "error", "where", "derived",
                                                             "numeric")]  # fmt: skip
    lines = [_entries(verdict, name(f"d{verdict.name}"), digits) for verdict in table.verdicts]
    widths = [max(map(cell_len, column)) for column in zip(headings, *lines, strict=True)]
    yield _line(headings, widths, "dim")
    for verdict, entries in zip(table.verdicts, lines, strict=True):
        word, role = _MARKS[verdict.mark]
        said = f"{verdict.mark} {say(f'tui.check-{word}', language)}"
        yield (*_line(entries, widths, "plain"), Span(said, role))


def _entries(verdict: Verdict, name: str, digits: int) -> list[str]:
    cells = f"{verdict.done:,}" if verdict.done == verdict.size else f"{verdict.done:,} / {verdict.size:,}"
    if not verdict.worst:
        return [name, cells, "", "", "", ""]
    worst = verdict.worst[0]
    numbers = (rounded(value, digits) for value in (worst.analytic, worst.numeric.value))
    return [name, cells, f"{worst.numeric.error:.1e}", str(worst.address), *numbers]


def _line(entries: Sequence[str], widths: Sequence[int], role: Role) -> Row:
    """Entries in their columns; names and addresses to the left, numbers to the right."""
    spans: list[Span] = []
    for number, (entry, width) in enumerate(zip(entries, widths, strict=True)):
        left = number in (0, 3)
        spans.extend(pad(row(Span(entry, role)), width, "left" if left else "right"))
        spans.append(Span(" " * _GAP))
    return tuple(spans)


def _sentences(table: GradientTable, language: Language, width: int) -> Iterator[Row]:
    """What the worst error means, and which cells were drawn where they are too many."""
    if not table.verdicts:
        yield from wrap(say("tui.check-nothing", language), width)
        return
    worst = table.worst
    if worst is not None:
        yield from wrap(worst.numeric.meaning.say(language), width)
    kinks = sum(verdict.kinks for verdict in table.verdicts)
    if kinks:
        yield from wrap(say("tui.check-kinks", language, count=f"{kinks:,}"), width)
    most = max(verdict.chosen for verdict in table.verdicts)
    if any(verdict.chosen < verdict.size for verdict in table.verdicts):
        yield from wrap(say("tui.check-drawn", language, most=f"{most:,}"), width)
    yield from wrap(say("tui.check-how", language), width, "dim")


def _worst(table: GradientTable, language: Language, digits: int) -> Iterator[Row]:
    """The cells with the largest errors."""
    found = sorted((one for verdict in table.verdicts for one in verdict.worst), key=lambda one: one.rank, reverse=True)
    if not found:
        return
    yield EMPTY
    yield row(Span(say("tui.check-worst", language), "strong"))
    entries = [_cell_entries(one, digits) for one in found[:8]]
    widths = [max(map(cell_len, column)) for column in zip(*entries, strict=True)]
    for one, line in zip(found, entries, strict=False):
        kink = say("tui.check-kink", language) if one.numeric.kink else ""
        spans = [Span(f"{text:{width}}   ") for text, width in zip(line, widths, strict=True)]
        yield (*spans, Span(kink, "warning"))


def _cell_entries(one: Checked, digits: int) -> list[str]:
    return [
        str(one.address), rounded(one.analytic, digits), rounded(one.numeric.value, digits), f"{one.numeric.error:.1e}",
    ]  # fmt: skip
