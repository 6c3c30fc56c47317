"""What a lesson holds besides its model: texts at places, questions, pictures."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tutor.engine.address import Address
from tutor.formula.tree import Expr
from tutor.messages import Words

ViewKind = Literal["network", "graph", "curve", "slice", "contour", "boundary", "activation", "histogram"]


AS_IT_STANDS = ""
"""What is said of this variant is said of the lesson without any, and of none of its variants."""


def holds_in(said_of: str | None, variant: str | None) -> bool:
    """Whether what is said of one variant (None: of all, and of the lesson as it stands) is said of ``variant``.

    >>> holds_in(None, "twins"), holds_in("twins", "twins"), holds_in(AS_IT_STANDS, "twins")
    (True, True, False)
    >>> holds_in(None, None), holds_in("twins", None), holds_in(AS_IT_STANDS, None)
    (True, False, True)
    """
    return said_of is None or said_of == (variant or AS_IT_STANDS)


def lines_in(text: str) -> tuple[int, ...]:
    """The numbers that "79-81, 103" stands for: 79, 80, 81, 103."""
    found: list[int] = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return tuple(found)


class Cover(NamedTuple):
    """Something in a lecture deck that the lesson works through.

    Attributes:
        deck: which deck.
        what: which of its items, in words.
        lines: the lines of the deck's text on which it stands, as "79-83, 103".
        at: where in the lesson it is to be seen.
        variant: the variant that shows it (None: the lesson itself).
        errata: the numbers of the deck's misprints that are shown there in numbers.
    """

    deck: str
    what: Words
    lines: str = ""
    at: Address | None = None
    variant: str | None = None
    errata: tuple[int, ...] = ()

    @property
    def covered_lines(self) -> tuple[int, ...]:
        """The numbers of the deck's lines, one by one."""
        return lines_in(self.lines)


class Figure(NamedTuple):
    """A published figure that the lesson reproduces.

    Attributes:
        at: the value, or the watch, that it is a figure of: always with an update and a name. An index that is
            shorter than the value's shape names all cells that begin with it.
        printed: the numbers as they are printed, row after row.
        source: where they are printed.
        variant: the variant from which they come out (None: the lesson itself).
    """

    at: Address
    printed: tuple[str, ...]
    source: Words
    variant: str | None = None

    def belongs(self, update: int, name: str, variant: str | None) -> bool:
        """Whether it is a figure of the value ``update/name`` in ``variant``."""
        return (self.at.update, self.at.name, self.variant) == (update, name, variant)


class Label(NamedTuple):
    """What a value stands for, and what its rows and columns stand for. Each may be empty."""

    name: Words | None = None
    rows: tuple[Words, ...] = ()
    columns: tuple[Words, ...] = ()


class Note(NamedTuple):
    """A text that is shown at an address: at one pass, or (its update left open) at a line in every pass.

    ``variant`` None: in all variants; "": in the lesson as it stands only; else in that variant only.
    """

    at: Address
    text: Words
    variant: str | None = None

    def belongs(self, update: int, name: str | None, variant: str | None) -> bool:
        """Whether the note is shown where the value ``update/name`` is looked at, in ``variant``."""
        return (
            holds_in(self.variant, variant)
            and self.at.update in (None, update)
            and self.at.name in (None, name)
        )  # fmt: skip


class Choice(NamedTuple):
    """One answer of a multiple-choice question, and why it is right or wrong."""

    text: Words
    right: bool
    because: Words


class Question(NamedTuple):
    """A question by hand (``ask`` is the address of the value to be worked out) or by choice (``choices``).

    ``variant``: as that of a note.
    """

    text: Words
    ask: Address | None = None
    choices: tuple[Choice, ...] = ()
    variant: str | None = None


class View(NamedTuple):
    """A picture.

    Attributes:
        kind: what is drawn.
        of: the values drawn, as formulas (empty: the sensible ones).
        along: the cells or the data that span the axes, as addresses or names without an update.
        ranges: for each axis the least and the greatest value shown (empty: the sensible ones).
        variant: the only variant that has it ("": only the lesson as it stands; None: all have it).
    """

    kind: ViewKind
    of: tuple[Expr, ...] = ()
    along: tuple[Address, ...] = ()
    ranges: tuple[tuple[float, float], ...] = ()
    variant: str | None = None
