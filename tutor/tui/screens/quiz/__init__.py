"""The quiz screen: one question, its answer, and what is said about it.

``parts`` draws; ``typing`` is what is typed, ``turning`` what goes on to another question, ``helping`` what helps.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tutor.tui.screens.base import bindings
from tutor.tui.screens.quiz.helping import Helping
from tutor.tui.screens.quiz.turning import Turning
from tutor.tui.screens.quiz.typing import Typing


class QuizScreen(Typing, Turning, Helping):
    """Shows a round, one paper at a time; leaving it loses nothing."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("quiz"))
