"""The files beside the lessons: the chapters with the order of their lessons, and the glossary."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tutor.lesson.complaint import Complaint, Complaints
from tutor.lesson.files import FileError, read_text
from tutor.lesson.kinds import Record
from tutor.lesson.nodes import Node, read_toml
from tutor.lesson.schema import CHAPTERS, GLOSSARY
from tutor.lesson.texts import read_words
from tutor.messages import Words

CHAPTERS_FILE = "chapters.toml"
GLOSSARY_FILE = "glossary.toml"
NOT_LESSONS = (CHAPTERS_FILE, GLOSSARY_FILE)


class Chapter(NamedTuple):
    """A chapter: its lessons stand in the order of ``lessons``, further ones after them by their ids."""

    id: str
    title: Words
    lessons: tuple[str, ...] = ()


class Term(NamedTuple):
    """A term of the glossary; ``also`` are other forms of it that a learner may meet."""

    words: Words
    definition: Words
    also: tuple[str, ...] = ()


def read_chapters(folder: Path) -> tuple[tuple[Chapter, ...], tuple[Complaint, ...]]:
    """The chapters in their order, and what is wrong with the file; a folder without one has no chapters."""
    node, complaints = _read(folder / CHAPTERS_FILE, CHAPTERS)
    chapters: dict[str, Chapter] = {}
    for entry in node.list_of("chapter") if node is not None else ():
        name = entry.text_of("id")
        if name in chapters:
            complaints.error("duplicate-chapter", entry.table["id"].place, name=name)
        lessons = tuple(lesson.text for lesson in entry.list_of("lessons"))
        chapters.setdefault(name, Chapter(name, read_words(entry.get("title")), lessons))
    return tuple(chapters.values()), complaints.all


def read_glossary(folder: Path) -> tuple[tuple[Term, ...], tuple[Complaint, ...]]:
    """The terms in the order of the file, and what is wrong with it; a folder without one has no terms."""
    node, complaints = _read(folder / GLOSSARY_FILE, GLOSSARY)
    terms: dict[str, Term] = {}
    for entry in node.list_of("term") if node is not None else ():
        words = read_words(entry)
        if words.en in terms:
            complaints.error("duplicate-term", entry.table["en"].place, name=words.en)
        also = tuple(form.text for form in entry.list_of("also"))
        terms.setdefault(words.en, Term(words, read_words(entry.get("definition")), also))
    return tuple(terms.values()), complaints.all


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
