"""What the program remembers from one day to the next: how far each lesson was gone through, theme and language.

One JSON file in the user's data folder, written whole and put in place at once, so that a program that is killed leaves
the old one or the new one. A home that cannot be written to costs the memory, not the lesson.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from tutor.messages import Message

FILE_NAME = "memory.json"
FILE_BYTES = 4_000_000
VERSION = 1

Stage = Literal["begun", "done"]


@dataclass(frozen=True)
class Visit:
    """What is remembered of a lesson.

    Attributes:
        stage: whether it was gone through, or only begun.
        when: the day of the last visit, ``2026-11-21``.
        variant: that was open.
        record: the run, as ``tutor.engine.record`` writes it down.
    """

    stage: Stage
    when: str
    variant: str | None = None
    record: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Memories:
    """All that is remembered; ``lessons`` by id."""

    theme: str | None = None
    language: str | None = None
    lessons: Mapping[str, Visit] = field(default_factory=dict)

    @property
    def last(self) -> str | None:
        """The lesson that was visited last."""
        visited = [(visit.when, number, name) for number, (name, visit) in enumerate(self.lessons.items())]
        return max(visited)[2] if visited else None


class Memory:
    """The file of memories.

    Attributes:
        trouble: what to tell the learner once, if it cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE_NAME
        self.trouble: Message | None = None
        self.memories = self._read()

    def keep(self, lesson: str, visit: Visit) -> None:
        """Remember a visit. What another tutor has written meanwhile about other lessons stays."""
        lessons = {**self.memories.lessons, **self._read().lessons}
        lessons.pop(lesson, None)  # so that the last visit stands last
        self._write(replace(self.memories, lessons={**lessons, lesson: visit}))

    def prefer(self, *, theme: str | None = None, language: str | None = None) -> None:
        """Remember a theme or a language."""
        known = self._read()
        chosen = replace(known, theme=theme or known.theme, language=language or known.language)
        self._write(chosen)

    def _read(self) -> Memories:
        try:
            if self._file.stat().st_size > FILE_BYTES:
                raise ValueError(self._file)
            content = json.loads(self._file.read_text(encoding="utf-8"))
            return _memories(content)
        except FileNotFoundError:
            return Memories()
        except OSError as found:
            self.trouble = Message("tui.memory-unreadable", {"reason": found.strerror or "?"})
        except (ValueError, RecursionError):
            self._set_aside()
        return Memories()

    def _set_aside(self) -> None:
        """A damaged file is kept under another name: a person may still find something in it."""
        aside = self._file.with_suffix(".damaged.json")
        with contextlib.suppress(OSError):
            self._file.replace(aside)
        self.trouble = Message("tui.memory-damaged", {"file": str(aside)})

    def _write(self, memories: Memories) -> None:
        self.memories = memories
        text = json.dumps(_json(memories), ensure_ascii=False)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=f".{FILE_NAME}.")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self._file)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as found:
            self.trouble = Message("tui.memory-unwritable", {"reason": found.strerror or "?"})


def _json(memories: Memories) -> dict[str, object]:
    lessons = {
        name: {"stage": visit.stage, "when": visit.when, "variant": visit.variant, "record": dict(visit.record)}
        for name, visit in memories.lessons.items()
    }
    return {"version": VERSION, "theme": memories.theme, "language": memories.language, "lessons": lessons}


def _memories(content: object) -> Memories:
    """The memories in what was read.

    Raises:
        ValueError: if it was not written by this program.
    """
    if (
        not isinstance(content, dict)
        or content.get("version") != VERSION
        or not isinstance(content.get("lessons"), dict)
    ):
        raise ValueError(VERSION)
    lessons = {str(name): _visit(entry) for name, entry in content["lessons"].items()}
    return Memories(_text(content.get("theme")), _text(content.get("language")), lessons)


def _visit(entry: object) -> Visit:
    if not isinstance(entry, dict):
        raise ValueError(entry)
    record = entry.get("record")
    return Visit(
        "done" if entry.get("stage") == "done" else "begun",
        str(entry.get("when", "")),
        _text(entry.get("variant")),
        record if isinstance(record, dict) else {},
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
