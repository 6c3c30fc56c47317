"""What the lecture decks hold is in the lessons, and lessons/COVERAGE.md says where."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.tools.make_coverage import FILE, Entry, coverage, entries_of
from tutor.lesson.collection import Collection
from tutor.lesson.parts import lines_in
from tutor.resources import assets_folder, lessons_folder

COLLECTION = Collection(lessons_folder(), assets_folder())
ENTRIES = tuple(entries_of(COLLECTION))
KNOWN = tomllib.loads(Path(__file__).with_name("deck_items.toml").read_text(encoding="utf-8"))
ITEMS = [(deck, lines, what) for deck, items in KNOWN["deck"].items() for lines, what in items.items()]
MISPRINTS = range(1, KNOWN["misprints"] + 1)


PLACED = [entry for entry in ENTRIES if entry.cover.at is not None]
"""The entries that say where in their lesson something lives."""


def covered(deck: str) -> set[int]:
    """The lines of a deck that some lesson covers at a place of its own."""
    return {line for _, cover in PLACED if cover.deck == deck for line in cover.covered_lines}


def test_the_file_is_what_the_lessons_say() -> None:
    assert FILE.read_text(encoding="utf-8") == coverage(COLLECTION), "run tests/tools/make_coverage.py"


@pytest.mark.parametrize(("deck", "lines", "what"), ITEMS, ids=lambda part: part[:40])
def test_every_item_is_covered(deck: str, lines: str, what: str) -> None:
    assert set(lines_in(lines)) - covered(deck) == set(), what


@pytest.mark.parametrize("deck", KNOWN["deck"])
def test_what_is_covered_is_there(deck: str) -> None:
    there = {line for lines in KNOWN["deck"][deck] for line in lines_in(lines)}
    said = {int(end) for _, cover in ENTRIES if cover.deck == deck for end in re.findall(r"\d+", cover.lines)}
    assert said - there == set()


@pytest.mark.parametrize("number", MISPRINTS)
def test_every_misprint_is_shown_in_numbers(number: int) -> None:
    shown = [entry for entry in PLACED if number in entry.cover.errata and entry.cover.lines]
    assert shown, number


def test_no_other_misprints() -> None:
    assert {number for _, cover in ENTRIES for number in cover.errata} == set(MISPRINTS)


@pytest.mark.parametrize("entry", PLACED, ids=lambda entry: f"{entry.lesson} {entry.address}")
def test_the_moment_is_one_that_the_lesson_reaches(entry: Entry) -> None:
    lesson = COLLECTION.find(entry.lesson).lesson
    at = entry.cover.at
    assert lesson is not None
    assert at is not None
    model = lesson.model(entry.cover.variant)
    last = 0 if model.update is None else model.limit
    assert last is None or at.update is None or at.update <= last


@pytest.mark.parametrize(
    "entry", [entry for entry in ENTRIES if entry.cover.at is None], ids=lambda entry: entry.lesson
)
def test_what_has_no_place_is_no_proof_of_anything(entry: Entry) -> None:
    assert entry.cover.errata == ()
