"""Compile every catalogue of sentences (.po) into the form that gettext reads (.mo).

    python tests/tools/compile_catalogues.py            # after a sentence was added or changed

The .mo files are committed, so that a checkout and a wheel speak without a build step; a test finds stale ones.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE_FOLDER = Path(__file__).parents[2] / "tutor" / "locale"


class _PlainCatalog(Catalog):
    """A catalogue whose compiled form depends on its sentences only: no date, no version of the compiler."""

    def __iter__(self) -> Iterator[Message]:
        messages = super().__iter__()
        next(messages)  # the header that says when and by what the file was made
        yield Message("", f"Content-Type: text/plain; charset=utf-8\nPlural-Forms: {self.plural_forms}\n")
        yield from messages


def catalogues() -> list[Path]:
    """Every .po file of the program, sorted."""
    return sorted(LOCALE_FOLDER.glob("*/LC_MESSAGES/*.po"))


def read(po: Path) -> Catalog:
    """The sentences of one .po file, in the language of the folder it lies in."""
    with po.open("rb") as file:
        return read_po(file, locale=po.parts[-3], abort_invalid=True)


def compiled(po: Path) -> bytes:
    """What the .mo file beside ``po`` has to contain."""
    source = read(po)
    plain = _PlainCatalog(locale=source.locale)
    for message in source:
        if message.id:
            plain.add(message.id, message.string, context=message.context)
    file = BytesIO()
    write_mo(file, plain)
    return file.getvalue()


def main() -> int:
    """Compile them all; say which ones changed."""
    for po in catalogues():
        mo, fresh = po.with_suffix(".mo"), compiled(po)
        if not mo.is_file() or mo.read_bytes() != fresh:
            mo.write_bytes(fresh)
            print(f"compiled {mo.relative_to(LOCALE_FOLDER)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
