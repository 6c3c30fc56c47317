"""One example followed through the net. Knows no Textual."""

from __future__ import annotations

from tutor.formula.display import display_name
from tutor.messages import Message
from tutor.tui.examples import Examples
from tutor.tui.picture.numbers import number_text
from tutor.tui.session import Session

_MOST_VALUES = 6
"""Numbers of the example that are said."""


def examples(session: Session) -> Examples:
    """The examples of the pass where the session stands; worked out once for each shape of a pass."""
    programs = session.programs
    kept = session.examples
    if kept is None or kept[0] is not programs:
        kept = session.examples = programs, Examples(session.model, programs)
    return kept[1]


def next_row(session: Session) -> Message:
    """Follow the next row of the data; after the last one the first."""
    count = examples(session).count
    if count == 0:
        return Message("tui.row-none")
    row = session.row
    session.row = 0 if row is None or row + 1 >= count else row + 1
    return _said(session, session.row, count)


def all_rows(session: Session) -> Message:
    """Show all rows alike."""
    session.row = None
    return Message("tui.rows-all")


def followed(session: Session) -> tuple[int, int] | None:
    """The row that is followed, from 0, and how many there are; None where none is: the batch may be shorter."""
    if session.row is None:
        return None
    count = examples(session).count
    return (session.row, count) if session.row < count else None


def _said(session: Session, row: int, count: int) -> Message:
    """Which row is followed, and the numbers of it that a line is made of."""
    values: list[str] = []
    for name, axis in examples(session).axes.items():
        array = session.value(name) if name in session.model.data else None
        if array is not None:
            cells = array.take(row, axis).ravel()
            shown = ", ".join(number_text(float(cell)) for cell in cells[:_MOST_VALUES])
            more = ", …" if cells.size > _MOST_VALUES else ""
            values.append(f"{display_name(name)} = {shown}{more}")
    text = f" ({'; '.join(values)})" if values else ""
    return Message("tui.row-here", {"row": row + 1, "count": count, "values": text})
