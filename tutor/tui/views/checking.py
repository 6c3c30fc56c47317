"""Whether every picture of a lesson can be drawn: for its author, before a learner looks at it."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.formula.problems import Problem
from tutor.lesson.complaint import Complaint
from tutor.lesson.lesson import Lesson
from tutor.lesson.parts import View
from tutor.lesson.source import Source
from tutor.messages import Message, say
from tutor.tui.moment import Moment
from tutor.tui.session import Session
from tutor.tui.views.table import entry
from tutor.tui.views.view import Options

UPDATES = 2
"""Updates after which pictures are drawn: a curve has nothing to show before."""

SIZE = (60, 15)
"""Columns and rows, about those of a panel."""


def check_views(lesson: Lesson) -> tuple[Complaint, ...]:
    """An error for each picture that cannot be drawn, and advice about those that show nothing."""
    source = Source(lesson.file)
    places = [(view, source.place("view", number, "kind")) for number, view in enumerate(lesson.views)]
    shown: list[View] = []
    for variant in (None, *lesson.variants):
        for view, problem in _drawn(lesson, variant):
            shown.append(view)
            if problem is not None:
                place = next((place for asked, place in places if asked is view), None)
                source.complaints.add(problem._replace(place=place))
    for view, place in places:
        if not any(other is view for other in shown):
            source.complaints.add(Problem(Message("tui.view-never-shown", {"kind": view.kind}), place, "advice"))
    return source.complaints.all


def _drawn(lesson: Lesson, variant: str | None) -> Iterator[tuple[View, Problem | None]]:
    """Each picture of a variant, with what is wrong with it."""
    session = Session(lesson.model(variant), lesson, variant)
    session.run.go(UPDATES if session.run.learns else 0)
    session.end()
    moment = Moment(session, "en")
    for view in session.pictures.views:
        yield view, _problem(moment, view, variant or lesson.id)


def _problem(moment: Moment, view: View, where: str) -> Problem | None:
    """That drawing a picture fails, or that there is nothing on it."""
    gaps = {"kind": view.kind, "where": where}
    try:
        picture = entry(view.kind).draw(moment, *SIZE, Options(view))
    except Exception as trouble:  # noqa: BLE001 - whatever it is, the author should hear of it with all the rest
        return Problem(Message("tui.view-not-drawn", {**gaps, "reason": repr(trouble)}))
    if " ".join(picture.plain().split()) in ("", say(f"tui.view-{view.kind}-none", "en")):
        return Problem(Message("tui.view-empty", gaps), severity="advice")
    return None
