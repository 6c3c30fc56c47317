"""``tutor why LESSON ADDRESS``: why one cell has its value."""

from __future__ import annotations

from tutor.cli.command import Command
from tutor.cli.console import Console
from tutor.cli.parser import Arguments, Parser

_MOST_DIGITS = 17
"""Significant digits that a double can have."""


def _add_options(parser: Parser) -> None:
    parser.add_lesson_options()
    parser.add_argument("address", metavar="ADDRESS", help=parser.sentence("why-address"))
    parser.add_argument(
        "--digits",
        metavar="N",
        type=parser.whole_number(at_least=1, at_most=_MOST_DIGITS),
        default=4,
        help=parser.sentence("why-option-digits"),
    )
    parser.add_json_option()


def _run(arguments: Arguments, console: Console) -> int:
    from tutor.cli.reasons import why  # late: it needs NumPy, and a help does not

    return why(arguments, console)


COMMAND = Command("why", _add_options, _run)
