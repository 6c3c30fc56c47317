"""``tutor quiz LESSON``: questions and practice, line by line, without the screen."""

from __future__ import annotations

from tutor.cli.command import Command
from tutor.cli.console import Console, failure
from tutor.cli.parser import Arguments, Parser


def _add_options(parser: Parser) -> None:
    parser.add_lesson_options(required=False)
    parser.add_argument("--seed", metavar="N", type=parser.whole_number(), help=parser.sentence("quiz-option-seed"))
    parser.add_argument("--practice", action="store_true", help=parser.sentence("quiz-option-practice"))
    parser.add_argument("--skill", metavar="SKILL", action="append", help=parser.sentence("quiz-option-skill"))
    parser.add_argument("--due", action="store_true", help=parser.sentence("quiz-option-due"))
    parser.add_argument(
        "--count", metavar="N", type=parser.whole_number(at_least=1), help=parser.sentence("quiz-option-count")
    )


def _run(arguments: Arguments, console: Console) -> int:
    if not arguments.lesson and not arguments.due:
        raise failure("quiz-what")
    from tutor.cli.asking import quiz  # late: it needs NumPy, and a help does not

    return quiz(arguments, console)


COMMAND = Command("quiz", _add_options, _run)
