"""One question by hand while it is being answered: what is typed, how it was marked, which hints were read."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tutor.formula.operations.operation import Index
from tutor.messages import Message
from tutor.quiz.hints import RUNGS, Hint, hint, results
from tutor.quiz.marking import Mark, Marker, sentence
from tutor.quiz.matrices import Paste, read_paste
from tutor.quiz.questions import ByHand
from tutor.quiz.reading import Answer, read_cell

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it goes into the record.

    Attributes:
        address: of what was asked.
        typed: the texts, in rows; of a single number or cell one text; of a choice its number.
        value: what was understood, in the same shape; None where something was not.
        verdict: as ``Mark.verdict``.
        mistakes: the ids of what it shows.
        hints: how many rungs had been read.
        seconds: since the question was shown, or since the answer before.
        skill: what was practised.
    """

    address: str
    typed: object
    value: object
    verdict: str
    skill: str
    mistakes: tuple[str, ...] = ()
    hints: int = 0
    seconds: float = 0.0


@dataclass
class Attempt:
    """A question by hand, and what the learner has done with it.

    Attributes:
        question: what is asked.
        marker: marks it, knowing the learner's other answers on the same sheet.
        texts: what stands in the cells.
        mark: how the last answer was judged; None before the first.
        tries: the answers that counted.
        rungs: the hints that were read; they stay readable.
        given_up: whether the line was shown.
    """

    question: ByHand
    marker: Marker
    texts: dict[Index, str] = field(default_factory=dict)
    mark: Mark | None = None
    tries: int = 0
    rungs: list[Hint] = field(default_factory=list)
    given_up: bool = False
    on_answer: Callable[[Given], None] | None = None
    clock: Clock = time.monotonic
    _turned: Paste | None = None
    _since: float = field(default=-1.0)

    def __post_init__(self) -> None:
        self._since = self.clock()

    def look(self) -> None:
        """Count the time from now on: the question comes before the learner."""
        self._since = self.clock()

    @property
    def done(self) -> bool:
        """Whether one can go on: it was accepted, or shown."""
        return self.given_up or (self.mark is not None and self.mark.accepted)

    @property
    def aided(self) -> bool:
        """Whether a hint was read."""
        return bool(self.rungs)

    # Typing

    def type(self, index: Index, text: str) -> Answer:
        """Put a text into a cell; what is understood of it, to be echoed at once."""
        self._turned = None
        self.texts[index] = text
        return read_cell(text)

    def paste(self, text: str) -> Message | None:
        """Put a pasted matrix into the cells; a sentence where it does not fit."""
        shape = () if self.question.cell is not None else self.question.step.shape
        found = read_paste(text, shape)
        if isinstance(found, Message):
            return found
        if found.turned:
            self._turned = found
            self.texts = {}
            return Message("quiz.paste-turned", {"name": self.question.name})
        self._turned = None
        cells = found.cells(shape)
        self.texts = cells if self.question.cell is None else {self.question.cell: cells[()]}
        return None

    # Answering

    def check(self) -> Mark:
        """Mark what stands in the cells."""
        step = self.question.step
        self.mark = self.marker.mark(step, self._turned or self.texts, self.question.cell)
        self.tries += self.mark.costs
        if self.on_answer is not None:
            now = self.clock()
            self.on_answer(self._given(self.mark, now - self._since))
            self._since = now
        return self.mark

    @property
    def message(self) -> Message | None:
        """What the last answer shows, in one sentence; None before the first."""
        return None if self.mark is None else sentence(self.mark, self.question.sheet, self.question.step)

    @property
    def exact(self) -> Mapping[Index, str] | None:
        """The exact value, cell by cell, once the line was accepted or shown: offered for the lines that follow."""
        return results(self.question) if self.done else None

    def _given(self, mark: Mark, seconds: float) -> Given:
        rows = _rows(self.question, self.texts) if self._turned is None else [list(row) for row in self._turned.rows]
        values = {index: getattr(cell.answer, "value", None) for index, cell in mark.cells.items()}
        understood = None if None in values.values() or self._turned else _rows(self.question, values)
        return Given(
            str(self.question.address), rows, understood, mark.verdict, self.question.skill, mark.diagnosis.ids,
            len(self.rungs), round(max(seconds, 0.0), 1),
        )  # fmt: skip

    # Help

    def next_hint(self) -> Hint | None:
        """The next rung of the ladder; None after the last. The last one shows the line."""
        if len(self.rungs) == len(RUNGS):
            return None
        found = hint(self.question, RUNGS[len(self.rungs)])
        self.rungs.append(found)
        if found.rung == "result":
            self.given_up = True
        return found

    def give_up(self) -> Hint:
        """Show the line."""
        while len(self.rungs) < len(RUNGS):
            self.next_hint()
        return self.rungs[-1]

    def wrong_here(self) -> Message:
        """What is wrong with what stands in the cells; it costs no attempt and is not recorded."""
        mark = self.marker.mark(self.question.step, self._turned or self.texts, self.question.cell, keep=False)
        return sentence(mark, self.question.sheet, self.question.step)

    def continue_with_right(self) -> None:
        """Go on from the right value rather than from one's own."""
        self.marker.own.pop(self.question.step.key, None)

    # Leaving and coming back

    def saved(self) -> dict[str, object]:
        """What has been done, as JSON has it."""
        texts = [[list(index), text] for index, text in self.texts.items()]
        return {"texts": texts, "tries": self.tries, "rungs": len(self.rungs), "checked": self.mark is not None}

    def restore(self, saved: Mapping[str, object]) -> None:
        """Take up what ``saved`` gave; anything in it that is not as it was left is passed over."""
        asked = set(self.question.cells)
        texts = saved.get("texts")
        for entry in texts if isinstance(texts, list) else []:
            if isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], list):
                index = tuple(part for part in entry[0] if isinstance(part, int))
                if index in asked and isinstance(entry[1], str):
                    self.texts[index] = entry[1]
        rungs, tries = saved.get("rungs"), saved.get("tries")
        for _ in range(min(rungs, len(RUNGS)) if isinstance(rungs, int) else 0):
            self.next_hint()
        self.tries = tries if isinstance(tries, int) else 0
        if saved.get("checked") is True and self.texts:
            self.mark = self.marker.mark(self.question.step, self.texts, self.question.cell)


def _rows(question: ByHand, cells: Mapping[Index, object]) -> object:
    """Cells in rows, as the record holds them; one alone for a number or a single cell."""
    if question.cell is not None or question.step.shape == ():
        return cells.get(question.cells[0], "")
    columns = question.step.shape[-1]
    flat = [cells.get(index, "") for index in question.cells]
    if len(question.step.shape) == 1:
        return flat
    return [flat[start : start + columns] for start in range(0, len(flat), columns)]
