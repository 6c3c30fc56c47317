"""What is asked about shipped lessons: with their own numbers, in their variants, and with those of a seed."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import numpy as np
import pytest

from tests.quiz.nets import NETS, Net, model
from tutor.engine.address import parse_address
from tutor.lesson.lesson import Lesson
from tutor.lesson.reading import read_lesson
from tutor.quiz.book import LessonQuiz
from tutor.quiz.fresh import fresh_numbers, targets
from tutor.quiz.hints import hint, results
from tutor.quiz.marking import Marker
from tutor.quiz.questions import ByHand, practicable, question_at
from tutor.quiz.sessions.attempt import Attempt
from tutor.quiz.sessions.practice import Practice
from tutor.quiz.sessions.questions import Questions
from tutor.quiz.sheet import SheetError
from tutor.quiz.variants import Ask, is_clear

ROOT = Path(__file__).parents[2]


def lesson(name: str) -> Lesson:
    found = read_lesson(ROOT / "lessons" / f"{name}.toml", assets=ROOT / "assets").lesson
    assert found is not None
    return found


def by_hand(session: Questions) -> list[Attempt]:
    return [item for item in session.items if isinstance(item, Attempt)]


@pytest.mark.parametrize("name", ["mini-batches", "dropout", "recurrent", "optimisers", "train-validation-test"])
@pytest.mark.parametrize("seed", [0, 7])
def test_the_right_answer_to_fresh_numbers_is_right(name: str, seed: int) -> None:
    quiz = LessonQuiz(lesson(name), "by-hand" if name == "dropout" else None)
    asked = by_hand(Questions(quiz, seed))
    assert asked
    for attempt in asked:
        attempt.texts = dict(results(attempt.question))
        assert attempt.check().verdict == "right"
        assert attempt.question.seed == seed


@pytest.mark.parametrize("name", ["numeric-derivative", "weight-decay"])
def test_what_fresh_numbers_cannot_show_is_not_asked(name: str) -> None:
    quiz = LessonQuiz(lesson(name))
    left = 0
    for seed in range(4):
        asked = by_hand(Questions(quiz, seed))
        for attempt in asked:
            assert is_clear(attempt.question.sheet, Ask(attempt.question.step.key, attempt.question.cell))
        left += len(quiz.asked) - len(asked)
    assert left > 0 or name == "weight-decay"


def test_practice_passes_over_lines_that_no_seed_makes_clear() -> None:
    session = Practice([LessonQuiz(lesson("numeric-derivative"))], 1)
    for _ in range(4):
        attempt = session.current
        assert attempt is not None
        assert is_clear(attempt.question.sheet, Ask(attempt.question.step.key, attempt.question.cell))
        session.next()


def test_the_authors_words_stand_where_they_were_written_for() -> None:
    optimisers = lesson("optimisers")
    own, adam = (by_hand(Questions(LessonQuiz(optimisers, variant)))[0] for variant in (None, "adam"))
    assert own.question.text is not None
    assert adam.question.text is None  # "with η = 0.95" is not true of Adam's


AS_IT_STANDS = """format_version = 1
id = "mine"
model = "u = a * b"
[title]
en = "Mine"
[parameters]
a = 1.3
b = 2.7
[variants.far.parameters]
a = 4.1
[[question]]
ask = "0/u"
variant = ""
en = "1.3 times 2.7?"
[[question]]
variant = ""
en = "Is it more than 3?"
choices = [{ en = "yes", right = true }, { en = "no" }]
[[question]]
ask = "0/u"
"""


def test_questions_about_the_lesson_as_it_stands_are_not_asked_in_its_variants(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(AS_IT_STANDS, encoding="utf-8")
    mine = read_lesson(file, assets=tmp_path).lesson
    assert mine is not None
    base, far = LessonQuiz(mine), LessonQuiz(mine, "far")
    assert [[asked.number for asked in quiz.asked] for quiz in (base, far)] == [[1, 3], [3]]
    assert [len(Questions(quiz).items) for quiz in (base, far)] == [3, 1]
    first = by_hand(Questions(base))[0].question.text
    assert first is not None
    assert first.en == "1.3 times 2.7?"


def test_a_mask_stays_a_mask_and_classes_stay_classes() -> None:
    causal = LessonQuiz(lesson("attention"), "causal")
    for attempt in range(20):
        assert "M" not in fresh_numbers(causal.model, 5, attempt).data or np.array_equal(
            fresh_numbers(causal.model, 5, attempt).data["M"], causal.model.data["M"]
        )
    classes = model("p = softmax(X @ W)\nL = mean((p - T)**2)", {"X": [[0.3, 1.2]], "T": [[0, 1]]},
                    {"W": [[0.7, -0.4], [1.3, 0.9]]})  # fmt: skip
    assert targets(classes) == {"T"}


def test_what_is_not_finite_is_not_asked() -> None:
    sheet = Net(model("u = ln(x - 1)\nv = u + 2\nw = 3 * x", {}, {"x": 1.0}, rule=None)).sheet()
    assert [step.key for step in practicable(sheet)] == ["w"]
    with pytest.raises(SheetError) as found:
        question_at(sheet, parse_address("0/u"))
    assert "0/u" in found.value.message.say("ko")


@pytest.mark.parametrize(
    ("name", "variant", "address"),
    [("losses", None, "0/ce"), ("softmax-argmax", None, "0/label"), ("attention", "find-the-mark", "0/dWq")],
)
def test_what_a_rung_prints_is_accepted_where_it_is_long_or_odd(name: str, variant: str | None, address: str) -> None:
    book = LessonQuiz(lesson(name), variant).book()
    question = book.question(parse_address(address))
    found = hint(question, "numbers").cells
    assert book.marker(parse_address(address)).mark(question.step, found).verdict == "right"


def test_a_sheet_that_is_gone_takes_what_was_worked_out_for_it_along() -> None:
    sheet = NETS["squares"].sheet()
    marker = Marker(sheet)
    marker.mark(sheet.by_key["dz1"], dict(results(ByHand(sheet, sheet.by_key["dz1"]))))
    structure = weakref.ref(sheet.structure)
    del sheet, marker
    gc.collect()
    assert structure() is None
