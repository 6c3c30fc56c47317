"""The step screen: a lesson, one line of arithmetic at a time.

``parts`` draws; every other file is one subject of what keys do.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tutor.tui.screens.base import bindings
from tutor.tui.screens.step.moving import Moving
from tutor.tui.screens.step.turning import Turning


class StepScreen(Moving, Turning):
    """Shows one session; each key changes it and draws the moment in which it then stands."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("step"))
