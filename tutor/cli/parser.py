"""The parser of one command: its options in the learner's language, its help, its complaints."""

from __future__ import annotations

import argparse
import gettext
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Never

from tutor.cli.console import failure
from tutor.cli.skeleton import Activation, Loss, Output
from tutor.columns import width, wrap
from tutor.messages import LANGUAGES, Language, say

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

COMMON_OPTIONS = ("--lang", "--lessons")
"""The options that every command has, and that may stand before its name; both take a value."""

MOST_UPDATES = 100_000_000
"""The largest number of updates that can be asked for, as in a lesson file."""

_TEXT_COLUMNS = 78


class Arguments(argparse.Namespace):
    """What was asked for. Each command fills the part that its options name."""

    lang: Language | None
    lessons: str | None
    lesson: str
    variant: str | None
    parameters: str | None
    at: str | None
    address: str
    digits: int
    update: int
    updates: int | None
    name: list[str] | None
    until: str | None
    rule: str | None
    set: list[tuple[str, float]]
    json: bool
    files: list[str]
    seed: int | None
    practice: bool
    skill: list[str] | None
    due: bool
    count: int | None
    csv: bool
    jsonl: bool
    reset: bool
    answers: str
    layers: tuple[int, ...]
    activation: Activation
    output: Output | None
    loss: Loss | None
    id: str | None
    file: str | None


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Descriptions and examples as they were written; the rest wrapped by columns, where argparse counts characters."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_TEXT_COLUMNS - _extra_columns())

    def _split_lines(self, text: str, columns: int) -> list[str]:
        return wrap(text, columns)


def _extra_columns() -> int:
    """The columns by which "usage: " is wider than its characters, in the language that argparse speaks."""
    usage = gettext.gettext("usage: ")
    return width(usage) - len(usage)


def _open_usage() -> str:
    """The two ways to call the program, the second below the first."""
    return (
        "%(prog)s [LESSON] [--at ADDRESS] [--variant NAME] [--parameters FILE]\n"
        + " " * len(gettext.gettext("usage: "))
        + "%(prog)s COMMAND ..."
    )


class Parser(argparse.ArgumentParser):
    """A parser whose description is ``cli.<command>-about`` and whose last words are ``cli.<command>-examples``."""

    def __init__(self, command: str, language: Language) -> None:
        self.language = language
        super().__init__(
            prog="tutor" if command == "open" else f"tutor {command}",
            usage=_open_usage() if command == "open" else None,
            description="\n".join(wrap(self.sentence(f"{command}-about"), _TEXT_COLUMNS)),
            epilog=self.sentence(f"{command}-examples"),
            formatter_class=HelpFormatter,
            allow_abbrev=False,  # an option that is added later must not make a learner's command ambiguous
        )

    def sentence(self, key: str, **parameters: object) -> str:
        """The sentence ``cli.<key>`` in the language of this parser."""
        return say(f"cli.{key}", self.language, **parameters)

    def error(self, message: str) -> Never:
        """Complain in one sentence, without the usage: ``--help`` is better at explaining."""
        raise failure("usage", complaint=message, command=self.prog)

    def format_help(self) -> str:
        """The help, the further lines of its usage below the first where "usage" is written in wide letters."""
        usage, gap, rest = super().format_help().partition("\n\n")
        return usage.replace("\n", "\n" + " " * _extra_columns()) + gap + rest

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """Print a help or the version; argparse would hide that the disk is full."""
        (file or sys.stdout).write(message)

    def add_common_options(self) -> None:
        """Those of ``COMMON_OPTIONS``."""
        self.add_argument("--lessons", metavar="DIR", help=self.sentence("option-lessons"))
        self.add_argument("--lang", choices=LANGUAGES, help=self.sentence("option-lang"))

    def add_lesson_options(self, *, required: bool = True) -> None:
        """Which lesson ("" if it was left out), in which variant, from which parameters."""
        self.add_argument(
            "lesson", metavar="LESSON", nargs=None if required else "?", default="", help=self.sentence("lesson")
        )
        self.add_argument("--variant", metavar="NAME", help=self.sentence("option-variant"))
        self.add_argument("--parameters", metavar="FILE", help=self.sentence("option-parameters"))

    def add_json_option(self) -> None:
        """``--json``."""
        self.add_argument("--json", action="store_true", help=self.sentence("option-json"))

    def whole_number(self, at_least: int = 0, at_most: int = MOST_UPDATES) -> Callable[[str], int]:
        """The type of an option that counts something."""

        def read(text: str) -> int:
            if text.isascii() and text.isdecimal() and len(text) < 12 and at_least <= int(text) <= at_most:
                return int(text)
            raise argparse.ArgumentTypeError(
                self.sentence("not-a-count", text=text, least=at_least, most=f"{at_most:,}")
            )

        return read
