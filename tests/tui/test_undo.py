"""Undo and redo: everything is as it was, to the last bit, whatever way led there."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest

from tests.tui.support import app_on, array, batched_model, screen_rows, session, xor_model
from tutor.engine import history
from tutor.engine.model import Model
from tutor.engine.record import from_record, to_record
from tutor.engine.rules import RULES
from tutor.formula.operations.operation import Array
from tutor.messages import say
from tutor.tui import undo
from tutor.tui.bookmarks import bookmarks, mark
from tutor.tui.session import Place, Selected, Session
from tutor.tui.undo import Reached

MODELS: dict[str, Callable[[], Model]] = {
    "xor": xor_model,
    "momentum": lambda: xor_model(update=RULES["momentum"]),
    "batches": batched_model,
    "diverging": lambda: xor_model(eta=1e306),
}


def travel(it: Session, place: Place) -> None:
    while not it.travel(place):
        pass


def arrive(it: Session, reached: Reached | None) -> bool:
    """Go the rest of the way that undo or redo leaves to the screen."""
    if reached is None:
        return False
    if it.run.position != reached.position:
        travel(it, Place(*reached.position, it.selected, through=True))
    assert it.run.position == reached.position
    return True


def same(one: Array | None, other: Array | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other, equal_nan=True)


def picture(it: Session) -> dict[str, object]:
    """Everything that a learner can see, copied."""
    run = it.run
    values = {name: None if (value := it.value(name)) is None else value.copy() for name in it.names}
    return {
        "values": values,
        "position": run.position,
        "branches": [(branch, branch.own_edits, branch.name) for branch in run.branches],
        "branch": run.branch,
        "long way": run.long_way,
        "bookmarks": it.bookmarks,
        "selected": it.selected,
    }


def assert_same(one: dict[str, object], other: dict[str, object]) -> None:
    assert {key: value for key, value in one.items() if key != "values"} == {
        key: value for key, value in other.items() if key != "values"
    }
    values, others = one["values"], other["values"]
    assert isinstance(values, dict)
    assert isinstance(others, dict)
    assert all(same(values[name], others[name]) for name in values)


def assert_as_fresh(it: Session, make: Callable[[], Model]) -> None:
    """The values are those that a run shows which is made anew and goes straight to this position."""
    fresh, _, whole = from_record(make(), to_record(it.run))
    assert whole
    fresh.long_way = it.run.long_way
    fresh.go(*it.run.position)
    for name in it.names:
        assert same(it.value(name), fresh.value(name)), (name, it.run.position)


@pytest.fixture
def _short_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """So little is remembered that ninety updates thin the keyframes out and push recent passes away."""
    monkeypatch.setattr(history, "MOST_KEYFRAMES", 4)
    monkeypatch.setattr(history, "MOST_RECENT", 5)
    monkeypatch.setattr(undo, "MOST", 12)


class Walk:
    """A learner who does anything in any order, each thing announced to undo as the screen announces it."""

    def __init__(self, it: Session, seed: object) -> None:
        self.it = it
        self.draws = random.Random(str(seed))
        self.moves: dict[str, Callable[[], None]] = {
            "forward": self.forward,
            "back": self.back,
            "advance": self.advance,
            "go": self.go,
            "edit": self.edit,
            "switch": self.switch,
            "drop": self.drop,
            "mark": self.mark,
            "bookmark": self.bookmark,
            "long way": self.long_way,
            "until": self.until,
        }

    def step(self) -> None:
        self.moves[self.draws.choice(list(self.moves))]()

    def forward(self) -> None:
        self.it.undoable("lines-forward", together=True)
        for _ in range(self.draws.randint(1, 20)):
            self.it.forward()

    def back(self) -> None:
        self.it.undoable("lines-back", together=True)
        for _ in range(self.draws.randint(1, 20)):
            self.it.back()

    def advance(self) -> None:
        self.it.undoable("updates-forward")
        self.it.advance(self.draws.randint(-20, 30))

    def go(self) -> None:
        self.it.undoable("goto")
        travel(self.it, Place(self.draws.randint(0, 90), self.draws.randint(0, 16), Selected("W2", (0, 0))))

    def edit(self) -> None:
        self.it.undoable("edit")
        self.it.run.edit("W2", array([self.draws.random()], [1.0]))
        self.it.stand(self.it.run.position)

    def switch(self) -> None:
        self.it.undoable("switch")
        self.it.run.switch(self.draws.choice(self.it.run.branches))
        self.it.stand(self.it.run.position)

    def drop(self) -> None:
        self.it.undoable("drop")
        if len(self.it.run.branches) > 1:
            self.it.run.drop(self.draws.choice(self.it.run.branches[1:]))
            self.it.stand(self.it.run.position)

    def mark(self) -> None:
        self.it.undoable("bookmark")
        mark(self.it)

    def bookmark(self) -> None:
        self.it.undoable("goto")
        marked = self.draws.choice(bookmarks(self.it) or (None,))
        if marked is not None:
            travel(self.it, Place(*marked.position, branch=marked.branch))

    def long_way(self) -> None:
        self.it.undoable("long-way")
        self.it.run.long_way = not self.it.run.long_way

    def until(self) -> None:
        self.it.undoable("until")
        self.it.run.run_until(None, self.it.run.position.update + self.draws.randint(1, 40))
        self.it.stand(self.it.run.position)


@pytest.mark.usefixtures("_short_memory")
@pytest.mark.parametrize("gone", [0, undo.GONE_BYTES])
@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("seed", range(3))
def test_any_walk_with_undo_and_redo_finds_the_bits_of_a_fresh_run(
    name: str, seed: int, gone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "GONE_BYTES", gone)
    it = Session(MODELS[name]())
    walk = Walk(it, f"{name}{seed}")
    for _ in range(45):
        chance = walk.draws.random()
        if chance < 0.25:
            arrive(it, it.undo.back())
        elif chance < 0.4:
            arrive(it, it.undo.forth())
        else:
            walk.step()
        assert_as_fresh(it, MODELS[name])


@pytest.mark.parametrize("gone", [0, undo.GONE_BYTES])
@pytest.mark.parametrize("seed", range(6))
def test_undoing_all_and_redoing_all_passes_through_the_same_moments(
    seed: int, gone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "GONE_BYTES", gone)
    it = Session(xor_model())
    walk = Walk(it, seed)
    before = picture(it)
    for _ in range(25):
        walk.step()
    after = picture(it)
    seen = [after]
    while arrive(it, it.undo.back()):
        seen.append(picture(it))
    assert_same(picture(it), before)
    assert len(seen) > 5
    for expected in reversed(seen[:-1]):
        assert arrive(it, it.undo.forth())
        assert_same(picture(it), expected)
    assert it.undo.forth() is None
    assert_same(picture(it), after)


def test_steps_of_one_kind_are_undone_together_and_others_one_by_one() -> None:
    it = Session(xor_model())
    for _ in range(3):
        it.undoable("lines-forward", together=True)
        it.forward()
    it.undoable("goto")
    travel(it, Place(7, 2))
    it.undoable("goto")
    travel(it, Place(9, 2))
    it.undo.back()
    assert it.run.position == (7, 2)
    it.undo.back()
    assert it.run.position == (0, 3)
    it.undo.back()
    assert it.run.position == (0, 0)
    assert it.undo.back() is None


def test_what_came_to_nothing_is_passed_over() -> None:
    it = Session(xor_model())
    it.undoable("end")
    it.end()
    it.undoable("goto")
    it.undoable("edit")
    reached = it.undo.back()
    assert reached is not None
    assert reached.what.key == "tui.undo-end"
    assert it.run.position == (0, 0)


def test_something_new_leaves_nothing_to_do_again() -> None:
    it = Session(xor_model())
    it.undoable("end")
    it.end()
    it.undo.back()
    it.undoable("goto")
    travel(it, Place(3, 0))
    assert it.undo.forth() is None
    assert it.run.position == (3, 0)


def test_branches_that_only_undo_knows_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "GONE_BYTES", 40_000)
    it = Session(xor_model())
    gone = []
    for number in range(12):
        it.undoable("edit")
        branch = it.run.edit("b2", array([float(number)]).reshape(1))
        it.run.go(600)
        it.undoable("drop")
        it.run.drop(branch)
        gone.append(branch)
        it.undoable("goto")
        assert sum(branch.computed_bytes for branch in gone) <= 40_000
    assert gone[-1].computed_bytes > 0


def test_undo_reaches_back_over_a_bounded_number_of_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "MOST", 5)
    it = Session(xor_model())
    for update in range(1, 20):
        it.undoable("goto")
        travel(it, Place(update, 0))
    while it.undo.back() is not None:
        pass
    assert it.run.position == (14, 0)


def test_two_branches_with_one_number_are_not_taken_for_each_other() -> None:
    """A branch that was dropped gives its number to the next one; back by undo, it has its own values."""
    it = Session(xor_model())
    it.undoable("edit")
    first = it.run.edit("b2", array([1.0]).reshape(1))
    it.run.go(9)
    it.run.go(5)
    at_five = picture(it)
    it.undoable("drop")
    it.run.drop(first)
    it.stand(it.run.position)
    it.run.go(0)
    it.undoable("edit")
    second = it.run.edit("b2", array([-3.0]).reshape(1))
    assert second.number == first.number
    it.run.go(9)
    it.run.go(5)
    arrive(it, it.undo.back())
    arrive(it, it.undo.back())
    assert_same(picture(it), at_five)


async def test_the_keys_undo_and_do_again_and_say_what() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("right", "right", "end", "down", "down")
        assert it.run.position == (2, 16)
        for key, position, what in (
            ("ctrl+z", (0, 16), "updates-forward"),
            ("U", (0, 2), "end"),
            ("ctrl+z", (0, 0), "lines-forward"),
        ):
            await pilot.press(key)
            assert it.run.position == position
            assert say("tui.undone", "en", what=say(f"tui.undo-{what}", "en")) in screen_rows(app)[-1]
        await pilot.press("ctrl+z")
        assert say("tui.nothing-to-undo", "en") in screen_rows(app)[-1]
        await pilot.press("ctrl+y", "ctrl+y", "ctrl+y")
        assert it.run.position == (2, 16)
        await pilot.press("ctrl+y")
        assert say("tui.nothing-to-redo", "en") in screen_rows(app)[-1]


async def test_an_undone_run_of_many_updates_is_gone_through_again_in_stretches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(undo, "GONE_BYTES", 0)
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        it.undoable("edit", name="b2")
        it.run.edit("b2", array([1.0]).reshape(1))
        it.undoable("goto")
        travel(it, Place(12_000, 3))
        there = picture(it)
        await pilot.press("ctrl+z", "ctrl+z")
        assert it.run.position == (0, 0)
        assert len(it.run.branches) == 1
        await pilot.press("ctrl+y", "ctrl+y")
        for _ in range(200):
            await pilot.pause(0.05)
            if it.run.position == (12_000, 3):
                break
        assert_same(picture(it), there)
        assert say("tui.undo-goto", "en") in screen_rows(app)[-1]
