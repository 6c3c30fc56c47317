"""What comes back to a value from each of the lines that read it: together, its derivative."""

from __future__ import annotations

from tutor.engine.address import Address
from tutor.tui.moment import Moment
from tutor.tui.views.kept import kept
from tutor.tui.views.view import Same, updates


def shares(moment: Moment, name: str) -> dict[str, float]:
    """For a single number that several lines read: by the line, what comes back from it.

    Empty where the derivative is not known yet, or comes from one line only.
    """
    session = moment.session
    gradient = f"d{name}"
    if session.programs.shapes[name] or gradient not in session.programs.gradients or session.value(gradient) is None:
        return {}
    return kept(session, ("shares", updates(moment), name), lambda: _shares(moment, gradient))


def _shares(moment: Moment, gradient: str) -> dict[str, float]:
    from tutor.explain.explainer import Explainer  # late: few values are read twice

    run = moment.session.run
    explainer = kept(moment.session, ("explainer", Same(run)), lambda: Explainer(run))
    paths = explainer.explain(Address(moment.update, gradient)).paths
    found: dict[str, float] = {}
    for path in () if paths is None else paths.all:
        found[path.lines[0]] = found.get(path.lines[0], 0.0) + path.value
    return found if len(found) > 1 else {}
