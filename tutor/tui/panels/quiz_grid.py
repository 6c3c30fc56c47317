"""The cells of a question by hand: what was typed into them, and how each was judged.

⎡ 0.0123____ ✓ ▸0.45█_____ ✗⎤
⎣ __________    __________  ⎦
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from tutor.formula.operations.operation import Index
from tutor.messages import Language, say
from tutor.quiz.marking import Verdict
from tutor.quiz.matrices import grid_of
from tutor.quiz.reading import Understood, Unread
from tutor.tui.panels.quiz_pick import pick_row
from tutor.tui.picture.text import CUT, EMPTY, Picture, Role, Row, Span, cell_len, clip, pad, row, row_width, wrap
from tutor.tui.quiz.field import Field
from tutor.tui.quiz.grid import Grid
from tutor.tui.quiz.papers import HandPaper

SIGNS: Mapping[Verdict, str] = {
    "right": "✓", "consistent": "≈", "wrong": "✗", "digits": "+", "unread": "?", "empty": " ",
}  # fmt: skip
"""What tells verdicts apart where there is no colour."""

ROLES: Mapping[Verdict, Role] = {
    "right": "right", "consistent": "follows", "wrong": "wrong", "digits": "follows", "unread": "follows",
    "empty": "plain",
}  # fmt: skip

LINE = "_"
"""What a blank is made of, as on paper."""

_STRANGE = "\N{REPLACEMENT CHARACTER}"
_WIDEST, _NARROWEST = 12, 7
_AROUND = 3
"""Columns of a cell besides its text: the mark that one stands here, a space, the sign of the verdict."""

_ROUND = "[", "]"
_TOP, _MIDDLE, _BOTTOM = ("⎡", "⎤"), ("⎢", "⎥"), ("⎣", "⎦")


def answer(paper: HandPaper, language: Language, width: int, height: int) -> Picture:
    """The grid, the current cell as it is understood, and the exact value once there is one."""
    grid = paper.grid
    exact = _exact(paper, language)
    below = [*([] if exact else [_understood(grid, language, width)]), *_legend(grid, language, width)]
    room = max(height - len(below), 1)
    cells = _cells(grid, width, room, active=not paper.done, typing=not paper.desk.open)
    if not exact:
        return Picture((*cells, *below))
    beside = max(map(row_width, cells)) + 3
    if beside + max(map(row_width, exact)) <= width:
        return Picture((*_side_by_side(cells, exact, beside), *below))
    return Picture((*cells, *below, *(clip(line, width) for line in exact)))


def legible(text: str) -> str:
    r"""``text`` with every character that is not one column wide, or that steers a terminal, replaced.

    >>> legible("0.5\x1b[2J")
    '0.5�[2J'
    """
    return "".join(
        character if cell_len(character) == 1 and not unicodedata.category(character).startswith("C") else _STRANGE
        for character in text
    )


def field_spans(field: Field, width: int, blank: str = LINE) -> Row:
    """A line that is typed into, ``width`` columns of it, the caret among them."""
    start = max(0, field.caret - width + 1)
    shown = legible(field.text[start : start + width])
    at = field.caret - start
    shown = shown.ljust(at + 1, blank).ljust(width, blank)
    return row(Span(shown[:at], "strong"), Span(shown[at], "caret"), Span(shown[at + 1 :], "strong"))


def bracketed(lines: Sequence[Row]) -> list[Row]:
    """Rows of one width between the brackets of a matrix."""
    last = len(lines) - 1
    found: list[Row] = []
    for number, line in enumerate(lines):
        left, right = (
            _ROUND if last == 0 else _TOP if number == 0 else _BOTTOM if number == last else _MIDDLE
        )  # fmt: skip
        found.append((Span(left, "bracket"), *line, Span(right, "bracket")))
    return found


def text_matrix(texts: Mapping[Index, str], columns: int, role: Role = "plain") -> list[Row]:
    """Texts of cells, row by row, as a matrix; a single one without brackets."""
    cells = list(texts.values())
    if len(cells) == 1:
        return [row(Span(cells[0], role))]
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return bracketed(
        [
            row(Span("  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True)), role))
            for line in rows
        ]
    )


def cell_address(index: Index) -> str:
    """A cell as addresses name it."""
    return f"[{','.join(map(str, index))}]"


# The cells


def _cells(grid: Grid, width: int, height: int, *, active: bool, typing: bool) -> list[Row]:
    """The cells that there is room for, the current one among them; how many are left out is said."""
    at_row, at_column = divmod(grid.at, grid.columns)
    single = grid.rows * grid.columns == 1
    room = width - (0 if single else 2)
    size = min(max(room // grid.columns - _AROUND - 1, _NARROWEST), _WIDEST if not single else 2 * _WIDEST)
    columns = _window(grid.columns, max((room - 4) // (size + _AROUND + 1), 1), at_column)
    rows = _window(grid.rows, height, at_row)
    lines: list[Row] = []
    for number in rows:
        cells: list[Span] = []
        for column in columns:
            cells.extend([Span(" ")] if column != columns.start else [])
            at = number * grid.columns + column
            cells.extend(pick_row(_cell(grid, at, size, active=active, typing=typing), at))
        lines.append(tuple(cells))
    left, right = columns.start, grid.columns - columns.stop
    before = Span(f"{CUT}{left} " if left else "", "dim")
    after = Span(f" {right}{CUT}" if right else "", "dim")
    drawn: list[Row] = [(before, *line, after) for line in (lines if single else bracketed(lines))]
    if rows.start:
        drawn[0] = (*drawn[0], Span(f" ↑{rows.start}", "dim"))
    if rows.stop < grid.rows:
        drawn[-1] = (*drawn[-1], Span(f" ↓{grid.rows - rows.stop}", "dim"))
    return drawn


def _window(count: int, room: int, at: int) -> range:
    """As many of ``count`` as there is room for, ``at`` among them."""
    if count <= room:
        return range(count)
    start = min(max(at - room // 2, 0), count - room)
    return range(start, start + room)


def _cell(grid: Grid, number: int, size: int, *, active: bool, typing: bool) -> Row:
    """A cell: whether one stands there (``active``), with a caret while it is typed into, and how it was judged."""
    index = grid.attempt.question.cells[number]
    mark = grid.mark(index)
    verdict: Verdict = "empty" if mark is None else mark.verdict
    sign = Span(f" {SIGNS[verdict]}", ROLES[verdict])
    here = active and number == grid.at
    if here and typing:
        return (Span("▸", "key"), *field_spans(grid.field, size), sign)
    text = legible(grid.text(index))
    shown = text if len(text) <= size else text[: size - 1] + CUT
    role: Role = ROLES[verdict] if verdict != "empty" else "plain"
    return row(Span("▸" if here else " ", "key"), Span(shown, role), Span(LINE * (size - len(shown)), "dim"), sign)


# Below and beside them


def _understood(grid: Grid, language: Language, width: int) -> Row:
    """The current cell: its address, and what is understood of it where that is not what was typed."""
    where = cell_address(grid.index) if grid.index else ""
    typed = grid.typed
    lead = [Span(f" {where}  ", "dim")] if where else [Span(" ")]
    if isinstance(typed, Unread):
        return clip((*lead, Span(typed.message.say(language), "dim")), width)
    if isinstance(typed, Understood) and typed.echo:
        text = say("tui.quiz-understood", language, value=typed.echo)
        return clip((*lead, Span(text, "strong")), width)
    return clip(tuple(lead), width)


def _legend(grid: Grid, language: Language, width: int) -> list[Row]:
    """What the signs mean, of those that stand there; for a single cell the sentence is enough."""
    marks = (grid.mark(index) for index in grid.attempt.question.cells)
    found = {mark.verdict for mark in marks if mark is not None}
    found.discard("empty")
    if not found or grid.rows * grid.columns == 1:
        return []
    spans: list[Span] = []
    for verdict, sign in SIGNS.items():
        if verdict in found:
            spans.extend((Span(f" {sign} ", ROLES[verdict]), Span(say(f"tui.quiz-sign-{verdict}", language), "dim")))
            spans.append(Span("  "))
    return [clip(tuple(spans), width)]


def _exact(paper: HandPaper, language: Language) -> list[Row]:
    """The exact value under its heading."""
    exact = paper.attempt.exact
    if exact is None:
        return []
    question = paper.attempt.question
    columns = grid_of(() if question.cell is not None else question.step.shape)[1]
    matrix = text_matrix(exact, columns, "name")
    lead = say("tui.quiz-exact", language)
    middle = (len(matrix) - 1) // 2
    blank = row(Span(" " * cell_len(lead)))
    return [(*(row(Span(lead, "dim")) if y == middle else blank), Span(" "), *line) for y, line in enumerate(matrix)]


def _side_by_side(left: Sequence[Row], right: Sequence[Row], beside: int) -> list[Row]:
    height = max(len(left), len(right))
    return [
        (*pad(left[y] if y < len(left) else EMPTY, beside), *(right[y] if y < len(right) else EMPTY))
        for y in range(height)
    ]


def expressions(texts: Mapping[Index, str], width: int) -> list[Row]:
    """One line or more for each cell: its address, and an expression that may be long."""
    rows: list[Row] = []
    indent = max((len(cell_address(index)) + 2 for index in texts if index), default=0)
    for index, text in texts.items():
        where = cell_address(index) if index else ""
        for number, line in enumerate(wrap(text, max(width - indent, 10), "name")):
            lead = Span(where.ljust(indent) if number == 0 else " " * indent, "dim")
            rows.append((lead, *line) if indent else line)
    return rows
