"""The cover of a lesson: what its file says is painted before anything is computed, and the lesson opens behind it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.tui.support import screen_text, shipped, step_screen
from tutor.lesson.collection import Collection
from tutor.lesson.heads import Head
from tutor.lesson.outline import read_formulas
from tutor.messages import Language
from tutor.resources import lessons_folder
from tutor.tui.app import TutorApp
from tutor.tui.panels.cover import cover_head, cover_page
from tutor.tui.picture.text import row_width
from tutor.tui.records import Opened
from tutor.tui.screens.curtain import Cover
from tutor.tui.session import Session

STRANGE = r'''
id = "strange"
title.en = "Strange \u001b[2J title"
about.en = "Some \u001b]0;words\u0007."
model = """
z = x * w  # \u001b[31mred
L = sum(z)
"""
'''


def head_of(name: str) -> Head:
    head = shipped().head(name)
    assert head is not None
    return head


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_the_words_are_painted_and_then_the_lesson(language: Language) -> None:
    head = head_of("xor")
    lesson = shipped().find("xor").lesson
    assert lesson is not None
    painted: list[str] = []

    def opening() -> Opened:
        painted.append(screen_text(app))
        return Opened(Session(lesson.model(), lesson))

    curtain = partial(Cover, head, read_formulas(head.file))
    app = TutorApp(shipped(), language, curtain=curtain, opening=opening)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("right")
        await pilot.pause()
        assert step_screen(app).session.run.position == (0, 1)
        shown = screen_text(app)
    assert len(painted) == 1
    assert painted[0].splitlines()[0].strip() == lesson.title.say(language)
    assert shown.startswith(f" {lesson.title.say(language)} ")
    assert "z1 = X @ W1 + b1      # hidden layer before the activation" in painted[0]
    words = "".join(lesson.about.say(language).split())
    assert words in "".join(painted[0].split())


def test_the_formulas_are_those_of_the_file_wherever_they_stand(tmp_path: Path) -> None:
    for lesson in shipped().lessons:
        formulas = read_formulas(lesson.file)
        assert formulas.strip() in lesson.file.read_text(encoding="utf-8"), lesson.id
        assert formulas, lesson.id
    (tmp_path / "none.toml").write_text('id = "none"\n[data]\n')
    assert read_formulas(tmp_path / "none.toml") == ""
    assert read_formulas(tmp_path / "missing.toml") == ""


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", [(20, 3), (60, 18), (80, 24), (250, 80)])
def test_every_cover_fits_its_window_and_says_what_is_cut(language: Language, size: tuple[int, int]) -> None:
    width, height = size
    for lesson in shipped().lessons:
        page = cover_page(lesson, read_formulas(lesson.file), language, width, height)
        assert page.height <= height
        assert all(row_width(row) <= width for row in page.rows), lesson.id
        whole = cover_page(lesson, read_formulas(lesson.file), language, width, 1_000)
        assert (page.plain().splitlines()[-1].strip() == "…") == (whole.height > height)


def test_a_strangers_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "strange.toml").write_text(STRANGE)
    head = Collection(lessons_folder(), lessons_folder()).head(str(tmp_path / "strange.toml"))
    assert head is not None
    shown = cover_page(head, read_formulas(head.file), "en", 80, 24).plain()
    shown += "".join(span.text for span in cover_head(head, "en", 80))
    assert "z = x * w" in shown
    assert "Strange" in shown
    assert all(character.isprintable() or character == "\n" for character in shown)


def test_a_lesson_is_found_by_its_path_too_and_what_is_none_has_no_head(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('id = "own"\ntitle.en = "My own"\nmodel = "L = w"\n')
    lessons = shipped()
    found = lessons.head(str(own))
    assert found is not None
    assert (found.id, found.shipped) == ("own", False)
    assert lessons.head("no-such-lesson") is None
    assert lessons.head(str(tmp_path / "missing.toml")) is None
