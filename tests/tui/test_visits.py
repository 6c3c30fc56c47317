"""What is remembered of lessons: where they were left, what was made of them, and when they count as done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.tui.support import array, lesson, session
from tutor.lesson.lesson import Lesson
from tutor.tui.bookmarks import Marked
from tutor.tui.memory import FILE_NAME, Memory, Visit
from tutor.tui.records import RECORD_BYTES, gone_through, record_of, restored
from tutor.tui.session import Place, Session
from tutor.tui.visits import Visits

DAY = date(2026, 11, 21)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path)


def visits(memory: Memory | None) -> Visits:
    return Visits(memory, lambda: DAY)


def go(it: Session, update: int, line: int) -> None:
    while not it.travel(Place(update, line)):
        pass


def test_a_lesson_opens_where_it_was_left_with_its_branches_and_bookmarks(memory: Memory, tmp_path: Path) -> None:
    it = session()
    go(it, 3, 2)
    branch = it.run.edit("W1", array([9, 9], [9, 9]))
    it.run.rename(branch, "nines")
    go(it, 5, 9)
    it.bookmarks = (Marked("here", branch, it.run.position),)
    visits(memory).keep(it)

    opened = visits(Memory(tmp_path)).open(lesson("xor"))
    assert opened.place == Place(5, 9)
    assert opened.said is not None
    assert opened.said.key == "tui.resumed"
    again = opened.session
    go(again, 5, 9)
    assert again.run.branch.name == "nines"
    assert [(mark.name, mark.branch is again.run.branch, mark.position) for mark in again.bookmarks] == [
        ("here", True, (5, 9))
    ]
    for name in again.names:
        one, other = again.value(name), it.value(name)
        assert (one is None) == (other is None)
        assert one is None or other is None or np.array_equal(one, other)


def test_the_long_way_is_taken_again(memory: Memory) -> None:
    it = session()
    it.run.long_way = True
    go(it, 0, 7)
    visits(memory).keep(it)
    opened = visits(memory).open(lesson("xor"))
    assert opened.session.run.long_way
    go(opened.session, 0, 7)
    assert opened.session.run.current == it.run.current


def test_what_was_only_looked_at_is_not_remembered(memory: Memory) -> None:
    kept = visits(memory)
    kept.keep(session())
    assert memory.memories.lessons == {}
    assert kept.stage("xor") is None
    assert kept.first_ever


def test_each_variant_keeps_its_own_place(memory: Memory) -> None:
    kept = visits(memory)
    for variant, line in ((None, 3), ("late-errors", 5)):
        it = session("two-outputs", variant)
        go(it, 0, line)
        kept.keep(it)
    visit = memory.memories.lessons["two-outputs"]
    assert visit.variant == "late-errors"
    assert kept.open(lesson("two-outputs")).place == Place(0, 3)
    assert kept.open(lesson("two-outputs"), "late-errors").place == Place(0, 5)


def test_a_run_from_parameters_of_ones_own_leaves_the_remembered_one_alone(memory: Memory) -> None:
    kept = visits(memory)
    it = session()
    go(it, 2, 0)
    kept.keep(it)
    own = lesson("xor").model(parameters={"b2": array([7])})
    other = Session(own, lesson("xor"))
    go(other, 40, 0)
    kept.keep(other)
    assert memory.memories.lessons["xor"].record["update"] == 2


def test_a_run_that_is_too_large_is_begun_and_no_more(memory: Memory) -> None:
    it = session()
    go(it, 0, 3)
    it.run.rename(it.run.edit("W1", array([1, 2], [3, 4])), "x" * RECORD_BYTES)
    visits(memory).keep(it)
    assert memory.memories.lessons["xor"] == Visit("begun", "2026-11-21", None, {"": {}})


def test_a_lesson_that_has_changed_keeps_what_fits(memory: Memory) -> None:
    it = session()
    it.run.edit("b2", array([9]))
    go(it, 3, 2)
    visits(memory).keep(it)
    narrower = replace(lesson("xor"), base=lesson("two-outputs").model())
    opened = visits(memory).open(narrower)
    assert not opened.whole
    assert opened.said is not None
    assert opened.said.key == "tui.resumed-partly"
    assert opened.place == Place(3, 2)


@pytest.mark.parametrize(
    "bookmarks",
    [None, 3, [3], [{}], [{"at": 3}], [{"at": [1, 2], "branch": 9}], [{"at": ["a", 2], "branch": 0}]],
)
def test_damaged_bookmarks_are_left_out(bookmarks: object) -> None:
    it = session()
    go(it, 0, 4)
    opened = restored(lesson("xor"), None, {**record_of(it), "bookmarks": bookmarks})
    assert opened.session.bookmarks == ()
    assert opened.place == Place(0, 4)


# When a lesson is done


def without_goal(name: str) -> Lesson:
    found = lesson(name)
    assert found.base.goal is None
    return found


def test_a_lesson_that_trains_is_done_with_its_first_update(memory: Memory) -> None:
    it = Session(without_goal("xor").model(), without_goal("xor"))
    go(it, 0, len(it.run.lines) - 1)
    assert not gone_through(it)
    it.forward()
    assert gone_through(it)
    kept = visits(memory)
    kept.keep(it)
    assert kept.stage("xor") == "done"
    it.beginning()
    kept.keep(it)
    assert kept.stage("xor") == "done"
    assert visits(memory).stage("xor") == "done"


def test_a_jump_goes_through_it_too() -> None:
    it = session("xor")
    go(it, 1, 0)
    assert gone_through(it)


def test_a_lesson_without_updates_is_done_with_its_last_line() -> None:
    it = session("apples-and-oranges")
    assert not it.run.learns
    it.end()
    it.beginning()
    assert gone_through(it)


def test_a_lesson_with_a_goal_is_done_once_that_is_reached() -> None:
    it = session("gates")
    assert it.model.goal is not None
    it.end()
    assert not gone_through(it)
    it.run.edit("w", array([0.5], [0.5]))
    it.run.edit("b", array([-0.7]))
    assert gone_through(it)


def test_what_has_not_changed_is_not_written_again(memory: Memory, tmp_path: Path) -> None:
    kept = visits(memory)
    it = session()
    go(it, 0, 3)
    kept.keep(it)
    (tmp_path / FILE_NAME).unlink()
    kept.keep(it)
    assert not (tmp_path / FILE_NAME).exists()
    it.run.rename(it.run.branch, "another name")
    kept.keep(it)
    assert (tmp_path / FILE_NAME).exists()


def test_trouble_is_told_once(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    kept = visits(memory)
    assert kept.trouble() is None
    monkeypatch.setattr("os.fsync", full)
    it = session()
    for line in (1, 2):
        go(it, 0, line)
        kept.keep(it)
    trouble = kept.trouble()
    assert trouble is not None
    assert trouble.key == "tui.memory-unwritable"
    go(it, 0, 3)
    kept.keep(it)
    assert kept.trouble() is None
    assert kept.stage("xor") == "begun"


def test_without_a_memory_the_visits_of_now_are_known() -> None:
    kept = visits(None)
    it = session()
    go(it, 0, 3)
    kept.keep(it)
    assert kept.latest == ("xor",)
    assert kept.stage("xor") == "begun"
    assert not kept.first_ever
