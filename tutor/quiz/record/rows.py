"""One answer as a row of the record, and as a line of CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from tutor.quiz.sessions.attempt import Given


@dataclass(frozen=True, slots=True)
class Row:
    """One answer.

    Attributes:
        time: when, in UTC, as ISO 8601 writes it.
        session: of one sitting all rows have the same; earlier values are followed through within one.
        mode: "questions", "practice", "predict" or "bug".
        lesson, variant, seed: where the numbers came from; no seed: the lesson's own.
        address: of what was asked.
        typed: the texts, in rows.
        value: what was understood, in the same shape; None where something was not.
        verdict: ``right``, ``consistent``, ``wrong``, ``digits``, ``unread`` or ``empty``.
        mistake: the ids of what it shows, parted by spaces; empty: nothing that has a name.
        hints: how many were read before it.
        seconds: spent on it.
        skill: what it practised.
        version: of the program that marked it.
    """

    time: str
    session: str
    mode: str
    lesson: str
    variant: str | None
    seed: int | None
    address: str
    typed: object
    value: object
    verdict: str
    mistake: str
    hints: int
    seconds: float
    skill: str
    version: str

    @property
    def when(self) -> datetime:
        """The time as a time."""
        found = datetime.fromisoformat(self.time)
        return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Row))


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the answers of one sitting have in common."""

    session: str
    mode: str
    lesson: str
    variant: str | None
    seed: int | None
    version: str

    def row(self, given: Given, now: datetime) -> Row:
        """An answer of this sitting as a row."""
        return Row(
            now.astimezone(UTC).isoformat(timespec="milliseconds"), self.session, self.mode, self.lesson,
            self.variant, self.seed, given.address, given.typed, given.value, given.verdict, " ".join(given.mistakes),
            given.hints, given.seconds, given.skill, self.version,
        )  # fmt: skip


def as_json(row: Row) -> str:
    """A row as one line of JSON, ASCII only."""
    return json.dumps(asdict(row))


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Rows as lines of CSV, the names of the columns first; what is typed and understood as JSON."""
    yield _csv_line(COLUMNS)
    for row in rows:
        cells = asdict(row)
        for name in ("typed", "value"):
            if not isinstance(cells[name], str):
                cells[name] = json.dumps(cells[name], ensure_ascii=False)
        yield _csv_line([_plain(cells[name]) for name in COLUMNS])


def _plain(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula of its own."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "@") else cell


def _csv_line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(["" if cell is None else cell for cell in cells])
    return line.getvalue()
