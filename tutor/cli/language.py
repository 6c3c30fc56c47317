"""Which language the command line speaks, and making argparse speak it."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise

from tutor.messages import LANGUAGES, LOCALE_FOLDER, Language, language_from_environment


def language_of(words: Sequence[str]) -> Language:
    """The language asked for by ``--lang``, else by ``TUTOR_LANG``, else by the locale.

    Looked for by hand and before everything else, because even the complaint about a bad ``--lang`` needs a language.
    """
    asked = [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    asked += [value for word, value in pairwise(words) if word == "--lang"]
    known = [language for value in asked for language in LANGUAGES if value == language]
    return _writable(known[-1] if known else language_from_environment())


def is_settled(asked: Language | None, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether nothing that a learner chose another day changes the language.

    It was ``asked`` for, or there is no choice: standard output cannot write Korean.
    """
    return asked is not None or bool(environment.get("TUTOR_LANG")) or _writable("ko") == "en"


def _writable(language: Language) -> Language:
    """``language``, or English where standard output would turn every Korean syllable into a question mark."""
    try:
        "가".encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return "en"
    return language


@contextmanager
def argparse_speaks(language: Language) -> Iterator[None]:
    """Have argparse's own words ("usage:", "the following arguments are required") come from our catalogue.

    argparse asks gettext's global domain, and gettext asks the environment; both are as before afterwards.
    """
    domain, asked = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain("argparse", str(LOCALE_FOLDER))
    gettext.textdomain("argparse")
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if asked is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = asked
