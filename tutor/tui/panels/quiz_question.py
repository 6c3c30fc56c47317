"""What is asked: the question, its conventions, and the values that it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from tutor.engine.rules import Rule
from tutor.formula.display import display_name
from tutor.formula.operations.operation import Array, Shape
from tutor.formula.tree import names_in
from tutor.messages import Language, Message, say
from tutor.quiz.numbers import SHOWN_DIGITS
from tutor.quiz.questions import ByHand, Needed
from tutor.tui.panels.quiz_pick import pick_row
from tutor.tui.picture.block import Caps, draw, height_of
from tutor.tui.picture.formula import written
from tutor.tui.picture.numbers import Precision
from tutor.tui.picture.quantity import Quantity, shape_text
from tutor.tui.picture.text import EMPTY, Picture, Row, Span, beside, cell_len, pad, row, row_width, wrap
from tutor.tui.quiz.equations import formula_text
from tutor.tui.quiz.papers import HandPaper, PlainPaper

_GAP = 3
_CELL = 9
"""Columns of a number and its gap, more or less, in a matrix that is cut."""

_ROWS = 12
"""Rows that are shown of one value; the scratch line reads them all."""


def question(paper: HandPaper, language: Language, width: int, height: int) -> Picture:
    """The question by hand; closer together where there is little room."""
    rows = _rows(paper, language, width, [EMPTY])
    if len(rows) > height:
        rows = _rows(paper, language, width - 2, [])
    return Picture(tuple(rows))


def _rows(paper: HandPaper, language: Language, width: int, between: list[Row]) -> list[Row]:
    asked = paper.attempt.question
    rows = wrap(asked.asking.say(language), width, "strong")
    if paper.formula:
        rows = [*rows, *wrap(formula_text(asked.sheet, asked.step), width, "name")]
    rows += [*between, *needed(asked.needed, paper.attempt.marker.own, language, width), *between]
    rows += conventions(asked.conventions, language, width)
    return rows if paper.formula else [*rows, *between, *_definitions(asked, language, width)]


@lru_cache(maxsize=16)  # drawn with every key that is typed
def _definitions(asked: ByHand, language: Language, width: int) -> tuple[Row, ...]:
    """What the names stand for: the forward lines; for a line of an update the rule, with W and its gradient g."""
    sheet, rule = asked.sheet, asked.sheet.model.update
    if asked.step.phase == "update" and isinstance(rule, Rule):
        shapes: dict[str, Shape] = {name: () for line in rule.lines for name in (line.name, *names_in(line.expr))}
        texts = [f"{display_name(line.name)} = {written(line.expr, shapes, display_name)}" for line in rule.lines]
        return _flow(say("tui.quiz-rule", language), texts, width)
    forward = [formula_text(sheet, step) for step in sheet.steps if step.phase == "forward"]
    return _flow(say("tui.quiz-net", language), forward, width)


def _flow(lead: str, texts: Sequence[str], width: int) -> tuple[Row, ...]:
    """Formulas beside each other, as many in a row as there is room for."""
    indent = cell_len(lead) + 2
    lines: list[str] = []
    for text in texts:
        if lines and cell_len(lines[-1]) + _GAP + cell_len(text) <= width - indent:
            lines[-1] += " " * _GAP + text
        else:
            lines.append(text)
    rows: list[Row] = []
    for line in lines:
        long = cell_len(line) > width - indent
        rows.extend(wrap(line, width - indent, "label") if long else [row(Span(line, "label"))])
    blank = " " * indent
    return tuple((Span(f"{lead}  " if number == 0 else blank, "dim"), *line) for number, line in enumerate(rows))


def conventions(messages: Sequence[Message], language: Language, width: int) -> list[Row]:
    """What the question takes for granted, one a line."""
    rows: list[Row] = []
    for message in messages:
        for number, line in enumerate(wrap(message.say(language), width - 2, "label")):
            rows.append((Span("· " if number == 0 else "  ", "dim"), *line))
    return rows


def needed(values: Sequence[Needed], own: Mapping[str, Array], language: Language, width: int) -> list[Row]:
    """The values that are read, and what the learner had for them, side by side as far as there is room."""
    blocks: list[list[Row]] = []
    for value in values:
        blocks.append(_named(value.name, value.value, width))
        if value.key in own:
            blocks.append(_named(say("tui.quiz-yours", language, name=value.name), own[value.key], width))
    lines: list[list[list[Row]]] = []
    used = 0
    for block in blocks:
        size = max(map(row_width, block), default=0)
        if lines and used + _GAP + size <= width:
            lines[-1].append(block)
            used += _GAP + size
        else:
            lines.append([block])
            used = size
    rows: list[Row] = []
    for line in lines:
        tall = max(map(len, line))
        rows.extend(beside([_centred(block, tall) for block in line], _GAP))
    return rows


def _centred(block: list[Row], height: int) -> list[Row]:
    """A block in the middle of so many rows, so that equals signs stand level."""
    above = (height - 1) // 2 - (len(block) - 1) // 2
    width = max(map(row_width, block))
    blank = row(Span(" " * width))
    return [blank] * above + [pad(line, width) for line in block] + [blank] * (height - above - len(block))


def _named(name: str, value: Array, width: int) -> list[Row]:
    """``h = `` and the matrix."""
    name = f"{name} = "
    quantity = Quantity(name, value.shape, value, precision=Precision(SHOWN_DIGITS))
    room = width - cell_len(name)
    block = draw(quantity, Caps(_ROWS))
    columns = max((room - 8) // _CELL, 1) + 1
    while block.width > room and columns > 1:  # some numbers are longer than others
        columns -= 1
        block = draw(quantity, Caps(_ROWS, columns))
    blank = Span(" " * cell_len(name))
    rows = [(Span(name, "name") if y == block.axis else blank, *line) for y, line in enumerate(block.rows)]
    if not block.whole or height_of(quantity) > _ROWS:
        rows.append((blank, Span(shape_text(value.shape), "dim")))
    return rows


def plain(paper: PlainPaper, language: Language, width: int) -> Picture:
    """A line that is not asked: its formula, and why it is not."""
    if paper.ended:
        return Picture(tuple(wrap(say("tui.quiz-plain-end", language), width)))
    return Picture((*wrap(paper.formula, width, "name"), EMPTY, *wrap(say("tui.quiz-plain", language), width)))


def look_back(states: Sequence[tuple[str, bool, bool]], at: int, language: Language, width: int) -> Picture:
    """All questions of a lesson after the last one: what each asks, whether it was begun, whether it is done."""
    done = sum(finished for _, _, finished in states)
    rows = [*wrap(say("tui.quiz-look-back", language, done=done, count=len(states)), width, "strong"), EMPTY]
    for number, (text, begun, finished) in enumerate(states):
        sign = Span("✓ ", "right") if finished else Span("◐ " if begun else "○ ", "dim")
        lead = Span("▸ " if number == at else "  ", "key")
        first, *_ = wrap(f"{number + 1:>2}  {text}", width - 4) or [EMPTY]
        rows.append(pick_row((lead, sign, *first), number))
    return Picture(tuple(rows))
