"""Answering by hand on the quiz screen: typing, marking, help, and what is no answer."""

from __future__ import annotations

import pytest

from tests.tui.quizzing import answer, by_hand, paper, paste, pasted, record
from tests.tui.support import app_on, screen_rows, screen_text, session
from tests.tui.test_any_key import send
from tutor.formula.operations.operation import Index
from tutor.messages import say
from tutor.quiz.hints import RUNGS, results
from tutor.tui.panels.quiz_grid import SIGNS
from tutor.tui.screens.quiz import QuizScreen

# Answering


async def test_a_right_answer_typed_cell_by_cell() -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q")
        cells = results(paper(app).attempt.question)
        for number, text in enumerate(cells.values(), start=1):
            assert paper(app).grid.at == number - 1
            await pilot.press(*text.replace("−", "-"), "enter")
        assert paper(app).done
        text = screen_text(app)
        assert text.count("✓") == len(cells) + 2  # in each cell, in the legend, before the sentence
        assert say("quiz.right", "en", name="∂L/∂z₂") in text
        assert say("tui.quiz-exact", "en") in text
        await pilot.press("enter")
        assert say("tui.quiz-place-questions", "en", number=2, count=5) in screen_rows(app)[0]
    assert [(row.address, row.verdict, row.mode, row.lesson, row.variant) for row in record()] == [
        ("0/dz2", "right", "questions", "xor", "other-start")
    ]


async def test_keys_on_the_heels_of_each_other_keep_their_order() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q")
        send(app, "1", "backspace", "2", ".", "home", "4", "tab", "7")
        await pilot.pause()
        grid = paper(app).grid
        assert [grid.text(index) for index in paper(app).attempt.question.cells][:2] == ["42.", "7"]
        send(app, "escape", "5")  # what is typed after it is no answer any more
        await pilot.pause()
        assert not isinstance(app.screen, QuizScreen)


async def test_a_mistake_is_named_and_its_cells_are_marked() -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q")
        await answer(app, pilot, factor=4)
        mark = paper(app).attempt.mark
        assert mark is not None
        assert mark.diagnosis.ids == ("sum-for-mean",)
        text = screen_text(app)
        assert text.count("✗") == 4 + 2
        assert "4 times the value" in " ".join(text.split())
        assert not paper(app).done
    assert [row.mistake for row in record()] == ["sum-for-mean"]


async def test_what_follows_from_a_wrong_value_is_told_from_what_is_wrong() -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("Q")
        await answer(app, pilot, factor=4)
        await pilot.press("f10")
        await answer(app, pilot, factor=4)
        assert paper(app).attempt.mark is not None
        text = screen_text(app)
        assert text.count(SIGNS["consistent"]) == 2 + 2
        assert say("tui.quiz-yours", "en", name="∂L/∂z₂") in text
        await pilot.press("ctrl+r")
        assert say("tui.quiz-adopted", "en", name="∂L/∂W₂") in " ".join(screen_text(app).split())
        assert "dW2" not in paper(app).attempt.marker.own


async def test_too_few_digits_and_what_cannot_be_read_cost_nothing() -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q")
        await paste(app, pilot, "0.21 -0.046 -0.029 abc")
        await pilot.press("enter")
        assert paper(app).attempt.tries == 0
        assert paper(app).grid.index == (3, 0)
        text = screen_text(app)
        assert text.count(SIGNS["digits"]) >= 3
        assert SIGNS["unread"] in text


async def test_enter_on_a_filled_cell_goes_to_the_next_blank_and_on_a_blank_marks() -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", *"0.2066", "enter")
        assert paper(app).attempt.mark is None
        assert say("tui.quiz-blanks", "en", count=3) in screen_rows(app)[-1]
        await pilot.press("enter")
        mark = paper(app).attempt.mark
        assert mark is not None
        assert (mark.verdict, mark.cells[0, 0].verdict) == ("empty", "right")


async def test_moving_and_erasing_in_the_grid() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t", *"12", "left", "9", "tab")
        grid = paper(app).grid
        assert (grid.text((0, 0)), grid.index) == ("192", (0, 1))
        await pilot.press("down", "5", "left", "left")
        assert grid.index == (1, 0)
        await pilot.press("right", "backspace", "shift+tab", "shift+tab", "shift+tab")
        assert (grid.text((1, 1)), grid.index) == ("5", (0, 0))
        await pilot.press("home", "delete", "end", "backspace", "up")
        assert (grid.text((0, 0)), grid.index) == ("9", (0, 0))


async def test_an_expression_is_echoed_before_it_is_judged() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", *"2^3*.01")
        assert say("tui.quiz-understood", "en", value="0.08") in screen_text(app)


