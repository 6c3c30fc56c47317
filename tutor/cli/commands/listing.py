"""``tutor list``: the lessons there are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from tutor.cli.command import Command
from tutor.cli.console import Console
from tutor.cli.parser import Arguments, Parser
from tutor.columns import pad, width

if TYPE_CHECKING:
    from tutor.lesson.collection import BadFile
    from tutor.lesson.heads import Head

_PATH = 4096
"""Characters of a path at most; it is shown whole, so that it can be copied."""


def _add_options(parser: Parser) -> None:
    del parser  # the common options are all it has


def _run(arguments: Arguments, console: Console) -> int:
    from tutor.cli.chosen import collection

    lessons = collection(arguments)
    chapters = {chapter.id: chapter.title for chapter in lessons.chapters}
    found = lessons.lessons
    columns = max((width(head.id) for head in found), default=0)
    for chapter, heads in groupby(found, key=lambda head: head.chapter):
        title = chapters.get(chapter or "")
        console.write(console.sentence("list-no-chapter") if title is None else title.say(console.language))
        for head in heads:
            console.write(_row(head, columns, console))
        console.write()
    _write_bad(lessons.bad, console)
    if found:
        console.write(console.sentence("list-open", lesson=found[0].id))
    return 0


def _row(head: Head, columns: int, console: Console) -> str:
    minutes = "" if head.minutes is None else f"  ({console.sentence('list-minutes', minutes=head.minutes)})"
    return f"  {pad(head.id, columns)}  {head.title.say(console.language)}{minutes}"


def _write_bad(bad: Sequence[BadFile], console: Console) -> None:
    """The files that cannot be opened, each with its first error; the good ones are listed all the same."""
    from tutor.lesson.complaint import printable

    if not bad:
        return
    console.write(console.sentence("list-bad"))
    for entry in bad:
        first = min(entry.complaints, key=lambda complaint: complaint.severity != "error")
        file = printable(str(first.file), _PATH)
        console.write(f"  {file}:{first.line}:{first.column}: {first.message.say(console.language)}")
    console.write()


COMMAND = Command("list", _add_options, _run)
