"""A program in a pseudo-terminal: started, sent keys, and timed until what it paints has arrived."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

QUIET = 0.02
"""Seconds without output after which a repaint is over."""

_LEFT_OUT = ("NO_COLOR", "TEXTUAL_THEME", "CI", "PYTHONDONTWRITEBYTECODE")
"""What would change the picture, or have every start compile the program anew."""

_FOLDER = tempfile.TemporaryDirectory(prefix="tutor-")
NOBODY = _FOLDER.name
"""The home of somebody who has no settings, and of whom nothing is remembered."""

PATIENCE = 20.0
"""Seconds after which a program that paints nothing is given up."""


class Terminal:
    """One program in a terminal of its own. Use it in a ``with`` block, which ends it."""

    def __init__(self, command: Sequence[str], *, columns: int = 120, rows: int = 40, **environment: str) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, close_fds=True, env=_environment(environment)
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def wait_for(self, text: str) -> float:
        """Seconds from the start until ``text`` has been painted."""
        seen = b""
        while text.encode() not in seen:
            seen += self._read(PATIENCE)
        arrived = time.perf_counter() - self.started
        self.settle()
        return arrived

    def settle(self) -> None:
        """Wait until nothing is painted any more."""
        while self._ready(0.3):
            self._read(PATIENCE)

    def press(self, keys: str) -> float:
        """Seconds from sending ``keys`` to the last byte of the repaint that they cause."""
        start = last = time.perf_counter()
        os.write(self._master, keys.encode())
        self._read(PATIENCE)
        last = time.perf_counter()
        while self._ready(QUIET):
            self._read(PATIENCE)
            last = time.perf_counter()
        return last - start

    def _ready(self, seconds: float) -> bool:
        return bool(select.select([self._master], [], [], seconds)[0])

    def _read(self, seconds: float) -> bytes:
        if not self._ready(seconds):
            raise TimeoutError("the program paints nothing")
        return os.read(self._master, 1 << 16)


def _environment(changes: Mapping[str, str]) -> dict[str, str]:
    """This process's environment in a terminal with colours, in English, whatever it runs under."""
    kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    nobody = {
        "XDG_DATA_HOME": NOBODY,
        "XDG_CONFIG_HOME": NOBODY,
        "XDG_CACHE_HOME": NOBODY,
    }  # whose settings and memory are not measured
    return {**kept, **nobody, "TERM": "xterm-256color", "COLORTERM": "truecolor", "TUTOR_LANG": "en", **changes}
