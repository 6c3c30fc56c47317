"""Which cell is selected, what was asked about it, and how far matrices are scrolled. Knows no Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.formula.operations.operation import Mask
from tutor.tui.picture.quantity import Marks
from tutor.tui.picture.tags import Spot, Subject

if TYPE_CHECKING:
    from tutor.explain.dependence import Region
    from tutor.tui.inquiry import Inquiry, Questions

_NOTHING = Marks()


class Selection:
    """What a learner is looking at in one session.

    Attributes:
        on: whether the arrows move the selection.
        spot: the cell that is selected, also while the arrows do something else; None: not yet, or it is not to be
            seen.
        inquiry: what was asked; None: nothing.
        questions: what is asked through, and what it has worked out so far.
        windows: the first row and column that are shown of values larger than their room.
    """

    def __init__(self) -> None:
        self.on = False
        self.spot: Spot | None = None
        self.inquiry: Inquiry | None = None
        self.questions: Questions | None = None
        self.windows: dict[Subject, tuple[int, int]] = {}

    def marks(self, subject: Subject, update: int) -> Marks | None:
        """What is marked in a value of the pass after ``update`` updates; None where nothing is being selected."""
        if not self.on:
            return None
        spot, inquiry = self.spot, self.inquiry
        selected = spot.cell if spot is not None and spot.subject == subject else None
        if inquiry is None or subject.kind == "change":
            return _NOTHING if selected is None else Marks(selected)
        seen, here = inquiry.seen.spot, inquiry.here
        if subject.kind == "part":
            asked = seen.cell if seen is not None and seen.subject == subject else None
        else:
            address = here.address
            is_it = (subject.name, update + subject.made) == (address.name, address.update)
            asked = subject.turned(here.index) if is_it else None
        reads = _mask(here.reads_regions, subject, update)
        return Marks(selected, asked, reads, _mask(here.read_by_regions, subject, update))

    def end(self) -> None:
        """Nothing is selected or asked any more; the place is remembered."""
        self.on, self.inquiry = False, None


def _mask(regions: tuple[Region, ...], subject: Subject, update: int) -> Mask | None:
    """The marked cells of a value, as it is drawn."""
    for region in regions:
        if (region.name, region.update) == (subject.name, update + subject.made):
            return region.mask.T if subject.kind == "turned" else region.mask
    return None
