"""Screenshots: where they are put, and under which name."""

from __future__ import annotations

import re
from pathlib import Path

from tutor.tui.session import Session

_MOST = 1_000
"""Screenshots of one moment that are told apart by a number."""


def name_of(session: Session | None) -> str:
    """The name of a screenshot without its ending: the lesson, and the moment as an address: ``xor-12-dW2``."""
    if session is None or session.lesson is None:
        return "tutor"
    parts = [session.lesson.id, *([session.variant] if session.variant else []), str(session.run.position.update)]
    line = session.run.current
    if line is not None:
        parts.append(line.name)
    return re.sub(r"[^\w.-]", "_", "-".join(parts))


def save_screenshot(svg: str, name: str, folder: Path) -> Path:
    """Write a screenshot into ``folder``, beside those that are there already.

    Raises:
        OSError: if it cannot be written.
    """
    for number in range(1, _MOST):
        file = folder / (f"{name}.svg" if number == 1 else f"{name}-{number}.svg")
        try:
            with file.open("x", encoding="utf-8") as opened:
                opened.write(svg)
        except FileExistsError:
            continue
        return file
    raise FileExistsError(f"{name}.svg")
