"""Three in a row, unaided and on different numbers; then after 1, 3, 7 and 21 days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.quiz.test_record import ROW
from tutor.quiz.record.rows import Row
from tutor.quiz.record.standing import due_skills, mistakes_made, standings
from tutor.quiz.skills import CHOICE

START = datetime(2024, 2, 29, 12, tzinfo=UTC)


def row(seed: int, verdict: str = "right", *, day: float = 0, hints: int = 0, skill: str = "forward") -> Row:
    when = (START + timedelta(days=day)).isoformat()
    return replace(ROW, time=when, seed=seed, verdict=verdict, hints=hints, skill=skill, mistake="")


def dots(*rows: Row) -> int:
    return standings(rows)["forward"].dots


def test_three_in_a_row_on_different_numbers_fill_the_dots() -> None:
    assert [dots(*(row(seed) for seed in range(count))) for count in (1, 2, 3, 4)] == [1, 2, 3, 3]
    assert dots(row(1), row(1), row(1)) == 1


def test_a_miss_begins_again_and_what_was_mended_is_no_row() -> None:
    assert dots(row(1), row(2), row(3, "wrong")) == 0
    assert dots(row(1), row(2), row(3, "wrong"), row(3)) == 0
    assert dots(row(3, "wrong"), row(4)) == 1


def test_aided_and_consistent_answers_neither_extend_nor_break() -> None:
    assert dots(row(1), row(2, hints=1), row(3, "consistent"), row(4)) == 2


def test_what_was_not_judged_does_not_count() -> None:
    assert dots(row(1), row(2, "digits"), row(3, "unread"), row(4, "empty"), row(5)) == 2


def test_it_is_seen_again_after_one_three_seven_and_twenty_one_days() -> None:
    rows = [row(1), row(2), row(3)]
    day, due = 0.0, []
    for seed, days in enumerate((1, 3, 7, 21, 21), start=4):
        standing = standings(rows)["forward"]
        assert standing.due == START + timedelta(days=day + days)
        due.append(days)
        day += days
        rows.append(row(seed, day=day))
    assert due == [1, 3, 7, 21, 21]


def test_an_answer_before_it_is_due_does_not_put_it_off() -> None:
    rows = [row(1), row(2), row(3), row(4, day=0.5)]
    assert standings(rows)["forward"].due == START + timedelta(days=1)


def test_a_miss_goes_back_to_one_day() -> None:
    rows = [row(1), row(2), row(3), row(4, day=1), row(5, "wrong", day=4)]
    standing = standings(rows)["forward"]
    assert (standing.dots, standing.due) == (0, START + timedelta(days=5))


def test_before_it_was_practised_nothing_is_due() -> None:
    assert standings([row(1), row(2)])["forward"].due is None
    assert due_skills([row(1), row(2, "wrong")], START + timedelta(days=90)) == ()


def test_what_is_due_comes_longest_overdue_first() -> None:
    rows = [row(seed, day=1) for seed in range(3)] + [row(seed, skill="loss") for seed in range(3)]
    assert due_skills(rows, START + timedelta(days=1.5)) == ("loss",)
    assert due_skills(rows, START + timedelta(days=3)) == ("loss", "forward")


def test_choices_are_no_skill() -> None:
    assert CHOICE not in standings([row(1, skill=CHOICE)])


def test_mistakes_are_counted_by_kind() -> None:
    rows = [replace(ROW, mistake=name) for name in ("sign", "zero", "sign", "halve double", "")]
    assert dict(mistakes_made(rows)) == {"sign": 2, "zero": 1}
