"""Ways to be asked: questions, practice, predict, find the bug; leaving and coming back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.quiz.nets import NETS
from tutor.engine.run import Run
from tutor.formula.operations.operation import Index
from tutor.lesson.lesson import Lesson
from tutor.lesson.reading import read_lesson
from tutor.quiz.book import Book, LessonQuiz
from tutor.quiz.hints import RUNGS, results
from tutor.quiz.questions import ByHand
from tutor.quiz.scratch import Result, Scratch
from tutor.quiz.sessions.attempt import Attempt, Given
from tutor.quiz.sessions.bug import FindBug
from tutor.quiz.sessions.choice import Choosing
from tutor.quiz.sessions.practice import Practice
from tutor.quiz.sessions.predict import Predict
from tutor.quiz.sessions.questions import Questions
from tutor.quiz.skills import skill_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def xor() -> Lesson:
    lesson = read_lesson(ROOT / "lessons" / "xor.toml", assets=ROOT / "assets").lesson
    assert lesson is not None
    return lesson


def answered(attempt: Attempt) -> dict[Index, str]:
    return dict(results(attempt.question))


def attempt_of(net: str, key: str, given: list[Given] | None = None) -> Attempt:
    book = Book(NETS[net].model)
    step = book.first().by_key[key]
    question = book.question(step.address)
    return Attempt(question, book.marker(step.address), on_answer=None if given is None else given.append)


# One attempt


def test_an_attempt_is_typed_checked_and_recorded() -> None:
    given: list[Given] = []
    attempt = attempt_of("squares", "dz2", given)
    assert (attempt.exact, attempt.message) == (None, None)
    for index, text in answered(attempt).items():
        attempt.type(index, text)
    assert attempt.check().verdict == "right"
    assert attempt.done
    assert attempt.exact == answered(attempt)
    row = given[0]
    assert (row.address, row.verdict, row.skill, row.hints) == ("0/dz2", "right", "output-error", 0)
    assert isinstance(row.typed, list)
    assert [len(cells) for cells in row.typed] == [1, 1, 1]
    assert json.loads(json.dumps(row.value)) == row.value


def test_a_pasted_matrix_fills_the_cells() -> None:
    attempt = attempt_of("squares", "dz1")
    rows = "; ".join(" ".join(answered(attempt)[row, column] for column in range(2)) for row in range(3))
    assert attempt.paste(f"[{rows}]") is None
    assert attempt.check().verdict == "right"
    trouble = attempt.paste("1 2 3")
    assert trouble is not None
    assert trouble.key == "quiz.paste-shape"


def test_what_cannot_be_read_costs_nothing() -> None:
    attempt = attempt_of("squares", "dz2")
    attempt.type((0, 0), "abc")
    attempt.check()
    assert (attempt.tries, attempt.done) == (0, False)


def test_hints_come_one_after_another_and_stay() -> None:
    attempt = attempt_of("squares", "dz2")
    assert [attempt.next_hint().rung for _ in RUNGS] == list(RUNGS)  # type: ignore[union-attr]
    assert attempt.next_hint() is None
    assert len(attempt.rungs) == len(RUNGS)
    assert attempt.done
    assert attempt.given_up


def test_what_is_wrong_can_be_asked_without_an_attempt() -> None:
    given: list[Given] = []
    attempt = attempt_of("squares", "dz2", given)
    for index in attempt.question.cells:
        attempt.type(index, "0.4321")
    assert attempt.wrong_here().key == "quiz.where"
    assert (attempt.tries, given, attempt.marker.own) == (0, [], {})


def test_leaving_and_coming_back_loses_nothing() -> None:
    attempt = attempt_of("squares", "dz2")
    attempt.type((0, 0), "0.4321")
    attempt.next_hint()
    attempt.check()
    saved = json.loads(json.dumps(attempt.saved()))
    again = attempt_of("squares", "dz2")
    again.restore(saved)
    assert (again.texts, again.tries, len(again.rungs)) == (attempt.texts, attempt.tries, 1)
    assert again.mark is not None
    assert again.mark.verdict == "empty"


@pytest.mark.parametrize(
    "saved",
    [{}, {"texts": 3}, {"texts": [[[9, 9], "1"]]}, {"texts": [[["a"], 1]]}, {"rungs": "x"}, {"rungs": 10**9},
     {"tries": None, "checked": True}],
)  # fmt: skip
def test_a_draft_that_was_tampered_with_does_no_harm(saved: dict[str, object]) -> None:
    attempt = attempt_of("squares", "dz2")
    attempt.restore(saved)
    assert attempt.texts == {}


# The questions of a lesson


def test_the_questions_of_a_lesson_by_hand_and_by_choice(xor: Lesson) -> None:
    session = Questions(LessonQuiz(xor))
    assert len(session.items) == len([question for question in xor.questions if not question.variant])
    first = session.current
    assert isinstance(first, Attempt)
    assert first.question.asking == xor.questions[0].text
    choosing = next(item for item in session.items if isinstance(item, Choosing))
    wrong = next(k for k, choice in enumerate(choosing.choices) if not choice.right)
    right = next(k for k, choice in enumerate(choosing.choices) if choice.right)
    assert not choosing.choose(wrong).right
    assert choosing.chosen
    assert choosing.choose(right).because.en
    assert choosing.done
    with pytest.raises(IndexError):
        choosing.choose(99)


def test_a_seed_gives_other_numbers_and_the_tutors_own_words(xor: Lesson) -> None:
    session, again = Questions(LessonQuiz(xor), 7), Questions(LessonQuiz(xor), 7)
    assert all(isinstance(item, Attempt) for item in session.items)
    first, same = session.items[0], again.items[0]
    assert isinstance(first, Attempt)
    assert isinstance(same, Attempt)
    assert first.question.text is None
    assert answered(first) == answered(same)
    own = Questions(LessonQuiz(xor)).items[0]
    assert isinstance(own, Attempt)
    assert answered(first) != answered(own)


def test_follow_through_reaches_from_question_to_question(xor: Lesson) -> None:
    session = Questions(LessonQuiz(xor, "other-start"))
    error, gradient = session.items[0], session.items[1]
    assert isinstance(error, Attempt)
    assert isinstance(gradient, Attempt)
    values = error.question.sheet.values
    own = values["y"] - values["Y"]  # without 1/N
    for index in error.question.cells:
        error.type(index, f"{float(own[index]):.5f}")
    mark = error.check()
    assert (mark.verdict, mark.diagnosis.ids) == ("wrong", ("sum-for-mean",))
    for index in gradient.question.cells:
        gradient.type(index, f"{float((values['h'].T @ own)[index]):.6f}")
    assert gradient.check().verdict == "consistent"


def test_a_session_is_saved_and_taken_up_again(xor: Lesson) -> None:
    session = Questions(LessonQuiz(xor))
    first = session.items[0]
    assert isinstance(first, Attempt)
    first.type((0, 0), "0.1296")
    session.next()
    choosing = next(item for item in session.items if isinstance(item, Choosing))
    choosing.choose(0)
    saved = json.loads(json.dumps(session.saved()))
    again = Questions(LessonQuiz(xor))
    again.restore(saved)
    restored = again.items[0]
    assert isinstance(restored, Attempt)
    assert (again.at, restored.texts) == (1, {(0, 0): "0.1296"})
    assert next(item for item in again.items if isinstance(item, Choosing)).chosen == choosing.chosen
    again.restore({"at": "x", "items": [3, None, {"chosen": [99]}]})


# Practice


def test_practice_asks_one_skill_with_numbers_of_its_own_each_time(xor: Lesson) -> None:
    session = Practice([LessonQuiz(xor)], 100, ["weight-gradient"])
    seeds = []
    for _ in range(4):
        attempt = session.current
        assert attempt is not None
        assert attempt.question.skill == "weight-gradient"
        seeds.append(attempt.question.seed)
        session.next()
    assert len(set(seeds)) == 4


def test_practice_of_a_seed_is_the_same_again(xor: Lesson) -> None:
    first, again = Practice([LessonQuiz(xor)], 5), Practice([LessonQuiz(xor)], 5)
    for _ in range(3):
        assert first.current is not None
        assert again.current is not None
        assert first.current.question.address == again.current.question.address
        assert answered(first.current) == answered(again.current)
        first.next()
        again.next()


def test_what_cannot_be_practised_is_not_asked(xor: Lesson) -> None:
    assert Practice([LessonQuiz(xor)], 1, ["update-adam"]).current is None
    assert Practice([], 1).current is None


# Predict


def test_the_next_line_appears_when_its_values_are_typed(xor: Lesson) -> None:
    session = Predict(Run(xor.model()), "xor")
    assert session.current is not None
    assert session.current.question.name == "z₁"
    assert session.blocked
    session.advance()
    assert session.run.position == (0, 0)
    for index, text in answered(session.current).items():
        session.current.type(index, text)
    session.current.check()
    session.advance()
    assert session.run.position == (0, 1)
    assert session.current is not None
    assert session.current.question.name == "h"


def test_a_whole_pass_can_be_predicted_and_the_next_one_begins(xor: Lesson) -> None:
    session = Predict(Run(xor.model()))
    for _ in range(len(session.run.lines) + 2):
        if session.current is not None:
            session.current.give_up()
        session.advance()
    assert session.run.position == (1, 2)


def test_prediction_follows_the_run_where_it_is_moved(xor: Lesson) -> None:
    session = Predict(Run(xor.model()))
    session.run.go(3, 5)
    attempt = session.look()
    assert attempt is not None
    assert str(attempt.question.address) == "3/dz2"
    session.run.go(3, 12)
    attempt = session.look()
    assert attempt is not None
    assert str(attempt.question.address) == "4/W1"


def test_answers_on_an_edited_branch_are_not_recorded(xor: Lesson) -> None:
    given: list[Given] = []
    run = Run(xor.model())
    run.edit("b2", run.entering("b2") + 1)
    session = Predict(run, on_answer=given.append)
    assert not session.recordable
    assert session.current is not None
    session.current.check()
    assert given == []


# Find the bug


def test_one_line_is_wrong_and_what_follows_is_worked_out_from_it(xor: Lesson) -> None:
    given: list[Given] = []
    session = FindBug(LessonQuiz(xor), 3, given.append)
    bug = session.bug.step
    place = session.steps.index(bug)
    for step in session.steps[:place]:
        assert (session.worked.values[step.key] == session.sheet.values[step.key]).all()
    assert (session.worked.values[bug.key] != session.sheet.values[bug.key]).any()
    for step in session.steps[place + 1 :]:
        again = session.worked.compute(step.expr)
        assert again == pytest.approx(session.worked.values[step.key])
    other = next(step for step in session.steps if step is not bug)
    assert not session.point_at(other.key)
    message = session.message
    assert message is not None
    assert message.key == ("quiz.bug-earlier" if session.steps.index(other) > place else "quiz.bug-later")
    assert session.point_at(bug.key)
    assert session.done
    assert [row.verdict for row in given] == ["wrong", "right"]


def test_bugs_are_of_many_kinds(xor: Lesson) -> None:
    quiz = LessonQuiz(xor)
    assert len({FindBug(quiz, seed).bug.suspect.id for seed in range(8)}) >= 4


# Skills and the scratch line


@pytest.mark.parametrize(
    ("key", "skill"),
    [
        ("z1", "forward"), ("h", "activation"), ("L", "loss"), ("dy", "output-error"), ("dz2", "output-error"),
        ("dh", "hidden-error"), ("dz1", "hidden-error"), ("dW1", "weight-gradient"), ("db2", "bias-gradient"),
        ("W1'", "update-sgd"),
    ],
)  # fmt: skip
def test_what_a_line_practises(key: str, skill: str) -> None:
    sheet = NETS["squares"].sheet()
    assert skill_of(sheet, sheet.by_key[key]) == skill


def test_other_skills() -> None:
    graph, late, adam = (NETS[name].sheet() for name in ("graph", "late", "adam"))
    assert skill_of(graph, graph.by_key["db"]) == "derivative"
    assert skill_of(late, late.by_key["late"]) == "update-own"
    assert skill_of(adam, adam.by_key["W.m'"]) == "update-adam"


def test_the_scratch_line_knows_the_values_in_view() -> None:
    sheet = NETS["squares"].sheet()
    question = ByHand(sheet, sheet.by_key["dz1"])
    scratch = Scratch({needed.key: needed.value for needed in question.needed})
    found = scratch.calculate("s = h[0, 0] × (1 − h[0, 0])")
    assert isinstance(found, Result)
    assert found.name == "s"
    again = scratch.calculate("dh[0, 0] * s")
    assert isinstance(again, Result)
    assert float(again.value) == pytest.approx(float(sheet.values["dz1"][0, 0]))


@pytest.mark.parametrize(
    "text",
    ["", "q", "sum = 3", "W9 + 1", "bernoulli(0.5, h)", "9" * 2_000, "outer(one_hot(h[:, 0], 9000)[0], h[:, 0])",
     "one_hot(h, 9000000)", "h @ h", "__import__('os')", "a = b = 3", "\x00"],
)  # fmt: skip
def test_what_cannot_be_worked_out_gets_a_sentence(text: str) -> None:
    found = Scratch({"h": NETS["squares"].sheet().values["h"]}).calculate(text)
    assert not isinstance(found, Result)
    assert found.say("ko") != found.key
