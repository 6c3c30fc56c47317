"""The record on disk: written at once, shared by several tutors, never in the way of a lesson."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from tutor.messages import Message
from tutor.quiz.record.crossing import Practised
from tutor.quiz.record.rows import COLUMNS, Row
from tutor.quiz.record.schema import NewerError, migrate
from tutor.resources import user_data_folder

FILE = "record.sqlite3"
WAIT = 2.0
"""Seconds to wait for another tutor that is just writing."""

MOST_DRAFT = 200_000
_FILES = ("", "-wal", "-shm")
_INSERT = f"INSERT INTO answers ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608


class Record:
    """The answers of a learner.

    What cannot be written is kept in memory and tried again with the next answer; ``notice`` says so.

    Attributes:
        path: of the file.
        notice: what the learner should know about the record; None: all is well.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open the record, or begin one; ``path``: None for the learner's own."""
        self.path = user_data_folder() / FILE if path is None else path
        self.notice: Message | None = None
        self._unsaved: list[Row] = []
        self._drafts: dict[str, str | None] = {}
        self._connection: sqlite3.Connection | None = None
        self._writable = True
        self._open()

    # Opening

    def _open(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._connected()
        except NewerError:
            self._give_up(Message("quiz.record-newer", {"file": str(self.path)}))
        except sqlite3.OperationalError as trouble:
            self._read_only(trouble)
        except sqlite3.DatabaseError:
            self._set_aside()
        except OSError as trouble:
            self._give_up(Message("quiz.record-unwritable", {"file": str(self.path), "reason": _why(trouble)}))

    def _connected(self) -> sqlite3.Connection:
        """A connection to a sound file of the present version."""
        connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("damaged")
            migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _read_only(self, trouble: sqlite3.Error) -> None:
        """What is there can perhaps be read, if not written."""
        self._give_up(Message("quiz.record-unwritable", {"file": str(self.path), "reason": _why(trouble)}))
        with suppress(sqlite3.Error, OSError):
            address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, timeout=WAIT, isolation_level=None, uri=True)
            connection.execute("SELECT count(*) FROM answers").fetchone()
            self._connection = connection

    def _set_aside(self) -> None:
        """Put a damaged file out of the way, whole, and begin a new one."""
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        aside = _free(self.path.with_name(f"{self.path.stem}.damaged-{stamp}{self.path.suffix}"))
        try:
            for ending in _FILES:
                file = self.path.with_name(self.path.name + ending)
                if file.exists():
                    file.rename(aside.with_name(aside.name + ending))
            self._connection = self._connected()
        except (OSError, sqlite3.Error, NewerError):
            self._give_up(Message("quiz.record-damaged-kept", {"file": str(self.path)}))
            return
        self.notice = Message("quiz.record-damaged", {"file": str(aside)})

    def _give_up(self, notice: Message) -> None:
        """Keep everything in memory from now on."""
        self.notice = notice
        self._writable = False
        self._connection = None

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    # Answers

    @property
    def unsaved(self) -> int:
        """How many answers are in memory only."""
        return len(self._unsaved)

    def add(self, row: Row) -> None:
        """Write an answer down. When this returns it is on disk, or ``notice`` says that it is not."""
        self._unsaved.append(row)
        if self._connection is None or not self._writable:
            return
        try:
            self._write(self._connection)
        except sqlite3.OperationalError as trouble:  # full, read-only, or another tutor is writing for long
            self.notice = Message("quiz.record-not-written", {"reason": _why(trouble), "count": len(self._unsaved)})
        except sqlite3.DatabaseError:
            self.close()
            self._set_aside()
            if self._connection is not None:
                with suppress(sqlite3.Error):
                    self._write(self._connection)
        else:
            if self.notice is not None and self.notice.key == "quiz.record-not-written":
                self.notice = None

    def _write(self, connection: sqlite3.Connection) -> None:
        """Write everything that is not on disk yet, all of it or nothing."""
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.executemany(_INSERT, [_cells(row) for row in self._unsaved])
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            raise
        self._unsaved.clear()

    def rows(self) -> Iterator[Row]:
        """All answers in the order in which they were given."""
        if self._connection is not None:
            try:
                with closing(self._connection.cursor()) as cursor:
                    found = cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM answers ORDER BY id").fetchall()  # noqa: S608
            except sqlite3.Error as trouble:
                self.notice = Message("quiz.record-unreadable", {"file": str(self.path), "reason": _why(trouble)})
                found = []
            yield from (_row(cells) for cells in found)
        yield from self._unsaved

    def practised(self) -> Iterator[Practised]:
        """The answers given in practice, in their order, read without what was typed: a long record takes no time."""
        columns = Practised._fields
        if self._connection is not None:
            query = f"SELECT {', '.join(columns)} FROM answers WHERE mode = 'practice' ORDER BY id"  # noqa: S608
            with suppress(sqlite3.Error), closing(self._connection.cursor()) as cursor:
                yield from (Practised(*cells) for cells in cursor.execute(query).fetchall())
        for row in self._unsaved:
            if row.mode == "practice":
                yield Practised(*(getattr(row, name) for name in columns))

    def reset(self) -> bool:
        """Forget every answer and every draft; whether that was possible."""
        self._unsaved.clear()
        self._drafts.clear()
        if self._connection is None:
            return not self.path.exists()
        if not self._writable:
            return False
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("DELETE FROM answers")
            self._connection.execute("DELETE FROM drafts")
            self._connection.execute("COMMIT")
        except sqlite3.Error as trouble:
            self.notice = Message("quiz.record-unwritable", {"file": str(self.path), "reason": _why(trouble)})
            return False
        return True

    # Drafts: what was begun and left

    def keep_draft(self, key: str, content: Mapping[str, object] | None) -> None:
        """Keep what was begun under ``key`` for coming back; None: it is finished."""
        text = None if content is None else json.dumps(content)
        if text is not None and len(text) > MOST_DRAFT:
            return
        self._drafts[key] = text
        if self._connection is None or not self._writable:
            return
        try:
            if text is None:
                self._connection.execute("DELETE FROM drafts WHERE key = ?", (key,))
            else:
                self._connection.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?)", (key, text))
        except sqlite3.Error as trouble:
            self.notice = Message("quiz.record-not-written", {"reason": _why(trouble), "count": len(self._unsaved)})

    def draft(self, key: str) -> dict[str, object] | None:
        """What was kept under ``key``."""
        text = self._drafts.get(key)
        if text is None and self._connection is not None and key not in self._drafts:
            with suppress(sqlite3.Error):
                found = self._connection.execute("SELECT content FROM drafts WHERE key = ?", (key,)).fetchone()
                text = found[0] if found else None
        try:
            content = json.loads(text) if text else None
        except ValueError:
            return None
        return content if isinstance(content, dict) else None


