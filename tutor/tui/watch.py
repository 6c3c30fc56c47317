"""A lesson file that may be saved while the lesson is open."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

_Look: TypeAlias = "tuple[int, int] | None"


class FileWatch:
    """Whether a file has been saved, found out by looking at it now and then: a few microseconds each time."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._known = self._look()
        self._last = self._known

    def saved(self) -> bool:
        """Whether the file was saved, and has been at rest since the last look: some editors write it in pieces.

        A file that is not there is waited for: other editors take the old one away first.
        """
        last, self._last = self._last, self._look()
        if self._last in (None, self._known) or self._last != last:
            return False
        self._known = self._last
        return True

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
