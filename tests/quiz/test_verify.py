"""Answers marked again from lessons and seeds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tutor.lesson.collection import Collection
from tutor.lesson.lesson import Lesson
from tutor.messages import LANGUAGES
from tutor.quiz.book import LessonQuiz
from tutor.quiz.hints import results
from tutor.quiz.sessions.attempt import Attempt
from tutor.quiz.sessions.bug import FindBug
from tutor.quiz.sessions.questions import Questions
from tutor.quiz.verify import Verified, VerifyError, read_rows, typed_cells, verify

ROOT = Path(__file__).parents[2]
LESSONS = Collection(ROOT / "lessons", ROOT / "assets")


def find(name: str) -> Lesson | None:
    return LESSONS.find(name).lesson


def mark(*rows: Mapping[str, object]) -> list[Verified]:
    base = {"lesson": "xor", "variant": None, "seed": None}
    return list(verify([{**base, **row} for row in rows], find))


def test_every_cell_is_marked_in_the_shape_of_the_line() -> None:
    (found,) = mark({"address": "0/dz2", "typed": [["0.1296"], ["-0.1251"], ["0.2"], [""]]})
    assert found.cells == [["right"], ["right"], ["digits"], ["empty"]]
    assert found.verdict == "empty"
    assert isinstance(found.tolerance, list)
    assert [len(cells) for cells in found.tolerance] == [1, 1, 1, 1]


def test_one_cell_may_be_handed_in_alone() -> None:
    (found,) = mark({"address": "0/dz2[0,0]", "typed": "0.1296"})
    assert (found.cells, found.verdict) == ("right", "right")
    assert isinstance(found.tolerance, float)


def test_mistakes_are_named() -> None:
    (found,) = mark({"address": "0/dz2", "typed": [["0.5184"], ["-0.5006"], ["-0.4774"], ["0.5459"]]})
    assert (found.verdict, found.mistakes) == ("wrong", ("sum-for-mean",))


def test_rows_of_one_lesson_are_followed_through_in_their_order() -> None:
    error = {"address": "0/dz2", "typed": [["0.5184"], ["-0.5006"], ["-0.4774"], ["0.5459"]]}
    gradient = {"address": "0/db2", "typed": ["0.08630"]}
    assert [found.verdict for found in mark(error, gradient)] == ["wrong", "consistent"]
    assert [found.verdict for found in mark(gradient, error)] == ["wrong", "wrong"]
    assert [found.verdict for found in mark(error, {**gradient, "seed": 3})][1] != "consistent"
    apart = mark({**error, "session": "a"}, {**gradient, "session": "b"})
    assert [found.verdict for found in apart] == ["wrong", "wrong"]


def test_what_a_session_recorded_is_marked_the_same() -> None:
    lesson = find("xor")
    assert lesson is not None
    rows: list[dict[str, object]] = []
    for item in Questions(LessonQuiz(lesson), 7, lambda given: rows.append(row(given.address, given.typed))).items:
        assert isinstance(item, Attempt)
        for index, text in results(item.question).items():
            item.type(index, text)
        assert item.check().verdict == "right"
    assert [found.verdict for found in mark(*rows)] == ["right"] * len(rows)


def row(address: str, typed: object) -> dict[str, object]:
    return {"address": address, "typed": typed, "seed": 7}


def test_choices_and_bugs_are_marked_again() -> None:
    lesson = find("xor")
    assert lesson is not None
    number = next(k for k, question in enumerate(lesson.questions, start=1) if question.choices)
    right = next(k for k, choice in enumerate(lesson.questions[number - 1].choices, start=1) if choice.right)
    bug = str(FindBug(LessonQuiz(lesson), 3).bug.step.address)
    found = mark(
        {"address": f"question/{number}", "typed": str(right)},
        {"address": f"question/{number}", "typed": str(right % 3 + 1)},
        {"address": "bug", "typed": bug, "seed": 3},
        {"address": "bug", "typed": "0/nothing", "seed": 3},
    )
    assert [entry.verdict for entry in found] == ["right", "wrong", "right", "wrong"]


def test_marks_that_were_handed_in_are_compared() -> None:
    right = {"address": "0/L", "typed": "0.7159"}
    found = mark({**right, "verdict": "right"}, {**right, "verdict": "wrong"}, right)
    assert [entry.differs for entry in found] == [False, True, False]
    given = found[0].as_json()
    assert (given["typed"], given["verdict"], given["cells"], given["mistakes"]) == ("0.7159", "right", "right", [])


def test_a_lesson_may_be_named_by_its_path() -> None:
    (found,) = mark({"lesson": str(ROOT / "lessons" / "xor.toml"), "address": "0/L", "typed": "0.7159"})
    assert found.verdict == "right"


@pytest.mark.parametrize(
    "row",
    [
        {"lesson": "no-such"}, {"lesson": 3}, {"variant": "no-such"}, {"variant": 3}, {"seed": "x"}, {"seed": True},
        {"seed": -1}, {"seed": 2**70}, {"address": "0/nothing"}, {"address": "0/X"}, {"address": "0/W1"},
        {"address": 3}, {"address": "0/dz2[9,9]"}, {"address": "nonsense!"}, {"address": "question/99"},
        {"address": "bug"}, {"address": "99999999999/h"}, {"address": "dz2\x1b[2J"},
    ],
)  # fmt: skip
def test_a_row_that_names_nothing_is_refused_with_its_number(row: dict[str, object]) -> None:
    with pytest.raises(VerifyError) as found:
        mark({"address": "0/L", "typed": "1", **row})
    for language in LANGUAGES:
        said = found.value.message.say(language)
        assert "1" in said
        assert "\x1b" not in said


@pytest.mark.parametrize(
    "typed", [None, 3, 0.5, True, [], [[]], [[["1"]]], {"a": 1}, "x" * 100_000, [["1"] * 3000], ["1", ["2"]]]
)
def test_whatever_was_typed_is_marked(typed: object) -> None:
    (found,) = mark({"address": "0/dW1", "typed": typed})
    assert found.verdict in ("unread", "empty", "digits", "wrong")


def test_numbers_may_stand_for_their_texts() -> None:
    assert typed_cells([0.5, 1], (2,), None) == {(0,): "0.5", (1,): "1"}


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    for content, key in [
        (b"{", "verify-not-json"), (b"[1]", "verify-not-json"), (b"{}", "verify-missing"),
        (b"\xff\xfe\x00", "verify-not-text"), (b'{"a":' * 5000, "verify-not-json"),
    ]:  # fmt: skip
        file.write_bytes(content)
        with pytest.raises(VerifyError) as found:
            read_rows(file)
        assert found.value.message.key == f"quiz.{key}"
    with pytest.raises(VerifyError):
        read_rows(tmp_path / "missing")
    with pytest.raises(VerifyError):
        read_rows(tmp_path)
    row = json.dumps({"lesson": "xor", "variant": None, "seed": 1, "address": "a", "typed": ""})
    file.write_text(f"\n{row}\n\n", encoding="utf-8")
    assert len(read_rows(file)) == 1
