"""``tutor verify FILE``: mark a file of typed answers again."""

from __future__ import annotations

from tutor.cli.command import Command
from tutor.cli.console import Console
from tutor.cli.parser import Arguments, Parser


def _add_options(parser: Parser) -> None:
    parser.add_argument("answers", metavar="FILE", help=parser.sentence("verify-file"))
    parser.add_json_option()


def _run(arguments: Arguments, console: Console) -> int:
    from tutor.cli.verifying import verify_file  # late: it needs NumPy, and a help does not

    return verify_file(arguments, console)


COMMAND = Command("verify", _add_options, _run)
