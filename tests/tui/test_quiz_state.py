"""What is typed while one is asked, without a screen: fields, grids, the scratch line, rounds, what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.tui.support import lesson, session, value
from tutor.engine.address import parse_address
from tutor.quiz.book import LessonQuiz
from tutor.quiz.hints import results
from tutor.quiz.marking import Marker
from tutor.quiz.questions import ByHand, question_at
from tutor.quiz.record.rows import Row
from tutor.quiz.record.store import Record
from tutor.quiz.scratch import Result
from tutor.quiz.sessions.attempt import Attempt
from tutor.quiz.skills import FIND_BUG
from tutor.tui.quiz.desk import Desk
from tutor.tui.quiz.field import Field
from tutor.tui.quiz.grid import Grid
from tutor.tui.quiz.keeper import Keeper
from tutor.tui.quiz.menu import Menu
from tutor.tui.quiz.papers import ChoicePaper, HandPaper
from tutor.tui.quiz.quizzes import Quizzes, practised_in, skills_of
from tutor.tui.quiz.rounds import QuestionsRound
from tutor.tui.session import Session


def attempt(address: str) -> Attempt:
    """A question of XOR."""
    at = parse_address(address)
    sheet = LessonQuiz(lesson("xor")).book().sheet(at)
    return Attempt(question_at(sheet, at), Marker(sheet))


@pytest.fixture
def quizzes(tmp_path: Path) -> Quizzes:
    return Quizzes(Keeper(Record(tmp_path / "record.sqlite3")))


def row(skill: str, when: datetime, seed: int, variant: str | None = None, name: str = "xor") -> Row:
    time = when.isoformat(timespec="milliseconds")
    return Row(time, "s", "practice", name, variant, seed, "0/dW2", "1", 1.0, "right", "", 0, 60.0, skill, "1")


def desk_of(question: ByHand) -> Desk:
    return HandPaper(Attempt(question, Marker(question.sheet))).desk


# A line


def test_a_field_is_edited_at_its_caret() -> None:
    field = Field(most=5)
    assert field.insert("124")
    assert field.move(-1)
    assert field.insert("3")
    assert (field.text, field.caret) == ("1234", 3)
    field.backspace()
    field.delete()
    assert (field.text, field.caret) == ("12", 2)
    assert not field.move(1)
    field.to_start()
    field.backspace()
    assert not field.move(-1)
    assert not field.insert("99999")
    assert field.text == "12"


# A grid


def test_a_mark_goes_away_with_what_was_marked() -> None:
    grid = Grid(attempt("0/z2"))
    for index, text in results(grid.attempt.question).items():
        grid.to(index)
        grid.put(text if index != (1, 0) else "9.999")
    grid.check()
    assert grid.index == (1, 0)
    assert [mark.verdict for index in grid.attempt.question.cells if (mark := grid.mark(index))] == [
        "right", "wrong", "right", "right",
    ]  # fmt: skip
    assert grid.marked
    grid.backspace()
    assert grid.mark((1, 0)) is None
    assert grid.mark((0, 0)) is not None
    assert not grid.marked


def test_tab_goes_round_and_rows_end() -> None:
    grid = Grid(attempt("0/z1"))
    grid.step(-1)
    assert grid.index == (3, 1)
    assert not grid.row(1)
    assert grid.row(-1)
    assert grid.index == (2, 1)
    grid.along(1)
    assert grid.index == (2, 1)  # the last of its row
    grid.along(-1)
    assert grid.index == (2, 0)


def test_the_next_blank_is_found_from_here_on() -> None:
    grid = Grid(attempt("0/z2"))
    grid.put("1")
    grid.to((2, 0))
    grid.put("2")
    grid.to_blank()
    assert grid.index == (3, 0)
    grid.put("3")
    grid.to_blank()
    assert grid.index == (1, 0)
    assert grid.blanks == 1


def test_a_number_that_is_pasted_is_typed_and_a_matrix_fills_the_cells() -> None:
    grid = Grid(attempt("0/z2"))
    assert grid.paste(" 0.5\n") is None
    assert grid.text((0, 0)) == "0.5"
    assert grid.paste("1;2;3;4") is None
    assert [grid.text(index) for index in grid.attempt.question.cells] == ["1", "2", "3", "4"]
    assert grid.field.text == "1"
    refused = grid.paste("1 2 3 4 5")
    assert refused is not None
    assert refused.key == "quiz.paste-shape"
    assert grid.text((3, 0)) == "4"


def test_a_single_cell_takes_a_paste_as_it_is() -> None:
    grid = Grid(attempt("0/dW2[0,0]"))
    assert grid.paste("1 / 2\n") is None
    assert grid.field.text == "1 / 2"


def test_what_is_too_long_is_not_typed() -> None:
    grid = Grid(attempt("0/z2"))
    for text in ("9" * 2_000, "[" + "9 " * 20_000):
        refused = grid.paste(text)
        assert refused is not None
        assert refused.key in ("quiz.read-too-long", "quiz.paste-too-long")
    assert grid.field.text == ""


# The scratch line


def test_the_scratch_line_knows_what_is_in_view_and_no_more() -> None:
    desk = desk_of(attempt("0/dW2").question)
    assert desk.names == ("h", "dz2")
    for text in ("h.T @ dz2", "dW2"):
        desk.field.put("")
        desk.type(text)
        desk.calculate()
        assert isinstance(desk.result, Result) == (text != "dW2")


def test_a_result_fits_a_cell_the_whole_line_or_nothing() -> None:
    question = attempt("0/dW2").question
    desk = desk_of(question)
    found = []
    for text in ("h[0,0]", "h.T @ dz2", "h", "1 +"):
        desk.field.put("")
        desk.type(text)
        desk.calculate()
        found.append(desk.taken(question))
    assert isinstance(found[0], str)
    assert isinstance(found[1], dict)
    assert set(found[1]) == set(question.cells)
    assert found[2:] == [None, None]


def test_the_scratch_line_of_an_update_reads_its_hyper_parameters() -> None:
    desk = desk_of(attempt("1/W2").question)
    assert {"W2", "eta", "dW2"} <= set(desk.names)
    desk.type("ㄷㅅㅁ")  # eta in Hangul input mode
    desk.calculate()
    assert isinstance(desk.result, Result)
    assert float(desk.result.value) == 2.0


# Rounds


def test_answers_about_other_numbers_than_the_lessons_are_not_recorded(quizzes: Quizzes) -> None:
    own = lesson("xor").model()
    other = replace(own, parameters={**own.parameters, "b2": np.array([0.25])})
    for model, count in ((own, 1), (other, 0)):
        it = Session(model, lesson("xor"))
        quiz = quizzes.quiz(it)
        assert quiz is not None
        paper = quizzes.questions(it, quiz).paper
        assert isinstance(paper, HandPaper)
        paper.grid.check()
        assert len(list(quizzes.keeper.record.rows())) == count
        quizzes.keeper.record.reset()


def test_an_edited_run_is_asked_about_its_own_numbers_and_not_recorded(quizzes: Quizzes) -> None:
    it = session()
    it.run.edit("b2", np.array([0.25]))
    it.run.go(0, 2)
    paper = quizzes.predict(it).paper
    assert isinstance(paper, HandPaper)
    right = paper.attempt.marker.sheet.values["z2"]
    it.run.step()
    assert np.array_equal(right, value(it.run, "z2"))
    it.run.back()
    paper.grid.check()
    assert list(quizzes.keeper.record.rows()) == []


def test_prediction_follows_the_run_wherever_it_goes(quizzes: Quizzes) -> None:
    it = session()
    asked = quizzes.predict(it)
    for update, line, key in ((0, 0, "z1"), (3, 5, "dz2"), (0, 1, "h")):
        it.run.go(update, line)
        paper = asked.paper
        assert isinstance(paper, HandPaper)
        assert paper.attempt.question.step.key == key
        assert paper.attempt.question.address.update == update
        assert asked.paper is paper


def test_a_choice_counts_once(quizzes: Quizzes) -> None:
    it = session()
    quiz = quizzes.quiz(it)
    assert quiz is not None
    paper = next(found for found in quizzes.questions(it, quiz).papers if isinstance(found, ChoicePaper))
    wrong = next(number for number, found in enumerate(paper.choosing.choices) if not found.right)
    assert paper.choose(wrong)
    assert paper.choose(wrong)
    assert not paper.choose(7)
    assert len(paper.choosing.chosen) == 1
    assert len(list(quizzes.keeper.record.rows())) == 1


def test_what_was_begun_is_not_put_into_other_questions(quizzes: Quizzes) -> None:
    it = session()
    assert it.lesson is not None
    for changed in (False, True):
        found = replace(it.lesson, questions=it.lesson.questions[1:]) if changed else it.lesson
        begun = QuestionsRound(LessonQuiz(found), quizzes.keeper)
        paper = begun.papers[0]
        assert isinstance(paper, HandPaper)
        assert paper.grid.field.text == ""
        paper.grid.put("0.5")
        begun.keep()


# Practice


def test_the_menu_offers_what_the_lesson_has(quizzes: Quizzes) -> None:
    quiz = LessonQuiz(lesson("xor"))
    menu = Menu(quizzes, quiz)
    assert [entry.kind for entry in menu.entries] == ["lesson", *["skill"] * len(skills_of(quiz)), "bug"]
    assert menu.entries[-1].skill == FIND_BUG
    drawn = menu.seed_number
    assert not menu.type("x")
    assert menu.type("5")
    assert menu.seed_number == 5
    menu.seed.backspace()
    assert menu.seed_number == drawn
    menu.move(-1)
    assert menu.chosen.kind == "bug"


def test_what_is_due_is_asked_where_it_was_practised(quizzes: Quizzes) -> None:
    now = datetime.now(UTC)
    assert quizzes.due(lambda _: None) is None
    for seed in range(3):
        quizzes.keeper.record.add(row("hidden-error", now - timedelta(days=2), seed, "twins"))
    found = quizzes.due(lesson)
    assert found is not None
    paper = found.paper
    assert isinstance(paper, HandPaper)
    question = paper.attempt.question
    assert (question.skill, question.lesson, question.variant) == ("hidden-error", "xor", "twins")
    assert quizzes.due(lesson) is found


def test_lessons_are_found_by_what_was_practised_in_them() -> None:
    now = datetime.now(UTC)
    rows = [row("loss", now, 1, name="a"), row("loss", now, 2, "v", name="b"), row("forward", now, 3, name="c"),
            row("loss", now, 4, name="a")]  # fmt: skip
    assert practised_in(rows, ["loss"]) == [("a", None), ("b", "v")]


def test_time_is_counted_while_a_question_lies_there(quizzes: Quizzes) -> None:
    """Of a lesson's questions all but one wait; what was left for an hour was not worked on for an hour."""
    it = session()
    quiz = quizzes.quiz(it)
    assert quiz is not None
    now = [1000.0]
    papers = quizzes.questions(it, quiz).papers
    for paper in papers:
        asked = paper.attempt if isinstance(paper, HandPaper) else paper.choosing
        asked.clock = lambda: now[0]
        now[0] += 3600
        paper.look()
        now[0] += 20
        if isinstance(paper, HandPaper):
            paper.grid.check()
        else:
            paper.choose(0)
    assert [answered.seconds for answered in quizzes.keeper.record.rows()] == [20.0] * len(papers)
