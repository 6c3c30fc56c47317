"""One term of the glossary, as a page."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.lesson.curriculum import Term
from tutor.lesson.heads import Head
from tutor.messages import Language, say
from tutor.tui.picture.text import EMPTY, Picture, Row, Span, row, wrap


def name_of(term: Term, language: Language) -> str:
    """A term in the learner's language, and in the other."""
    first, second = (term.words.ko, term.words.en) if language == "ko" else (term.words.en, term.words.ko)
    return first if first == second else f"{first} · {second}"


def term_page(term: Term, lessons: Sequence[Head], language: Language, width: int) -> Picture:
    """What a term means, in the learner's language first; the lesson that Enter opens; other forms and lessons."""
    rows: list[Row] = [*wrap(name_of(term, language), width, "title"), EMPTY]
    first, second = term.definition.say(language), term.definition.say("en" if language == "ko" else "ko")
    rows += wrap(first, width)
    titles = [head.title.say(language) for head in lessons]
    if titles:
        rows += [EMPTY, *wrap(say("tui.glossary-lesson", language, title=titles[0]), width)]
    if second != first:
        rows += [EMPTY, *wrap(second, width, "dim")]
    if term.also:
        rows += [EMPTY, *wrap(say("tui.glossary-also", language, forms=", ".join(term.also)), width, "dim")]
    if titles[1:]:
        rows += [EMPTY, *wrap(say("tui.glossary-lessons", language, titles=", ".join(titles[1:])), width, "dim")]
    return Picture(tuple(rows))


def count_row(found: int, of: int, language: Language) -> Row:
    """The title, and how many terms were found."""
    key = "tui.glossary-found" if found else "tui.glossary-none"
    title = Span(f" {say('tui.glossary-title', language)}", "title")
    return row(title, Span(f"   {say(key, language, count=found, of=of)}"))
