"""The ways to practise, and the seed of the numbers."""

from __future__ import annotations

from tutor.messages import Language, say
from tutor.tui.panels.quiz_grid import field_spans
from tutor.tui.panels.quiz_pick import pick_row
from tutor.tui.picture.text import EMPTY, Picture, Row, Span, cell_len, pad, row, wrap
from tutor.tui.quiz.menu import Menu, dots

_SEED = 8


def _dots(full: int, of: int) -> Span:
    return Span(dots(full, of), "right" if full == of else "dim")


def menu(it: Menu, language: Language, width: int) -> Picture:
    """All entries, the chosen one marked; below them the seed and what it is for."""
    labels = [entry.label.say(language) for entry in it.entries]
    widest = min(max(map(cell_len, labels)), width - 20)
    rows: list[Row] = [EMPTY, *wrap(say("tui.practice-title", language), width, "title"), EMPTY]
    for number, (entry, label) in enumerate(zip(it.entries, labels, strict=True)):
        at = number == it.at
        lead = Span("▸ " if at else "  ", "key")
        indent = Span("  " if entry.kind == "skill" else "")
        name = pad(row(indent, Span(label, "strong" if at else "plain")), widest + 4)
        standing = [] if entry.dots is None else [_dots(entry.dots, entry.of)]
        due = [Span(f"  {say('tui.record-due', language)}", "follows")] if entry.due else []
        rows.append(pick_row((lead, *name, *standing, *due), number))
    seed = (
        field_spans(it.seed, _SEED)
        if it.seed.text
        else row(Span(str(it.seed_number).ljust(_SEED), "strong"))
    )  # fmt: skip
    rows += [EMPTY, (Span(f"  {say('tui.practice-seed', language)} ", "plain"), *seed)]
    rows += [(Span("  "), *line) for line in wrap(say("tui.practice-seed-how", language), width - 2, "dim")]
    return Picture(tuple((Span(" "), *line) for line in rows))
