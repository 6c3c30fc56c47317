"""The record on disk: shared, migrated, and safe from whatever befalls the file."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tutor.messages import LANGUAGES, Message
from tutor.quiz.record.rows import COLUMNS, Row, as_csv, as_json
from tutor.quiz.record.schema import APPLICATION, MIGRATIONS, VERSION
from tutor.quiz.record.store import Record

ROOT = Path(__file__).parents[2]
ROW = Row(
    "2024-02-29T12:00:00.000+00:00", "abc", "questions", "xor", None, None, "0/dW2", [["1"], ["2"]], [[1.0], [2.0]],
    "wrong", "drop-factor", 0, 1.5, "weight-gradient", "0.1.0",
)  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "record.sqlite3"


def test_what_was_answered_is_there_again(file: Path) -> None:
    record = Record(file)
    other = replace(ROW, seed=7, variant="late", typed="0.5", value=None, mistake="")
    record.add(ROW)
    record.add(other)
    record.close()
    again = Record(file)
    assert list(again.rows()) == [ROW, other]
    assert again.notice is None


def test_two_tutors_share_one_record(file: Path) -> None:
    first, second = Record(file), Record(file)
    for number in range(20):
        (first if number % 2 else second).add(replace(ROW, seed=number))
    assert [row.seed for row in first.rows()] == list(range(20))
    assert first.unsaved == second.unsaved == 0


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.quiz.test_record import ROW
from tutor.quiz.record.store import Record
record = Record(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    record.add(replace(ROW, session=sys.argv[3], seed=number))
    print(number, flush=True)
"""


