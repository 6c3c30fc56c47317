"""The glossary: what a search finds, which lessons a term leads to, and the screen that shows it."""

from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList

from tests.tui.support import app_on, screen_text, session, shipped, step_screen
from tutor.lesson.curriculum import Term
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.glossary import MOST_LESSONS, Glossary
from tutor.tui.panels.glossary import term_page
from tutor.tui.screens.glossary import GlossaryScreen
from tutor.tui.screens.home import HomeScreen


def found(query: str) -> list[str]:
    return [term.words.en for term in Glossary(shipped()).find(query)]


def term(name: str) -> Term:
    return next(term for term in shipped().glossary if term.words.en == name)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("softmax", "softmax"),
        ("소프트맥스", "softmax"),
        ("back", "backpropagation"),
        ("DEEP learning", "deep learning"),
        ("CNN", "convolutional neural network"),
    ],
)
def test_the_best_comes_first(query: str, first: str) -> None:
    assert found(query)[0] == first


def test_a_term_is_found_by_what_it_means() -> None:
    assert "deep learning" in found("several layers data")
    assert found("zebra") == []
    assert len(found("")) == len(shipped().glossary)


def test_the_lesson_of_a_term_comes_first_and_once() -> None:
    glossary = Glossary(shipped())
    for one in glossary.terms:
        ids = [head.id for head in glossary.lessons(one)]
        assert ids[0] == one.lesson
        assert len(ids) == len(set(ids)) <= MOST_LESSONS


@pytest.mark.parametrize("lesson", [None, "nothing-like-it"])
def test_a_term_without_a_lesson_leads_to_those_that_name_it_in_their_title_first(lesson: str | None) -> None:
    glossary = Glossary(shipped())
    titles = [head.title.en.casefold() for head in glossary.lessons(term("softmax")._replace(lesson=lesson))]
    assert 1 < len(titles) <= MOST_LESSONS
    naming = ["softmax" in title for title in titles]
    assert naming == sorted(naming, reverse=True)
    assert naming[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_term_names_its_lesson_apart_from_the_others(language: Language) -> None:
    lessons = Glossary(shipped()).lessons(term("softmax"))
    assert len(lessons) > 1
    first, *others = (head.title.say(language) for head in lessons)
    for shown, rest in ((lessons, others), (lessons[:1], [])):
        text = " ".join(term_page(term("softmax"), shown, language, 400).plain().split())
        assert say("tui.glossary-lesson", language, title=first) in text
        assert (say("tui.glossary-lessons", language, titles=", ".join(rest)) in text) == bool(rest)


def test_a_term_is_a_word_and_no_part_of_another() -> None:
    glossary = Glossary(shipped())
    for head in glossary.lessons(term("gate")):
        assert (
            "gate" in head.title.en.casefold() or head.id == "gates" or "gate" in head.file.read_text(encoding="utf-8")
        )
    assert all("propagate" not in head.title.en or head.id == "gates" for head in glossary.lessons(term("gate")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_a_page_that_keeps_to_its_columns(language: Language) -> None:
    glossary = Glossary(shipped())
    for one in glossary.terms:
        page = term_page(one, [], language, 30)
        assert page.width <= 30
        text = "".join(page.plain().split())
        assert "".join(one.definition.say(language).split()) in text
        assert "".join(one.words.en.split()) in text
        assert "".join(one.words.ko.split()) in text


async def test_the_glossary_opens_anywhere_and_goes_back() -> None:
    app = app_on(session())
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("g", "escape", "f4"):
            await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, GlossaryScreen)
        await pilot.press("f4", *"softmax")
        await pilot.pause()
        assert term("softmax").definition.en in " ".join(screen_text(app).split())
        await pilot.press("f2")
        await pilot.pause()
        assert "용어집" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.query_one(Input).value == ""
        await pilot.press("escape")
        await pilot.pause()
        step_screen(app)


async def test_arrows_choose_a_term_and_enter_opens_a_lesson_in_place_of_the_one_before() -> None:
    app = app_on(session())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f4", *"softmax", "down", "up")
        await pilot.pause()
        wanted = Glossary(shipped()).lessons(term("softmax"))[0]
        await pilot.press("enter")
        await pilot.pause()
        opened = step_screen(app).session.lesson
        assert opened is not None
        assert opened.id == wanted.id
        await pilot.press("right", "escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_a_term_that_no_lesson_names_opens_none() -> None:
    app = app_on()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4", *"zebra", "enter", "down", "pagedown", "pageup")
        await pilot.pause()
        assert isinstance(app.screen, GlossaryScreen)
        assert app.screen.query_one(OptionList).option_count == 0


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (60, 18), (250, 80)])
async def test_any_window(size: tuple[int, int]) -> None:
    app = app_on()
    async with app.run_test(size=size) as pilot:
        await pilot.press("f4", "down", "pagedown", "a")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {80}
