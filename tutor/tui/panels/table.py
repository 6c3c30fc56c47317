"""The panels below the line: one entry each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from tutor.tui.arrange import Panel
from tutor.tui.moment import Moment
from tutor.tui.picture.text import Picture

Draw: TypeAlias = Callable[[Moment, int, int], Picture]
"""Draws a moment into so many columns and rows."""


def draw_panel(panel: Panel, moment: Moment, width: int, height: int) -> Picture:
    """What a panel shows of a moment."""
    return _DRAW[panel](moment, width, height)


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


_DRAW: Mapping[Panel, Draw] = {
    "note": _note, "why": _why, "parameters": _parameters, "data": _data, "picture": _picture,
}  # fmt: skip
"""Each imports its panel when it is first drawn: the first paint waits for no panel that is not seen."""
