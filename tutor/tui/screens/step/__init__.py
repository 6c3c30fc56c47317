"""The step screen: a lesson, one line of arithmetic at a time.

``parts`` draws; every other file is one subject of what keys do.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tutor.tui.screens.base import TutorScreen, bindings
from tutor.tui.screens.step.asking import Asking
from tutor.tui.screens.step.bookmarking import Bookmarking
from tutor.tui.screens.step.copying import Copying
from tutor.tui.screens.step.following import Following
from tutor.tui.screens.step.moving import Moving
from tutor.tui.screens.step.picturing import Picturing
from tutor.tui.screens.step.playing import Playing
from tutor.tui.screens.step.quizzing import Quizzing
from tutor.tui.screens.step.racing import Racing
from tutor.tui.screens.step.rounding import Rounding
from tutor.tui.screens.step.running import Running
from tutor.tui.screens.step.scrubbing import Scrubbing
from tutor.tui.screens.step.searching import Searching
from tutor.tui.screens.step.trying import Trying
from tutor.tui.screens.step.undoing import Undoing
from tutor.tui.screens.step.varying import Varying
from tutor.tui.screens.step.ways import Ways


class StepScreen(
    Asking, Copying, Playing, Running, Bookmarking, Scrubbing, Undoing, Moving, Trying, Ways, Following, Picturing,
    Quizzing, Racing, Searching, Rounding, Varying, TutorScreen[None],
):  # fmt: skip
    """Shows one session; each key changes it and draws the moment in which it then stands."""

    DEFAULT_CSS = """
    StepScreen {
        overflow: hidden;
        background: $background;

        #title { background: $panel; }
        #line { overflow-x: auto; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("timeline"), *bindings("selecting"), *bindings("step")]
