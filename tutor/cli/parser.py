"""The parser of one command: its options in the learner's language, its help, its complaints."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Never

from tutor.cli.console import failure
from tutor.cli.skeleton import Activation, Loss, Output
from tutor.columns import wrap
from tutor.messages import LANGUAGES, Language, say

COMMON_OPTIONS = ("--lang", "--lessons")
"""The options that every command has, and that may stand before its name; both take a value."""


class Arguments(argparse.Namespace):
    """What was asked for. Each command fills the part that its options name."""

    lang: Language | None
    lessons: str | None
    lesson: str
    variant: str | None
    parameters: str | None
    at: str | None
    update: int
    updates: int | None
    name: list[str]
    until: str | None
    rule: str | None
    set: list[tuple[str, float]]
    json: bool
    files: list[str]
    layers: tuple[int, ...]
    activation: Activation
    output: Output | None
    loss: Loss | None
    id: str | None
    file: str | None


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Descriptions and examples as they were written; the help of options wrapped by columns, not by characters."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)


class Parser(argparse.ArgumentParser):
    """A parser whose description is ``cli.<command>-about`` and whose last words are ``cli.<command>-examples``."""

    def __init__(self, command: str, language: Language) -> None:
        self.language = language
        super().__init__(
            prog="tutor" if command == "open" else f"tutor {command}",
            usage=self.sentence("open-usage") if command == "open" else None,
            description=self.sentence(f"{command}-about"),
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

    def add_common_options(self) -> None:
        """Those of ``COMMON_OPTIONS``."""
        self.add_argument("--lessons", metavar="DIR", help=self.sentence("option-lessons"))
        self.add_argument("--lang", choices=LANGUAGES, help=self.sentence("option-lang"))

    def add_lesson_options(self, *, required: bool = True) -> None:
        """Which lesson, in which variant, from which parameters."""
        self.add_argument("lesson", metavar="LESSON", nargs=None if required else "?", help=self.sentence("lesson"))
        self.add_argument("--variant", metavar="NAME", help=self.sentence("option-variant"))
        self.add_argument("--parameters", metavar="FILE", help=self.sentence("option-parameters"))

    def add_json_option(self) -> None:
        """``--json``."""
        self.add_argument("--json", action="store_true", help=self.sentence("option-json"))

    def whole_number(self, at_least: int = 0) -> Callable[[str], int]:
        """The type of an option that counts something."""

        def read(text: str) -> int:
            if text.isascii() and text.isdecimal() and len(text) <= 18 and int(text) >= at_least:
                return int(text)
            raise argparse.ArgumentTypeError(self.sentence("not-a-count", text=text, least=at_least))

        return read
