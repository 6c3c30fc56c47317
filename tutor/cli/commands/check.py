"""``tutor check FILE...``: every complaint about lesson files at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.cli.command import Command
from tutor.cli.console import Console, Json, failure
from tutor.cli.parser import Arguments, Parser

if TYPE_CHECKING:
    from tutor.lesson.collection import Collection
    from tutor.lesson.complaint import Complaint

_NOT_READ = ("lesson.no-such-file", "lesson.not-a-file", "lesson.is-a-folder", "lesson.unreadable-file")


def _add_options(parser: Parser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", help=parser.sentence("check-option-files"))
    parser.add_json_option()


def _run(arguments: Arguments, console: Console) -> int:
    from tutor.cli.chosen import collection

    lessons = collection(arguments)
    files = [file for name in arguments.files for file in _expanded(name)]
    complaints = (*lessons.check(files), *_about_questions(lessons, files)) if arguments.files else lessons.check()
    if arguments.json:
        console.write_json([_as_json(complaint, console) for complaint in complaints])
    else:
        for complaint in complaints:
            console.write(complaint.render(console.language))
        errors = sum(complaint.severity == "error" for complaint in complaints)
        console.write(console.sentence("check-sum", errors=errors, advice=len(complaints) - errors))
    return _exit_code(complaints)


def _about_questions(lessons: Collection, files: Sequence[Path]) -> Iterator[Complaint]:
    """Advice about questions whose numbers hide mistakes: for the author who asks, lesson by lesson."""
    from tutor.quiz.advice import advise  # late: what it needs takes longer to import than a bad file to refuse

    for file in files:
        lesson = lessons.read(file).lesson
        if lesson is not None:
            yield from advise(lesson)


def _expanded(name: str) -> list[Path]:
    """The lesson files that a word of the command line means: a folder means those in it."""
    path = Path(name)
    if not path.is_dir():
        return [path]
    inside = sorted(path.glob("*.toml"))
    if not inside:
        raise failure("check-empty-folder", folder=name)
    return inside


def _exit_code(complaints: Sequence[Complaint]) -> int:
    if any(complaint.message.key in _NOT_READ for complaint in complaints):
        return 2
    return int(any(complaint.severity == "error" for complaint in complaints))


def _as_json(complaint: Complaint, console: Console) -> Json:
    return {
        "file": str(complaint.file),
        "line": complaint.line,
        "column": complaint.column,
        "severity": complaint.severity,
        "message": complaint.message.say(console.language),
    }


COMMAND = Command("check", _add_options, _run)
