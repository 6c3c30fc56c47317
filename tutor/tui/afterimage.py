"""The screen as the next start will find it, painted at once there while everything that computes is still imported.

It is kept with all that it was made from: the memory, the settings and the lesson's file as they were then, the size of
the window, the language and the colours. When any of that is another, there is no picture, and nothing is lost but a
fifth of a second. One JSON file in the user's cache folder; whatever is wrong with it, it is passed over.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rich.style import Style

from tutor import __version__
from tutor.messages import Language
from tutor.resources import settings_file, user_cache_folder

if TYPE_CHECKING:
    from tutor.tui.session import Session

FILE_NAME = "screen.json"
MOST_BYTES = 1_000_000
_COLOURS = ("NO_COLOR", "COLORTERM", "TERM")
"""What the colours of a terminal are known by."""

Look: TypeAlias = list[object]
Rows: TypeAlias = Sequence[Sequence[tuple[str, str]]]
"""Pieces of text with their styles, as rich writes styles."""


class Window(NamedTuple):
    """How the screen looks, whatever it shows."""

    language: Language
    theme: str
    width: int
    height: int


class Pictures:
    """Keeps what is shown of a lesson, once for each state of the files that the next start will open it from."""

    def __init__(self) -> None:
        self._kept: object = None

    def keep(self, session: Session, memory: Path, window: Window, rows: Callable[[], Rows]) -> None:
        """Keep the picture of ``session``, if its lesson would be opened again by its name."""
        lesson = session.lesson
        if lesson is None or not lesson.shipped or session.variant is not None or session.model is not lesson.model():
            return
        files = (lesson.file, memory, settings_file())
        state = window, lesson.id, [_stamp(file) for file in files]
        if state != self._kept:
            self._kept = state
            _write(user_cache_folder(), _look(window, lesson.id, files), files, rows())


def _write(folder: Path, look: Look, files: Sequence[Path], rows: Rows) -> None:
    """Put the picture in place at once. A full disk, or a home that is read only, costs nothing else."""
    styles: dict[str, int] = {}
    lines = [[[text, styles.setdefault(style, len(styles))] for text, style in row] for row in rows]
    kept = {"look": look, "files": [str(file) for file in files], "styles": list(styles), "rows": lines}
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
            json.dump(kept, file)
        Path(file.name).replace(folder / FILE_NAME)


def find(window: Window, lesson: str) -> Rows | None:
    """The picture of ``lesson`` as it was kept, if all that it was made from is as it was then."""
    file = user_cache_folder() / FILE_NAME
    try:
        if file.stat().st_size > MOST_BYTES:
            return None
        kept = json.loads(file.read_text(encoding="utf-8"))
        files = [Path(name) for name in kept["files"]]
        if kept["look"] != _look(window, lesson, files):
            return None
        styles = [str(Style.parse(style)) for style in kept["styles"]]  # parsed, so that what is no style is found here
        return [[(str(text), styles[number]) for text, number in row] for row in kept["rows"]]
    except Exception:  # noqa: BLE001 - a stranger may have written it: anything else than a picture is none
        return None


def _look(window: Window, lesson: str, files: Sequence[Path]) -> Look:
    """All that the picture depends on, as JSON gives it back."""
    return [__version__, *window, lesson, *map(os.environ.get, _COLOURS), *map(_stamp, files)]


def _stamp(file: Path) -> list[int] | None:
    """What changes when a file does."""
    try:
        found = file.stat()
    except OSError:
        return None
    return [found.st_mtime_ns, found.st_size]
