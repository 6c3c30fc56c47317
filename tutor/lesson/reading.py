"""Reading one lesson file: from its bytes to a lesson, or to every reason why not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from tutor.engine.checks import check_model
from tutor.engine.model import Model
from tutor.formula.problems import Problem
from tutor.lesson import contents
from tutor.lesson.arrays import Arrays
from tutor.lesson.building import Built, build
from tutor.lesson.checks import check_completeness, check_practised, check_reads, known_values
from tutor.lesson.complaint import Complaint, Complaints
from tutor.lesson.contents import Contents
from tutor.lesson.files import FileError, Folders, read_text
from tutor.lesson.lesson import Lesson, Variant
from tutor.lesson.nodes import Node, read_toml
from tutor.lesson.schema import FORMAT_VERSION, LESSON
from tutor.lesson.texts import read_words
from tutor.lesson.variants import merged, own_fields


class Reading(NamedTuple):
    """What came of reading a file: a lesson, perhaps with advice; or None, and the errors that are in its way."""

    file: Path
    lesson: Lesson | None
    complaints: tuple[Complaint, ...] = ()


def read_lesson(
    file: Path,
    *,
    assets: Path,
    shipped: bool = False,
    chapters: Collection[str] = (),
    lessons: Callable[[], Collection[str]] | None = None,
    trusted: bool = False,
) -> Reading:
    """Read and check the lesson in ``file``. Nothing that stands in a file makes this raise.

    Args:
        file: the lesson file; data may stand in its folder.
        assets: the data sets that ship.
        shipped: whether the lesson belongs to the curriculum: what is incomplete is then an error, not advice.
        chapters: the ids of the chapters that there are.
        lessons: gives the ids of the lessons that there are, asked only by a lesson that practises others; None: not
            known, and any will do.
        trusted: whether it was checked before it shipped; then it is not judged again, which takes as long as all else,
            and complaints have no places.
    """
    try:
        text = read_text(file)
    except FileError as found:
        return Reading(file, None, found.about(file))
    complaints = Complaints(file, text)
    node = read_toml(text, complaints, placed=not trusted)
    if node is None or not _is_our_version(node, complaints):
        return Reading(file, None, complaints.all)
    if not trusted:  # before anything is taken out
        check_completeness(node, shipped=shipped, chapters=chapters, complaints=complaints)
    LESSON.check(node, "", complaints)
    if not trusted:
        check_practised(node, lessons, complaints)
    lesson = _Reader(node, file, assets, complaints, trusted=trusted).lesson(shipped)
    return Reading(file, lesson, complaints.all)


def _is_our_version(node: Node, complaints: Complaints) -> bool:
    """Whether the rest of the file may be judged by the rules of this version."""
    version = node.get("format_version")
    if version is None or not version.is_number or version.value == FORMAT_VERSION:
        return True
    complaints.error("other-version", version.place, found=str(version.value)[:20], known=FORMAT_VERSION)
    return False


def _problems(built: Built) -> list[Problem]:
    """What is wrong with a model; of one with broken lines, what is wrong with the others, those not the cause."""
    if built.model is not None:
        return check_model(built.model)
    found = check_model(built.part) if built.part is not None else []
    return [problem for problem in found if problem.message.parameters.get("name") not in built.recipe.broken]


def _placed(problem: Problem, fields: Mapping[str, Node]) -> Problem:
    """``problem`` with a place: one that has none is about a parameter that it names, or about the training."""
    if problem.place is not None:
        return problem
    parameters, training = fields.get("parameters"), fields.get("training")
    named = parameters.get(str(problem.message.parameters.get("name"))) if parameters is not None else None
    owner = named or training or fields["model"]
    return problem._replace(place=owner.key)


class _Reader:
    def __init__(self, node: Node, file: Path, assets: Path, complaints: Complaints, *, trusted: bool) -> None:
        self._trusted = trusted
        self._broken: set[str | None] = set()
        self._node = node
        self._file = file
        self._complaints = complaints
        self._arrays = Arrays(Folders(file.parent, assets), complaints)

    def lesson(self, shipped: bool) -> Lesson | None:
        """The lesson, or None after complaints."""
        node, complaints = self._node, self._complaints
        models = self._models()
        judged = {} if self._trusted else {name: models[name] for name in models if name not in self._broken}
        known = {name: known_values(model) for name, model in judged.items() if model is not None}
        found = contents.read(node, known, complaints)
        base = models.get(None)
        if complaints.errors or base is None:
            return None
        return self._put_together(base, models, found, shipped)

    def _models(self) -> dict[str | None, Model | None]:
        """The models of the lesson itself (under None) and of its variants."""
        base = own_fields(self._node)
        fields = {None: base} | {name: merged(base, variant) for name, variant in self._node.entries("variants")}
        built = {name: build(entry, self._arrays, self._complaints) for name, entry in fields.items()}
        check_reads(self._node, [found.recipe for found in built.values()], self._complaints)
        for name, found in built.items():
            problems = _problems(found) if not self._trusted or found.model is None else []
            for problem in problems:
                self._complaints.add(_placed(problem, fields[name]))
            if any(problem.severity == "error" for problem in problems):
                self._broken.add(name)  # whoever names a value of it would only hear of that again
        return {name: found.model for name, found in built.items()}

    def _put_together(
        self, base: Model, models: dict[str | None, Model | None], found: Contents, shipped: bool
    ) -> Lesson:
        node = self._node
        variants: dict[str, Variant] = {}
        for name, entry in node.entries("variants"):
            model = models[name]
            if model is not None:
                variants[name] = Variant(name, read_words(entry.get("title")), read_words(entry.get("about")), model)
        return Lesson(
            id=node.text_of("id"),
            file=self._file,
            shipped=shipped,
            title=read_words(node.get("title")),
            base=base,
            about=read_words(node.get("about")),
            chapter=node.text_of("chapter") or None,
            minutes=node.integer_of("minutes") or None,
            practises=tuple(entry.text for entry in node.list_of("practises")),
            covers=found.covers,
            labels=found.labels,
            figures=found.figures,
            notes=found.notes,
            questions=found.questions,
            views=found.views,
            search=found.search,
            goal=found.goal,
            watch_titles=found.watch_titles,
            watch_shorts=found.watch_shorts,
            variants=variants,
            advice=self._complaints.all,
        )
