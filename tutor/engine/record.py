"""A run as a few numbers: its branches, their edits, and where it stands. Everything else is computed again.

For resuming another day, and for going on when the lesson's file has been saved by its author.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from tutor.engine.history import Branch
from tutor.engine.model import Model
from tutor.engine.run import Position, Run, RunError

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MOST_BRANCHES = 1_000
"""Branches that are made again; a learner makes a handful."""

FURTHEST = 100_000_000
"""The largest update that is gone back to."""


def to_record(run: Run) -> dict[str, Json]:
    """What a learner has made of ``run``, as JSON."""
    numbers = {branch.number: position for position, branch in enumerate(run.branches)}
    branches: list[Json] = [
        {
            "parent": numbers.get(branch.parent.number) if branch.parent is not None else None,
            "update": branch.fork,
            "name": branch.name,
            "edits": {edit.name: edit.value.tolist() for edit in branch.own_edits},
        }
        for branch in run.branches
    ]
    position = run.position
    return {
        "update": position.update,
        "line": position.line,
        "branch": numbers[run.branch.number],
        "branches": branches,
    }


def from_record(model: Model, record: Mapping[str, object]) -> tuple[Run, Position, bool]:
    """A run with the branches that ``record`` tells of, standing at the beginning of the branch that it was on.

    Also the position that it had, which may be a long way off, and whether all of the record could be used: it may be
    of an older form of the lesson, or damaged. What does not fit is left out.
    """
    run = Run(model)
    branches: dict[int, Branch] = {0: run.branch}
    entries = _list(record.get("branches"))[1 : MOST_BRANCHES + 1]
    for position, entry in enumerate(entries, 1):
        made = _graft(run, branches, entry)
        if made is not None:
            branches[position] = made
    number = _whole(record.get("branch"))
    whole = number in branches and len(branches) == len(entries) + 1
    if number in branches:
        run.switch(branches[number])
    update = min(_whole(record.get("update")), FURTHEST) if run.learns else 0
    return run, Position(update, _whole(record.get("line"))), whole


def _graft(run: Run, branches: Mapping[int, Branch], entry: object) -> Branch | None:
    """The branch that ``entry`` tells of; None if it does not fit the run."""
    if not isinstance(entry, dict) or not isinstance(entry.get("edits"), dict):
        return None
    parent, update = branches.get(_whole(entry.get("parent"), -1)), _whole(entry.get("update"), -1)
    if parent is None or not parent.fork <= update <= FURTHEST:
        return None
    try:
        edits = {str(name): np.array(value, dtype=np.float64) for name, value in entry["edits"].items()}
        return run.graft(parent, update, edits, str(entry.get("name", ""))[:80])
    except (RunError, ValueError, TypeError, OverflowError):
        return None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _whole(value: object, default: int = 0) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else default
