"""The top and the foot of the quiz screen, and its scratch line."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.messages import Language, Message, Words, say
from tutor.quiz.hints import RUNGS
from tutor.quiz.scratch import Result
from tutor.tui.actions import actions_on, key_text
from tutor.tui.panels.quiz_grid import field_spans
from tutor.tui.picture.text import Picture, Row, Span, clip, row, row_width, spread, wrap
from tutor.tui.quiz.desk import Desk, result_text
from tutor.tui.quiz.papers import BugPaper, ChoicePaper, HandPaper, Paper
from tutor.tui.quiz.rounds import Mode

_APART = "  "

Keys = Sequence[tuple[str, str]]
"""Keys as they are written, or the action that has them, and what they do, in the catalogue: ``tui.quiz-key-…``."""

_LAST = 2
"""Entries at the end that are kept whatever is left out."""


def title(mode: Mode, lesson: Words | Message | None, place: Message, language: Language, width: int) -> Picture:
    """The way of being asked, the lesson, and which question this is."""
    name = say(f"tui.quiz-mode-{mode}", language)
    about = "" if lesson is None else f" · {lesson.say(language)}"
    left = row(Span(f" {name}", "title"), Span(about, "position"))
    return Picture((spread(left, row(Span(f"{place.say(language)} ", "position")), width),))


def foot(paper: Paper | None, mode: Mode, language: Language, width: int) -> Picture:
    """The keys that do something just now."""
    named = {action.name: key_text(action.keys[0]) for action in actions_on("quiz")}
    entries = [_entry(named.get(keys, keys), word, language) for keys, word in [*_keys(paper, mode), *_always()]]
    while len(entries) > _LAST and _width(entries) > width:
        del entries[-_LAST - 1]
    line: list[Span] = [Span(" ")]
    for number, entry in enumerate(entries):
        line.extend(([Span(_APART)] if number else []) + list(entry))
    return Picture((clip(tuple(line), width),))


def _entry(keys: str, word: str, language: Language) -> Row:
    return row(Span(keys, "key"), Span(f" {say(f'tui.quiz-key-{word}', language)}", "key-text"))


def _width(entries: Sequence[Row]) -> int:
    return 1 + sum(map(row_width, entries)) + len(_APART) * (len(entries) - 1)


def _always() -> Keys:
    return (("Esc", "back"), ("F1", "help"))


def _keys(paper: Paper | None, mode: Mode) -> Keys:
    if paper is None:
        return (("↑↓", "choose"), ("Enter", "open"), ("n", "anew"))
    if isinstance(paper, HandPaper | BugPaper) and paper.desk.open:
        return _keys_of_scratch(paper)
    if isinstance(paper, HandPaper):
        return _keys_by_hand(paper, mode)
    if isinstance(paper, ChoicePaper):
        if paper.done:
            return (("Enter", "on"), ("previous_paper", "before"))
        turn = ("next_paper", "skip"), ("previous_paper", "before")
        return ((f"1–{len(paper.choosing.choices)}", "answer"), ("↑↓ Enter", "choose"), *turn)
    if isinstance(paper, BugPaper):
        if paper.done:
            return (("↑↓", "look"), ("Enter", "another"))
        return (("↑↓", "look"), ("Enter", "wrong-line"), ("scratch", "scratch"), ("show_line", "show"))
    return () if paper.ended else (("Enter", "on"),)


def _keys_of_scratch(paper: HandPaper | BugPaper) -> Keys:
    taken = False
    if isinstance(paper, HandPaper) and not paper.done and paper.desk.ready:
        taken = paper.desk.taken(paper.attempt.question) is not None
    return (("Enter", "take" if taken else "calculate"), ("↑↓", "earlier"), ("scratch", "cells"))


def _keys_by_hand(paper: HandPaper, mode: Mode) -> Keys:
    before = ("previous_paper", "line-back" if mode == "predict" else "before")
    skip = () if mode == "predict" else (("next_paper", "skip"),)
    scratch = "scratch", "scratch"
    if paper.done:
        more = () if len(paper.attempt.rungs) == len(RUNGS) else (("hint", "hint"),)
        adopt = (("adopt", "adopt"),) if _follows(paper) else ()
        return (("Enter", "on"), *adopt, *more, scratch, before)
    cell = (("Tab", "cell"),) if len(paper.attempt.question.cells) > 1 else ()
    helps = (("hint", "hint"), ("whats_wrong", "wrong"), scratch, ("show_line", "show"))
    return (("Enter", "mark"), *helps, *skip, *cell, before)


def _follows(paper: HandPaper) -> bool:
    """Whether the learner's own value is the one that what follows is marked from."""
    return paper.attempt.question.step.key in paper.attempt.marker.own


def scratch(desk: Desk, language: Language, width: int) -> Picture:
    """The scratch line and what it comes to."""
    line = (Span("▸ ", "key"), *field_spans(desk.field, width - 2, " "))
    if isinstance(desk.result, Result):
        name = "" if desk.result.name is None else f"{desk.result.name} "
        role = row(Span(f"  {name}= ", "dim"), Span(result_text(desk.result.value), "name" if desk.ready else "dim"))
        return Picture((line, clip(role, width)))
    if desk.result is not None:
        below = wrap(desk.result.say(language), width - 2, "follows")
    else:
        below = wrap(say("tui.quiz-scratch-how", language, example=desk.example), width - 2, "dim")
    return Picture((line, *((Span("  "), *rest) for rest in below)))


def scratch_heading(desk: Desk, language: Language) -> Row:
    """The scratch line's name, and the names that may be read in it."""
    names = "  ".join((*desk.names, *desk.kept))
    return row(Span(say("tui.quiz-scratch", language)), Span(f" · {names}" if names else "", "dim"))
