"""What is worth a sentence where one stands: a plateau, units that do not learn any more. Knows no Textual."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.engine.history import Branch, Edit
from tutor.engine.run import Run
from tutor.engine.signs import Kind, Sign, signs
from tutor.formula.display import display_name
from tutor.messages import Message

QUIET = 50
"""Updates for which a sign has to be gone before it begins anew: with mini-batches signs come and go."""

_Key = tuple[Kind, str, int]
"""A sign of one unit: its kind, the value it is seen in, the unit; -1 for what is not about units."""


class Happenings:
    """Looks at each pass once: what holds there is said for as long as it holds, and told apart from what begins.

    That a number is lost needs no look: it is said wherever one stands.
    """

    def __init__(self) -> None:
        self._way: tuple[Branch, tuple[Edit, ...]] | None = None
        self._looked: int | None = None
        self._last: dict[_Key, int] = {}
        self._there: frozenset[_Key] = frozenset()
        self._seen: tuple[Sign, ...] = ()
        self._begun: tuple[Sign, ...] = ()

    def known(self, run: Run) -> tuple[Sign, ...]:
        """What was seen in the pass where ``run`` stands; until that is looked at, in the one looked at last.

        Nothing is computed for it.
        """
        return self._seen if self._way == (run.branch, run.branch.own_edits) else ()

    def begun(self, run: Run) -> tuple[Sign, ...]:
        """What began, or was first seen, in the pass where ``run`` stands, if that has been looked at."""
        way, update = (run.branch, run.branch.own_edits), run.position.update
        return self._begun if (way, update) == (self._way, self._looked) else ()

    def seen(self, run: Run) -> tuple[Sign, ...]:
        """What is seen in the pass where ``run`` stands; the position stays.

        A pass is looked at once its forward lines have run; one that was not entered line by line, at once.
        """
        way, update = (run.branch, run.branch.own_edits), run.position.update
        if (way, update) == (self._way, self._looked):
            return self._seen
        if run.position.line < len(run.programs.forward) and self._is_stepping(run):
            return self.known(run)  # what is still to come is not given away
        if way != self._way:  # another branch, or another edit: what is seen there is news
            self._last, self._there = {}, frozenset()
        self._way, self._looked = way, update
        self._seen = tuple(look(run))
        self._begun = tuple(self._news(self._seen, update))
        return self._seen

    def _is_stepping(self, run: Run) -> bool:
        """Whether the pass is gone through line by line: from the beginning on, or from the pass before."""
        update, line = run.position
        if self._way is None:
            return update == 0
        return line > 0 and (self._way, self._looked) == ((run.branch, run.branch.own_edits), update - 1)

    def _news(self, found: tuple[Sign, ...], update: int) -> Iterator[Sign]:
        """Those of the signs that were not there at the last look, nor shortly before."""
        there: set[_Key] = set()
        for sign in found:
            keys = [(sign.kind, sign.address.partition("/")[2], unit) for unit in sign.units or (-1,)]
            there.update(keys)
            if any(key not in self._there and not self._is_recent(key, update) for key in keys):
                yield sign
        self._there = frozenset(there)
        self._last.update(dict.fromkeys(there, update))

    def _is_recent(self, key: _Key, update: int) -> bool:
        return key in self._last and abs(update - self._last[key]) <= QUIET


def look(run: Run) -> list[Sign]:
    """The signs of the pass where ``run`` stands, whatever of it has been computed, but for lost numbers."""
    position = run.position
    forward = len(run.programs.forward)
    if position.line < forward:
        run.go(position.update, forward)
    found = [sign for sign in signs(run) if sign.kind != "diverged"]
    if position.line < forward:
        run.go(*position)
    return found


def sentences(found: tuple[Sign, ...]) -> list[Message]:
    """One sentence for each kind of sign: the first of its kind, and where else it is seen."""
    said: list[Message] = []
    for kind in dict.fromkeys(sign.kind for sign in found):
        first, *others = (sign for sign in found if sign.kind == kind)
        if others:
            names = ", ".join(display_name(sign.address.partition("/")[2]) for sign in others)
            said.append(Message("tui.sign-also", {"first": first.message, "names": names}))
        else:
            said.append(first.message)
    return said
