"""Values set by hand, and the branches that come of it: the values are those of a fresh run with the same edits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tui.support import array, batched_model, graph_model, lesson, value, xor_model
from tutor.engine.model import Model
from tutor.engine.record import from_record, to_record
from tutor.engine.rules import RULES
from tutor.engine.run import Position
from tutor.messages import LANGUAGES
from tutor.tui.branching import (
    branch_name,
    changes,
    drop,
    go_to_branch,
    goal_reached,
    own_run,
    rename,
    set_value,
)
from tutor.tui.session import Session
from tutor.tui.ways import turn

MODELS: dict[str, Callable[[], Model]] = {
    "xor": xor_model,
    "momentum": lambda: xor_model(update=RULES["momentum"]),
    "batches": batched_model,
    "graph": graph_model,
}

MOVES = st.tuples(st.sampled_from(["edit", "switch", "drop", "own", "line", "update", "way", "undo", "name"]),
                  st.integers(0, 1000))  # fmt: skip


def act(session: Session, what: str, number: int) -> None:
    """One of the things that a learner may do, chosen by ``number``."""
    run = session.run
    branch = run.branches[number % len(run.branches)]
    if what == "edit":
        names = [*session.model.parameters, *session.model.data, *run.hyper]
        name = names[number % len(names)]
        shape = session.programs.shapes[name] if name not in session.model.data else run.data(name).shape
        set_value(session, name, np.full(shape, (number % 17 - 8) / 4))
    elif what == "switch":
        go_to_branch(session, branch)
    elif what == "drop" and branch.parent is not None:
        drop(session, branch)
    elif what == "own":
        own_run(session)
    elif what == "line":
        (session.forward if number % 3 else session.back)()
    elif what == "update":
        session.advance(number % 5 - 1)
    elif what == "way":
        turn(session)
    elif what == "undo":
        session.undo.back()
    elif what == "name":
        rename(session, branch, f"try {number}")


@pytest.mark.parametrize("name", MODELS)
@given(moves=st.lists(MOVES, max_size=14))
@settings(max_examples=40, deadline=None)
def test_whatever_was_tried_the_values_are_those_of_a_fresh_run(name: str, moves: list[tuple[str, int]]) -> None:
    session = Session(MODELS[name]())
    for what, number in moves:
        act(session, what, number)
    fresh, _, whole = from_record(MODELS[name](), to_record(session.run))
    assert whole
    fresh.long_way = session.run.long_way
    fresh.go(*session.run.position)
    for key in session.names:
        mine, theirs = session.value(key), fresh.value(key)
        assert (mine is None) == (theirs is None), key
        assert mine is None or theirs is None or np.array_equal(mine, theirs, equal_nan=True), key


def test_an_edit_is_a_branch_and_the_own_run_stays() -> None:
    session = Session(xor_model())
    session.advance(3)
    session.forward()
    before = value(session.run, "W1").copy()
    said = set_value(session, "W1", before + 1)
    assert said.say("en") == "Now branch 1: W₁ set before update 3. o: back to the lesson's own run"
    assert session.run.position == (3, 1)
    assert np.array_equal(value(session.run, "W1"), before + 1)
    assert own_run(session).say("en") == "Now the lesson's own run, update 3."
    assert np.array_equal(value(session.run, "W1"), before)


def test_a_second_edit_at_the_same_place_belongs_to_the_branch() -> None:
    session = Session(xor_model())
    set_value(session, "b2", array(1.0).reshape(1))
    said = set_value(session, "eta", np.array(5.0))
    assert said.say("en").startswith("η set too, on branch 1")
    assert len(session.run.branches) == 2


def test_what_an_update_has_moved_is_set_for_the_next() -> None:
    session = Session(xor_model())
    session.end()
    said = set_value(session, "b2", np.array([9.0]))
    assert "for update 1" in said.say("en")
    assert session.run.position == (1, 0)
    assert value(session.run, "b2").tolist() == [9.0]


def test_the_own_run_is_gone_back_to_as_far_as_it_got() -> None:
    session = Session(xor_model())
    session.advance(2)
    set_value(session, "eta", np.array(0.1))
    session.advance(5)
    assert own_run(session).say("en") == "Now the lesson's own run, update 2: it has not got further yet."
    assert session.run.position == Position(2, 0)
    assert own_run(session).key == "tui.branch-own-already"


def test_without_updates_no_sentence_speaks_of_them() -> None:
    session = Session(graph_model())
    assert "update" not in set_value(session, "a", np.array(7.0)).say("en")
    assert "update" not in set_value(session, "b", np.array(7.0)).say("en")
    assert "update" not in own_run(session).say("en")


def test_what_a_branch_has_changed_is_said_with_what_was_there() -> None:
    session = Session(xor_model())
    session.advance(1)
    changed = value(session.run, "W1").copy()
    changed[1, 0] = 4.0
    set_value(session, "W1", changed)
    session.advance(4)
    set_value(session, "eta", np.array(0.5))
    first, second = session.run.branches[1:]
    assert second.parent is first
    assert [change.text() for change in changes(session, first)] == ["W₁[1,0] −0.9750 → 4"]
    assert [change.text() for change in changes(session, second)] == ["η 2 → 0.5"]
    assert session.run.position.update == 5
    set_value(session, "X", np.full((4, 2), 0.5))
    text = changes(session, session.run.branch)[-1].text()
    assert text == "X[0,0] 0 → 0.5, X[0,1] 0 → 0.5, X[1,0] 0 → 0.5 …5…"


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_branches(language: str) -> None:
    session = Session(xor_model())
    set_value(session, "eta", np.array(3.0))
    branch = session.run.branch
    assert "1" in branch_name(branch).say(language)  # type: ignore[arg-type]
    rename(session, branch, "  a   larger\teta ")
    assert branch_name(branch).say(language) == "a larger eta"  # type: ignore[arg-type]
    rename(session, branch, "")
    assert "1" in branch_name(branch).say(language)  # type: ignore[arg-type]


def test_every_change_can_be_undone() -> None:
    session = Session(xor_model())
    set_value(session, "eta", np.array(3.0))
    own_run(session)
    rename(session, session.run.branches[1], "three")
    drop(session, session.run.branches[1])
    assert len(session.run.branches) == 1
    session.undo.back()
    assert session.run.branches[1].name == "three"
    session.undo.back()
    assert session.run.branches[1].name == ""
    session.undo.back()
    assert session.run.branch is session.run.branches[1]
    session.undo.back()
    assert len(session.run.branches) == 1


def test_the_goal_is_told_when_an_edit_reaches_it() -> None:
    session = Session(lesson("xor-from-gates").model(), lesson("xor-from-gates"))
    assert not goal_reached(session)
    set_value(session, "W2", array([0.4], [0.4]))
    said = set_value(session, "b2", np.array([-0.6]))
    assert said.key == "tui.goal-reached"
    assert goal_reached(session)
    assert session.run.position == (0, 0)
    assert set_value(session, "b2", np.array([-0.5])).key == "tui.edited-more-here"  # reached already