async def test_letters_in_hangul_input_mode_are_those_on_the_same_keys() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "ㄷ", "ㅌ", "ㅔ", "(", "0", ")")
        assert paper(app).grid.text((0, 0)) == "exp(0)"
        assert say("tui.quiz-understood", "en", value="1") in screen_text(app)


async def test_letters_are_typed_and_never_commands() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", *"q?gtQPdi")
        assert paper(app).grid.text((0, 0)) == "q?gtQPdi"


async def test_a_turned_matrix_is_taken_and_named() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t", "f8", "f8", "enter")  # h is 4×2
        question = paper(app).attempt.question
        cells = results(question)
        turned: dict[Index, str] = {
            (column, row): text for (row, column), text in sorted(cells.items(), key=lambda pair: pair[0][::-1])
        }
        await paste(app, pilot, pasted(turned, 4))
        assert say("quiz.paste-turned", "en", name="h") in screen_text(app)
        await pilot.press("enter")
        mark = paper(app).attempt.mark
        assert mark is not None
        assert mark.diagnosis.ids == ("transpose-result",)


# Bad input


@pytest.mark.parametrize(
    "text", ["9" * 10_000_000, "1 2\n3 4", "\x1b[2J\x00", "9**9**9", "__import__('os')", "(" * 10_000, ""]
)
async def test_bad_input_gets_a_sentence_at_once(text: str) -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q")
        await paste(app, pilot, text)
        await pilot.press("enter", "enter")
        assert "\x1b" not in screen_text(app)
        assert paper(app).attempt.tries == 0
        assert isinstance(app.screen, QuizScreen)


async def test_a_scratch_line_takes_what_is_pasted_too() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "f7")
        await paste(app, pilot, "9" * 10_000_000)
        assert "10,000,000" in screen_rows(app)[-1]
        await paste(app, pilot, "9**9**9\x00")
        await pilot.press("enter")
        assert "�" in screen_text(app)


# Help


async def test_hints_come_one_by_one_and_the_last_shows_the_line() -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("Q")
        for number in range(1, len(RUNGS) + 1):
            await pilot.press("f5")
            assert f"{number}/{len(RUNGS)} " in screen_text(app)
        assert paper(app).attempt.given_up
        assert "0.206556" in screen_text(app)
        await pilot.press("f5")
        assert screen_rows(app)[-1].strip() == say("tui.quiz-last-hint", "en")
        await pilot.press("enter")
        assert "question 2" in screen_rows(app)[0]


async def test_the_answer_is_shown_when_it_is_asked_for_twice() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "f8")
        assert screen_rows(app)[-1].strip() == say("tui.quiz-show-again", "en")
        await pilot.press("5", "f8")
        assert not paper(app).done
        await pilot.press("f8")
        assert paper(app).attempt.given_up
        assert say("tui.quiz-exact", "en") in screen_text(app)
    assert record() == []


async def test_a_hint_counts_as_help() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "f5")
        await answer(app, pilot)
    assert [(row.verdict, row.hints) for row in record()] == [("right", 1)]


async def test_what_is_wrong_costs_no_attempt() -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", *"0.5", "f6")
        assert say("quiz.empty-cells", "en", cells="[1,0], [2,0], [3,0]") in screen_text(app)
        assert paper(app).attempt.tries == 0
        await pilot.press("1")
        assert "[1,0], [2,0]" not in screen_text(app)
    assert record() == []


async def test_the_scratch_line_reads_what_is_in_view_and_gives_its_result_to_the_cell() -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "f7", *"(y[0,0] - Y[0,0]) / 4")
        await pilot.press("enter")
        assert "= 0.206556" in screen_text(app)
        await pilot.press("enter")
        assert paper(app).grid.text((0, 0)).startswith("0.206556")
        assert not paper(app).desk.open


async def test_the_scratch_line_gives_a_whole_matrix_to_the_cells() -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "ctrl+k", *"a = y - Y", "enter")
        await pilot.press(*["backspace"] * 9, *"a/4", "enter", "enter")
        assert paper(app).grid.blanks == 0
        await pilot.press("enter")
        assert paper(app).done


async def test_a_scratch_line_that_cannot_be_read_is_explained_and_earlier_ones_come_back() -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "f7", *"1+", "enter", "down", "2", "enter")
        assert "= 2" in screen_text(app)
        await pilot.press("up", "up")
        assert paper(app).desk.field.text == "1+"
        await pilot.press("tab")
        assert not paper(app).desk.open
        await pilot.press("f7", "escape")
        assert isinstance(app.screen, QuizScreen)
