"""What can be set by hand at a position, and the drafts of it. Knows no Textual."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from tutor.engine.machine import rows_seen
from tutor.formula.display import display_name
from tutor.formula.operations.operation import Array, Index
from tutor.tui.draft import Draft
from tutor.tui.moment import Moment
from tutor.tui.picture.numbers import number_text
from tutor.tui.picture.quantity import Quantity, shape_text
from tutor.tui.session import Session

Kind = Literal["parameter", "datum", "hyper"]


class Editable(NamedTuple):
    """A value that can be set.

    Attributes:
        label: as it is shown.
        text: its number, or its shape.
        about: what it stands for, where the lesson says so.
    """

    name: str
    kind: Kind
    label: str
    text: str
    about: str


def editable(moment: Moment) -> list[Editable]:
    """Everything that can be set: parameters, data, hyper-parameters."""
    session = moment.session
    names: list[tuple[str, Kind]] = [(name, "parameter") for name in session.model.parameters]
    names += [(name, "datum") for name in session.model.data]
    names += [(name, "hyper") for name in session.run.hyper]
    return [
        Editable(name, kind, display_name(name), _text(settable(session, name)), moment.meaning(name))
        for name, kind in names
    ]


def settable(session: Session, name: str) -> Array | None:
    """What can be set under ``name``, as it stands; the whole of it, also where a pass sees a batch only.

    A parameter that this pass has moved already is the one that the next pass begins with. None if ``name`` is
    computed.
    """
    run = session.run
    if name in session.model.data:
        return run.data(name)
    if name in run.hyper:
        return np.array(run.hyper[name])
    return session.value(name) if name in session.model.parameters else None


def draft(moment: Moment, name: str, index: Index | None = None) -> Draft | None:
    """A draft of ``name`` that begins at the cell ``index`` of what is shown; None if it cannot be set."""
    session = moment.session
    value = settable(session, name)
    if value is None:
        return None
    seen, batches = rows_seen(session.model, session.run.position.update), session.model.batches
    if index and seen is not None and batches is not None and name in batches.names:
        index = (seen[index[0]], *index[1:])
    shown = Quantity(display_name(name), value.shape, value, precision=session.precision)
    if name in moment.session.programs.shapes and moment.session.programs.shapes[name] == value.shape:
        shown = moment.quantity(name, value)
    return Draft(name, shown, value, index)


def _text(value: Array | None) -> str:
    if value is None:
        return ""
    return shape_text(value.shape) if value.shape else number_text(float(value))
