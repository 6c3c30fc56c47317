"""What an author should know about the questions of a lesson: numbers that cannot be marked sharply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.formula.problems import Place, Problem
from tutor.lesson.complaint import Complaint, Complaints
from tutor.lesson.files import FileError, read_text
from tutor.lesson.lesson import Lesson
from tutor.messages import Message
from tutor.quiz.book import Asked, Book, LessonQuiz
from tutor.quiz.diagnosis import Suspects
from tutor.quiz.fresh import shadow_of
from tutor.quiz.sheet import SheetError
from tutor.quiz.variants import Clash, clashes

LATEST = 100
"""Updates before the latest pass that is looked at: checking a lesson must not mean training it."""

_ASK = re.compile(r"""\s*ask\s*=\s*["']""")


def advise(lesson: Lesson) -> tuple[Complaint, ...]:
    """Advice about the questions by hand whose numbers cannot tell mistakes apart; nothing of it is an error."""
    try:
        text = read_text(lesson.file)
    except FileError:
        text = ""
    complaints = Complaints(lesson.file, text)
    asks = [question for question in lesson.questions if question.ask is not None]
    places = list(_places(text))
    for variant in (None, *lesson.variants):
        quiz = LessonQuiz(lesson, variant)
        book = Book(quiz.model)
        for asked in quiz.asked:
            question = lesson.questions[asked.number - 1]
            if (question.variant or None) != variant:
                continue
            place = places[asks.index(question)] if len(places) == len(asks) else None
            for message in _about(book, asked):
                complaints.add(Problem(message, place, "advice"))
    return complaints.all


def _about(book: Book, asked: Asked) -> Iterator[Message]:
    address = asked.address
    if (address.update or 0) > LATEST:
        return
    try:
        question = book.question(address)
    except SheetError as trouble:
        yield trouble.message
        return
    sheet, step = question.sheet, question.step
    shadow = shadow_of(sheet)
    suspects = Suspects(sheet, step, book.marker(address).precision)
    others = Suspects(shadow, shadow.by_key[step.key])
    found = [clash for clash in clashes(suspects, others, question.cell) if not clash.always]  # numbers would help
    yield from (_worst(kind, [clash for clash in found if clash.kind == kind], str(address))
                for kind in dict.fromkeys(clash.kind for clash in found))  # fmt: skip


def _worst(kind: str, found: list[Clash], address: str) -> Message:
    first = found[0]
    if kind == "tolerance":
        return Message("quiz.check-tolerance", {"address": address, "share": f"{100 * first.share:.2g}"})
    names = [suspect.message for suspect in first.suspects]
    if kind == "right":
        return Message("quiz.check-right", {"address": address, "count": len(found), "first": names[0]})
    gaps = {"address": address, "count": len(found), "first": names[0], "second": names[1]}
    return Message("quiz.check-pair", gaps)


def _places(text: str) -> Iterator[Place]:
    """Where the lines ``ask = "…"`` of a lesson file stand, in order."""
    for number, line in enumerate(text.split("\n"), start=1):
        if _ASK.match(line):
            start = len(line) - len(line.lstrip()) + 1
            yield Place(number, start, len(line.rstrip()) + 1)
