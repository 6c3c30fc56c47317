"""Every gradient of a pass beside the numeric one, as a table that fills while one looks."""

from __future__ import annotations

from time import monotonic

from tutor.explain.checking import GradientTable
from tutor.tui.inquiry import Questions
from tutor.tui.panels.gradients import gradients
from tutor.tui.picture.text import Picture
from tutor.tui.screens.page import PageScreen
from tutor.tui.session import Session

_SLICE = 0.04
"""Seconds that are worked at a time; keys are heard in between."""

_PAUSE = 0.005


class GradientsScreen(PageScreen):
    """Checks the gradients and shows what has been found so far."""

    def __init__(self, session: Session, questions: Questions) -> None:
        super().__init__()
        self._session = session
        self._table = GradientTable(questions.explainer, session.run.position.update)
        self._complete = self._work()

    def on_mount(self) -> None:
        """Go on with what is left to check."""
        if not self._complete:
            self.set_timer(_PAUSE, self._go_on)

    def _work(self) -> bool:
        until = monotonic() + _SLICE
        return self._table.work(lambda: monotonic() < until)

    def _go_on(self) -> None:
        self._complete = self._work()
        self.draw()
        if not self._complete:
            self.set_timer(_PAUSE, self._go_on)

    def page(self, width: int) -> Picture:
        """The table."""
        return gradients(self._table, self.language, width, self._session.digits, self._written)

    def _written(self, name: str) -> str:
        from tutor.tui.texts import Texts

        return Texts(self._session.model.loss).name(self._session.programs, name)
