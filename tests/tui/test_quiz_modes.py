"""All ways of being asked on the quiz screen: questions, predict, practice, find the bug."""

from __future__ import annotations

import pytest

from tests.tui.quizzing import answer, bug, choice, paper, quiz_screen, record
from tests.tui.support import app_on, foot, graph_model, large_model, screen_rows, screen_text, session, value
from tutor.messages import say
from tutor.quiz.hints import results
from tutor.quiz.sessions.bug import FindBug
from tutor.tui.quiz.papers import PlainPaper
from tutor.tui.screens.quiz.menu import PracticeMenuScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.session import Session

# Questions by choice


@pytest.mark.parametrize("by_number", [True, False])
async def test_a_choice_is_made_and_every_reason_said(by_number: bool) -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", *["f10"] * 3)
        answers = choice(app).choosing.choices
        right = next(number for number, found in enumerate(answers) if found.right)
        wrong = (right + 1) % len(answers)
        for number in (wrong, right):
            by = (number - choice(app).at) % len(answers)
            await pilot.press(*(str(number + 1) if by_number else [*["down"] * by, "enter"]))
            assert " ".join(answers[number].because.en.split()) in " ".join(screen_text(app).split())
        assert choice(app).done
        assert all(found.because.en[:20] in screen_text(app) for found in answers)
        await pilot.press("enter")
        assert "question 5" in screen_rows(app)[0]
    assert [row.verdict for row in record()] == ["wrong", "right"]


async def test_a_number_without_an_answer_is_explained() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", *["f10"] * 4, "9")
        assert screen_rows(app)[-1].strip() == say("tui.quiz-no-such-answer", "en", count=3)
        await pilot.press("f5")
        assert screen_rows(app)[-1].strip() == say("tui.quiz-no-hints", "en")


# Predict


async def test_predicting_a_line_makes_the_step() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        assert "z₁ = X · W₁ + b₁" in screen_text(app)
        await pilot.press("f10")
        assert it.run.position == (0, 0)
        assert screen_rows(app)[-1].strip() == say("tui.quiz-blocked", "en")
        await answer(app, pilot)
        assert it.run.position == (0, 0)
        await pilot.press("enter")
        assert it.run.position == (0, 1)
        assert paper(app).attempt.question.step.key == "h"
        await pilot.press("f8", "f8", "enter", "escape")
        assert it.run.position == (0, 2)
        assert "line 2 of 16" in screen_rows(app)[0]
    assert [(row.mode, row.address, row.verdict) for row in record()] == [("predict", "0/z1", "right")]


async def test_predicting_goes_on_into_the_next_pass_and_back() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "t")
        assert paper(app).attempt.question.address.update == 1
        await pilot.press("f8", "f8", "enter")
        assert it.run.position == (1, 1)
        await pilot.press("f9")
        assert it.run.position == (0, 16)


async def test_a_line_that_is_only_shown_is_stepped_over() -> None:
    it = Session(graph_model())
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        seen = 0
        for _ in it.run.lines:
            plain = isinstance(quiz_screen(app).paper, PlainPaper)
            seen += plain
            await pilot.press(*(["enter"] if plain else ["f8", "f8", "enter"]))
        assert seen
        assert it.run.position.line == len(it.run.lines)
        await pilot.press("enter")
        assert say("tui.quiz-plain-end", "en") in screen_text(app)
        await pilot.press("escape")
        assert value(it.run, "J") == 33
    assert record() == []  # a model without a lesson has nothing that could be marked again


async def test_a_net_too_large_for_arithmetic_by_hand_says_so() -> None:
    app = app_on(Session(large_model()))
    async with app.run_test(size=(80, 24)) as pilot:
        for key, sentence in (("Q", "tui.quiz-no-lesson"), ("P", "tui.quiz-no-lesson")):
            await pilot.press(key)
            assert screen_rows(app)[-1].strip() == say(sentence, "en")
        await pilot.press("t")
        assert isinstance(app.screen, StepScreen)
        assert say("quiz.too-large", "en", total="289,048", most="200,000") in foot(app)


