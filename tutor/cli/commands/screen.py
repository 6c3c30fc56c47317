"""``tutor [LESSON]``: the screen, at home or in a lesson."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tutor import __version__
from tutor.cli.command import Command
from tutor.cli.console import Console, Failure, failure, is_terminal
from tutor.cli.language import is_settled
from tutor.cli.parser import Arguments, Parser

if TYPE_CHECKING:
    from tutor.engine.address import Address
    from tutor.engine.model import Model
    from tutor.lesson.lesson import Lesson

_KNOWN = 30
"""Names that a complaint lists at most."""


def _add_options(parser: Parser) -> None:
    parser.add_lesson_options(required=False)
    parser.add_argument("--at", metavar="ADDRESS", help=parser.sentence("option-at"))
    parser.add_argument(
        "--version", action="version", version=f"tutor {__version__}", help=parser.sentence("option-version")
    )


def _run(arguments: Arguments, console: Console) -> int:
    from tutor.cli.chosen import choose, collection

    if not arguments.lesson:
        for option in ("variant", "parameters", "at"):
            if getattr(arguments, option) is not None:
                raise failure("option-without-lesson", option=f"--{option}")
        _require_terminal()
        from tutor.tui.start import open_home  # late: Textual takes as long to import as everything else together

        return open_home(collection(arguments), console.language, asked=is_settled(arguments.lang))
    if (code := _behind_picture(arguments, console)) is not None:
        return code
    chosen = choose(arguments, console)
    at = None if arguments.at is None else _address(arguments.at, chosen.model)
    _require_terminal()
    from tutor.tui.start import open_lesson

    lessons, asked = collection(arguments), is_settled(arguments.lang)
    return open_lesson(lessons, console.language, chosen.lesson, chosen.variant, chosen.model, at, asked=asked)


def _behind_picture(arguments: Arguments, console: Console) -> int | None:
    """Open the lesson behind its picture from the last start; None where there is none, or something else is asked."""
    if any(getattr(arguments, option) is not None for option in ("variant", "parameters", "at")):
        return None
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        return None
    from tutor.cli.chosen import choose, collection
    from tutor.tui.start import open_pictured

    failed: list[Failure] = []

    def lesson() -> Lesson | None:
        try:
            return choose(arguments, console).lesson
        except Failure as found:
            failed.append(found)
            return None

    asked = is_settled(arguments.lang)
    code = open_pictured(collection(arguments), console.language, arguments.lesson, lesson, asked=asked)
    if failed:
        raise failed[0]
    return code


def _address(text: str, model: Model) -> Address:
    """The address that ``--at`` names, if this model has such a value at such a moment."""
    from tutor.engine.address import AddressError, parse_address
    from tutor.formula.problems import nearest
    from tutor.lesson.checks import known_values

    try:
        address = parse_address(text)
    except AddressError as found:
        raise Failure(found.message) from None
    known = known_values(model)
    if address.name is not None and address.name not in known.shapes:
        names = nearest(address.name, known.shapes) or ", ".join(list(known.shapes)[:_KNOWN])
        raise failure("at-unknown", name=address.name, known=names)
    if address.update and not known.learns:
        raise failure("at-untrained", update=address.update)
    return address


def _require_terminal() -> None:
    """An application whose input is no terminal would wait for keys that never come."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise failure("no-terminal")


COMMAND = Command("open", _add_options, _run)
