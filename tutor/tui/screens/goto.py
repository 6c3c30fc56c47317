"""The prompt for an address."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from tutor.engine.address import AddressError
from tutor.messages import say
from tutor.tui.screens.base import TutorScreen
from tutor.tui.session import NoSuchPlaceError, Place, Session


class GotoScreen(ModalScreen[Place | None]):
    """Asks where to go, offers what can be written, and says what is wrong with what was written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("tab", "complete", show=False, priority=True),
    ]
