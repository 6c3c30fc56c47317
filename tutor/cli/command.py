"""What a command is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tutor.cli.console import Console
from tutor.cli.parser import Arguments, Parser

NAMES = ("list", "show", "why", "train", "search", "quiz", "record", "verify", "check", "new")
"""The words that are commands, in the order of the help. ``commands`` has one of each."""


class Command(NamedTuple):
    """One word of the command line.

    Attributes:
        name: the word; its description and examples are the sentences ``cli.<name>-about`` and ``cli.<name>-examples``.
        add_options: gives its options to a parser.
        run: carries it out and gives the exit code; raises ``Failure`` when it cannot.
    """

    name: str
    add_options: Callable[[Parser], None]
    run: Callable[[Arguments, Console], int]
