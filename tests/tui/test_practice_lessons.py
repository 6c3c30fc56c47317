"""Lessons that practise others on the screen: what home and the note say, the mixed practice, and when it is done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lesson.helpers import ASSETS, lesson_text
from tests.tui.quizzing import answer, quiz_screen, record
from tests.tui.support import screen_rows, screen_text
from tutor.lesson.collection import Collection
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.actions import remap
from tutor.tui.app import TutorApp
from tutor.tui.memory import FILE_NAME, Memory
from tutor.tui.moment import Moment
from tutor.tui.panels.home import MARKS, PRACTICE, entry
from tutor.tui.panels.note import note
from tutor.tui.picture.text import Row
from tutor.tui.quiz.menu import dots
from tutor.tui.quiz.papers import ChoicePaper, HandPaper
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.session import Session
from tutor.tui.shelf import Shelf
from tutor.tui.surroundings import Surroundings
from tutor.tui.visits import Visits

CHOICE = """
[[question]]
en = "Which?"
ko = "무엇일까요?"
choices = [
  { right = true, en = "This", ko = "이것", because = { en = "It is.", ko = "맞아요." } },
  { en = "That", ko = "저것", because = { en = "It is not.", ko = "아니에요." } },
]
"""


@pytest.fixture
def lessons(tmp_path: Path) -> Collection:
    """Two lessons and one that practises them."""
    folder = tmp_path / "lessons"
    folder.mkdir()
    for name, fragment in (("one", ""), ("two", ""), ("all", 'practises = ["one", "two"]\n' + CHOICE)):
        text = lesson_text(f'id = "{name}"\ntitle = {{ en = "Lesson {name}", ko = "레슨 {name}" }}\n{fragment}', ())
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return Collection(folder, ASSETS)


def app_in(lessons: Collection, folder: Path, language: Language = "en") -> TutorApp:
    lesson = lessons.find("all").lesson
    assert lesson is not None
    session = Session(lesson.model(), lesson)
    return TutorApp(lessons, language, session, surroundings=Surroundings(memory=Memory(folder)))


def row_text(row: Row) -> str:
    return "".join(span.text for span in row)


def stage(folder: Path) -> str:
    found = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))["lessons"]
    return str(found["all"]["stage"])


def said(app: TutorApp) -> str:
    return " ".join(screen_text(app).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_says_what_to_press_with_the_keys_of_now(lessons: Collection, language: Language) -> None:
    def noted(name: str, lines: int) -> str:
        lesson = lessons.find(name).lesson
        assert lesson is not None
        session = Session(lesson.model(), lesson)
        for _ in range(lines):
            session.forward()
        return "".join("".join(map(row_text, note(Moment(session, language), 60, 20).rows)).split())

    remap({"practice": ("f6",)})
    try:
        sentence = say("tui.practise-here", language, practice="F6", questions="Q", count=2, wanted=3)
        assert noted("all", 0).startswith("".join(sentence.split()))
        assert "F6" not in noted("all", 1)
        assert "F6" not in noted("one", 0)
    finally:
        remap({})


async def test_the_note_is_in_sight_when_the_lesson_is_opened(lessons: Collection, tmp_path: Path) -> None:
    app = app_in(lessons, tmp_path)
    async with app.run_test(size=(80, 24)):
        sentence = say("tui.practise-here", "en", practice="P", questions="Q", count=2, wanted=3)
        assert sentence in said(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_marks_it_with_a_word_or_a_sign(lessons: Collection, language: Language) -> None:
    shelf = Shelf(lessons, Visits(None))
    heads = {head.id: head for head in shelf.lessons}
    word = say("tui.home-practice", language)
    assert word in row_text(entry(shelf, heads["all"], language, 70))
    assert word not in row_text(entry(shelf, heads["one"], language, 70))
    narrow = row_text(entry(shelf, heads["all"], language, 22))
    assert PRACTICE in narrow
    assert word not in narrow


async def test_the_mixed_practice_is_first_and_its_lessons_come_in_turn(lessons: Collection, tmp_path: Path) -> None:
    app = app_in(lessons, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("P")
        menu = [row for row in screen_rows(app) if "▸" in row]
        assert menu[0].split("▸")[1].strip().startswith(say("tui.practice-mixed", "en", count=3))
        assert dots(0, 3) in menu[0]
        await pilot.press("7", "enter")
        titles = []
        for _ in range(3):
            titles.append(screen_rows(app)[0].split("·")[1].split("question")[0].strip())
            await pilot.press("f10")
        assert titles[0] == "Lesson one"
        assert sorted(titles) == ["Lesson all", "Lesson one", "Lesson two"]
        await pilot.press("f9", "f9", "f9")
        assert "Lesson one" in screen_rows(app)[0]


async def test_right_answers_in_a_row_in_different_lessons_make_it_done(lessons: Collection, tmp_path: Path) -> None:
    app = app_in(lessons, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("P", "7", "enter")
        for number in range(3):
            assert screen_rows(app)[-1].strip() != say("tui.practice-crossed", "en", count=3)
            await answer(app, pilot)
            if number < 2:
                await pilot.press("enter")
        assert screen_rows(app)[-1].strip() == say("tui.practice-crossed", "en", count=3)
        await pilot.press("escape", "P")
        assert dots(3, 3) in screen_text(app)
        await pilot.press("escape")
        app.go_home()
        await pilot.pause()
        assert f"{MARKS['done']} Lesson all" in screen_text(app)
    assert stage(tmp_path) == "done"
    assert [row.mode for row in record()] == ["practice"] * 3
    assert {row.lesson for row in record()} == {"one", "two", "all"}


async def test_stepping_alone_does_not_make_it_done_nor_does_a_row_with_a_miss(
    lessons: Collection, tmp_path: Path
) -> None:
    app = app_in(lessons, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "right", "P", "7", "enter")
        for factor in (1.0, 1.0, 3.0):
            await answer(app, pilot, factor)
            await pilot.press("f10")
        await pilot.press("escape")
        app.go_home()
    assert stage(tmp_path) == "begun"


async def test_a_choice_in_between_shows_its_reason_and_is_recorded(lessons: Collection, tmp_path: Path) -> None:
    app = app_in(lessons, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("P", "7", "enter")
        while not isinstance(quiz_screen(app).paper, ChoicePaper):
            await pilot.press("f10")
        assert "question" in screen_rows(app)[0]
        assert "seed" not in screen_rows(app)[0]
        await pilot.press("1")
        reasons = ("It is.", "It is not.")
        assert any(reason in screen_text(app) for reason in reasons)
    rows = record()
    assert [(row.mode, row.lesson, row.seed, row.skill) for row in rows] == [("practice", "all", None, "choice")]


async def test_a_practised_lesson_that_is_gone_is_passed_over(lessons: Collection, tmp_path: Path) -> None:
    app = app_in(lessons, tmp_path)
    (tmp_path / "lessons" / "one.toml").unlink()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("P", "7", "enter")
        assert isinstance(app.screen, QuizScreen)
        assert isinstance(quiz_screen(app).paper, HandPaper)
        assert "Lesson one" not in said(app)
