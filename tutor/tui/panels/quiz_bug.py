"""Find the bug: the lines of a worked pass, and the one that is looked at with its values."""

from __future__ import annotations

from tutor.messages import Language, Message, say
from tutor.tui.panels.quiz_pick import pick_row
from tutor.tui.picture.block import Caps, draw
from tutor.tui.picture.equation import draw_equation
from tutor.tui.picture.quantity import Quantity
from tutor.tui.picture.text import EMPTY, Picture, Role, Row, Span, clip, wrap
from tutor.tui.quiz.equations import equation_of, formula_text
from tutor.tui.quiz.papers import BugPaper


def lines(paper: BugPaper, width: int, height: int) -> Picture:
    """The lines of the pass, the one that is looked at among them; those that were pointed at are marked."""
    rows: list[Row] = []
    steps = paper.hunt.steps
    start = min(max(paper.at - height // 2, 0), max(len(steps) - height, 0))
    for number in range(start, min(start + height, len(steps))):
        step = steps[number]
        sign, role = _sign(paper, step.key)
        text = formula_text(paper.hunt.sheet, step)
        lead = Span("▸ " if number == paper.at else "  ", "key")
        count = Span(f"{number + 1:>2}  ", "dim")
        line = (lead, Span(f"{sign} ", role), count, Span(text, _text_role(paper, number, role)))
        rows.append(pick_row(clip(line, width), number))
    return Picture(tuple(rows))


def _text_role(paper: BugPaper, number: int, role: Role) -> Role:
    return "strong" if number == paper.at else role


def _sign(paper: BugPaper, key: str) -> tuple[str, Role]:
    if key == paper.culprit.key and paper.done:
        return "✗", "wrong"
    return ("·", "dim") if key in paper.hunt.tried else (" ", "plain")


def looked_at(paper: BugPaper, width: int, height: int) -> Picture:
    """The line that is looked at, with the values that the pass shows."""
    formula = wrap(formula_text(paper.hunt.sheet, paper.step), width, "name")
    drawn = draw_equation(equation_of(paper.hunt.worked, paper.step), width, max(height - len(formula), 3))
    return Picture((*formula, *drawn.rows))


def told(paper: BugPaper, language: Language, width: int) -> Picture:
    """What came of the line that was pointed at last; once it is found, what should stand there."""
    message = paper.hunt.message
    rows: list[Row] = []
    if paper.done:
        found = message if message is not None and paper.hunt.done else None
        name = paper.hunt.sheet.show(paper.culprit.key)
        shown = Message("tui.quiz-bug-shown", {"name": name, "mistake": paper.why})
        rows += _signed("✓" if found else "·", "right" if found else "dim", found or shown, language, width)
        rows += [EMPTY, *_right(paper, language, width)]
    elif message is not None:
        rows += _signed("✗", "wrong", message, language, width)
    else:
        rows += [
            *wrap(say("tui.quiz-bug-task", language), width),
            *wrap(say("tui.quiz-bug-how", language), width, "dim"),
        ]
    return Picture(tuple(rows))


def _right(paper: BugPaper, language: Language, width: int) -> list[Row]:
    """The value as it should be."""
    value = paper.hunt.sheet.values[paper.culprit.key]
    name = paper.hunt.sheet.show(paper.culprit.key)
    block = draw(Quantity(name, value.shape, value), Caps(8, max((width - 12) // 9, 1)))
    heading = wrap(say("tui.quiz-bug-right", language, name=name), width, "dim")
    return [*heading, *((Span("  "), *line) for line in block.rows)]


def _signed(sign: str, role: Role, message: Message, language: Language, width: int) -> list[Row]:
    rows = wrap(message.say(language), width - 2, "strong")
    return [(Span(f"{sign} " if number == 0 else "  ", role), *line) for number, line in enumerate(rows)]
