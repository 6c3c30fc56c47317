"""The glossary as it is searched: terms in both languages, and the lessons that work with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from tutor.lesson.collection import Collection
from tutor.lesson.curriculum import Term
from tutor.lesson.heads import Head
from tutor.lesson.outline import read_covers
from tutor.tui.shelf import matches, searched_text

MOST_LESSONS = 4
"""Lessons named beside a term."""


class Glossary:
    """The terms, and in which lessons they come up."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms, in the order of the file: by subject."""
        return self._collection.glossary

    def find(self, query: str) -> list[Term]:
        """The terms that ``query`` finds: by their name, then by what they mean."""
        if not query.strip():
            return [*self.terms]
        ranked = [(_rank(query, term), number, term) for number, term in enumerate(self.terms)]
        return [term for rank, _, term in sorted(ranked, key=lambda entry: entry[:2]) if rank < _NOT_FOUND]

    def lessons(self, term: Term) -> list[Head]:
        """The lesson of the term; then those that name it: in their title, and after them in what is said of them."""
        names = re.compile("|".join(map(_as_word, (term.words.en, term.words.ko, *term.also))))
        lessons = self._collection.lessons
        titled = [head for head in lessons if names.search(f"{head.title.en} {head.title.ko}".casefold())]
        others = [head for head in lessons if head not in titled and names.search(self._texts[head.id])]
        own = [head for head in lessons if head.id == term.lesson]
        return list(dict.fromkeys((*own, *titled, *others)))[:MOST_LESSONS]

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        return {head.id: _text(head) for head in self._collection.lessons}


_NOT_FOUND = 4


def _rank(query: str, term: Term) -> int:
    names = [name.casefold() for name in (term.words.en, term.words.ko)]
    wanted = query.casefold().strip()
    if any(name == wanted for name in names):
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    if matches(query, " ".join((*names, *(form.casefold() for form in term.also)))):
        return 2
    return 3 if matches(query, " ".join(_definitions(term)).casefold()) else _NOT_FOUND


def _definitions(term: Term) -> Sequence[str]:
    return term.definition.en, term.definition.ko


def _as_word(name: str) -> str:
    """A pattern for ``name`` as a word of its own; Korean words take particles at their end."""
    return rf"(?<![a-z가-힣]){re.escape(name.casefold())}(?:s|es)?(?![a-z])"


def _text(head: Head) -> str:
    about = f"{head.about.en} {head.about.ko}".casefold()
    return f"{searched_text(head, read_covers(head.file))} {about}"
