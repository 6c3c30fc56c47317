"""A lesson: everything that its file says, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from tutor.engine.model import Model
from tutor.engine.ranges import Search
from tutor.formula.operations.operation import Array
from tutor.formula.problems import nearest
from tutor.lesson.complaint import Complaint, printable
from tutor.lesson.parts import Cover, Figure, Label, Note, Question, View, holds_in
from tutor.lesson.texts import NO_WORDS
from tutor.messages import Message, Words


class Variant(NamedTuple):
    """Another setting of a lesson, with a title of its own."""

    id: str
    title: Words
    about: Words
    model: Model


class UnknownVariantError(LookupError):
    """A variant that a lesson does not have; ``message`` names those that it has."""

    def __init__(self, name: str, lesson: Lesson) -> None:
        known = list(lesson.variants)
        suggestion = nearest(name[:80], known)
        parameters = {"name": printable(name), "lesson": lesson.id, "known": ", ".join(known)}
        key = "no-variants" if not known else "unknown-variant" if suggestion is None else "unknown-variant-near"
        self.message = Message(f"lesson.{key}", {**parameters, "suggestion": suggestion})
        super().__init__(name)


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    Attributes:
        id: its name on the command line.
        file: where it was read.
        shipped: whether it belongs to the curriculum that ships.
        title, about: in both languages (a learner's own lesson may leave one empty).
        chapter: the id of its chapter, if it is in one.
        minutes: how long it takes, if that is said.
        practises: the ids of the lessons whose lines are practised with its own, in the order of the file.
        covers: the decks and what of them it works through.
        labels: what values and their rows and columns stand for, by the value's name.
        figures, notes, questions, views: in the order of the file.
        search: the search for hyper-parameters, if it has one.
        goal: what the learner is asked to reach, in words; the condition is the model's ``goal``.
        watch_titles: what the watches are called, where the file says so.
        watch_shorts: the same where there is little room.
        variants: by id, in the order of the file.
        advice: what its author may want to mend; nothing in it keeps the lesson from working.
    """

    id: str
    file: Path
    shipped: bool
    title: Words
    base: Model
    about: Words = NO_WORDS
    chapter: str | None = None
    minutes: int | None = None
    practises: tuple[str, ...] = ()
    covers: tuple[Cover, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    notes: tuple[Note, ...] = ()
    questions: tuple[Question, ...] = ()
    views: tuple[View, ...] = ()
    search: Search | None = None
    goal: Words | None = None
    watch_titles: Mapping[str, Words] = field(default_factory=dict)
    watch_shorts: Mapping[str, Words] = field(default_factory=dict)
    variants: Mapping[str, Variant] = field(default_factory=dict)
    advice: tuple[Complaint, ...] = ()

    def model(self, variant: str | None = None, parameters: Mapping[str, Array] | None = None) -> Model:
        """What a run starts from.

        Args:
            variant: the id of a variant; None for the lesson as it stands.
            parameters: initial values that replace the lesson's, as ``read_parameters`` gives them.

        Raises:
            UnknownVariantError: the lesson has no such variant.
            ValueError: a parameter that the model does not have, or of another shape.
        """
        model = self.base if variant is None else self._variant(variant).model
        if not parameters:
            return model
        for name, value in parameters.items():
            if name not in model.parameters or value.shape != model.parameters[name].shape:
                raise ValueError(name)
        return replace(model, parameters={**model.parameters, **parameters})

    def notes_at(self, update: int, name: str | None = None, variant: str | None = None) -> tuple[Note, ...]:
        """The notes to be shown where the value ``update/name`` is looked at (None: at any value of that pass)."""
        return tuple(note for note in self.notes if note.belongs(update, name, variant))

    def questions_of(self, variant: str | None = None) -> tuple[Question, ...]:
        """The questions that are asked in ``variant``."""
        return tuple(question for question in self.questions if holds_in(question.variant, variant))

    def views_of(self, variant: str | None = None) -> tuple[View, ...]:
        """The pictures that ``variant`` has."""
        return tuple(view for view in self.views if holds_in(view.variant, variant))

    def _variant(self, name: str) -> Variant:
        if name not in self.variants:
            raise UnknownVariantError(name, self)
        return self.variants[name]
