"""What home shows: the line over the list, a lesson in the list, and the page about the lesson that is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tutor.lesson.collection import BadFile
from tutor.lesson.complaint import printable
from tutor.lesson.heads import Head
from tutor.lesson.outline import Outline
from tutor.messages import Language, Message, say
from tutor.tui.arrange import Box
from tutor.tui.memory import Stage
from tutor.tui.panels.complaints import complaints_page, worst_first
from tutor.tui.picture.text import EMPTY, Picture, Row, Span, clip, pad, row, row_width, spread, wrap
from tutor.tui.shelf import Group, Shelf

MARKS: dict[Stage | None, str] = {"done": "✓", "begun": "◐", None: "·"}
"""What was done of a lesson, without a colour."""

_STATES: dict[Stage | None, str] = {"done": "tui.home-is-done", "begun": "tui.home-is-begun", None: "tui.home-is-new"}

BAD = "✗"

PRACTICE = "↻"
"""A lesson that practises others, where there is no room for a word."""

_BESIDE = 100
"""Columns of a window in which the page stands beside the list; in a narrower one it stands below."""

_BELOW = 20
"""Rows of a window in which it has room there."""

_GAP = 2

_MINUTES = 8
"""Columns of the minutes, and a gap before them."""

_ROOMY = 50
"""Columns of an entry in which there is room for a word beside the title."""


class HomeBoxes(NamedTuple):
    """Where the parts of home stand; ``page`` is None where there is no room for it."""

    top: Box
    lessons: Box
    page: Box | None
    keys: Box


def arrange_home(width: int, height: int, top: int = 3) -> HomeBoxes:
    """The parts in a window of so many columns and rows, with so many rows over the list."""
    top = max(min(top, height - 4), 0)
    keys = Box(0, max(height - 1, 0), width, min(height, 1))
    room = max(height - top - 1, 0)
    head = Box(0, 0, width, top)
    if width >= _BESIDE:
        left = min(max(58, width * 11 // 20), 80)
        page = Box(left + _GAP, top, width - left - _GAP, room)
        return HomeBoxes(head, Box(0, top, left, room), page, keys)
    if height >= _BELOW:
        below = min(max(room * 2 // 5, 7), 12)
        return HomeBoxes(head, Box(0, top, width, room - below), Box(0, top + room - below, width, below), keys)
    return HomeBoxes(head, Box(0, top, width, room), None, keys)


def top(shelf: Shelf, language: Language, width: int, height: int, query: str | None = None) -> Picture:
    """The title, and what was done so far; in a search, what it has found; without any lesson, where to get one."""
    title = row(Span(f" {say('tui.title', language)}", "title"))
    if not shelf.lessons:
        text = wrap(say("tui.no-lessons", language), max(width - 2, 2))
        return Picture((title, *((Span(" "), *line) for line in text))[:height])
    if query:
        found = len(shelf.find(query))
        said = say("tui.home-found" if found else "tui.home-found-none", language, count=found, of=len(shelf.lessons))
    elif shelf.last is None:
        said = say("tui.home-start", language, count=len(shelf.lessons))
    else:
        following = shelf.next
        said = say("tui.home-done", language, done=shelf.done, of=len(shelf.lessons))
        if following is not None:
            said += "   " + say("tui.home-next-is", language, title=following.title.say(language))
    return Picture((title, clip(row(Span(f" {said}")), width), EMPTY)[:height])


def entry(shelf: Shelf, head: Head, language: Language, width: int) -> Row:
    """One lesson in the list: its mark, title, minutes, and whether it was left last or comes next."""
    said = _beside_title(shelf, head, language)
    minutes = "" if head.minutes is None else say("tui.minutes", language, minutes=head.minutes)
    right = pad(row(Span(minutes, "dim")), _MINUTES, "right")
    if said and width >= _ROOMY:
        right = (*row(Span(said, "strong")), *right)
    left = row(Span(f" {MARKS[shelf.stage(head)]} {head.title.say(language)}"))
    if head.practises:
        word = row(Span(f"{say('tui.home-practice', language)}{'  ' if said else ''}", "dim"))
        fits = row_width((*left, *word, *right)) < width
        right = (*(word if fits else row(Span(f"{PRACTICE} ", "dim"))), *right)
    return spread(left, right, width)


def chapter_row(shelf: Shelf, group: Group, language: Language, width: int, *, whole: bool) -> Row:
    """A chapter in the list, and how many of its lessons are done, if all of them are listed."""
    title = row(Span(group.title.say(language) if group.title is not None else "", "strong"))
    done = sum(shelf.stage(head) == "done" for head in group.lessons)
    if not whole or not done:
        return clip(title, width)
    return spread(title, row(Span(f"{done}/{len(group.lessons)}", "dim")), width)


def _beside_title(shelf: Shelf, head: Head, language: Language) -> str:
    last, following = shelf.last, shelf.next
    if last is not None and head.id == last.id and shelf.stage(head) == "begun":
        return say("tui.home-last", language)
    if last is not None and following is not None and head.id == following.id:
        return say("tui.home-next", language)
    return ""


def bad_entry(bad: BadFile, language: Language, width: int) -> Row:
    """A file that is no good lesson, in the list."""
    reason = worst_first(bad.complaints)[0].message.say(language).replace("\n", " ")
    return clip(row(Span(f" {BAD} {printable(bad.file.name)}: {reason}")), width)


def lesson_page(shelf: Shelf, head: Head, language: Language, width: int, outline: Outline | None) -> Picture:
    """All about the chosen lesson; ``outline`` None: not read yet."""
    rows: list[Row] = [
        *wrap(head.title.say(language), width, "title"),
        *wrap(_state(shelf, head, language, outline), width),
        *_builds_on(shelf, head, language, width),
    ]
    about = head.about.say(language)
    if about:
        rows += [EMPTY, *wrap(about, width)]
    rows += _practised(shelf, head, language, width)
    if outline is not None:
        rows += _outline(outline, language, width)
    return Picture(tuple(rows))


def _state(shelf: Shelf, head: Head, language: Language, outline: Outline | None) -> str:
    """What was done of it, where it was left, and how long it takes."""
    stage, left = shelf.stage(head), shelf.left(head)
    said = f"{MARKS[stage]} {say(_STATES[stage], language)}"
    if left is not None and (left.update, left.line) != (0, 0):
        said += f" · {say('tui.home-place', language, update=f'{left.update:,}', line=left.line)}"
    if left is not None and left.branch:
        said += f" · {say('tui.home-branch', language)}"
    if left is not None and left.variant is not None:
        titles = {} if outline is None else dict(outline.variants)
        title = titles[left.variant].say(language) if left.variant in titles else ""
        said += f" · {say('tui.home-variant', language, title=title or left.variant)}"
    if head.minutes is not None:
        said += f" · {say('tui.minutes', language, minutes=head.minutes)}"
    return f"{said} · {head.id}"


def _builds_on(shelf: Shelf, head: Head, language: Language, width: int) -> Iterator[Row]:
    """The chapters that its chapter needs, those that are done with the mark of it; nothing where it needs none."""
    chapter = shelf.chapter_of(head)
    needs = () if chapter is None else shelf.needs(chapter)
    if needs:
        marks = (f"{MARKS['done']} " if shelf.is_done(each) else "" for each in needs)
        titles = ", ".join(mark + each.title.say(language) for mark, each in zip(marks, needs, strict=True))
        yield from wrap(say("tui.builds-on", language, chapters=titles), width, "dim")


def _practised(shelf: Shelf, head: Head, language: Language, width: int) -> Iterator[Row]:
    """The lessons that it practises."""
    titles = {other.id: other.title.say(language) for other in shelf.lessons}
    found = [titles[name] for name in head.practises if name in titles]
    if found:
        yield EMPTY
        yield from wrap(say("tui.home-practises", language, titles=", ".join(found)), width)


def _outline(outline: Outline, language: Language, width: int) -> Iterator[Row]:
    if outline.variants:
        titles = ", ".join(title.say(language) or name for name, title in outline.variants)
        yield EMPTY
        yield from wrap(Message("tui.home-variants", {"titles": titles}).say(language), width)
    for deck in dict.fromkeys(cover.deck for cover in outline.covers):
        covered = (cover.what.say(language) for cover in outline.covers if cover.deck == deck)
        yield EMPTY
        yield from wrap(say("tui.home-covers", language, deck=deck, what=" · ".join(covered)), width, "dim")


def bad_page(bad: BadFile, language: Language, width: int) -> Picture:
    """Why a file is no good lesson, in full."""
    return complaints_page(Message("tui.complaints-bad"), bad.complaints, language, max(width - 1, 2))
