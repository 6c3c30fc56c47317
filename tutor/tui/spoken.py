"""How the selected cell is spoken of: in mathematics with its units, by its address, with its value in full."""

from __future__ import annotations

from tutor.explain.naming import Naming, naming_of, subscript
from tutor.messages import say
from tutor.tui.moment import Moment
from tutor.tui.picture.numbers import whole_text
from tutor.tui.picture.quantity import Quantity
from tutor.tui.picture.tags import Spot


def spoken_spot(moment: Moment, spot: Spot, quantity: Quantity) -> str:
    """A selected cell in one line."""
    subject, index = spot
    array = quantity.array
    value = say("tui.not-computed", moment.language) if array is None else f"= {whole_text(float(array[index]))}"
    address = subject.address(moment.update, index)
    if address is None:
        return f"({subject.text}){subscript(index)} {value}"
    cell = _naming(moment).spoken(subject.name, address.index or ()).say(moment.language)
    if subject.kind == "change":
        return say("tui.cell-change", moment.language, cell=cell, address=str(address), value=value.removeprefix("= "))
    return f"{cell}  {address} {value}"


def _naming(moment: Moment) -> Naming:
    session = moment.session
    labels = {} if session.lesson is None else session.lesson.labels
    return naming_of(session.programs, session.model, labels)
