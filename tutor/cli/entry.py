"""From the words of a command line to an exit code."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from collections.abc import Sequence

from tutor.cli.command import Command
from tutor.cli.commands import COMMANDS, OPEN
from tutor.cli.console import INTERRUPTED, Console, Failure, failure
from tutor.cli.language import argparse_speaks, language_of
from tutor.cli.parser import COMMON_OPTIONS, Arguments, Parser

PIPE_CLOSED = 141  # 128 + SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command (``sys.argv`` without its first word if none is given) and give its exit code.

    0 done, 1 the answer is no, 2 bad usage or a file that cannot be read. Nothing ends in a traceback.
    """
    # Before NumPy is imported: the threads that share out a product of these sizes cost more than it, at the start and
    # at every key (2 ms a line of a 784-128-10 net, against 0.2 ms).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # A start makes some 300,000 objects that all live on; looking for garbage among them takes a fifth of it.
    gc.set_threshold(100_000, 10, 10)
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without ₁ or σ shows "?" and goes on
    console = Console(language_of(words))
    try:
        code = _carry_out(words, console)
        if sys.stdout is not None:
            sys.stdout.flush()  # here, where a closed pipe or a full disk can still be answered
    except BrokenPipeError:
        _forget_output()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        console.warn("")  # the shell's prompt begins on a line of its own
        return INTERRUPTED
    except OSError as error:
        _forget_output()
        console.warn(console.sentence("system", reason=error.strerror or str(error)))
        return 2
    return code


def _carry_out(words: Sequence[str], console: Console) -> int:
    try:
        if sys.stdout is None or sys.stdout.closed:
            raise failure("output-closed")
        with argparse_speaks(console.language):
            command, arguments = _read(words, console)
        return command.run(arguments, console)
    except Failure as found:
        console.warn(found.message.say(console.language))
        return found.code
    except SystemExit as done:  # argparse has printed a help or the version
        return done.code if isinstance(done.code, int) else 0


def _read(words: Sequence[str], console: Console) -> tuple[Command, Arguments]:
    """The command that ``words`` ask for, and its options.

    The command is the first word that is no common option; where it is the name of none, a lesson is opened.
    """
    position = 0
    while position < len(words) and words[position].partition("=")[0] in COMMON_OPTIONS:
        position += 1 if "=" in words[position] else 2
    command = COMMANDS.get(words[position], OPEN) if position < len(words) else OPEN
    rest = list(words)
    if command is not OPEN:
        del rest[position]
    parser = Parser(command.name, console.language)
    command.add_options(parser)
    parser.add_common_options()
    return command, parser.parse_args(rest, namespace=Arguments())


def _forget_output() -> None:
    """If what is in the buffer cannot be written, send it nowhere: the interpreter would complain when it ends."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
