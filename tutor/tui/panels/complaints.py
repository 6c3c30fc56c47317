"""What is wrong with a file, as a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tutor.lesson.complaint import WHOLE_FILE, Complaint, printable
from tutor.messages import Language, Message
from tutor.tui.picture.text import EMPTY, Picture, Row, Span, clip, row, wrap


def complaints_page(about: Message, complaints: Sequence[Complaint], language: Language, width: int) -> Picture:
    """A sentence about them, and every complaint with its place."""
    rows: list[Row] = [EMPTY, *wrap(about.say(language), width, "title")]
    for complaint in worst_first(complaints):
        rows += [EMPTY, *complaint_rows(complaint, language, width)]
    return Picture(tuple((Span(" "), *line) for line in rows))


def worst_first(complaints: Iterable[Complaint]) -> list[Complaint]:
    """Errors, which keep a file from being used, before advice; each from the top of the file down."""
    return sorted(complaints, key=lambda complaint: complaint.severity != "error")


def complaint_rows(complaint: Complaint, language: Language, width: int) -> Iterable[Row]:
    """One complaint: its place, its sentence, the source line and the carets."""
    kind = Message(f"lesson.{complaint.severity}").say(language)
    place = printable(str(complaint.file), 300)
    if (complaint.line, complaint.column) != (WHOLE_FILE.line, WHOLE_FILE.column) or complaint.excerpt.line:
        place = f"{place}:{complaint.line}:{complaint.column}"
    yield from wrap(f"{place}: {kind}", width, "dim")
    yield from wrap(complaint.message.say(language), width, "strong")
    if complaint.excerpt.line:
        yield clip(row(Span(f"    {complaint.excerpt.line}")), width)
        yield clip(row(Span(f"    {complaint.excerpt.carets}", "warning")), width)
