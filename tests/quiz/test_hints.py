"""The ladder of hints: five rungs for every line, and what the last two print is accepted."""

from __future__ import annotations

import pytest

from tests.quiz.nets import NETS, Net
from tests.quiz.problems import problems
from tutor.messages import LANGUAGES
from tutor.quiz.hints import RUNGS, hint
from tutor.quiz.marking import Marker
from tutor.quiz.questions import ByHand, practicable
from tutor.quiz.sheet import Sheet


def check(sheet: Sheet) -> None:
    marker = Marker(sheet)
    for step in practicable(sheet):
        question = ByHand(sheet, step)
        for rung in RUNGS:
            found = hint(question, rung)
            for language in LANGUAGES:
                assert found.message.say(language) != found.message.key, found.message
            if rung in ("numbers", "result"):
                assert list(found.cells) == list(question.cells)
                assert marker.mark(step, found.cells).verdict == "right", (rung, step.key, found.cells)


@pytest.mark.parametrize("net", NETS.values(), ids=list(NETS))
def test_what_a_rung_prints_is_accepted(net: Net) -> None:
    check(net.sheet())


def test_what_a_rung_prints_is_accepted_for_any_problem() -> None:
    for problem in problems(15, seed=3):
        check(problem.sheet())


def test_the_ladder_leads_from_where_to_the_result() -> None:
    sheet = NETS["squares"].sheet()
    question = ByHand(sheet, sheet.by_key["dW2"])
    said = [hint(question, rung).message.say("en") for rung in RUNGS]
    assert "h, ∂L/∂z₂" in said[0]
    assert "error" in said[1]
    assert said[2] == "∂L/∂W₂ = hᵀ · ∂L/∂z₂"
    numbers = hint(question, "numbers").cells[0, 0]
    assert numbers.count("·") == 3
    assert hint(question, "result").cells[0, 0].startswith("0.")


def test_a_cell_that_is_asked_alone_has_hints_of_its_own() -> None:
    sheet = NETS["squares"].sheet()
    question = ByHand(sheet, sheet.by_key["dW2"], (1, 0))
    assert list(hint(question, "numbers").cells) == [(1, 0)]
    assert "[1,0]" in question.asking.say("en")


@pytest.mark.parametrize(
    ("net", "key", "expected"),
    [
        ("squares", "h", []),
        ("squares", "dW1", ["convention-gradient", "convention-sum", "convention-half", "convention-rows"]),
        ("cross-entropy", "dz2", ["convention-gradient", "convention-bce"]),
        ("cross-entropy", "L", ["convention-bce", "convention-logarithm"]),
        ("square net", "dy", ["convention-gradient", "convention-mean", "convention-no-half"]),
        ("classes", "p", ["convention-softmax"]),
        ("written", "L", ["convention-sum", "convention-logarithm"]),
    ],
)
def test_every_question_prints_its_conventions(net: str, key: str, expected: list[str]) -> None:
    sheet = NETS[net].sheet()
    found = [message.key for message in ByHand(sheet, sheet.by_key[key]).conventions]
    assert found == [f"quiz.{name}" for name in (*expected, "convention-digits")]


def test_an_update_says_how_many_decimals_it_needs() -> None:
    sheet = NETS["squares"].sheet()
    last = ByHand(sheet, sheet.by_key["W2'"]).conventions[-1]
    assert last.key == "quiz.convention-decimals"
    assert last.parameters["decimals"] == 5


def test_the_values_needed_are_those_that_the_line_reads() -> None:
    sheet = NETS["squares"].sheet()
    needed = ByHand(sheet, sheet.by_key["W2'"]).needed
    assert [(value.name, str(value.address)) for value in needed] == [
        ("W₂", "0/W2"), ("η", "None"), ("∂L/∂W₂", "0/dW2"),
    ]  # fmt: skip
    late = NETS["late"].sheet()
    assert [value.name for value in ByHand(late, late.by_key["late"]).needed][1] == "W₂⁺"
