"""What the program says, in the learner's language.

The rooms below the screen never write a sentence: they name it, ``Message("formula.unknown-name", {"name": "x"})``, and
the edge of the program (the command line, the screen) says it in one language. The sentences live in gettext
catalogues under ``tutor/locale``; the part of a key before its first dot is the catalogue.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALE_FOLDER = Path(__file__).parent / "locale"


class Words(NamedTuple):
    """A text written in both languages by its author (a title, a description, a note).

    >>> Words("loss", "손실").say("ko")
    '손실'
    """

    en: str
    ko: str

    def say(self, language: Language) -> str:
        """The text in ``language``, or in the other one where this one was left out."""
        first, second = (self.ko, self.en) if language == "ko" else (self.en, self.ko)
        return first or second


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the program, named by its key in the catalogues, with what fills its gaps.

    A parameter that is itself a ``Message`` or ``Words`` is said in the same language.
    """

    key: str
    parameters: Mapping[str, object] = field(default_factory=dict)

    def say(self, language: Language) -> str:
        """The sentence in ``language``.

        >>> Message("formula.unknown-name", {"name": "sigmod"}).say("en")
        "unknown name 'sigmod'"
        """
        filling = {
            name: value.say(language) if isinstance(value, (Message, Words)) else value
            for name, value in self.parameters.items()
        }
        return _template(self.key, language).format(**filling)


def say(key: str, language: Language, **parameters: object) -> str:
    """The sentence named ``key`` in ``language``: a shorthand for a message that is said at once."""
    return Message(key, parameters).say(language)


def _template(key: str, language: Language) -> str:
    return _catalogue(key.partition(".")[0], language).gettext(key)


@cache
def _catalogue(domain: str, language: Language) -> gettext.NullTranslations:
    return gettext.translation(domain, LOCALE_FOLDER, languages=[language], fallback=True)


def language_from_environment(environment: Mapping[str, str] = os.environ) -> Language:
    """The language asked for by ``TUTOR_LANG``, else by the locale, else English.

    >>> language_from_environment({"LANG": "ko_KR.UTF-8"})
    'ko'
    """
    for variable in ("TUTOR_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "")
        if value:
            return "ko" if value.lower().startswith("ko") else "en"
    return "en"
