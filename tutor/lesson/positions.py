"""Whether a learner ever comes to where a lesson has something to say or to ask."""

from __future__ import annotations

from tutor.engine.address import Address
from tutor.engine.model import Model
from tutor.engine.run import Run
from tutor.lesson.complaint import Complaint
from tutor.lesson.lesson import Lesson
from tutor.lesson.parts import holds_in
from tutor.lesson.source import Source


def check_positions(lesson: Lesson) -> tuple[Complaint, ...]:
    """Advice about notes that are shown nowhere, and about questions about passes that the lesson does not come to."""
    source = Source(lesson.file)
    runs = {variant: Run(lesson.model(variant)) for variant in (None, *lesson.variants)}
    for number, note in enumerate(lesson.notes):
        belongs = [run for variant, run in runs.items() if holds_in(note.variant, variant)]
        if not any(_is_line(run, note.at) and _is_reached(run.model, note.at) for run in belongs):
            place = source.place("note", number, "at")
            source.complaints.advise("note-never-shown", place, address=str(note.at))
    for number, question in enumerate(lesson.questions):
        belongs = [run for variant, run in runs.items() if holds_in(question.variant, variant)]
        if question.ask is not None and not any(_is_reached(run.model, question.ask) for run in belongs):
            place = source.place("question", number, "ask")
            source.complaints.advise("never-reached", place, address=str(question.ask))
    return source.complaints.all


def _is_line(run: Run, at: Address) -> bool:
    """Whether there is a line at which a note with this address is shown; 3/W1 is shown where pass 3 begins."""
    if at.name is None or any(line.name == at.name for line in run.lines):
        return True
    return at.update is not None and at.name in run.learned


def _is_reached(model: Model, at: Address) -> bool:
    """Whether the pass of an address is one that the lesson goes to."""
    last = 0 if model.update is None else model.limit
    return last is None or (at.update or 0) <= last
