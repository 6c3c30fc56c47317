"""The top of the step screen: title and position, and the rail of lines with the numbers that are always watched."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.messages import Language, say
from tutor.tui.moment import PHASES, Moment, Stop
from tutor.tui.panels.watched import watched
from tutor.tui.picture.numbers import MISSING
from tutor.tui.picture.tags import Tagged, ToLine
from tutor.tui.picture.text import CUT, EMPTY, Picture, Role, Row, Span, cell_len, clip, pad, row, row_width, spread

_MARKS = {"done": "✓", "current": "▸", "coming": MISSING}
"""What tells the lines apart where there is no colour."""

_BRANCH = 20
"""Columns for the name of a branch."""

_BESIDE = 3
"""Columns that are kept free between the rail and the numbers beside it, and at the end."""

_ROLES: dict[str, Role] = {"done": "done", "current": "current", "coming": "coming"}


def title(moment: Moment, width: int) -> Picture:
    """The lesson's title, and where one stands: on which branch, unless it is the lesson's own run, and after what."""
    left = row(Span(f" {moment.title}", "title"))
    right = (*_branch(moment), Span(f"{position(moment)} ", "position"))
    return Picture((spread(left, right, width),))


def _branch(moment: Moment) -> Row:
    branch = moment.session.run.branch
    if branch.parent is None:
        return EMPTY
    from tutor.tui.branching import branch_name  # late: the first paint is of the lesson's own run

    name = clip(row(Span(branch_name(branch).say(moment.language), "new")), _BRANCH)
    return (*name, Span(" · ", "position"))


def position(moment: Moment) -> str:
    """Where one stands, in words."""
    language = moment.language
    key = "tui.position-start" if moment.phase is None else "tui.position"
    phase = "" if moment.phase is None else say(f"tui.phase-{moment.phase}", language)
    where = say(key, language, line=moment.line, count=moment.count, phase=phase)
    if not moment.session.run.learns:
        return where
    return f"{say('tui.position-update', language, update=f'{moment.update:,}')} · {where}"


def rail(moment: Moment, width: int) -> Picture:
    """The lines of the three programs, one program a row, and beside them what is watched."""
    language = moment.language
    names = {phase: say(f"tui.phase-{phase}", language) for phase in PHASES}
    indent = max(map(cell_len, names.values())) + 3
    lines = moment.rail
    whole = max(sum(map(_room, stops)) for stops in lines.values())
    numbers_beside = watched(moment, max(width // 2, width - indent - whole - _BESIDE))
    beside = max(map(row_width, numbers_beside))
    room = width - indent - beside - (_BESIDE if beside else 1)
    rows = []
    for phase, numbers in zip(PHASES, numbers_beside, strict=True):
        stops = lines[phase]
        role: Role = "strong" if moment.phase == phase else "dim"
        left = (*pad(row(Span(f" {names[phase]}", role)), indent), *_window(stops, room))
        right = (*pad(numbers, beside, "right"), Span(" "))
        rows.append(spread(left, right, width) if beside else clip(left, width))
    return Picture(tuple(rows))


def _window(stops: Sequence[Stop], room: int) -> Row:
    """As many stops as there is room for, the current one among them, the others counted at either end."""
    if not stops:
        return row(Span("–", "dim"))
    widths = list(map(_room, stops))
    if sum(widths) - 2 <= room:
        return _stops(stops)
    here = next((number for number, stop in enumerate(stops) if stop.state == "current"), None)
    if here is None:
        here = 0 if stops[0].state == "coming" else len(stops) - 1
    first = last = here
    room -= widths[here] + 2 * cell_len(f"{CUT}{len(stops)} ")
    while True:  # widen alternately, what is to come first
        if last + 1 < len(stops) and widths[last + 1] <= room and (last - here <= here - first or first == 0):
            last += 1
            room -= widths[last]
        elif first > 0 and widths[first - 1] <= room:
            first -= 1
            room -= widths[first]
        elif last + 1 < len(stops) and widths[last + 1] <= room:
            last += 1
            room -= widths[last]
        else:
            break
    before = row(Span(f"{CUT}{first} ", "dim")) if first else EMPTY
    hidden = len(stops) - 1 - last
    after = row(Span(f"  {CUT}{hidden}", "dim")) if hidden else EMPTY
    return (*before, *_stops(stops[first : last + 1]), *after)


def _room(stop: Stop) -> int:
    """The columns of a stop, with its mark and the gap after it."""
    return cell_len(stop.label) + 4


def _stops(stops: Sequence[Stop]) -> Row:
    spans: list[Span] = []
    for number, stop in enumerate(stops):
        if number:
            spans.append(Span("  "))
        spans.append(Tagged(f"{_MARKS[stop.state]} {stop.label}", _ROLES[stop.state], ToLine(stop.line)))
    return tuple(spans)


def too_small(language: Language, width: int, height: int, need: tuple[int, int]) -> Picture:
    """One sentence for a window in which nothing can be read."""
    from tutor.tui.picture.text import wrap

    sentence = say("tui.too-small", language, width=need[0], height=need[1])
    return Picture(tuple(wrap(sentence, width, "warning")[:height]))