def writer(file: Path, count: int, name: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", WRITER, str(file), str(count), name]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def test_processes_that_write_at_once_lose_nothing(file: Path) -> None:
    started = [writer(file, 40, name) for name in "ab"]
    for process in started:
        process.communicate(timeout=60)
        assert process.returncode == 0
    rows = list(Record(file).rows())
    for name in "ab":
        assert [row.seed for row in rows if row.session == name] == list(range(40))


def test_killed_at_any_moment_everything_confirmed_is_there(file: Path) -> None:
    process = writer(file, 100_000, "a")
    assert process.stdout is not None
    confirmed = -1
    for line in process.stdout:
        confirmed = int(line)
        if confirmed >= 25:
            os.kill(process.pid, signal.SIGKILL)
            break
    confirmed = max([confirmed, *(int(line) for line in process.stdout if line.strip().isdigit())])
    process.wait(timeout=10)
    process.stdout.close()
    record = Record(file)
    assert record.notice is None
    assert [row.seed for row in record.rows()][: confirmed + 1] == list(range(confirmed + 1))


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_set_aside_whole(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    record = Record(file)
    assert record.notice is not None
    assert record.notice.key == "quiz.record-damaged"
    record.add(ROW)
    assert list(Record(file).rows()) == [ROW]
    aside = [other for other in file.parent.iterdir() if "damaged" in other.name and other.suffix == ".sqlite3"]
    assert [other.read_bytes() for other in aside] == [content]


def test_what_was_set_aside_is_not_overwritten_by_the_next(file: Path) -> None:
    file.parent.mkdir(parents=True)
    for content in (b"one" * 1000, b"two" * 1000):
        for beside in file.parent.glob("record.sqlite3*"):
            beside.unlink()
        file.write_bytes(content)
        Record(file).close()
    aside = sorted(other.read_bytes()[:3] for other in file.parent.glob("*damaged*.sqlite3"))
    assert aside == [b"one", b"two"]


def test_a_page_damaged_later_is_found_when_the_record_is_opened(file: Path) -> None:
    record = Record(file)
    for number in range(300):
        record.add(replace(ROW, seed=number))
    record.close()
    content = bytearray(file.read_bytes())
    content[4096 : 4096 + 3000] = b"\xee" * 3000
    file.write_bytes(bytes(content))
    again = Record(file)
    assert again.notice is not None
    again.add(ROW)
    assert again.unsaved == 0


def test_a_database_of_someone_else_is_not_written_to(file: Path) -> None:
    file.parent.mkdir(parents=True)
    foreign = sqlite3.connect(file)
    foreign.execute("CREATE TABLE theirs (x)")
    foreign.commit()
    foreign.close()
    record = Record(file)
    assert record.notice is not None
    aside = next(other for other in file.parent.glob("*damaged*.sqlite3"))
    tables = sqlite3.connect(aside).execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("theirs",)]


def test_a_record_of_a_later_version_is_left_alone(file: Path) -> None:
    Record(file).close()
    later = sqlite3.connect(file)
    later.execute(f"PRAGMA user_version = {VERSION + 1}")
    later.close()
    before = file.read_bytes()
    record = Record(file)
    record.add(ROW)
    assert record.notice is not None
    assert record.notice.key == "quiz.record-newer"
    assert list(record.rows()) == [ROW]
    record.close()
    assert file.read_bytes() == before


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_record_of_an_earlier_version_is_migrated(file: Path, version: int) -> None:
    file.parent.mkdir(parents=True)
    earlier = sqlite3.connect(file)
    for statements in MIGRATIONS[:version]:
        for statement in statements:
            earlier.execute(statement)
    cells = [json.dumps(getattr(ROW, name)) if name in ("typed", "value") else getattr(ROW, name) for name in COLUMNS]
    marks = ", ".join("?" * len(COLUMNS))
    earlier.execute(f"INSERT INTO answers ({', '.join(COLUMNS)}) VALUES ({marks})", cells)
    earlier.execute(f"PRAGMA user_version = {version}")
    earlier.execute(f"PRAGMA application_id = {APPLICATION}")
    earlier.commit()
    earlier.close()
    record = Record(file)
    assert record.notice is None
    assert list(record.rows()) == [ROW]
    record.keep_draft("a", {"at": 1})
    assert record.draft("a") == {"at": 1}


def test_where_no_file_can_be_made_the_record_is_in_memory_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder", encoding="utf-8")
    record = Record(tmp_path / "home" / "record.sqlite3")
    record.add(ROW)
    assert list(record.rows()) == [ROW]
    assert record.unsaved == 1
    assert record.notice is not None
    for language in LANGUAGES:
        assert str(tmp_path) in record.notice.say(language)


def test_a_record_that_may_only_be_read_is_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = Record(file)
    written.add(ROW)
    written.close()

    def refused(_: Record) -> sqlite3.Connection:
        trouble = sqlite3.OperationalError("attempt to write a readonly database")
        raise trouble

    monkeypatch.setattr(Record, "_connected", refused)
    record = Record(file)
    other = replace(ROW, seed=1)
    record.add(other)
    assert list(record.rows()) == [ROW, other]
    assert record.unsaved == 1
    assert not record.reset()


FULL = """
import resource, signal, sys
from dataclasses import replace
from pathlib import Path
from tests.quiz.test_record import ROW
from tutor.quiz.record.store import Record
record = Record(Path(sys.argv[1]))
record.add(ROW)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = max(file.stat().st_size for file in Path(sys.argv[1]).parent.iterdir())
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
for number in range(40):
    record.add(replace(ROW, seed=number, typed="9" * 4000))
print(record.notice.key, record.unsaved, len(list(record.rows())))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are Unix's")
def test_a_full_disk_costs_the_record_not_the_lesson(file: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(file)], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    key, unsaved, rows = done.stdout.split()
    assert key == "quiz.record-not-written"
    assert int(unsaved) > 0
    assert int(rows) == 41
    kept = list(Record(file).rows())
    assert kept[0] == ROW
    assert len(kept) == 41 - int(unsaved)


def test_what_could_not_be_written_is_written_with_the_next(file: Path) -> None:
    record = Record(file)
    blocker = sqlite3.connect(file, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    start = time.monotonic()
    record.add(ROW)
    assert time.monotonic() - start < 10
    assert record.unsaved == 1
    assert record.notice is not None
    blocker.execute("ROLLBACK")
    record.add(replace(ROW, seed=1))
    assert record.unsaved == 0
    assert _notice(record) is None
    assert [row.seed for row in Record(file).rows()] == [None, 1]


def _notice(record: Record) -> Message | None:
    """The notice as it is now (a type checker would take it for what it was before)."""
    return record.notice


def test_reset_forgets_everything(file: Path) -> None:
    record = Record(file)
    record.add(ROW)
    record.keep_draft("a", {})
    assert record.reset()
    assert list(Record(file).rows()) == []
    assert record.draft("a") is None


def test_drafts_are_kept_until_they_are_finished(file: Path) -> None:
    record = Record(file)
    record.keep_draft("xor", {"texts": [[[0, 0], "0.5"]]})
    assert Record(file).draft("xor") == {"texts": [[[0, 0], "0.5"]]}
    record.keep_draft("xor", None)
    assert Record(file).draft("xor") is None
    record.keep_draft("large", {"text": "x" * 1_000_000})
    assert record.draft("large") is None


def test_rows_as_json_and_csv() -> None:
    row = replace(ROW, lesson="=1+1", typed="=cmd()", seed=3)
    assert json.loads(as_json(row))["typed"] == "=cmd()"
    lines = list(as_csv([row, ROW]))
    assert lines[0].split(",") == list(COLUMNS)
    cells = next(csv.DictReader(io.StringIO("\n".join(lines))))
    assert (cells["lesson"], cells["seed"], cells["variant"]) == ("'=1+1", "3", "")
    assert cells["typed"] == "'=cmd()"
