"""The tables of the record, version by version."""

from __future__ import annotations

import sqlite3

APPLICATION = 0x6270_7475
"""Says in the file's header whose it is."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE answers (
            id INTEGER PRIMARY KEY,
            time TEXT NOT NULL, session TEXT NOT NULL, mode TEXT NOT NULL,
            lesson TEXT NOT NULL, variant TEXT, seed INTEGER,
            address TEXT NOT NULL, typed TEXT NOT NULL, value TEXT NOT NULL,
            verdict TEXT NOT NULL, mistake TEXT NOT NULL, hints INTEGER NOT NULL, seconds REAL NOT NULL,
            skill TEXT NOT NULL, version TEXT NOT NULL
        )""",
        "CREATE INDEX answers_of_skill ON answers (skill, id)",
    ),
    ("CREATE TABLE drafts (key TEXT PRIMARY KEY, content TEXT NOT NULL)",),
)
"""What makes each version out of the one before; the first makes version 1 out of an empty file."""

VERSION = len(MIGRATIONS)


class NewerError(Exception):
    """The file was written by a later version of the program."""


class ForeignError(sqlite3.DatabaseError):
    """The file is a database, but not a practice record."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file to the present version; nothing happens to one that is there already.

    Raises:
        NewerError, ForeignError: then nothing was changed.
        sqlite3.Error: if the file cannot be read or written.
    """
    if _version(connection) == VERSION and _owner(connection) == APPLICATION:
        return
    connection.execute("BEGIN IMMEDIATE")  # another tutor may be doing the same
    try:
        version = _version(connection)
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and _owner(connection) != APPLICATION:
            raise ForeignError("not a practice record")
        if version > VERSION:
            raise NewerError
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _owner(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA application_id").fetchone()[0])
