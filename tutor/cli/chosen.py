"""The lesson that a command names, in its variant and from its parameters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tutor.cli.command import NAMES
from tutor.cli.console import Console, Failure, failure
from tutor.cli.parser import Arguments
from tutor.formula.problems import nearest
from tutor.lesson.collection import Collection
from tutor.lesson.complaint import Complaint
from tutor.messages import Message, Words
from tutor.resources import assets_folder, lessons_folder, user_lessons_folder

if TYPE_CHECKING:  # NumPy comes with them, and a list of lessons does without
    from tutor.engine.model import Model
    from tutor.lesson.lesson import Lesson

_NO_SUCH_LESSON = ("lesson.unknown-lesson", "lesson.unknown-lesson-near")


class Chosen(NamedTuple):
    """A lesson and what a run of it starts from."""

    lesson: Lesson
    variant: str | None
    model: Model

    @property
    def title(self) -> Words:
        """The lesson's title, and the variant's after it."""
        if self.variant is None:
            return self.lesson.title
        whole, part = self.lesson.title, self.lesson.variants[self.variant].title
        return Words(f"{whole.say('en')} · {part.say('en')}", f"{whole.say('ko')} · {part.say('ko')}")


def collection(arguments: Arguments) -> Collection:
    """The lessons that ship, those in ``--lessons`` and in the learner's own folder, and a file that is named."""
    own = []
    if arguments.lessons is not None:
        folder = Path(arguments.lessons)
        if not folder.is_dir():
            raise failure("no-folder", folder=arguments.lessons)
        own.append(folder)
    if user_lessons_folder().is_dir():
        own.append(user_lessons_folder())
    return Collection(lessons_folder(), assets_folder(), own, getattr(arguments, "lesson", None) or None)


def choose(arguments: Arguments, console: Console, lessons: Collection | None = None) -> Chosen:
    """What LESSON, ``--variant`` and ``--parameters`` name, among ``lessons`` (None: those that the arguments name).

    Raises:
        Failure: there is no such lesson or variant, or a file cannot be read or used.
    """
    from tutor.lesson.lesson import UnknownVariantError

    lesson = _lesson(arguments.lesson, collection(arguments) if lessons is None else lessons, console)
    try:
        model = lesson.model(arguments.variant)
    except UnknownVariantError as found:
        raise Failure(found.message) from None
    if arguments.parameters is not None:
        from tutor.lesson.parameters import read_parameters  # late: it brings archives and temporary files along

        shapes = {name: value.shape for name, value in model.parameters.items()}
        parameters, complaints = read_parameters(Path(arguments.parameters), shapes)
        if parameters is None:
            raise _failure_of(complaints, console)
        model = lesson.model(arguments.variant, parameters)
    return Chosen(lesson, arguments.variant, model)


def _lesson(name: str, lessons: Collection, console: Console) -> Lesson:
    reading = lessons.find(name)
    if reading.lesson is not None:
        return reading.lesson
    errors = [complaint for complaint in reading.complaints if complaint.severity == "error"]
    if errors[0].message.key in _NO_SUCH_LESSON:
        command = nearest(name[:80], NAMES)
        if errors[0].message.key == _NO_SUCH_LESSON[0] and command is not None:
            raise failure("unknown-command", name=name, command=command)
        raise Failure(errors[0].message)
    raise _failure_of(errors, console)


def _failure_of(complaints: tuple[Complaint, ...] | list[Complaint], console: Console) -> Failure:
    """Every complaint about a file, as ``tutor check`` words them."""
    text = "\n".join(complaint.render(console.language) for complaint in complaints)
    return Failure(Message("cli.as-it-is", {"text": text}))
