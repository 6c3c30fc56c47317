"""What chapters need, and the lessons that terms name: what may be named, and what is said of anything else."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.lesson.helpers import ASSETS, keys, lesson_text, place_of
from tutor.lesson.collection import Collection
from tutor.lesson.complaint import Complaint
from tutor.lesson.curriculum import Chapter


def chapter(name: str, *needs: str) -> str:
    listed = ", ".join(f'"{need}"' for need in needs)
    return f'[[chapter]]\nid = "{name}"\ntitle.en = "{name}"\nneeds = [{listed}]\n'


def put(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


SHIPPED = chapter("lines") + chapter("nets", "lines")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """Two chapters, and a lesson in one of them."""
    folder = put(tmp_path / "shipped", "chapters.toml", SHIPPED)
    return put(folder, "first.toml", lesson_text('id = "first"\nchapter = "nets"'))


def needs(chapters: tuple[Chapter, ...]) -> dict[str, tuple[str, ...]]:
    return {found.id: found.needs for found in chapters}


def said(found: tuple[Complaint, ...]) -> list[tuple[str, str, int]]:
    return [(complaint.message.key.removeprefix("lesson."), complaint.severity, complaint.line) for complaint in found]


def test_chapters_need_those_of_their_file_in_any_order_and_those_that_ship(tmp_path: Path, shipped: Path) -> None:
    own = put(tmp_path / "own", "chapters.toml", chapter("b", "nets", "a", "a") + chapter("a"))
    lessons = Collection(shipped, ASSETS, [own])
    assert needs(lessons.chapters) == {"lines": (), "nets": ("lines",), "b": ("nets", "a"), "a": ()}
    assert lessons.check() == ()


def test_what_ships_needs_nothing_of_a_learners(tmp_path: Path, shipped: Path) -> None:
    put(shipped, "chapters.toml", SHIPPED.replace('["lines"]', '["week-3"]'))
    own = put(tmp_path / "own", "chapters.toml", chapter("week-3"))
    lessons = Collection(shipped, ASSETS, [own])
    assert said(lessons.check()) == [("unknown-chapter", "error", 8)]
    assert needs(lessons.chapters)["nets"] == ()


def test_a_learners_folder_needs_nothing_of_another(tmp_path: Path, shipped: Path) -> None:
    one = put(tmp_path / "one", "chapters.toml", chapter("a", "b"))
    two = put(tmp_path / "two", "chapters.toml", chapter("b", "a"))
    lessons = Collection(shipped, ASSETS, [one, two])
    assert keys(lessons.check()) == ["lesson.unknown-chapter"] * 2
    assert needs(lessons.chapters)["a"] == needs(lessons.chapters)["b"] == ()


def test_an_unknown_chapter_is_compared_with_those_that_there_are(tmp_path: Path, shipped: Path) -> None:
    text = chapter("mine", "ntes", "zzzz")
    own = put(tmp_path / "own", "chapters.toml", text)
    lessons = Collection(shipped, ASSETS, [own])
    near, far = lessons.check()
    assert near.message.parameters == {"name": "ntes", "suggestion": "nets"}
    assert (near.line, near.column) == place_of(text, '"ntes"')
    assert far.message.parameters == {"name": "zzzz", "known": "lines, nets"}
    assert {near.severity, far.severity} == {"advice"}
    assert lessons.bad == ()  # everything else in the file is as good
    assert said(lessons.check([own / "chapters.toml"])) == said((near, far))


def test_a_chapter_does_not_need_itself(tmp_path: Path, shipped: Path) -> None:
    text = chapter("mine", "mine", "nets")
    lessons = Collection(shipped, ASSETS, [put(tmp_path / "own", "chapters.toml", text)])
    (found,) = lessons.check()
    assert found.message.key == "lesson.needs-itself"
    assert (found.line, found.column) == (4, text.split("\n")[3].index('"mine"') + 1)
    assert needs(lessons.chapters)["mine"] == ("nets",)


def test_a_circle_is_named_in_its_order_once(shipped: Path) -> None:
    text = chapter("x", "a") + chapter("a", "b") + chapter("b", "c", "d") + chapter("c", "a") + chapter("d")
    put(shipped, "chapters.toml", text + chapter("nets", "c"))
    lessons = Collection(shipped, ASSETS)
    (found,) = lessons.check()
    assert found.severity == "error"
    assert found.message.key == "lesson.needs-circle"
    assert found.message.parameters == {"circle": "a → b → c → a"}
    assert (found.line, found.column) == (16, 10)
    assert needs(lessons.chapters) == {"x": ("a",), "a": ("b",), "b": ("c", "d"), "c": (), "d": (), "nets": ("c",)}
    assert [bad.file.name for bad in lessons.bad] == ["chapters.toml"]


def test_every_circle_is_named(tmp_path: Path, shipped: Path) -> None:
    text = chapter("a", "b", "c") + chapter("b", "a") + chapter("c", "a", "d") + chapter("d", "c")
    lessons = Collection(shipped, ASSETS, [put(tmp_path / "own", "chapters.toml", text)])
    circles = [complaint.message.parameters["circle"] for complaint in lessons.check()]
    assert circles == ["a → b → a", "a → c → a", "c → d → c"]
    assert needs(lessons.chapters) == {"lines": (), "nets": ("lines",), "a": ("b", "c"), "b": (), "c": ("d",), "d": ()}


def test_a_chapter_called_like_one_that_ships_is_that_one(tmp_path: Path, shipped: Path) -> None:
    own = put(tmp_path / "own", "chapters.toml", chapter("lines", "mine") + chapter("mine", "lines"))
    lessons = Collection(shipped, ASSETS, [own])
    assert lessons.check() == ()
    assert needs(lessons.chapters) == {"lines": (), "nets": ("lines",), "mine": ("lines",)}


def test_a_very_long_chain(tmp_path: Path, shipped: Path) -> None:
    names = [f"c{number}" for number in range(200)]
    text = "".join(chapter(name, *needed) for name, *needed in pairwise(names)) + chapter("c199")
    lessons = Collection(shipped, ASSETS, [put(tmp_path / "own", "chapters.toml", text)])
    assert lessons.check() == ()
    assert needs(lessons.chapters)["c0"] == ("c1",)


# The lessons of terms


def term(name: str, lesson: str) -> str:
    return f'[[term]]\nen = "{name}"\nko = "{name}"\nlesson = "{lesson}"\ndefinition.en = "a"\ndefinition.ko = "가"\n'


def test_terms_name_lessons_beside_them_and_those_that_ship(tmp_path: Path, shipped: Path) -> None:
    own = put(tmp_path / "own", "glossary.toml", term("a", "first") + term("b", "mine"))
    put(own, "mine.toml", lesson_text('id = "mine"'))
    for lessons in (Collection(shipped, ASSETS, [own]), Collection(shipped, ASSETS)):  # it may be no folder of theirs
        assert lessons.check([own / "glossary.toml"]) == ()
    assert [found.lesson for found in Collection(shipped, ASSETS, [own]).glossary] == ["first", "mine"]


def test_a_lesson_of_a_term_that_is_not_there(tmp_path: Path, shipped: Path) -> None:
    text = term("a", "frist") + term("b", "zzzz")
    own = put(tmp_path / "own", "glossary.toml", text)
    lessons = Collection(shipped, ASSETS, [own])
    assert said(lessons.check()) == [("unknown-lesson-near", "advice", 4), ("unknown-lesson", "advice", 10)]
    assert lessons.check()[0].message.parameters["suggestion"] == "first"
    assert lessons.bad == ()
    put(shipped, "glossary.toml", term("a", "mine"))
    put(own, "mine.toml", lesson_text('id = "mine"'))
    assert ("unknown-lesson", "error", 4) in said(Collection(shipped, ASSETS, [own]).check())
