"""All the lessons there are: those that ship, and a learner's own beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tutor.formula.problems import nearest
from tutor.lesson.complaint import Complaint, Complaints, printable
from tutor.lesson.curriculum import (
    CHAPTERS_FILE,
    GLOSSARY_FILE,
    NOT_LESSONS,
    Chapter,
    Term,
    read_chapters,
    read_glossary,
)
from tutor.lesson.heads import Head, read_head

if TYPE_CHECKING:  # reading a whole lesson imports NumPy, which a list of lessons does without
    from tutor.lesson.reading import Reading

MOST_FILES = 500
"""Lesson files read from one folder."""


class BadFile(NamedTuple):
    """A file that is no good lesson, and why."""

    file: Path
    complaints: tuple[Complaint, ...]


class Collection:
    """The lessons of the curriculum and of a learner's folders.

    Nothing is read before it is asked for. ``lessons`` reads the heads of the shipped files, and the whole of a
    learner's own: those may be bad, and a list should say so.
    """

    def __init__(self, shipped: Path, assets: Path, own: Sequence[Path] = (), named: str | None = None) -> None:
        """``own`` are the learner's folders, those that were asked for first; one that does not exist is bad.

        ``named`` is what somebody calls a lesson: if that is a file, wherever it stands, it belongs to them.
        """
        self._shipped = shipped
        self._assets = assets
        self._own = tuple(own)
        self._named = Path(named) if named is not None and _is_path(named) else None
        self._readings: dict[tuple[Path, bool], Reading] = {}

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters in their order: the curriculum's, then those of the learner's folders."""
        chapters: dict[str, Chapter] = {}
        for found, _ in self._chapter_files:
            for chapter in found:
                chapters.setdefault(chapter.id, chapter)
        return tuple(chapters.values())

    @cached_property
    def glossary(self) -> tuple[Term, ...]:
        """The terms of the curriculum, then those of the learner's folders."""
        terms: dict[str, Term] = {}
        for folder in (self._shipped, *self._own):
            for term in read_glossary(folder)[0]:
                terms.setdefault(term.words.en, term)
        return tuple(terms.values())

    @cached_property
    def lessons(self) -> tuple[Head, ...]:
        """The good lessons, in the order of the chapters; those without a chapter come last."""
        bad = {found.file for found in self.bad}
        return tuple(sorted((head for head in self._heads if head.file not in bad), key=self._rank))

    @cached_property
    def bad(self) -> tuple[BadFile, ...]:
        """The files that are no good lessons, with their complaints: folders, chapters and glossary included."""
        found = [BadFile(complaint.file, (complaint,)) for complaint in self._scan[1]]
        found += [beside for beside in self._beside if any(one.severity == "error" for one in beside.complaints)]
        heads = {head.file: head for head in self._heads}
        taken: dict[str, Path] = {}
        for file, shipped in self._scan[0]:
            head = heads.get(file)
            if head is None or not shipped:
                reading = self._read(file, shipped=shipped)
                if reading.lesson is None:
                    found.append(BadFile(file, reading.complaints))
                    continue
            if head is not None and head.id in taken:
                found.append(BadFile(file, (_duplicate(file, head.id, taken[head.id]),)))
            elif head is not None:
                taken[head.id] = file
        return tuple(found)

    def find(self, name: str) -> Reading:
        """The lesson called ``name``, an id or a path; where there is none, a reading whose complaints say why."""
        head = self._head_called(name)
        if head is not None:
            reading = self._read(head.file, shipped=head.shipped, trusted=head.shipped)
            if reading.lesson is None and head.shipped:  # somebody has changed it: what is wrong has to have a place
                reading = self._read(head.file, shipped=True)
            return reading
        if _is_path(name):
            return self.read(Path(name))
        for file, shipped in self._scan[0]:  # a bad file is known by its own name
            if file.stem == name:
                return self._read(file, shipped=shipped)
        return self._unknown(name)

    def head(self, name: str) -> Head | None:
        """The head of the lesson that ``find`` reads, without reading the rest; None: there is none, or it is bad."""
        found = self._head_called(name)
        if found is None and _is_path(name):
            return read_head(Path(name), shipped=_same(Path(name).parent, self._shipped))
        return found

    def _head_called(self, name: str) -> Head | None:
        """The head of the lesson with this id; the file of that name is looked at before all the others."""
        files = [(file, shipped) for file, shipped in self._scan[0] if file.stem == name]
        if files:
            head = read_head(files[0][0], shipped=files[0][1])
            if head is not None and head.id == name and head.shipped:  # a shipped id comes before a learner's
                return head
        return next((head for head in self._heads if head.id == name), None)

    def read(self, file: Path) -> Reading:
        """Read the lesson in ``file``, wherever it stands."""
        return self._read(file, shipped=_same(file.parent, self._shipped))

    def reload(self, file: Path) -> Reading:
        """Read ``file`` again, after it was saved."""
        self._readings.pop((file, False), None)
        self._readings.pop((file, True), None)
        for name in ("lessons", "bad", "_heads"):  # what a list says of it
            self.__dict__.pop(name, None)
        return self.read(file)

    @property
    def files(self) -> tuple[Path, ...]:
        """The lesson files of the collection, folder by folder."""
        return tuple(file for file, _ in self._scan[0])

    def check(self, files: Iterable[Path] | None = None) -> tuple[Complaint, ...]:
        """Every complaint about ``files``, or (None) about everything that is in the collection."""
        complaints: list[Complaint] = []
        if files is None:
            files = self.files
            others = [*self._scan[1], *self._glossary_complaints(self._shipped)]
            complaints = [*others, *(complaint for beside in self._beside for complaint in beside.complaints)]
        ids: dict[str, Path] = {}
        for file in files:
            complaints += self._check(file, ids)
        return tuple(complaints)

    def _check(self, file: Path, ids: dict[str, Path]) -> Iterable[Complaint]:
        """The complaints about one file; ``ids`` are those of the files before it, and get its own."""
        if file.name == CHAPTERS_FILE:
            return self._chapters_in(file.parent)[1]
        if file.name == GLOSSARY_FILE:
            return self._glossary_complaints(file.parent)
        reading = self.read(file)
        if reading.lesson is None:
            return reading.complaints
        shipped = self._head_called(reading.lesson.id)
        if shipped is not None and shipped.shipped:
            ids.setdefault(reading.lesson.id, shipped.file)
        other = ids.setdefault(reading.lesson.id, file)
        twice = () if _same(file, other) else (_duplicate(file, reading.lesson.id, other),)
        return reading.complaints + twice

    @cached_property
    def _beside(self) -> tuple[BadFile, ...]:
        """The files beside the lessons about which there is something to say."""
        said = [complaints for _, complaints in self._chapter_files]
        said += [self._glossary_complaints(folder) for folder in self._own]  # the shipped one is long, and tested
        return tuple(BadFile(complaints[0].file, complaints) for complaints in said if complaints)

    @cached_property
    def _chapter_files(self) -> tuple[tuple[tuple[Chapter, ...], tuple[Complaint, ...]], ...]:
        return tuple(self._chapters_in(folder) for folder in (self._shipped, *self._own))

    def _chapters_in(self, folder: Path) -> tuple[tuple[Chapter, ...], tuple[Complaint, ...]]:
        """The chapters of a folder: those that ship need each other only, a learner's own may need those too."""
        if _same(folder, self._shipped):
            return self._shipped_chapters
        return read_chapters(folder, others=[chapter.id for chapter in self._shipped_chapters[0]])

    @cached_property
    def _shipped_chapters(self) -> tuple[tuple[Chapter, ...], tuple[Complaint, ...]]:
        return read_chapters(self._shipped, shipped=True)

    def _glossary_complaints(self, folder: Path) -> tuple[Complaint, ...]:
        """What is wrong with the glossary of a folder, whose terms may name the lessons beside it and all others."""
        if _same(folder, self._shipped):
            return read_glossary(folder, shipped=True, lessons=[head.id for head in self._heads if head.shipped])[1]
        heads = [*self._heads]
        if folder not in self._own:  # its file was named on the command line
            beside = (read_head(file, shipped=False) for file in _lesson_files(folder)[0])
            heads += [head for head in beside if head is not None]
        return read_glossary(folder, lessons=[head.id for head in heads])[1]

    @cached_property
    def _heads(self) -> tuple[Head, ...]:
        heads = (read_head(file, shipped=shipped) for file, shipped in self._scan[0])
        return tuple(head for head in heads if head is not None)

    def _ids(self) -> frozenset[str]:
        """The ids of all lessons, good or bad."""
        return frozenset(head.id for head in self._heads)

    @cached_property
    def _scan(self) -> tuple[tuple[tuple[Path, bool], ...], tuple[Complaint, ...]]:
        """The lesson files with whether they ship, and the complaints about the folders."""
        files: dict[Path, bool] = {}
        complaints: list[Complaint] = []
        for folder in (self._shipped, *self._own):
            shipped = _same(folder, self._shipped)
            found, trouble = _lesson_files(folder)
            complaints += trouble
            for file in found:
                files.setdefault(file, shipped)
        named = self._named
        if named is not None and named.is_file() and not any(_same(named, file) for file in files):
            files[named] = False
        return tuple(files.items()), tuple(complaints)

    def _read(self, file: Path, *, shipped: bool, trusted: bool = False) -> Reading:
        """Read a lesson; one that is opened by its id and was checked before it shipped is not judged again."""
        from tutor.lesson.reading import read_lesson

        if (file, trusted) not in self._readings:
            chapters = () if trusted else [chapter.id for chapter in self.chapters]
            self._readings[file, trusted] = read_lesson(
                file, assets=self._assets, shipped=shipped, chapters=chapters, lessons=self._ids, trusted=trusted
            )
        return self._readings[file, trusted]

    def _rank(self, head: Head) -> tuple[int, int, str, str]:
        for number, chapter in enumerate(self.chapters):
            if chapter.id == head.chapter:
                listed = chapter.lessons
                return number, listed.index(head.id) if head.id in listed else len(listed), "", head.id
        return len(self.chapters), 0, head.chapter or "", head.id

    def _unknown(self, name: str) -> Reading:
        from tutor.lesson.reading import Reading

        complaints = Complaints(Path(name))
        suggestion = nearest(name[:80], [head.id for head in self._heads])
        shown = printable(name, 60)
        if suggestion is None:
            complaints.error("unknown-lesson", name=shown)
        else:
            complaints.error("unknown-lesson-near", name=shown, suggestion=suggestion)
        return Reading(Path(name), None, complaints.all)


def _lesson_files(folder: Path) -> tuple[list[Path], list[Complaint]]:
    """The lesson files in ``folder`` by name, and what keeps it from being read whole."""
    complaints = Complaints(folder)
    found: list[Path] = []
    try:
        if not folder.is_dir():
            complaints.error("no-such-folder")
        else:
            found = sorted(file for file in folder.iterdir() if file.suffix == ".toml" and file.name not in NOT_LESSONS)
    except (OSError, ValueError) as trouble:
        complaints.error("folder-unreadable", reason=getattr(trouble, "strerror", None) or "?")
    if len(found) > MOST_FILES:
        complaints.error("too-many-files", limit=MOST_FILES)
    return found[:MOST_FILES], list(complaints.all)


def _duplicate(file: Path, name: str, other: Path) -> Complaint:
    complaints = Complaints(file)
    complaints.error("duplicate-id", name=name, other=str(other))
    return complaints.all[0]


def _is_path(name: str) -> bool:
    """Whether ``name`` is meant as a path rather than as an id."""
    try:
        return name.endswith(".toml") or "/" in name or "\\" in name or Path(name).exists()
    except (OSError, ValueError):
        return False


def _same(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve()
    except (OSError, RuntimeError, ValueError):
        return False
