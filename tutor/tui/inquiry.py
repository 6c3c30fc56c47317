"""A question why a cell has its value, and the walk that begins with it. Knows no Textual.

The session moves along: to the line that computed the cell which is looked at, so that what it read is on the screen.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from tutor.engine.address import Address
from tutor.engine.history import Edit
from tutor.engine.run import Position
from tutor.explain.explainer import Explainer
from tutor.explain.explanation import Explanation
from tutor.explain.problem import ExplainError
from tutor.explain.walk import Walk
from tutor.formula.tree import Expr
from tutor.tui.picture.tags import Spot
from tutor.tui.picture.text import Picture
from tutor.tui.session import Session


class Questions:
    """Asks about the cells of one session, and keeps what was worked out for them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.run = session.run
        self.explainer = Explainer(session.run, {} if session.lesson is None else session.lesson.labels)

    def ask(self, spot: Spot, part: Expr | None = None) -> Inquiry:
        """A new walk, from the cell at ``spot``; ``part`` is the formula of one that has no address.

        Raises:
            ExplainError: if it names no cell of this run.
        """
        return Inquiry(self, self._explain(spot, part), spot)

    def _explain(self, spot: Spot, part: Expr | None) -> Explanation:
        update, number = self.session.run.position.update, self.session.shown
        address = spot.subject.address(update, spot.cell)
        if address is not None:
            return self.explainer.explain(address)
        text = spot.subject.text
        if part is None or number is None:
            raise ExplainError("no-name", address=text)
        return self.explainer.part(update, number, part, spot.cell, f"({text})")


class Seen(NamedTuple):
    """Where the session stood when a cell was looked at, and where it was seen; None if it was not to be seen."""

    position: Position
    spot: Spot | None


class Inquiry:
    """A walk from cell to cell.

    Attributes:
        walk: the cells.
        link: which cell is chosen to go to: those that the one here reads are counted first, then those that read it.
        unfolded: whether long sums are shown whole.
        drawn: the answer as it was drawn last.
    """

    def __init__(self, questions: Questions, first: Explanation, spot: Spot) -> None:
        self.session = questions.session
        self.walk = Walk(questions.explainer, first)
        self.link: int | None = None
        self.unfolded = False
        self.drawn: dict[Hashable, Picture] = {}
        self._seen = [Seen(self.session.run.position, spot)]
        self._began = self.session.run.position
        self._asked_of = self._run_now

    @property
    def here(self) -> Explanation:
        """The cell that is looked at."""
        return self.walk.here

    @property
    def is_out_of_date(self) -> bool:
        """Whether the run has moved or been changed since, other than by this walk."""
        return self._asked_of != self._run_now

    @property
    def _run_now(self) -> tuple[Position, bool, tuple[Edit, ...]]:
        run = self.session.run
        return run.position, run.long_way, run.branch.edits

    @property
    def seen(self) -> Seen:
        """Where it is looked at."""
        return self._seen[-1]

    @property
    def count(self) -> int:
        """The number of cells that one can go to from here."""
        return len(self.here.reads) + len(self.here.read_by)

    def linked(self, number: int) -> Address:
        """The cell that one can go to by this number."""
        reads = self.here.reads
        return reads[number] if number < len(reads) else self.here.read_by[number - len(reads)]

    @property
    def chosen(self) -> Address | None:
        """The cell that is chosen to go to."""
        return None if self.link is None else self.linked(self.link)

    def choose(self, by: int) -> Address | None:
        """Choose the next link, or one further on or back; None if there are none."""
        if not self.count:
            return None
        start = (-1 if by > 0 else self.count) if self.link is None else self.link
        self.link = (start + by) % self.count
        return self.chosen

    def leads_to(self, address: Address) -> bool:
        """Whether one can go from here to ``address``."""
        return any(
            (region.name, region.update) == (address.name, address.update) and bool(region.mask[address.index or ()])
            for region in (*self.here.reads_regions, *self.here.read_by_regions)
        )

    def enter(self, address: Address, spot: Spot | None = None) -> None:
        """Go on to the cell at ``address``, and to the line that computed it.

        ``spot`` is where it is seen already: the session moves all the same if that is not where it was computed.

        Raises:
            ExplainError: if it names no cell; then everything stays as it is.
        """
        self.walk.enter(address)
        self._stand_at(address)
        self._turn(Seen(self.session.run.position, spot))

    def _turn(self, seen: Seen) -> None:
        self._seen.append(seen)
        del self._seen[: -len(self.walk.steps)]
        self.link, self.unfolded = None, False

    def noticed(self, spot: Spot | None) -> None:
        """Say where the cell here is to be seen, now that it is."""
        self._seen[-1] = Seen(self.seen.position, spot)

    def back(self) -> bool:
        """Go back to the cell before; False at the beginning of the walk."""
        if len(self.walk.steps) == 1:
            return False
        self.walk.back()
        self._seen.pop()
        self.link, self.unfolded = None, False
        self._stand(self.seen.position)
        return True

    def leave(self) -> None:
        """Go back to where the session stood when the question was asked, if the walk has led away from there."""
        self._stand(self._began)

    def _stand_at(self, address: Address) -> None:
        """Stand where ``address`` has just been computed; what no line computes is looked at from here."""
        run = self.session.run
        update = run.position.update if address.update is None else address.update
        made = [number for number, line in enumerate(run.lines) if line.name == address.name]
        if made and run.lines[made[-1]].phase == "update":
            as_found = Position(0, min(run.position.line, made[0]))
            self._stand(Position(update - 1, made[-1] + 1) if update else as_found)
        elif made:
            self._stand(Position(update, made[-1] + 1))
        else:
            self._stand(Position(update, run.position.line))

    def _stand(self, position: Position) -> None:
        if position != self.session.run.position:
            self.session.stand(position)
        self._asked_of = self._run_now
