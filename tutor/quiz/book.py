"""All that can be asked about one lesson in one variant, with its own numbers or with those of a seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tutor.engine.address import Address
from tutor.engine.model import Model
from tutor.engine.run import Run
from tutor.lesson.lesson import Lesson
from tutor.lesson.parts import holds_in
from tutor.messages import Words
from tutor.quiz.marking import Marker
from tutor.quiz.questions import ByHand, practicable, question_at
from tutor.quiz.sheet import Sheet, SheetError, sheet_of
from tutor.quiz.variants import Ask, Drawn, Variants

LATEST = 100_000
"""Updates before the latest pass that can be asked: whoever asks should not wait for a training."""

LATEST_FRESH = 10
"""Updates before the latest pass that is asked with fresh numbers."""


class Book:
    """The passes of one model as sheets, each with a marker that remembers the learner's own values.

    Attributes:
        model: with the numbers that are asked.
    """

    def __init__(
        self, model: Model, lesson: str = "", variant: str | None = None, seed: int | None = None,
        sheets: Iterable[Sheet] = (),
    ) -> None:  # fmt: skip
        """``sheets``: passes that are known already."""
        self.model = model
        self._named = (lesson, variant, seed)
        self._markers: dict[int, Marker] = {sheet.update: Marker(sheet) for sheet in sheets}

    @cached_property
    def _run(self) -> Run:
        return Run(self.model)

    @cached_property
    def _updated(self) -> frozenset[str]:
        """The names of the update's lines, whose values stand one update later."""
        known = next(iter(self._markers.values()), None)
        programs = self._run.programs if known is None else known.sheet.programs
        return frozenset(line.name for line in programs.update)

    def question(self, address: Address, text: Words | None = None) -> ByHand:
        """The question for what stands at ``address``.

        Raises:
            SheetError: if nothing there can be asked.
        """
        sheet = self.sheet(address)
        found = question_at(sheet, address, text)
        lesson, variant, seed = self._named
        return ByHand(found.sheet, found.step, found.cell, found.text, lesson, variant, seed)

    def marker(self, address: Address) -> Marker:
        """The marker of the pass that computes what stands at ``address``."""
        return self._marker(self._pass_of(address), address.name or "")

    def sheet(self, address: Address) -> Sheet:
        """The pass that computes what stands at ``address``."""
        return self.marker(address).sheet

    def first(self) -> Sheet:
        """The pass after no update."""
        return self._marker(0, "").sheet

    def _pass_of(self, address: Address) -> int:
        update = address.update or 0
        if address.name is None:
            raise SheetError("nothing-to-ask", address=str(address))
        if update > LATEST:
            raise SheetError("too-late", address=str(address), most=f"{LATEST:,}")
        if address.name in self._updated:
            if update == 0:
                raise SheetError("nothing-to-ask", address=str(address))
            return update - 1
        return update

    def _marker(self, number: int, name: str) -> Marker:
        known = self._markers.get(number)
        sheet = known.sheet if known is not None else sheet_of(self._run, number)
        if name and not any(step.name == name for step in sheet.steps):
            sheet = sheet.including(name)
        if known is None or known.sheet is not sheet:
            self._markers[number] = Marker(sheet)
            if known is not None:
                self._markers[number].own, self._markers[number].own_units = known.own, known.own_units
        return self._markers[number]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question by hand of a lesson: its number among all questions, from 1, and what it asks."""

    number: int
    address: Address
    text: Words


class LessonQuiz:
    """What can be asked about a lesson in one variant."""

    def __init__(self, lesson: Lesson, variant: str | None = None, model: Model | None = None) -> None:
        """``model``: where it is not the lesson's own, as with parameters from a file."""
        self.lesson = lesson
        self.variant = variant
        self.model = lesson.model(variant) if model is None else model
        self._drawn: dict[int, Drawn] = {}

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """The questions by hand, in the order of the lesson."""
        questions = enumerate(self.lesson.questions, start=1)
        return tuple(
            Asked(number, question.ask, question.text)
            for number, question in questions
            if question.ask is not None and holds_in(question.variant, self.variant)
        )

    def book(self, seed: int | None = None) -> Book:
        """The lesson with its own numbers (no seed), or with those of a seed."""
        if seed is None:
            return Book(self.model, self.lesson.id, self.variant)
        drawn = self.drawn(seed)
        return Book(drawn.model, self.lesson.id, self.variant, seed, drawn.sheets)

    def drawn(self, seed: int) -> Drawn:
        """The fresh numbers of a seed: the same ones whatever is asked of them."""
        if seed not in self._drawn:
            self._drawn = {seed: self._variants.draw(seed)}
        return self._drawn[seed]

    def is_clear(self, address: Address, seed: int) -> bool:
        """Whether the numbers of a seed keep the mistakes apart that can be made at a place the lesson asks for."""
        if (address.update or 0) > LATEST_FRESH:
            return False
        unclear = self.drawn(seed).unclear
        sheet = self._own.sheet(address)
        return (sheet.update, Ask(sheet.at(address).key, address.index)) not in unclear

    @cached_property
    def _variants(self) -> Variants:
        asks: dict[int, dict[Ask, None]] = {0: {}}
        sheets: dict[int, Sheet] = {}
        for address in self.fresh_addresses():
            sheet = self._own.sheet(address)
            sheets[sheet.update] = sheet
            asks.setdefault(sheet.update, {})[Ask(sheet.at(address).key, address.index)] = None
        if 0 not in sheets:
            sheets[0] = self._own.first()
        return Variants(self.model, [(sheets[number], tuple(asks[number])) for number in sorted(sheets)])

    @cached_property
    def _own(self) -> Book:
        """The lesson's own numbers, for looking at its lines."""
        return Book(self.model)

    def fresh_addresses(self) -> Iterator[Address]:
        """What the lesson asks by hand that can be asked with other numbers as well."""
        for asked in self.asked:
            if (asked.address.update or 0) <= LATEST_FRESH:
                try:
                    self._own.question(asked.address)
                except SheetError:
                    continue
                yield asked.address

    @cached_property
    def lines(self) -> tuple[Address, ...]:
        """Everything that may be practised: what the lesson asks by hand, then its other small lines of pass 0."""
        try:
            small = [step.address for step in practicable(self._own.first())]
        except SheetError:
            small = []
        return tuple(dict.fromkeys([*self.fresh_addresses(), *small]))

    @cached_property
    def numbers(self) -> int:
        """How many numbers its first pass has.

        Raises:
            SheetError: if they are too many for arithmetic by hand.
        """
        return sum(value.size for value in self._own.first().values.values())

    @cached_property
    def skills(self) -> Mapping[Address, str]:
        """What each of ``lines`` practises."""
        return {address: self._own.question(address).skill for address in self.lines}
