"""What home lists: order, marks, what comes next, what a search finds; and how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.tui.support import shipped, text_of
from tutor.lesson.collection import Collection
from tutor.lesson.heads import Head
from tutor.lesson.outline import read_covers, read_outline
from tutor.messages import LANGUAGES, Language, say
from tutor.resources import assets_folder, lessons_folder
from tutor.tui.memory import Memory, Stage, Visit
from tutor.tui.panels.complaints import worst_first
from tutor.tui.panels.home import MARKS, arrange_home, bad_entry, bad_page, chapter_row, entry, lesson_page, top
from tutor.tui.picture.text import Picture, row_width
from tutor.tui.shelf import FIRST, Shelf
from tutor.tui.visits import Visits


def shelf(folder: Path, stages: Mapping[str, Stage] = MappingProxyType({})) -> Shelf:
    """The shipped lessons, of which some were visited, in this order."""
    memory = Memory(folder)
    for name, stage in stages.items():
        record = {"": {"update": 12, "line": 3}}
        memory.keep(name, Visit(stage, "2026-11-21", None, record))
    return Shelf(shipped(), Visits(memory))


def head(name: str) -> Head:
    return next(found for found in shipped().lessons if found.id == name)


def test_every_lesson_stands_in_its_chapter(tmp_path: Path) -> None:
    groups = list(shelf(tmp_path).groups())
    assert [group.title for group in groups] == [chapter.title for chapter in shipped().chapters]
    assert [found for group in groups for found in group.lessons] == list(shipped().lessons)


def test_who_has_never_been_here_begins_with_xor(tmp_path: Path) -> None:
    new = shelf(tmp_path)
    assert new.proposed == FIRST == "xor"
    assert new.done == 0


def test_what_was_begun_is_gone_on_with(tmp_path: Path) -> None:
    assert shelf(tmp_path, {"house-price": "done", "gates": "begun"}).proposed == "gates"


def test_after_what_is_done_comes_the_first_that_is_not(tmp_path: Path) -> None:
    first, second, third, *_ = shipped().lessons
    visited = shelf(tmp_path, {second.id: "done", first.id: "done"})
    assert visited.next == third
    assert visited.last is not None
    assert visited.proposed == visited.last.id  # where one was: what comes next is one key away
    assert visited.done == 2


def test_when_all_is_done_nothing_is_next(tmp_path: Path) -> None:
    visited = shelf(tmp_path, dict.fromkeys((found.id for found in shipped().lessons), "done"))
    assert visited.next is None
    assert visited.done == len(shipped().lessons)
    assert "next" not in top(visited, "en", 80, 3).plain()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("xor-stuck", "xor-stuck"),  # its id
        ("TWO HIDDEN", "xor"),  # its title
        ("은닉 노드", "xor"),  # in the other language
        ("ㅌㅐㄱ", "xor"),  # in Hangul input mode
        ("480", "xor"),  # what it covers
        ("units xor hidden", "xor"),  # in any order
    ],
)
def test_a_search_looks_at_titles_ids_and_what_is_covered(tmp_path: Path, query: str, found: str) -> None:
    assert found in [head.id for head in shelf(tmp_path).find(query)]


def test_a_search_for_what_is_nowhere_finds_nothing(tmp_path: Path) -> None:
    new = shelf(tmp_path)
    assert new.find("zebra") == []
    assert list(new.groups("zebra")) == []
    assert len(new.find("  ")) == len(shipped().lessons)
    assert say("tui.home-found-none", "en") in top(new, "en", 120, 3, "zebra").plain()


# As it is drawn


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [30, 50, 57, 77])
def test_every_entry_fits_its_columns(tmp_path: Path, width: int, language: Language) -> None:
    visited = shelf(tmp_path, {"xor": "begun"})
    for found in shipped().lessons:
        assert row_width(entry(visited, found, language, width)) == width


def test_an_entry_says_what_was_done_without_a_colour(tmp_path: Path) -> None:
    visited = shelf(tmp_path, {"gates": "done", "xor": "begun"})
    rows = {found.id: Picture((entry(visited, found, "en", 76),)).plain() for found in shipped().lessons}
    assert rows["gates"].startswith(" ✓ ")
    assert rows["xor"].startswith(" ◐ ")
    assert "go on" in rows["xor"]
    assert rows["softmax-argmax"].startswith(" · ")
    assert [name for name, text in rows.items() if "  next  " in text] == [shipped().lessons[0].id]
    assert len(set(MARKS.values())) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_all_about_a_lesson(tmp_path: Path, language: Language) -> None:
    visited = shelf(tmp_path, {"xor": "begun"})
    xor = head("xor")
    text = " ".join(lesson_page(visited, xor, language, 60, visited.outline(xor)).plain().split())
    for cover in read_covers(xor.file):
        assert " ".join(cover.what.say(language).split()) in text
    for _, title in visited.outline(xor).variants:
        assert title.say(language) in text
    assert say("tui.home-place", language, update="12", line=3) in text
    assert say("tui.minutes", language, minutes=30) in text
    assert text.startswith(xor.title.say(language))


def test_the_page_tells_variant_and_branch(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    record = {"twins": {"update": 3, "line": 1, "branch": 2}}
    memory.keep("xor", Visit("begun", "2026-11-21", "twins", record))
    visited = Shelf(shipped(), Visits(memory))
    xor = head("xor")
    title = dict(visited.outline(xor).variants)["twins"].say("en")
    text = lesson_page(visited, xor, "en", 200, visited.outline(xor)).plain()
    assert say("tui.home-variant", "en", title=title) in text
    assert say("tui.home-branch", "en") in text
    assert "twins" in lesson_page(visited, xor, "en", 200, None).plain()


def test_a_chapter_counts_what_is_done(tmp_path: Path) -> None:
    visited = shelf(tmp_path, {"xor": "done"})
    rows = [
        Picture((chapter_row(visited, group, "en", 50, whole=True),)).plain()
        for group in visited.groups()
        if group.title is not None
    ]
    assert [text.split()[-1] for text in rows if "/" in text] == [
        f"1/{next(len(group.lessons) for group in visited.groups() if head('xor') in group.lessons)}"
    ]
    group = next(visited.groups("xor"))
    assert "/" not in Picture((chapter_row(visited, group, "en", 50, whole=False),)).plain()


def test_a_bad_file_gives_its_whole_reason(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("format_version = 1\nid = [", encoding="utf-8")
    bad = Collection(lessons_folder(), assets_folder(), [tmp_path]).bad[0]
    assert text_of([bad_entry(bad, "en", 40)])[0].startswith(" ✗ broken.toml: ")
    assert row_width(bad_entry(bad, "en", 40)) <= 40
    page = " ".join(bad_page(bad, "en", 200).plain().split())
    assert f"{bad.file}:{bad.complaints[0].line}:{bad.complaints[0].column}" in page
    assert bad.complaints[0].message.say("en") in page


def test_what_keeps_a_file_from_being_a_lesson_is_said_before_advice(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text('format_version = 1\nid = "broken"\nmodel = "y = x @"\n', encoding="utf-8")
    bad = Collection(lessons_folder(), assets_folder(), [tmp_path]).bad[0]
    severities = [complaint.severity for complaint in worst_first(bad.complaints)]
    assert {"error", "advice"} == set(severities)
    assert severities == sorted(severities, reverse=True)
    error = next(complaint for complaint in bad.complaints if complaint.severity == "error")
    assert error.message.say("en") in Picture((bad_entry(bad, "en", 200),)).plain()


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (60, 18), (80, 24), (100, 20), (120, 36), (250, 80)])
def test_the_parts_of_home_fill_the_window_and_stay_in_it(size: tuple[int, int]) -> None:
    width, height = size
    boxes = arrange_home(width, height)
    below = boxes.page.height if boxes.page is not None and boxes.page.x == 0 else 0
    assert boxes.top.height + boxes.lessons.height + below + boxes.keys.height == height
    for box in (boxes.top, boxes.lessons, boxes.keys, *([boxes.page] if boxes.page is not None else [])):
        assert box.x + box.width <= width
        assert box.y + box.height <= height
    assert (boxes.page is not None) == (height >= 20)


# Outlines


def test_outlines_agree_with_what_reading_the_whole_lesson_gives() -> None:
    for found in shipped().lessons:
        lesson = shipped().find(found.id).lesson
        assert lesson is not None
        outline = read_outline(found.file)
        assert [(cover.deck, cover.what) for cover in outline.covers] == [
            (cover.deck, cover.what) for cover in lesson.covers
        ]
        assert outline.covers == read_covers(found.file)
        assert dict(outline.variants) == {name: variant.title for name, variant in lesson.variants.items()}


@pytest.mark.parametrize(
    "text", ["", "[[covers", "covers = 3", "[[covers]]\nen = 3\n", "\udcff", "variants = [1]", "[variants]\na = 3"]
)
def test_a_file_that_says_something_odd_has_no_outline(tmp_path: Path, text: str) -> None:
    file = tmp_path / "odd.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert read_covers(file) == ()
    assert read_outline(file).variants == ()
    assert read_covers(tmp_path / "none.toml") == ()
