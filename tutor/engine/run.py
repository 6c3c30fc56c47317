"""A run through time: positions, steps, jumps, edits that start branches.

Position (update, line): the pass after ``update`` updates, of which ``line`` lines have run. What a position shows
depends on the lesson and the edits of the branch alone, never on the way that led there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from tutor.engine.gradients import GradientCheck, check_gradients
from tutor.engine.history import Branch, Edit
from tutor.engine.model import Model
from tutor.engine.passes import Passes, Progress, Reason
from tutor.engine.standpoint import Standpoint, read_only
from tutor.formula.operations.operation import Array, describe
from tutor.formula.problems import FormulaError
from tutor.formula.tree import Expr
from tutor.messages import Message


class Position(NamedTuple):
    """The pass after ``update`` updates, of which ``line`` lines have run."""

    update: int = 0
    line: int = 0


class Bookmark(NamedTuple):
    """A position, the branch it is on, and all branches with their edits and names."""

    position: Position
    branch: Branch
    branches: tuple[tuple[Branch, tuple[Edit, ...], str], ...]


class Outcome(NamedTuple):
    """Why a run stopped, in which pass, and, if it diverged, the address with which numbers began to be lost."""

    reason: Reason
    update: int
    began: str | None = None


class RunError(ValueError):
    """Something that cannot be done with this run; ``message`` says why."""

    def __init__(self, key: str, **parameters: object) -> None:
        self.message = Message(f"engine.{key}", parameters)
        super().__init__(key)


class Run(Standpoint):
    """A standpoint that moves: a model, a position in its time, and the branches that were made.

    Attributes:
        branches: the lesson's own run first.
    """

    def __init__(self, model: Model) -> None:
        super().__init__(Passes(model))
        self.branches: list[Branch] = [self._passes.branch]
        self._began: tuple[object, str] | None = None

    @property
    def position(self) -> Position:
        """Where the run stands."""
        return Position(self._passes.update, self._line)

    @property
    def branch(self) -> Branch:
        """The branch that the run stands on."""
        return self._passes.branch

    # Moving

    def step(self, lines: int = 1) -> None:
        """Run the next ``lines`` lines, into the next pass where this one ends."""
        for _ in range(lines):
            if self._line == len(self.lines):
                if not self.learns:
                    return
                self._stand(self._passes.update + 1)
            self._run_to(self._line + 1)

    def back(self, lines: int = 1) -> None:
        """Go back by ``lines`` lines, into the pass before where this one begins."""
        for _ in range(lines):
            update, line = self.position
            if line > 1 or (line == 1 and update == 0):
                self.go(update, line - 1)
            elif update > 0:
                self._stand(update - 1)
                self._run_to(len(self.lines))

    def advance(self, updates: int = 1) -> None:
        """Go ``updates`` updates on (back if negative), to the same line of that pass.

        Where nothing is learned there is one pass only: to its end, or back to its beginning.
        """
        if self.learns:
            self.go(max(self._passes.update + updates, 0), self._line)
        else:
            self.go(0, len(self.lines) if updates > 0 else 0)

    def go(self, update: int, line: int = 0) -> None:
        """Go to a position; a ``line`` beyond the last is the last.

        Raises:
            RunError: if there is no such position: a lesson that does not learn has update 0 only.
        """
        if update < 0 or (update > 0 and not self.learns):
            raise RunError("no-such-update", update=update)
        undone = self.lines[max(line, 0) : self._line]
        if update != self._passes.update or any(other.phase == "update" for other in undone):
            self._stand(update)
        self._run_to(max(0, min(line, len(self.lines))))

    def run_until(self, condition: Expr | None, limit: int, progress: Progress | None = None) -> Outcome:
        """Learn until ``condition`` holds, the update ``limit`` is reached, or a number is lost.

        The position is then where the condition was met (after the line that decided it), the beginning of pass
        ``limit``, or the line where the first number that is not finite arose.

        Raises:
            RunError: if there is nothing to learn.
            FormulaError: if the condition reads what does not exist.
        """
        if not self.learns:
            raise RunError("nothing-to-learn")
        start, began = self._passes.update, self.lost_since()
        if began is not None:
            return Outcome("diverged", start, began)
        self._stand(start)
        halt = self._passes.advance(max(limit, start), condition, progress, stop_if_lost=True)
        self._line = 0
        if halt.reason == "diverged":
            return self._locate(start, halt.update)
        if condition is not None and halt.reason != "stopped":
            check = self._passes.observer.condition(condition)
            self._run_to(check.ready)
            if check.read():
                return Outcome("condition", halt.update)
            self._stand(halt.update)
        return Outcome(halt.reason, halt.update)

    def _stand(self, update: int) -> None:
        """At the beginning of a pass, nothing of it computed."""
        if update == self._passes.update:
            self._passes.restart()
        else:
            self._passes.seek(update)
        self._line = 0

    def _run_to(self, line: int) -> None:
        """Run the lines up to ``line``; going back within lines that change nothing they read is forgetting them."""
        if line > self._line:
            self._passes.machine.run(self._line, line)
        self._line = line

    # Numbers that are lost

    def lost_since(self) -> str | None:
        """The address of the value with which the numbers began to be lost that are lost here; None where none are.

        What was set by hand since then, so that all that is learned was finite, is a new beginning. Until a pass has
        come to its loss, that of the pass before is asked. The position stays.
        """
        here, update, branch = self.lost_at(), self._passes.update, self.branch
        edited = max((edit.update for edit in branch.edits if edit.update <= update), default=0)
        last, sound = branch.last_loss(update), branch.last_loss(update, finite=True)
        if here is None:
            is_sound = last is None or last == sound or last < edited
            if is_sound or self.value(self.model.loss) is not None:
                return None
        elif update in (edited, 0 if sound is None else sound + 1) and np.isfinite(self._passes.entering).all():
            return here
        known = branch, branch.own_edits, edited, sound, self.long_way
        if self._began is None or self._began[0] != known:
            began = self._first_lost(edited, sound or 0)
            if began is None:  # losses are recorded only now and then, and those in between were sound
                return here
            self._began = known, began
        return self._began[1]

    def _first_lost(self, edited: int, sound: int) -> str | None:
        """The first address of a value that was lost in a pass before this one, since pass ``sound`` or ``edited``."""
        position, branch = self.position, self.branch
        start = max(edited, sound)
        self._stand(start)
        while start > 0 and not np.isfinite(self._passes.entering).all():
            kept = branch.keyframe(start - 1)
            start = 0 if kept is None else branch.last_loss(kept[0] + 1, finite=True) or 0
            self._stand(start)
        halt = self._passes.advance(position.update, stop_if_lost=True)
        began = self._locate(start, halt.update).began if halt.reason == "diverged" else None
        self._stand(position.update)
        self.go(*position)
        return began

    def _locate(self, start: int, update: int) -> Outcome:
        """Stand at the line where the first number was lost, in pass ``update`` or before it, from ``start`` on."""
        self._stand(update)
        while update > start and not np.isfinite(self._passes.entering).all():
            update -= 1
            self._stand(update)
        while self._line < len(self.lines):
            self._run_to(self._line + 1)
            began = self.lost_at()
            if began is not None:
                return Outcome("diverged", update, began)
        return Outcome("diverged", update)

    # Looking ahead in the pass, and coming back

    def check_gradients(self) -> list[GradientCheck]:
        """Every parameter's gradient in this pass beside its central difference; the position stays."""
        position = self.position
        self.go(position.update, self._before_update)
        names = [name for name in self.model.parameters if f"d{name}" in self.programs.gradients]
        gradients = {name: np.array(self._passes.machine.values[f"d{name}"]) for name in names}
        checked = list(check_gradients(self._passes.machine, gradients))
        self._stand(position.update)
        self.go(*position)
        return checked

    def steepest(self) -> float:
        """The largest size among the gradients of the parameters in this pass; the position stays."""
        position = self.position
        if position.line < self._before_update:
            self.go(position.update, self._before_update)
        values = self._passes.machine.values
        sizes = [np.abs(values[f"d{name}"]).max(initial=0.0) for name in self.model.parameters if f"d{name}" in values]
        self.go(*position)
        return float(max(sizes, default=0.0))

    @property
    def _before_update(self) -> int:
        return len(self.lines) - len(self.programs.update)

    def holds(self, expr: Expr) -> bool:
        """Whether ``expr`` holds in this pass, whatever of it has been computed; the position stays."""
        position = self.position
        holds = self.condition(expr)
        if holds is None:
            self.go(position.update, self._before_update)
            holds = self.condition(expr)
            self.go(*position)
        return bool(holds)

    # Kept for curves

    def record(self, exprs: Iterable[Expr]) -> tuple[Expr, ...]:
        """Keep these numbers of the passes that run from now on, for curves; those that can be kept.

        What cannot be read in this model, or is not one number, is left out. ``Branch.sampled`` gives them by their
        place in what this returns.
        """
        kept = []
        for expr in dict.fromkeys(exprs):
            try:
                self._passes.observer.number(expr)
            except FormulaError:
                continue
            kept.append(expr)
        self._passes.recorded = tuple(kept)
        return tuple(kept)

    @property
    def recorded(self) -> tuple[Expr, ...]:
        """The numbers that are kept for curves."""
        return self._passes.recorded

    # Changing

    def edit(self, name: str, value: Array) -> Branch:
        """Set a parameter, a datum or a hyper-parameter here, and go on from here on a branch of its own.

        A second edit at the same moment, before the branch has gone on, belongs to the same branch. A parameter that
        this pass has updated already is set for the next one.

        Raises:
            RunError: if ``name`` cannot be set, or ``value`` has another shape or is not finite.
        """
        array = self._checked(name, value)
        moved = any(line.parameter == name for line in self.lines[: self._line])
        update, line = (self._passes.update + 1, 0) if moved else self.position
        branch = self.branch
        gone_on = branch.reached > update or any(other.parent is branch for other in self.branches)
        if branch.parent is None or branch.fork != update or gone_on:
            while branch.parent is not None and update < branch.fork:  # before it left its parent, this was its parent
                branch = branch.parent
            branch = self.graft(branch, update, {})
        branch.own_edits = (
            *(other for other in branch.own_edits if other.name != name),
            Edit(update, name, array),
        )
        self._passes.begin_anew(branch)
        self._passes.branch = branch
        self._passes.reload(update)
        self._line = 0
        self.go(update, line)
        return branch

    def graft(self, parent: Branch, update: int, edits: Mapping[str, Array], name: str = "") -> Branch:
        """A branch that leaves ``parent`` before pass ``update`` with ``edits``, by name; the run stays where it is.

        Raises:
            RunError: as ``edit`` does.
        """
        made = tuple(Edit(update, key, self._checked(key, value)) for key, value in edits.items())
        branch = self._passes.new_branch(max(other.number for other in self.branches) + 1, parent, update)
        branch.own_edits, branch.name = made, name
        self.branches.append(branch)
        return branch

    def _checked(self, name: str, value: Array) -> Array:
        """``value`` as it may be given to ``name``."""
        array = self._passes.editable(name)
        if array is None:
            raise RunError("edit-unknown", name=name)
        value = np.array(value, dtype=np.float64)
        if value.shape != array.shape:
            raise RunError("edit-shape", name=name, shape=describe(array.shape), given=describe(value.shape))
        if not np.isfinite(value).all():
            raise RunError("edit-not-finite", name=name)
        return read_only(value)

    def switch(self, branch: Branch) -> None:
        """Stand on another branch, at the same update if it has got that far."""
        update, line = self.position
        update = min(update, branch.reached)
        self._passes.branch = branch
        self._passes.reload(update)
        self._line = 0
        self.go(update, line)

    def drop(self, branch: Branch) -> None:
        """Forget a branch and those that come from it.

        Raises:
            RunError: for the lesson's own run.
        """
        if branch.parent is None:
            raise RunError("drop-own-run")
        if self.branch.descends_from(branch):
            self.switch(branch.parent)
        for other in [other for other in self.branches if other.descends_from(branch)]:
            self.branches.remove(other)
            self._passes.forget(other)

    def forget(self, branch: Branch) -> None:
        """Give back the memory of what was computed on a branch where the run does not stand."""
        self._passes.begin_anew(branch)

    def rename(self, branch: Branch, name: str) -> None:
        """Call a branch by a name of the learner's."""
        branch.name = name

    def bookmark(self) -> Bookmark:
        """Everything about this run that a learner has made, to come back to."""
        kept = tuple((branch, branch.own_edits, branch.name) for branch in self.branches)
        return Bookmark(self.position, self.branch, kept)

    def return_to(self, bookmark: Bookmark) -> None:
        """Make branches, edits and position what they were."""
        self.branches[:] = [branch for branch, _, _ in bookmark.branches]
        for branch, edits, name in bookmark.branches:
            branch.name = name
            if branch.own_edits != edits:
                branch.own_edits = edits
                self._passes.begin_anew(branch)
        self._passes.branch = bookmark.branch
        self._passes.reload(bookmark.position.update)
        self._line = 0
        self.go(*bookmark.position)

    @property
    def long_way(self) -> bool:
        """Whether a loss and the activation before it are differentiated one after the other."""
        return self._passes.long_way

    @long_way.setter
    def long_way(self, on: bool) -> None:
        """Show the long way or the short one, from the beginning of this pass; the updates stay as they were."""
        self._passes.long_way = on
        self._passes.reload(self._passes.update)
        self._line = 0
