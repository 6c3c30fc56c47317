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
    from tutor.lesson.lesson import Lesson

_NOT_READ = ("lesson.no-such-file", "lesson.not-a-file", "lesson.is-a-folder", "lesson.unreadable-file")


def _add_options(parser: Parser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", help=parser.sentence("check-option-files"))
    parser.add_argument("--strict", action="store_true", help=parser.sentence("check-option-strict"))
    parser.add_json_option()


def _run(arguments: Arguments, console: Console) -> int:
    from tutor.cli.chosen import collection

    lessons = collection(arguments)
    files = [file for name in arguments.files for file in _expanded(name)]
    complaints = _complaints(lessons, files)
    if arguments.json:
        console.write_json([_as_json(complaint, console) for complaint in complaints])
    else:
        for complaint in complaints:
            console.write(complaint.render(console.language))
        errors = sum(complaint.severity == "error" for complaint in complaints)
        console.write(console.sentence("check-sum", errors=errors, advice=len(complaints) - errors))
    return _exit_code(complaints, strict=arguments.strict)


def _complaints(lessons: Collection, files: Sequence[Path]) -> list[Complaint]:
    """All complaints about ``files``, or about everything that there is, file by file and from top to bottom."""
    found = [*lessons.check(files or None)]
    files = files or lessons.files
    for file in files:
        lesson = lessons.read(file).lesson
        if lesson is not None:
            found += _about_promises(lesson)
    order = {file: number for number, file in enumerate(files)}  # chapters, glossary and folders come before them
    return sorted(found, key=lambda complaint: (order.get(complaint.file, -1), complaint.line, complaint.column))


def _about_promises(lesson: Lesson) -> Iterator[Complaint]:
    """What only running it shows: notes that are shown nowhere, figures that come out otherwise, empty pictures."""
    from tutor.lesson.figures import check_figures  # late: what they need takes longer than a bad file to refuse
    from tutor.lesson.positions import check_positions
    from tutor.quiz.advice import advise
    from tutor.tui.views.checking import check_views

    yield from check_positions(lesson)
    yield from check_figures(lesson)
    yield from check_views(lesson)
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


def _exit_code(complaints: Sequence[Complaint], *, strict: bool) -> int:
    if any(complaint.message.key in _NOT_READ for complaint in complaints):
        return 2
    return int(any(strict or complaint.severity == "error" for complaint in complaints))


def _as_json(complaint: Complaint, console: Console) -> Json:
    return {
        "file": str(complaint.file),
        "line": complaint.line,
        "column": complaint.column,
        "severity": complaint.severity,
        "message": complaint.message.say(console.language),
    }


COMMAND = Command("check", _add_options, _run)
