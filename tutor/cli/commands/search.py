"""``tutor search LESSON``: look for hyper-parameters by trial, without the screen."""

from __future__ import annotations

from tutor.cli.command import Command
from tutor.cli.console import Console
from tutor.cli.parser import Arguments, Parser


def _add_options(parser: Parser) -> None:
    parser.add_lesson_options()
    parser.add_json_option()


def _run(arguments: Arguments, console: Console) -> int:
    from tutor.cli.searching import search  # late: it needs NumPy, and a help does not

    return search(arguments, console)


COMMAND = Command("search", _add_options, _run)
