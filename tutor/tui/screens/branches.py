"""The branches of a run: where each left which, what it changed, how far it got; to switch, compare, name and drop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.events import Key

from tutor.engine.history import Branch
from tutor.engine.run import RunError
from tutor.messages import Message
from tutor.tui.actions import Group, Where
from tutor.tui.branching import branch_name, changes, drop, go_to_branch, rename
from tutor.tui.jamo import with_jamo
from tutor.tui.picture.numbers import MISSING, number_text
from tutor.tui.picture.text import Picture, Row, Span, cell_len, clip, pad, row, row_width
from tutor.tui.screens.base import bindings
from tutor.tui.screens.listing import NamingListing
from tutor.tui.session import Session

_NAME = 28
"""Columns for a branch's name at most."""


class Pair(NamedTuple):
    """Two branches that are to be compared."""

    first: Branch
    second: Branch


class BranchesScreen(NamingListing["Message | Pair | None"]):
    """Gives what has come of it as a sentence, or the branches to compare."""

    LONGEST: ClassVar[int] = 40

    WHERE: ClassVar[Where] = "branches"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("naming"), *bindings("branches")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._dropping: Branch | None = None
        self._tree = list(_tree(session.run.branches))
        self._changed = {
            branch: ", ".join(change.text() for change in changes(session, branch)) for branch, _ in self._tree
        }
        self.at = [branch for branch, _ in self._tree].index(session.run.branch)

    @property
    def heading(self) -> str:
        """What the list is about."""
        return self.say("tui.branches-title")

    @property
    def standing(self) -> Message | None:
        """How there come to be more, where there is only one."""
        return Message("tui.branches-only") if len(self._tree) == 1 else None

    def idle(self) -> Iterator[Group]:
        """With a single branch there is nothing to do."""
        if len(self._tree) == 1:
            yield from ("there", "compare", "rename", "drop", "pick")

    def foot(self, width: int) -> Picture:
        """The keys; none while it is asked whether to drop a branch."""
        return Picture() if self._dropping is not None else super().foot(width)

    def entries(self) -> Sequence[Row]:
        """A branch a row; one that left another stands under it, further in."""
        names = [self._called(branch, depth) for branch, depth in self._tree]
        width = min(max(map(row_width, names)), _NAME)
        columns = [row(*map(Span, self._numbers(branch))) for branch, _ in self._tree]
        widths = [max(map(cell_len, (span.text for span in column))) for column in zip(*columns, strict=True)]
        return [
            (
                *pad(clip(name, width), width + 2),
                *(span for number, wide in zip(numbers, widths, strict=True) for span in pad((number,), wide + 2)),
                Span(self._changed[branch], "dim"),
            )
            for name, numbers, (branch, _) in zip(names, columns, self._tree, strict=True)
        ]

    def choose(self, number: int) -> None:
        """Stand on a branch."""
        self.dismiss(go_to_branch(self._session, self._tree[number][0]))

    # Keys

    def action_go_to_branch(self) -> None:
        """Stand on the marked branch."""
        self.take()

    def on_key(self, event: Key) -> None:
        """While it is asked whether to drop a branch, every other key keeps it."""
        if self._dropping is not None and event.key not in with_jamo(("d",)):
            event.stop()
            event.prevent_default()
            self._dropping = None
            self._tell(Message("tui.branch-kept"))

    def action_drop(self) -> None:
        """Ask whether to drop a branch; asked already, drop it."""
        branch = self._marked
        if branch.parent is None:
            self._tell(RunError("drop-own-run").message)
        elif self._dropping is None:
            self._dropping = branch
            count = sum(other.descends_from(branch) for other in self._session.run.branches)
            key = "tui.branch-drop" if count == 1 else "tui.branch-drop-with"
            self._tell(Message(key, {"branch": branch_name(branch), "count": count - 1}))
        else:
            self._dropping = None
            said = drop(self._session, branch)
            self._tree = list(_tree(self._session.run.branches))
            self._tell(said)

    def action_compare(self) -> None:
        """Compare the marked branch with the one that is stood on; that one with the one it left."""
        here, marked = self._session.run.branch, self._marked
        other = here if marked is not here else here.parent
        if other is None:
            self._tell(Message("tui.branches-mark-another"))
        else:
            first, second = sorted((other, marked), key=lambda branch: branch.number)
            self.dismiss(Pair(first, second))

    def action_rename(self) -> None:
        """Ask for a name."""
        self.open_field(self._marked.name)

    @property
    def asking(self) -> str:
        """What stands in the empty field."""
        return self.say("tui.branches-name")

    def call(self, name: str) -> None:
        """Call the branch by the name."""
        rename(self._session, self._marked, name)
        self.hush()
        self.draw()

    @property
    def _marked(self) -> Branch:
        return self._tree[self.at][0]

    def _tell(self, message: Message) -> None:
        self.tell(message)
        self.draw()

    # Rows

    def _called(self, branch: Branch, depth: int) -> Row:
        """What a branch is called, marked if it is the one that is stood on."""
        here = branch is self._session.run.branch
        name = "  " * depth + branch_name(branch).say(self.language)
        return row(Span("• " if here else "  ", "new"), Span(name, "strong" if here else "name"))

    def _numbers(self, branch: Branch) -> tuple[str, ...]:
        """From which update to which a branch goes, and its last loss; nothing where there are no updates."""
        if not self._session.run.learns:
            return ()
        span = self.say("tui.branch-span", first=f"{branch.fork:,}", last=f"{branch.reached:,}")
        return span, self._loss(branch)

    def _loss(self, branch: Branch) -> str:
        """The loss that was computed last on a branch, and at which update if not at the one that it has reached."""
        name, run = self._session.model.loss, self._session.run
        here = self._session.value(name) if branch is run.branch else None
        if here is not None and here.ndim == 0:  # it is to be seen behind this list
            return self._loss_at(branch, run.position.update, float(here))
        points = branch.loss_points(max(branch.fork, branch.reached - branch.losses.stride))
        if not points:
            return f"{name} {MISSING}"
        return self._loss_at(branch, *points[-1])

    def _loss_at(self, branch: Branch, update: int, loss: float) -> str:
        text = f"{self._session.model.loss} {number_text(loss)}"
        return text if update == branch.reached else self.say("tui.branch-loss-at", loss=text, update=f"{update:,}")


def _tree(branches: Sequence[Branch], parent: Branch | None = None, depth: int = 0) -> Iterator[tuple[Branch, int]]:
    """The branches with how often each has left another, every one followed by those that left it."""
    for branch in branches:
        if branch.parent is parent:
            yield branch, depth
            yield from _tree(branches, branch, depth + 1)
