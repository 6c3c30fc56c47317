"""A lesson file that may be saved while the lesson is open."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

_Look: TypeAlias = "tuple[int, int] | None"

_GONE = 3
"""Looks in a row that find no file where it counts as gone."""


class FileWatch:
    """Whether a file has been saved, found out by looking at it now and then: a few microseconds each time."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._known = self._look()
        self._last = self._known
        self._missed = 0

    def saved(self) -> bool:
        """Whether the file was saved, and has been at rest since the last look: some editors write it in pieces.

        A file that is not there is waited for: other editors take the old one away first.
        """
        last, self._last = self._last, self._look()
        if self._last in (None, self._known) or self._last != last:
            return False
        self._known = self._last
        return True

    def gone(self) -> bool:
        """Whether the file has gone for good, not only while an editor puts another in its place; told once.

        Whatever stands there later counts as saved.
        """
        if self._look() is not None:
            self._missed = 0
            return False
        self._missed += 1
        if self._missed == _GONE:
            self._known = None
        return self._missed == _GONE

    @property
    def changed(self) -> bool:
        """Whether the file is not as it was when it was read last."""
        return self._look() not in (None, self._known)

    def _look(self) -> _Look:
        try:
            found = self.file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size