_TROUBLES = {
    "SQLITE_FULL": "full", "SQLITE_BUSY": "busy", "SQLITE_LOCKED": "busy", "SQLITE_READONLY": "read-only",
    "SQLITE_CANTOPEN": "read-only", "SQLITE_PERM": "read-only",
}  # fmt: skip
_ERRNOS = {errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EROFS: "read-only", errno.EACCES: "read-only",
           errno.EPERM: "read-only"}  # fmt: skip


def _why(trouble: sqlite3.Error | OSError) -> Message:
    """What keeps the file from being written, in words."""
    if isinstance(trouble, OSError):
        kind = _ERRNOS.get(trouble.errno or 0, "other")
    else:
        name = getattr(trouble, "sqlite_errorname", "") or ""
        kind = next((kind for start, kind in _TROUBLES.items() if name.startswith(start)), "other")
    return Message(f"quiz.trouble-{kind}")


def _cells(row: Row) -> tuple[object, ...]:
    return tuple(
        json.dumps(getattr(row, name)) if name in ("typed", "value") else getattr(row, name) for name in COLUMNS
    )


def _row(cells: tuple[object, ...]) -> Row:
    named = dict(zip(COLUMNS, cells, strict=True))
    for name in ("typed", "value"):
        try:
            named[name] = json.loads(str(named[name]))
        except ValueError:
            named[name] = None
    return Row(**named)  # type: ignore[arg-type]


def _free(path: Path) -> Path:
    """``path``, or one like it that nothing stands at: what was set aside before is not overwritten."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
