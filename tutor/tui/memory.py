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
Preference = Literal["theme", "language"]

NO_RECORD: Mapping[str, object] = {}


@dataclass(frozen=True)
class Visit:
    """What is remembered of a lesson.

    Attributes:
        stage: whether it was gone through, or only begun.
        when: the day of the last visit, ``2026-11-21``.
        variant: that was open last; None for the lesson as it stands.
        records: the run of each variant that was opened ("" for the lesson as it stands), as ``tutor.engine.record``
            writes it down.
    """

    stage: Stage
    when: str
    variant: str | None = None
    records: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    @property
    def record(self) -> Mapping[str, object]:
        """The run that was open last; empty where none is remembered."""
        return self.records.get(self.variant or "", NO_RECORD)


@dataclass(frozen=True)
class Memories:
    """All that is remembered; ``lessons`` by id, the last visited last.

    ``over`` is what the settings said when a theme or a language was chosen: the choice holds until they say something
    else.
    """

    theme: str | None = None
    language: str | None = None
    over: Mapping[str, str] = field(default_factory=dict)
    lessons: Mapping[str, Visit] = field(default_factory=dict)

    @property
    def latest(self) -> tuple[str, ...]:
        """The lessons that were visited, the last one first."""
        visited = [(visit.when, number, name) for number, (name, visit) in enumerate(self.lessons.items())]
        return tuple(name for _, _, name in sorted(visited, reverse=True))


class Memory:
    """The file of memories.

    Attributes:
        file: where it is.
        trouble: what to tell the learner once, if it cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE_NAME
        self._readable = True
        self._written = True
        self.trouble: Message | None = None
        self.memories = self._read()

    def keep(self, lesson: str, visit: Visit) -> None:
        """Remember a visit. What another tutor has written meanwhile about other lessons stays."""
        known = self._read()
        lessons = {**self.memories.lessons, **known.lessons}
        lessons.pop(lesson, None)  # so that the last visit stands last
        theme, language = known.theme or self.memories.theme, known.language or self.memories.language
        self._write(Memories(theme, language, known.over or self.memories.over, {**lessons, lesson: visit}))

    def prefer(self, what: Preference, value: str, over: str | None = None) -> None:
        """Remember a theme or a language, chosen while the settings said ``over``."""
        known = self._read()
        chosen = {name: said for name, said in known.over.items() if name != what}
        if over is not None:
            chosen[what] = over
        lessons = {**self.memories.lessons, **known.lessons}
        theme, language = known.theme or self.memories.theme, known.language or self.memories.language
        theme, language = (value, language) if what == "theme" else (theme, value)
        self._write(Memories(theme, language, chosen, lessons))

    def _read(self) -> Memories:
        if not (self._readable and self._written):  # what is known here is the newest that there is
            return self.memories
        try:
            if self.file.stat().st_size > FILE_BYTES:
                raise ValueError(self.file)
            content = json.loads(self.file.read_text(encoding="utf-8"))
            return _memories(content)
        except FileNotFoundError:
            return Memories()
        except OSError as found:
            self._readable = False
            self.trouble = Message("tui.memory-unreadable", {"reason": found.strerror or "?"})
        except (ValueError, RecursionError):
            self._set_aside()
        return Memories()

    def _set_aside(self) -> None:
        """A damaged file is kept under another name: a person may still find something in it."""
        aside = self.file.with_suffix(".damaged.json")
        with contextlib.suppress(OSError):
            self.file.replace(aside)
        self.trouble = Message("tui.memory-damaged", {"file": str(aside)})

    def _write(self, memories: Memories) -> None:
        self.memories = memories
        if not self._readable:  # what could not be read is not written over either
            return
        self._written = False
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=f".{FILE_NAME}.")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(_text_of(memories))
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self.file)
                self._written = True
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as found:
            self.trouble = Message("tui.memory-unwritable", {"reason": found.strerror or "?"})


def _text_of(memories: Memories) -> str:
    """The content of the file; the runs that were visited longest ago are left out where all would be too much."""
    lessons = dict(memories.lessons)
    text = json.dumps(_json(memories), ensure_ascii=False)
    for name, visit in memories.lessons.items():
        if len(text.encode()) <= FILE_BYTES:
            break
        lessons[name] = replace(visit, records={})
        text = json.dumps(_json(replace(memories, lessons=lessons)), ensure_ascii=False)
    return text


def _json(memories: Memories) -> dict[str, object]:
    lessons = {
        name: {"stage": visit.stage, "when": visit.when, "variant": visit.variant, "records": dict(visit.records)}
        for name, visit in memories.lessons.items()
    }
    return {
        "version": VERSION,
        "theme": memories.theme,
        "language": memories.language,
        "over": dict(memories.over),
        "lessons": lessons,
    }


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
    over = {name: said for name, said in _table(content.get("over")).items() if isinstance(said, str)}
    return Memories(_text(content.get("theme")), _text(content.get("language")), over, lessons)


def _visit(entry: object) -> Visit:
    if not isinstance(entry, dict):
        raise ValueError(entry)
    records = {name: _table(record) for name, record in _table(entry.get("records")).items()}
    return Visit(
        "done" if entry.get("stage") == "done" else "begun",
        str(entry.get("when", "")),
        _text(entry.get("variant")),
        records,
    )


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
