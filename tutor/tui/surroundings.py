"""What the screen finds when it starts: the learner's settings, what is remembered, and what follows from both.

Which language and theme are taken: what was asked for on the command line (``--lang``, ``TUTOR_LANG``); else what the
settings say; else what was chosen last; else the locale's, and dark. A choice made on the screen holds against the
settings too, until these say something else than they did then.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from tutor.lesson.complaint import Complaint
from tutor.messages import LANGUAGES, Language
from tutor.resources import settings_file, user_data_folder
from tutor.tui.actions import screens_of_actions
from tutor.tui.memory import Memory, Preference
from tutor.tui.settings import Settings, read_settings


@dataclass(frozen=True)
class Surroundings:
    """What the screen finds.

    Attributes:
        settings: as the learner's file has them, or as they come.
        complaints: about that file.
        memory: None: nothing is remembered, as in a test.
    """

    settings: Settings = field(default_factory=Settings)
    complaints: tuple[Complaint, ...] = ()
    memory: Memory | None = None

    def language(self, locale: Language, *, asked: bool) -> Language:
        """The language to begin in; ``locale`` is that of the command line, which was ``asked`` for or only found."""
        if asked:
            return locale
        chosen = self._chosen("language")
        return next((language for language in LANGUAGES if language == chosen), locale)

    def theme(self, themes: Collection[str]) -> str | None:
        """The theme to begin with, if it is one of ``themes``; None: as the program comes."""
        chosen = self._chosen("theme")
        return chosen if chosen in themes else None

    def prefer(self, what: Preference, value: str) -> None:
        """Remember a choice made on the screen."""
        if self.memory is not None:
            self.memory.prefer(what, value, self._set(what))

    def _chosen(self, what: Preference) -> str | None:
        setting = self._set(what)
        if self.memory is None:
            return setting
        memories = self.memory.memories
        remembered = memories.theme if what == "theme" else memories.language
        if remembered is not None and (setting is None or memories.over.get(what) == setting):
            return remembered
        return setting

    def _set(self, what: Preference) -> str | None:
        return self.settings.theme if what == "theme" else self.settings.language


def find_surroundings(themes: Collection[str]) -> Surroundings:
    """The learner's settings and memory; ``themes`` are those that may be chosen."""
    settings, complaints = read_settings(settings_file(), screens_of_actions(), themes)
    return Surroundings(settings, complaints, Memory(user_data_folder()))
