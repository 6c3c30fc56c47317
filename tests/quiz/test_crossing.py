"""Right answers in a row from different lessons: what extends the row, what breaks it, what it is read from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tutor.quiz.record.crossing import DIFFERENT, Practised, crossing
from tutor.quiz.record.rows import Row
from tutor.quiz.record.store import Record

SEVEN = tuple("abcdefg")


def answer(lesson: str, verdict: str = "right", hints: int = 0, seed: int = 1) -> Practised:
    return Practised("today", lesson, None, seed, "0/z", verdict, hints)


@pytest.mark.parametrize(
    ("answers", "row", "reached"),
    [
        ("abcd", 4, False),
        ("abcde", 5, True),
        ("abcdd", 4, False),
        ("abcdxyz", 4, False),  # of other lessons
    ],
)
def test_different_lessons_count(answers: str, row: int, reached: bool) -> None:
    found = crossing([answer(lesson, seed=seed) for seed, lesson in enumerate(answers)], SEVEN)
    assert (len(found.row), found.reached, found.wanted) == (row, reached, DIFFERENT)


def test_a_miss_breaks_the_row_and_is_not_mended_by_answering_again() -> None:
    found = crossing([answer("a"), answer("b"), answer("c", "wrong"), answer("c")], SEVEN)
    assert found.row == set()
    found.take(answer("c", seed=2))
    assert found.row == {"c"}


@pytest.mark.parametrize("other", [("right", 1), ("consistent", 0), ("digits", 0), ("unread", 0), ("empty", 0)])
def test_aided_and_half_answers_neither_extend_nor_break_it(other: tuple[str, int]) -> None:
    assert crossing([answer("a"), answer("b", *other), answer("c")], SEVEN).row == {"a", "c"}
    assert crossing([answer("a"), answer("x", "wrong")], SEVEN).row == {"a"}


def test_once_reached_it_stays_so() -> None:
    answers = [*(answer(lesson) for lesson in "abcde"), answer("a", "wrong", seed=9)]
    found = crossing(answers, SEVEN)
    assert (found.reached, found.row) == (True, set())


def test_of_fewer_lessons_all_are_wanted() -> None:
    assert crossing([answer("a"), answer("b")], ("a", "b")).reached
    assert not crossing([answer("a")], ("a", "b")).reached


def test_it_is_read_from_the_practice_of_the_record(tmp_path: Path) -> None:
    row = Row(
        "2026-01-01T00:00:00+00:00", "s", "practice", "a", None, 3, "0/z", ["1"], 1.0, "right", "", 0, 2.0, "loss", "1"
    )
    record = Record(tmp_path / "record.sqlite3")
    try:
        for mode, lesson in (("practice", "a"), ("questions", "b"), ("predict", "b"), ("practice", "c")):
            record.add(replace(row, mode=mode, lesson=lesson))
        assert list(record.practised()) == [Practised("s", name, None, 3, "0/z", "right", 0) for name in ("a", "c")]
    finally:
        record.close()


def test_what_could_not_be_written_counts_too(tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").mkdir()
    record = Record(tmp_path / "record.sqlite3")
    try:
        row = Row(
            "2026-01-01T00:00:00+00:00", "s", "practice", "a", None, 3, "0/z", "1", 1.0, "right", "", 0, 2.0, "x", "1"
        )
        record.add(row)
        assert record.unsaved
        assert [found.lesson for found in record.practised()] == ["a"]
    finally:
        record.close()
