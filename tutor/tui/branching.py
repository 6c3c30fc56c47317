"""What a learner tries: values set by hand, and the branches that come of it. Knows no Textual."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tutor.engine.history import Branch
from tutor.formula.display import display_name
from tutor.formula.operations.operation import Array, Index
from tutor.messages import Message, Words
from tutor.tui.picture.numbers import number_text
from tutor.tui.session import Session

MOST_CHANGES = 3
"""Changed cells that a branch is described by; more are counted."""


@dataclass(frozen=True, slots=True)
class Change:
    """Cells of one value that a branch has set.

    Attributes:
        cells: the first of them, with the value that was there before and the one that was set.
        count: how many there are.
    """

    name: str
    cells: tuple[tuple[Index, float, float], ...]
    count: int

    def text(self) -> str:
        """``W₁[0,0]: 1.2 → 5``, and how many more."""
        parts = [
            f"{display_name(self.name)}{_cell(at)} {number_text(old)} → {number_text(new)}"
            for at, old, new in self.cells
        ]
        more = self.count - len(self.cells)
        return ", ".join(parts) + (f" …{more}…" if more else "")


def set_value(session: Session, name: str, value: Array) -> Message:
    """Set a parameter, a datum or a hyper-parameter where the session stands; what has come of it.

    Raises:
        RunError: if ``value`` cannot be given to ``name``.
    """
    run = session.run
    before, update = run.branch, run.position.update
    was_reached = goal_reached(session)
    session.undoable("edit", name=display_name(name))
    selected = session.selected
    branch = run.edit(name, value)
    session.stand(run.position)
    session.selected = selected
    if goal_reached(session) and not was_reached:
        return Message("tui.goal-reached", {"branch": branch_name(branch)})
    gaps = {"branch": branch_name(branch), "name": display_name(name)}
    if not run.learns:
        return Message("tui.edited-more-here" if branch is before else "tui.edited-here", gaps)
    key = "tui.edited-more" if branch is before else "tui.edited-later" if branch.fork > update else "tui.edited"
    return Message(key, {**gaps, "update": f"{branch.fork:,}"})


def goal_reached(session: Session) -> bool:
    """Whether the lesson's goal is reached in the pass where the session stands, whatever of it has been computed."""
    goal = session.model.goal
    return goal is not None and session.run.holds(goal)


def go_to_branch(session: Session, branch: Branch) -> Message:
    """Stand on ``branch``, at the same update if it has got that far; where that is."""
    run = session.run
    if branch is run.branch:
        return Message("tui.branch-already" if branch.parent is not None else "tui.branch-own-already")
    update = run.position.update
    session.undoable("switch", branch=branch_name(branch))
    run.switch(branch)
    session.stand(run.position)
    if not run.learns:
        return Message("tui.branch-here-once", {"branch": branch_name(branch)})
    reached = run.position.update
    key = "tui.branch-shorter" if reached < update else "tui.branch-here"
    return Message(key, {"branch": branch_name(branch), "update": f"{reached:,}"})


def own_run(session: Session) -> Message:
    """Back to the lesson's own run."""
    return go_to_branch(session, session.run.branches[0])


def drop(session: Session, branch: Branch) -> Message:
    """Forget a branch and those that come from it.

    Raises:
        RunError: for the lesson's own run.
    """
    session.undoable("drop", branch=branch_name(branch))
    session.run.drop(branch)
    session.stand(session.run.position)
    return Message("tui.branch-dropped", {"branch": branch_name(branch)})


def rename(session: Session, branch: Branch, name: str) -> None:
    """Call a branch by a name of the learner's; an empty one gives it its number back."""
    session.undoable("rename", branch=branch_name(branch))
    session.run.rename(branch, " ".join(name.split()))


def branch_name(branch: Branch) -> Message | Words:
    """What a branch is called: by the learner, or by its number; the lesson's own run is called that."""
    if branch.name:
        return Words(branch.name, branch.name)
    if branch.parent is None:
        return Message("tui.branch-own")
    return Message("tui.branch-number", {"number": branch.number})


def changes(session: Session, branch: Branch) -> list[Change]:
    """What a branch has set, beside what stood there where it left its parent."""
    return [_change(session, branch, edit.name, edit.value) for edit in branch.own_edits]


def _change(session: Session, branch: Branch, name: str, value: Array) -> Change:
    before = _before(session, branch, name)
    changed = [tuple(map(int, at)) for at in np.argwhere(value != before)]
    shown = tuple((at, float(before[at]), float(value[at])) for at in changed[:MOST_CHANGES])
    return Change(name, shown, len(changed))


def _before(session: Session, branch: Branch, name: str) -> Array:
    """What ``name`` was before ``branch`` set it: for a parameter what the updates before the fork gave."""
    run, model, parent = session.run, session.model, branch.parent
    assert parent is not None, "the lesson's own run has no edits"  # noqa: S101
    if name in model.parameters:
        position, here = run.position, run.branch
        run.switch(parent)
        run.go(branch.fork)
        value = run.entering(name).copy()
        run.switch(here)
        run.go(*position)
        return value
    given = model.data.get(name)
    value = np.array(model.hyper_parameters[name]) if given is None else np.array(given)
    for edit in parent.edits:
        if edit.name == name and edit.update <= branch.fork:
            value = edit.value
    return value


def _cell(at: Index) -> str:
    return f"[{','.join(map(str, at))}]" if at else ""
