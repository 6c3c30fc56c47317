"""A run written down as its edits and its position is the same run again."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from tests.benchmarks.contenders import xor_model
from tutor.engine.record import from_record, to_record
from tutor.engine.run import Position, Run


def _values(run: Run) -> dict[str, list[Any]]:
    return {name: np.array(run.value(name)).tolist() for name in (*run.learned, *(line.name for line in run.lines))}


@pytest.fixture
def forked() -> Run:
    """A run with a branch of two edits at update 10, and a branch of that at update 20; it stands at the end of 30."""
    run = Run(xor_model())
    run.go(10, 3)
    run.edit("W1", np.zeros((2, 2)))
    run.edit("eta", np.array(1.0))
    run.go(20, 4)
    run.rename(run.edit("b1", np.ones(2)), "from one")
    run.go(30, len(run.lines))
    return run


def test_through_json_and_back(forked: Run) -> None:
    record = json.loads(json.dumps(to_record(forked)))
    run, position, whole = from_record(forked.model, record)
    run.go(*position)
    assert whole
    assert position == Position(30, len(run.lines))
    assert [(b.fork, b.name, len(b.own_edits)) for b in run.branches] == [(0, "", 0), (10, "", 2), (20, "from one", 1)]
    assert _values(run) == _values(forked)


@pytest.mark.parametrize(
    "entry",
    [
        None,
        {"parent": 7, "update": 1, "edits": {}},
        {"parent": 0, "update": 3, "edits": {"zz": 1.0}},
        {"parent": 0, "update": 3, "edits": {"W1": [[1.0]]}},
        {"parent": 0, "update": 3, "edits": {"W1": "text"}},
        {"parent": 0, "update": 3, "edits": {"eta": float("nan")}},
        {"parent": 0, "update": -3, "edits": {"eta": 1.0}},
        {"parent": 0, "update": 10**12, "edits": {"eta": 1.0}},
        {"parent": True, "update": 1, "edits": [1]},
    ],
)
def test_a_branch_that_does_not_fit_is_left_out(entry: object) -> None:
    run, position, whole = from_record(
        xor_model(), {"branches": [{}, entry], "branch": 1, "update": 5, "line": "three"}
    )
    assert not whole
    assert len(run.branches) == 1
    assert position == Position(5, 0)


@pytest.mark.parametrize("record", [{}, {"branches": 3}, {"update": -1, "line": None, "branch": "x"}])
def test_a_damaged_record_begins_at_the_beginning(record: dict[str, object]) -> None:
    run, position, _ = from_record(xor_model(), record)
    run.go(*position)
    assert run.position == Position(0, 0)


def test_a_bookmark_brings_back_what_was_edited_dropped_and_named(forked: Run) -> None:
    mark, values = forked.bookmark(), _values(forked)
    forked.rename(forked.branches[2], "another")
    forked.drop(forked.branches[1])
    forked.go(3)
    forked.edit("b2", np.array([9.0]))
    forked.return_to(mark)
    assert _values(forked) == values
    assert [branch.name for branch in forked.branches] == ["", "", "from one"]


def test_a_bookmark_undoes_an_edit_of_the_same_moment() -> None:
    run = Run(xor_model())
    run.go(5)
    branch = run.edit("eta", np.array(1.0))
    mark = run.bookmark()
    run.edit("eta", np.array(4.0))
    run.go(9)
    run.return_to(mark)
    run.go(9)
    fresh = Run(xor_model())
    fresh.go(5)
    fresh.edit("eta", np.array(1.0))
    fresh.go(9)
    assert run.branch is branch
    assert _values_of_parameters(run) == _values_of_parameters(fresh)


def _values_of_parameters(run: Run) -> dict[str, list[Any]]:
    return {name: np.array(run.value(name)).tolist() for name in run.learned}


def test_an_edit_before_a_branch_left_its_parent_leaves_that_parent() -> None:
    run = Run(xor_model())
    run.go(20)
    late = run.edit("b2", np.array([1.0]))
    run.go(5)
    early = run.edit("b2", np.array([2.0]))
    assert early.parent is late.parent
    run.go(9)
    again, position, whole = from_record(xor_model(), to_record(run))
    assert whole
    again.go(*position)
    assert (again.value("b2"), len(again.branches)) == (run.value("b2"), 3)
