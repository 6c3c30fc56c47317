"""The application: which screen is shown, in which language and colours."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from tutor.messages import Language, Message, say
from tutor.tui.actions import Where
from tutor.tui.screens.base import TutorScreen, bindings

if TYPE_CHECKING:
    from tutor.engine.address import Address
    from tutor.engine.model import Model
    from tutor.lesson.collection import Collection
    from tutor.lesson.lesson import Lesson
    from tutor.tui.session import Session

DARK, LIGHT = "textual-dark", "textual-light"


class TutorApp(App[None]):
    """Opens at home, or in a session."""

    ENABLE_COMMAND_PALETTE = False  # opened by an action of ours, in the learner's language
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("anywhere"),
        Binding("ctrl+q", "leave", show=False, priority=True),
    ]

    def __init__(
        self,
        collection: Collection,
        language: Language,
        session: Session | None = None,
        at: Address | None = None,
    ) -> None:
        """Opens ``session`` at the address ``at``; without one, home."""
        # With colours of the terminal's own, NO_COLOR is taken at its word: no grey is put in their place.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.collection = collection
        self.language: Language = language
        self._sessions: dict[str, Session] = {}
        self._first = session, at
        if session is not None and session.lesson is not None:
            self._sessions[session.lesson.id] = session
        self.title = say("tui.title", language)

    def get_default_screen(self) -> TutorScreen[None]:
        """The first screen is the one that is asked for: nothing else is mounted before it."""
        session, at = self._first
        return self._home() if session is None else self._step(session, at)

    def on_ready(self) -> None:
        """Everything that was imported stays: what is collected from now on is only what is made from now on."""
        gc.freeze()
        gc.enable()

    # Screens

    def _home(self, opened: str | None = None) -> TutorScreen[None]:
        from tutor.tui.screens.home import HomeScreen  # late: a lesson can be opened without a list of them

        return HomeScreen(self.collection, opened)

    def _step(self, session: Session, at: Address | None = None) -> TutorScreen[None]:
        from tutor.tui.screens.step import StepScreen  # late: a list of lessons needs no NumPy

        return StepScreen(session, at)

    def go_home(self) -> None:
        """Show the lessons; the one that was open stays as it was left."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
            return
        session = self._first[0]  # it was opened first, with no home under it: home comes to stand over it
        opened = None if session is None or session.lesson is None else session.lesson.id
        self.push_screen(self._home(opened))

    def open(self, lesson: str) -> None:
        """Open a lesson from home: where it was left, or at its beginning. A bad one is said to be bad."""
        if lesson not in self._sessions:
            from tutor.tui.session import Session

            reading = self.collection.find(lesson)
            if reading.lesson is None:
                self.tell(reading.complaints[0].message)
                return
            self._sessions[lesson] = Session(reading.lesson.model(), reading.lesson)
        self.push_screen(self._step(self._sessions[lesson]))

    def tell(self, message: Message) -> None:
        """Say a sentence on the screen that is shown."""
        if isinstance(self.screen, TutorScreen):
            self.screen.tell(message)

    # What can be done anywhere

    def action_go_back(self) -> None:
        """Back to where one came from, as the screen that is shown understands it; escape never quits."""
        if isinstance(self.screen, TutorScreen):
            self.screen.action_go_back()

    def action_language(self) -> None:
        """Say everything in the other language."""
        self.language = "ko" if self.language == "en" else "en"
        self.title = say("tui.title", self.language)
        for screen in self.screen_stack:
            if isinstance(screen, TutorScreen):
                screen.draw()

    def action_theme(self) -> None:
        """From dark to light, and back."""
        self.theme = LIGHT if self.current_theme.dark else DARK

    def action_themes(self) -> None:
        """Choose among all colour themes."""
        from textual.theme import ThemeProvider

        from tutor.tui.palette import Palette

        self.push_screen(Palette([ThemeProvider], placeholder=say("tui.palette-themes", self.language)))

    def action_palette(self) -> None:
        """Offer everything that can be done here."""
        from tutor.tui.palette import ActionsProvider, Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette([ActionsProvider], placeholder=say("tui.palette-placeholder", self.language)))

    def action_help(self) -> None:
        """Explain the screen that is shown."""
        from tutor.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.where))

    def action_leave(self) -> None:
        """Quit."""
        self.exit()

    def action_help_quit(self) -> None:
        """Ctrl-C is pressed by mistake more often than not: say how to leave."""
        self.tell(Message("tui.how-to-leave"))

    @property
    def where(self) -> Where:
        """Which part of the table of actions belongs to the screen that is shown."""
        return self.screen.WHERE if isinstance(self.screen, TutorScreen) else "anywhere"


def open_home(collection: Collection, language: Language) -> int:
    """Show the lessons until the learner leaves; the exit code."""
    return _run(TutorApp(collection, language))


def open_lesson(
    collection: Collection, language: Language, lesson: Lesson, variant: str | None, model: Model, at: Address | None
) -> int:
    """Open a lesson, run from ``model``, at an address; the exit code."""
    from tutor.tui.session import Session

    return _run(TutorApp(collection, language, Session(model, lesson, variant), at))


def _run(app: TutorApp) -> int:
    gc.disable()  # until the first paint: 20 ms each time that everything just imported is looked through
    app.run()
    return app.return_code or 0
