"""The map of the chapters: what is done, ready and next; and how it is drawn, whose lines are followed here by eye."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.lesson.helpers import lesson_text
from tests.tui.support import shipped
from tutor.lesson.collection import Collection
from tutor.messages import LANGUAGES, Language, say
from tutor.resources import assets_folder, lessons_folder
from tutor.tui.chapter_map import ChapterMap, chapter_map
from tutor.tui.memory import Memory, Stage, Visit
from tutor.tui.panels.chapter_map import MapPage, head_row, map_page
from tutor.tui.panels.home import lesson_page
from tutor.tui.picture.text import Picture, cell_len, row_width
from tutor.tui.settings import Glyphs
from tutor.tui.shelf import Shelf
from tutor.tui.visits import Visits

NOTHING: Mapping[str, Stage] = MappingProxyType({})
GLYPHS: tuple[Glyphs, ...] = ("braille", "block", "ascii")
LEFT, RIGHT, UP, DOWN = (-1, 0), (1, 0), (0, -1), (0, 1)
WAYS = {
    "─": (LEFT, RIGHT), "│": (UP, DOWN), "╮": (LEFT, DOWN), "╯": (LEFT, UP), "╭": (RIGHT, DOWN), "╰": (RIGHT, UP),
    "┤": (LEFT, UP, DOWN), "├": (RIGHT, UP, DOWN), "┬": (LEFT, RIGHT, DOWN), "┴": (LEFT, RIGHT, UP),
    "┼": (LEFT, RIGHT, UP, DOWN),
}  # fmt: skip


def shelf(folder: Path, stages: Mapping[str, Stage] = NOTHING, own: Path | None = None) -> Shelf:
    """The shipped lessons and those in a folder, of which some were visited, in this order."""
    memory = Memory(folder / "memory")
    for name, stage in stages.items():
        memory.keep(name, Visit(stage, "2026-11-21", None, {}))
    collection = shipped() if own is None else Collection(lessons_folder(), assets_folder(), [own])
    return Shelf(collection, Visits(memory))


def found(folder: Path, stages: Mapping[str, Stage] = NOTHING, own: Path | None = None) -> ChapterMap:
    return chapter_map(shelf(folder, stages, own))


def all_of(*chapters: str) -> dict[str, Stage]:
    return {head.id: "done" for head in shipped().lessons if head.chapter in chapters}


def chapters_of(folder: Path, needs: Mapping[str, tuple[str, ...]]) -> Path:
    """A folder of chapters that need each other, with a lesson in each."""
    own = folder / "own"
    own.mkdir(exist_ok=True)
    text = ""
    for number, (name, needed) in enumerate(needs.items()):
        listed = ", ".join(f'"{other}"' for other in needed)
        text += f'[[chapter]]\nid = "{name}"\ntitle = {{ en = "{name}", ko = "{name} 장" }}\nneeds = [{listed}]\n'
        lesson = lesson_text(f'id = "lesson-{number}"\nchapter = "{name}"')
        (own / f"lesson-{number}.toml").write_text(lesson, encoding="utf-8")
    (own / "chapters.toml").write_text(text, encoding="utf-8")
    return own


# What is done, ready and next


def test_what_needs_nothing_is_ready_at_the_first_start(tmp_path: Path) -> None:
    new = found(tmp_path)
    assert {stop.id for stop in new.stops if stop.state == "ready"} == {
        chapter.id for chapter in shipped().chapters if not chapter.needs
    }
    assert {stop.state for stop in new.stops} == {"ready", "later"}
    assert (new.next, new.goes_on) == (shipped().chapters[0].id, False)
    assert [stop.number for stop in new.stops] == list(range(len(shipped().chapters)))
    assert sum(len(stop.lessons) for stop in new.stops) == len(shipped().lessons)


def test_a_chapter_is_ready_once_all_that_it_needs_is_done(tmp_path: Path) -> None:
    half = found(tmp_path / "half", all_of("start", "slopes", "graphs"))
    assert half.stop("backpropagation").state == "later"  # it needs the forward pass too
    assert half.stop("lines-and-neurons").state == "ready"
    assert half.stop("graphs").state == "done"
    whole = found(tmp_path / "whole", all_of("forward", "graphs"))
    assert whole.stop("backpropagation").state == "ready"


def test_what_was_begun_is_begun_whatever_it_needs(tmp_path: Path) -> None:
    begun = found(tmp_path, {"two-outputs": "done", "gates": "begun"})
    assert {stop.id: stop.done for stop in begun.stops if stop.state == "begun"} == {
        "backpropagation": 1,
        "perceptrons": 0,
    }


def test_the_lesson_that_was_left_is_gone_on_with(tmp_path: Path) -> None:
    left = found(tmp_path, {"xor-no-line": "begun"})
    assert (left.next, left.goes_on) == ("perceptrons", True)
    opens = left.stop("perceptrons").opens
    assert opens is not None
    assert opens.id == "xor-no-line"


def test_next_is_the_first_lesson_that_home_says_is_next(tmp_path: Path) -> None:
    """What ships stands behind what it needs, so that the first lesson not done is in a chapter that is ready."""
    stages: dict[str, Stage] = {}
    for number, head in enumerate(shipped().lessons):
        visited = shelf(tmp_path / str(number), stages)
        here = chapter_map(visited)
        assert visited.next == head
        assert here.next is not None
        assert here.next == head.chapter
        assert here.stop(here.next).opens == head
        stages[head.id] = "done"


def test_when_all_is_done_nothing_is_next(tmp_path: Path) -> None:
    over = found(tmp_path, dict.fromkeys((head.id for head in shipped().lessons), "done"))
    assert over.next is None
    assert {(stop.state, stop.opens, stop.left) for stop in over.stops} == {("done", None, False)}


def test_a_chapter_without_lessons_keeps_nobody_waiting(tmp_path: Path) -> None:
    own = chapters_of(tmp_path, {"empty": (), "mine": ("empty",)})
    (own / "lesson-0.toml").unlink()
    here = found(tmp_path, own=own)
    assert (here.stop("empty").state, here.stop("mine").state) == ("ready", "ready")
    assert here.next == "start"


def test_chapters_of_ones_own_stand_below_those_that_they_need(tmp_path: Path) -> None:
    own = chapters_of(tmp_path, {"last": ("week-3", "training-well"), "week-3": ("slopes",)})
    here = found(tmp_path, all_of("slopes"), own)
    depths = {spot.name: depth for depth, spots in enumerate(here.layers.spots) for spot in spots if not spot.passes}
    assert depths["week-3"] == depths["slopes"] + 1
    assert depths["last"] == max(depths["week-3"], depths["training-well"]) + 1
    assert here.stop("week-3").state == "ready"
    assert {stop.id for stop in here.readers("week-3")} == {"last"}


# As it is drawn


def page(here: ChapterMap, size: tuple[int, int], chosen: str = "slopes", glyphs: Glyphs = "braille") -> MapPage:
    return map_page(here, chosen, "en", size, glyphs)


def cells(picture: Picture) -> list[list[str]]:
    """The character in each column of each row; the second half of a wide one is empty."""
    return [
        [piece for span in row for character in span.text for piece in (character, *[""] * (cell_len(character) - 1))]
        for row in picture.rows
    ]


class _Eye:
    """Follows the lines of a picture; where one passes under or over another, it goes on behind it."""

    def __init__(self, drawn: MapPage) -> None:
        self._cells = cells(drawn.picture)
        self._drawn = drawn

    def _at(self, x: int, y: int) -> str:
        row = self._cells[y] if 0 <= y < len(self._cells) else []
        return row[x] if 0 <= x < len(row) and self._drawn.at(x, y) is None else " "

    def reached(self, name: str) -> set[str]:
        """The chapters to which a line leads down from the box of one."""
        box = self._drawn.boxes[name]
        below = box.y + box.height
        new = {(x, below) for x in range(box.x, box.x + box.width) if UP in WAYS.get(self._at(x, below), ())}
        seen: set[tuple[int, int]] = set()
        while new:
            seen |= new
            new = {there for here in new for there in self._joined(*here)} - seen
        ends = {(x, y + 1) for x, y in seen if DOWN in WAYS[self._at(x, y)]}
        return {end for x, y in ends if (end := self._drawn.at(x, y)) is not None}

    def _joined(self, x: int, y: int) -> set[tuple[int, int]]:
        found: set[tuple[int, int]] = set()
        for dx, dy in set(WAYS[self._at(x, y)]) - {UP}:  # where lines come together, one does not go up another
            there = x + dx, y + dy
            while dx and self._at(*there) == "│":  # a line that only crosses this one
                there = there[0] + dx, there[1]
            if (-dx, -dy) in WAYS.get(self._at(*there), ()):
                found.add(there)
        return found


TANGLED = {
    "a": (), "b": (), "c": ("a", "b"), "d": ("b",), "e": ("a", "d"), "f": ("c", "a", "beyond"),
    "g": ("f", "slopes", "b"), "h": ("e", "c"), "i": ("h", "g", "d"), "j": ("a",),
}  # fmt: skip


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
def test_the_lines_say_what_needs_what(tmp_path: Path, size: tuple[int, int]) -> None:
    here = found(tmp_path)
    eye = _Eye(page(here, size))
    for stop in here.stops:
        assert eye.reached(stop.id) == {reader.id for reader in here.readers(stop.id)}, stop.id


@pytest.mark.parametrize("size", [(250, 80), (300, 150)])
def test_the_lines_of_a_tangle_say_what_needs_what(tmp_path: Path, size: tuple[int, int]) -> None:
    here = found(tmp_path, own=chapters_of(tmp_path, TANGLED))
    eye = _Eye(page(here, size))
    for stop in here.stops:
        assert eye.reached(stop.id) == {reader.id for reader in here.readers(stop.id)}, stop.id


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("glyphs", GLYPHS)
@pytest.mark.parametrize("size", [(1, 1), (3, 9), (20, 5), (60, 18), (80, 24), (120, 36), (250, 80)])
def test_the_page_fills_no_more_than_its_room(
    tmp_path: Path, size: tuple[int, int], glyphs: Glyphs, language: Language
) -> None:
    for own in (None, chapters_of(tmp_path, TANGLED)):
        here = found(tmp_path, {"gates": "done"}, own)
        for stop in here.stops:
            drawn = map_page(here, stop.id, language, size, glyphs)
            assert drawn.picture.width <= size[0]
            assert drawn.picture.height <= size[1]
        assert row_width(head_row(here, language, size[0], glyphs)) <= size[0]


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (80, 22), (120, 36)])
def test_the_chapter_that_is_chosen_is_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    here = found(tmp_path, own=chapters_of(tmp_path, TANGLED))
    for stop in here.stops:
        drawn = page(here, size, stop.id)
        box = drawn.boxes[stop.id]
        assert box.x >= 0
        assert box.x + box.width <= size[0]
        assert box.y >= 0
        assert box.y + box.height <= size[1]
        assert drawn.at(box.x + box.width // 2, box.y + 1) == stop.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_ships_fits_a_small_window(tmp_path: Path, language: Language) -> None:
    here = found(tmp_path, {"xor-no-line": "begun"})
    drawn = map_page(here, "forward", language, (80, 22), "braille")
    text = drawn.picture.plain()
    for stop in here.stops:
        assert f"{stop.number} {stop.title.say(language)}" in text
        assert f"{stop.done}/{len(stop.lessons)}" in text
    assert "↑" not in text
    assert "↓" not in text


def test_of_a_large_map_it_is_said_that_there_is_more(tmp_path: Path) -> None:
    here = found(tmp_path, own=chapters_of(tmp_path, TANGLED))
    first, last = here.layers.spots[0][0].name, here.layers.spots[-1][0].name
    rows = {name: page(here, (80, 22), name).picture.plain().split("\n") for name in (first, last)}
    assert [any("↓" in row for row in rows[name]) for name in (first, last)] == [True, False]
    assert [any("↑" in row for row in rows[name]) for name in (first, last)] == [False, True]


@pytest.mark.parametrize("glyphs", GLYPHS)
def test_states_and_next_are_said_without_a_colour(tmp_path: Path, glyphs: Glyphs) -> None:
    stages: dict[str, Stage] = {**all_of("start"), "apples": "done"}
    here = found(tmp_path, stages)
    assert {stop.state for stop in here.stops} == {"done", "begun", "ready", "later"}
    drawn = page(here, (80, 22), "forward", glyphs)
    signs: dict[str, set[str]] = {}
    for stop in here.stops:
        box = drawn.boxes[stop.id]
        lines = ["".join(row[box.x : box.x + box.width]) for row in cells(drawn.picture)[box.y : box.y + box.height]]
        sign, share, word = lines[1].split()
        signs.setdefault(stop.state, set()).add(sign)
        assert share == f"{stop.done}/{len(stop.lessons)}"
        assert word in say("tui.home-is-done", "en") + say("tui.home-is-begun", "en") + "ready later"
        marked = lines[0].split()[0] in ("▸", ">")
        assert marked == (stop.id == here.next)
        assert (lines[0].strip()[0] in "‹<") == (stop.id == "forward")
    assert [len(found) for found in signs.values()] == [1] * 4
    assert len(set.union(*signs.values())) == 4
    head = Picture((head_row(here, "en", 80, glyphs),)).plain()
    assert all(sign in head for own in signs.values() for sign in own)
    if glyphs == "ascii":
        lowest = max(box.y + box.height for box in drawn.boxes.values())
        assert all(row.isascii() for row in drawn.picture.plain().split("\n")[:lowest])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_all_about_the_chapter(tmp_path: Path, language: Language) -> None:
    here = found(tmp_path, all_of("slopes", "graphs"))
    stop = here.stop("backpropagation")
    text = " ".join(map_page(here, stop.id, language, (120, 60), "braille").picture.plain().split())
    needed = [here.stop(name) for name in stop.needs]
    titles = ", ".join(
        f"✓ {other.title.say(language)}" if other.id == "graphs" else other.title.say(language) for other in needed
    )
    assert say("tui.builds-on", language, chapters=titles) in text
    readers = ", ".join(other.title.say(language) for other in here.readers(stop.id))
    assert say("tui.map-leads-to", language, chapters=readers) in text
    assert stop.opens is not None
    assert say("tui.map-opens", language, title=stop.opens.title.say(language)) in text
    assert say("tui.home-done", language, done=0, of=len(stop.lessons)) in text
    assert all(f"· {head.title.say(language)}" in text for head, _ in stop.lessons)
    first = " ".join(map_page(here, "slopes", language, (120, 60), "braille").picture.plain().split())
    assert say("tui.map-first", language) in first
    assert say("tui.map-all-done", language) in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_boxes_of_wide_titles_are_as_wide_as_the_others(tmp_path: Path, language: Language) -> None:
    drawn = map_page(found(tmp_path), "forward", language, (120, 36), "braille")
    rows = cells(drawn.picture)
    for name, box in drawn.boxes.items():
        sides = {(rows[y][box.x], rows[y][box.x + box.width - 1]) for y in range(box.y + 1, box.y + box.height - 1)}
        assert sides == ({("┃", "┃")} if name == "forward" else {("│", "│")})


# At home


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_says_what_the_chapter_of_a_lesson_builds_on(tmp_path: Path, language: Language) -> None:
    visited = shelf(tmp_path, all_of("graphs"))
    heads = {head.id: head for head in shipped().lessons}
    titles = {chapter.id: chapter.title.say(language) for chapter in shipped().chapters}
    text = lesson_page(visited, heads["xor"], language, 200, None).plain()
    assert say("tui.builds-on", language, chapters=f"{titles['forward']}, ✓ {titles['graphs']}") in text
    begins = say("tui.builds-on", language, chapters="")
    assert begins not in lesson_page(visited, heads["numeric-derivative"], language, 200, None).plain()