# Practice


async def test_practice_with_a_seed_asks_the_same_again() -> None:
    asked = []
    for _ in range(2):
        app = app_on(session())
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("P", *"4711", "enter")
            question = paper(app).attempt.question
            asked.append((str(question.address), question.seed, dict(results(question))))
            assert question.seed is not None
            assert question.seed >= 4711  # or the next one whose numbers keep mistakes apart
            assert say("tui.quiz-place-practice", "en", number=1, seed=question.seed) in screen_rows(app)[0]
    assert asked[0] == asked[1]


async def test_practice_of_one_skill_goes_on_where_it_was_left() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("P", "7", "down", "down", "enter")
        assert paper(app).attempt.question.skill == "activation"
        await answer(app, pilot)
        await pilot.press("enter")
        assert "question 2" in screen_rows(app)[0]
        await pilot.press("f9", "escape", "P")
        assert isinstance(app.screen, PracticeMenuScreen)
        assert "●○○" in screen_text(app)
        await pilot.press("enter")
        assert paper(app).done
    rows = record()
    assert [(row.mode, row.skill) for row in rows] == [("practice", "activation")]


async def test_the_seed_takes_digits_only() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("P", "x")
        assert screen_rows(app)[-1].strip() == say("tui.practice-digits", "en")
        await pilot.press("1", "2", "backspace", "j", "k", "up", "down", "q")
        assert isinstance(app.screen, StepScreen)


async def test_nothing_is_due_at_first() -> None:
    app = app_on()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("d")
        assert screen_rows(app)[-1].strip() == say("tui.nothing-due", "en")


# Find the bug


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_bug_is_found(size: tuple[int, int]) -> None:
    app = app_on(session())
    async with app.run_test(size=size) as pilot:
        await pilot.press("P", *"7", "up", "enter")
        hunt = bug(app).hunt
        assert isinstance(hunt, FindBug)
        target = hunt.steps.index(hunt.bug.step)
        await pilot.press(*["down"] * (len(hunt.steps) - 1), "enter")
        assert hunt.tried == [hunt.steps[-1].key]
        await pilot.press(*["up"] * (len(hunt.steps) - 1 - target), "enter")
        assert bug(app).done
        assert say("tui.quiz-bug-right", "en", name=hunt.sheet.show(hunt.bug.step.key)) in screen_text(app)
        await pilot.press("enter")
        assert "seed 8" in screen_rows(app)[0]
        await pilot.press("f7", *"z2 - h @ W2", "enter")
        assert "= [" in screen_text(app)
        await pilot.press("enter", "escape", "f8", "f8")
        assert bug(app).done
        await pilot.press("f9", "escape")
    assert [(row.mode, row.verdict, row.seed) for row in record()] == [("bug", "wrong", 7), ("bug", "right", 7)]


async def test_the_wrong_line_of_a_lesson_is_found() -> None:
    app = app_on(session("gradient-check", "find-it"))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("P", "up", "enter")
        assert say("tui.quiz-place-bug-own", "en") in screen_rows(app)[0]
        keys = [step.key for step in bug(app).hunt.steps]
        assert "∂L/∂z₁ = ∂L/∂h ⊙ h ⊙ (1 − h)" in screen_text(app)
        await pilot.press(*["down"] * keys.index("dW2"), "enter")
        assert say("quiz.bug-later", "en", name="∂L/∂W₂") in " ".join(screen_text(app).split())
        await pilot.press(*["down"] * (keys.index("dz1") - keys.index("dW2")), "enter")
        assert bug(app).done
        assert "∂L/∂h ⊙ h" in screen_text(app)
        await pilot.press("enter")
        assert "seed" in screen_rows(app)[0]
    assert record() == []  # the lines that were asked are not those of the lesson
