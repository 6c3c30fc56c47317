"""The practice record: skills with dots, what is due, days, mistakes by kind, time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from tutor.messages import Language, Message, say
from tutor.quiz.record.rows import Row as Answered
from tutor.quiz.record.standing import Standing, mistakes_made, standings
from tutor.quiz.skills import skill_name
from tutor.tui.picture.text import EMPTY, Picture, Row, Span, cell_len, pad, row, wrap
from tutor.tui.quiz.menu import dots

_DAYS = 14
_MOST_MISTAKES = 10
_BAR = 20
"""Columns of the longest bar."""


def record(
    rows: Sequence[Answered], now: datetime, notice: Message | None, language: Language, width: int
) -> Picture:  # fmt: skip
    """The whole page; ``notice`` is what the learner should know about the record itself."""
    lines: list[Row] = [EMPTY, row(Span(say("tui.record-title", language), "title"))]
    if notice is not None:
        lines += [EMPTY, *wrap(notice.say(language), width - 2, "warning")]
    if not rows:
        lines += [EMPTY, *wrap(say("tui.record-empty", language), width - 2)]
    else:
        found = standings(rows)
        lines += [EMPTY, *_sum(rows, found, now, language, width)]
        lines += [EMPTY, *_skills(found, now, language)]
        lines += _mistakes(rows, language)
        lines += [EMPTY, *wrap(say("tui.record-how", language), width - 2, "dim")]
    return Picture(tuple((Span(" "), *line) for line in lines))


def _sum(
    rows: Sequence[Answered], found: Mapping[str, Standing], now: datetime, language: Language, width: int
) -> Iterator[Row]:  # fmt: skip
    """What is due, how much was done in all, and on which of the last days."""
    due = sum(standing.is_due(now) for standing in found.values())
    if due:
        yield from wrap(say("tui.record-due-now", language, count=due), width - 2, "follows")
    elif any(standing.due is not None for standing in found.values()):
        yield from wrap(say("tui.record-nothing-due", language), width - 2)
    seconds = sum(answer.seconds for answer in rows)
    counted = sum(answer.verdict in ("right", "consistent", "wrong") for answer in rows)
    gaps = {"answers": counted, "time": _time(seconds, language)}
    yield from wrap(say("tui.record-sum", language, **gaps), width - 2)
    today = now.astimezone().date()
    days = {answer.when.astimezone().date() for answer in rows}
    shown = [today - timedelta(days=back) for back in range(_DAYS - 1, -1, -1)]
    marks = [Span("■ " if day in days else "· ", "right" if day in days else "dim") for day in shown]
    yield row(Span(f"{say('tui.record-days', language, count=_DAYS)}  ", "label"), *marks, *_streak(days, language))


def _streak(days: set[date], language: Language) -> list[Span]:
    """The longest row of days, if there is one: a day that was missed takes nothing away."""
    longest = max((_in_a_row(day, days) for day in days), default=0)
    return [Span(f"  {say('tui.record-streak', language, count=longest)}", "dim")] if longest > 1 else []


def _in_a_row(day: date, days: set[date]) -> int:
    count = 1
    while day - timedelta(days=count) in days:
        count += 1
    return count


def _skills(found: Mapping[str, Standing], now: datetime, language: Language) -> Iterator[Row]:
    names = {skill: skill_name(skill).say(language) for skill in found}
    widest = max(map(cell_len, names.values()), default=0) + 2
    yield row(Span(say("tui.record-skills", language), "strong"))
    for skill, standing in found.items():
        full = Span(f"{dots(standing.dots)}  ", "right" if standing.practised else "plain")
        amount = say("tui.record-amount", language, count=standing.answers, time=_time(standing.seconds, language))
        when = pad(row(_when(standing, now, language)), 24)
        yield (Span("  "), *pad(row(Span(names[skill])), widest), full, *when, Span(amount, "dim"))


def _when(standing: Standing, now: datetime, language: Language) -> Span:
    """When it is to be seen again."""
    if standing.due is None:
        return Span(say("tui.record-not-yet", language), "dim")
    if standing.is_due(now):
        return Span(say("tui.record-due", language), "follows")
    when = standing.due.astimezone().date()
    if when == now.astimezone().date():
        return Span(say("tui.record-due-later", language), "dim")
    return Span(say("tui.record-due-on", language, date=when.isoformat()), "dim")


def _mistakes(rows: Sequence[Answered], language: Language) -> Iterator[Row]:
    """What was named most often, as bars."""
    counts = list(mistakes_made(rows).items())[:_MOST_MISTAKES]
    if not counts:
        return
    names = [say(f"quiz.kind-{mistake}", language) for mistake, _ in counts]
    widest = max(map(cell_len, names)) + 2
    most = counts[0][1]
    yield from (EMPTY, row(Span(say("tui.record-mistakes", language), "strong")))
    for name, (_, count) in zip(names, counts, strict=True):
        bar = "▪" * max(1, round(_BAR * count / most)) if most > 1 else "▪"
        yield (Span("  "), *pad(row(Span(name)), widest), Span(bar, "plus2"), Span(f" {count}", "dim"))


def _time(seconds: float, language: Language) -> str:
    """Minutes, or hours and minutes."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return say("tui.time-less", language)
    if minutes < 60:
        return say("tui.time-minutes", language, minutes=minutes)
    return say("tui.time-hours", language, hours=minutes // 60, minutes=minutes % 60)
