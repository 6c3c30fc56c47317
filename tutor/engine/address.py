"""Addresses: ``12/dW1[0, 1]`` is the cell in row 0, column 1 of what ``dW1`` is in the pass after 12 updates.

A parameter's or a state's address says after how many updates it stands: ``12/W1`` is what pass 12 reads, and what the
update at its end computes is ``13/W1``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.messages import Message

MOST_UPDATES = 2**53
"""The number of an update is kept as a float64, which is exact up to here."""

_MOST_DIGITS = 80
"""Of an index: more than any array has cells."""

_ADDRESS = re.compile(
    r"\s*(?:(?P<update>\d[\d_,]*)\s*/)?\s*(?P<name>[A-Za-z]\w*(?:\.[A-Za-z]\w*)?)?\s*"
    rf"(?:\[\s*(?P<index>\d{{1,{_MOST_DIGITS}}}(?:\s*,\s*\d{{1,{_MOST_DIGITS}}})*)\s*\])?\s*",
    re.ASCII,
)


class AddressError(ValueError):
    """A text that is no address; ``message`` says what one looks like, or what of it is too large."""

    def __init__(self, key: str, text: str, **gaps: object) -> None:
        shown = "".join(character if character.isprintable() else "·" for character in text[:60])
        self.message = Message(f"engine.{key}", {"text": shown, **gaps})  # a stranger's text could steer the terminal
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Address:
    """A moment, a value in it, a cell of the value; each part may be left open.

    Attributes:
        update: after how many updates; None: where one stands.
        name: of the value; None: the moment alone.
        index: of the cell, from 0; None: the whole value.
    """

    update: int | None = None
    name: str | None = None
    index: tuple[int, ...] | None = None

    def __str__(self) -> str:
        update = "" if self.update is None else str(self.update)
        index = "" if self.index is None else f"[{','.join(map(str, self.index))}]"
        if self.name is None:
            return update
        return f"{update}/{self.name}{index}" if update else f"{self.name}{index}"


def parse_address(text: str) -> Address:
    """Read an address: ``12/dW1[0,1]``, ``12/W1.v``, ``dW1``, or a number of updates alone.

    >>> str(parse_address("12/dW1[0, 1]")), parse_address("480").update
    ('12/dW1[0,1]', 480)

    Raises:
        AddressError: if it is none.
    """
    if re.fullmatch(r"\s*\d[\d_,]*\s*/?\s*", text, re.ASCII):
        return Address(update=_read_update(text))
    match = _ADDRESS.fullmatch(text)
    if match is None or match["name"] is None:
        raise AddressError("bad-address", text)
    update = None if match["update"] is None else _read_update(match["update"])
    index = None if match["index"] is None else tuple(int(part) for part in match["index"].split(","))
    return Address(update, match["name"], index)


def _read_update(text: str) -> int:
    """The digits in ``text`` as a number of updates."""
    digits = re.sub(r"\D", "", text).lstrip("0") or "0"
    if len(digits) > len(str(MOST_UPDATES)) or int(digits) > MOST_UPDATES:
        raise AddressError("update-too-large", digits, most=f"{MOST_UPDATES:,}")
    return int(digits)
