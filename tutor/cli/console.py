"""What a command says, and to whom: results to standard output, everything else to standard error."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TextIO, TypeAlias

from tutor.messages import Language, Message, say

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"

INTERRUPTED = 130
"""The exit code after Ctrl-C: 128 + SIGINT, as every shell has it."""


class Failure(Exception):
    """A command that cannot go on: one sentence for the learner, and the exit code."""

    def __init__(self, message: Message, code: int = 2) -> None:
        self.message = message
        self.code = code
        super().__init__(message.key)


def failure(key: str, **parameters: object) -> Failure:
    """A ``Failure`` whose sentence is ``cli.<key>``, for bad usage and for what cannot be read (exit code 2)."""
    return Failure(Message(f"cli.{key}", parameters))


class Console(NamedTuple):
    """The two streams of a command, in one language."""

    language: Language

    def sentence(self, key: str, **parameters: object) -> str:
        """The sentence ``cli.<key>``."""
        return say(f"cli.{key}", self.language, **parameters)

    def write(self, text: str = "") -> None:
        """One line (or several) of the result."""
        print(text)

    def write_json(self, value: Json) -> None:
        """``value`` as one line of JSON: ASCII only, so that it reads the same whatever the terminal's encoding."""
        print(json.dumps(value, allow_nan=False))

    def warn(self, text: str) -> None:
        """A line that is not part of the result."""
        if sys.stderr is not None:
            with contextlib.suppress(OSError):  # nobody listens: the exit code still says it
                print(text, file=sys.stderr)

    def progress(self, text: str) -> None:
        """A line that the next one replaces; nothing where standard error is no terminal."""
        if is_terminal(sys.stderr):
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody can read ``stream``, or type into it; a closed one is None."""
    return stream is not None and not stream.closed and stream.isatty()
