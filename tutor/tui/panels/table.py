"""The panels below the line: one entry each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TypeAlias

from tutor.tui.arrange import Panel
from tutor.tui.moment import Moment
from tutor.tui.picture.text import Picture

Draw: TypeAlias = Callable[[Moment, int, int], Picture]
"""Draws a moment into so many columns and rows."""


class Panels:
    """The panels of one screen, each drawn again only when what it shows has changed."""

    def __init__(self) -> None:
        self._drawn: dict[Panel, tuple[Hashable, Picture]] = {}

    def draw(self, panel: Panel, moment: Moment, width: int, height: int) -> Picture:
        """What a panel shows of a moment, in so many columns and rows."""
        shown = _SHOWN.get(panel)
        if shown is None or moment.session.selection.on:
            return _DRAW[panel](moment, width, height)
        key = (width, height, seen(moment, shown(moment)))
        known = self._drawn.get(panel)
        if known is None or known[0] != key:
            known = self._drawn[panel] = key, _DRAW[panel](moment, width, height)
        return known[1]


def seen(moment: Moment, names: frozenset[str]) -> Hashable:
    """All that a picture of these values depends on, while none of their cells is being selected."""
    from tutor.tui.views.view import Same, updates

    session = moment.session
    current = session.run.current
    new = current.name if current is not None and current.name in names else None
    computed = sum([line.name in names for line in session.run.lines[: moment.line]])
    window = tuple(session.selection.windows.items())
    return (
        updates(moment), computed, new, moment.language, session.precision, session.selected, session.row, window,
        Same(session.entered),
    )  # fmt: skip


def _note(moment: Moment, width: int, height: int) -> Picture:
    from tutor.tui.panels.note import note

    return note(moment, width, height)


def _parameters(moment: Moment, width: int, height: int) -> Picture:
    from tutor.tui.panels.parameters import parameters

    return parameters(moment, width, height)


def _data(moment: Moment, width: int, height: int) -> Picture:
    from tutor.tui.panels.data import data

    return data(moment, width, height)


def _picture(moment: Moment, width: int, height: int) -> Picture:
    return moment.session.pictures.draw(moment, width, height)


def _why(moment: Moment, width: int, height: int) -> Picture:
    from tutor.tui.panels.why import why

    return why(moment, width, height)


def _parameter_names(moment: Moment) -> frozenset[str]:
    learned = moment.session.run.learned
    return frozenset((*learned, *(f"d{name}" for name in learned)))


def _data_names(moment: Moment) -> frozenset[str]:
    return frozenset(moment.data_names)


_DRAW: Mapping[Panel, Draw] = {
    "note": _note, "why": _why, "parameters": _parameters, "data": _data, "picture": _picture,
}  # fmt: skip
"""Each imports its panel when it is first drawn: the first paint waits for no panel that is not seen."""

_SHOWN: Mapping[Panel, Callable[[Moment], frozenset[str]]] = {"parameters": _parameter_names, "data": _data_names}
"""The values that a panel shows, where it shows nothing else."""
