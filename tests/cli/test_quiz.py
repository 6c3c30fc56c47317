"""`tutor quiz`, `tutor record` and `tutor verify`: the way from a question to a file that can be handed in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run

QUIZ = ("quiz", "xor", "--variant", "other-start")
"""Of which the first question is the error of the output, ∂L/∂z₂."""

RIGHT = "[0.2066; -0.04559; -0.02864; 0.2210]"
SUMMED = "[0.8262; -0.1824; -0.1146; 0.8839]"
"""A sum for the mean over four examples."""


@pytest.fixture
def answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``answer("0.5\\n", "quiz", "xor")`` with these lines typed."""

    def carry_out(typed: str, *words: str) -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        return run(*words)

    return carry_out


def test_questions_are_asked_and_answers_kept(answer: Run, run: Run) -> None:
    ran = answer(f"{RIGHT}\nq\n", *QUIZ)
    assert (ran.code, ran.err) == (0, "")
    assert "∂L/∂z₂: right." in ran.out
    assert "[0,0]  0.206556" in ran.out
    rows = [json.loads(line) for line in run("record", "--jsonl").out.splitlines()]
    assert [(row["lesson"], row["address"], row["verdict"]) for row in rows] == [("xor", "0/dz2", "right")]


def test_rows_may_be_typed_one_by_one(answer: Run) -> None:
    ran = answer("0.2066\n-0.04559\n-0.02864\n0.2210\n", *QUIZ)
    assert "∂L/∂z₂: right." in ran.out


def test_a_mistake_is_named_and_the_question_stays(answer: Run) -> None:
    ran = answer(f"{SUMMED}\n{RIGHT}\nq\n", *QUIZ)
    assert "4 times the value" in ran.out
    assert "∂L/∂z₂: right." in ran.out


def test_what_was_understood_is_echoed(answer: Run) -> None:
    ran = answer("(0.82622-0)/4; -0.04559; -0.02864; 0.2210\nq\n", *QUIZ)
    assert "[0,0]  0.206555" in ran.out


def test_hints_and_passing_over(answer: Run) -> None:
    ran = answer("?\n?\n?\n!\n-\nq\n", *QUIZ)
    assert "∂L/∂z₂ = (y − Y) / 4" in ran.out
    assert "Question 2 of" in ran.out


def test_a_question_by_choice(answer: Run) -> None:
    ran = answer("-\n-\n-\n-\n9\nx\n1\n2\n3\nq\n", *QUIZ)
    assert "Type a number from 1 to 3." in ran.out
    assert "Right." in ran.out


def test_a_seed_gives_the_same_numbers_again(answer: Run) -> None:
    first, again = (answer("", "quiz", "xor", "--seed", "7") for _ in range(2))
    assert first.out == again.out
    assert "numbers of seed 7" in first.out
    assert answer("", "quiz", "xor", "--seed", "8").out != first.out


def test_practice_of_a_skill(answer: Run) -> None:
    ran = answer("?\n-\n-\n", "quiz", "xor", "--skill", "bias-gradient", "--seed", "3", "--count", "2")
    assert ran.code == 0
    assert "Question 2 of 2" in ran.out
    assert "∂L/∂b" in ran.out


def test_the_end_of_the_input_is_the_end_of_the_quiz(answer: Run) -> None:
    ran = answer("", *QUIZ)
    assert (ran.code, ran.err) == (0, "")
    assert "Done: 0 of" in ran.out


