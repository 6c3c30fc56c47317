"""The application: which screen is shown, in which language and colours."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeAlias, cast

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.theme import Theme

from tutor.messages import Language, Message, say
from tutor.tui.actions import Where, remap
from tutor.tui.afterimage import Pictures, Window
from tutor.tui.screens.base import TutorScreen, bindings, give_keys
from tutor.tui.surroundings import Surroundings
from tutor.tui.visits import Visits

if TYPE_CHECKING:
    from tutor.engine.address import Address
    from tutor.lesson.collection import Collection
    from tutor.lesson.lesson import Lesson
    from tutor.tui.quiz.quizzes import Quizzes
    from tutor.tui.records import Opened
    from tutor.tui.screens.complaints import ComplaintsScreen
    from tutor.tui.screens.step import StepScreen
    from tutor.tui.session import Place, Session
    from tutor.tui.watch import FileWatch

DARK, LIGHT = "textual-dark", "textual-light"

_KEEP_SECONDS = 10.0
"""How often it is remembered where one stands, besides whenever a lesson is left."""

_LOOK_SECONDS = 0.25
"""How often the file of the lesson that is open is looked at."""

NOTHING_TO_OPEN = 2
"""The exit code when the lesson that was announced cannot be opened."""

Curtain: TypeAlias = Callable[[Callable[[], None]], TutorScreen[None]]
"""Makes the screen that is painted first, from what it has to call once it is seen."""

_TERMINAL_SECONDS = 1.0
"""How often it is looked whether the terminal is still there."""

_SIGNAL = 128
"""What shells add to the number of the signal that ended a program."""


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
        at: Address | Place | None = None,
        *,
        surroundings: Surroundings | None = None,
        said: Message | None = None,
        curtain: Curtain | None = None,
        opening: Callable[[], Opened | None] | None = None,
    ) -> None:
        """Opens ``session`` at ``at``, saying ``said``; without one, home. ``surroundings`` None: as they come.

        With a ``curtain`` this is painted first, and has what ``opening`` gives opened behind it; None: nothing can be.
        """
        # With colours of the terminal's own, NO_COLOR is taken at its word: no grey is put in their place.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.collection = collection
        self.language: Language = language
        self.surroundings = surroundings or Surroundings()
        self.settings = self.surroundings.settings
        self.visits = Visits(self.surroundings.memory)
        self._first = session, at, said
        self._curtain, self._opening = curtain, opening
        self._pictures = Pictures()
        self._sessions: dict[str, Session] = {}
        self._watches: dict[str, FileWatch] = {}
        self._current: Session | None = None
        theme = self.surroundings.theme(self.available_themes)
        if theme is not None:
            self.theme = theme
        self._kept_theme = self.theme
        remap(self.settings.keys)
        give_keys(self._bindings)
        self.title = say("tui.title", language)

    def get_default_screen(self) -> TutorScreen[None]:
        """The first screen is the one that is asked for: nothing else is mounted before it."""
        session, at, said = self._first
        if self._curtain is not None:
            return self._curtain(self._raise_curtain)
        if session is not None:
            return self._step(session, at, said)
        if self.visits.first_ever and self.collection.lessons:
            from tutor.tui.screens.welcome import WelcomeScreen

            return WelcomeScreen()
        return self._home()

    def on_ready(self) -> None:
        """Say what is wrong with the settings and the memory, and begin to remember."""
        self.theme_changed_signal.subscribe(self, self._theme_chosen)
        self._hear_signals()
        self.set_interval(_KEEP_SECONDS, self.keep)
        self.set_interval(_LOOK_SECONDS, self._look_at_file)
        self._tell_trouble()
        if self.surroundings.complaints:
            from tutor.tui.screens.complaints import ComplaintsScreen

            found = self.surroundings.complaints
            self.push_screen(ComplaintsScreen(Message("tui.complaints-settings"), found[0].file, found))
        if self._curtain is None:
            _leave_alone_what_stays()

    def _raise_curtain(self) -> None:
        """Open the lesson that was announced; where that fails, leave: whoever started us says why."""
        opened = None if self._opening is None else self._opening()
        if opened is None:
            self.exit(return_code=NOTHING_TO_OPEN)
            return
        step = self._step(opened.session, opened.place, opened.said)
        step.draw_at_once()
        self._replace(step)
        _leave_alone_what_stays()

    def _hear_signals(self) -> None:
        """Leave in order when the terminal is closed or the system asks: what was done is remembered then."""
        if self.is_headless or sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._ended_by, number)
        self.set_interval(_TERMINAL_SECONDS, self._miss_terminal)

    def _miss_terminal(self) -> None:
        """Leave when the terminal has gone without a signal: Textual would read its end for ever."""
        if sys.__stdin__ is None or not sys.__stdin__.isatty():
            self._ended_by(signal.SIGHUP)

    def _ended_by(self, number: int) -> None:
        self.keep()  # at once: nobody knows how long there is
        self.exit(return_code=_SIGNAL + number)

    # Screens

    def _home(self) -> TutorScreen[None]:
        from tutor.tui.screens.home import HomeScreen  # late: a lesson can be opened without a list of them

        return HomeScreen(self.collection, self.visits)

    def _step(self, session: Session, at: Address | Place | None = None, said: Message | None = None) -> StepScreen:
        from tutor.tui.screens.step import StepScreen  # late: a list of lessons needs no NumPy
        from tutor.tui.watch import FileWatch

        if session.lesson is None or self._sessions.get(session.lesson.id) is not session:
            settings = self.settings
            session.digits, session.numbers, session.glyphs = settings.digits, settings.numbers, settings.glyphs
        if session.lesson is not None and self._sessions.get(session.lesson.id) is not session:
            self._sessions[session.lesson.id] = session
            self._watches[session.lesson.id] = FileWatch(session.lesson.file)
        self._current = session
        return StepScreen(session, at, said)

    def go_home(self) -> None:
        """Show the lessons; the one that was open stays as it was left."""
        if self._current is not None:
            self.visits.keep(self._current)
            self._current = None
        while any(_is_home(screen) for screen in self.screen_stack[:-1]):
            self.pop_screen()
        if not _is_home(self.screen):  # what is shown was opened first, with no home under it
            self._replace(self._home())
        self._tell_trouble()

    def _replace(self, screen: TutorScreen[None]) -> None:
        """Show a screen in the place of the one that is shown; the very first one stays below, as Textual wants it."""
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def begin(self) -> None:
        """Open the lesson that somebody who has never been here begins with."""
        from tutor.tui.shelf import FIRST

        lessons = [head.id for head in self.collection.lessons]
        self.open(FIRST if FIRST in lessons else lessons[0])

    def open(self, lesson: str, variant: str | None = None) -> None:
        """Open a lesson: where it was left, or at its beginning. A bad one is said to be bad.

        ``variant`` None: in the variant that was open last; "": the lesson as it stands.
        """
        session = self._sessions.get(lesson)
        if session is not None and variant in (None, session.variant or "") and not self._watches[lesson].changed:
            from tutor.tui.records import reopened

            self._show(reopened(session))
            return
        watch = self._watches.get(lesson)
        reading = self.collection.find(lesson) if watch is None else self.collection.reload(watch.file)
        if reading.lesson is None:
            from tutor.tui.panels.complaints import worst_first

            self.tell(worst_first(reading.complaints)[0].message)
            return
        visit = self.visits.visit(reading.lesson.id)
        if variant is None and visit is not None:
            variant = visit.variant
        self._show(self.visits.open(reading.lesson, variant if variant in reading.lesson.variants else None))

    def _show(self, opened: Opened) -> None:
        """Show a lesson over home, or in the place of whatever else is shown."""
        self.keep()  # of the lesson that was open, if it is left for another
        at_home = self.where == "home"
        step = self._step(opened.session, opened.place, opened.said)
        if at_home:
            self.push_screen(step)
        else:
            self._replace(step)

    def open_from_glossary(self, lesson: str) -> None:
        """Open a lesson that the glossary named, in the place of the one over which the glossary was opened."""
        while len(self.screen_stack) > 1 and self.where not in ("step", "home"):
            self.pop_screen()
        current = self._current
        if self.where != "step" or current is None or current.lesson is None or current.lesson.id != lesson:
            self.open(lesson)

    def tell(self, message: Message) -> None:
        """Say a sentence on the screen that is shown."""
        if isinstance(self.screen, TutorScreen):
            self.screen.tell(message)

    # Questions

    @cached_property
    def quizzes(self) -> Quizzes:
        """What is being asked, and the record of the answers; made when it is first wanted."""
        from tutor.tui.quiz.quizzes import Quizzes

        return Quizzes()

    def on_unmount(self) -> None:
        """Let go of the record."""
        if "quizzes" in self.__dict__:
            self.quizzes.close()

    # Memory

    def keep(self) -> None:
        """Remember where the open lesson stands."""
        if "quizzes" in self.__dict__:
            self.quizzes.keep()
        if self._current is not None:
            self.visits.keep(self._current)
            if self.is_running:
                self._tell_trouble()
                self.keep_picture()

    def keep_picture(self) -> None:
        """Keep what is shown of the lesson, so that the next start can paint it at once."""
        memory = self.surroundings.memory
        if self._current is None or memory is None or self.where != "step":
            return
        from tutor.tui.screens.curtain import rows_of

        self._pictures.keep(self._current, memory.file, self.window, partial(rows_of, self.screen))

    @property
    def window(self) -> Window:
        """How the screen looks, whatever it shows."""
        return Window(self.language, self.theme, *self.size)

    def _tell_trouble(self) -> None:
        trouble = self.visits.trouble()
        if trouble is not None:
            self.tell(trouble)

    def _theme_chosen(self, theme: Theme) -> None:
        """Remember a theme, however it was chosen."""
        if theme.name != self._kept_theme:
            self._kept_theme = theme.name
            self.surroundings.prefer("theme", theme.name)
            self._tell_trouble()

    # Lessons that are saved while they are open

    def _look_at_file(self) -> None:
        """Read the open lesson again once its author has saved it, unless something stands over it."""
        session = self._current
        if session is None or session.lesson is None or len(self.screen_stack) == 0:
            return
        watch = self._watches[session.lesson.id]
        over = self._complaints_over(watch.file)
        if over is None and self.where != "step":
            return
        if watch.gone():
            self.tell(Message("tui.file-gone", {"file": watch.file.name}))
        if not watch.saved():
            return
        reading = self.collection.reload(watch.file)
        if reading.lesson is not None:
            if over is not None:
                over.action_go_back()
            self._show_again(session, reading.lesson, len(reading.complaints))
        elif over is not None:
            over.put(reading.complaints)
        else:
            from tutor.tui.screens.complaints import ComplaintsScreen

            about = Message("tui.complaints-saved")
            self.push_screen(ComplaintsScreen(about, watch.file, reading.complaints))

    def _complaints_over(self, file: Path) -> ComplaintsScreen | None:
        """The page of complaints about ``file``, where it stands over the lesson."""
        found = getattr(self.screen, "file", None)
        return cast("ComplaintsScreen", self.screen) if found == file else None

    def _show_again(self, session: Session, lesson: Lesson, advice: int) -> None:
        """Put the lesson as it is now in the place of the one that is open, as far as possible where that stood.

        ``advice``: how much of it there is about the file.
        """
        from tutor.tui.records import own_parameters, record_of, restored

        variant = session.variant if session.variant in lesson.variants else None
        opened = restored(lesson, variant, record_of(session), own_parameters(session, lesson, variant))
        whole = opened.whole and variant == session.variant
        kind = "reloaded-partly" if not whole else "reloaded-advice" if advice else "reloaded"
        said = Message(f"tui.{kind}", {"file": lesson.file.name, "count": advice})
        step, new = self._step(opened.session, opened.place, said), opened.session
        new.digits, new.numbers, new.glyphs = session.digits, session.numbers, session.glyphs
        self._replace(step)

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
        self.surroundings.prefer("language", self.language)
        self._tell_trouble()

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

        self.push_screen(HelpScreen(self.screen.mode if isinstance(self.screen, TutorScreen) else "anywhere"))

    def action_glossary(self) -> None:
        """Look a term up; at home, or where nothing else stands over a lesson."""
        from tutor.tui.screens.glossary import GlossaryScreen

        if isinstance(self.screen, TutorScreen) and not isinstance(self.screen, GlossaryScreen):
            self.push_screen(GlossaryScreen(self.collection))

    def action_save_screen(self) -> None:
        """Save a picture of the screen in the current folder, and say where it is."""
        from tutor.tui.screenshot import name_of, save_screenshot, spaced

        svg = spaced(self.export_screenshot(title=self.title))
        try:
            file = save_screenshot(svg, name_of(self._current), Path.cwd())
        except OSError as found:
            folder = os.environ.get("PWD", ".")
            self.tell(Message("tui.screenshot-failed", {"folder": folder, "reason": found.strerror or "?"}))
        else:
            self.tell(Message("tui.screenshot-saved", {"file": file}))

    def action_leave(self) -> None:
        """Quit."""
        self.keep()
        self.exit()

    def action_help_quit(self) -> None:
        """Ctrl-C is pressed by mistake more often than not: say how to leave."""
        self.tell(Message("tui.how-to-leave"))

    @property
    def where(self) -> Where:
        """Which part of the table of actions belongs to the screen that is shown."""
        return self.screen.WHERE if isinstance(self.screen, TutorScreen) else "anywhere"


def _leave_alone_what_stays() -> None:
    """Everything that was imported stays: garbage is looked for only among what is made from now on."""
    gc.freeze()
    gc.enable()


def _is_home(screen: Screen[object]) -> bool:
    return isinstance(screen, TutorScreen) and screen.WHERE == "home"
