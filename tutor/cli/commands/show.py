"""``tutor show LESSON``: every line of one pass with its value."""

from __future__ import annotations

from tutor.cli.command import Command
from tutor.cli.console import Console
from tutor.cli.parser import Arguments, Parser


def _add_options(parser: Parser) -> None:
    parser.add_lesson_options()
    parser.add_argument(
        "--update",
        metavar="N",
        type=parser.whole_number(),
        default=0,
        help=parser.sentence("show-option-update"),
    )
    parser.add_argument("--name", metavar="NAME", action="append", help=parser.sentence("show-option-name"))
    parser.add_json_option()


def _run(arguments: Arguments, console: Console) -> int:
    from tutor.cli.passes import show  # late: it needs NumPy, and a help does not

    return show(arguments, console)


COMMAND = Command("show", _add_options, _run)
