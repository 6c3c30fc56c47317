"""``tutor [LESSON]``: the screen, at home or in a lesson."""

from __future__ import annotations

import argparse
import sys

from tutor import __version__
from tutor.cli.command import Command
from tutor.cli.console import Console, Failure, failure, is_terminal
from tutor.cli.parser import Arguments, Parser


def _add_options(parser: Parser) -> None:
    parser.add_lesson_options(required=False)
    parser.add_argument("--at", metavar="ADDRESS", help=parser.sentence("option-at"))
    parser.add_argument(
        "--version", action="version", version=f"tutor {__version__}", help=parser.sentence("option-version")
    )


def _run(arguments: Arguments, console: Console) -> int:
    return 0


COMMAND = Command("open", _add_options, _run)
