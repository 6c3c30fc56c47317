"""Every lesson that ships, gone through on the screen as a learner would: both languages, a small and a large window.

Each line of two updates with a why, each picture beside the line and over the window, each question answered wrongly
and rightly. What is seen on the way is in one language, and nowhere cut off without a sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from textual.pilot import Pilot

from tests.lessons.figures import value
from tests.tui.quizzing import paste, pasted, quiz_screen
from tests.tui.support import app_on, lesson, screen_rows, session, shipped, step_screen
from tests.tui.test_any_key import send
from tutor.formula.operations.operation import Index
from tutor.lesson.lesson import Lesson
from tutor.messages import LANGUAGES, Language, Words
from tutor.quiz.matrices import grid_of
from tutor.tui.app import TutorApp
from tutor.tui.picture.text import row_width
from tutor.tui.quiz.papers import ChoicePaper, HandPaper
from tutor.tui.screens.step import StepScreen
from tutor.tui.widgets.picture_view import PictureView

NAMES = [head.id for head in shipped().lessons]
SMALL, LARGE = (80, 24), (120, 36)

HANGUL = re.compile("[가-힣]+")
SENTENCE = re.compile(r"[A-Za-z'’]{2,}(?: [a-z'’]{2,},?){4,}")
"""Five words of English on end: names of values, keys and operations do not come to so many."""

MOST_TYPED = 9
"""Cells up to which an answer is typed key by key; a larger one is pasted."""


class Tour:
    """A lesson on the screen, whose every picture is looked at."""

    def __init__(self, app: TutorApp, pilot: Pilot[None], language: Language, known: str) -> None:
        self.app = app
        self.pilot = pilot
        self._language = language
        self._known = known

    async def press(self, *keys: str) -> None:
        """Press keys, one on the heels of the other, and look at the screen that comes of them."""
        send(self.app, *keys)
        await self.pilot.pause()
        self.look()

    async def resize(self, size: tuple[int, int]) -> None:
        """Drag the window to another size."""
        await self.pilot.resize_terminal(*size)
        await self.pilot.pause()
        self.look()

    def look(self) -> None:
        """What is seen is in one language, and nothing is cut off without a sign."""
        rows = screen_rows(self.app)
        for row in rows:
            if self._language == "en":
                foreign = [word for word in HANGUL.findall(row) if word not in self._known]
            else:
                foreign = [words for words in SENTENCE.findall(row) if words not in self._known]
            assert not foreign, (foreign, row)
        for view in self.app.screen.query(PictureView):
            if view.display and view.size.width and not view.max_scroll_x:
                wide = [row for row in view.picture.rows if row_width(row) > view.size.width]
                assert not wide, (view.id, view.size, "".join(span.text for span in wide[0]))


def said(found: Lesson) -> Iterator[Words]:
    """Every text of a lesson, in which its author may quote the other language."""
    yield from (found.title, found.about)
    for variant in found.variants.values():
        yield from (variant.title, variant.about)
    yield from (note.text for note in found.notes)
    for question in found.questions:
        yield question.text
        for choice in question.choices:
            yield from (choice.text, choice.because)
    for label in found.labels.values():
        yield from (words for words in (label.name, *label.rows, *label.columns) if words is not None)
    yield from found.watch_titles.values()
    yield from (figure.source for figure in found.figures)
    if found.goal is not None:
        yield found.goal


@cache
def known(name: str, language: Language) -> str:
    """Every text of a lesson in one language."""
    return "\n".join(words.say(language) for words in said(lesson(name)))


async def go_through_the_lines(tour: Tour) -> None:
    """All lines from here to the end of the pass, with a why in each."""
    run = step_screen(tour.app).session.run
    for _ in run.lines:
        await tour.press("right")
        await ask_why(tour)
    assert run.position.line == len(run.lines)


async def ask_why(tour: Tour) -> None:
    """Select a cell of the line, ask why it has its value, and come back."""
    selection = step_screen(tour.app).session.selection
    await tour.press("enter", "enter")
    assert selection.inquiry is not None
    await tour.press("escape")
    if not isinstance(tour.app.screen, StepScreen) or selection.on:
        await tour.press("escape")
    assert isinstance(tour.app.screen, StepScreen)
    assert not selection.on


async def look_at_the_pictures(tour: Tour) -> None:
    """Each beside the line, and each over the whole window."""
    pictures = step_screen(tour.app).session.pictures
    for large in (False, True) if pictures else ():
        if large:
            await tour.press("p")
        for _ in pictures.views:
            await tour.press("n")
            assert screen_rows(tour.app)
        if large:
            await tour.press("escape")


async def answer_the_questions(tour: Tour, name: str, variant: str | None) -> None:
    """Each wrongly in a small window, and then rightly in a large one."""
    own = [question for question in lesson(name).questions_of(variant) if variant in (None, question.variant)]
    await tour.press("Q")
    quiz_screen(tour.app)
    answered = 0
    while (paper := quiz_screen(tour.app).paper) is not None:
        await tour.resize(SMALL)
        if isinstance(paper, ChoicePaper):
            await choose(tour, paper)
        else:
            assert isinstance(paper, HandPaper)
            await work_out(tour, paper, name, variant)
        answered += 1
        await tour.press("enter")
    assert answered >= len(own)  # a variant is asked those of the whole lesson too that suit it
    await tour.press("escape")
    step_screen(tour.app)


async def choose(tour: Tour, paper: ChoicePaper) -> None:
    right = [number for number, choice in enumerate(paper.choosing.choices, start=1) if choice.right]
    wrong = [number for number, choice in enumerate(paper.choosing.choices, start=1) if not choice.right]
    for number in wrong:
        await tour.press(str(number))
        assert not paper.done
    await tour.resize(LARGE)
    for number in right:
        await tour.press(str(number))
        assert paper.done


async def work_out(tour: Tour, paper: HandPaper, name: str, variant: str | None) -> None:
    question = paper.attempt.question
    update, step = question.address.update, question.address.name
    array = value(name, f"{update}/{step}", variant)
    right = {index: float(array[index]) for index in question.cells}
    wrong = {index: 1.5 * number + (7 if number >= 0 else -7) for index, number in right.items()}
    columns = grid_of(question.step.shape)[1]
    await write(tour, wrong, columns)
    assert not paper.done
    assert paper.attempt.mark is not None
    assert paper.attempt.mark.where("right") == []
    await tour.resize(LARGE)
    if len(right) == 1:
        send(tour.app, "end", *["backspace"] * 30)
    await write(tour, right, columns, typed=len(right) == 1)
    assert paper.done, (question.address, right)


async def write(tour: Tour, numbers: dict[Index, float], columns: int, *, typed: bool = True) -> None:
    """Type the cells one after another, or paste them, and have them marked."""
    texts = {index: f"{number:.12g}" for index, number in numbers.items()}
    if typed and len(texts) <= MOST_TYPED:
        for text in texts.values():
            send(tour.app, *text, "enter")
        await tour.press()
    else:
        await paste(tour.app, tour.pilot, pasted(texts, columns))
        await tour.press("enter")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
async def test_a_lesson_from_the_first_line_to_the_last_question(name: str, language: Language) -> None:
    app = app_on(session(name), language)
    async with app.run_test(size=SMALL) as pilot:
        tour = Tour(app, pilot, language, known(name, language))
        await go_through_the_lines(tour)
        await look_at_the_pictures(tour)
        await tour.resize(LARGE)
        if not step_screen(app).session.run.learns:
            await tour.press("home")  # the one pass that there is, once more
        await go_through_the_lines(tour)
        await look_at_the_pictures(tour)
        await answer_the_questions(tour, name, None)


OF_VARIANTS = [
    (name, variant)
    for name in NAMES
    for variant in lesson(name).variants
    if any(question.variant == variant for question in lesson(name).questions)
]


@pytest.mark.parametrize(("name", "variant"), OF_VARIANTS)
async def test_the_questions_of_a_variant(name: str, variant: str) -> None:
    language = LANGUAGES[OF_VARIANTS.index((name, variant)) % 2]  # each lesson as it stands is asked in both
    app = app_on(session(name, variant), language)
    async with app.run_test(size=SMALL) as pilot:
        await answer_the_questions(Tour(app, pilot, language, known(name, language)), name, variant)
