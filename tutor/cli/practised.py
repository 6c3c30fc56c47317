"""What ``tutor record`` does: say what has been practised, write it out, or forget it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from tutor.cli.console import Console
from tutor.cli.parser import Arguments
from tutor.columns import pad, width
from tutor.messages import say
from tutor.quiz.record.rows import Row, as_csv, as_json
from tutor.quiz.record.standing import IN_A_ROW, Standing, mistakes_made, standings
from tutor.quiz.record.store import Record
from tutor.quiz.skills import skill_name

_YES = ("y", "yes", "ㅛ", "네", "예")
_MOST_MISTAKES = 10


def record(arguments: Arguments, console: Console) -> int:
    """Report, export or reset the record; exit code 0, or 1 if it was to be forgotten and is not."""
    store = Record()
    try:
        if arguments.reset:
            return _reset(store, console)
        rows = list(store.rows())
        if arguments.csv:
            for line in as_csv(rows):
                console.write(line)
        elif arguments.jsonl:
            for row in rows:
                console.write(as_json(row))
        else:
            _report(rows, console)
        if store.notice is not None:
            console.warn(store.notice.say(console.language))
    finally:
        store.close()
    return 0


def _reset(store: Record, console: Console) -> int:
    count = sum(1 for _ in store.rows())
    print(console.sentence("record-reset-ask", count=count), end=" ", flush=True)
    answer = sys.stdin.readline(100) if sys.stdin is not None and not sys.stdin.closed else ""
    console.write()
    if answer.strip().lower() not in _YES:
        console.write(console.sentence("record-kept"))
        return 1
    if not store.reset():
        if store.notice is not None:
            console.warn(store.notice.say(console.language))
        console.write(console.sentence("record-kept"))
        return 1
    console.write(console.sentence("record-forgotten", count=count))
    return 0


def _report(rows: Sequence[Row], console: Console) -> None:
    if not rows:
        console.write(console.sentence("record-empty"))
        return
    now = datetime.now(UTC)
    found = standings(rows)
    names = {skill: skill_name(skill).say(console.language) for skill in found}
    columns = max(map(width, names.values()), default=0)
    console.write(console.sentence("record-skills"))
    for skill, standing in found.items():
        console.write(f"  {pad(names[skill], columns)}  {_dots(standing)}  {_due(standing, now, console)}".rstrip())
    mistakes = list(mistakes_made(rows).items())[:_MOST_MISTAKES]
    if mistakes:
        console.write(f"\n{console.sentence('record-mistakes')}")
    for mistake, count in mistakes:
        console.write(f"  {count:>4}  {say(f'quiz.kind-{mistake}', console.language)}")
    minutes = sum(standing.seconds for standing in found.values()) / 60
    console.write(f"\n{console.sentence('record-sum', answers=len(rows), minutes=f'{minutes:.0f}')}")


def _dots(standing: Standing) -> str:
    return f"{'●' * standing.dots}{'○' * (IN_A_ROW - standing.dots)} {standing.dots}/{IN_A_ROW}"


def _due(standing: Standing, now: datetime, console: Console) -> str:
    if standing.due is None:
        return ""
    if standing.is_due(now):
        return console.sentence("record-due")
    return console.sentence("record-due-on", date=standing.due.astimezone().strftime("%Y-%m-%d"))
