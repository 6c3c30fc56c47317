"""The files beside the lessons: the chapters with the order of their lessons, and the glossary."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from tutor.formula.problems import Severity
from tutor.lesson.complaint import Complaint, Complaints
from tutor.lesson.files import FileError, read_text
from tutor.lesson.kinds import Record, unknown
from tutor.lesson.needs import sound_needs
from tutor.lesson.nodes import Node, read_toml
from tutor.lesson.schema import CHAPTERS, GLOSSARY
from tutor.lesson.texts import read_words
from tutor.messages import Words

CHAPTERS_FILE = "chapters.toml"
GLOSSARY_FILE = "glossary.toml"
NOT_LESSONS = (CHAPTERS_FILE, GLOSSARY_FILE)


class Chapter(NamedTuple):
    """A chapter: its lessons stand in the order of ``lessons``, further ones after them by their ids.

    ``needs`` are the ids of the chapters that it builds on; no way along them leads in a circle.
    """

    id: str
    title: Words
    lessons: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class Term(NamedTuple):
    """A term; ``also`` are other forms of it that a learner may meet, ``lesson`` the id of the one it is met in."""

    words: Words
    definition: Words
    also: tuple[str, ...] = ()
    lesson: str | None = None


def read_chapters(
    folder: Path, *, shipped: bool = False, others: Collection[str] = ()
) -> tuple[tuple[Chapter, ...], tuple[Complaint, ...]]:
    """The chapters in their order, and what is wrong with the file; a folder without one has no chapters.

    Args:
        folder: where the file stands.
        shipped: whether the chapters belong to the curriculum: what cannot be needed is then an error, not advice.
        others: the ids of the chapters that ship, which a learner's own may need.
    """
    node, complaints = _read(folder / CHAPTERS_FILE, CHAPTERS)
    chapters: dict[str, Chapter] = {}
    wanted: dict[str, list[Node]] = {}
    for entry in node.list_of("chapter") if node is not None else ():
        name = entry.text_of("id")
        if name in chapters:
            complaints.error("duplicate-chapter", entry.table["id"].place, name=name)
        lessons = tuple(lesson.text for lesson in entry.list_of("lessons"))
        chapters.setdefault(name, Chapter(name, read_words(entry.get("title")), lessons))
        wanted.setdefault(name, entry.list_of("needs"))
    needs = sound_needs(wanted, others, complaints, _severity(shipped))
    return tuple(chapter._replace(needs=needs[chapter.id]) for chapter in chapters.values()), complaints.all


def read_glossary(
    folder: Path, *, shipped: bool = False, lessons: Collection[str] | None = None
) -> tuple[tuple[Term, ...], tuple[Complaint, ...]]:
    """The terms in the order of the file, and what is wrong with it; a folder without one has no terms.

    Args:
        folder: where the file stands.
        shipped: whether it belongs to the curriculum: a lesson that is not there is then an error, not advice.
        lessons: the ids of the lessons that terms may name; None: what they name is not looked at.
    """
    node, complaints = _read(folder / GLOSSARY_FILE, GLOSSARY)
    terms: dict[str, Term] = {}
    for entry in node.list_of("term") if node is not None else ():
        words = read_words(entry)
        if words.en in terms:
            complaints.error("duplicate-term", entry.table["en"].place, name=words.en)
        also = tuple(form.text for form in entry.list_of("also"))
        lesson = entry.get("lesson")
        if lesson is not None and lessons is not None and lesson.text not in lessons:
            unknown(complaints, "unknown-lesson", lesson.place, lesson.text, lessons, severity=_severity(shipped))
        name = None if lesson is None else lesson.text
        terms.setdefault(words.en, Term(words, read_words(entry.get("definition")), also, name))
    return tuple(terms.values()), complaints.all


def _severity(shipped: bool) -> Severity:
    """Of a name that leads nowhere: everything else in the file is as good without it."""
    return "error" if shipped else "advice"


def _read(file: Path, schema: Record) -> tuple[Node | None, Complaints]:
    complaints = Complaints(file)
    try:
        text = read_text(file)
    except FileError as found:
        if found.problem.message.key != "lesson.no-such-file":
            complaints.add(found.problem)
        return None, complaints
    complaints = Complaints(file, text)
    node = read_toml(text, complaints)
    if node is not None and not schema.check(node, "", complaints):
        node = None
    return node, complaints
