"""``tutor record``: what has been practised, for reading or for another program."""

from __future__ import annotations

from tutor.cli.command import Command
from tutor.cli.console import Console
from tutor.cli.parser import Arguments, Parser


def _add_options(parser: Parser) -> None:
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--csv", action="store_true", help=parser.sentence("record-option-csv"))
    forms.add_argument("--jsonl", action="store_true", help=parser.sentence("record-option-jsonl"))
    forms.add_argument("--reset", action="store_true", help=parser.sentence("record-option-reset"))


def _run(arguments: Arguments, console: Console) -> int:
    from tutor.cli.practised import record  # late: it needs SQLite and NumPy, and a help does not

    return record(arguments, console)


COMMAND = Command("record", _add_options, _run)
