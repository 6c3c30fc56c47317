"""Screenshots: their text as a terminal spaces it, where they are put, and under which name."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len

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


_TEXT = re.compile(
    r'<text class="(?P<style>[^"]+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="(?P<length>[\d.]+)"'
    r"(?P<rest>[^>]*)>(?P<text>[^<]*)</text>"
)
"""A piece of text as rich writes it; its length is that of so many characters, whatever they are."""


def spaced(svg: str) -> str:
    """An exported screen with every piece of text as wide as it is in a terminal.

    rich counts characters, so that Hangul would be squeezed to half its columns. Narrow and wide characters become
    pieces of their own: each begins in its column, however wide a viewer's font for either is. Spaces at the ends are
    left out, for some viewers drop them and pull what follows to the left.
    """
    return _TEXT.sub(_respaced, svg)


def _respaced(found: re.Match[str]) -> str:
    text = html.unescape(found["text"]).replace("\N{NO-BREAK SPACE}", " ")
    column = float(found["length"]) / len(text)
    x = float(found["x"])
    pieces = []
    for piece in _pieces(text):
        width = cell_len(piece) * column
        inner = piece.strip(" \n")
        if inner:
            at, length = x + (len(piece) - len(piece.lstrip(" "))) * column, cell_len(inner) * column
            written = html.escape(inner, quote=False).replace(" ", "&#160;")
            pieces.append(
                f'<text class="{found["style"]}" x="{at:g}" y="{found["y"]}" textLength="{length:g}"{found["rest"]}>'
                f"{written}</text>"
            )
        x += width
    return "".join(pieces)


def _pieces(text: str) -> Iterator[str]:
    """Parts of a text whose characters are all as wide; a mark that has no width belongs to what it stands over."""
    wide = False

    def is_wide(character: str) -> bool:
        nonlocal wide
        width = cell_len(character)
        wide = width == 2 if width else wide
        return wide

    for _, characters in groupby(text, is_wide):
        yield "".join(characters)


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
