"""``tutor new 2-3-1``: write the file of a new lesson."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from tutor.cli.command import Command
from tutor.cli.console import Console, failure
from tutor.cli.parser import Arguments, Parser
from tutor.cli.skeleton import ACTIVATIONS, LOSSES, OUTPUTS, Net, clash, completed, skeleton

LAYERS = 8
"""Layers after the input of a new net at most; one with more is no longer stepped by anybody."""

ELEMENTS = 1_000_000
"""Numbers in one parameter of a new net at most."""

BY_HAND = 24
"""Numbers in one parameter of a net at most whose numbers are written out."""

_LAYERS = re.compile(r"[1-9]\d{0,6}(-[1-9]\d{0,6})+", re.ASCII)
_ID = re.compile(r"[a-z0-9]{1,40}(-[a-z0-9]{1,40}){0,9}")


def _add_options(parser: Parser) -> None:
    def layers(text: str) -> tuple[int, ...]:
        if _LAYERS.fullmatch(text) and text.count("-") <= LAYERS:
            return tuple(int(width) for width in text.split("-"))
        raise argparse.ArgumentTypeError(parser.sentence("new-layers", text=text[:40], limit=LAYERS))

    parser.add_argument("layers", metavar="LAYERS", type=layers, help=parser.sentence("new-option-layers"))
    for name, choices in (("activation", ACTIVATIONS), ("output", OUTPUTS), ("loss", LOSSES)):
        parser.add_argument(
            f"--{name}",
            metavar="NAME",
            choices=choices,
            default="sigmoid" if name == "activation" else None,
            help=parser.sentence(f"new-option-{name}", choices=", ".join(choices)),
        )
    parser.add_argument("--id", metavar="ID", help=parser.sentence("new-option-id"))
    parser.add_argument("--file", metavar="FILE", help=parser.sentence("new-option-file"))


def _run(arguments: Arguments, console: Console) -> int:
    net = completed(arguments.layers, arguments.activation, arguments.output, arguments.loss)
    if net.elements > ELEMENTS:
        raise failure("new-too-large", net=net.name, limit=ELEMENTS)
    key = clash(net)
    if key is not None:
        raise failure(key, output=net.output, loss=net.loss)
    lesson_id = arguments.id if arguments.id is not None else f"net-{net.name}"
    _check_id(lesson_id)
    file = Path(arguments.file or f"{lesson_id}.toml")
    _write(file, _text(net, lesson_id))
    console.write(console.sentence("new-written", file=file))
    return 0


def _text(net: Net, lesson_id: str) -> str:
    """The lesson; of a small net with numbers that anybody can work with, and that show every mistake."""
    text = skeleton(net, lesson_id)
    if net.elements > BY_HAND:
        return text
    from tutor.cli.drafting import numbers_for  # late: it needs NumPy, and a refusal does not

    return skeleton(net, lesson_id, numbers_for(text))


def _check_id(lesson_id: str) -> None:
    """Refuse what could not be the id of a lesson, before a file of that name is written."""
    from tutor.lesson.checks import COMMANDS

    if not _ID.fullmatch(lesson_id) or lesson_id in COMMANDS:
        raise failure("new-bad-id", id=lesson_id)


def _write(file: Path, text: str) -> None:
    """Write a file that is not there yet."""
    try:
        with file.open("x", encoding="utf-8", newline="\n") as new:
            new.write(text)
    except FileExistsError:
        raise failure("new-exists", file=file) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise failure("new-cannot-write", file=file, reason=reason) from None


COMMAND = Command("new", _add_options, _run)
