"""What the chapters of a file need: each other, or chapters that ship; never, by whatever way, themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tutor.formula.problems import Severity
from tutor.lesson.complaint import Complaints
from tutor.lesson.kinds import unknown
from tutor.lesson.nodes import Node

ARROW = " → "
"""From a chapter to one that it needs."""


def sound_needs(
    wanted: Mapping[str, Sequence[Node]], others: Collection[str], complaints: Complaints, severity: Severity
) -> dict[str, tuple[str, ...]]:
    """What each chapter needs, without what cannot be, which is complained about: so no way leads in a circle.

    Args:
        wanted: for each chapter of the file the ids that it says it needs.
        others: the ids of chapters of another file, which need none of this one.
        complaints: about the file.
        severity: of what is complained about.
    """
    known = {name: _known(name, needs, [*wanted, *others], complaints, severity) for name, needs in wanted.items()}
    search = _Circles({name: needs for name, needs in known.items() if name not in others}, complaints, severity)
    return {name: search.needs_of(name) for name in wanted}


def _known(
    chapter: str, needs: Sequence[Node], known: Sequence[str], complaints: Complaints, severity: Severity
) -> dict[str, Node]:
    """The chapters that there are among those that ``chapter`` needs, each once, by their ids."""
    found: dict[str, Node] = {}
    for need in needs:
        if need.text == chapter:
            complaints.complain(severity, "needs-itself", need.place, name=chapter)
        elif need.text not in known:
            others = [name for name in known if name != chapter]
            unknown(complaints, "unknown-chapter", need.place, need.text, others, severity=severity)
        else:
            found.setdefault(need.text, need)
    return found


class _Circles:
    """Walks from each chapter to what it needs; a step back onto the way that led there closes a circle."""

    def __init__(self, wanted: Mapping[str, Mapping[str, Node]], complaints: Complaints, severity: Severity) -> None:
        self._wanted = wanted
        self._complaints = complaints
        self._severity: Severity = severity
        self._way: list[str] = []
        self._found: dict[str, tuple[str, ...]] = {}

    def needs_of(self, chapter: str) -> tuple[str, ...]:
        """What a chapter needs, without the steps that close a circle."""
        if chapter not in self._found:
            self._way.append(chapter)
            self._found[chapter] = tuple(
                name for name, need in self._wanted.get(chapter, {}).items() if self._leads_on(name, need)
            )
            self._way.pop()
        return self._found[chapter]

    def _leads_on(self, name: str, need: Node) -> bool:
        if name in self._way:
            circle = [*self._way[self._way.index(name) :], name]
            self._complaints.complain(self._severity, "needs-circle", need.place, circle=ARROW.join(circle))
            return False
        self.needs_of(name)
        return True
