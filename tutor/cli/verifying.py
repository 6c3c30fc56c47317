"""What ``tutor verify`` does: mark a file of answers again, and say where the marks differ."""

from __future__ import annotations

from pathlib import Path

from tutor.cli.chosen import collection
from tutor.cli.console import Console, Failure, Json
from tutor.cli.parser import Arguments
from tutor.lesson.complaint import printable
from tutor.lesson.lesson import Lesson
from tutor.quiz.verify import Verified, VerifyError, read_rows, verify


def verify_file(arguments: Arguments, console: Console) -> int:
    """Mark every row again; exit code 1 if a row was handed in with other marks."""
    lessons = collection(arguments)

    def find(name: str) -> Lesson | None:
        return lessons.find(name).lesson

    try:
        marked = list(verify(read_rows(Path(arguments.answers)), find))
    except VerifyError as found:
        raise Failure(found.message) from None
    if arguments.json:
        console.write_json([_as_json(entry) for entry in marked])
    else:
        for number, entry in enumerate(marked, start=1):
            console.write(_line(number, entry, console))
        differing = sum(entry.differs for entry in marked)
        console.write(console.sentence("verify-sum", count=len(marked), differing=differing))
    return int(any(entry.differs for entry in marked))


def _as_json(entry: Verified) -> dict[str, Json]:
    return entry.as_json()  # type: ignore[return-value]  # what JSON gave, and lists of texts and numbers


def _line(number: int, entry: Verified, console: Console) -> str:
    where = " ".join(printable(str(entry.row[name]), 60) for name in ("lesson", "address"))
    seed = entry.row["seed"]
    where = where if seed is None else f"{where} ({seed})"
    verdict = console.sentence(f"verdict-{entry.verdict}")
    names = f" [{', '.join(entry.mistakes)}]" if entry.mistakes else ""
    line = f"{number:>4}  {where}: {verdict}{names}"
    if not entry.differs:
        return line
    said = printable(str(entry.row.get("verdict", "")), 20)
    return f"{line}  {console.sentence('verify-differs', said=said)}"
