"""The program in a terminal of its own: whatever ends it, it remembers where the learner stood."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PATIENCE = 30.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals, no pseudo-terminals")


class Terminal:
    """A pseudo-terminal in which ``tutor`` runs."""

    def __init__(self, folder: Path, *words: str) -> None:
        import fcntl  # here: Windows has none of them
        import pty
        import termios

        self.master, slave = pty.openpty()
        self._is_open = True
        self._painted = b""
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        places = {"XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tutor", *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            close_fds=True,
            start_new_session=True,
            env={**os.environ, **places, "TERM": "xterm-256color", "TUTOR_LANG": "en"},
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.hang_up()

    def wait_for(self, text: str) -> None:
        """Until ``text`` has been painted, after what was waited for before."""
        until = time.monotonic() + PATIENCE
        while text.encode() not in self._painted:
            assert time.monotonic() < until, self._painted[-2000:]
            if select.select([self.master], [], [], 0.2)[0]:
                self._painted += os.read(self.master, 1 << 16)
        self._painted = self._painted.partition(text.encode())[2]

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.master, keys.encode())

    def hang_up(self) -> None:
        """Close the terminal."""
        if self._is_open:
            self._is_open = False
            os.close(self.master)

    def end(self) -> int:
        """Wait until the program has ended; its exit code."""
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(OSError):  # the other end is closed
                if select.select([self.master], [], [], 0.1)[0]:
                    os.read(self.master, 1 << 16)
        code = self.process.poll()
        assert code is not None
        return code


@pytest.fixture
def lesson(tmp_path: Path) -> Iterator[Terminal]:
    """XOR in a terminal, two lines on."""
    with Terminal(tmp_path, "xor") as terminal:
        terminal.wait_for("16 lines")
        terminal.type("ll")
        terminal.wait_for("line 2")
        yield terminal


def line_kept(folder: Path) -> object:
    content = json.loads((folder / "data" / "backprop-tutor" / "memory.json").read_text(encoding="utf-8"))
    return content["lessons"]["xor"]["records"][""]["line"]


def test_ended_by_the_system(lesson: Terminal, tmp_path: Path) -> None:
    lesson.process.send_signal(signal.SIGTERM)
    assert lesson.end() == 128 + signal.SIGTERM
    assert line_kept(tmp_path) == 2


def test_ended_by_a_key(lesson: Terminal, tmp_path: Path) -> None:
    lesson.type("\x11")  # ctrl+q
    assert lesson.end() == 0
    assert line_kept(tmp_path) == 2


def test_ended_with_its_terminal(lesson: Terminal, tmp_path: Path) -> None:
    lesson.process.send_signal(signal.SIGHUP)
    lesson.hang_up()
    assert lesson.process.wait(PATIENCE) != 0
    assert line_kept(tmp_path) == 2


def test_ended_when_its_terminal_is_gone_without_a_word(lesson: Terminal, tmp_path: Path) -> None:
    lesson.hang_up()
    assert lesson.process.wait(PATIENCE) != 0
    assert line_kept(tmp_path) == 2


def test_what_takes_the_place_of_something_else_is_painted_there(lesson: Terminal) -> None:
    """What the compositor knows and what the terminal was sent are two things: here the terminal is asked."""
    lesson.type("p")
    lesson.wait_for("network  1/")
    lesson.wait_for("example 1 of 4")
    lesson.type("p")
    lesson.wait_for("The sigmoid turns every number")
    lesson.type("q")
    assert lesson.end() == 0


def test_a_file_that_turns_out_to_be_bad_is_complained_of_when_its_cover_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text('format_version = 1\nid = "bad"\ntitle.en = "A bad one"\nmodel = """\nL = nothing + 1\n"""\n')
    with Terminal(tmp_path, str(file)) as terminal:
        terminal.wait_for("A bad one")
        terminal.wait_for("\x1b[?1049l")
        terminal.wait_for("nothing")
        assert terminal.end() == 2


def test_an_address_is_opened_behind_the_cover_and_one_that_is_none_is_said(tmp_path: Path) -> None:
    for address, seen in (("12/dW2", "update 12"), ("12/dW9", "no value 'dW9'")):
        with Terminal(tmp_path, "xor", "--at", address) as terminal:
            terminal.wait_for("Nine weights")
            terminal.wait_for(seen)
            terminal.type("q")
            assert terminal.end() == (0 if address == "12/dW2" else 2)
