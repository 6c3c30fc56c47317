"""What a lesson should have, beyond what it must: both languages, enough questions, nothing that nothing reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from tutor.engine.model import Model
from tutor.engine.program import build_programs
from tutor.formula.operations.operation import Shape
from tutor.formula.problems import FormulaError, Severity, nearest
from tutor.lesson.complaint import Complaints
from tutor.lesson.contents import Known
from tutor.lesson.kinds import unknown
from tutor.lesson.nodes import Node
from tutor.lesson.recipe import Recipe

LEAST_NOTES = 1
LEAST_QUESTIONS = 3

COMMANDS = frozenset({"list", "show", "why", "train", "search", "quiz", "check", "new", "export", "record", "verify"})
"""Words of the command line, which no lesson may be called."""

_NO_TEXT_IN = frozenset({"data", "parameters", "training", "wrong", "ranges"})
"""Tables whose keys are the author's names: an ``en`` in them is no English text."""


def known_values(model: Model) -> Known:
    """What has an address in ``model``, and of what kind it is."""
    try:
        programs = build_programs(model, model.batch_rows(0))
    except FormulaError:  # check_model has complained
        programs = None
    shapes: dict[str, Shape] = dict(programs.shapes if programs is not None else model.known_shapes())
    if programs is None or programs.backward:
        computed = [assignment.name for assignment in model.forward]
        for name in (*computed, *model.parameters, *model.data):
            if name in shapes:
                shapes.setdefault(f"d{name}", shapes[name])
    hyper = frozenset(model.hyper_parameters)
    return Known(
        shapes,
        given=frozenset(model.data) | hyper,
        parameters=frozenset(model.parameters),
        watches=frozenset(model.watches),
        hyper=hyper,
        learns=model.update is not None,
        steady=model.batch_rows(0) == model.batch_rows(model.updates_per_epoch - 1),
    )


def check_reads(node: Node, recipes: Sequence[Recipe], complaints: Complaints) -> None:
    """Look for values that nothing reads, in the lesson or in any of its variants: most often a name misspelt."""
    if not all(recipe.readable for recipe in recipes):
        return  # what cannot be read might have read it
    reads = {name for recipe in recipes for name in recipe.reads}
    tables = [node, *(variant for _, variant in node.entries("variants"))]
    for table in tables:
        for kind in ("data", "parameters"):
            for name, entry in table.entries(kind):
                if name not in reads:
                    complaints.advise("unread-value", entry.key, name=name)
    hyper = {name: entry for recipe in reversed(recipes) for name, entry in recipe.hyper.items()}
    for name, entry in hyper.items():
        if name not in reads:
            suggestion = nearest(name, reads - hyper.keys())
            key = "unread-hyper" if suggestion is None else "unread-hyper-near"
            complaints.error(key, entry.key, name=name, suggestion=suggestion)


def check_completeness(node: Node, *, shipped: bool, chapters: Collection[str], complaints: Complaints) -> None:
    """What a lesson of the curriculum must have, and anyone's lesson had better have."""
    complain = complaints.error if shipped else complaints.advise
    for table, missing in _half_said(node):
        complain("missing-language", table.key, language=missing)
    if node.text_of("id") in COMMANDS:
        complaints.error("id-is-a-command", node.table["id"].place, name=node.text_of("id"))
    if node.get("about") is None:
        complain("no-about", node.key)
    if len(node.list_of("note")) < LEAST_NOTES:
        complain("no-notes", node.key)
    questions = node.list_of("question")
    if len(questions) < LEAST_QUESTIONS:
        complain("few-questions", node.key, found=len(questions), least=LEAST_QUESTIONS)
    for question in questions:
        for choice in question.list_of("choices"):
            if choice.get("because") is None:
                complain("no-reason", choice.key)
    for name, variant in node.entries("variants"):
        if variant.get("title") is None:
            complain("variant-without-title", variant.key, name=name)
    _check_place(node, chapters, complaints, shipped=shipped)


def check_practised(node: Node, lessons: Callable[[], Collection[str]] | None, complaints: Complaints) -> None:
    """Whether what a lesson practises are other lessons that there are (``lessons``; None: not known), each once."""
    practised = node.list_of("practises")
    known = lessons() if practised and lessons is not None else None
    seen: set[str] = set()
    for entry in practised:
        name = entry.text
        if name == node.text_of("id"):
            complaints.error("practises-itself", entry.place, name=name)
        elif name in seen:
            complaints.error("practises-twice", entry.place, name=name)
        elif known is not None and name not in known:
            _complain_of_unknown(name, known, entry, complaints)
        seen.add(name)


def _complain_of_unknown(name: str, known: Collection[str], entry: Node, complaints: Complaints) -> None:
    suggestion = nearest(name, sorted(known))
    key = "unknown-lesson" if suggestion is None else "unknown-lesson-near"
    complaints.error(key, entry.place, name=name, suggestion=suggestion)


def _check_place(node: Node, chapters: Collection[str], complaints: Complaints, *, shipped: bool) -> None:
    """A lesson of the curriculum has a chapter, and says how long it takes; anyone's chapter had better be one."""
    chapter = node.get("chapter")
    if chapter is None:
        if shipped:
            complaints.error("missing-key", node.key, field="chapter")
    elif chapter.text and chapter.text not in chapters and (shipped or chapters):
        severity: Severity = "error" if shipped else "advice"
        unknown(complaints, "unknown-chapter", chapter.place, chapter.text, chapters, severity)
    if shipped and node.get("minutes") is None:
        complaints.error("missing-key", node.key, field="minutes")


def _half_said(node: Node) -> Iterator[tuple[Node, str]]:
    """Every text that is there in one language only, with the language that is missing."""
    if isinstance(node.value, list):
        for entry in node.items:
            if isinstance(entry.value, (dict, list)):
                yield from _half_said(entry)
        return
    if ("en" in node.table) != ("ko" in node.table):
        yield node, "ko" if "en" in node.table else "en"
    for name, entry in node.table.items():
        if name not in _NO_TEXT_IN and isinstance(entry.value, (dict, list)):
            yield from _half_said(entry)
