"""Reading files that a stranger wrote or named: bounded, and never outside the folders that a lesson may read."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from tutor.formula.problems import Place, Problem
from tutor.lesson.complaint import Complaint, Complaints
from tutor.messages import Message

LESSON_BYTES = 1_000_000
"""The largest lesson file."""

CSV_BYTES = 5_000_000
"""The largest CSV file."""

ASSETS = "assets"
"""A path of a lesson that begins so, and is not found beside the lesson, is looked for among the shipped data sets."""


class FileError(Exception):
    """A file that cannot be read; ``problem`` says why. Only one with a place needs the file's ``text``."""

    def __init__(self, key: str, place: Place | None = None, text: str = "", **parameters: object) -> None:
        self.problem = Problem(Message(f"lesson.{key}", parameters), place)
        self._text = text
        super().__init__(key)

    def about(self, file: Path) -> tuple[Complaint, ...]:
        """The problem as a complaint about ``file``."""
        complaints = Complaints(file, self._text)
        complaints.add(self.problem)
        return complaints.all


def read_bytes(file: Path, limit: int) -> bytes:
    """What ``file`` holds.

    Raises:
        FileError: it does not exist, is no ordinary file, is larger than ``limit`` bytes, or may not be read.
    """
    try:
        kind = file.stat().st_mode
        if stat.S_ISDIR(kind):
            raise FileError("is-a-folder")
        if not stat.S_ISREG(kind):  # a pipe would wait for ever, a device would never end
            raise FileError("not-a-file")
        with file.open("rb") as opened:
            content = opened.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise FileError("no-such-file") from None
    except (OSError, ValueError) as found:  # ValueError: a NUL in the name
        reason = getattr(found, "strerror", None) or "?"
        raise FileError("unreadable-file", reason=reason) from None
    if len(content) > limit:
        raise FileError("file-too-large", limit=f"{limit:,}")
    return content


def read_text(file: Path, limit: int = LESSON_BYTES) -> str:
    """The text of ``file``, its lines ended by a bare newline.

    Raises:
        FileError: as ``read_bytes``, or the file is not UTF-8 text.
    """
    content = read_bytes(file, limit)
    try:
        text = content.decode("utf-8-sig")  # Windows' Notepad puts a byte order mark first
    except UnicodeDecodeError as found:
        text = content.decode(errors="replace")
        raise FileError("not-utf8", _place_of_byte(content, found.start), text) from None
    return text.replace("\r\n", "\n")


def _place_of_byte(content: bytes, offset: int) -> Place:
    before = content[:offset]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8-sig", errors="replace")) + 1
    return Place(before.count(b"\n") + 1, column, column + 1)


class Folders(NamedTuple):
    """Where a lesson may read: the folder that it stands in, and the data sets that ship with the program."""

    own: Path
    assets: Path

    def find(self, name: str) -> Path:
        """The file that a lesson calls ``name``.

        Raises:
            FileError: ``name`` points outside the two folders, or there is no such file in them.
        """
        parts = PurePosixPath(name).parts
        outside = "\\" in name or ".." in parts or PurePosixPath(name).is_absolute()
        if outside or PureWindowsPath(name).drive or not parts or "\0" in name:
            raise FileError("path-outside", path=name)
        places = [(self.own, PurePosixPath(name))]
        if parts[0] == ASSETS and len(parts) > 1:
            places.append((self.assets, PurePosixPath(*parts[1:])))
        for folder, inside in places:
            file = folder / inside
            try:
                if not file.exists():
                    continue
                real = file.resolve()
                if not real.is_relative_to(folder.resolve()):  # a link that leads out
                    raise FileError("path-outside", path=name)
            except (OSError, RuntimeError):  # a name too long for the system, links in a circle
                continue
            return real
        raise FileError("no-such-data-file", path=name)
