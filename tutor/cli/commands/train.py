"""``tutor train LESSON``: update without the screen until a condition holds."""

from __future__ import annotations

import argparse
import math

from tutor.cli.command import Command
from tutor.cli.console import Console
from tutor.cli.parser import Arguments, Parser


def _add_options(parser: Parser) -> None:
    def setting(text: str) -> tuple[str, float]:
        name, _, number = text.partition("=")
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if not name.isidentifier() or not math.isfinite(value):
            raise argparse.ArgumentTypeError(parser.sentence("bad-setting", text=text))
        return name, value

    parser.add_lesson_options()
    parser.add_argument("--until", metavar="CONDITION", help=parser.sentence("train-option-until"))
    parser.add_argument(
        "--updates", metavar="N", type=parser.whole_number(), help=parser.sentence("train-option-updates")
    )
    parser.add_argument("--rule", metavar="RULE", help=parser.sentence("train-option-rule"))
    parser.add_argument(
        "--set",
        metavar="NAME=NUMBER",
        type=setting,
        action="append",
        default=[],
        help=parser.sentence("train-option-set"),
    )
    parser.add_json_option()


def _run(arguments: Arguments, console: Console) -> int:
    from tutor.cli.training import train  # late: it needs NumPy, and a help does not

    return train(arguments, console)


COMMAND = Command("train", _add_options, _run)