@pytest.mark.parametrize(
    "typed", ["x" * 3_000_000 + "\n", "\x00\x1b[31m\n", "9**9**9\n" * 4, "[" * 5_000 + "\n", "__import__('os')\n" * 4]
)
def test_whatever_is_typed_gets_a_sentence(answer: Run, typed: str) -> None:
    ran = answer(typed + "q\n", *QUIZ)
    assert (ran.code, ran.err) == (0, "")
    assert "Traceback" not in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.parametrize(
    "words",
    [("quiz",), ("quiz", "no-such"), ("quiz", "xor", "--skill", "forwrad"), ("quiz", "xor", "--seed", "x"),
     ("quiz", "xor", "--variant", "no-such"), ("quiz", "xor", "--skill", "update-adam"), ("verify", "no-such-file")],
)  # fmt: skip
def test_what_cannot_be_asked_gets_a_sentence(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip()


def test_nothing_is_due_at_first(run: Run) -> None:
    ran = run("quiz", "--due")
    assert (ran.code, ran.err.strip()) == (0, "Nothing is due.")


# The record


def test_an_empty_record_says_how_to_begin(run: Run) -> None:
    assert "tutor quiz" in run("record").out
    assert run("record", "--jsonl").out == ""
    assert run("record", "--csv").out.startswith("time,session,mode,lesson,variant,seed,address,typed,value,verdict")


def test_the_report_has_skills_with_dots(answer: Run, run: Run) -> None:
    answer(f"{SUMMED}\n{RIGHT}\nq\n", *QUIZ)
    said = run("record").out
    assert "error of the output" in said
    assert "○○○ 0/3" in said
    assert "a sum for a mean" in said
    assert "은닉" not in said
    assert "출력의 오차" in run("record", "--lang", "ko").out


def test_csv_has_a_line_for_every_answer(answer: Run, run: Run) -> None:
    answer(f"{RIGHT}\nq\n", *QUIZ)
    rows = list(csv.DictReader(io.StringIO(run("record", "--csv").out)))
    assert [(row["address"], row["verdict"], row["hints"]) for row in rows] == [("0/dz2", "right", "0")]


@pytest.mark.parametrize(("typed", "code", "left"), [("y\n", 0, 0), ("n\n", 1, 1), ("", 1, 1), ("네\n", 0, 0)])
def test_reset_asks(answer: Run, run: Run, typed: str, code: int, left: int) -> None:
    answer(f"{RIGHT}\nq\n", *QUIZ)
    assert answer(typed, "record", "--reset").code == code
    assert len(run("record", "--jsonl").out.splitlines()) == left


def test_a_record_that_cannot_be_written_costs_only_itself(
    answer: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    ran = answer(f"{RIGHT}\nq\n", *QUIZ)
    assert ran.code == 0
    assert "right" in ran.out
    assert "kept until you leave" in ran.err


# Handing in


def test_what_was_recorded_is_verified(answer: Run, run: Run, tmp_path: Path) -> None:
    answer(f"{SUMMED}\n{RIGHT}\nq\n", *QUIZ)
    answer("0.1\nq\n", "quiz", "two-outputs", "--seed", "5")
    file = tmp_path / "answers.jsonl"
    file.write_text(run("record", "--jsonl").out, encoding="utf-8")
    ran = run("verify", str(file))
    assert (ran.code, ran.err) == (0, "")
    marks = json.loads(run("verify", str(file), "--json").out)
    assert [mark["verdict"] for mark in marks][:2] == ["wrong", "right"]
    assert marks[0]["mistakes"] == ["sum-for-mean"]
    assert marks[0]["cells"] == [["wrong"]] * 4


def test_marks_that_differ_are_shown_and_fail(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    row = {"lesson": "xor", "variant": None, "seed": None, "address": "0/L", "typed": "0.9", "verdict": "right"}
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    ran = run("verify", str(file))
    assert ran.code == 1
    assert "handed in as: right" in ran.out
    assert run("verify", str(file), "--json").code == 1


def test_verifying_needs_no_record(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    file = tmp_path / "answers.jsonl"
    row = {"lesson": "xor", "variant": None, "seed": 7, "address": "0/L", "typed": "?"}
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert run("verify", str(file)).code == 0


def test_advice_about_questions_is_given_for_the_files_that_are_named(run: Run, tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "lessons" / "xor.toml").read_text(encoding="utf-8")
    mine = tmp_path / "mine.toml"
    mine.write_text(
        text.replace('id = "xor"', 'id = "mine"').replace('ask = "0/dh"', 'ask = "0/dW2"'), encoding="utf-8"
    )
    ran = run("check", str(mine), "--json")
    found = json.loads(ran.out)
    assert ran.code == 0
    assert {complaint["severity"] for complaint in found} <= {"advice"}
    assert any("0/dW2" in complaint["message"] for complaint in found)  # the deck's numbers cancel there


def practised(run: Run) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("record", "--jsonl").out.splitlines()]


def test_a_lesson_that_practises_others_is_practised_with_them(answer: Run, run: Run) -> None:
    typed = "1\n-\n" * 12
    ran = answer(typed, "quiz", "practice-graphs", "--practice", "--seed", "4", "--count", "8")
    assert (ran.code, ran.err) == (0, "")
    headings = [line for line in ran.out.splitlines() if line.startswith("Question ")]
    assert len(headings) == 8
    assert len({heading.split("·")[0].split("  ")[1] for heading in headings}) == 6
    assert sum("seed" not in heading for heading in headings) == 2  # those by choice
    assert {row["mode"] for row in practised(run)} == {"practice"}
    again = answer(typed, "quiz", "practice-graphs", "--practice", "--seed", "4", "--count", "8")
    assert again.out == ran.out


def test_a_variant_that_is_named_is_practised_alone(answer: Run) -> None:
    ran = answer(
        "-\n" * 4, "quiz", "practice-graphs", "--variant", "target", "--practice", "--seed", "4", "--count", "4"
    )
    headings = [line for line in ran.out.splitlines() if line.startswith("Question ")]
    assert len({heading.split("·")[0].split("  ")[1] for heading in headings}) == 1
