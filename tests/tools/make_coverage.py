"""Write lessons/COVERAGE.md: what the lecture decks hold, and where in the lessons it lives.

    python tests/tools/make_coverage.py

It is made from the lessons' ``covers`` alone; a test compares the committed file with it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tutor.lesson.collection import Collection
from tutor.lesson.parts import Cover
from tutor.resources import assets_folder, lessons_folder

FILE = lessons_folder() / "COVERAGE.md"

HEAD = """\
# What the decks hold, and where it lives

Written by `tests/tools/make_coverage.py` from the lessons' `[[covers]]`; edit those, not this file.

An address is that of a value: go there with `g` on the screen, or see it with `tutor show`; "in" names the variant of
the lesson. An item without an address is asked about in the lesson's questions, or is only named.
"""

MISPRINTS = """\
## Misprints and misleading sentences

By number, where each is shown in numbers.
"""

COLUMNS = ("item", "항목", "lesson", "address")


class Entry(NamedTuple):
    """Something that a lesson covers."""

    lesson: str
    cover: Cover

    @property
    def cells(self) -> tuple[str, ...]:
        """Its cells under ``COLUMNS``."""
        what = self.cover.what
        return (what.en, what.ko, f"[{self.lesson}]({self.lesson}.toml)", self.address)

    @property
    def address(self) -> str:
        """Where in the lesson it is, in code; nothing if it has no place of its own."""
        where = "" if self.cover.at is None else f"`{self.cover.at}`"
        return f"{where} in `{self.cover.variant}`".strip() if self.cover.variant else where


def coverage(collection: Collection) -> str:
    """The whole file.

    Raises:
        ValueError: one of the lessons that ship cannot be read.
    """
    entries = list(entries_of(collection))
    decks = sorted({entry.cover.deck for entry in entries})
    parts = [HEAD, *(_deck(name, [entry for entry in entries if entry.cover.deck == name]) for name in decks)]
    rows = [
        (str(number), entry.cover.deck, entry.cover.lines, *entry.cells)
        for number in sorted({number for entry in entries for number in entry.cover.errata})
        for entry in entries
        if number in entry.cover.errata
    ]
    parts.append(MISPRINTS + "\n" + _table(("no.", "deck", "lines", *COLUMNS), rows))
    return "\n".join(parts)


def entries_of(collection: Collection) -> Iterator[Entry]:
    """All that the lessons cover, in the order of the lessons."""
    for head in collection.lessons:
        lesson = collection.find(head.id).lesson
        if lesson is None:
            raise ValueError(head.id)
        for cover in lesson.covers:
            yield Entry(head.id, cover)


def _deck(name: str, entries: Sequence[Entry]) -> str:
    """The section of one deck, in the order of its lines; what has no lines comes last."""
    in_order = sorted(entries, key=lambda entry: entry.cover.covered_lines or (sys.maxsize,))
    return f"## {name}\n\n" + _table(("lines", *COLUMNS), [(entry.cover.lines, *entry.cells) for entry in in_order])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "".join(map(_row, [head, ["---"] * len(head), *rows]))


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def main() -> int:
    """Write the file, and say where it is."""
    FILE.write_text(coverage(Collection(lessons_folder(), assets_folder())), encoding="utf-8")
    print(FILE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
