"""One question, asked and answered line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from tutor.cli.console import Console, is_terminal
from tutor.columns import pad, width, wrap
from tutor.formula.operations.operation import Array
from tutor.messages import Message, Words
from tutor.quiz.hints import Hint
from tutor.quiz.matrices import grid_of
from tutor.quiz.numbers import written
from tutor.quiz.questions import ByHand
from tutor.quiz.reading import Understood
from tutor.quiz.sessions.attempt import Attempt
from tutor.quiz.sessions.choice import Choosing

_LONGEST = 50_000
"""Characters of one typed line that are kept; the rest of a longer one is passed over."""

_COLUMNS = 78
_MOST_SHOWN = 12
"""Rows and columns of a value that are written; of a larger one the first ones and how many there are."""


class Leaving(Exception):
    """The learner has had enough."""


def ask(item: Attempt | Choosing, console: Console) -> None:
    """Ask until the question is done or passed over.

    Raises:
        Leaving: at the end of the input, or when asked to.
    """
    item.look()
    if isinstance(item, Choosing):
        _ask_by_choice(item, console)
    else:
        _ask_by_hand(item, console)


# By hand


def _ask_by_hand(item: Attempt, console: Console) -> None:
    question = item.question
    _write_paragraph(question.asking, console)
    for convention in question.conventions:
        _write_paragraph(convention, console, indent="  · ")
    for needed in question.needed:
        _write_value(needed.name, needed.value, console)
    while not item.done:
        typed = _typed(question, console)
        if typed in ("?", "/"):
            _hint(item, console)
        elif typed == "!":
            console.write(item.wrong_here().say(console.language))
        elif typed == "-":
            return
        elif _taken(item, typed, console):
            item.check()
            _say_mark(item, console)
    if item.exact is not None and item.mark is not None and item.mark.accepted:
        _write_cells(console.sentence("quiz-exact", name=question.name), item.exact, console)


def _typed(question: ByHand, console: Console) -> str:
    """What was typed: a command, a whole matrix, or row after row."""
    height, width_ = grid_of(() if question.cell is not None else question.step.shape)
    first = _line(console.sentence("quiz-row", number=1, count=height) if height > 1 else question.name)
    if height == 1 or first in ("?", "/", "!", "-", "") or "[" in first or ";" in first:
        return first
    cells = len(first.replace(",", " ").split())
    if width_ > 1 and cells == height * width_:
        return first
    rows = [first]
    while len(rows) < height:
        row = _line(console.sentence("quiz-row", number=len(rows) + 1, count=height))
        if row in ("?", "!", "-", "/"):
            return row
        rows.append(row or " ")
    return "\n".join(rows)


def _taken(item: Attempt, typed: str, console: Console) -> bool:
    """Put what was typed into the cells; whether it fits there."""
    if not typed.strip():
        item.texts.clear()
        return True
    if item.question.cell is not None or item.question.step.shape == ():
        item.type(item.question.cells[0], typed)
        return True
    trouble = item.paste(typed)
    if trouble is not None and trouble.key != "quiz.paste-turned":
        console.write(trouble.say(console.language))
        return False
    return True


def _say_mark(item: Attempt, console: Console) -> None:
    mark = item.mark
    if mark is None:
        return
    echoes = {
        index: cell.answer.echo
        for index, cell in mark.cells.items()
        if isinstance(cell.answer, Understood) and cell.answer.echo
    }
    if echoes:
        _write_cells(console.sentence("quiz-understood"), echoes, console)
    if mark.verdict == "wrong" and len(mark.cells) > 1:
        signs = {index: console.sentence(f"cell-{cell.verdict}") for index, cell in mark.cells.items()}
        _write_cells("", signs, console)
    if item.message is not None:
        _write_paragraph(item.message, console)


def _hint(item: Attempt, console: Console) -> None:
    found: Hint | None = item.next_hint()
    if found is not None:
        _write_paragraph(found.message, console)
        _write_cells("", found.cells, console)


def _write_cells(heading: str, cells: object, console: Console) -> None:
    if heading:
        console.write(heading)
    for index, text in cells.items() if isinstance(cells, dict) else ():
        where = f"[{','.join(map(str, index))}]  " if index else ""
        console.write(f"    {where}{text}")


# By choice


def _ask_by_choice(item: Choosing, console: Console) -> None:
    _write_paragraph(item.asking, console)
    for number, choice in enumerate(item.choices, start=1):
        _write_paragraph(choice.text, console, indent=f"  {number}. ")
    while not item.done:
        typed = _line(f"1-{len(item.choices)}")
        if typed == "-":
            return
        if typed.isascii() and typed.isdecimal() and len(typed) < 4 and 1 <= int(typed) <= len(item.choices):
            chosen = item.choose(int(typed) - 1)
            console.write(console.sentence("quiz-chosen-right" if chosen.right else "quiz-chosen-wrong"))
            _write_paragraph(chosen.because, console)
        else:
            console.write(console.sentence("quiz-choose", count=len(item.choices)))


# Lines in and out


def _line(prompt: str) -> str:
    """One typed line.

    Raises:
        Leaving: where there is none.
    """
    if sys.stdin is None or sys.stdin.closed:
        raise Leaving
    if is_terminal(sys.stdin):
        print(f"{prompt} > ", end="", flush=True)
    text = sys.stdin.readline(_LONGEST)
    if not text:
        raise Leaving
    rest = text
    while rest and not rest.endswith("\n"):
        rest = sys.stdin.readline(_LONGEST)
    text = text.strip()
    if text in ("q", "ㅂ", "quit", "exit"):
        raise Leaving
    return text


def _write_paragraph(text: Message | Words, console: Console, indent: str = "") -> None:
    said = text.say(console.language)
    for paragraph in said.split("\n"):
        lines = wrap(paragraph, _COLUMNS - width(indent)) or [""]
        for number, line in enumerate(lines):
            console.write((indent if number == 0 else " " * width(indent)) + line)
        indent = " " * width(indent)


def _write_value(name: str, value: Array, console: Console) -> None:
    """A value in rows, all its columns one below the other."""
    if value.ndim == 0:
        console.write(f"  {name} = {written(float(value))}")
        return
    height, columns = grid_of(value.shape)
    rows = [[written(float(cell)) for cell in row] for row in value.reshape(height, columns)[:_MOST_SHOWN]]
    shown = [row[:_MOST_SHOWN] + (["…"] if columns > _MOST_SHOWN else []) for row in rows]
    console.write(f"  {name} =")
    for line in _aligned(shown):
        console.write(f"    {line}")
    if height > _MOST_SHOWN:
        console.write(f"    … ({height}×{columns})")


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(pad(cell, columns) for cell, columns in zip(row, widths, strict=True)).rstrip()
