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
    from tutor.lesson.collection import Collection
    from tutor.lesson.lesson import Lesson

_OF_A_LESSON = ("variant", "parameters", "at")
"""Options that say how a lesson is opened."""

_KNOWN = 30
"""Names that a complaint lists at most."""


def _add_options(parser: Parser) -> None:
    parser.add_lesson_options(required=False)
    parser.add_argument("--at", metavar="ADDRESS", help=parser.sentence("option-at"))
    parser.add_argument(
        "--version", action="version", version=f"tutor {__version__}", help=parser.sentence("option-version")
    )


def _run(arguments: Arguments, console: Console) -> int:
    return _open_lesson(arguments, console) if arguments.lesson else _open_home(arguments, console)


def _open_home(arguments: Arguments, console: Console) -> int:
    from tutor.cli.chosen import collection

    for option in _OF_A_LESSON:
        if getattr(arguments, option) is not None:
            raise failure("option-without-lesson", option=f"--{option}")
    if not _is_on_terminal():
        raise failure("no-terminal")
    from tutor.tui.start import open_home  # late: Textual takes as long to import as everything else together

    return open_home(collection(arguments), console.language, asked=is_settled(arguments.lang))


def _open_lesson(arguments: Arguments, console: Console) -> int:
    from tutor.cli.chosen import collection

    lessons, asked = collection(arguments), is_settled(arguments.lang)
    if not _is_on_terminal():
        _wanted(arguments, console, lessons)  # what is wrong with it is said first
        raise failure("no-terminal")
    from tutor.tui.start import Wanted, open_lesson

    failed: list[Failure] = []

    def wanted() -> Wanted | None:
        try:
            return Wanted(*_wanted(arguments, console, lessons))
        except Failure as found:  # said once the screen is left
            failed.append(found)
            return None

    as_left = all(getattr(arguments, option) is None for option in _OF_A_LESSON)
    code = open_lesson(lessons, console.language, arguments.lesson, wanted, as_left=as_left, asked=asked)
    if failed:
        raise failed[0]
    return code


def _wanted(
    arguments: Arguments, console: Console, lessons: Collection
) -> tuple[Lesson, str | None, Model, Address | None]:
    """The lesson, its variant, what a run starts from, and where it is opened."""
    from tutor.cli.chosen import choose

    chosen = choose(arguments, console, lessons)
    return *chosen, None if arguments.at is None else _address(arguments.at, chosen.model)


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


def _is_on_terminal() -> bool:
    """Whether there is one at both ends: an application whose input is none would wait for keys that never come."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


COMMAND = Command("open", _add_options, _run)
